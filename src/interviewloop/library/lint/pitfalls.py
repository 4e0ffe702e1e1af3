"""E: planted flaws, and that their figures are those of the exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.figures import Figure, Values, figures, number
from interviewloop.library.formula import FormulaError, evaluate
from interviewloop.library.lint.cells import Lookups
from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.lint.roles import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.lint.subject import CaseSubject
    from interviewloop.library.tables import Table
    from interviewloop.model.case import Pitfall

FLAWED = frozenset({"experiment-critique", "take-home"})
"""Kinds of case that are about planted flaws; in others pitfalls are welcome but not counted."""
CUSTOMARY = frozenset({0.05, 0.01, 0.001, 95.0, 99.0})
"""Thresholds every reader knows; they come from no table."""


@case_rule("E01", "E", "a pitfall names an exhibit of the case and gives figures")
def pitfalls_are_shown(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    for id_, pitfall in case.pitfalls.items():
        if pitfall.exhibit not in case.exhibits:
            path = ("pitfalls", id_, "exhibit")
            yield unknown(path, pitfall.exhibit, "exhibit", case.exhibits)
        if not figures(pitfall.numbers):
            path = ("pitfalls", id_, "numbers")
            yield Flaw(path, f"pitfall {id_} gives no figure", "quote the figures that show it")


@case_rule("E02", "E", "a look-for of the case credits each pitfall")
def pitfalls_are_credited(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    for id_, pitfall in case.pitfalls.items():
        if not pitfall.found_by:
            mend = "name in found_by the look-fors that show it was found"
            yield Flaw(("pitfalls", id_), f"no look-for credits pitfall {id_}", mend)
        for index, name in enumerate(pitfall.found_by):
            if name not in case.look_fors:
                path = ("pitfalls", id_, "found_by", index)
                yield unknown(path, name, "look-for", case.look_fors)


@case_rule("E03", "E", "4 kinds of pitfall or more", FLAWED)
def enough_kinds(subject: CaseSubject) -> Iterator[Flaw]:
    kinds = {pitfall.kind for pitfall in subject.case.pitfalls.values()}
    if len(kinds) < 4:
        message = f"the case plants {len(kinds)} kinds of pitfall"
        yield Flaw(("pitfalls",), message, "plant 4 kinds or more")


@case_rule("E04", "E", "2 pitfalls visible at once, 2 only on request", FLAWED)
def some_hidden(subject: CaseSubject) -> Iterator[Flaw]:
    shown = [pitfall.exhibit for pitfall in subject.case.pitfalls.values()]
    visible = sum(exhibit in subject.staged for exhibit in shown)
    asked = sum(exhibit in subject.revealed - subject.staged for exhibit in shown)
    if visible < 2:
        message = f"{visible} pitfalls show in what the stages put on screen"
        yield Flaw(("pitfalls",), message, "let 2 or more be visible at once")
    if asked < 2:
        message = f"{asked} pitfalls show only in what must be asked for"
        yield Flaw(("pitfalls",), message, "hide 2 or more in exhibits that are revealed")


@case_rule("E05", "E", "each figure of a pitfall stands in an exhibit, the case, or is computed")
def figures_are_true(subject: CaseSubject) -> Iterator[Flaw]:
    if any(file.fault for file in subject.files.values()):
        return  # figures cannot be sought in a file that cannot be read
    known = Values(stated(subject))
    tables = {id_: table for id_, _, _, table in subject.tables()}
    keys = {id_: exhibit.key for id_, exhibit in subject.case.exhibits.items()}
    for id_, pitfall in subject.case.pitfalls.items():
        lookups = Lookups(tables, keys, pitfall.exhibit)
        shown = figures(pitfall.numbers)
        explained = {plain(text) for text in pitfall.computed}
        yield from _check_formulas(id_, pitfall, shown, lookups)
        for figure in shown:
            if plain(figure.shown) not in explained and not is_known(figure, known):
                message = f"{figure.shown} in pitfall {id_} stands in no exhibit of the case"
                mend = f"correct it, or show its formula: computed = {{ {figure.shown!r} = ... }}"
                yield Flaw(("pitfalls", id_, "numbers"), message, mend)


def is_known(figure: Figure, known: Values) -> bool:
    """Whether a figure is customary, among the known values, or made of parts that are."""
    if figure.value in CUSTOMARY or known.hold(figure):
        return True
    return bool(figure.parts) and all(is_known(part, known) for part in figure.parts)


def _check_formulas(
    id_: str, pitfall: Pitfall, shown: list[Figure], lookups: Lookups
) -> Iterator[Flaw]:
    for text, formula in pitfall.computed.items():
        path = ("pitfalls", id_, "computed", text)
        meant = [figure for figure in shown if plain(figure.shown) == plain(text)]
        if not meant:
            message = f"{text!r} is computed but is no figure in numbers"
            yield Flaw(path, message, "write it as it stands in numbers, or take it out")
            continue
        try:
            value = evaluate(formula, lookups.col, lookups.cell)
        except FormulaError as error:
            yield Flaw(path, f"the formula for {text}: {error}", "see Formulas in the guide")
            continue
        if not any(figure.is_from(value) for figure in meant):
            yield Flaw(path, f"{text} is shown, its formula gives {value:.6g}", "correct either")


def plain(text: str) -> str:
    """A figure without what may be left out when it is named: sign of plus, spaces, per cent."""
    kept = "".join(sign for sign in text if sign.isalnum() or sign in ".-\u2212")
    return kept.replace("\u2212", "-")


def stated(subject: CaseSubject) -> Iterator[float]:
    """Every number in the files of the case and in what the candidate is told."""
    for _, _, _, table in subject.tables():
        yield from numbers_in(table)
    for file in subject.files.values():
        yield from (figure.value for figure in figures(file.text or ""))
    case = subject.case
    told = [case.case.title, case.case.candidate_brief]
    told += [case.stages[name].prompt for name in case.slot_stages]
    told += [case.take_home.brief] if case.take_home else []
    told += [branch.prompt for branch in case.branches.values()]
    told += [
        f"{exhibit.title}\n{exhibit.text or ''}"
        for exhibit in case.exhibits.values()
        if exhibit.audience == "candidate"
    ]
    for text in told:
        for figure in figures(text):
            yield figure.value
            yield from (part.value for part in figure.parts)


def numbers_in(table: Table) -> Iterator[float]:
    """Every number in the cells of a table, alone or in a text."""
    for row in table.rows:
        for cell in row:
            value = number(cell)
            if value is not None:
                yield value
            elif cell:
                yield from (figure.value for figure in figures(cell))
