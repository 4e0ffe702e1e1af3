"""What the feedback screen shows after practice, section by section, in the order it is to be read.

Sentences come from ``practice.wording``; added are the lines of the transcript and the trainee's
own notes, which are what the sentences speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.model.text import visible
from interviewloop.practice.wording import feedback_sayings, place_words, quote
from interviewloop.practice.wording_patterns import bar_saying, pattern_sayings
from interviewloop.report.progress_plot import plot
from interviewloop.tui.paper import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from interviewloop.model.case import Case
    from interviewloop.practice.cells import Outcome
    from interviewloop.practice.feedback import CellFeedback, Feedback
    from interviewloop.practice.heard import Shown
    from interviewloop.practice.progress import Progress
    from interviewloop.practice.wording import About, Saying

NAMES = ("Evidence", "Scores", "Help", "Red flags", "So far", "To try", "Overall")
"""The sections. The hire call is the last: it is one bit, and people fix on it."""
SIMULATED = (
    "The key is what the authors of this candidate intended; no panel of experts has rated it yet."
)
_MARKS: dict[Outcome, tuple[str, str, str]] = {
    "hit": ("●", "hit", "$text-success"),
    "near": ("◐", "near", "$text-warning"),
    "miss": ("○", "miss", "$text-error"),
    "capped": ("⚑", "capped", "$text-success"),
    "not-scored": ("·", "no signal", "$muted"),
}
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the screen is made of. ``here`` is the number of the interview on the way."""

    given: Feedback
    case: Case
    names: Mapping[str, str]
    progress: Progress
    here: int | None

    @property
    def sayings(self) -> tuple[Saying, ...]:
        patterns = pattern_sayings(self.progress.patterns, self.names)
        return feedback_sayings(self.given, self.case, self.names, patterns)


def sections(page: Page, width: int) -> list[tuple[str, Content]]:
    """The whole page, laid out for ``width`` cells: name and body of each section."""
    bodies = (
        _evidence(page, width),
        _scores(page, width),
        _help(page, width),
        _red_flags(page, width),
        _so_far(page, width),
        _said(page, "try", width),
        _said(page, "call", width),
    )
    return [
        (name, Content("\n").join(body)) for name, body in zip(NAMES, bodies, strict=True) if body
    ]


def as_text(page: Page, width: int) -> str:
    """The page as plain text, for copying."""
    parts = (f"{name.upper()}\n{body.plain}" for name, body in sections(page, width))
    return "\n\n".join(parts) + "\n"


def _evidence(page: Page, width: int) -> list[Content]:
    found, case = page.given.evidence, page.case
    # What was missed stands below, with its line.
    lines = [
        _wrapped(Content(one.text), width)
        for one in page.sayings
        if one.about == "evidence" and not one.subject
    ]
    lines += _shown_list("Not captured", found.missed, page, width)
    lines += _shown_list("Captured", found.captured, page, width)
    ticked = [case.look_fors[name].text for name in found.unfounded if name in case.look_fors]
    if ticked:
        lines.append(_heading("Ticked, but not in what was said"))
        lines += [_bullet("☐", Content(text), width) for text in ticked]
    return lines


def _shown_list(title: str, shown: Iterable[Shown], page: Page, width: int) -> Iterator[Content]:
    for number, one in enumerate(shown):
        if not number:
            yield _heading(title)
        text = Content(page.case.look_fors[one.name].text)
        yield _bullet("☑" if title == "Captured" else "○", text, width)
        yield _line(one, page, width)


def _scores(page: Page, width: int) -> list[Content]:
    said = {one.subject: one.text for one in page.sayings if one.about == "cell"}
    lines: list[Content] = []
    for one in page.given.cells:
        if one.cell.score is None and one.cell.dim not in page.case.dims:
            continue  # the case does not assess it, and no score was given
        lines += [] if not lines else [Content("")]
        lines += _cell(one, said.get(one.cell.dim, ""), page, width)
    return lines


def _cell(one: CellFeedback, said: str, page: Page, width: int) -> Iterator[Content]:
    cell = one.cell
    sign, word, style = _MARKS[cell.outcome]
    name = page.names.get(cell.dim, cell.dim)
    given = "no signal" if cell.score is None else f"you {cell.score}"
    head = Content.assemble(
        (f"{sign} {word:<10}", f"bold {style}"), (name, "bold"), f"   {given}   key {cell.key:g}"
    )
    yield _wrapped(head, width)
    said = said.removeprefix(f"{name} {cell.score}, key {cell.key:g}.").lstrip()
    if said:
        yield _indented(Content(said), width)
    for shown in one.lines:
        if quote(shown.line) not in said:
            yield _line(shown, page, width)
    for note in one.notes:
        if quote(note) not in said:
            yield _indented(
                Content.assemble(("Your note  ", "$muted"), quote(visible(note))), width
            )


def _help(page: Page, width: int) -> list[Content]:
    lines = _said(page, "help", width)
    if not page.given.over_helped:
        hints = page.given.hints
        words = (
            "No probe that points at something was used."
            if not hints
            else f"{hints} pointed probe{'' if hints == 1 else 's'}, none before a gentler way."
        )
        lines.insert(0, _wrapped(Content(words), width))
    return lines


def _red_flags(page: Page, width: int) -> list[Content]:
    found = page.given.evidence
    lines = _said(page, "red-flag", width)
    for shown in found.flags_raised:
        text = page.case.red_flags[shown.name].text
        lines += [_bullet("⚑", Content(f"Raised, and it was there: {text}"), width)]
        lines += [_line(shown, page, width)]
    if not lines:
        none = "None was there to be raised, and you raised none."
        lines = [_wrapped(Content(none), width)]
    return lines


def _so_far(page: Page, width: int) -> list[Content]:
    drawing = [_coloured(line) for line in plot(page.progress.points, width, page.here)]
    bar = _wrapped(Content(bar_saying(page.progress.bar).text), width)
    return [*_said(page, "pattern", width), Content(""), *drawing, Content(""), bar]


def _coloured(line: str) -> Content:
    """A line of the plot. Colour says nothing that the characters do not."""
    content = Content(line)
    if "bar" in line:
        return content.stylize("$text-warning")
    return content.stylize("bold $text-primary", 7) if "|" in line else content


def _said(page: Page, about: About, width: int) -> list[Content]:
    lines: list[Content] = []
    for one in page.sayings:
        if one.about == about:
            lines += [] if not lines else [Content("")]
            lines.append(_wrapped(Content(visible(one.text)), width))
    return lines


def _line(shown: Shown, page: Page, width: int) -> Content:
    """Who said it, where and when, and in which words."""
    where = f"{page.given.name} {place_words(shown, page.case)}: "
    return _indented(Content.assemble((where, "$muted"), f"“{shown.line}”"), width)


def _heading(words: str) -> Content:
    return Content.styled(f"\n{words}", "bold $muted")


def _bullet(sign: str, words: Content, width: int) -> Content:
    return columns([Content(sign), words], [0, width - 3])


def _indented(words: Content, width: int) -> Content:
    margin = Content(" " * _INDENT)
    return Content("\n").join(margin + line for line in _lines(words, width - _INDENT))


def _wrapped(words: Content, width: int) -> Content:
    return Content("\n").join(_lines(words, width))


def _lines(words: Content, width: int) -> list[Content]:
    return [line.rstrip() for line in words.wrap(max(20, width))]
