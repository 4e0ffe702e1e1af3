"""The simulated candidates of "fewer resolved" at work: what each does fits its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.incident.worlds import ROOT
from tests.practice.working_alone import Run
from tests.practice.working_alone import alone as alone_in

from interviewloop.incident.matching import Matcher, topics_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.model.incident import Verdict

CASE = ROOT / "cases/inc-fewer-resolved"
IDS = sorted(path.stem for path in (CASE / "personas").glob("*.toml"))
STRONG, MIDDLE, WEAK = ("quill", "rivet"), "median", ("velvet", "dial")
TECHNICAL = ("production-ml", "systems-performance")
FOUND = 0.94
"""Share of moves whose words, as they are, lead to an event they mean."""
BEARS_OUT: Mapping[str, tuple[str, tuple[Verdict, ...]]] = {
    "pm5-region": ("split-first", ("strong",)),
    "pm1-blind": ("split-first", ("ok", "late", "missed")),
    "pm5-back": ("contained", ("strong",)),
    "er4-number": ("checked-number", ("strong",)),
    "er5-given": ("cleared-suspects", ("strong",)),
    "sp5-apart": ("told-apart", ("strong",)),
    "sp5-two-sides": ("found-cause", ("strong",)),
    "sp4-pair": ("tried-first", ("strong",)),
    "sp1-more-text": ("more-wrong", ("harmed",)),
    "ra5-wrong": ("looked-at-answers", ("strong",)),
    "ci4-roles": ("declared", ("strong",)),
    "ld4-desk": ("warned-desk", ("strong",)),
    "ld5-us": ("stopped-spread", ("strong",)),
}
"""Look-fors that leave a trace in the world, by the milestone and the verdicts they lead to."""


def alone(id_: str) -> Run:
    return alone_in(CASE, id_)


@pytest.mark.parametrize("id_", IDS)
def test_a_candidate_gets_to_all_its_moves_and_nothing_is_refused(id_: str) -> None:
    run = alone(id_)
    assert len(run.made) == len(run.persona.policy) >= 12
    assert [told.id for told in run.state.told if told.kind == "blocked"] == []


def test_what_a_candidate_says_is_found_when_it_is_typed_word_by_word() -> None:
    matcher = Matcher(topics_of(alone("rivet").world.incident, ("ask", "act", "name")))
    moves = [move for id_ in IDS for move in alone(id_).persona.policy.values()]
    spoken = [
        move for move in moves if any(not text.startswith(("wait", "undo")) for text in move.do)
    ]
    found = [
        move
        for move in spoken
        if {f"{one.topic.kind}:{one.topic.id}" for one in matcher.match(move.say).candidates}
        & {*move.do}
    ]
    assert len(found) >= FOUND * len(spoken) > 0


@pytest.mark.parametrize("dims", [(), TECHNICAL])
def test_milestones_are_in_the_order_of_the_levels(dims: tuple[str, ...]) -> None:
    good = {id_: alone(id_).made_good(*dims) for id_ in IDS}
    assert min(good[id_] for id_ in STRONG) > good[MIDDLE] > max(good[id_] for id_ in WEAK)


def test_whoever_has_not_run_a_service_does_not_look_as_if_they_had() -> None:
    lemma, median = alone("lemma"), alone("median")
    assert lemma.made_good("experimentation-rigor") > median.made_good("experimentation-rigor")
    assert lemma.made_good("production-ml") < median.made_good("production-ml")


def test_only_the_strong_do_no_harm() -> None:
    assert {id_ for id_ in IDS if not alone(id_).harmed} == {"quill", "quill-polished", "rivet"}
    assert alone("dial").harmed == {"us-hit", "more-wrong", "foreign-vendor"}


@pytest.mark.parametrize("id_", IDS)
def test_what_moves_show_is_what_the_world_has_seen(id_: str) -> None:
    """A look-for in a move is no claim: the milestone that goes with it says the same."""
    run = alone(id_)
    contradicted = {
        name: run.verdicts[milestone]
        for name, (milestone, fitting) in BEARS_OUT.items()
        if name in run.shown and run.verdicts[milestone] not in fitting
    }
    assert contradicted == {}


@pytest.mark.parametrize("twin", ["quill-polished", "velvet-plain"])
def test_twins_do_the_same_in_other_words(twin: str) -> None:
    one, other = alone(twin), alone(alone(twin).persona.persona.twin_of or "")
    assert (one.made, one.verdicts) == (other.made, other.verdicts)
    said = [{move.say for move in run.persona.policy.values()} for run in (one, other)]
    assert not said[0] & said[1]
