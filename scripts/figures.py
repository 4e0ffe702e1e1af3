"""Recompute every figure that candidates read or hear, from the exhibits.

python scripts/figures.py [CASE ...]

One line a figure: where it is told, the figure, and where it comes from - a cell (exhibit, line of
the file, column), a formula with its value, a given of the scenario, or a customary threshold. The
exit code is 1 if a figure comes from nowhere. Cells are sought by value, those of the text's own
exhibit first, so a figure of few digits may be ascribed to the wrong one: read the list.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.library.figures import Figure, Values, figures, number
from interviewloop.library.formula import evaluate
from interviewloop.library.lint.pitfalls import CUSTOMARY, is_known, plain
from interviewloop.library.lint.subject import CaseSubject
from interviewloop.library.lint.told import in_files, lookups, told_figures, told_texts
from interviewloop.library.load import Loaded, load_case

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
NOWHERE = "NOWHERE"


def lines(case_file: Path) -> Iterator[tuple[str, str, str, str]]:
    """Case, place, figure and source of each figure told in one case."""
    loaded = load_case(case_file)
    if not isinstance(loaded, Loaded):
        raise SystemExit(f"{case_file} cannot be read; run `interviewloop validate` first")
    subject = CaseSubject(loaded)
    known = Values(in_files(subject))
    for path, text in told_texts(subject):
        own = str(path[1]) if path[0] == "exhibits" else ""
        for figure in told_figures(text):
            source = _source(subject, figure, known, own)
            yield subject.case.id, ".".join(map(str, path)), figure.shown, source


def _source(subject: CaseSubject, figure: Figure, known: Values, own: str) -> str:
    """``own`` is the exhibit the text belongs to, whose cells come first."""
    for text, formula in subject.case.figures.items():
        if plain(text) == plain(figure.shown):
            where = lookups(subject)
            return f"{formula} = {evaluate(formula, where.col, where.cell):.6g}"
    for given in subject.case.case.givens:
        if plain(figure.shown) in {plain(one.shown) for one in figures(given)}:
            return f"given: {given}"
    if figure.value in CUSTOMARY:
        return "customary"
    if cell := _cell(subject, figure, own):
        return cell
    return "in a text of a file" if is_known(figure, known) else NOWHERE


def _cell(subject: CaseSubject, figure: Figure, own: str) -> str:
    tables = sorted(subject.tables(), key=lambda found: found[0] != own)
    for id_, _, _, table in tables:
        for line, row in enumerate(table.rows, 2):
            for column, cell in zip(table.header, row, strict=True):
                value = number(cell)
                if value is not None and Values([value]).hold(figure):
                    return f"{id_} line {line} {column}: {cell}"
    return ""


def main(names: list[str]) -> int:
    """Print the lines; 1 if a figure comes from nowhere."""
    files = sorted(ROOT.glob("cases/*/case.toml"))
    bad = False
    for file in files:
        if not names or file.parent.name in names:
            for line in lines(file):
                print("\t".join(line))
                bad = bad or line[-1] == NOWHERE
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
