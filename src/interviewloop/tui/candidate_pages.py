"""The candidate's screen as content, made from a candidate view and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.model.text import visible, visible_lines
from interviewloop.tui.exhibits import drawn
from interviewloop.tui.paper import GAP
from interviewloop.tui.sparkline import sparkline

if TYPE_CHECKING:
    from interviewloop.report.candidate_view import (
        CandidateView,
        ShownExhibit,
        ShownIncident,
        ShownTile,
        ShownTold,
    )

BEFORE = "Welcome.\n\nThe interview begins in a moment."
OVER = "Thank you.\n\nThis part of the interview is over."
WAITING = "waiting …"
NEW = "▶ NEW"
_SHORTEST, _LONGEST = 10, 40
"""Columns of a sparkline."""
_CHANGE = 18
"""Columns for how far a value is from normal."""
_AS_NORMAL = 0.005
"""Half a percent off normal is as good as normal to the eye."""
_WHOLE_PERCENT = 0.1


@dataclass(frozen=True)
class Block:
    """A part of the screen. ``heading`` is in our own words; ``wraps`` where lines may be broken.

    ``kind`` is prompt, brief, live, told or exhibit.
    """

    kind: str
    heading: str
    content: Content
    wraps: bool = True


@dataclass(frozen=True)
class Page:
    """The screen: across the top, and below it one column or two."""

    top: tuple[Block, ...]
    left: tuple[Block, ...]
    right: tuple[Block, ...] = ()


def card(view: CandidateView) -> Content | None:
    """What stands alone on the screen before and after the interview; None in it."""
    words = {"before": BEFORE, "over": OVER}.get(view.state)
    return None if words is None else Content(words)


def progress(view: CandidateView) -> Content:
    """How far the interview is, without the titles of its stages."""
    if view.state != "under way":
        return Content("")
    dots = "●" * (view.part - 1) + "◉" + "○" * (view.parts - view.part)
    return Content.assemble(f"Part {view.part} of {view.parts}", "  ", (dots, "$text-primary"))


def page(view: CandidateView, width: int, *, wide: bool) -> Page:
    """What stands where. ``width`` is the room for text of one column.

    The brief comes first in the first part, where it is read, and last in the others. An incident
    has a column of its own where the screen is ``wide``; else what it told last stands above the
    exhibits that may belong to it.
    """
    top = (Block("prompt", "NOW", _prompts(view)),)
    brief = (Block("brief", "YOUR TASK", Content(_prose(view.brief))),)
    first, last = (brief, ()) if view.part == 1 else ((), brief)
    exhibits = tuple(_exhibit(shown, width) for shown in view.exhibits)
    if view.incident is None:
        return Page(top, (*first, *exhibits, *last))
    live = Block(
        "live", f"LIVE   {_time(view.incident, view.incident.minute)}", tiles(view.incident, width)
    )
    newest, before = told(view.incident)
    earlier = () if before is None else (before,)
    if wide:
        return Page(top, (live, newest, *earlier), (*first, *exhibits, *last))
    return Page(top, (*first, live, newest, *exhibits, *earlier, *last))


def _prompts(view: CandidateView) -> Content:
    return Content("\n\n").join(Content.styled(_prose(text), "bold") for text in view.prompts)


def _exhibit(shown: ShownExhibit, width: int) -> Block:
    title = Content("\n").join(Content(_prose(shown.title)).wrap(width))
    content = Content("\n\n").join(
        [title.stylize("bold $text-primary"), drawn(shown.material, width).rstrip()]
    )
    return Block("exhibit", "", content, wraps=isinstance(shown.material, str))


def tiles(incident: ShownIncident, width: int) -> Content:
    """Live metrics: a line each where there is room, two where there is not."""
    shown = incident.tiles
    names = max((Content(visible(tile.label)).cell_length for tile in shown), default=0)
    values = max((Content(visible(tile.value)).cell_length for tile in shown), default=0)
    figures = values + _CHANGE + 2 * len(GAP)
    room = width - names - len(GAP) - figures
    if room >= _SHORTEST:
        lines = [
            Content(GAP).join([_name(tile, names), *_figures(tile, values, room)]) for tile in shown
        ]
        return Content("\n").join(lines)
    room = width - figures
    pairs = [
        Content("\n").join([_name(tile, 0), Content(GAP).join(_figures(tile, values, room))])
        for tile in shown
    ]
    return Content("\n\n").join(pairs)


def told(incident: ShownIncident) -> tuple[Block, Block | None]:
    """What was told, the newest first, and the alert that began it all; what came with the last
    turn is marked. The second block is what came before, where something is new."""
    new = [_entry(incident, one) for one in incident.told if one.new]
    old = [_entry(incident, one) for one in incident.told if not one.new]
    alert = _head(incident, 0, "Alert", new=False)
    old.append(alert + Content(f"\n{_prose(incident.alert)}"))
    if not new:
        return _told("ANSWERS AND MESSAGES", old), None
    return _told("ANSWERS AND MESSAGES", new), _told("EARLIER", old)


def _told(heading: str, entries: list[Content]) -> Block:
    return Block("told", heading, Content("\n\n").join(entries))


def _name(tile: ShownTile, width: int) -> Content:
    return Content(visible(tile.label)).pad_right(_short_of(tile.label, width))


def _figures(tile: ShownTile, values: int, room: int) -> list[Content]:
    value = Content.styled(visible(tile.value), "bold").pad_left(_short_of(tile.value, values))
    line = sparkline(tile.history, max(_SHORTEST, min(_LONGEST, room)), tile.normal)
    return [value, Content(_change(tile).ljust(_CHANGE)), Content.styled(line, "$text-accent")]


def _short_of(text: str, width: int) -> int:
    return max(0, width - Content(visible(text)).cell_length)


def _change(tile: ShownTile) -> str:
    """How far a value is from normal, in words; nothing where nothing is normal."""
    if tile.change is None:
        return ""
    share = abs(tile.change)
    if share < _AS_NORMAL:
        return "as normal"
    percent = f"{100 * share:.0f} %" if share >= _WHOLE_PERCENT else f"{100 * share:.1f} %"
    return f"{percent} {'above' if tile.change > 0 else 'below'} normal"


def _entry(incident: ShownIncident, one: ShownTold) -> Content:
    head = _head(incident, one.minute, one.about, new=one.new)
    return head + Content.styled(f"\n{_prose(one.text)}", "bold" if one.new else "")


def _head(incident: ShownIncident, minute: int, about: str, *, new: bool) -> Content:
    words = " · ".join(filter(None, [_time(incident, minute), visible(about)]))
    if new:
        return Content.assemble((f"{NEW}  ", "bold $text-accent"), (words, "$text-accent"))
    return Content.styled(words, "$muted")


def _time(incident: ShownIncident, minute: int) -> str:
    at = incident.began + timedelta(minutes=minute)
    return f"{at:%H:%M} UTC, minute {minute}"


def _prose(text: str) -> str:
    return visible_lines(text.strip())
