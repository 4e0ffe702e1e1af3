"""Scoring: scores with evidence, and the list of what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from interviewloop.interview.events import (
    LinkEvidence,
    NoSignalForRest,
    Restore,
    ScoringEvent,
    SetConfidence,
    SetRationale,
    SetRecommendation,
    SetScore,
    SetSummary,
)
from interviewloop.model.errors import Problem
from interviewloop.model.scorecard import NO_SIGNAL, OVERALL
from interviewloop.model.text import storable, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.interview.plan import Plan
    from interviewloop.model.scorecard import Score, Scorecard
    from interviewloop.model.session import Session

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing from a scorecard. Only a blocking gap stops submission."""

    field: str
    """A dimension, or ``recommendation``, or ``notes``."""
    what: str
    blocking: bool = True


def apply(session: Session, event: ScoringEvent, plan: Plan) -> Session:
    """``session`` after a change of its scorecard; scoring must have begun."""
    if session.phase != "scoring":
        raise Problem(
            "Not scoring yet", "the interview is still open", "Finish the interview first."
        )
    card = session.scorecard
    match event:
        case SetScore(dim, score):
            plan.need_dim(dim)
            return _with(session, **_scored(session, dim, score))
        case NoSignalForRest():
            rest: dict[str, Score] = {d: NO_SIGNAL for d in plan.dims if d not in card.scores}
            return _with(session, scores=_in_order({**card.scores, **rest}, plan))
        case SetRationale(dim, text):
            plan.need_dim(dim)
            return _with(session, rationale={**card.rationale, dim: storable(text)})
        case SetConfidence(dim, confidence):
            plan.need_dim(dim)
            return _with(session, confidence={**card.confidence, dim: confidence})
        case LinkEvidence(dim, note, linked):
            plan.need_dim(dim)
            return _with(session, evidence=_linked(session, dim, note, linked))
        case SetRecommendation(recommendation):
            return _with(session, recommendation=recommendation)
        case SetSummary(text):
            return _with(session, summary=storable(text))
        case Restore():
            return _with(session, **_restored(card, event))


def inverse(before: Session, event: ScoringEvent, plan: Plan) -> Restore | None:
    """The event that undoes ``event``, which is about to be applied to ``before``.

    None for an event that changes nothing, and for texts: they have their own undo while they are
    written.
    """
    card = before.scorecard
    match event:
        case SetScore(dim, score):
            links = _takes_notes(before, dim, score)
            if card.scores.get(dim) == score and not links:
                return None
            return Restore({dim: card.scores.get(dim)}, evidence={dim: None} if links else {})
        case NoSignalForRest():
            return Restore(scores={dim: None for dim in plan.dims if dim not in card.scores})
        case SetConfidence(dim, confidence):
            now = card.confidence.get(dim)
            return None if now == confidence else Restore(confidence={dim: now})
        case LinkEvidence(dim):
            return Restore(evidence={dim: card.evidence.get(dim)})
        case SetRecommendation(recommendation):
            if card.recommendation == recommendation:
                return None
            return Restore(recommendation={OVERALL: card.recommendation})
        case Restore(scores, confidence, evidence, recommendation):
            return Restore(
                {dim: card.scores.get(dim) for dim in scores},
                {dim: card.confidence.get(dim) for dim in confidence},
                {dim: card.evidence.get(dim) for dim in evidence},
                dict.fromkeys(recommendation, card.recommendation),
            )
        case _:
            return None


def tagged(session: Session, dim: str) -> tuple[str, ...]:
    """Ids of the notes tagged with ``dim``, oldest first."""
    return tuple(name for name, note in session.live_notes().items() if note.dim == dim)


def evidence(session: Session, dim: str) -> tuple[str, ...]:
    """Ids of the notes that stand as evidence for ``dim``; deleted ones no longer count."""
    notes = session.live_notes()
    return tuple(name for name in session.scorecard.evidence.get(dim, ()) if name in notes)


def cap_of(session: Session, plan: Plan, dim: str) -> tuple[int, str] | None:
    """The lowest cap that a raised red flag puts on ``dim``, with the flag's text."""
    caps = [
        (flag.cap, flag.text)
        for name, flag in plan.case.red_flags.items()
        if name in session.red_flags and dim in flag.dims
    ]
    return min(caps, default=None)


