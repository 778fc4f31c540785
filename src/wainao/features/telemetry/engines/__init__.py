"""Whoever takes traces."""
