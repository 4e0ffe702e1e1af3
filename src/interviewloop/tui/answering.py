"""Who answers what is asked on the note line: an incident's world, or a simulated candidate.

Free of Textual. Nothing is told by a match alone: an answerer offers what may be meant, a person
picks one, and only then do events follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from interviewloop.interview.events import Event
    from interviewloop.model.session import Session


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be meant. ``key`` names it to the answerer that offered it."""

    key: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be meant by ``asked``, likeliest first, and what follows when it is none of it."""

    asked: str
    choices: tuple[Offer, ...]
    otherwise: str
    plain: bool = False
    """Whether nothing is to be picked: the first choice, or none of them, is what was meant."""


class Answerer(Protocol):
    """Somebody who can be asked on the note line."""

    reading: str
    """How a line to them is understood, for the line above the note line."""

    def offers(self, session: Session, asked: str) -> Offers:
        """What may be meant by ``asked``. Raises Problem when there is nothing to be asked now."""

    def events(self, session: Session, asked: str, key: str | None) -> tuple[Event, ...]:
        """What follows once ``key``, or none of the offers, was picked. Raises Problem when what
        was picked is not possible."""

    def reply(self, before: Session, after: Session) -> str:
        """What the answer was, in a few words for the line above the note line."""
