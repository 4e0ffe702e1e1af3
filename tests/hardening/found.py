"""Contents that once led to a traceback, each with the reader it was given to."""

from __future__ import annotations

FOUND: list[tuple[str, bytes]] = [
    ("sync state", b"[" * 100_000),
    ("names", b"a = " + b"[" * 100_000),
    ("loop", b"a" + b".a" * 3000 + b" = 1\n"),
]
