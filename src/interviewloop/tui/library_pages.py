"""A case, a rubric or a broken file as a page to read. Nothing of it is read as markup.

What a candidate or a trainee must not see at once comes only where it is asked for: the summary,
the pitfalls, the root cause, the changes for other settings, and what the linter says of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.usage import WORN
from interviewloop.model.case import KIND_NAMES, SETTING_NAMES
from interviewloop.model.text import storable, visible, visible_lines
from interviewloop.tui.library_reading import CaseEntry
from interviewloop.tui.library_rows import findings_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from interviewloop.interview.usage import Times
    from interviewloop.library.findings import Finding
    from interviewloop.library.load import Broken
    from interviewloop.tui.library_reading import Details, Entry, RubricEntry

MOST_FINDINGS = 12
HIDDEN = """\
S or F8 shows what is really the matter, the pitfalls, and the changes for other settings. Not \
while a candidate can see this screen, and not if you are to be assessed on this case yourself."""


class Page:
    """Lines and headed sections, one after the other."""

    def __init__(self) -> None:
        self._parts: list[Content] = []

    def line(self, text: str, style: str = "") -> Page:
        """A line, or several where ``text`` has line ends."""
        self._parts.append(Content.styled(visible_lines(storable(text)), style))
        return self

    def field(self, label: str, text: str, style: str = "") -> Page:
        """A line with a quiet word before it."""
        said = visible_lines(storable(text))
        self._parts.append(Content.assemble((f"{label}: ", "$muted"), (said, style)))
        return self

    def heading(self, text: str) -> Page:
        """A line that begins a section."""
        self._parts += [Content(""), Content.styled(visible(text), "bold $text-accent")]
        return self

    def content(self) -> Content:
        """The page."""
        return Content("\n").join(self._parts)


def entry_page(
    entry: Entry,
    names: Mapping[str, str],
    details: Details | None,
    *,
    answer: bool,
    edited: bool,
    zone: tzinfo | None = None,
) -> Content:
    """A case or rubric. ``names`` are of dimensions; ``details`` come a moment later.

    With ``answer`` the page tells what a case is about; in an ``edited`` file findings come first
    and in full, because its author is at work.
    """
    page = Page().line(entry.title, "bold $text-primary")
    told = edited or answer or not isinstance(entry, CaseEntry)
    if edited:
        _findings(page, entry, details, told=told)
    if isinstance(entry, CaseEntry):
        _case_head(page, entry, names)
    else:
        card = entry.rubric.rubric
        page.line(
            f"{entry.id} · {len(entry.rubric.dimensions)} dimensions · version {card.version}"
        )
        page.field("For", card.role)
    _standing(page, entry, zone)
    if not edited:
        _findings(page, entry, details, told=told)
    if isinstance(entry, CaseEntry):
        _case_body(page, entry, details, answer=answer)
    else:
        _rubric_body(page, entry)
    return page.content()


def broken_page(file: Broken) -> Content:
    """What is wrong with a file that cannot be used, with line and mend."""
    page = Page().line("This file cannot be used", "bold $text-error").line(str(file.path))
    _list(page, file.findings)
    return page.line("").line("It is read anew as soon as it is saved.", "$muted").content()


def _case_head(page: Page, entry: CaseEntry, names: Mapping[str, str]) -> None:
    card = entry.case.case
    page.line(
        f"{entry.id} · {KIND_NAMES[card.kind]} · {card.slot_min} minutes · version {card.version}"
    )
    page.field("Assesses", _dims(card.primary, names))
    if card.secondary:
        page.field("Shows also", _dims(card.secondary, names))
    page.field("Suits as it is", ", ".join(SETTING_NAMES[one] for one in card.settings))
    if entry.case.variants:
        changes = ", ".join(SETTING_NAMES[one] for one in entry.case.variants)
        page.field("With changes", changes)
    page.field("Simulated candidates", ", ".join(entry.personas) or "none")
    page.field("Reviewed by", "; ".join(card.reviewers) or "nobody yet")


def _standing(page: Page, entry: Entry, zone: tzinfo | None) -> None:
    """Whether it is retired, and how it was used."""
    mark, usage = entry.retired, entry.usage
    if mark is not None:
        by = f" by {mark.by}" if mark.by else ""
        page.line(f"Retired {mark.at.astimezone(zone):%Y-%m-%d}{by}: {mark.why}", "$text-warning")
    if isinstance(entry, CaseEntry) and usage.worn(entry.case.case.version):
        seen = usage.interviews_of(entry.case.case.version)
        page.line(
            f"{seen} interviews with this version. From {WORN} on, word has got round: retire it, "
            "or give it new figures and a new version.",
            "$text-warning",
        )
    if usage.last is None:
        page.field("Used", "never")
        return
    last = f"last {usage.last.astimezone(zone):%Y-%m-%d}"
    page.field("Used", f"{times_words(usage.times)}; {last}")
    people = [f"{visible(who)} {times_words(times)}" for who, times in usage.by]
    page.field("By", "; ".join(people))


def times_words(times: Times) -> str:
    """``3 live, 1 mock``; kinds that never occurred are left out."""
    parts = [
        f"{count} {kind}"
        for count, kind in (
            (times.live, "live"),
            (times.shadow, "shadow"),
            (times.mock, "mock"),
            (times.example, "example" if times.example == 1 else "examples"),
        )
        if count
    ]
    return ", ".join(parts)


def _findings(page: Page, entry: Entry, details: Details | None, *, told: bool) -> None:
    if details is None:
        page.field("Check", "looking …")
        return
    words = findings_words(details)
    hidden = bool(details.findings) and not told
    style = "$text-error" if details.count("E") else ""
    page.field("Check", f"{words} (S tells)" if hidden else words, style)
    if details.findings and told:
        _list(page, details.findings, below=len(entry.folder.parent.parts))


def _list(page: Page, findings: Iterable[Finding], below: int | None = None) -> None:
    """``below`` is how many leading parts of a path to leave out; all but the name by default."""
    every = list(findings)
    for finding in every[:MOST_FINDINGS]:
        where = "/".join(finding.path.parts[below if below is not None else -1 :])
        weight = "" if finding.severity == "E" else "doubt: "
        page.line(f"{where}:{finding.line}  {weight}{finding.message}", "$text-error")
        if finding.mend:
            page.line(f"    {finding.mend}")
    if len(every) > MOST_FINDINGS:
        page.line(f"and {len(every) - MOST_FINDINGS} more; see interviewloop validate")


def _case_body(page: Page, entry: CaseEntry, details: Details | None, *, answer: bool) -> None:
    case = entry.case
    page.heading("BRIEF").line(case.case.candidate_brief)
    page.heading("STAGES")
    for number, stage in enumerate(case.stages.values(), start=1):
        extra = "" if stage.scored else "  not scored"
        extra += "  optional" if stage.optional else ""
        page.line(f"{number:>2}  {stage.minutes:>3g} min  {visible(stage.title)}{extra}")
    page.heading("THE ANSWER")
    if not answer:
        page.line(HIDDEN, "$muted")
        return
    page.line(case.case.interviewer_summary)
    if details is not None and details.root_cause:
        page.field("Root cause", details.root_cause)
    for pitfall in case.pitfalls.values():
        page.line("").line(f"Pitfall: {pitfall.kind.replace('-', ' ')}", "bold")
        page.line(pitfall.critique).field("Next step", pitfall.next_step)
    if case.variants:
        page.heading("CHANGES FOR OTHER SETTINGS")
        for setting, change in case.variants.items():
            page.field(SETTING_NAMES[setting], change)


def _rubric_body(page: Page, entry: RubricEntry) -> None:
    page.field("Can score", "; ".join(entry.cases) or "no case here")
    page.line("").line(entry.rubric.rubric.summary)
    page.heading("DIMENSIONS")
    for dimension in entry.rubric.dimensions.values():
        page.line(dimension.name, "bold").line(dimension.definition)


def _dims(dims: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(dim, dim) for dim in dims)
