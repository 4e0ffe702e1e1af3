from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from interviewloop.cli import plan
from interviewloop.cli.main import build_parser
from interviewloop.model.errors import Problem

STATS = Path(__file__).parents[1] / "data" / "stats"
SMALL = str(STATS / "synth_small" / "data.csv")
APART = str(STATS / "synth_disconnected" / "data.csv")


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs the command in an empty workspace; gives exit status, standard output and error."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    parser = argparse.ArgumentParser()
    parser.set_defaults(workspace=str(tmp_path))
    plan.add_parser(parser.add_subparsers())

    def command(*arguments: str) -> tuple[int, str, str]:
        args = parser.parse_args(["plan", *arguments])
        status = args.run(args)
        return status, *capsys.readouterr()

    return command


def test_the_plan_names_people_and_shows_ten_panels(run):
    status, out, err = run("--ratings", SMALL)
    assert (status, err) == (0, "")
    assert "- Candidate 1: R01, R03, R04, R08." in out
    assert "0.58 (0.26 to 0.85)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_json_holds_the_same(run):
    status, out, _ = run("--ratings", SMALL, "--json", "--cut", "3", "--candidates", "1")
    found = json.loads(out)
    assert (status, found["schema"], found["cut"], found["withheld"]) == (0, 1, 3, None)
    assert [panel["interviewers"] for panel in found["panels"]] == list(range(1, 11))
    for figure in ("reliability", "ranking", "wrong_hire", "wrong_reject"):
        assert set(found["panels"][0][figure]) == {"value", "ci_low", "ci_high", "n", "withheld"}
    assert len(found["seatings"]) == 1


def test_groups_that_share_nobody_are_joined_first(run):
    _, out, _ = run("--ratings", APART)
    assert "falls into 2 groups" in out
    assert "This joins groups that share no candidate yet." in " ".join(out.split())


def test_too_little_to_plan_from(run, tmp_path):
    table = tmp_path / "r.csv"
    table.write_text("candidate,interviewer,dimension,score\nA,x,d,3\n")
    status, out, _ = run("--ratings", str(table))
    assert status == 1
    assert "Withheld" in out
    found = json.loads(run("--ratings", str(table), "--json")[1])
    assert (found["panels"], found["withheld"]) == ([], "no-shared-scores")
    assert found["notices"][0]["mend"]


def test_no_sessions_yet(run):
    status, out, err = run()
    assert (status, out) == (1, "")
    assert "Nothing to calibrate yet" in err


def test_bad_input_is_a_problem(run, tmp_path):
    with pytest.raises(Problem):
        run("--ratings", str(tmp_path / "absent.csv"))


@pytest.mark.parametrize(
    "arguments",
    [("--cut", "9"), ("--cut", "x"), ("--seats", "1"), ("--candidates", "-1"), ("--seats", "4.5")],
)
def test_arguments_off_the_scale_are_refused(run, arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        run("--ratings", SMALL, *arguments)
    assert exit_.value.code == 2
    assert "is not a" in capsys.readouterr().err


def test_it_is_a_command_and_costs_nothing_to_know():
    assert "plan" in build_parser().format_help()
    code = "import sys, interviewloop.cli.plan; print('numpy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
