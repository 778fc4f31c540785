"""Questions in SQL over the caller's own files, answered by DuckDB in a process of its own."""
