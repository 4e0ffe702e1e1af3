from __future__ import annotations

import math

import pytest

from interviewloop.calibration.calibrate import calibrate
from interviewloop.calibration.figures import Figure
from interviewloop.calibration.findings import findings, lean_sentence
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.report.calibration_json import calibration_json


def codes(calibration) -> set[str]:
    return {notice.code for notice in calibration.notices}


def sentences(calibration) -> str:
    return "\n".join(finding.sentence for finding in findings(calibration))


def test_it_counts_what_went_in(dataset):
    result = calibrate(dataset("synth_small").ratings, bootstrap=100)
    data = result.data
    assert (data.ratings, data.candidates, data.interviewers, data.dimensions) == (384, 12, 8, 8)
    assert data.connectivity.connected
    assert list(result.interviewers) == [f"R0{i}" for i in range(1, 9)]
    assert sum(sum(d.category_counts) for d in result.dimensions.values()) == 384
    assert sum(c.n for c in result.candidates.values()) == 384
    assert {c.interviewers for c in result.candidates.values()} == {4}


def test_means_are_plain_means(dataset):
    data = dataset("synth_small")
    result = calibrate(data.ratings, bootstrap=100)
    scores = [row.score for row in data.rows if row.candidate == "C03"]
    assert result.candidates["C03"].raw_mean == pytest.approx(math.fsum(scores) / len(scores))
    scores = [row.score for row in data.rows if row.interviewer == "R05"]
    assert result.interviewers["R05"].mean == pytest.approx(math.fsum(scores) / len(scores))
    counted = [row.score for row in data.rows if row.dimension == "D4"].count(5)
    assert result.dimensions["D4"].category_counts[4] == counted


def test_the_same_seed_gives_the_same_report_and_another_one_other_intervals(dataset):
    ratings = dataset("synth_small").ratings
    first = calibrate(ratings, bootstrap=200, seed=1)
    again = calibrate(ratings, bootstrap=200, seed=1)
    assert calibration_json(again) == calibration_json(first)
    other = calibrate(ratings, bootstrap=200, seed=2)
    assert other.overall.exact.value == first.overall.exact.value
    assert other.overall.exact.ci_low != first.overall.exact.ci_low


def test_no_ratings_are_measured_as_nothing():
    result = calibrate(Ratings.from_rows([]))
    assert result.data.ratings == 0
    assert result.overall.exact.withheld == "no-shared-scores"
    assert findings(result) == ()


def test_a_disconnected_panel_is_said_to_be_one(dataset):
    result = calibrate(dataset("synth_disconnected").ratings, bootstrap=100)
    [notice] = [notice for notice in result.notices if notice.code == "disconnected"]
    assert "(R01, R02, R03, R04, R05), (R06, R07, R08, R09, R10)" in notice.message
    assert result.interviewers["R10"].severity_raw.value is not None


def test_small_panels_carry_their_warnings(panel):
    seven = {f"C{i}": f"{i % 5 + 1}{(i + 1) % 5 + 1}" for i in range(7)}
    result = calibrate(panel(seven), bootstrap=100)
    assert {"few-ratings", "no-bands", "rare-category"} <= codes(result)
    assert "provisional" not in codes(result)
    assert [notice.level for notice in result.notices] == sorted(
        (notice.level for notice in result.notices), key=["withheld", "warning", "info"].index
    )
    twelve = {f"C{i}": f"{i % 5 + 1}{(i + 1) % 5 + 1}" for i in range(12)}
    result = calibrate(panel(twelve), bootstrap=100)
    assert {"provisional", "imprecise-severity"} <= codes(result)
    assert "no-bands" not in codes(result)


def test_a_large_connected_panel_needs_no_warning():
    rows = [
        RatingRow(f"C{c:02}", who, "d", (c * 7 + (who == "y") * (c % 3)) % 5 + 1)
        for c in range(60)
        for who in "xy"
    ]
    result = calibrate(Ratings.from_rows(rows), bootstrap=100)
    # Two interviewers, one dimension and no dates: that much the models cannot do without.
    assert codes(result) == {
        "few-interviewers",
        "severity-not-clear",
        "component-at-zero",
        "effect-few-sessions",
        "drift-no-order",
    }


@pytest.mark.parametrize(
    ("candidates", "spoken", "silent"),
    [
        (4, "few-candidates", "no-bands"),
        (5, "no-bands", "few-candidates"),
        (9, "no-bands", "provisional"),
        (10, "provisional", "no-bands"),
        (29, "imprecise-severity", "few-ratings"),
        (29, "provisional", "no-bands"),
        (30, None, "provisional"),
        (30, None, "imprecise-severity"),
    ],
)
def test_where_one_rule_ends_the_next_begins(panel, candidates, spoken, silent):
    scores = {f"C{i}": f"{i % 5 + 1}{(i + i // 5) % 5 + 1}" for i in range(candidates)}
    found = codes(calibrate(panel(scores), bootstrap=100))
    assert spoken is None or spoken in found
    assert silent not in found


def test_scores_given_nine_times_are_rare_and_ten_times_are_not():
    def rare(times: int) -> bool:
        ones = [RatingRow(f"C{i}", "x", "d", 1) for i in range(times)]
        others = [RatingRow(f"D{i}", "x", "d", score) for i in range(10) for score in (i % 4 + 2,)]
        more = [row._replace(dimension=f"d{n}") for row in others for n in range(4)]
        result = calibrate(Ratings.from_rows(ones + more), bootstrap=100)
        return "score 1" in "".join(n.message for n in result.notices if n.code == "rare-category")

    assert rare(9)
    assert not rare(10)


