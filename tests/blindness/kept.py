"""What a colleague keeps to himself until his scorecard may be seen, and everything it can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from tests.builders import DIMS, T0, at

from interviewloop.interview.engine import apply
from interviewloop.interview.events import Amend
from interviewloop.interview.sealing import seal_of
from interviewloop.model.scorecard import (
    CONFIDENCES,
    NO_SIGNAL,
    OVERALL,
    RECOMMENDATIONS,
    Recommendation,
    Score,
    Scorecard,
    amended,
)
from interviewloop.model.session import (
    Clock,
    Draft,
    Exchange,
    Help,
    LogEntry,
    Note,
    Session,
    Showing,
    Signal,
    StageUse,
    Turn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.interview.plan import Plan

NEVER_TOLD = {
    "scorecard", "amendments", "seal", "notes", "look_fors", "red_flags", "probes", "draft",
}  # fmt: skip
"""Fields of a session that hold, or are made from, a colleague's judgement."""
TOLD_WHILE_OPEN = {"clock", "stages", "log", "exhibits", "incident", "talk"}
"""How the interview went. Of one that is running it is public: where it stands, and what its
candidate has before them; of one that is over nothing needs it."""
PUBLIC = {
    "schema_version", "kind", "phase", "loop", "candidate", "interviewer", "case", "case_version",
    "rubric", "rubric_version", "created_at", "started_at", "sealed_at", "stretch", "persona",
    "stage", "handovers",
}  # fmt: skip
"""Who interviews whom with what, and how far it is: the brief calls the state public."""

TELLTALE = "telltale"
"""A word that is in some notes and not in others; searches look for it."""


@dataclass(frozen=True)
class Kept:
    """A colleague's judgement. Ids of a case are given by their place in it."""

    scores: tuple[Score | None, ...]
    confidence: tuple[str | None, ...]
    rationale: tuple[str, ...]
    recommendation: Recommendation | None
    summary: str
    notes: tuple[tuple[Signal, str | None, str], ...]
    linked: bool
    observed: int
    """The first so many look-fors, probes and red flags are ticked."""
    amendments: tuple[tuple[str, Score | Recommendation, str], ...]
    draft: str
    minutes: int
    """How long it took, and how long ago the file was written."""


QUIET = Kept(
    (NO_SIGNAL,) * len(DIMS), (None,) * len(DIMS), ("",) * len(DIMS), "no", "", (), False, 0, (),
    "", 0,
)  # fmt: skip
"""Somebody who saw nothing and wrote nothing."""
LOUD = Kept(
    (5, 1, 5, 2, 5, 4, 5, 1),
    ("high",) * len(DIMS),
    (f"{TELLTALE} {'and so on ' * 40}",) * len(DIMS),
    "strong-yes",
    "An outstanding interview. " * 30,
    tuple(
        (signal, dim, f"{TELLTALE} {number} {'long ' * number}")
        for number, (signal, dim) in enumerate(
            (signal, dim) for signal in ("strong", "weak", "red-flag", "note") for dim in DIMS[:6]
        )
    ),
    True,
    9,
    ((DIMS[0], 1, "talked out of it"), (OVERALL, "strong-no", "all of it"), (DIMS[1], 5, "why")),
    "half a sentence about " * 10,
    54,
)
"""Somebody who saw and wrote a lot, and changed his mind."""
MIDDLING = Kept(
    (3, 4, NO_SIGNAL, 2, 3, 3, 4, 3),
    (None, "low", None, "medium", None, None, "high", None),
    ("seen", "", "", "asked who", "seen", "seen", "seen", ""),
    "yes",
    "Solid.",
    (("strong", DIMS[0], "asks who decides"), ("note", None, "late by a minute")),
    True,
    3,
    ((DIMS[3], 3, "read it again"),),
    "wonders",
    31,
)

_words = st.sampled_from(["", "a", "seen", TELLTALE, "[bold red]x[/]", "Ivo Brandt said 5", "日本"])
_texts = st.builds(lambda word, times: " ".join([word] * times), _words, st.integers(0, 40))
_scores: st.SearchStrategy[Score | None] = st.sampled_from([1, 2, 3, 4, 5, NO_SIGNAL, None])
_signals: st.SearchStrategy[Signal] = st.sampled_from(["strong", "weak", "red-flag", "note"])
_recommendations: st.SearchStrategy[Recommendation] = st.sampled_from(RECOMMENDATIONS)


