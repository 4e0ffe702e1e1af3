from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from interviewloop.calibration.resampling import FEWEST_REPLICATES, MOST_REPLICATES
from interviewloop.cli import calibrate, rating_source
from interviewloop.exchange.session_ratings import BASELINES
from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.model.scorecard import Amendment, Scorecard
from interviewloop.model.session import Session, SessionKind
from interviewloop.model.text import visible
from interviewloop.workspace.workspace import Workspace

STATS = Path(__file__).parents[1] / "data" / "stats"
SMALL = str(STATS / "synth_small" / "data.csv")
START = datetime(2026, 3, 1, 10, tzinfo=UTC)
FIGURE_KEYS = {"value", "ci_low", "ci_high", "n", "withheld"}


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs the command with names in an empty workspace, without if ``coded``; gives exit status,
    standard output and error."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    parser = argparse.ArgumentParser()
    parser.set_defaults(workspace=str(tmp_path))
    calibrate.add_parser(parser.add_subparsers())

    def command(*arguments: str, coded: bool = False, **changes: object) -> tuple[int, str, str]:
        names = [] if coded else ["--names"]
        args = parser.parse_args(["calibrate", *names, *arguments], argparse.Namespace(**changes))
        status = args.run(args)
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def seal(tmp_path):
    """Stores a sealed session in the workspace."""

    def store(
        interviewer: str, candidate: str, score: int, kind: str = "live", **fields: object
    ) -> None:
        session = {
            "kind": kind,
            "phase": "sealed",
            "loop": f"loop {candidate}",
            "candidate": candidate,
            "interviewer": interviewer,
            "case": "feed",
            "case_version": 1,
            "rubric": "core",
            "rubric_version": 1,
            "created_at": START,
            "sealed_at": START,
            "seal": "x",
            "stage": "frame",
            "scorecard": Scorecard(scores={"depth": score, "clarity": "no-signal"}),
        }
        Workspace(tmp_path).create(Session(**(session | fields)))

    return store


def figures(document: object) -> list[dict[str, object]]:
    if isinstance(document, dict):
        if document.keys() == FIGURE_KEYS:
            return [document]
        return [figure for part in document.values() for figure in figures(part)]
    return []


def test_choices_are_those_of_the_models():
    assert get_args(SessionKind) == rating_source.KINDS
    assert BASELINES == rating_source.BASELINES
    limits = (calibrate.FEWEST_REPLICATES, calibrate.MOST_REPLICATES)
    assert limits == (FEWEST_REPLICATES, MOST_REPLICATES)


