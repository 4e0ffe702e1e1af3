"""Sessions for the tests of this folder: one by hand, and any that can be."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from interviewloop.model.loop import Loop, PlannedInterview
from interviewloop.model.scorecard import (
    CONFIDENCES,
    OVERALL,
    RECOMMENDATIONS,
    Amendment,
    Scorecard,
)
from interviewloop.model.session import (
    SESSION_KINDS,
    Clock,
    Draft,
    Handover,
    Help,
    LogEntry,
    Note,
    Session,
    Showing,
    StageUse,
)
from interviewloop.workspace.codec import as_table

unhurried = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""For properties of whole sessions, which take long to draw."""
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def a_session(**changes: object) -> Session:
    """A session in the middle of its interview."""
    fields: dict[str, object] = {
        "kind": "live",
        "phase": "interview",
        "loop": "ml-lead",
        "candidate": "C-014",
        "interviewer": "ann",
        "case": "feed-ranking",
        "case_version": 2,
        "rubric": "ml-engineer",
        "rubric_version": 1,
        "created_at": NOON,
        "started_at": NOON,
        "stage": "frame",
        "scorecard": Scorecard(scores={"modeling": 3}, rationale={"modeling": "names a baseline"}),
        "notes": {"n1": Note(at=NOON, clock_s=4.5, stage="frame", text="asks who the users are")},
    }
    return Session.model_validate(fields | changes)


def noted(session: Session, text: str) -> Session:
    """``session`` with one note more."""
    note = Note(at=NOON, clock_s=9.0, stage="frame", text=text)
    return session.model_copy(
        update={"notes": {**session.notes, f"n{len(session.notes) + 1}": note}}
    )


def sealed(session: Session) -> Session:
    """``session`` as submitted."""
    return session.model_copy(update={"phase": "sealed", "sealed_at": NOON, "seal": "sha256:00"})


def amendment(after: int) -> Amendment:
    return Amendment(
        at=NOON, by="ann", field="modeling", before=3, after=after, why="second thoughts", seal="x"
    )


def of_first_format(model: Session | Loop) -> dict[str, object]:
    """The table that the first programs wrote for ``model``."""
    table: dict[str, object] = {**as_table(model), "schema_version": 1}
    if isinstance(model, Loop) and model.role is None:
        table["role"] = ""
    return table


ids = st.from_regex(r"[a-z][a-z0-9]{0,4}([-_][a-z0-9]{1,3}){0,2}", fullmatch=True)
# Without an argument, characters() also draws lone surrogates, which the models replace.
texts = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        "\0",
        "\x1b[31m",
        "a\r\nb",
        "a\nb\r",
        '"""',
        "'''\\",
        "\u202eabc\u2066",
        "שלום",
        "👩‍💻",
        "\x7f\x85",
    ]
)
names = texts.map(lambda text: f"n{text}")
moments = st.datetimes(
    # Two days from the ends of what is taken, which in another zone lie beyond them.
    min_value=datetime(1900, 1, 3),  # noqa: DTZ001 - the zone is drawn apart
    max_value=datetime(9000, 12, 28),  # noqa: DTZ001
    timezones=st.timezones(),
)
seconds = st.floats(min_value=0, allow_nan=False, allow_infinity=False)
scores = st.sampled_from([1, 2, 3, 4, 5, "no-signal"])
_mark = {"at": moments, "clock_s": seconds, "stage": ids}


def _named(values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(ids, values, max_size=3)


scorecards = st.builds(
    Scorecard,
    recommendation=st.none() | st.sampled_from(RECOMMENDATIONS),
    scores=_named(scores),
    confidence=_named(st.sampled_from(CONFIDENCES)),
    evidence=_named(st.lists(ids, max_size=3).map(tuple)),
    rationale=_named(texts),
    summary=texts,
)
_amended_scores = st.builds(
    Amendment,
    at=moments,
    by=names,
    field=ids.filter(lambda id_: id_ != OVERALL),
    before=st.none() | scores,
    after=scores,
    why=names,
    seal=texts,
)
_amended_overall = st.builds(
    Amendment,
    at=moments,
    by=names,
    field=st.just(OVERALL),
    before=st.none() | st.sampled_from(RECOMMENDATIONS),
    after=st.sampled_from(RECOMMENDATIONS),
    why=names,
    seal=st.just("x"),
)
notes = st.builds(
    Note,
    **_mark,
    signal=st.sampled_from(["strong", "weak", "red-flag", "note"]),
    dim=st.none() | ids,
    text=texts,
    edited_at=st.none() | moments,
    deleted_at=st.none() | moments,
)
_helps = st.builds(Help, **_mark, rung=st.sampled_from([0, 1, 2, 3]))
_open = {
    "kind": st.sampled_from(SESSION_KINDS),
    "loop": names,
    "candidate": names,
    "interviewer": names,
    "case": ids,
    "case_version": st.integers(1, 10**9),
    "rubric": ids,
    "rubric_version": st.integers(1, 99),
    "created_at": moments,
    "started_at": st.none() | moments,
    "stretch": st.floats(1, 2),
    "stage": ids,
    "scorecard": scorecards,
    "clock": st.builds(Clock, elapsed_s=seconds, running=st.booleans()),
    "stages": _named(
        st.builds(StageUse, used_s=seconds, visited=st.booleans(), skipped=st.booleans())
    ),
    "probes": _named(_helps),
    "look_fors": _named(_helps),
    "red_flags": _named(_helps),
    "exhibits": _named(st.builds(Showing, **_mark, on_screen=st.booleans())),
    "handovers": _named(
        st.builds(
            Handover,
            way=st.sampled_from(["sent", "received"]),
            at=moments,
            entered_at=moments,
            box_min=st.none() | st.floats(1, 1e6),
            why=texts,
        )
    ),
    "draft": st.builds(Draft, note=texts, editing=st.none() | ids),
    "log": _named(
        st.builds(LogEntry, **_mark, what=st.sampled_from(["start", "next", "pause", "reopen"]))
    ),
    "notes": _named(notes),
}
sessions = st.builds(
    Session, **_open, phase=st.sampled_from(["ready", "interview", "scoring"])
) | st.builds(
    Session,
    **_open,
    phase=st.just("sealed"),
    sealed_at=moments,
    seal=texts,
    amendments=_named(_amended_scores | _amended_overall),
)
loops = st.builds(
    Loop,
    name=names,
    candidate=names,
    rubric=ids,
    created_at=moments,
    example=st.booleans(),
    planned=_named(
        st.builds(
            PlannedInterview,
            interviewer=names,
            case=ids,
            dimensions=st.lists(ids, max_size=2).map(tuple),
        )
    ),
)