def _each(one: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.tuples(*[one] * len(DIMS))


anything = st.builds(
    Kept,
    scores=_each(_scores),
    confidence=_each(st.sampled_from([None, *CONFIDENCES])),
    rationale=_each(_texts),
    recommendation=st.none() | _recommendations,
    summary=_texts,
    notes=st.lists(
        st.tuples(_signals, st.sampled_from([None, *DIMS]), _texts), max_size=5
    ).map(tuple),
    linked=st.booleans(),
    observed=st.integers(0, 9),
    amendments=st.lists(
        st.one_of(
            st.tuples(st.sampled_from(DIMS), _scores.filter(lambda it: it is not None), _texts),
            st.tuples(st.just(OVERALL), _recommendations, _texts),
        ),
        max_size=3,
    ).map(tuple),
    draft=_texts,
    minutes=st.integers(0, 59),
)  # fmt: skip


def filled(begun: Session, kept: Kept, plan: Plan, day: int) -> Session:
    """``begun``, a session that has not started, with a colleague's judgement in it; sealed on
    ``day`` if its phase is to be that."""
    when = T0 + timedelta(days=day)
    session = begun.model_copy(
        update={
            "started_at": when,
            "scorecard": _scorecard(kept),
            "notes": _notes(kept, plan),
            "draft": Draft(note=kept.draft),
            **_ticks(kept, plan),
        }
    )
    if not session.sealed:
        return session
    over = session.model_copy(
        update={"sealed_at": when + timedelta(hours=1), **_course(kept, plan)}
    )
    sealed = over.model_copy(update={"seal": seal_of(over)})
    for field, after, why in kept.amendments:
        now = amended(sealed.scorecard, sealed.amendments)
        before = now.recommendation if field == OVERALL else now.scores.get(field)
        if before != after:
            event = Amend(field, after, begun.interviewer, f"Because {why}")
            sealed = apply(sealed, event, at(86_400.0 * day + 7200), plan)
    return sealed


def _scorecard(kept: Kept) -> Scorecard:
    def given(values: Iterable[object]) -> dict[str, object]:
        return {dim: it for dim, it in zip(DIMS, values, strict=True) if it not in (None, "")}

    linked = {}
    for number, (_, dim, _) in enumerate(kept.notes, 1):
        if dim is not None and kept.linked:
            linked[dim] = (*linked.get(dim, ()), f"n{number}")
    return Scorecard.model_validate(
        {
            "recommendation": kept.recommendation,
            "scores": given(kept.scores),
            "confidence": given(kept.confidence),
            "rationale": given(kept.rationale),
            "evidence": linked,
            "summary": kept.summary,
        }
    )


def _notes(kept: Kept, plan: Plan) -> dict[str, Note]:
    mark = _mark(plan)
    return {
        f"n{number}": Note(**mark, signal=signal, dim=dim, text=text or "x")
        for number, (signal, dim, text) in enumerate(kept.notes, 1)
    }


def _ticks(kept: Kept, plan: Plan) -> dict[str, object]:
    mark = _mark(plan)
    # A prompt that depends on a tick is read out to the candidate, so that tick is no secret.
    told = " ".join(branch.when for branch in plan.case.branches.values())
    seen = [name for name in plan.case.look_fors if name not in told]
    return {
        "look_fors": {name: Help(**mark) for name in seen[: kept.observed]},
        "probes": {name: Help(**mark) for name in [*plan.case.probes][: kept.observed]},
        "red_flags": {name: Help(**mark) for name in [*plan.case.red_flags][: kept.observed]},
    }


def _course(kept: Kept, plan: Plan) -> dict[str, object]:
    """How an interview went that is over."""
    mark, some = _mark(plan), range(1, kept.minutes % 5 + 1)
    return {
        "clock": Clock(elapsed_s=60.0 * kept.minutes),
        "stages": {
            stage: StageUse(used_s=7.0 * kept.minutes, visited=True) for stage in plan.stages
        },
        "log": {f"l{n}": LogEntry(**mark, what="next") for n in some},
        "exhibits": {
            name: Showing(**mark) for name in [*plan.case.exhibits][: kept.minutes % 3]
        },
        "incident": {f"t{n}": Turn(**mark, said=f"what of {n}") for n in some},
        "talk": {f"k{n}": Exchange(**mark, said=f"and {n}?") for n in some},
    }  # fmt: skip


def _mark(plan: Plan) -> dict[str, object]:
    return {"at": T0, "clock_s": 60.0, "stage": plan.stages[1]}
