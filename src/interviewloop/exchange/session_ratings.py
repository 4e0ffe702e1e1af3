"""Sealed sessions as rating rows.

Sessions of different kinds never meet in one figure: live and shadow sessions judge real
candidates and belong together; practice and examples each stand alone.

Scores of a candidate whose loop still has an open scorecard are held back. A calibration of a
small panel shows single scores (a candidate's mean, how often a 5 was given), and whoever has
yet to submit must not learn them here.

In practice the candidate is the persona: all who met it judged the same thing, whatever was typed
as candidate or loop, which makes the best design there is (a calibration exercise). Whoever has
read the feedback knows the key, so an interviewer's first meeting with a persona counts alone, and
an open scorecard holds a persona back only where it is somebody's first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

from interviewloop.exchange.left_out import (
    EXAMPLES_ONLY,
    held_back,
    missing_scores,
    mixed_rubrics,
    not_blind,
    repeated_meetings,
    repeated_scores,
)
from interviewloop.exchange.score_columns import ScoreColumns
from interviewloop.interview.loops import interviews, is_waived, scored_blind
from interviewloop.model.head import NO_MARK, Card, SessionHead, card_of
from interviewloop.model.names import folded
from interviewloop.model.scorecard import amended_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.rating_columns import RatingColumns
    from interviewloop.calibration.ratings import RatingRow
    from interviewloop.model.loop import Loop
    from interviewloop.model.session import SessionKind

Baseline = Literal["sealed", "amended"]
BASELINES: tuple[Baseline, ...] = ("sealed", "amended")
_Session = TypeVar("_Session", bound=SessionHead)
_Session_co = TypeVar("_Session_co", bound=SessionHead, covariant=True)
REAL_KINDS: tuple[SessionKind, ...] = ("live", "shadow")
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SessionRatingsOf(Generic[_Session_co]):
    """Rows of the sessions that count, and what the reader must know about those that do not.

    ``sessions`` is how many count. ``order`` numbers them by (candidate, interviewer) in the order
    in which they were sealed. ``meetings`` are those that count and were held with a persona, by
    (candidate, interviewer) as in the rows, and ``behind`` holds all that count in the same way.
    """

    rows: Sequence[RatingRow]
    sessions: int
    notices: tuple[Notice, ...]
    order: Mapping[tuple[str, str], float]
    meetings: Mapping[tuple[str, str], _Session_co]
    behind: Mapping[tuple[str, str], tuple[_Session_co, ...]]


SessionRatings = SessionRatingsOf[SessionHead]
"""Of sessions of which no evidence is needed."""


def rows_from_sessions(
    sessions: Iterable[_Session],
    baseline: Baseline = "sealed",
    *,
    kind: SessionKind | None = None,
    case: str | None = None,
    rubric: str | None = None,
    role: str | None = None,
    since: date | None = None,
    until: date | None = None,
    loops: Iterable[Loop] = (),
) -> SessionRatingsOf[_Session]:
    """Rating rows of the sealed ``sessions`` of one ``kind``, ``case`` and ``rubric``, in loops for
    one ``role``, sealed from ``since`` to ``until``, both days included, as the clock stands here.

    Without ``kind``: live and shadow, or the examples if no live or shadow session is sealed.
    ``amended`` takes the scores as amendments left them, ``sealed`` as they were submitted. Names
    that differ only in case or spacing are one person. A candidate seen in several loops is a
    different performance in each, a persona of a mock session the same one whoever met it. If one
    interviewer scored the same candidate and dimension in two sessions of a loop, the one sealed
    first counts.

    ``loops`` say who is yet to begin, whom nobody waits for, and which scorecards were submitted
    after scores had been opened: those are not blind and do not count.
    """
    known = list(sessions)
    kinds, notices = _kinds(known, kind)
    of_kind = [session for session in known if session.kind in kinds]
    by_name = {folded(loop.name): loop for loop in loops if loop.example == ("example" in kinds)}
    chosen = [
        session
        for session in of_kind
        if session.sealed
        and (case is None or session.case == case)
        and (rubric is None or session.rubric == rubric)
        and (role is None or role_of(session, by_name) == folded(role))
        and _sealed_within(session, since, until)
    ]
    open_ones = _Open(of_kind, by_name, known)
    counted: list[_Session] = []
    held: list[_Session] = []
    seen: list[_Session] = []
    for session in sorted(chosen, key=_sealing_order):
        loop = by_name.get(folded(session.loop))
        if loop is not None and not scored_blind(session, loop):
            seen.append(session)
        else:
            (held if open_ones.hold(session) else counted).append(session)
    counted, again = _first_meetings(counted, of_kind)
    found = _rows(counted, baseline)
    notices += [
        *mixed_rubrics((session.rubric, session.rubric_version) for session in counted),
        *held_back((persona_label(one) or one.candidate for one in held), len(held)),
        *not_blind((one.candidate for one in seen), len(seen)),
        *repeated_meetings(again),
        *repeated_scores(found.repeated),
        *missing_scores(found.no_signal),
    ]
    return SessionRatingsOf(
        found.rows, len(counted), tuple(notices), found.order, found.meetings, found.behind
    )


def role_of(session: SessionHead, loops: Mapping[str, Loop]) -> str | None:
    """The role, folded, that the loop of ``session`` is for; ``loops`` are by folded name."""
    loop = loops.get(folded(session.loop))
    return folded(loop.role) if loop is not None and loop.role else None


def persona_label(session: SessionHead) -> str | None:
    """What the persona of a mock session is called in a table; ``None`` where there is none."""
    if session.kind != "mock" or session.persona is None:
        return None
    return f"{session.case}/{session.persona}"


class _Open:
    """Whose sealed scores have to wait for somebody who has yet to submit."""

    def __init__(
        self,
        sessions: Sequence[SessionHead],
        loops: Mapping[str, Loop],
        every: Sequence[SessionHead],
    ) -> None:
        """``loops`` by folded name; ``every`` session says what of a plan was begun."""
        met = {_meeting(session) for session in sessions if session.sealed}
        waiting = [
            session
            for session in sessions
            if not session.sealed and not _waived(session, loops.get(folded(session.loop)))
        ]
        self._personas = {
            persona_label(session)
            for session in waiting
            if persona_label(session) is not None and _meeting(session) not in met
        }
        others = [session for session in waiting if persona_label(session) is None]
        of_loop: defaultdict[str, list[SessionHead]] = defaultdict(list)
        for session in every:
            of_loop[folded(session.loop)].append(session)
        planned = [
            loop
            for name, loop in loops.items()
            if loop.planned
            and any(one.state == "planned" for one in interviews(loop, of_loop[name]))
        ]
        self._loops = {folded(one.loop) for one in others} | {folded(loop.name) for loop in planned}
        names = [*(one.candidate for one in others), *(loop.candidate for loop in planned)]
        self._candidates = set(map(folded, names))

    def hold(self, session: SessionHead) -> bool:
        persona = persona_label(session)
        if persona is not None:
            return persona in self._personas
        return folded(session.loop) in self._loops or folded(session.candidate) in self._candidates


def _waived(session: SessionHead, loop: Loop | None) -> bool:
    return loop is not None and is_waived(loop, session.interviewer, session.case)


def _meeting(session: SessionHead) -> tuple[str | None, str]:
    return persona_label(session), folded(session.interviewer)


def _first_meetings(
    counted: Sequence[_Session], every: Sequence[_Session]
) -> tuple[list[_Session], int]:
    """``counted`` without later meetings of an interviewer with a persona, and how many those were.

    A first meeting that no filter chose was a first meeting all the same.
    """
    first: dict[tuple[str | None, str], _Session] = {}
    met = (one for one in every if one.sealed and persona_label(one) is not None)
    for session in sorted(met, key=_sealing_order):
        first.setdefault(_meeting(session), session)
    kept = [
        session
        for session in counted
        if persona_label(session) is None or first[_meeting(session)] is session
    ]
    return kept, len(counted) - len(kept)


def _sealed_within(session: SessionHead, since: date | None, until: date | None) -> bool:
    if session.sealed_at is None:
        return False
    if since is None and until is None:
        return True
    day = session.sealed_at.astimezone().date()
    return (since is None or since <= day) and (until is None or day <= until)


def _kinds(
    sessions: Sequence[SessionHead], kind: SessionKind | None
) -> tuple[tuple[SessionKind, ...], list[Notice]]:
    sealed = {session.kind for session in sessions if session.sealed}
    if kind is not None:
        return (kind,), [EXAMPLES_ONLY] if kind == "example" and kind in sealed else []
    if "example" in sealed and not sealed.intersection(REAL_KINDS):
        return ("example",), [EXAMPLES_ONLY]
    return REAL_KINDS, []


def _sealing_order(session: SessionHead) -> tuple[datetime, tuple[str, str, str]]:
    return session.sealed_at or _NEVER, session.key


class _Rows(NamedTuple, Generic[_Session]):
    """Rows, the place of each session, meetings with personas, the sessions behind each place,
    scores without signal, and scores dropped because an earlier one stands."""

    rows: RatingColumns
    order: dict[tuple[str, str], float]
    meetings: dict[tuple[str, str], _Session]
    behind: dict[tuple[str, str], tuple[_Session, ...]]
    no_signal: int
    repeated: int


def _rows(sessions: Sequence[_Session], baseline: Baseline) -> _Rows[_Session]:
    names = _Names(sessions)
    columns = ScoreColumns()
    order: dict[tuple[str, str], float] = {}
    meetings: dict[tuple[str, str], _Session] = {}
    behind: dict[tuple[str, str], tuple[_Session, ...]] = {}
    scored: dict[tuple[str, str], set[str]] = {}
    no_signal = repeated = 0
    for number, session in enumerate(sessions):
        place = names.candidate(session), names.interviewer(session)
        if persona_label(session) is not None:
            meetings[place] = session
        card = _card(session, baseline)
        no_signal += card.marks.count(NO_MARK)
        earlier = behind.get(place)
        if earlier is None:
            order[place] = float(number)
            behind[place] = (session,)
        else:
            before = scored.setdefault(place, _scored(_card(earlier[0], baseline)))
            behind[place] = (*earlier, session)
            repeated += len(before & _scored(card))
            card = _without(card, before)
            before |= _scored(card)
        columns.add(*place, session.case, card)
    return _Rows(columns.rows(), order, meetings, behind, no_signal, repeated)


def _card(session: SessionHead, baseline: Baseline) -> Card:
    card = session.scorecard
    if baseline == "amended" and session.amendments:
        return card_of(None, amended_scores(card.scores, session.amendments))
    return card if isinstance(card, Card) else card_of(None, card.scores)


def _scored(card: Card) -> set[str]:
    return {dim for dim, mark in zip(card.dims, card.marks, strict=True) if mark != NO_MARK}


def _without(card: Card, dims: set[str]) -> Card:
    """The card with no signal on ``dims``."""
    marks = (
        NO_MARK if dim in dims else mark for dim, mark in zip(card.dims, card.marks, strict=True)
    )
    return card._replace(marks="".join(marks))


class _Names:
    """One label for each interviewer, and for each candidate of a loop or persona."""

    def __init__(self, sessions: Sequence[SessionHead]) -> None:
        self._loops: defaultdict[str, set[str]] = defaultdict(set)
        self._candidates: dict[str, str] = {}
        self._interviewers: dict[str, str] = {}
        for session in sessions:
            if persona_label(session) is None:
                self._loops[folded(session.candidate)].add(session.loop)
            self._candidates.setdefault(folded(session.candidate), session.candidate.strip())
            self._interviewers.setdefault(folded(session.interviewer), session.interviewer.strip())

    def candidate(self, session: SessionHead) -> str:
        persona = persona_label(session)
        if persona is not None:
            return persona
        name = self._candidates[folded(session.candidate)]
        several = len(self._loops[folded(session.candidate)]) > 1
        return f"{name} ({session.loop})" if several else name

    def interviewer(self, session: SessionHead) -> str:
        return self._interviewers[folded(session.interviewer)]
