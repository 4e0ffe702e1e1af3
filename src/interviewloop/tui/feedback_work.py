"""Working out the feedback on one mock interview, beside all others of the same trainee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.mock_sessions import mocks_of
from interviewloop.practice.feedback import feedback
from interviewloop.practice.progress import progress
from interviewloop.tui.feedback_views import Page

if TYPE_CHECKING:
    from interviewloop.model.session import Session
    from interviewloop.tui.services import Services


def page_for(services: Services, session: Session) -> tuple[Page, tuple[str, ...]]:
    """The page on ``session``, and remarks on interviews that could not be compared.

    Reads all sessions; for a thread. Raises Problem when the session is not sealed, or its case or
    persona is gone.
    """
    library = services.library
    case = library.case(session.case).case
    persona = library.persona(session.case, session.persona or "")
    given = feedback(session, persona, case)
    stored = [one.session for one in services.workspace.listing().sessions]
    mocks = mocks_of(session.interviewer, stored, library)
    way = progress(session.interviewer.strip(), mocks.found)
    here = next(
        (
            number
            for number, point in enumerate(way.points, 1)
            if (point.case, point.persona, point.at)
            == (session.case, session.persona, session.sealed_at)
        ),
        None,
    )
    return Page(given, case, mocks.names, way, here), mocks.remarks
