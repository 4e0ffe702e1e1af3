"""What the incident's panes show: tiles, what is on its way, what was told, milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.incident.engine import verdicts
from interviewloop.incident.log import log
from interviewloop.incident.matching import readable
from interviewloop.incident.minute import title_of
from interviewloop.incident.tiles import tiles
from interviewloop.model.text import visible, visible_lines
from interviewloop.tui.paper import columns
from interviewloop.tui.sparkline import sparkline
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from interviewloop.incident.log import Line
    from interviewloop.incident.running import Running
    from interviewloop.incident.state import MilestoneState, State
    from interviewloop.incident.tiles import Tile
    from interviewloop.incident.world import World
    from interviewloop.model.case import Case
    from interviewloop.model.incident import Milestone, Verdict
    from interviewloop.model.session import Session

ALMOST = 0.005
"""Half a percent beyond what jitter can do still counts as normal."""
TIMES = 3.0
"""From this many times normal on, a change is told as a multiple."""
_LABEL, _SPARK, _CHANGE = 30, 24, 27
_BESIDE = 110
"""Columns from which what is on its way stands beside the tiles."""
_COMING = 30
_PENDING_ROWS = 4
_SIGNS = {
    "page": "»", "inject": "»", "evidence": "▪", "blocked": "×", "ordered": "…", "effect": "✓",
    "belief": "◇", "broad": "–", "nothing": "–", "wait": "·",
}  # fmt: skip
_VERDICTS: dict[str, tuple[str, str]] = {
    "strong": ("✓", "$text-success"),
    "ok": ("✓", ""),
    "avoided": ("✓", "$muted"),
    "late": ("~", "$text-warning"),
    "missed": ("×", "$text-warning"),
    "harmed": ("!", "bold $text-error"),
    "pending": ("○", "$muted"),
}
_IN_MINUTES = 11
_STATE_WIDTH = 8
_SENTENCES_FROM = 60
"""Columns from which a milestone stands as its sentence and not by its name."""


@dataclass(frozen=True)
class Look:
    """A session's incident as it stands, worked out once for all panes."""

    world: World
    state: State
    lines: tuple[Line, ...]

    @property
    def over(self) -> bool:
        """Whether the simulated clock has reached its end."""
        return self.state.t >= self.world.incident.incident.horizon_min


def look_at(running: Running, session: Session) -> Look:
    """Raises Problem when the session holds an event that the incident does not know."""
    return Look(running.world, running.state(session), log(running, session))


def clock_words(look: Look) -> str:
    """Simulated minutes and the time of day, such as ``T+23 · 07:53 UTC``."""
    page_at = look.world.incident.incident.page_at.astimezone(UTC)
    now = page_at + timedelta(minutes=look.state.t)
    return f"T+{look.state.t} · {now:%H:%M} UTC"


def clock_state(look: Look) -> str:
    """How long the run can be and what moves its clock, or that it is over."""
    card = look.world.incident.incident
    if look.over:
        return f"the run is over: T+{card.horizon_min} is its last minute"
    moved = "the interview clock moves it" if card.clock == "real" else "only turns move it"
    return f"{moved}, up to T+{card.horizon_min}"


# --- tiles and what is on its way --------------------------------------------------------------


def board(look: Look, width: int) -> Content:
    """A line a tile, and beside or below them what takes effect in how many minutes."""
    shown = tiles(look.world, look.state)
    value_width = max((len(tile.text) for tile in shown), default=0)
    beside = width >= _BESIDE
    label_width = min(_LABEL, max((len(tile.label) for tile in shown), default=0))
    taken = label_width + value_width + _CHANGE + 6
    spark = max(8, min(_SPARK, width - taken - (_COMING + 3 if beside else 0)))
    rows = [_tile_line(tile, label_width, value_width, spark) for tile in shown]
    if not beside:
        return Content("\n").join(_cut(row, width) for row in (*rows, *_coming(look)))
    left = max((row.cell_length for row in rows), default=0)
    return columns(
        [Content("\n").join(rows), _coming_block(look, width - left - 2, len(rows))],
        [left, width - left - 2],
    )


def board_line(look: Look, width: int) -> Content:
    """The clock and the tiles on one line, for when another pane has the screen."""
    parts = [Content.styled(clock_words(look), "bold $text-accent")]
    for tile in tiles(look.world, look.state):
        sign, _, style = change_words(tile)
        percent = (
            f" {abs(tile.change):.0%}".replace("%", " %") if tile.change and sign != "=" else ""
        )
        parts.append(Content.assemble(tile.text, " ", (f"{sign}{percent}", style)))
    if look.state.pending:
        soonest = min(look.state.pending, key=lambda one: one.due)
        words = f"in {soonest.due - look.state.t} min {_pending_title(look, soonest.action)}"
        parts.append(Content.styled(words, "$muted"))
    return _cut(Content("   ").join(parts), width)


