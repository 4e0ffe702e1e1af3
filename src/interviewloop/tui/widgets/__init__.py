"""Widgets: each shows one value and posts one kind of message."""
