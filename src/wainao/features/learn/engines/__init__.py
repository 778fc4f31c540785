"""Harnesses of others, each in a process of its own: they ask through a pipe, so none of them needs the network."""
