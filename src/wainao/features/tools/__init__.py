"""Tools: any API as governed calls that a model or a form may choose."""
