"""Mail and calendar entries as files, and mail handed in at a configured server."""
