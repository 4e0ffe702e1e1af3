from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calibration.panels import TINY, ratings_of, reference, rows_of

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.dstudy import d_study
from interviewloop.calibration.figures import Rule
from interviewloop.calibration.planning import dimensions_now, one_more, planned_panels
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.calibration.seating import joiners, seatings


@pytest.mark.parametrize("name", ["synth_effects", "synth_small"])
def test_panels_are_the_d_study_with_fixed_dimensions(name):
    """From components of session means here, from all seven there."""
    ratings, expected = reference(name)
    told = expected["d_study"]
    designs = d_study(told["components"], told["dimensions"], mean=told["mean"], cut=told["cut"])
    for panel, design in zip(planned_panels(ratings, told["cut"]), designs, strict=True):
        assert panel.interviewers == design.interviewers
        assert panel.reliability.value == pytest.approx(design.phi, abs=0.01)
        assert panel.ranking.value == pytest.approx(design.e_rho2, abs=0.01)
        assert panel.wrong_hire.value == pytest.approx(design.decision.false_positive, abs=0.01)
        assert panel.wrong_reject.value == pytest.approx(design.decision.false_negative, abs=0.01)


def test_a_cut_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="on the scale"):
        planned_panels(reference("synth_small")[0], 5.5)


@given(TINY, st.sampled_from([1.0, 3.5, 5.0]))
@settings(max_examples=40)
def test_every_figure_is_finite_or_says_why_not(cells, cut):
    found = planned_panels(ratings_of(cells), cut)
    if isinstance(found, Rule):
        assert found.level == "withheld"
        return
    for panel in found:
        for figure in (panel.reliability, panel.ranking, panel.wrong_hire, panel.wrong_reject):
            assert all(map(math.isfinite, (figure.value, figure.ci_low, figure.ci_high)))


def seated(ratings: Ratings, planned) -> Ratings:
    rows = rows_of(ratings)
    for position, seating in enumerate(planned):
        rows += [
            RatingRow(f"new {position}", label, ratings.dimensions[0], 3)
            for label in seating.interviewers
        ]
    return Ratings.from_rows(rows)


def test_the_first_seating_joins_the_subsets():
    ratings, _ = reference("synth_disconnected")
    planned = seatings(ratings, 2, 4)
    assert [seating.purpose for seating in planned] == ["join", "balance"]
    assert connectivity(seated(ratings, planned[:1])).connected


@given(TINY, st.integers(2, 5))
def test_enough_seatings_always_connect_the_panel(cells, seats):
    ratings = ratings_of(cells)
    planned = seatings(ratings, 4, seats)
    if len(ratings.interviewers) < 2:
        assert planned == ()
        return
    assert connectivity(seated(ratings, planned)).connected
    for seating in planned:
        assert len(seating.interviewers) == min(seats, len(ratings.interviewers))
        assert len(set(seating.interviewers)) == len(seating.interviewers)


def test_a_weak_link_gets_a_second_one():
    cells = {(c, i, "d"): 3 for c in "AB" for i in "wx"}
    cells |= {(c, i, "d"): 3 for c in "DE" for i in "yz"}
    cells |= {("C", i, "d"): 3 for i in "xy"}
    ratings = ratings_of(cells)
    assert connectivity(ratings).weak_links == ("C",)
    first = seatings(ratings, 1, 2)[0]
    assert (first.interviewers, first.purpose, first.link) == (("x", "y"), "strengthen", "C")
    assert connectivity(seated(ratings, [first])).weak_links == ()


def test_seats_go_to_those_who_hardly_met():
    cells = {(c, i, "d"): 3 for c in "ABCD" for i in "xy"} | {("E", i, "d"): 3 for i in "xyz"}
    cells |= {("F", i, "d"): 3 for i in "yz"}
    assert seatings(ratings_of(cells), 1, 2)[0].interviewers == ("x", "z")


@given(TINY, st.sets(st.sampled_from("wxyzq")), st.sets(st.sampled_from("wxyz")), st.integers(0, 5))
def test_joiners_are_new_wanted_and_as_many_as_seats(cells, taken, among, seats):
    ratings = ratings_of(cells)
    found = joiners(ratings, "A", sorted(taken), sorted(among), seats)
    names = [one.interviewer for one in found]
    free = (set(ratings.interviewers) & among) - taken
    assert set(names) <= free
    assert len(set(names)) == len(names) == min(seats, len(free))


@given(TINY, st.sets(st.sampled_from("wxyz"), min_size=1))
def test_seated_and_enough_joiners_connect_the_panel(cells, taken):
    ratings = ratings_of(cells)
    here = sorted(taken & set(ratings.interviewers))
    found = joiners(ratings, "next", here, ratings.interviewers, 4)
    rows = rows_of(ratings)
    rows += [RatingRow("next", label, "d", 3) for label in here]
    rows += [RatingRow("next", one.interviewer, "d", 3) for one in found if one.purpose == "join"]
    assert connectivity(Ratings.from_rows(rows)).connected
    parts = connectivity(ratings).subsets
    touched = sum(any(label in part for label in here) for part in parts)
    joins = sum(one.purpose == "join" for one in found)
    assert joins == (len(parts) - touched if len(parts) > 1 else 0)


@pytest.mark.parametrize(("candidates", "seats"), [(1, 1), (-1, 4)])
def test_impossible_plans_are_refused(candidates, seats):
    with pytest.raises(ValueError, match="cannot be planned"):
        seatings(ratings_of({("A", "x", "d"): 3}), candidates, seats)


@pytest.mark.parametrize("name", ["synth_effects", "synth_small"])
@pytest.mark.parametrize("dimensions", [2, 4, 12])
def test_other_numbers_of_dimensions_are_those_of_the_d_study(name, dimensions):
    ratings, expected = reference(name)
    told = expected["d_study"]
    designs = d_study(told["components"], dimensions, mean=told["mean"], cut=told["cut"])
    planned = planned_panels(ratings, told["cut"], dimensions=dimensions)
    for panel, design in zip(planned, designs, strict=True):
        assert panel.reliability.value == pytest.approx(design.phi, abs=0.01)
        assert panel.wrong_hire.value == pytest.approx(design.decision.false_positive, abs=0.01)


def test_as_many_dimensions_as_now_change_nothing():
    ratings, _ = reference("synth_small")
    assert dimensions_now(ratings) == pytest.approx(len(ratings.dimensions))
    now, same = (planned_panels(ratings, 3.5, 3, dimensions=n) for n in (None, 8))
    for left, right in zip(now, same, strict=True):
        assert left.reliability.value == pytest.approx(right.reliability.value)
        assert left.reliability.ci_low == pytest.approx(right.reliability.ci_low)


def test_one_more_is_the_difference_of_two_panels():
    ratings, _ = reference("synth_effects")
    panels = planned_panels(ratings, 3.5, dimensions=4)
    for more in one_more(ratings, 3.5, most=9, dimensions=4):
        now, then = panels[more.interviewers - 1 : more.interviewers + 1]
        rise = then.reliability.value - now.reliability.value
        assert more.reliability.value == pytest.approx(rise)
        spared = now.wrong_hire.value - then.wrong_hire.value
        assert more.wrong_hire.value == pytest.approx(spared)
        assert 0 <= more.reliability.ci_low <= more.reliability.ci_high


def test_dimensions_cannot_be_planned_from_one():
    ratings, _ = reference("synth_small")
    alone = ratings.only(dimensions={ratings.dimensions[0]})
    assert planned_panels(alone, 3.5, dimensions=2).code == "one-dimension"