def change_words(tile: Tile) -> tuple[str, str, str]:
    """A sign, words and a style for how a tile stands against normal."""
    change = tile.change
    if change is None:
        return "", "", ""
    if abs(change) <= tile.jitter + ALMOST:
        return "=", "as normal", "$muted"
    better = (change > 0) == (tile.good == "up")
    judged = "better" if better else "worse"
    style = "$text-success" if better else "$text-warning"
    if change + 1 >= TIMES:
        return "▲", f"{change + 1:.0f} times normal, {judged}", style
    where = "above" if change > 0 else "below"
    sign = "▲" if change > 0 else "▼"
    return sign, f"{_percent(change)} {where} normal, {judged}", style


def _percent(change: float) -> str:
    share = abs(100 * change)
    return f"{share:.0f} %" if share >= 1 else f"{share:.1f} %"


def _tile_line(tile: Tile, label_width: int, value_width: int, spark: int) -> Content:
    sign, words, style = change_words(tile)
    label = Content(visible(tile.label)).truncate(label_width, ellipsis=True, pad=True)
    return Content.assemble(
        label,
        "  ",
        (tile.text.rjust(value_width), "bold"),
        "  ",
        (sparkline(tile.history, spark, tile.normal), "$text-primary"),
        "  ",
        (f"{sign} {words}", style),
    )


def _coming(look: Look) -> list[Content]:
    """What was ordered and has not taken effect yet, soonest first."""
    pending = sorted(look.state.pending, key=lambda one: one.due)
    if not pending:
        return [Content.styled("nothing on its way", "$muted")]
    rows = [
        Content.assemble(
            (f"in {one.due - look.state.t} min".ljust(_IN_MINUTES), "bold $text-accent"),
            f"{'undo: ' if one.undo else ''}{_pending_title(look, one.action)}",
        )
        for one in pending[:_PENDING_ROWS]
    ]
    more = len(pending) - len(rows)
    return [*rows, *([Content.styled(f"and {more} more", "$muted")] if more else [])]


def _coming_block(look: Look, width: int, height: int) -> Content:
    """What is on its way in ``width`` columns; wrapped only as far as there is room anyway."""
    rows = _coming(look)
    wrapped = [Row(row, None, _IN_MINUTES).laid_out(width) for row in rows]
    lines = sum(row.plain.count("\n") + 1 for row in wrapped)
    fits = lines <= height
    return Content("\n").join(wrapped if fits else [_cut(row, width) for row in rows])


def _pending_title(look: Look, action: str) -> str:
    return visible(title_of(look.world, action))


def _cut(content: Content, width: int) -> Content:
    return content.truncate(max(1, width), ellipsis=True)


# --- what was told -----------------------------------------------------------------------------


def log_rows(look: Look, session: Session, case: Case, shown: Collection[str]) -> list[Row]:
    """Everything told so far, oldest first; an inject of the last turn is marked as new. Keys are
    places in ``look.lines``; ``shown`` are the exhibits that the candidate sees."""
    last = next(reversed(session.live_turns()), None)
    return [
        Row(_line(line, case, shown, new=line.turn == last), str(place), 2)
        for place, line in enumerate(look.lines)
    ]


def told_exhibits(look: Look, session: Session, case: Case) -> list[tuple[str, datetime]]:
    """The candidate's exhibits that came with what was told, and when, oldest first."""
    own = {name for name, one in case.exhibits.items() if one.audience == "candidate"}
    return [
        (line.exhibit, session.incident[line.turn].at)
        for line in look.lines
        if line.exhibit in own and line.turn in session.incident
    ]


def _line(line: Line, case: Case, shown: Collection[str], *, new: bool) -> Content:
    event = line.kind in ("page", "inject")
    style = "bold $text-accent" if event else "bold"
    said = line.kind in ("belief", "broad", "nothing")
    text = f"asked: “{visible(line.text)}”" if said else visible_lines(line.text)
    if line.kind == "belief":
        text = f"believes: “{visible(line.text)}”"
    if line.kind == "ordered":
        return Content.assemble(_SIGNS[line.kind], (f" T+{line.t} ", "$muted"), text)
    return Content.assemble(
        (_SIGNS[line.kind], style),
        (f" T+{line.t} ", "$muted"),
        (visible(line.title), style),
        *(("  ", ("NEW", "bold reverse $text-accent")) if event and new else ()),
        (f"\n{text}" if line.text else "", "$muted" if said else ""),
        *_exhibit_line(line, case, shown),
    )


