"""What the tests of shipped incidents share: the sheets of a case, its runs, and all it tells."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.incident.worlds import ROOT

from interviewloop.incident.play import play
from interviewloop.library.figures import figures, number
from interviewloop.library.incidents import open_play
from interviewloop.library.library import Library

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


def known(case: Path) -> Iterator[float]:
    """Every figure in the tables; the sheet of answers is a text and knows nothing by itself."""
    for path in sorted((case / "exhibits").glob("*.csv")):
        if path.stem == "answers":
            continue
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            for cell in row:
                value = number(cell)
                yield from [value] if value is not None else (one.value for one in figures(cell))


def texts(case: Path, world: World) -> Iterator[tuple[str, str]]:
    """All that is told or read in a case, each with its place."""
    incident, card = world.incident, Library.open([ROOT]).case(case.name).case
    for id_, evidence in incident.evidence.items():
        for text in (evidence.text, *(one.text for one in evidence.later)):
            yield id_, text
    for id_, action in incident.actions.items():
        yield id_, f"{action.title}; {action.reply}; {action.caution}; {action.blocked}"
    for id_, inject in incident.injects.items():
        yield id_, inject.text
    yield "card", f"{card.case.candidate_brief} {card.case.interviewer_summary}"
    for id_, stage in card.stages.items():
        yield id_, f"{stage.prompt} {stage.goal}"
    for id_, look_for in card.look_fors.items():
        yield id_, look_for.text
    for id_, levels in card.model_answers.items():
        for text in (levels.five, levels.three, levels.one):
            yield id_, text
    for row in rows(case, "answers"):
        yield row["when_they"], row["answer"]
