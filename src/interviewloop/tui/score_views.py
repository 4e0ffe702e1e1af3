"""What the score screen's panes show: rows made from a session and its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.scoring import blocking, evidence, gaps, tagged
from interviewloop.model.rubric import LEVELS
from interviewloop.model.scorecard import (
    CONFIDENCES,
    NO_SIGNAL,
    OVERALL,
    RECOMMENDATION_NAMES,
    RECOMMENDATIONS,
)
from interviewloop.model.text import visible
from interviewloop.report.score_words import value_words
from interviewloop.tui.script_rows import RUNG_WORDS
from interviewloop.tui.views import NOTE_INDENT, note_content
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interviewloop.interview.plan import Plan
    from interviewloop.interview.scoring import Gap
    from interviewloop.model.session import Note, Session

OVERALL_NAME = "Overall recommendation"
_BOX = 2
"""Width of ☑ and the space after it."""
_LEVEL_INDENT = 5
_FIELD_INDENT = 7
_VALUES_WIDTH = 19
"""A score in words and its confidence, each with a gap behind it."""


def fields(plan: Plan) -> tuple[str, ...]:
    """What is scored, in order: every dimension, then the overall recommendation."""
    return (*plan.dims, OVERALL)


def field_name(plan: Plan, field: str) -> str:
    """What ``field`` is called; its id when the rubric has lost it since."""
    if field == OVERALL:
        return OVERALL_NAME
    dimension = plan.rubric.dimensions.get(field)
    return dimension.name if dimension else field


def progress(session: Session, plan: Plan) -> Content:
    """How much of the scorecard is there."""
    card = session.scorecard
    done = sum(dim in card.scores for dim in plan.dims) + (card.recommendation is not None)
    return Content(f"scorecard {done} of {len(fields(plan))}")


# --- the list of dimensions ------------------------------------------------------------------


def field_rows(session: Session, plan: Plan, here: str) -> list[Row]:
    """One row for each dimension: where one is, its score, its name, what is missing."""
    found = gaps(session, plan)
    rows = [_field_row(session, plan, dim, here, found) for dim in plan.dims]
    return [*rows, _overall_row(session, here, found)]


def _field_row(session: Session, plan: Plan, dim: str, here: str, found: tuple[Gap, ...]) -> Row:
    score = session.scorecard.scores.get(dim)
    shown = "NS" if score == NO_SIGNAL else f"{value_words(score)} "
    sign, style = _missing_sign(dim, found)
    content = Content.assemble(
        "▶" if dim == here else " ",
        (shown, "bold" if score is not None else "$muted"),
        " ",
        (sign, style),
        "* " if dim in plan.case.case.primary else "  ",
        (field_name(plan, dim), "bold" if dim == here else ""),
    )
    return Row(content, dim, _FIELD_INDENT)


def _overall_row(session: Session, here: str, found: tuple[Gap, ...]) -> Row:
    recommendation = session.scorecard.recommendation
    sign, style = _missing_sign(OVERALL, found)
    content = Content.assemble(
        "▶" if here == OVERALL else " ",
        "✓ " if recommendation else "– ",
        " ",
        (sign, style),
        "  ",
        ("Overall: ", "bold" if here == OVERALL else ""),
        (value_words(recommendation), "bold" if recommendation else "$muted"),
    )
    return Row(content, OVERALL, _FIELD_INDENT)


def _missing_sign(field: str, found: tuple[Gap, ...]) -> tuple[str, str]:
    own = [gap for gap in found if gap.field == field]
    if any(gap.blocking for gap in own):
        return "!", "bold $text-error"
    return ("?", "$text-warning") if own else (" ", "")


# --- anchors ---------------------------------------------------------------------------------


def anchor_rows(session: Session, plan: Plan, dim: str, at: str | None = None) -> list[Row]:
    """The dimension, then each level from 5 down to 1 and no signal, the chosen one marked.

    5, 3 and 1 in this case's words, which leaves room for all levels at once; the level ``at``
    which the cursor is has the rubric's words too. Keys are the levels.
    """
    dimension = plan.rubric.dimensions[dim]
    role = "primary in this case" if dim in plan.case.case.primary else ""
    head = Content.assemble(
        (dimension.name, "bold $text-primary"),
        (f"  {role}" if role else "", "$muted"),
        f"\n{dimension.definition}",
    )
    chosen = session.scorecard.scores.get(dim)
    rows = [Row(head)]
    for level in reversed(LEVELS):
        general = dimension.anchors.at(level)
        here = plan.case.anchors.get(dim) if level in {5, 3, 1} else None
        body = Content(here.at(level) if here else general)
        if here and at == str(level):
            body = Content.assemble(body, "\n", (f"In general: {general}", "$muted"))
        rows.append(_choice(str(level), chosen == level, body))
    nothing = Content("No signal: the session gave no chance to see it. Not a low score.")
    rows.append(_choice("0", chosen == NO_SIGNAL, nothing))
    return rows


def recommendation_rows(session: Session, plan: Plan) -> list[Row]:
    """The four recommendations, the chosen one marked, below the scores they rest on."""
    head = Content.assemble(
        (OVERALL_NAME, "bold $text-primary"),
        "\nShould this candidate be hired for the role, on what you saw and heard yourself?\n",
    )
    chosen = session.scorecard.recommendation
    return [
        Row(head),
        *(
            Row(_value_columns(session, dim) + Content(field_name(plan, dim)), None, _VALUES_WIDTH)
            for dim in plan.dims
        ),
        Row(Content(" ")),
        *(
            _choice(str(number), chosen == it, Content(RECOMMENDATION_NAMES[it]))
            for number, it in enumerate(RECOMMENDATIONS, 1)
        ),
    ]


def _choice(key: str, chosen: bool, body: Content) -> Row:
    sign = Content.assemble(
        ("◉ " if chosen else "○ ", "bold $text-success" if chosen else "$muted"),
        (f"{key}  ", "bold"),
    )
    words = body
    if chosen:
        words = Content.assemble(("CHOSEN  ", "bold $text-success"), body)
    return Row(sign + words, key, _LEVEL_INDENT)


def score_table(session: Session, plan: Plan) -> Content:
    """Every dimension with its score, confidence and amount of evidence, in columns."""
    width = max(Content(field_name(plan, dim)).cell_length for dim in plan.dims)
    return Content("\n").join(
        Content.assemble(
            _value_columns(session, dim),
            Content(field_name(plan, dim)).truncate(width, pad=True),
            (f"  {_support(session, dim)}", "$muted"),
        ).rstrip()
        for dim in plan.dims
    )


def _value_columns(session: Session, dim: str) -> Content:
    score = session.scorecard.scores.get(dim)
    words = value_words(score).ljust(11) + session.scorecard.confidence.get(dim, "").ljust(8)
    return Content.styled(words, "bold" if score is not None else "$muted")


def _support(session: Session, dim: str) -> str:
    """What a score rests on, in two words."""
    count = len(evidence(session, dim))
    notes = f"{count} note{'' if count == 1 else 's'}" if count else ""
    reason = "reason" if session.scorecard.rationale.get(dim, "").strip() else ""
    return ", ".join(word for word in (notes, reason) if word)


def confidence_line(session: Session, field: str) -> Content:
    """The three confidences with the chosen one marked; on the overall entry nothing."""
    if field == OVERALL:
        return Content("")
    chosen = session.scorecard.confidence.get(field)
    parts: list[str | tuple[str, str]] = ["How sure? ", ("F5", "$muted")]
    for confidence in CONFIDENCES:
        mine = confidence == chosen
        parts += [
            "  ",
            ("◉ " if mine else "○ ", "bold $text-success" if mine else "$muted"),
            (confidence, "bold" if mine else ""),
        ]
    return Content.assemble(*parts)


# --- evidence --------------------------------------------------------------------------------


def evidence_rows(
    session: Session, plan: Plan, field: str, suggested: Iterable[Row] = ()
) -> list[Row]:
    """Red flags, the dimension's own notes, look-fors seen, what is ``suggested``, other notes.

    Keys are note ids, or as the suggestions have them. ☑ marks what is linked as evidence. On the
    overall entry nothing can be linked, and the notes stand without boxes.
    """
    notes = session.live_notes()
    if field == OVERALL:
        return [
            *_flag_rows(session, plan, None),
            *(Row(note_content(notes[name]), name, NOTE_INDENT) for name in notes),
        ]
    own = tagged(session, field)
    other = [name for name in notes if name not in own]
    nothing = () if own else (Row(Content.styled("none tagged with it", "$muted")),)
    return [
        *_flag_rows(session, plan, field),
        Row(Content.styled("NOTES ON THIS DIMENSION", "bold $muted")),
        *nothing,
        *_tag_row(session, field, own),
        *_note_rows(session, field, own),
        *_look_for_rows(session, plan, field),
        *suggested,
        *_heading("OTHER NOTES", other),
        *_note_rows(session, field, other),
    ]


def linked_words(session: Session, field: str) -> str:
    """How many notes stand as evidence; nothing while there are none."""
    count = 0 if field == OVERALL else len(evidence(session, field))
    return f"{count} linked" if count else ""


def _tag_row(session: Session, dim: str, own: tuple[str, ...]) -> Iterator[Row]:
    """A score takes the dimension's tagged notes for its evidence; that is said, not silent."""
    if not own:
        return
    linked = evidence(session, dim)
    if any(name in linked for name in own):
        words = (
            "linked by its tag; Enter unlinks"
            if len(own) == 1
            else ("linked by their tag; Enter unlinks")
        )
    elif dim in session.scorecard.evidence:
        words = "not linked; Enter links"
    else:
        words = "a score links these; Enter unlinks"
    yield Row(Content.styled(words, "$muted"))


