"""What an incident case tells or shows people, and the figures its tables hold."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.incident.worlds import ROOT

from interviewloop.library.figures import Values, figures, number
from interviewloop.library.library import Library
from interviewloop.library.lint.pitfalls import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.incident.world import World

SPOKEN = "answers"
"""The sheet of words for a run on paper: it quotes the other tables and so proves nothing."""


def rows(case: str, name: str) -> list[dict[str, str]]:
    with (ROOT / f"cases/{case}/exhibits/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def strangers(world: World) -> set[str]:
    """Figures that are told somewhere in the case and stand in none of its tables."""
    known = Values(_cells(world.case))
    return {
        figure.shown
        for text in _texts(world)
        for figure in figures(text)
        if not is_known(figure, known)
    }


def _cells(case: str) -> Iterator[float]:
    for path in sorted((ROOT / "cases" / case / "exhibits").glob("*.csv")):
        if path.stem == SPOKEN:
            continue
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            for cell in row:
                value = number(cell)
                yield from [value] if value is not None else (one.value for one in figures(cell))


def _texts(world: World) -> Iterator[str]:
    incident, case = world.incident, Library.open([ROOT]).case(world.case).case
    for evidence in incident.evidence.values():
        yield from (evidence.text, *(one.text for one in evidence.later))
    for action in incident.actions.values():
        yield f"{action.title}; {action.reply}; {action.caution}; {action.blocked}"
    for inject in incident.injects.values():
        yield inject.text
    yield f"{case.case.candidate_brief} {case.case.interviewer_summary}"
    for stage in case.stages.values():
        yield f"{stage.prompt} {stage.goal}"
    for look_for in case.look_fors.values():
        yield look_for.text
    for levels in case.model_answers.values():
        yield from (levels.five, levels.three, levels.one)
    for row in rows(world.case, SPOKEN):
        yield from (row["when_they"], row["answer"])
