"""Practice on simulated candidates, pure: answers to offer, and feedback against the key.

Nothing here reads a file or the clock: sessions, personas and cases come in, frozen results go out.
"""
