"""Somebody's Python program, where it can do nothing but reckon and print."""