def gaps(session: Session, plan: Plan) -> tuple[Gap, ...]:
    """What the scorecard still lacks, in scoring order; blocking gaps must go before submission."""
    found: list[Gap] = []
    for dim in plan.dims:
        found.extend(_gaps_of(session, plan, dim))
    if session.scorecard.recommendation is None:
        found.append(Gap(OVERALL, "no overall recommendation yet"))
    if session.draft.note.strip():
        found.append(Gap("notes", "a half-typed note has not been entered", blocking=False))
    return tuple(found)


def blocking(found: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Only the gaps that stop submission."""
    return tuple(gap for gap in found if gap.blocking)


def cautions(session: Session, plan: Plan, dim: str) -> tuple[str, ...]:
    """What the standard says about a score of ``dim``, as advice beside the anchors.

    The program proposes, the interviewer scores: nothing here changes a score.
    """
    said: list[str] = []
    if cap := cap_of(session, plan, dim):
        said.append(f"Red flag raised: above {cap[0]} write down why. ({visible(cap[1])})")
    helped = [
        name
        for name, help_ in session.look_fors.items()
        if help_.rung == 3
        and (seen := plan.case.look_fors.get(name)) is not None
        and seen.dim == dim
        and seen.level > 3
    ]
    if helped:
        count = "One look-for" if len(helped) == 1 else f"{len(helped)} look-fors"
        said.append(f"{count} of level 4 or 5 came only after a hint: count as 3 at most.")
    return tuple(said)


def _gaps_of(session: Session, plan: Plan, dim: str) -> list[Gap]:
    card = session.scorecard
    score = card.scores.get(dim)
    reasoned = bool(card.rationale.get(dim, "").strip())
    if score is None:
        return [Gap(dim, "no score yet (0 means no signal)")]
    if score == NO_SIGNAL:
        if dim in plan.case.case.primary and not reasoned:
            return [Gap(dim, "no signal on a primary dimension needs a written reason")]
        return []
    found = []
    if not reasoned and not evidence(session, dim):
        found.append(Gap(dim, "no evidence: link a note or write a rationale"))
    cap = cap_of(session, plan, dim)
    if cap and score > cap[0] and not reasoned:
        found.append(Gap(dim, f"above {cap[0]} despite a red flag: a written reason is needed"))
    if dim not in card.confidence:
        found.append(Gap(dim, "confidence not given", blocking=False))
    return found


def _scored(session: Session, dim: str, score: Score) -> dict[str, object]:
    """A first score takes the dimension's tagged notes as its evidence; links can be changed."""
    card = session.scorecard
    update: dict[str, object] = {"scores": {**card.scores, dim: score}}
    if notes := _takes_notes(session, dim, score):
        update["evidence"] = {**card.evidence, dim: notes}
    return update


def _takes_notes(session: Session, dim: str, score: Score) -> tuple[str, ...]:
    """The notes that this score links by itself: only where nobody has linked any yet."""
    linkable = score != NO_SIGNAL and dim not in session.scorecard.evidence
    return tagged(session, dim) if linkable else ()


def _linked(session: Session, dim: str, note: str, linked: bool) -> dict[str, tuple[str, ...]]:
    if linked and note not in session.live_notes():
        raise Problem("Unknown note", f"there is no note {note!r} to link")
    links = [name for name in session.scorecard.evidence.get(dim, ()) if name != note]
    if linked:
        links.append(note)
    in_order = tuple(name for name in session.notes if name in links)
    return {**session.scorecard.evidence, dim: in_order}


def _restored(card: Scorecard, event: Restore) -> dict[str, object]:
    return {
        "scores": _put_back(card.scores, event.scores),
        "confidence": _put_back(card.confidence, event.confidence),
        "evidence": _put_back(card.evidence, event.evidence),
        "recommendation": event.recommendation.get(OVERALL, card.recommendation),
    }


def _put_back(now: Mapping[str, _Value], then: Mapping[str, _Value | None]) -> dict[str, _Value]:
    return {name: value for name, value in {**now, **then}.items() if value is not None}


def _in_order(scores: dict[str, Score], plan: Plan) -> dict[str, Score]:
    return {dim: scores[dim] for dim in plan.dims if dim in scores}


def _with(session: Session, **update: object) -> Session:
    card: Scorecard = session.scorecard.model_copy(update=update)
    return session.model_copy(update={"scorecard": card})
