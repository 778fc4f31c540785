"""Which tools fit a request, or that none does; and what the request says for the fields of one. Without a model."""