def test_many_comparisons_are_pointed_out_from_six_interviewers_on(panel):
    def found(interviewers: int) -> set[str]:
        scores = {f"C{i}": f"{i % 5 + 1}" * interviewers for i in range(12)}
        return codes(calibrate(panel(scores), bootstrap=100))

    assert "many-comparisons" not in found(5)
    assert "many-comparisons" in found(6)


def test_a_weak_link_is_named(panel):
    groups = {f"A{i}": "33.." for i in range(3)} | {f"B{i}": "..33" for i in range(3)}
    result = calibrate(panel(groups | {"Link": ".33."}), bootstrap=100)
    [notice] = [notice for notice in result.notices if notice.code == "weak-link"]
    assert notice.message.startswith("Link: ")


def test_a_dimension_a_little_below_the_rest_is_not_blamed(dataset):
    """Every set has a lowest dimension; naming it always would be reading tea leaves."""
    found = findings(calibrate(dataset("synth_disconnected").ratings, bootstrap=200))
    assert [finding for finding in found if finding.about == "dimension"] == []


def test_an_interval_without_width_is_pointed_out(panel):
    result = calibrate(panel({f"C{i}": str(i % 5 + 1) * 2 for i in range(40)}), bootstrap=100)
    [notice] = [notice for notice in result.notices if notice.code == "flat-interval"]
    assert "lean of I1" in notice.message


def test_a_withheld_figure_is_explained_by_a_notice(panel):
    result = calibrate(panel({f"C{i}": "333" for i in range(12)}), bootstrap=100)
    assert result.overall.alpha_ordinal.withheld == "no-variance"
    [notice] = [notice for notice in result.notices if notice.code == "no-variance"]
    assert notice.message.startswith("alpha of d")


def test_findings_name_leans_with_interval_and_n(dataset):
    text = sentences(calibrate(dataset("synth_small").ratings))
    assert "Interviewer R06 scores 0.7 points lower than colleagues" in text
    assert "Interviewer R03 scores 0.8 points higher than colleagues" in text
    assert "32 shared ratings)" in text
    assert "No clear lean shows for R01, R04, R05 and R07" in text


def test_findings_give_no_verdict_on_few_candidates(panel):
    scores = {f"C{i}": f"{i % 5 + 1}" * 3 for i in range(9)}
    nine = sentences(calibrate(panel(scores), bootstrap=100))
    assert "alpha" in nine
    assert "rely" not in nine
    ten = sentences(calibrate(panel(scores | {"C9": "222"}), bootstrap=100))
    assert "high enough to rely on" in ten


def test_findings_say_who_cannot_be_judged(panel):
    scores = {f"C{i}": "34." for i in range(12)} | {"C12": ".34"}
    found = findings(calibrate(panel(scores), bootstrap=100))
    [silent] = [f for f in found if f.labels == ("I3",)]
    assert "Too little shared data" in silent.sentence


def test_rare_scores_are_counted_in_words(panel):
    scores = {f"C{i}": "33" for i in range(11)} | {"C11": "24", "C12": "44"}
    result = calibrate(panel(scores), bootstrap=100)
    [notice] = [notice for notice in result.notices if notice.code == "rare-category"]
    assert "score 1 (never), score 2 (once), score 4 (3 times)" in notice.message


def test_a_dimension_that_is_read_differently_is_named():
    rows = [
        RatingRow(f"C{c:02}", who, dimension, score)
        for c in range(40)
        for who in "xy"
        for dimension, score in (
            ("firm", c % 5 + 1),
            ("solid", (c + 2) % 5 + 1),
            ("vague", (1 if who == "x" else 5) if c % 2 else 3),
        )
    ]
    found = findings(calibrate(Ratings.from_rows(rows), bootstrap=200))
    assert [f.labels for f in found if f.about == "dimension"] == [("vague",)]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (
            Figure(0.62, 0.31, 0.93, 48),
            (
                "I3 scores 0.6 points lower than colleagues on the same candidates"
                " (95% interval 0.3 to 0.9, 48 shared ratings)."
            ),
        ),
        (
            Figure(-0.62, -0.93, -0.02, 48),
            (
                "I3 scores 0.6 points higher than colleagues on the same candidates"
                " (95% interval 0.02 to 0.9, 48 shared ratings)."
            ),
        ),
        (
            Figure(0.1, -0.2, 0.4, 12),
            (
                "I3 shows no clear lean: 0.1 points lower than colleagues on the same candidates;"
                " the 95% interval runs from 0.2 points higher to 0.4 points lower (12 shared"
                " ratings)."
            ),
        ),
        (
            Figure(0.001, -0.2, 0.4, 12),
            (
                "I3 shows no clear lean: less than 0.01 points lower than colleagues on the same"
                " candidates; the 95% interval runs from 0.2 points higher to 0.4 points lower (12"
                " shared ratings)."
            ),
        ),
        (
            Figure(0.0, 0.0, 0.0, 12),
            (
                "I3 shows no clear lean: the same as colleagues on the same candidates; the 95%"
                " interval runs from no difference to no difference (12 shared ratings)."
            ),
        ),
        (Figure(None, None, None, 4, "few-ratings"), None),
    ],
)
def test_the_sentence_about_a_lean(figure, expected):
    assert lean_sentence("I3", figure) == expected
