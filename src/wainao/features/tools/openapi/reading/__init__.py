"""From the description of an operation to a tool."""
