"""A trainee's sealed mock sessions with the content they were run with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.practice.progress import Mock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.library.library import Library
    from interviewloop.model.session import Session


@dataclass(frozen=True, slots=True)
class Mocks:
    """The sessions that can be compared with a key, dimension names, and what to be told beside.

    ``remarks`` are sentences on sessions whose content is gone or has changed since. They name
    nobody but as a trainee knows them.
    """

    found: tuple[Mock, ...]
    names: dict[str, str]
    remarks: tuple[str, ...]


def is_sealed_mock(session: Session) -> bool:
    """Whether a session is practice with a simulated candidate, and its scores stand."""
    return session.kind == "mock" and session.sealed and session.persona is not None


def mocks_of(trainee: str, sessions: Iterable[Session], library: Library) -> Mocks:
    """The sealed mock sessions of ``trainee`` among ``sessions``."""
    mine = [
        session
        for session in sessions
        if is_sealed_mock(session) and same_name(session.interviewer, trainee)
    ]
    found: list[Mock] = []
    remarks: list[str] = []
    for session in mine:
        try:
            case = library.case(session.case).case
            persona = library.persona(session.case, session.persona or "")
        except Problem as problem:
            remarks.append(f"Left out: {session.candidate} ({session.case}). {problem.what}.")
            continue
        if case.case.version != session.case_version:
            remarks.append(
                f"{session.case} was version {session.case_version} when {persona.name} was met"
                f" and is {case.case.version} now; the key may have changed."
            )
        found.append(Mock(session, persona, case))
    return Mocks(tuple(found), _dimension_names(mine, library), tuple(remarks))


def _dimension_names(sessions: Iterable[Session], library: Library) -> dict[str, str]:
    """What dimensions are called, from the rubrics that are still there."""
    rubrics = library.rubrics()
    return {
        dim: dimension.name
        for id_ in dict.fromkeys(session.rubric for session in sessions)
        if id_ in rubrics
        for dim, dimension in rubrics[id_].dimensions.items()
    }
