"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# On a busy machine a single example can take long; what is tested is the answer.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
