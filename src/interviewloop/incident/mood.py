"""Whether a request is a question or an order, as far as its first words tell."""

from __future__ import annotations

import re
from typing import Literal

from interviewloop.likeness.words import words

Mood = Literal["ask", "act"]

_ASKING = frozenset(
    """
    any are breakdown cat check compare could count curious did diff do does dump examine had has
    have histogram how inspect is list look plot query see show slice split tail was were what when
    where which who whose why
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_ORDERING = frozenset(
    """
    accept activate add alert announce answer apply ask assign avoid backfill block bring build
    bypass call cancel contact cut deactivate declare defer degrade delay delete deploy disable
    divert downgrade draft drain drop email enable engage ensure escalate everybody fail fall fix
    flip force freeze get give go halt handle hold hotfix inform invite keep kick kill launch let
    load loop lower make map merge mute normalise normalize notify open page patch pause pin ping
    point post postpone protect pull push put quarantine raise reach rebuild recompute redeploy
    refit refresh remove repair replace replay reprocess rerun reset restart restore resume retrain
    retry revert roll rollback route run scale send serve set ship shut skip spin start stop suspend
    swap switch take talk tell throttle toggle train try turn undo unpin update use wake warn write
    """.split()  # noqa: SIM905
)
_OPENINGS = re.compile(
    r"(?:(?:please|ok|okay|right|then|now|and|so|well|maybe|still|first|next|alright|hey) )*"
    r"(?:"
    r"(?:i|we) (?:want|need|would like|d like|should|must|have to|ll|will)"
    r"(?: you| them| somebody| someone)?(?: to)? "
    r"|(?:i am|i m|we are|we re) going to "
    r"|(?:let us|lets|let s|let me|go ahead and|go and|time to|make sure to|be sure to) "
    r"|(?:can|could|would|should|will) (?:you|we|i|they|somebody|someone|anyone) "
    r"|(?:i|we) "
    r")?"
    r"(?:(?:please|also|now|maybe|just|quickly|immediately|temporarily|try to) )*"
)
_NOT_TO = re.compile(r"(?:do not|don t|never|no more|nobody|nothing|stop)\b")
_HAND_OVER = re.compile(r"(?:give|tell|get|bring|send) me |pull up |(?:have|take) a look |walk me ")


def mood(text: str) -> Mood | None:
    """Whether ``text`` asks or orders; None when neither its start nor a question mark tells."""
    plain = " ".join(words(text))
    if _NOT_TO.match(plain):
        return "act"
    opening = _OPENINGS.match(plain)
    plain = plain[opening.end() if opening else 0 :]
    if _HAND_OVER.match(plain):
        return "ask"
    first = plain.split(" ", 1)[0]
    if first in _ASKING:
        return "ask"
    if first in _ORDERING:
        return "act"
    return "ask" if text.rstrip().endswith("?") else None