def test_importing_the_command_stays_cheap():
    check = (
        "import sys, interviewloop.cli.calibrate;"
        "print([m for m in ('numpy', 'scipy', 'pydantic', 'textual') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_report_of_a_file(run):
    status, out, err = run("--ratings", SMALL)
    assert (status, err) == (0, "")
    assert "384 scores, 12 candidates, 8 interviewers, 8 dimensions" in out
    assert "Interviewer R06 scores 0.7 points lower than colleagues" in out
    assert out.index("What the scores say") < out.index("Agreement\n")
    assert max(map(len, out.splitlines())) <= 80


def test_the_report_uses_the_width_that_reads_well(run, monkeypatch):
    reports = {}
    for terminal in ("40", "80", "100", "120", "400"):
        monkeypatch.setenv("COLUMNS", terminal)
        reports[terminal] = run("--ratings", SMALL)[1]
    assert reports["40"] == reports["80"]
    assert reports["400"] == reports["120"]
    assert 88 < max(map(len, reports["100"].splitlines())) <= 100


def test_one_dimension_is_not_told_twice(run):
    _, out, _ = run("--ratings", str(STATS / "krippendorff_4x12" / "data.csv"))
    assert "all dimensions" not in out.lower()


def test_clear_leans_on_one_dimension_are_listed_both_ways(run, tmp_path):
    path = tmp_path / "leans.csv"
    rows = [
        f"C{c},{who},{dimension},{score}"
        for c in range(15)
        for who, dimension, score in (
            ("Ann", "depth", 2 + c % 2),
            ("Bob", "depth", 4),
            ("Ann", "clarity", 3),
            ("Bob", "clarity", 2 + c % 3),
        )
    ]
    path.write_text("\n".join(["candidate,interviewer,dimension,score", *rows]))
    _, out, _ = run("--ratings", str(path))
    leans = " ".join(out[out.index("Leans on") : out.index("Use of")].split())
    # Beyond severity in general: what one dimension has too little, the other has too much.
    assert "Ann scores depth 0.4 points lower than the other dimensions" in leans
    assert "Bob scores clarity 0.4 points lower than the other dimensions" in leans
    assert "4 measured" in leans


def test_the_workspace_of_the_settings_is_found(run, seal, tmp_path, monkeypatch):
    seal("Ann", "C1", 2)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.delenv("INTERVIEWLOOP_WORKSPACE", raising=False)
    (tmp_path / "config.toml").write_text(f"workspace = '{tmp_path}'\n")
    status, out, _ = run("--json", workspace=None)
    assert status == 0
    assert list(json.loads(out)["interviewers"]) == ["Ann"]


def test_json_of_a_file_keeps_the_contract(run):
    status, out, err = run("--ratings", SMALL, "--json")
    assert (status, err) == (0, "")
    found = json.loads(out, parse_constant=pytest.fail)
    assert found["schema"] == 1
    assert found["data"] == {
        "ratings": 384,
        "candidates": 12,
        "interviewers": 8,
        "dimensions": 8,
        "connected": True,
        "subsets": [[f"R0{i}" for i in range(1, 9)]],
    }
    reference = json.loads((STATS / "synth_small" / "reference.json").read_text())
    alphas = reference["krippendorff_alpha"]
    assert found["agreement"]["by_dimension"].keys() == alphas["by_dimension"].keys()
    for metric in ("nominal", "ordinal", "interval"):
        figure = found["agreement"]["overall"][f"alpha_{metric}"]
        assert figure["value"] == pytest.approx(alphas["overall"][metric]["value"], abs=1e-6)
        assert figure["ci_low"] < figure["value"] < figure["ci_high"]
    one = found["interviewers"]["R06"]
    assert (one["n"], one["severity_raw"]["n"]) == (48, 48)
    assert one["severity_raw"]["value"] == pytest.approx(0.944444, abs=1e-6)
    assert one["severity_by_dimension"].keys() == found["dimensions"].keys()
    assert sum(found["dimensions"]["D1"]["category_counts"].values()) == 48
    assert found["candidates"]["C01"]["n"] == 32
    every = figures(found)
    # agreement; ICCs; severities, accuracy and leans; fair means; drift carries keys of its own
    assert len(every) == 9 * 9 + 9 * 5 + 8 * (5 + 2 * 8) + 12 * 2
    for figure in every:
        numbers = [figure[key] for key in ("value", "ci_low", "ci_high")]
        assert (figure["withheld"] is None) == (None not in numbers)
        assert numbers == [None] * 3 or None not in numbers
    assert found["notices"]
    for notice in found["notices"]:
        assert notice.keys() == {"code", "level", "message", "mend"}


def test_the_same_seed_repeats_a_report(run):
    first = run("--ratings", SMALL, "--json", "--bootstrap", "100", "--seed", "7")
    assert run("--ratings", SMALL, "--json", "--bootstrap", "100", "--seed", "7") == first
    assert run("--ratings", SMALL, "--json", "--bootstrap", "100", "--seed", "8") != first


def test_bad_rows_are_named_and_nothing_is_printed(run, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text("candidate,interviewer,dimension,score\nC,I,d,6\nC,I,e,3\n")
    with pytest.raises(Problem) as caught:
        run("--ratings", str(path), "--json")
    assert '    line 2: score "6" is not 1 to 5' in caught.value.lines()
    assert capsys.readouterr().out == ""


def test_other_columns_and_missing_scores_are_mentioned(run, tmp_path):
    path = tmp_path / "extra.csv"
    path.write_text(
        "candidate,interviewer,dimension,score,note\x1b\nC,I,d,no-signal,x\nC,J,d,3,y\n"
    )
    status, out, err = run("--ratings", str(path), "--json")
    assert (status, err) == (0, "Columns not read: note␛.\n")
    notices = {notice["code"]: notice["message"] for notice in json.loads(out)["notices"]}
    assert notices["missing-scores"].startswith("1 score was left out")


def test_names_cannot_steer_the_terminal(run, seal):
    for candidate in range(12):
        for number, interviewer in enumerate(("Eve\x1b[31m\u202e", "Bob")):
            seal(interviewer, f"C{candidate}", 3 + number)
    status, out, err = run()
    assert status == 0
    assert "Eve␛[31m␦" in out
    assert all(visible(line) == line for line in [*out.splitlines(), *err.splitlines()])
    _, out, _ = run("--json")
    assert out.isascii()
    assert "Eve\x1b[31m\u202e" in json.loads(out)["interviewers"]


def test_wide_names_keep_the_columns_together(run, tmp_path):
    path = tmp_path / "wide.csv"
    names = ("面接官" * 30, "Bob", "Zoe\u0308")
    rows = [f"C{c},{who},d,{c % 5 + 1}" for c in range(12) for who in names]
    path.write_text("\n".join(["candidate,interviewer,dimension,score", *rows]), encoding="utf-8")
    _, out, _ = run("--ratings", str(path))
    severity = out[out.index("Severity\n") : out.index("Patterns in")].splitlines()
    [wide] = [line for line in severity if line.startswith("面接官")]
    [narrow] = [line for line in severity if line.startswith("Bob")]
    [accented] = [line for line in severity if line.startswith("Zoe")]
    cells = sum(1 + (character in "面接官") for character in wide)
    assert cells == len(narrow) == len(accented) - 1 <= 80
    assert "…" in wide


def test_an_empty_file_is_nothing_to_measure_yet(run, tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("candidate,interviewer,dimension,score\n")
    status, out, err = run("--ratings", str(path))
    assert (status, out) == (1, "")
    assert "holds no scores yet" in err
    assert "1 to 5" in err


def test_nothing_sealed_says_what_to_do(run):
    status, out, err = run()
    assert (status, out) == (1, "")
    assert "no sealed scorecard" in err
    assert "--ratings" in err


def test_sealed_sessions_are_measured(run, seal):
    for candidate in range(6):
        seal("Ann", f"C{candidate}", 2)
        seal("Bob", f"C{candidate}", 4, kind="shadow")
        seal("Cem", f"C{candidate}", 1, kind="example", loop=f"example {candidate}")
    status, out, err = run("--json")
    assert (status, err) == (0, "Sealed sessions counted: 12.\n")
    found = json.loads(out)
    assert list(found["interviewers"]) == ["Ann", "Bob"]
    assert found["agreement"]["overall"]["within_one"]["value"] == 0
    assert "missing-scores" in {notice["code"] for notice in found["notices"]}
    status, out, err = run("--json", "--kind", "example")
    assert list(json.loads(out)["interviewers"]) == ["Cem"]
    status, out, err = run("--case", "other")
    assert (status, out) == (1, "")
    assert "fits these options" in err


def test_examples_say_that_they_are_examples(run, seal):
    seal("Cem", "C1", 1, kind="example")
    status, out, _ = run()
    assert status == 0
    assert "made-up people" in out


def test_amended_scores_on_request(run, seal):
    change = Amendment(
        at=START, by="Ann", field="depth", before=2, after=5, why="debrief", seal="y"
    )
    seal("Ann", "C1", 2, amendments={"a1": change})
    for arguments, score in (((), "2"), (("--baseline", "amended"), "5")):
        counts = json.loads(run("--json", *arguments)[1])["dimensions"]["depth"]["category_counts"]
        assert counts == dict.fromkeys("12345", 0) | {score: 1}


def test_a_session_that_cannot_be_read_is_named(run, seal, tmp_path):
    seal("Ann", "C1", 2)
    (tmp_path / "sessions" / "broken").mkdir()
    (tmp_path / "sessions" / "broken" / "bob--feed.toml").write_text("kind = ")
    status, out, err = run("--json")
    assert status == 0
    assert "bob--feed.toml" in err
    [notice] = [n for n in json.loads(out)["notices"] if n["code"] == "unreadable-files"]
    assert "bob--feed.toml" in notice["message"]


@pytest.mark.parametrize("option", ["--kind=live", "--case=a", "--rubric=b", "--baseline=sealed"])
def test_a_file_has_no_sessions_to_choose_from(run, option):
    with pytest.raises(Problem, match=option.partition("=")[0]):
        run("--ratings", SMALL, option)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--bootstrap", "99"),
        ("--bootstrap", "100001"),
        ("--bootstrap", "many"),
        ("--bootstrap", "9" * 5000),
        ("--seed", "-1"),
        ("--seed", "1.5"),
        ("--kind", "all"),
    ],
)
def test_unusable_options_are_refused_with_status_2(run, option, value, capsys):
    with pytest.raises(SystemExit) as caught:
        run("--ratings", SMALL, option, value)
    assert caught.value.code == 2
    assert option in capsys.readouterr().err


def test_a_workspace_that_does_not_exist_is_bad_input(run, tmp_path):
    with pytest.raises(Problem, match="the folder does not exist") as raised:
        run(workspace=str(tmp_path / "none"))
    assert raised.value.where == str(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_report_on_examples_says_so_first(run, seal):
    for candidate in "ABC":
        seal("Ann", candidate, 3, kind="example")
        seal("Bob", candidate, 4, kind="example")
    for arguments in ((), ("--kind", "example")):
        _, out, _ = run(*arguments)
        assert "EXAMPLE DATA: made-up people" in "".join(out.splitlines()[:3])
    seal("Ann", "D", 3)
    assert "EXAMPLE" not in run()[1]


def told_about(run, tmp_path, *arguments: str) -> list[str]:
    """The report in every form, interviewers coded."""
    out = tmp_path / "report.md"
    run("--out", str(out), *arguments, coded=True)
    return [
        run(*arguments, coded=True)[1],
        run("--json", *arguments, coded=True)[1],
        out.read_text(encoding="utf-8"),
    ]


def test_others_are_coded_unless_names_are_asked_for(run, seal, tmp_path):
    """In sessions and in a table alike, as in the room and in `report calibration`."""
    (tmp_path / "config.toml").write_text('interviewer = "ann"\n')
    rows = []
    for candidate in range(12):
        for number, who in enumerate(("Ann", "Bob Stone", "Cem Aslan")):
            seal(who, f"C{candidate}", (candidate + number) % 5 + 1)
            rows.append(f"C{candidate},{who},depth,{(candidate + number) % 5 + 1}")
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["candidate,interviewer,dimension,score", *rows]))
    for arguments in ((), ("--ratings", str(table))):
        for report in told_about(run, tmp_path, *arguments):
            assert "Bob" not in report
            assert "Cem" not in report
            assert "Interviewer 0" in report
            assert "nterviewer Interviewer" not in report
            assert "Ann (you)" in report.replace("\\", "")
        named = run(*arguments)[1]
        assert "Bob Stone" in named
        assert "Interviewer 0" not in named


