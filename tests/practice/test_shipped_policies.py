"""The shipped simulated candidates at work: what each does in the incident fits its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.incident.worlds import CASE, shipped
from tests.practice.working_alone import alone as alone_in

from interviewloop.incident.matching import Matcher, topics_of
from interviewloop.library.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.practice.working_alone import Run

    from interviewloop.model.incident import Verdict

WORLD = shipped()
IDS = sorted(path.stem for path in (CASE / "personas").glob("*.toml"))
FEWEST = 0.8
"""Share of its moves that a candidate gets to before the incident is over."""
FOUND = 0.94
"""Share of moves whose words, as they are, lead to an event they mean."""
TECHNICAL = ("production-ml", "systems-performance")
STRONG, MIDDLE, WEAK = ("quill", "rivet"), ("median",), ("velvet", "dial")
BEARS_OUT: Mapping[str, tuple[str, tuple[Verdict, ...]]] = {
    "pm5-split-first": ("split-first", ("strong",)),
    "pm1-blind-change": ("split-first", ("ok", "late", "missed")),
    "pm5-protect-early": ("protected-early", ("strong",)),
    "pm3-protect-late": ("protected-early", ("ok", "late")),
    "pm5-verify": ("verified", ("strong",)),
    "er4-number-true": ("checked-number", ("strong",)),
    "er5-old-model": ("tested-model", ("strong",)),
    "sp4-received": ("looked-at-input", ("strong", "ok")),
    "sp5-product": ("found-cause", ("strong",)),
    "sp5-repair": ("repaired", ("strong",)),
    "ci5-roles": ("declared", ("strong",)),
    "ld4-training": ("spoiled-training", ("avoided",)),
    "ra4-message": ("spoiled-message", ("avoided",)),
    "ra2-everybody": ("hurt-everybody", ("harmed",)),
}
"""Look-fors that leave a trace in the world, by the milestone and the verdicts they lead to."""


def alone(id_: str) -> Run:
    return alone_in(CASE, id_)


def worst_and_best(of: Callable[[Run], int], ids: tuple[str, ...]) -> tuple[int, int]:
    counted = [of(alone(id_)) for id_ in ids]
    return min(counted), max(counted)


def test_the_pool_is_there() -> None:
    """The other tests look at nothing in an empty folder."""
    assert len(IDS) == 8
    assert {*STRONG, *MIDDLE, *WEAK} < {*IDS}


@pytest.mark.parametrize("id_", IDS)
def test_a_candidate_gets_to_its_moves(id_: str) -> None:
    run = alone(id_)
    assert 12 <= len(run.persona.policy) <= 22
    assert len(run.made) >= FEWEST * len(run.persona.policy)


@pytest.mark.parametrize("id_", IDS)
def test_nothing_that_a_candidate_orders_is_refused(id_: str) -> None:
    assert [told.id for told in alone(id_).state.told if told.kind == "blocked"] == []


@pytest.mark.parametrize("id_", IDS)
def test_a_move_is_said_in_a_breath(id_: str) -> None:
    words = {name: count(move.say) for name, move in alone(id_).persona.policy.items()}
    assert {name: has for name, has in words.items() if not 15 <= has <= 45} == {}


def test_what_a_candidate_says_is_found_when_it_is_typed_word_by_word() -> None:
    """A trainee enters what they hear, so the order meant is nearly always among the offers. The
    rest names a release and means the cause; whoever types that has to judge."""
    matcher = Matcher(topics_of(WORLD.incident, ("ask", "act", "name")))
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
    assert len(found) >= FOUND * len(spoken)


@pytest.mark.parametrize("dims", [(), TECHNICAL])
def test_milestones_are_in_the_order_of_the_levels(dims: tuple[str, ...]) -> None:
    def of(run: Run) -> int:
        return run.made_good(*dims)

    least_strong, _ = worst_and_best(of, STRONG)
    least_middle, most_middle = worst_and_best(of, MIDDLE)
    _, most_weak = worst_and_best(of, WEAK)
    assert least_strong > most_middle
    assert least_middle > most_weak


def test_whoever_has_not_run_a_service_does_not_look_as_if_they_had() -> None:
    """Lemma's rigour earns milestones of its own, and none of those for production."""
    lemma, median = alone("lemma"), alone("median")
    assert lemma.made_good("experimentation-rigor") >= median.made_good("experimentation-rigor")
    assert lemma.made_good("production-ml") < median.made_good("production-ml")


def test_only_the_weak_do_harm() -> None:
    harmed = {
        id_ for id_ in IDS if any(verdict == "harmed" for verdict in alone(id_).verdicts.values())
    }
    assert harmed == {"velvet", "velvet-plain", "dial", "lemma"}


@pytest.mark.parametrize("id_", IDS)
def test_what_moves_show_is_what_the_world_has_seen(id_: str) -> None:
    """A look-for in a move is no claim: the milestone that goes with it says the same."""
    run = alone(id_)
    shown = {name for move in run.made for name in run.persona.policy[move].shows}
    contradicted = {
        name: run.verdicts[milestone]
        for name, (milestone, fitting) in BEARS_OUT.items()
        if name in shown and run.verdicts[milestone] not in fitting
    }
    assert contradicted == {}


@pytest.mark.parametrize("id_", IDS)
def test_whoever_lets_the_damage_spread_has_known_of_it(id_: str) -> None:
    run = alone(id_)
    flags = {name for move in run.made for name in run.persona.policy[move].red_flags}
    knew = ("seen", "dependants") in run.state.marks
    held = run.state.flags["training_held"]
    spoiled = run.verdicts["spoiled-training"] == "harmed"
    if "rf-spread" in flags:
        assert (knew, held, spoiled) == (True, False, True)
    elif knew and spoiled:
        asked = next(
            minute
            for move, minute in run.made.items()
            if "ask:dependants" in run.persona.policy[move].do
        )
        assert asked >= (WORLD.incident.injects["training-starts"].at or 0)


@pytest.mark.parametrize("twin", [id_ for id_ in IDS if alone(id_).persona.persona.twin_of])
def test_twins_do_the_same_at_the_same_minutes(twin: str) -> None:
    one, other = alone(twin), alone(alone(twin).persona.persona.twin_of or "")
    for field in ("do", "when", "shows", "red_flags"):
        assert [(id_, getattr(move, field)) for id_, move in one.persona.policy.items()] == [
            (id_, getattr(move, field)) for id_, move in other.persona.policy.items()
        ]
    assert (one.made, one.verdicts) == (other.made, other.verdicts)
    said = [{move.say for move in run.persona.policy.values()} for run in (one, other)]
    assert not said[0] & said[1]
