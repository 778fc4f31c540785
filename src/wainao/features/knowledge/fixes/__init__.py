"""Source fixes: what people set right in the documents themselves, and what it does to what is found there."""
