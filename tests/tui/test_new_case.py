"""A case, a persona and a rubric of `interviewloop new`, in the app before a word is written."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from tests.builders import T0
from tests.report.shown import after, rendered, running, view_of
from tests.tui.practice import practice_stand

from interviewloop.cli.main import main
from interviewloop.interview.events import GoTo, ShowExhibit, Start
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.library.library import Library
from interviewloop.model.case import CaseKind
from interviewloop.tui.screens.live import LiveScreen

ROOT = Path(__file__).parents[2]
RUBRIC = "principal-ml-scientist"


@pytest.mark.parametrize("kind", get_args(CaseKind))
async def test_a_new_case_is_run_against_a_new_persona(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    for words in (["case", "mine", "--kind", kind], ["persona", "mine", "robin"]):
        assert main(["new", *words, "--workspace", str(tmp_path)]) == 0
    library = Library.open([tmp_path, ROOT])
    loaded, robin = library.case("mine"), library.persona("mine", "robin")
    plan = Plan(loaded.case, library.rubric(RUBRIC))
    session = new_session(
        plan, kind="mock", loop="", candidate=robin.name, interviewer="Tove", persona="robin",
        created_at=T0,
    )  # fmt: skip
    session = after(loaded, session, Start())

    for number, (stage, one) in enumerate(loaded.case.stages.items()):
        shown = [ShowExhibit(name) for name in one.exhibits]
        session = after(loaded, session, GoTo(stage), *shown, start=60.0 * number)
        seen = rendered(view_of(loaded, session, running(loaded)))
        assert (one.prompt in seen) is not one.beforehand
        assert all(loaded.case.exhibits[name].title in seen for name in one.exhibits)
        if one.scored:
            assert robin.answer_at(stage) is not None

    stand = practice_stand(tmp_path, "Tove")
    stand.content = library
    stand.seconds = 600.0
    path = stand.store(session)
    app = stand.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_session(path)
        await pilot.pause()
        if not isinstance(app.screen, LiveScreen):
            await pilot.press("1")  # resume
            await pilot.pause()
        assert isinstance(app.screen, LiveScreen)


def test_a_new_rubric_can_be_scored_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    assert main(["new", "rubric", "mine", "--workspace", str(tmp_path)]) == 0
    assert list(Library.open([tmp_path]).rubric("mine").dimensions) == [
        "problem-framing",
        "evidence",
        "communication",
    ]
