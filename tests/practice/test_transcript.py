"""Talk as it was kept: what was said in which order, and that feedback counts that and no more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.practice.mocks import START, case, names, persona, session

from interviewloop.model.persona import Persona, PolicyMove
from interviewloop.model.session import Exchange, Help, Session
from interviewloop.practice.feedback import feedback
from interviewloop.practice.heard import heard
from interviewloop.practice.transcript import transcript
from interviewloop.practice.wording import feedback_sayings

THREES = dict.fromkeys(persona("median").persona.levels, 3)


def talk(*exchanges: tuple[str, dict[str, Any]]) -> dict[str, Exchange]:
    """Exchanges in the given stages, a minute apart."""
    return {
        f"x{number}": Exchange(at=START, clock_s=60.0 * number, stage=stage, **fields)
        for number, (stage, fields) in enumerate(exchanges, start=1)
    }


def with_talk(who: str, *exchanges: tuple[str, dict[str, Any]], **fields: Any) -> Session:
    return session(who, THREES, talk=talk(*exchanges), **fields)


def in_an_incident(who: Persona) -> Persona:
    """The persona with a policy of two moves."""
    line = "Split it by platform"
    policy = {
        "split": PolicyMove(
            say=f"{line}, please.", do="ask:x", shows=("er5-srm",), lines={"er5-srm": line}
        ),
        "blame": PolicyMove(
            say="It was growth.", do="wait:1", red_flags=("rf-blame",), lines={"rf-blame": "growth"}
        ),
    }
    return who.model_copy(update={"policy": policy})


def test_words_are_those_of_the_script_where_it_was_read_out() -> None:
    seen = with_talk(
        "quill",
        ("critique", {"answer": "critique"}),
        ("critique", {"answer": "p-first", "said": "where do you begin?"}),
        ("critique", {"answer": "p-best-cell"}),
    )
    first, asked, read_out = transcript(seen, persona("quill"), case())
    assert first.asked == case().stages["critique"].prompt
    assert first.said == persona("quill").answer_at("critique").text  # type: ignore[union-attr]
    assert (asked.asked, asked.kind, asked.rung) == ("where do you begin?", "probe", 1)
    assert read_out.asked == case().probes["p-best-cell"].ask
    assert [one.clock_s for one in (first, asked, read_out)] == [60, 120, 180]


def test_holding_lines_take_turns_whatever_comes_between() -> None:
    who = persona("quill")
    seen = with_talk(
        "quill",
        *(
            ("critique", {"said": "hm"} if number % 2 else {"answer": "critique"})
            for number in range(12)
        ),
    )
    held = [one.said for one in transcript(seen, who, case()) if one.kind == "holding"]
    lines = who.persona.holding_lines
    assert held == [*lines, *lines[:2]]


def test_only_what_was_really_said_was_heard() -> None:
    """All stages were visited and a probe ticked; the trainee read out one prompt and one probe."""
    who = persona("quill")
    seen = with_talk(
        "quill",
        ("critique", {"answer": "p-first"}),
        ("critique", {"answer": "critique"}),
        ("critique", {"said": "and tea?"}),
        probes=["p-doors"],
    )
    said = heard(seen, who, case())
    first, critique = who.answer_to("p-first"), who.answer_at("critique")
    assert first is not None
    assert critique is not None
    assert said.texts == (first.text, critique.text)
    assert {*said.look_fors} == {*first.shows, *critique.shows} & {*case().look_fors}
    # Shown to a probe before it came with the prompt: what came first counts.
    shown = said.look_fors["er5-srm"]
    assert (shown.place, shown.stage, shown.rung, shown.clock_s) == ("p-first", "critique", 1, 60)


def test_without_talk_stages_and_probes_are_what_was_heard() -> None:
    who = persona("quill")
    seen = session("quill", THREES, probes=["p-counts"])
    said = heard(seen, who, case())
    scored = [stage for stage in case().stages if who.answer_at(stage)]
    assert len(said.texts) == len(scored) + 1
    shown = said.look_fors["er5-srm"]
    assert (shown.place, shown.rung, shown.clock_s) == ("critique", 0, None)


def test_moves_are_heard_once_they_were_made() -> None:
    who = in_an_incident(persona("quill"))
    seen = with_talk("quill", ("dig", {"move": "split"}))
    said = heard(seen, who, case())
    assert [*said.look_fors] == ["er5-srm"]
    assert said.red_flags == {}
    shown = said.look_fors["er5-srm"]
    assert (shown.line, shown.stage, shown.rung) == ("Split it by platform", "dig", 0)
    (move,) = transcript(seen, who, case())
    assert (move.kind, move.asked, move.said) == ("move", "", "Split it by platform, please.")
    later = with_talk("quill", ("dig", {"move": "split"}), ("redesign", {"move": "blame"}))
    assert [*heard(later, who, case()).red_flags] == ["rf-blame"]


def test_a_hint_for_what_a_move_shows_was_too_much_help() -> None:
    who = in_an_incident(persona("quill"))
    bare = [answer for answer in who.answers if "er5-srm" not in answer.shows]
    who = who.model_copy(update={"answers": tuple(bare)})
    probes = {"p-counts": Help(at=START, clock_s=1, stage="dig", rung=3)}
    seen = with_talk("quill", ("dig", {"move": "split"})).model_copy(update={"probes": probes})
    probe = case().probes["p-counts"].model_copy(update={"unless": ("er5-srm",)})
    changed = case().model_copy(update={"probes": {**case().probes, "p-counts": probe}})
    given = feedback(seen, who, changed)
    (help_,) = given.over_helped
    assert (help_.by, help_.instead) == ("move", "split")
    texts = [one.text for one in feedback_sayings(given, changed, names()) if one.about == "help"]
    assert "waiting for the next step brings it out" in texts[0]


def test_missed_lines_say_who_said_them_where_and_when() -> None:
    seen = with_talk("dial", ("redesign", {"answer": "redesign"}))
    given = feedback(seen, persona("dial"), case())
    said = [one.text for one in feedback_sayings(given, case(), names())]
    missed = next(text for text in said if text.startswith("Dial did this"))
    assert "in 'Recommendation and next test' at 01:00" in missed
    assert any(t.startswith("Not captured: ") and " at 01:00: “" in t for t in said)


@pytest.mark.parametrize(
    "fields", [{"answer": "p-gone"}, {"answer": "gone"}, {"move": "gone"}, {"answer": "brief"}]
)
def test_what_the_files_no_longer_have_is_passed_over(fields: dict[str, str]) -> None:
    seen = with_talk("dial", ("gone-stage", fields), ("critique", {"answer": "critique"}))
    gone, _ = transcript(seen, persona("dial"), case())
    assert (gone.kind, gone.said, gone.entry) == ("gone", "", None)
    given = feedback(seen, persona("dial"), case())
    assert feedback_sayings(given, case(), names())


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*case().stages]),
            st.sampled_from([None, *case().stages, *case().probes]),
            st.text(max_size=20),
        ),
        max_size=12,
    )
)
def test_every_line_is_in_words_that_were_said(asked: list[tuple[str, str | None, str]]) -> None:
    who = persona("rivet")
    seen = with_talk("rivet", *((stage, {"answer": a, "said": s}) for stage, a, s in asked))
    said = heard(seen, who, case())
    if not asked:
        return  # then it was a session without talk
    spoken = "\n".join(one.said for one in transcript(seen, who, case()))
    assert len(transcript(seen, who, case())) == len(asked)
    for shown in (*said.look_fors.values(), *said.red_flags.values()):
        assert shown.line
        assert shown.line in spoken
        assert shown.clock_s is not None
