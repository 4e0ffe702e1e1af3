"""What the plan of a loop shows: its interviews, what they cover, what to add, the panel.

Free of Textual. Importing it brings NumPy, so only the thread that reads does. Nothing of a
scorecard gets in: whoever plans may owe one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.exchange.loop_people import panel_with
from interviewloop.exchange.loop_proposals import next_ones
from interviewloop.interview.loop_planning import CaseDims
from interviewloop.interview.loops import coverage, interviews
from interviewloop.model.errors import Problem
from interviewloop.tui.marks_now import marks_now

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from interviewloop.exchange.loop_people import Panel
    from interviewloop.exchange.loop_proposals import Proposal
    from interviewloop.interview.loops import Interview
    from interviewloop.library.library import LoadedCase
    from interviewloop.model.loop import Loop
    from interviewloop.tui.services import Services
    from interviewloop.workspace.surveying import AnyListing, StoredHead

PROPOSED = 3
"""Interviews that are proposed at a time."""


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """A loop with all that is said about its plan.

    ``names`` is what the dimensions of its rubric are called, empty where the rubric is gone.
    ``cases`` are those that the rubric can score, ``unfit`` how many it cannot; ``titles`` are of
    all cases. ``retired`` ones are never proposed; ``mistake`` says why it is not known which are.
    ``people`` are interviewers known by name.
    """

    loop: Loop
    found: tuple[Interview, ...]
    stored: tuple[StoredHead, ...]
    names: Mapping[str, str]
    covered: Mapping[str, tuple[str, ...]]
    cases: Mapping[str, LoadedCase]
    unfit: int
    titles: Mapping[str, str]
    people: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    panel: Panel
    retired: frozenset[str] = frozenset()
    mistake: Problem | None = None

    @property
    def counts(self) -> dict[str, int]:
        """By dimension, how many interviewers are to cover it."""
        return {dim: len(who) for dim, who in self.covered.items()}

    def title(self, case: str) -> str:
        """What a case is called; its id where it is gone."""
        return self.titles.get(case, case)

    def path_of(self, one: Interview) -> Path | None:
        """The file of an interview that was begun."""
        return next((it.path for it in self.stored if it.session is one.session), None)


def read_plan(services: Services, path: Path) -> LoopPlan:
    """The plan of the loop at ``path`` as it is on disk. Raises :class:`Problem`."""
    workspace, library = services.workspace, services.library
    listing = workspace.survey()
    loop = _loop_at(listing, path)
    cases = library.cases()
    rubric = library.rubrics().get(loop.rubric)
    names = {id_: one.name for id_, one in rubric.dimensions.items()} if rubric else {}
    dims = tuple(names)
    sessions = [one.session for one in listing.sessions]
    found = interviews(loop, sessions, {id_: one.case.dims for id_, one in cases.items()})
    shown = {id_: CaseDims.of(one.case) for id_, one in cases.items()}
    fitting = {id_: one for id_, one in cases.items() if shown[id_].within(dims)}
    marks, mistake = marks_now(services)
    retired = frozenset(marks.retired_cases)
    usable = {id_: one for id_, one in shown.items() if id_ not in retired}
    return LoopPlan(
        loop=loop,
        found=found,
        stored=listing.sessions,
        names=names,
        covered=coverage(found, dims),
        cases=fitting,
        unfit=len(cases) - len(fitting),
        titles={id_: one.case.case.title for id_, one in cases.items()},
        people=workspace.known_names(listing).interviewers,
        proposals=next_ones(listing, loop, found, usable, dims, PROPOSED),
        panel=panel_with(listing, loop, found),
        retired=retired,
        mistake=mistake,
    )


def _loop_at(listing: AnyListing, path: Path) -> Loop:
    for stored in listing.loops:
        if stored.path == path:
            return stored.loop
    for bad in listing.unreadable:
        if bad.path == path:
            raise bad.problem
    raise Problem("This loop is gone", "its file is not there any more", "", str(path))
