"""Whether a request is a question, an order or a belief, as far as its first words tell."""

from __future__ import annotations

import re
from typing import Literal

from interviewloop.likeness.words import words

Mood = Literal["ask", "act", "name"]

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
    divert downgrade draft drain drop email enable engage ensure escalate fail fall fix
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
_BELIEVING = re.compile(
    r"(?:(?:so|ok|okay|well|then|now|and|but|maybe) )*"
    r"(?:"
    r"(?:i|we) (?:now |still |strongly |really )?"
    r"(?:think|believe|suspect|guess|assume|reckon|bet|would say|d say)\b"
    r"|(?:i am|i m) (?:fairly |pretty |quite )?(?:sure|convinced|confident)\b"
    r"|(?:my|our|the) (?:\w+ )?"
    r"(?:bet|guess|hypothesis|theory|suspicion|cause|culprit|explanation)\b"
    r"|(?:it|this|that) (?:must|has to|is probably|is likely|looks like|seems|is caused|is due)\b"
    r"|(?:looks|sounds|seems|smells) like\b"
    r"|(?:probably|presumably|apparently|hypothesis)\b"
    r"|(?:it is|it s|it was) (?!time\b|a sev|an incident)"
    r")"
)
_TO_ACT = re.compile(
    r"(?: that)? (?:(?:we|you|they|i|somebody) (?:should|must|need|have to|ought)"
    r"|(?:it is|it s) time|let us|let s|lets)\b"
)


def mood(text: str) -> Mood | None:
    """Whether ``text`` asks, orders or says what its speaker believes.

    None when neither its start nor a question mark tells. "I think we should stop it" is an order.
    """
    plain = " ".join(words(text))
    believed = _BELIEVING.match(plain)
    if believed and not text.rstrip().endswith("?"):
        return "act" if _TO_ACT.match(plain, believed.end()) else "name"
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
