from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.ratings import RatingRow, Ratings

GRAPHS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 6)), min_size=1, max_size=20)


def ratings_of(edges: set[tuple[int, int]]) -> Ratings:
    return Ratings.from_rows(RatingRow(f"C{c}", f"I{i}", "d", 3) for c, i in edges)


def test_dimensions_do_not_join_what_candidates_do_not(dataset):
    data = dataset("synth_disconnected")
    graph = connectivity(data.ratings)
    assert not graph.connected
    assert graph.subsets == (
        ("R01", "R02", "R03", "R04", "R05"),
        ("R06", "R07", "R08", "R09", "R10"),
    )
    assert set(data.reference["components"].values()) == {len(graph.subsets)}


def test_a_connected_panel_is_one_subset(dataset):
    data = dataset("synth_small")
    graph = connectivity(data.ratings)
    assert graph.connected
    assert set(data.reference["components"].values()) == {len(graph.subsets)}


def test_largest_subset_first(panel):
    graph = connectivity(panel({"C1": "3....", "C2": ".33..", "C3": ".3.3."}))
    assert graph.subsets == (("I2", "I3", "I4"), ("I1",))


def test_a_candidate_who_alone_joins_two_groups_is_a_weak_link(panel):
    crossed = {"C1": "33..", "C2": "33..", "C3": "..33", "C4": "..33"}
    assert connectivity(panel(crossed)).weak_links == ()
    joined = connectivity(panel(crossed | {"C5": ".33."}))
    assert joined.connected
    assert joined.weak_links == ("C5",)
    assert connectivity(panel(crossed | {"C5": ".33.", "C6": "3..3"})).weak_links == ()


def test_a_candidate_between_two_rings_is_a_weak_link(panel):
    """Each ring closes on the candidate in the middle, who is not where the search starts."""
    rings = {"C1": "33..", "C2": "3333", "C3": "..33"}
    assert connectivity(panel(rings)).weak_links == ("C2",)


def test_no_ratings_are_no_subsets():
    graph = connectivity(Ratings.from_rows([]))
    assert graph.connected
    assert graph.subsets == ()


def test_a_long_chain_does_not_exhaust_the_stack():
    edges = {(c, i) for c in range(5000) for i in (c, c + 1)}
    graph = connectivity(ratings_of(edges))
    assert graph.connected
    assert len(graph.weak_links) == 5000


@given(GRAPHS)
def test_subsets_are_the_rank_deficiency_of_the_additive_design(edges):
    ratings = ratings_of(edges)
    design = np.concatenate(
        [
            np.eye(len(ratings.candidates))[ratings.candidate],
            np.eye(len(ratings.interviewers))[ratings.interviewer],
        ],
        axis=1,
    )
    deficiency = design.shape[1] - np.linalg.matrix_rank(design)
    assert len(connectivity(ratings).subsets) == deficiency


@given(GRAPHS)
def test_weak_links_are_those_whose_removal_leaves_more_subsets(edges):
    ratings = ratings_of(edges)
    graph = connectivity(ratings)
    for candidate in ratings.candidates:
        rest = {(c, i) for c, i in edges if f"C{c}" != candidate}
        alone = {i for _, i in edges} - {i for _, i in rest}
        parts = len(connectivity(ratings_of(rest)).subsets) + len(alone) if rest else len(alone)
        assert (candidate in graph.weak_links) == (parts > len(graph.subsets))
