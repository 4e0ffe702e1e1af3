"""Screens, one a file, with their styles beside them."""
