"""Whether a request asks for everything at once, and so for nothing."""

from __future__ import annotations

from interviewloop.likeness.words import is_small, words

_EVERY = frozenset(
    """
    all anything complete each entire every everything full lot whatever whichever whole
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_GENERIC = frozenset(
    """
    access available bit bits board boards bring case chart charts come complete dashboard
    dashboards data detail details display dump evidence exhibit exhibits exist existing exists fact
    facts far figure figures find first full graph graphs hand hands hold incident info information
    kind kinds know known list log logs material measure measures metric metrics monitoring no
    nothing now number numbers offer once open overview panel panels picture piece pieces plot plots
    possible present print problem provide read related relevant report reports screen screens send
    share signal signals single situation sort sorts start stat statistic statistics stats story
    stuff telemetry tell time together type types useful way
    """.split()  # noqa: SIM905
)
_AT_HAND = frozenset("available exist exists got have know known look see show there".split())  # noqa: SIM905
_STATEMENTS = frozenset("are did does had has is was were".split())  # noqa: SIM905


def is_broad(request: str) -> bool:
    """Whether ``request`` asks for all there is, or what there is.

    It does when none of its words is more precise than "dashboard". "All dashboards" is broad, "all
    dashboards of serving" is not, and neither is a yes-or-no question such as "is it all of them".
    """
    said = words(request)
    if not said or said[0] in _STATEMENTS:
        return False
    if not all(is_small(word) or word in _GENERIC or word in _EVERY for word in said):
        return False
    if any(word in _EVERY for word in said):
        return True
    return said[0] in {"what", "which"} and any(word in _AT_HAND for word in said)
