"""Sealing a scorecard on submission, amending it afterwards, and noticing later edits."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from interviewloop.interview.entries import next_id
from interviewloop.interview.scoring import blocking, gaps
from interviewloop.model.errors import Problem
from interviewloop.model.scorecard import NO_SIGNAL, OVERALL, RECOMMENDATIONS, Amendment, amended
from interviewloop.model.session import Clock, Session

if TYPE_CHECKING:
    from interviewloop.interview.events import Amend
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan

_LATER = {"seal", "amendments"}
"""What is written after, or is, the seal, and therefore not under it."""


def submit(session: Session, now: Moment, plan: Plan) -> Session:
    """The session sealed. Raises :class:`Problem` naming every blocking gap."""
    if session.phase != "scoring":
        raise Problem("Not scored yet", "the interview is still open", "Finish it and score first.")
    if missing := blocking(gaps(session, plan)):
        raise Problem(
            "Not ready to submit",
            "; ".join(f"{gap.field}: {gap.what}" for gap in missing),
            "Fill these in, then submit again.",
        )
    stopped = Clock(elapsed_s=session.clock.elapsed_s)
    sealed = session.model_copy(update={"phase": "sealed", "sealed_at": now.wall, "clock": stopped})
    return sealed.model_copy(update={"seal": seal_of(sealed)})


def amend(session: Session, event: Amend, now: Moment, plan: Plan) -> Session:
    """The sealed session with one amendment more; the sealed scorecard itself never changes."""
    if not session.sealed or session.seal is None:
        raise Problem(
            "Not sealed yet", "an unsealed scorecard is simply edited", "Change the score itself."
        )
    if event.field != OVERALL:
        plan.need_dim(event.field)
    legal: tuple[object, ...] = (
        RECOMMENDATIONS if event.field == OVERALL else (1, 2, 3, 4, 5, NO_SIGNAL)
    )
    if event.after not in legal:
        raise Problem("Impossible value", f"{event.after!r} is not a value of {event.field}")
    if not event.why.strip():
        raise Problem(
            "No reason given", "an amendment says why", "Write the reason in a few words."
        )
    if not event.by.strip():
        raise Problem("No name given", "an amendment says who made it", "Give your name.")
    now_standing = amended(session.scorecard, session.amendments)
    before = (
        now_standing.recommendation
        if event.field == OVERALL
        else now_standing.scores.get(event.field)
    )
    if before == event.after:
        raise Problem("Nothing changes", f"{event.field} already stands at {before}")
    amendment = Amendment(
        at=now.wall,
        by=event.by,
        field=event.field,
        before=before,
        after=event.after,
        why=event.why,
        seal="",
    )
    chained = amendment.model_copy(update={"seal": _chain(_last_seal(session), amendment)})
    name = next_id("a", session.amendments)
    return session.model_copy(update={"amendments": {**session.amendments, name: chained}})


def seal_of(session: Session) -> str:
    """Digest of everything that is sealed. Fields at their defaults are left out of it, so that a
    later version of the program can add a field without breaking old seals."""
    return _digest(sealed_text(session))


def sealed_text(session: Session) -> str:
    """The text that the seal is a digest of; a database compares it with the document."""
    return _canonical(session.model_dump(mode="json", exclude=_LATER, exclude_defaults=True))


def amendment_text(previous: str, amendment: Amendment) -> str:
    """The text that an amendment's seal is a digest of, ``previous`` being the seal before it."""
    return _canonical([previous, amendment.model_dump(mode="json", exclude={"seal"})])


def sealed_anew(session: Session) -> Session:
    """``session`` with seals over what it holds now: for erasure, which takes words out of it."""
    seal = previous = seal_of(session)
    amendments = {}
    for name, amendment in session.amendments.items():
        previous = _chain(previous, amendment)
        amendments[name] = amendment.model_copy(update={"seal": previous})
    return session.model_copy(update={"seal": seal, "amendments": amendments})


def broken_seals(session: Session) -> tuple[str, ...]:
    """What has been edited since sealing, in words; empty when every seal holds."""
    if not session.sealed or session.seal is None:
        return ()
    said = []
    if session.seal != seal_of(session):
        said.append("the sealed scorecard or its notes were edited after submission")
    previous = session.seal
    for name, amendment in session.amendments.items():
        if amendment.seal != _chain(previous, amendment):
            said.append(f"amendment {name} was edited, or one before it was removed")
        previous = amendment.seal
    return tuple(said)


def _last_seal(session: Session) -> str:
    seals = [session.seal or "", *(amendment.seal for amendment in session.amendments.values())]
    return seals[-1]


def _chain(previous: str, amendment: Amendment) -> str:
    return _digest(amendment_text(previous, amendment))


def _canonical(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
