"""Units of measure: their names in both languages, and exact conversion between them."""
