"""What the tests of shipped incidents share: the sheets of a case, its runs, and all it tells."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.incident.worlds import ROOT

from interviewloop.incident.play import play
from interviewloop.library.figures import Values, figures, number
from interviewloop.library.incidents import open_play
from interviewloop.library.library import Library
from interviewloop.library.lint.pitfalls import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from interviewloop.incident.world import World


def rows(case: Path, name: str) -> list[dict[str, str]]:
    with (case / f"exhibits/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def final(case: Path, world: World, name: str) -> dict[str, str]:
    """The milestones at the end of a run that holds."""
    played = play(world, open_play(case / f"playthroughs/{name}.toml"))
    assert played.failures == ()
    return dict(played.records[-1].milestones)


def strangers(case: Path, world: World) -> set[str]:
    """Figures that are told somewhere in the case and stand in none of its tables."""
    known = Values(_cells(case))
    return {
        figure.shown
        for text in _texts(case, world)
        for figure in figures(text)
        if not is_known(figure, known)
    }


def _cells(case: Path) -> Iterator[float]:
    """Every figure in the tables; the sheet of answers is a text and knows nothing by itself."""
    for path in sorted((case / "exhibits").glob("*.csv")):
        if path.stem == "answers":
            continue
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            for cell in row:
                value = number(cell)
                yield from [value] if value is not None else (one.value for one in figures(cell))


def _texts(case: Path, world: World) -> Iterator[str]:
    """All that is told or read in a case."""
    incident, card = world.incident, Library.open([ROOT]).case(case.name).case
    for evidence in incident.evidence.values():
        yield from (evidence.text, *(one.text for one in evidence.later))
    for action in incident.actions.values():
        yield f"{action.title}; {action.reply}; {action.caution}; {action.blocked}"
    for inject in incident.injects.values():
        yield inject.text
    yield f"{card.case.candidate_brief} {card.case.interviewer_summary}"
    for stage in card.stages.values():
        yield f"{stage.prompt} {stage.goal}"
    for look_for in card.look_fors.values():
        yield look_for.text
    for levels in card.model_answers.values():
        yield from (levels.five, levels.three, levels.one)
    for row in rows(case, "answers"):
        yield from (row["when_they"], row["answer"])
