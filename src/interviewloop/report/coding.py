"""Codes in place of interviewers' names: a panel can be looked at without a league table."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from interviewloop.model.names import folded, same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TWICE = re.compile(r"\b[Ii]nterviewer (Interviewer \d)")


def naming(labels: Iterable[str], own: str = "", *, names: bool = False) -> Callable[[str], str]:
    """How each of ``labels`` is called: by name if ``names``, else by a code, ``own`` as "you".

    Codes depend on the names alone and not on any figure, so neither order nor number tells one.
    """
    known = list(labels)
    if names:
        return lambda label: label
    # The label itself parts those that differ in nothing but case.
    order = sorted(known, key=lambda label: (sha256(folded(label).encode()).hexdigest(), label))
    codes = {label: f"Interviewer {place:02d}" for place, label in enumerate(order, 1)}

    def called(label: str) -> str:
        if own.strip() and same_name(label, own):
            return f"{label} (you)"
        return codes.get(label, label)

    return called


def said_once(sentence: str) -> str:
    """``sentence`` without the word "interviewer" before a code, which begins with it."""
    return _TWICE.sub(r"\1", sentence)
