"""The app on a workspace of its own with the shipped content, and what practice leaves in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.builders import T0, at
from tests.tui.conftest import Stand

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    BeginScoring,
    Event,
    GoTo,
    SetRationale,
    SetRecommendation,
    SetScore,
    Start,
    Submit,
    Talk,
)
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.library.library import Library
from interviewloop.library.places import shipped_folder
from interviewloop.tui.app import InterviewloopApp
from interviewloop.tui.services import Services

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from textual.screen import Screen

    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Session

CASE = "exp-day-four-win"
RUBRIC = "principal-ml-scientist"
TOVE = "Tove Berg"


@cache
def library() -> Library:
    shipped = shipped_folder()
    assert shipped is not None
    return Library.open([shipped])


def plan() -> Plan:
    return Plan(library().case(CASE).case, library().rubric(RUBRIC))


class PracticeStand(Stand):
    """A stand on shipped content. ``content`` may be another library."""

    content: Library | None = None

    @property
    def services(self) -> Services:
        found = self.content or library()
        return Services(self.root, self.config, self.settings, lambda: found, self.now)

    def app(
        self, theme: str = "dark", first: Callable[[], Screen[None]] | None = None
    ) -> InterviewloopApp:
        services = replace(self.services, settings=replace(self.settings, theme=theme))
        return InterviewloopApp(services, first=first)


def practice_stand(root: Path, viewer: str = TOVE) -> PracticeStand:
    stand = PracticeStand(root)
    stand.settings = replace(stand.settings, interviewer=viewer)
    return stand


def mock(who: str, *events: Event, step: float = 20.0, **fields: Any) -> Session:
    """A mock session with a shipped persona after ``events``."""
    name = library().persona(CASE, who).name
    given: dict[str, Any] = {
        "kind": "mock",
        "loop": f"practice-{CASE}-{name.lower()}",
        "candidate": name,
        "interviewer": TOVE,
        "persona": who,
        "created_at": T0,
    }
    session = new_session(plan(), **(given | fields))
    for number, event in enumerate(events):
        session = apply(session, event, at(number * step), plan())
    return session


def heard() -> list[Event]:
    """Every prompt of the case read out, in order."""
    events: list[Event] = [Start()]
    for stage in plan().stages:
        events += [GoTo(stage)]
        if library().persona(CASE, "median").answer_at(stage):
            events += [Talk("", stage)]
    return events


def scored(scores: Mapping[str, int]) -> list[Event]:
    """A whole scorecard, submitted."""
    events: list[Event] = [BeginScoring()]
    for dim, score in scores.items():
        events += [SetScore(dim, score), SetRationale(dim, "heard it")]  # type: ignore[arg-type]
    return [*events, SetRecommendation("no"), Submit()]


def submitted(
    who: str, rule: Callable[[Persona, str], int], *, day: int = 0, **fields: Any
) -> Session:
    """A whole mock interview, sealed, by a trainee who scores by ``rule``."""
    persona = library().persona(CASE, who)
    scores = {dim: rule(persona, dim) for dim in persona.persona.levels}
    session = mock(who, *heard(), *scored(scores), **fields)
    assert session.sealed_at is not None
    # Days apart, so that the order of a loop is the order of the interviews.
    return replace_day(session, day)


def replace_day(session: Session, day: int) -> Session:
    """The session as if it had been submitted ``day`` days later; its seal is not looked at."""
    from datetime import timedelta

    assert session.sealed_at is not None
    later = session.sealed_at + timedelta(days=day)
    return session.model_copy(update={"sealed_at": later})
