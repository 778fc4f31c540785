"""Models that run here: files on a shelf, each served by a process of its own while somebody uses it."""
