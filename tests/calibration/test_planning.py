from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calibration.panels import TINY, ratings_of, reference, rows_of

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.dstudy import d_study
from interviewloop.calibration.figures import Rule
from interviewloop.calibration.planning import planned_panels
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.calibration.seating import seatings


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


@pytest.mark.parametrize(("candidates", "seats"), [(1, 1), (-1, 4)])
def test_impossible_plans_are_refused(candidates, seats):
    with pytest.raises(ValueError, match="cannot be planned"):
        seatings(ratings_of({("A", "x", "d"): 3}), candidates, seats)
