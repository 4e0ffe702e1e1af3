"""Feedback on one session: cells, evidence, help, red flags, and how all of it is worded."""

from __future__ import annotations

import pytest
from tests.practice.mocks import ORDER, case, names, persona, session
from tests.practice.test_trainees import LABELS, NUMBER

from interviewloop.model.errors import Problem
from interviewloop.model.session import Help, Session
from interviewloop.practice.cells import key_of, outcome_of
from interviewloop.practice.feedback import Feedback, feedback
from interviewloop.practice.wording import Saying, feedback_sayings

THREES = dict.fromkeys(persona("median").persona.levels, 3)


def of(seen: Session) -> Feedback:
    return feedback(seen, persona(seen.persona or ""), case())


def worded(seen: Session) -> list[Saying]:
    return [*feedback_sayings(of(seen), case(), names())]


def texts(seen: Session, about: str) -> list[str]:
    return [one.text for one in worded(seen) if one.about == about]


@pytest.mark.parametrize(
    ("score", "key", "sd", "outcome"),
    [
        (4, 4.0, 0.5, "hit"),
        (3, 4.0, 0.9, "near"),
        (2, 4.0, 0.5, "miss"),
        (3, 3.5, 0.5, "hit"),
        (4, 3.5, None, "hit"),
        (2, 3.5, 0.7, "near"),
        (1, 3.5, 0.7, "miss"),
    ],
)
def test_outcomes(score: int, key: float, sd: float | None, outcome: str) -> None:
    assert outcome_of(score, key, sd) == outcome


@pytest.mark.parametrize(
    ("mean", "key"), [(3.25, 3.0), (3.5, 3.5), (3.75, 4.0), (2.75, 3.0), (4.4, 4.5), (1.2, 1.0)]
)
def test_a_key_is_the_nearest_half(mean: float, key: float) -> None:
    who = persona("median")
    cell = who.key["leadership"].model_copy(update={"mean": mean})
    changed = who.model_copy(update={"key": {**who.key, "leadership": cell}})
    assert key_of(changed, "leadership") == (key, cell.sd)
    bare = who.model_copy(update={"key": {}})
    assert key_of(bare, "leadership") == (3.0, None)
    assert key_of(bare, "luck") is None


def test_the_simulated_panel_agrees_with_the_levels() -> None:
    for name in ORDER:
        who = persona(name)
        keys = {dim: key_of(who, dim) for dim in who.persona.levels}
        assert {dim: key and key[0] for dim, key in keys.items()} == who.persona.levels
        assert who.persona.panel == "simulated"
        assert all(cell.sd <= 0.7 and cell.n >= 4 for cell in who.key.values())


def test_evidence_by_ticks_and_by_notes() -> None:
    seen = session(
        "quill",
        {**THREES, "experimentation-rigor": 5},
        ticked=["er5-srm", "er1-accepts"],
        notes=[
            ("critique", "legacy 9.63 against 9.76 without it, missing ones buy little"),
            ("critique", "nice person"),
            ("redesign", "390,000 on each side"),
        ],
    )
    found = of(seen).evidence
    captured = {shown.name for shown in found.captured}
    assert {"er5-srm", "er5-mechanism", "er5-size"} <= captured
    assert "er5-novelty" not in captured
    assert found.unfounded == ("er1-accepts",)
    assert (found.precision.part, found.precision.whole) == (1, 2)
    assert (found.factual.part, found.factual.whole) == (2, 3)
    assert found.recall.whole == len(found.captured) + len(found.missed)
    rung = {shown.name: shown.rung for shown in (*found.captured, *found.missed)}
    assert {*rung.values()} == {0}


def test_a_note_counts_only_in_the_stage_where_it_was_said() -> None:
    note = "legacy 9.63 against 9.76 without it, missing ones buy little"
    elsewhere = session("quill", THREES, notes=[("message", note)])
    assert "er5-mechanism" not in {shown.name for shown in of(elsewhere).evidence.captured}


def test_only_what_was_asked_was_heard() -> None:
    plain, asked = session("median", THREES), session("median", THREES, probes=["p-guardrails"])
    assert "pm4-crash" not in {shown.name for shown in of(plain).evidence.missed}
    (shown,) = (one for one in of(asked).evidence.missed if one.name == "pm4-crash")
    assert (shown.rung, shown.stage, shown.place) == (2, "critique", "p-guardrails")
    assert "p-guardrails" in {one.probe for one in of(plain).unasked}
    assert "p-guardrails" not in {one.probe for one in of(asked).unasked}
    skipped = plain.model_copy(
        update={
            "stages": {
                **plain.stages,
                "critique": plain.stages["critique"].model_copy(update={"skipped": True}),
            }
        }
    )
    assert of(skipped).evidence.recall.whole < of(plain).evidence.recall.whole


def test_over_helping() -> None:
    early = session("median", THREES, probes=["p-counts", "p-first"])
    (help_,) = of(early).over_helped
    assert (help_.probe, help_.instead, help_.rung) == ("p-counts", "p-first", 3)
    assert help_.gained == "er4-srm-after-probe"
    patient = session("median", THREES, probes=["p-first", "p-counts"])
    assert of(patient).over_helped == ()
    # Velvet gets there only after the hint, so it was no help too much.
    assert of(session("velvet", THREES, probes=["p-best-cell"])).over_helped == ()
    # Quill said it unasked.
    (help_,) = of(session("quill", THREES, probes=["p-counts"])).over_helped
    assert help_.instead == "critique"


