"""Currencies and what they are worth in one another, as somebody said on a day."""