def test_a_code_is_the_same_whomever_one_chooses(run):
    every = json.loads(run("--ratings", SMALL, "--json", coded=True)[1])["interviewers"]
    some = ("--interviewer", "R02", "--interviewer", "R05")
    chosen = json.loads(run("--ratings", SMALL, "--json", *some, coded=True)[1])["interviewers"]
    named = json.loads(run("--ratings", SMALL, "--json")[1])["interviewers"]
    assert len(chosen) == 2
    means = {label: one["mean"] for label, one in every.items()}
    assert {label: one["mean"] for label, one in chosen.items()} == {
        label: mean for label, mean in means.items() if label in chosen
    }
    assert sorted(means.values()) == sorted(one["mean"] for one in named.values())
    assert list(every) == [f"Interviewer 0{number}" for number in range(1, 9)]


def test_a_role_chooses_loops(run, seal, tmp_path):
    loop = Loop(name="loop C1", candidate="C1", rubric="core", role="Staff ML", created_at=START)
    Workspace(tmp_path).create_loop(loop)
    for candidate in ("C1", "C2"):
        for who in ("Ann", "Bob"):
            seal(who, candidate, 3)
    assert list(json.loads(run("--json", "--role", "staff ml")[1])["candidates"]) == ["C1"]
    status, _, err = run("--role", "cook")
    assert (status, "fits these options" in err) == (1, True)
