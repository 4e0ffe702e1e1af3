"""What the incident rules look at: the file, the case it belongs to, and the world it makes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from interviewloop.incident.engine import start
from interviewloop.incident.references import expressions, faults
from interviewloop.incident.world import build
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from interviewloop.incident.expressions import Expression
    from interviewloop.incident.references import Fault
    from interviewloop.incident.state import State
    from interviewloop.incident.world import World
    from interviewloop.library.findings import KeyPath
    from interviewloop.library.incidents import IncidentFile
    from interviewloop.library.lint.subject import CaseSubject
    from interviewloop.model.case import Case
    from interviewloop.model.incident import Incident


@dataclass(frozen=True)
class IncidentSubject:
    """An incident to be checked, and the case beside it: None where one file holds both."""

    file: IncidentFile
    beside: CaseSubject | None = None

    @property
    def case(self) -> Case | None:
        return self.beside.case if self.beside else None

    @property
    def incident(self) -> Incident:
        return self.file.loaded.value

    @property
    def folder(self) -> Path | None:
        """The case's folder, with its playthroughs; None for a case in one file."""
        return self.file.loaded.path.parent if self.case else None

    @property
    def primary(self) -> tuple[str, ...]:
        return self.case.case.primary if self.case else self._of_card("primary")

    @property
    def dims(self) -> tuple[str, ...]:
        if self.case:
            return self.case.dims
        return (*self.primary, *self._of_card("secondary"))

    @property
    def never_say(self) -> tuple[str, ...]:
        of_case = self.case.case.never_say if self.case else ()
        return (*self.incident.incident.never_say, *of_case)

    @cached_property
    def faults(self) -> list[Fault]:
        return faults(self.incident)

    @cached_property
    def expressions(self) -> Mapping[KeyPath, Expression]:
        """Every expression that can be read, by its place."""
        return expressions(self.incident)[0]

    @cached_property
    def world(self) -> World | None:
        """The incident ready to run; None when something in it leads nowhere."""
        return None if self.faults else build(self.file.case, self.incident)

    @cached_property
    def begun(self) -> tuple[State | None, Problem | None]:
        """The state at minute 0, or why there is none."""
        if self.world is None:
            return None, None
        try:
            return start(self.world), None
        except Problem as problem:
            return None, problem

    def phrasings(self) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
        """What people may say for each topic, action and hypothesis, with its place."""
        for id_, evidence in self.incident.evidence.items():
            yield ("evidence", id_, "ask"), evidence.ask
        for id_, action in self.incident.actions.items():
            yield ("actions", id_, "ask"), action.ask
        for id_, hypothesis in self.incident.hypotheses.items():
            yield ("hypotheses", id_, "say"), hypothesis.say

    def _of_card(self, key: str) -> tuple[str, ...]:
        listed = (self.file.card or {}).get(key)
        names = listed if isinstance(listed, list) else []
        return tuple(name.replace("_", "-") for name in names if isinstance(name, str))
