"""Scorecards: evidence, gaps, seals, amendments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import DIMS, after, at, plan, scored, session

from interviewloop.interview import undo
from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    Amend,
    AskProbe,
    BeginScoring,
    DeleteNote,
    Event,
    LinkEvidence,
    NoSignalForRest,
    RaiseFlag,
    ReopenInterview,
    SeeLookFor,
    SetConfidence,
    SetDraft,
    SetRationale,
    SetRecommendation,
    SetScore,
    SetSummary,
    Start,
    Submit,
)
from interviewloop.interview.scoring import blocking, cautions, evidence, gaps
from interviewloop.interview.sealing import broken_seals, seal_of
from interviewloop.model.errors import Problem
from interviewloop.model.scorecard import amended
from interviewloop.model.session import Session

_dims = st.sampled_from(DIMS)
_changes = st.one_of(
    st.builds(SetScore, _dims, st.sampled_from([1, 2, 3, 4, 5, "no-signal"])),
    st.just(NoSignalForRest()),
    st.builds(SetConfidence, _dims, st.sampled_from(["low", "medium", "high"])),
    st.builds(LinkEvidence, _dims, st.sampled_from(["n1", "n2"]), st.booleans()),
    st.builds(SetRecommendation, st.sampled_from(["no", "yes"])),
)


def reasoned() -> Session:
    """In scoring, every dimension scored with a written reason and a confidence."""
    reasons = [SetRationale(dim, f"because of {dim}") for dim in DIMS]
    sure = [SetConfidence(dim, "medium") for dim in DIMS]
    return after(scored(), *reasons, *sure, start=100)


def sealed() -> Session:
    return after(reasoned(), Submit(), start=200)


def missing(of: Session) -> dict[str, str]:
    return {gap.field: gap.what for gap in blocking(gaps(of, plan()))}


def test_scoring_needs_the_interview_to_be_over() -> None:
    with pytest.raises(Problem, match="still open"):
        after(session(), Start(), SetScore("leadership", 3))


def test_everything_missing_is_listed() -> None:
    found = missing(after(session(), Start(), BeginScoring()))
    assert set(found) == {*DIMS, "recommendation"}


def test_a_score_without_evidence_is_a_gap_and_a_rationale_or_a_note_fills_it() -> None:
    bare = scored()
    assert set(missing(bare)) == set(DIMS)
    assert "leadership" not in missing(after(bare, SetRationale("leadership", "led"), start=50))
    noted = after(bare, AddNote("x"), LinkEvidence("leadership", "n1"), start=50)
    assert "leadership" not in missing(noted)
    assert "leadership" in missing(after(noted, DeleteNote("n1"), start=60))
    assert "leadership" in missing(after(bare, SetRationale("leadership", "  "), start=50))


def test_tagged_notes_become_evidence_with_the_first_score_and_can_be_unlinked() -> None:
    noted = after(
        session(),
        Start(),
        AddNote("a", "strong", "leadership"),
        AddNote("b", "weak", "modeling-depth"),
        BeginScoring(),
        SetScore("leadership", 4),
    )
    assert evidence(noted, "leadership") == ("n1",)
    unlinked = after(noted, LinkEvidence("leadership", "n1", linked=False), start=20)
    assert evidence(unlinked, "leadership") == ()
    assert evidence(after(unlinked, SetScore("leadership", 5), start=30), "leadership") == ()


def test_no_signal_needs_nothing_except_on_a_primary_dimension() -> None:
    rest = after(session(), Start(), BeginScoring(), NoSignalForRest(), SetRecommendation("no"))
    assert set(rest.scorecard.scores.values()) == {"no-signal"}
    assert set(missing(rest)) == {"problem-framing", "modeling-depth"}


def test_no_signal_for_the_rest_leaves_scores_alone() -> None:
    some = after(session(), Start(), BeginScoring(), SetScore("leadership", 2), NoSignalForRest())
    assert some.scorecard.scores["leadership"] == 2
    assert len(some.scorecard.scores) == len(DIMS)


def test_a_red_flag_caps_a_score_until_a_reason_is_written() -> None:
    flagged = after(scored(), RaiseFlag("rf-no-control"), AddNote("x"), start=50)
    linked = after(flagged, LinkEvidence("problem-framing", "n1"), start=60)
    assert "red flag" in missing(linked)["problem-framing"]
    low = after(linked, SetScore("problem-framing", 2), start=70)
    assert "problem-framing" not in missing(low)
    written = after(linked, SetRationale("problem-framing", "had a control after all"), start=70)
    assert "problem-framing" not in missing(written)


def test_a_high_look_for_seen_after_a_hint_is_cautioned() -> None:
    hinted = after(session(), Start(), AskProbe("p-hint"), SeeLookFor("pf5-metric"))
    assert hinted.look_fors["pf5-metric"].rung == 3
    assert "3 at most" in cautions(hinted, plan(), "problem-framing")[0]
    assert cautions(hinted, plan(), "leadership") == ()


def test_rung_is_zero_unprompted_and_can_be_overruled() -> None:
    alone = after(session(), Start(), AskProbe("p-month"), SeeLookFor("pf5-metric"))
    assert alone.look_fors["pf5-metric"].rung == 0
    overruled = after(alone, SeeLookFor("pf5-metric", rung=2), start=9)
    assert overruled.look_fors["pf5-metric"].rung == 2


def test_confidence_and_a_half_typed_note_are_mentioned_but_do_not_block() -> None:
    drafted = after(reasoned(), SetDraft("+pf hal"), start=150)
    advice = [gap for gap in gaps(drafted, plan()) if not gap.blocking]
    assert [gap.field for gap in advice] == ["notes"]
    assert not missing(drafted)


def test_submit_names_every_gap_and_changes_nothing() -> None:
    bare = scored()
    with pytest.raises(Problem) as caught:
        apply(bare, Submit(), at(99), plan())
    assert all(dim in caught.value.what for dim in DIMS)


def test_submit_seals_and_then_nothing_but_an_amendment_is_possible() -> None:
    done = sealed()
    assert done.sealed_at == at(200).wall
    assert broken_seals(done) == ()
    for event in (SetScore("leadership", 5), AddNote("x"), SetSummary("y"), Start(), Submit()):
        with pytest.raises(Problem, match="can no longer be changed"):
            apply(done, event, at(300), plan())


def test_amendments_keep_the_original_and_chain() -> None:
    once = after(sealed(), Amend("leadership", 2, "Mara", "debrief: the team led"), start=300)
    twice = after(once, Amend("leadership", 4, "Mara", "heard the recording"), start=400)
    both = after(twice, Amend("recommendation", "no", "Mara", "safety"), start=500)
    assert both.scorecard.scores["leadership"] == 3
    assert [(a.before, a.after) for a in both.amendments.values()] == [
        (3, 2), (2, 4), ("yes", "no"),
    ]  # fmt: skip
    now = amended(both.scorecard, both.amendments)
    assert (now.scores["leadership"], now.recommendation) == (4, "no")
    assert broken_seals(both) == ()


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Amend("leadership", 3, "Mara", "why"), "already stands"),
        (Amend("leadership", 4, "Mara", " "), "says why"),
        (Amend("leadership", 4, " ", "why"), "who made it"),
        (Amend("charm", 4, "Mara", "why"), "no dimension"),
        (Amend("leadership", "yes", "Mara", "why"), "not a value"),
        (Amend("recommendation", 4, "Mara", "why"), "not a value"),
    ],
)
def test_an_amendment_that_says_too_little_is_refused(event: Amend, said: str) -> None:
    with pytest.raises(Problem, match=said):
        apply(sealed(), event, at(300), plan())


def test_amending_before_sealing_is_refused() -> None:
    with pytest.raises(Problem, match="simply edited"):
        apply(reasoned(), Amend("leadership", 4, "Mara", "why"), at(1), plan())


def _tampered(done: Session) -> list[tuple[str, Session]]:
    card = done.scorecard
    scores = card.model_copy(update={"scores": {**card.scores, "leadership": 5}})
    other = card.model_copy(update={"recommendation": "strong-yes"})
    reworded = done.amendments["a1"].model_copy(update={"why": "nicer"})
    return [
        ("score", done.model_copy(update={"scorecard": scores})),
        ("recommendation", done.model_copy(update={"scorecard": other})),
        ("candidate", done.model_copy(update={"candidate": "C-015"})),
        ("reworded", done.model_copy(update={"amendments": {**done.amendments, "a1": reworded}})),
        ("removed", done.model_copy(update={"amendments": {"a2": done.amendments["a2"]}})),
    ]


def test_every_later_edit_breaks_a_seal() -> None:
    done = after(
        sealed(),
        Amend("leadership", 2, "Mara", "one"),
        Amend("leadership", 4, "Mara", "two"),
        start=300,
    )
    for what, edited in _tampered(done):
        assert broken_seals(edited), what


def test_a_seal_survives_storing() -> None:
    done = sealed()
    stored = Session.model_validate(done.model_dump(mode="python", exclude_none=True))
    assert seal_of(stored) == done.seal


@given(st.lists(_changes, max_size=8), _changes)
def test_undo_and_redo_of_the_scorecard(history: list[Event], change: Event) -> None:
    notes = (AddNote("a", "strong", DIMS[0]), AddNote("b", "weak", DIMS[1]))
    before = after(session(), Start(), *notes, BeginScoring(), *history)
    undoing = undo.inverse(before, change, plan())
    changed = apply(before, change, at(99), plan())
    if undoing is None:
        assert changed.scorecard == before.scorecard
        return
    again = undo.inverse(changed, undoing, plan())
    undone = apply(changed, undoing, at(99), plan())
    assert undone.scorecard == before.scorecard
    assert again is not None
    assert apply(undone, again, at(99), plan()).scorecard == changed.scorecard


def test_undo_of_the_same_score_again_unlinks_what_it_linked() -> None:
    note = AddNote("late", "strong", "leadership")
    early = after(session(), Start(), BeginScoring(), SetScore("leadership", 3))
    before = after(early, ReopenInterview(), note, BeginScoring())
    undoing = undo.inverse(before, SetScore("leadership", 3), plan())
    assert undoing is not None
    changed = after(before, SetScore("leadership", 3))
    assert changed.scorecard.evidence == {"leadership": ("n1",)}
    assert after(changed, undoing).scorecard == before.scorecard


def test_undo_of_a_score_leaves_what_was_written_since() -> None:
    before = after(session(), Start(), BeginScoring())
    undoing = undo.inverse(before, SetScore("leadership", 3), plan())
    assert undoing is not None
    since = after(before, SetScore("leadership", 3), SetRationale("leadership", "why"), undoing)
    assert (since.scorecard.scores, since.scorecard.rationale) == ({}, {"leadership": "why"})
