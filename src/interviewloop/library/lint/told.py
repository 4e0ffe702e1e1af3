"""N04 and I23: each figure that a candidate reads or hears comes from somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewloop.library.figures import Figure, Values, figures
from interviewloop.library.formula import FormulaError, evaluate
from interviewloop.library.lint.cells import Lookups
from interviewloop.library.lint.pitfalls import is_known, numbers_in, plain
from interviewloop.library.lint.registry import Flaw, case_rule, incident_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.incident_subject import IncidentSubject
    from interviewloop.library.lint.subject import CaseSubject
    from interviewloop.model.incident import Incident


_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


@case_rule("N04", "E", "a figure in what candidates read or hear is in a file, computed or given")
def figures_have_a_source(subject: CaseSubject) -> Iterator[Flaw]:
    if any(file.fault for file in subject.files.values()):
        return  # figures cannot be sought in a file that cannot be read
    yield from _wrong_formulas(subject)
    yield from _unused(subject)
    known = Values(in_files(subject))
    explained = explained_figures(subject)
    for path, text in told_texts(subject):
        for figure in told_figures(text):
            if plain(figure.shown) not in explained and not is_known(figure, known):
                message = f"{figure.shown} in {'.'.join(map(str, path))} stands in no file"
                mend = "correct it, show its formula in [figures], or list it in givens"
                yield Flaw(path, message, mend)


@incident_rule("I23", "a figure in what the incident says is in a file or text of the case")
def said_figures_have_a_source(subject: IncidentSubject) -> Iterator[Flaw]:
    case = subject.beside
    if case is None or any(file.fault for file in case.files.values()):
        return
    told = [figure.value for _, text in told_texts(case) for figure in figures(text)]
    givens = [figure.value for text in case.case.case.givens for figure in figures(text)]
    metrics = [
        value
        for metric in subject.incident.metrics.values()
        for value in (metric.base, metric.normal)
        if value is not None
    ]
    known = Values([*in_files(case), *told, *givens, *metrics])
    for path, text in said_by(subject.incident):
        for figure in told_figures(text):
            if not is_known(figure, known):
                message = f"{figure.shown} in {'.'.join(map(str, path))} stands nowhere in the case"
                yield Flaw(path, message, "correct it, or list it in the givens of the case")


def told_texts(subject: CaseSubject) -> Iterator[tuple[KeyPath, str]]:
    """Every sentence a candidate may read or hear, on request or not, with its place."""
    yield from subject.said()
    for id_, exhibit in subject.case.exhibits.items():
        if exhibit.audience != "candidate":
            continue
        for key in ("title", "text", "alt"):
            if words := getattr(exhibit, key):
                yield ("exhibits", id_, key), words
        for column, label in exhibit.labels.items():
            yield ("exhibits", id_, "labels", column), label


def told_figures(text: str) -> list[Figure]:
    """The figures of ``text`` without times of day, which come from no table."""
    return figures(_CLOCK.sub(" ", text))


def in_files(subject: CaseSubject) -> Iterator[float]:
    """Every number in the files of the case."""
    for _, _, _, table in subject.tables():
        yield from numbers_in(table)
    for file in subject.files.values():
        yield from (figure.value for figure in figures(file.text or ""))


def explained_figures(subject: CaseSubject) -> frozenset[str]:
    """Figures that are computed or given, as :func:`plain` writes them."""
    given = (figure.shown for text in subject.case.case.givens for figure in figures(text))
    return frozenset(plain(text) for text in (*subject.case.figures, *given))


def lookups(subject: CaseSubject) -> Lookups:
    """``col`` and ``cell`` for the formulas of ``[figures]``, which name their exhibit."""
    tables = {id_: table for id_, _, _, table in subject.tables()}
    keys = {id_: exhibit.key for id_, exhibit in subject.case.exhibits.items()}
    return Lookups(tables, keys, "")


def _wrong_formulas(subject: CaseSubject) -> Iterator[Flaw]:
    where = lookups(subject)
    for text, formula in subject.case.figures.items():
        path = ("figures", text)
        shown = figures(text)
        if len(shown) != 1:
            yield Flaw(path, f"{text!r} is not one figure", "write it as it stands in the text")
            continue
        try:
            value = evaluate(formula, where.col, where.cell)
        except FormulaError as error:
            yield Flaw(path, f"the formula for {text}: {error}", "see Formulas in the guide")
            continue
        if not shown[0].is_from(value):
            yield Flaw(path, f"{text} is shown, its formula gives {value:.6g}", "correct either")


def _unused(subject: CaseSubject) -> Iterator[Flaw]:
    """Formulas of figures that nobody is told."""
    told = {plain(it.shown) for _, text in told_texts(subject) for it in figures(text)}
    for text in subject.case.figures:
        if plain(text) not in told:
            message = f"{text!r} is no figure in what candidates read or hear"
            yield Flaw(("figures", text), message, "take it out")


def said_by(incident: Incident) -> Iterator[tuple[KeyPath, str]]:
    """Everything an incident says, asked or not, with its place."""
    yield ("incident", "page_text"), incident.incident.page_text
    for id_, evidence in incident.evidence.items():
        yield ("evidence", id_, "text"), evidence.text
        if evidence.blocked:
            yield ("evidence", id_, "blocked"), evidence.blocked
        for number, later in enumerate(evidence.later):
            yield ("evidence", id_, "later", number, "text"), later.text
    for id_, action in incident.actions.items():
        yield ("actions", id_, "reply"), action.reply
        if action.blocked:
            yield ("actions", id_, "blocked"), action.blocked
    for id_, inject in incident.injects.items():
        yield ("injects", id_, "text"), inject.text
