"""From bytes to a tree of plain values, and from a `$ref` to what it means. No network: others fetch."""
