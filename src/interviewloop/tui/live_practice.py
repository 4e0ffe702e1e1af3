"""The simulated candidate on the live screen: reading out, asking, and the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.noteline import CANDIDATE
from interviewloop.model.errors import Problem
from interviewloop.practice.transcript import transcript
from interviewloop.tui.persona_answerer import PersonaAnswerer
from interviewloop.tui.widgets.talk_pane import TalkPane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.model.persona import Persona
    from interviewloop.tui.screens.live import LiveScreen

PANE = "talk"


class LivePractice:
    """What a mock interview adds to a live screen; the screen hands the moments on."""

    def __init__(self, screen: LiveScreen, persona: Persona) -> None:
        self._screen, self.persona = screen, persona

    def compose(self) -> ComposeResult:
        yield TalkPane(self.persona.name, id=PANE)

    def show(self) -> None:
        """The transcript as it is now."""
        desk = self._screen.desk
        said = transcript(desk.session, self.persona, desk.plan.case)
        self._screen.query_one(TalkPane).show_talk(said)

    def go_on(self) -> None:
        """Read the prompt out, or let the candidate make the next move."""
        self._screen.ask(CANDIDATE, "")

    def probe(self, name: str) -> None:
        """Read a probe of the script out."""
        screen, answerer = self._screen, self._screen.answerers[CANDIDATE]
        if not isinstance(answerer, PersonaAnswerer):
            return
        try:
            talk = answerer.probe(screen.desk.session, name)
        except Problem as problem:
            screen.tell(problem)
            return
        before = screen.desk.session
        if screen.do(talk):
            screen.note_line.say(answerer.reply(before, screen.desk.session))
