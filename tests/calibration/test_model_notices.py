from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.calibration.panels import TINY, ratings_of, reference

from interviewloop.calibration.components import variance_components
from interviewloop.calibration.figures import RULES
from interviewloop.calibration.icc import intraclass
from interviewloop.calibration.model_notices import model_notices
from interviewloop.calibration.model_rules import MODEL_RULES
from interviewloop.calibration.severity_model import severity_model


def notices_of(ratings):
    overall, _ = intraclass(ratings)
    return model_notices(
        variance_components(ratings), severity_model(ratings), {"ICC(A,1)": overall.a1}
    )


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("synth_small", ["component-at-zero"]),
        ("synth_disconnected", ["disconnected-severity"]),
        ("mfrmr_core_crossed", ["few-interviewers", "component-at-zero"]),
        ("synth_effects", []),
    ],
)
def test_what_is_said_of_the_reference_panels(name, codes):
    assert [notice.code for notice in notices_of(reference(name)[0])] == codes


@given(TINY)
@settings(max_examples=30)
def test_whatever_is_withheld_is_explained(cells):
    ratings = ratings_of(cells)
    said = {notice.code: notice for notice in notices_of(ratings)}
    for label, found in severity_model(ratings).interviewers.items():
        if found.severity.withheld is not None:
            assert label in said[found.severity.withheld].message
    assert all(notice.mend for notice in said.values())


def test_codes_are_told_apart():
    codes = [rule.code for rule in (*RULES, *MODEL_RULES)]
    assert len(codes) == len(set(codes))