def _heading(words: str, things: object) -> Iterator[Row]:
    if things:
        yield Row(Content.styled(f"\n{words}", "bold $muted"))


def _note_rows(session: Session, dim: str, names: Iterable[str]) -> Iterator[Row]:
    """Notes with their boxes."""
    linked = evidence(session, dim)
    for name in names:
        mine = name in linked
        box = ("☑ " if mine else "☐ ", "bold $text-success" if mine else "$muted")
        content = Content.assemble(box, note_content(untagged(session.notes[name], dim)))
        yield Row(content, name, NOTE_INDENT + _BOX)


def untagged(note: Note, dim: str) -> Note:
    """``note`` without the tag of ``dim``, which need not be repeated under its name."""
    return note.model_copy(update={"dim": None}) if note.dim == dim else note


def _look_for_rows(session: Session, plan: Plan, dim: str) -> Iterator[Row]:
    seen = [
        (look_for, session.look_fors[name])
        for name, look_for in plan.case.look_fors.items()
        if look_for.dim == dim and name in session.look_fors
    ]
    yield from _heading("LOOK-FORS SEEN  (level)", seen)
    for look_for, help_ in sorted(seen, key=lambda pair: -pair[0].level):
        yield Row(
            Content.assemble(
                (f"{look_for.level} ", "bold $text-primary"),
                look_for.text,
                (f"  {RUNG_WORDS[help_.rung]}", "$text-warning" if help_.rung else "$muted"),
            ),
            None,
            2,
        )


