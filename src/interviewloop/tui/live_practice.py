"""The simulated candidate on the live screen: reading out, asking, and the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.noteline import CANDIDATE
from interviewloop.practice.transcript import transcript
from interviewloop.tui.persona_answerer import answer_key
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
        """The transcript as it is now; where there is room for one pane, a new answer takes it."""
        screen = self._screen
        said = transcript(screen.desk.session, self.persona, screen.desk.plan.case)
        if screen.query_one(TalkPane).show_talk(said) and screen.narrow:
            screen.show_pane(PANE)

    def go_on(self) -> None:
        """Read the prompt out, or let the candidate make the next move."""
        self._screen.ask(CANDIDATE, "")

    def probe(self, name: str) -> None:
        """Read a probe of the script out; once is enough."""
        screen, session = self._screen, self._screen.desk.session
        if any(one.answer == name for one in session.talk.values()):
            screen.note_line.say("Asked already: the answer stands in the talk.")
        else:
            screen.take_up(CANDIDATE, "", answer_key(name))
