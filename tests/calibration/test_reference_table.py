from __future__ import annotations

import sys

import pytest
from tests.calibration import reference_table
from tests.calibration.reference_table import DATASETS, rows, worst


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_value_is_farther_off_than_its_tolerance(dataset):
    every = list(rows(dataset))
    assert len(every) >= 5
    beyond = [row for row in every if not row.difference <= row.tolerance]
    assert beyond == []


def test_the_table_has_a_line_for_every_kind_of_value(capsys, monkeypatch):
    monkeypatch.setattr(reference_table, "DATASETS", ("synth_accuracy",))
    monkeypatch.setattr(sys, "argv", ["reference_table"])
    reference_table.main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(worst(rows("synth_accuracy")))
    assert lines[-1].startswith("| synth_accuracy | accuracy | 44 | ")