def _flag_rows(session: Session, plan: Plan, dim: str | None) -> Iterator[Row]:
    for name, flag in plan.case.red_flags.items():
        if name in session.red_flags and (dim is None or dim in flag.dims):
            capped = "this" if dim else ", ".join(field_name(plan, it) for it in flag.dims)
            yield Row(
                Content.assemble(
                    ("⚑ ", "bold $text-error"),
                    ("Red flag: ", "bold $text-error"),
                    flag.text,
                    (f"  caps {capped} at {flag.cap}", "$muted"),
                ),
                None,
                2,
            )


# --- what is missing -------------------------------------------------------------------------


def gap_words(plan: Plan, gap: Gap) -> str:
    """A gap with the name of what it is about, in brief."""
    what = gap.what.partition(" (")[0]
    if gap.field not in plan.rubric.dimensions:
        return f"{what[:1].upper()}{what[1:]}"
    return f"{field_name(plan, gap.field)}: {what}"


def missing_rows(session: Session, plan: Plan) -> list[Row]:
    """What must be filled in before submission, then what is only advised. Keys are gap numbers."""
    found = gaps(session, plan)
    must = [(number, gap) for number, gap in enumerate(found) if gap.blocking]
    advised = [(number, gap) for number, gap in enumerate(found) if not gap.blocking]
    rows = [_gap_row(plan, number, gap) for number, gap in must]
    if not must:
        rows.append(Row(Content.styled("Nothing. F8 submits.", "$text-success")))
    if advised:
        rows.append(Row(Content.styled("\nADVISED", "bold $muted")))
        rows += [_gap_row(plan, number, gap) for number, gap in advised]
    return rows


def _gap_row(plan: Plan, number: int, gap: Gap) -> Row:
    sign = ("! ", "bold $text-error") if gap.blocking else ("? ", "$text-warning")
    return Row(Content.assemble(sign, visible(gap_words(plan, gap))), str(number), 2)


def missing_line(session: Session, plan: Plan) -> Content:
    """What is missing on one line: how much, and the first of it."""
    found = gaps(session, plan)
    must = blocking(found)
    advised = len(found) - len(must)
    tail = (f"   {advised} advised" if advised else "", "$muted")
    if not must:
        return Content.assemble(("Nothing is missing. F8 submits.", "$text-success"), tail)
    return Content.assemble(
        (f"{len(must)} missing", "bold $text-error"), f": {gap_words(plan, must[0])}", tail
    )
