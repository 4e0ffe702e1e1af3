"""The app on a workspace of its own, with time that moves only when a test moves it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import at, case, rubric, session
from textual.widgets import Input

from interviewloop.library.library import LoadedCase
from interviewloop.model.errors import Problem
from interviewloop.tui.app import InterviewloopApp
from interviewloop.tui.services import Services
from interviewloop.workspace.settings import Settings
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from interviewloop.interview.moment import Moment
    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.rubric import Rubric
    from interviewloop.model.session import Session


@dataclass
class ShelfOfOne:
    """A library with the one test case and the one test rubric."""

    folder: Path
    case_: Case = field(default_factory=case)

    def cases(self) -> Mapping[str, LoadedCase]:
        return {"feat-test": LoadedCase(self.case_, self.folder)}

    def rubrics(self) -> Mapping[str, Rubric]:
        return {"test-rubric": rubric()}

    def case(self, name: str) -> LoadedCase:
        return self.cases()[name]

    def rubric(self, name: str) -> Rubric:
        return self.rubrics()[name]

    def persona(self, case: str, name: str) -> Persona:
        raise Problem("No such persona", f"{case} has none called {name}")

    def personas(self, case: str) -> Mapping[str, Persona]:  # noqa: ARG002 - the library's signature
        return {}

    @property
    def problems(self) -> tuple[()]:
        return ()


@dataclass
class Stand:
    """A workspace, an app on it, and the hands of its clock."""

    root: Path
    settings: Settings = field(default_factory=lambda: Settings(interviewer="Mara Lindqvist"))
    seconds: float = 0.0
    incident: str = ""
    """An incident file that lies beside the test case, if it is to have one."""
    case: Case = field(default_factory=case)

    def __post_init__(self) -> None:
        if self.incident:
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / "incident.toml").write_text(self.incident, encoding="utf-8")
        self.workspace = Workspace(self.root, now=lambda: self.now().wall)

    @property
    def config(self) -> Path:
        return self.root / "home" / "config.toml"

    def now(self) -> Moment:
        return at(self.seconds)

    def store(self, one: Session | None = None, **changes: Any) -> Path:
        """Put a session on disk and return its path."""
        return self.workspace.create(one or session(**changes))

    def app(self, theme: str = "dark") -> InterviewloopApp:
        settings = replace(self.settings, theme=theme)
        library: Any = ShelfOfOne(self.root, self.case)
        return InterviewloopApp(
            Services(self.root, self.config, settings, lambda: library, self.now)
        )


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No blinking cursor, no animation, no file of the person who runs the tests, UTC."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _self: None)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
