"""The tamper-evident log of all calls."""
