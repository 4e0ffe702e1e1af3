"""The tabs of the room. Free of NumPy: they are on the first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Collection

Tab = Literal[
    "overview", "agreement", "interviewers", "dimensions", "pairs", "candidates", "drift", "mock"
]
TABS: tuple[Tab, ...] = (
    "overview", "agreement", "interviewers", "dimensions", "pairs", "candidates", "drift", "mock",
)  # fmt: skip
TAB_NAMES: dict[Tab, tuple[str, str]] = {
    "overview": ("Overview", "Overview"),
    "agreement": ("Agreement", "Agreement"),
    "interviewers": ("Interviewers", "People"),
    "dimensions": ("Dimensions", "Dims"),
    "pairs": ("Pairs", "Pairs"),
    "candidates": ("Candidates", "Candidates"),
    "drift": ("Drift", "Drift"),
    "mock": ("Mock accuracy", "Mock"),
}
"""What a tab is called, and what where room is short."""
_ROOM_FOR_ALL = 106


def tab_line(here: Tab, ready: Collection[Tab], width: int) -> Content:
    """The tabs in a line of ``width`` cells, the one that is shown in brackets, those yet to come
    muted."""
    narrow = width < _ROOM_FOR_ALL
    parts: list[str | tuple[str, str]] = []
    between = " " if narrow else "  "
    for place, tab in enumerate(TABS):
        words = f"{place + 1} {TAB_NAMES[tab][narrow]}"
        before = TABS[place - 1] if place else None
        gap = between if place else " " * (tab != here)
        if tab == here:
            gap = f"{' ' * bool(place)}["
        elif before == here:
            gap = "] "
        parts.append((gap, "bold $text-primary"))
        style = "bold $text-primary" if tab == here else "" if tab in ready else "$muted"
        parts.append((words, style))
    parts.append(("]" if here == TABS[-1] else "", "bold $text-primary"))
    return Content.assemble(*parts)
