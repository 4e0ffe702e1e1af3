from __future__ import annotations

import numpy as np
import pytest
from tests.calibration.panels import rows_of

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.linking import _together, linked
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.calibration.severity_model import severity_model

GAP = 0.8


def scores(
    generator: np.random.Generator, severity: dict[str, float], candidates: dict[str, str]
) -> list[RatingRow]:
    """``candidates`` name who scored each of them; four dimensions, with halo."""
    rows = []
    for candidate, people in candidates.items():
        worth = generator.normal(3, 0.5)
        for who in people:
            session = worth - severity[who] + generator.normal(0, 0.3)
            for d in range(4):
                value = session + generator.normal(0, 0.5) + generator.random() - 0.5
                rows.append(RatingRow(candidate, who, f"d{d}", int(np.clip(round(value), 1, 5))))
    return rows


def world(seed: int, practice_shift: float = 0.0) -> tuple[Ratings, Ratings, dict[str, float]]:
    """Two groups of three without a common candidate; the first is harsher by GAP. In practice
    ``a`` is harsher still by ``practice_shift``."""
    generator = np.random.default_rng(seed)
    severity = {who: generator.normal(GAP / 2 * (1 if who in "abc" else -1), 0.2)
                for who in "abcxyz"}  # fmt: skip
    groups = {f"A{c}": "abc" for c in range(10)} | {f"X{c}": "xyz" for c in range(10)}
    live = scores(generator, severity, groups)
    moved = severity | {"a": severity["a"] + practice_shift}
    practice = scores(generator, moved, {f"P{c}": "abxy" for c in range(6)})
    return Ratings.from_rows(live), Ratings.from_rows(practice), severity


def test_the_gap_between_groups_is_found_and_the_interval_is_honest():
    hits = count = 0
    for seed in range(25):
        live, practice, severity = world(seed)
        found = linked(live, practice)
        if found.withheld is not None:
            assert found.withheld == "link-differs"  # one sound panel in twenty
            continue
        mean = np.mean(list(severity.values()))
        for who, figure in found.severity.items():
            count += 1
            hits += figure.ci_low <= severity[who] - mean <= figure.ci_high
        assert found.severity["a"].value - found.severity["x"].value > 0
    assert count >= 6 * 20
    assert hits / count >= 0.88


def test_it_is_the_severity_of_both_tables_together():
    live, practice, _ = world(1)
    found = linked(live, practice)
    both = Ratings.from_rows([*rows_of(live), *rows_of(practice)])
    assert connectivity(both).connected
    for who, one in severity_model(both).interviewers.items():
        assert found.severity[who].value == pytest.approx(one.severity.value, abs=1e-9)
        assert found.severity[who].ci_low == pytest.approx(one.severity.ci_low, abs=1e-9)
    assert (found.personas, found.sessions) == (6, 24)
    assert {n.code for n in found.notices} == {"link-used"}
    values = [one.severity for one in found.rasch.values()]
    assert sum(values) == pytest.approx(0, abs=1e-6)


def test_people_who_are_harsher_in_practice_forbid_the_link():
    live, practice, _ = world(2, practice_shift=1.5)
    found = linked(live, practice)
    assert found.withheld == "link-differs"
    assert found.chance < 0.05
    assert {figure.withheld for figure in found.severity.values()} == {"link-differs"}


def test_the_test_of_practice_alarms_about_as_often_as_it_says():
    chances = []
    for seed in range(60):
        live, practice, _ = world(seed)
        chances.append(linked(live, practice).chance)
    assert np.mean(np.array(chances) < 0.05) <= 0.15
    assert 0.3 < np.mean(chances) < 0.7


def test_what_cannot_link_says_why():
    live, practice, _ = world(3)
    assert linked(live, None).withheld == "link-not-asked"
    assert linked(live, None).notices == ()
    assert linked(live.only(interviewers=set("abc")), practice).withheld == "link-needless"
    strangers = Ratings.from_rows(
        row._replace(interviewer=row.interviewer.upper()) for row in rows_of(practice)
    )
    assert linked(live, strangers).withheld == "link-nothing"
    one_group = practice.only(interviewers=set("ab"))
    assert linked(live, one_group).withheld == "link-incomplete"
    [notice] = linked(live, one_group).notices
    assert notice.level == "withheld"


def test_one_of_each_group_links_without_a_test():
    live, practice, _ = world(4)
    found = linked(live, practice.only(interviewers=set("ax")))
    assert (found.withheld, found.chance) == (None, None)
    assert {n.code for n in found.notices} == {"link-used", "link-untested"}


def test_a_persona_is_never_taken_for_a_candidate_of_the_same_name():
    live, practice, _ = world(5)
    same = Ratings.from_rows(
        row._replace(candidate=row.candidate.replace("P", "A")) for row in rows_of(practice)
    )
    together = _together(live, same)
    assert len(together.candidates) == 26
    assert linked(live, same).severity == linked(live, practice).severity