def test_red_flags() -> None:
    seen = session("dial", THREES, flags=["rf-hide", "rf-blame"])
    found = of(seen).evidence
    assert [shown.name for shown in found.flags_raised] == ["rf-hide"]
    assert [shown.name for shown in found.flags_missed] == ["rf-tune"]
    assert found.flags_unfounded == ("rf-blame",)
    missed, unfounded = texts(seen, "red-flag")
    assert missed.startswith("Dial did this in 'Recommendation and next test'")
    assert "The flag was not raised" in missed
    assert "the script does not hold" in unfounded


def test_keeping_to_the_cap_of_a_flag_is_no_miss() -> None:
    capped = {**THREES, "communication-influence": 2}
    cells = {one.cell.dim: one.cell for one in of(session("dial", capped, flags=["rf-hide"])).cells}
    cell = cells["communication-influence"]
    assert (cell.outcome, cell.counts, cell.key) == ("capped", False, 4.0)
    (told,) = (t for t in texts(session("dial", capped, flags=["rf-hide"]), "cell") if "cap" in t)
    assert "kept to its cap" in told
    without = {one.cell.dim: one.cell for one in of(session("dial", capped)).cells}
    assert without["communication-influence"].outcome == "miss"


def test_cells_carry_their_lines_and_notes() -> None:
    seen = session(
        "rivet",
        {**THREES, "production-ml": 5},
        notes=[
            ("critique", "calm"),
            ("critique", "crash-free 99.05 to 98.76, off on legacy today, wants crash dump"),
        ],
    )
    card = seen.scorecard.model_copy(update={"evidence": {"production-ml": ("n1", "n2")}})
    seen = seen.model_copy(update={"scorecard": card})
    (cell,) = (one for one in of(seen).cells if one.cell.dim == "production-ml")
    assert {line.name for line in cell.lines} == {"pm4-crash", "pm5-exposure"}
    assert cell.notes[0].startswith("crash-free")
    (text,) = (text for text in texts(seen, "cell") if text.startswith("Production ML"))
    assert text.startswith("Production ML 5, key 5. You wrote “crash-free 99.05 to 98.76")


def test_a_key_between_two_scores_can_be_defended_either_way() -> None:
    who = persona("median")
    cell = who.key["leadership"].model_copy(update={"mean": 3.5, "sd": 0.7})
    who = who.model_copy(update={"key": {**who.key, "leadership": cell}})
    found = feedback(session("median", THREES), who, case())
    (text,) = (
        one.text for one in feedback_sayings(found, case(), names()) if one.subject == "leadership"
    )
    assert text == "Leadership as a principal: you 3, key 3.5 (SD 0.7). Both can be defended."


@pytest.mark.parametrize("name", ORDER)
@pytest.mark.parametrize("score", [1, 3, 5])
@pytest.mark.parametrize("probes", [(), ("p-counts", "p-guardrails", "p-push-back", "p-first")])
def test_every_sentence_has_a_number_or_a_line_and_no_label(
    name: str, score: int, probes: tuple[str, ...]
) -> None:
    seen = session(name, dict.fromkeys(THREES, score), probes=probes, flags=["rf-hide"])
    sayings = worded(seen)
    for one in sayings:
        own_words = one.text
        for quoted in own_words.split("“")[1:]:
            own_words = own_words.replace(quoted.partition("”")[0], "")
        own_words = own_words.replace(case().red_flags["rf-hide"].text, "")
        assert not LABELS.search(own_words), own_words
        assert NUMBER.search(one.text) or "“" in one.text or one.about == "red-flag", one.text
        assert "{" not in one.text
        assert "  " not in one.text
    order = ["evidence", "cell", "help", "red-flag", "pattern", "try", "call"]
    places = [order.index(one.about) for one in sayings]
    assert places == sorted(places)
    assert [one.about for one in sayings].count("try") == 1
    assert sayings[-1].about == "call"


def test_every_branch_of_the_one_thing_to_try() -> None:
    who = persona("median")
    right = dict(who.persona.levels)
    everything = [name for answer in who.answers for name in answer.shows]
    off = {**right, "leadership": 5}
    assert "red flag" in texts(session("dial", off), "try")[0]
    assert "2 from the key" in texts(session("median", off), "try")[0]
    assert "hint" in texts(session("median", right, probes=["p-counts"]), "try")[0]
    assert "got away" in texts(session("median", right), "try")[0]
    perfect = session("median", right, ticked=everything)
    assert "8 of 8 cells met the key" in texts(perfect, "try")[0]


def test_a_session_in_which_nothing_was_visited() -> None:
    seen = session("median", THREES, stages={})
    assert texts(seen, "evidence")[0].startswith("No stage was visited")


def test_the_key_is_shown_to_nobody_before_the_seal() -> None:
    good = session("median", THREES)
    open_ = good.model_copy(update={"phase": "scoring", "seal": None, "sealed_at": None})
    for wrong in (
        open_,
        good.model_copy(update={"kind": "live"}),
        good.model_copy(update={"persona": None}),
        good.model_copy(update={"persona": "quill"}),
        good.model_copy(update={"case": "another"}),
    ):
        with pytest.raises(Problem):
            feedback(wrong, persona("median"), case())


def test_a_probe_that_the_case_no_longer_has_is_left_out() -> None:
    good = session("median", THREES)
    strange = Help(at=good.created_at, clock_s=1.0, stage="critique", rung=3)
    changed = good.model_copy(update={"probes": {"p-gone": strange}})
    assert of(changed).hints == 0
    assert of(changed).over_helped == ()