def _exhibit_line(line: Line, case: Case, shown: Collection[str]) -> Iterator[tuple[str, str]]:
    exhibit = case.exhibits.get(line.exhibit or "")
    if exhibit is None or line.exhibit is None:
        return
    title = visible(exhibit.title)
    if exhibit.audience != "candidate":
        yield f"\n▢ only for you: {title}", "$text-warning"
    elif line.exhibit in shown:
        yield f"\n▣ the candidate sees: {title}", "$text-success"
    else:
        yield f"\n▢ not on screen: {title}", "$muted"


# --- milestones and beliefs --------------------------------------------------------------------


def milestone_rows(look: Look, width: int) -> list[Row]:
    """What the candidate believes, then each milestone with its verdict or its next deadline."""
    rows = list(_belief_rows(look))
    judged = verdicts(look.world, look.state, over=look.over)
    rules = look.world.incident.milestones
    for heading, avoid in (("TO REACH", False), ("TO AVOID", True)):
        ids = [id_ for id_, rule in rules.items() if rule.avoid is avoid]
        if ids:
            rows.append(_heading(heading, first=not rows))
            rows += [_milestone_row(look, id_, judged[id_], width) for id_ in ids]
    return rows


def milestone_words(look: Look, id_: str) -> str:
    """A milestone as a sentence, with how it stands and what its deadlines are."""
    rule, one = look.world.incident.milestones[id_], look.state.milestones[id_]
    verdict = verdicts(look.world, look.state, over=look.over)[id_]
    what = visible(rule.text or readable(id_))
    if one.at is not None:
        return f"{what}: {verdict}, at T+{one.at}"
    if verdict != "pending" or rule.avoid:
        return f"{what}: {verdict if verdict != 'pending' else 'not so far'}"
    limits = [
        f"{name} until T+{limit}"
        for name, limit in (("strong", rule.strong_by), ("ok", rule.ok_by))
        if limit is not None and not (name == "strong" and _weakened(look, one))
    ]
    return f"{what}: {', '.join(limits) or 'open'}"


def _belief_rows(look: Look) -> Iterator[Row]:
    """The beliefs voiced so far, each as it stood when it was voiced last."""
    last = {belief.id: belief for belief in look.state.beliefs}
    if last:
        yield _heading("BELIEVES", first=True)
    for belief in last.values():
        right = look.world.incident.hypotheses[belief.id].correct
        yield Row(
            Content.assemble(
                "◇ ",
                (readable(belief.id), "bold"),
                f" T+{belief.t} {'founded' if belief.founded else 'a guess'}, ",
                ("right" if right else "wrong", "$text-success" if right else "$text-warning"),
            ),
            None,
            2,
        )


def _heading(words: str, *, first: bool) -> Row:
    return Row(Content.styled(words if first else f"\n{words}", "bold $muted"))


def _milestone_row(look: Look, id_: str, verdict: Verdict, width: int) -> Row:
    rule, one = look.world.incident.milestones[id_], look.state.milestones[id_]
    sign, style = _VERDICTS[verdict]
    words = rule.text if rule.text and width >= _SENTENCES_FROM else readable(id_)
    room = max(8, width - _STATE_WIDTH - 3)
    content = Content.assemble(
        (sign, style),
        " ",
        Content(visible(words)).truncate(room, ellipsis=True, pad=True),
        " ",
        (_stands(look, rule, one, verdict).rjust(_STATE_WIDTH), style),
    )
    return Row(content, id_)


def _stands(look: Look, rule: Milestone, one: MilestoneState, verdict: Verdict) -> str:
    """A verdict, or while there is none the next deadline."""
    if verdict != "pending":
        return verdict
    if rule.avoid:
        return "not yet"
    strong, last = rule.strong_by, rule.ok_by
    if strong is not None and look.state.t <= strong and not _weakened(look, one):
        return f"by T+{strong}"
    return f"ok T+{last}" if last is not None and look.state.t <= last else "overdue"


def _weakened(look: Look, one: MilestoneState) -> bool:
    """Whether it can no longer be strong, whatever the time."""
    return one.spoiled or look.state.hint_at is not None
