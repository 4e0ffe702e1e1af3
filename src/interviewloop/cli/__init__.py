"""The command line: one module a command, each importing nothing heavy until it runs."""
