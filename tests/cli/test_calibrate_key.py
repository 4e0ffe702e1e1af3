"""``interviewloop calibrate`` with a key, with personas, and with practice as a link."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import numpy as np
import pytest
from tests.practice import mocks

from interviewloop.cli import calibrate
from interviewloop.cli.main import main
from interviewloop.model.errors import Problem
from interviewloop.model.scorecard import Scorecard
from interviewloop.practice.interviews import interview_of
from interviewloop.workspace.workspace import Workspace

STATS = Path(__file__).parents[1] / "data" / "stats"
RATINGS = str(STATS / "synth_accuracy" / "data.csv")


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    parser = argparse.ArgumentParser()
    parser.set_defaults(workspace=str(tmp_path))
    calibrate.add_parser(parser.add_subparsers())

    def command(*arguments: str, names: bool = True) -> tuple[int, str, str]:
        given = ["--bootstrap", "100", *(["--names"] if names else []), *arguments]
        args = parser.parse_args(["calibrate", *given])
        return args.run(args), *capsys.readouterr()

    return command


@pytest.fixture
def key(tmp_path) -> str:
    """The key of the reference data as people would write it."""
    with (STATS / "synth_accuracy" / "key.csv").open(newline="") as file:
        rows = [(r["candidate"], r["dimension"], r["key"]) for r in csv.DictReader(file)]
    path = tmp_path / "key.csv"
    path.write_text("\n".join(["candidate,dimension,score", *map(",".join, rows)]) + "\n")
    return str(path)


def numbers(text: str) -> dict:
    return json.loads(text, parse_constant=pytest.fail)


def codes(found: dict) -> dict[str, str]:
    return {notice["code"]: notice["message"] for notice in found["notices"]}


def test_a_key_fills_accuracy(run, key):
    status, out, err = run("--ratings", RATINGS, "--key", key, "--json")
    assert (status, err) == (0, "")
    told = json.loads((STATS / "synth_accuracy" / "models.json").read_text())["cronbach"]
    for label, values in told["by_interviewer"].items():
        accuracy = numbers(out)["interviewers"][label]["accuracy"]
        assert (accuracy["n"], accuracy["withheld"]) == (80, None)
        block = accuracy["block"]
        assert block["elevation"] == pytest.approx(values["elevation_sq"], abs=1e-9)
        assert block["total"] == pytest.approx(values["total_msd"], abs=1e-9)
        severity = accuracy["severity"]
        assert severity["value"] == pytest.approx(-values["elevation_signed"], abs=1e-9)
        assert severity["ci_low"] <= severity["value"] <= severity["ci_high"]
    # A flat rater has no correlation, which is null and no NaN.
    assert numbers(out)["interviewers"]["R04"]["accuracy"]["block"]["overall_correlation"] is None


def test_text_and_markdown_tell_of_the_key(run, key, tmp_path):
    _, out, _ = run("--ratings", RATINGS, "--key", key)
    assert "Accuracy against the key" in out
    assert "Interviewer R02 scores 0.9 points lower than the key" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    run("--ratings", RATINGS, "--key", key, "--out", str(tmp_path / "r.md"))
    assert "## Accuracy against the key" in (tmp_path / "r.md").read_text()
    assert "Accuracy" not in run("--ratings", RATINGS)[1]


def test_without_a_key_accuracy_is_withheld(run):
    found = numbers(run("--ratings", RATINGS, "--json")[1])
    for one in found["interviewers"].values():
        assert (one["accuracy"]["withheld"], one["accuracy"]["hit"]) == ("no-key", None)
        assert one["accuracy"]["severity"]["withheld"] == "no-key"
    assert "no-key" not in codes(found)


def test_a_key_of_part_of_the_candidates_is_said_to_be_one(run, tmp_path):
    path = tmp_path / "part.csv"
    path.write_text("candidate,dimension,score,by\nG01,D1,2.5,x\nG02,D1,3,x\nnobody,D1,3,x\n")
    _, out, err = run("--ratings", RATINGS, "--key", str(path), "--json")
    found = numbers(out)
    assert "Columns of the key not read: by." in err
    assert codes(found)["key-without-scores"].startswith("1 key score was left aside")
    accuracy = found["interviewers"]["R01"]["accuracy"]
    assert (accuracy["n"], accuracy["severity"]["withheld"]) == (2, "few-key-candidates")
    assert "R01" in codes(found)["few-key-candidates"]
    elsewhere = tmp_path / "other.csv"
    elsewhere.write_text("candidate,dimension,score\nnobody,D1,3\n")
    found = numbers(run("--ratings", RATINGS, "--key", str(elsewhere), "--json")[1])
    assert "R01, R02, R03, R04, R05" in codes(found)["no-key"].replace("; ", ", ")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"candidate,dimension,score\nG01,D1,6\n", 'line 2: score "6"'),
        (b"candidate,dimension,score\nG01,D1,3.3\n", 'line 2: score "3.3"'),
        (b"candidate,dimension,score\nG01,D1,\n", 'line 2: score ""'),
        (b"candidate,dimension,score\nG01,,3\n", "line 2: dimension is empty"),
        (b"candidate,dimension,score\nG01,D1,3\nG01,D1,3\n", "line 3: the same candidate"),
        (b"candidate,score\nG01,3\n", "no column dimension"),
        (b"", "it is empty"),
        (b"candidate,dimension,score\n", "no row with a score"),
        (b"candidate,dimension,score\nG01,D1,\xff\n", "line 2 is not UTF-8"),
        (b"x" * 5_000_000, "line 1 is longer"),
    ],
)
def test_an_unusable_key_is_refused_with_status_2(tmp_path, capsys, monkeypatch, body, reason):
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    path = tmp_path / "bad.csv"
    path.write_bytes(body)
    status = main(["calibrate", "--ratings", RATINGS, "--key", str(path), "--json"])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert err.startswith("The key cannot be used")
    assert reason in err
    assert len(err) < 2000


def practised(workspace: Path, interviewer: str, persona: str, move: int, minutes: int = 0):
    """A sealed mock session whose scores are the persona's levels moved by so much."""
    levels = mocks.persona(persona).persona.levels
    scores = {dim: min(5, max(1, level + move)) for dim, level in levels.items()}
    made = mocks.session(persona, scores)
    made = made.model_copy(
        update={
            "interviewer": interviewer,
            "loop": f"{interviewer} {persona}",
            "candidate": f"{persona} of {interviewer}",
            "scorecard": Scorecard(scores=scores),
        }
    )
    Workspace(workspace).create(made)
    return made


def test_a_calibration_exercise_brings_its_key(run, tmp_path):
    sessions = [
        practised(tmp_path, who, persona, move)
        for who, move in (("Ann", 0), ("Bob", 1), ("Cem", -1))
        for persona in ("median", "rivet", "lemma", "quill")
    ]
    status, out, err = run("--kind", "mock", "--trainer", "--json")
    found = numbers(out)
    assert (status, err) == (0, "Sealed sessions counted: 12.\n")
    assert list(found["candidates"]) == [
        f"exp-day-four-win/{name}" for name in ("lemma", "median", "quill", "rivet")
    ]
    assert found["candidates"]["exp-day-four-win/quill"]["interviewers"] == 3
    assert found["data"]["connected"] is True
    by_hand = [
        d
        for one in sessions[4:8]
        for d in interview_of(
            one, mocks.persona(one.persona), mocks.case()
        ).differences().values()
    ]  # fmt: skip
    bob = found["interviewers"]["Bob"]["accuracy"]
    assert (bob["n"], bob["severity"]["value"]) == (32, pytest.approx(-np.mean(by_hand)))
    assert found["interviewers"]["Ann"]["accuracy"]["hit"] == 1.0
    assert "exp-day-four-win/lemma" in codes(found)["authors-key"]
    assert "flat-interval" in codes(found)


def test_practice_with_somebody_not_met_yet_is_left_out(run, tmp_path):
    (tmp_path / "config.toml").write_text('interviewer = "ann "\n')
    for who in ("Ann", "Bob"):
        practised(tmp_path, who, "median", 0)
    practised(tmp_path, "Bob", "rivet", 1)
    found = numbers(run("--kind", "mock", "--json")[1])
    assert list(found["candidates"]) == ["exp-day-four-win/median"]
    assert codes(found)["closed-loops"].startswith("1 loop was left out")
    found = numbers(run("--kind", "mock", "--trainer", "--json")[1])
    assert len(found["candidates"]) == 2
    assert "closed-loops" not in codes(found)


def test_a_cap_that_the_rules_ask_for_is_no_miss(run, tmp_path):
    """Whoever raises Dial's red flag rightly keeps to its cap of 2, where the key is 4."""
    scores = {**mocks.persona("dial").persona.levels, "communication-influence": 2}
    for number, flags in ((1, ["rf-hide"]), (2, [])):
        made = mocks.session("dial", scores, flags=flags, number=number)
        Workspace(tmp_path).create(made.model_copy(update={"interviewer": f"I{number}"}))
    found = numbers(run("--kind", "mock", "--trainer", "--json")[1])["interviewers"]
    raised, silent = (found[who]["accuracy"] for who in ("I1", "I2"))
    assert (raised["n"], raised["miss"]) == (7, 0.0)
    assert (silent["n"], silent["miss"]) == (8, 0.125)


def test_a_persona_that_is_gone_has_no_key(run, tmp_path):
    made = practised(tmp_path, "Ann", "median", 0)
    gone = made.model_copy(update={"persona": "gone", "loop": "gone", "candidate": "gone"})
    Workspace(tmp_path).create(gone)
    found = numbers(run("--kind", "mock", "--trainer", "--json")[1])
    assert found["interviewers"]["Ann"]["accuracy"]["n"] == 8
    assert "exp-day-four-win/gone" in codes(found)["missing-personas"]


def test_a_key_file_goes_before_the_personas(run, tmp_path):
    practised(tmp_path, "Ann", "median", 0)
    path = tmp_path / "key.csv"
    path.write_text("candidate,dimension,score\nexp-day-four-win/median,leadership,5\n")
    found = numbers(run("--kind", "mock", "--trainer", "--key", str(path), "--json")[1])
    assert found["interviewers"]["Ann"]["accuracy"]["n"] == 1


def live(workspace: Path, groups: dict[str, str]) -> None:
    """Candidates of two groups, each scored by the interviewers of its group alone."""
    generator = np.random.default_rng(5)
    levels = mocks.persona("median").persona.levels
    for group, people in groups.items():
        for c in range(8):
            worth = generator.normal(3, 0.6)
            for who in people:
                harsh = 0.8 if who in "AB" else 0.0
                scores = {
                    dim: int(np.clip(np.rint(worth - harsh + generator.normal(0, 0.5)), 1, 5))
                    for dim in levels
                }
                made = mocks.session("median", scores).model_copy(
                    update={
                        "kind": "live",
                        "persona": None,
                        "interviewer": who,
                        "loop": f"{group}{c}",
                        "candidate": f"{group}{c}",
                        "scorecard": Scorecard(scores=scores),
                    }
                )
                Workspace(workspace).create(made)


def test_practice_links_groups_for_severity_and_for_nothing_else(run, tmp_path):
    live(tmp_path, {"one": "AB", "two": "CD"})
    plain = numbers(run("--json")[1])
    for who, move in (("A", -1), ("B", -1), ("C", 0), ("d ", 0)):
        for persona in ("median", "rivet", "lemma", "quill"):
            practised(tmp_path, who, persona, move)
    assert numbers(run("--json")[1]) == plain
    found = numbers(run("--json", "--link-mock", "--trainer")[1])
    linked = {label: one["severity_linked"] for label, one in found["interviewers"].items()}
    assert {figure["withheld"] for figure in linked.values()} == {None}
    assert linked["A"]["ci_low"] > 0 > linked["C"]["ci_high"]
    assert found["link"]["personas"] == 4
    assert found["link"]["sessions"] == 16
    assert "link-used" in codes(found)
    for one in found["interviewers"].values():
        assert one["severity"]["withheld"] == "disconnected-severity"
        assert one["rasch_linked"]["withheld"] is None
        for key in ("severity_linked", "rasch_linked"):
            del one[key]
    for one in plain["interviewers"].values():
        assert one["severity_linked"]["withheld"] == "link-not-asked"
        for key in ("severity_linked", "rasch_linked"):
            del one[key]
    # Nothing else has changed.
    for part in plain.keys() - {"notices", "link"}:
        assert found[part] == plain[part]
    text = run("--link-mock", "--trainer")[1]
    assert "Severity across groups, linked by practice" in text
    assert max(map(len, text.splitlines())) <= 80


def test_codes_change_no_figure_of_key_and_link(run, tmp_path):
    """Scores excused from the key and practice that links find their interviewers behind codes."""
    live(tmp_path, {"one": "AB", "two": "CD"})
    for who, move in (("A", -1), ("B", -1), ("C", 0), ("d ", 0)):
        for persona in ("median", "rivet", "lemma", "quill"):
            practised(tmp_path, who, persona, move)
    scores = {**mocks.persona("dial").persona.levels, "communication-influence": 2}
    for who, flags in (("A", ["rf-hide"]), ("C", [])):
        made = mocks.session("dial", scores, flags=flags)
        changes = {"interviewer": who, "loop": f"{who} dial", "candidate": f"dial of {who}"}
        Workspace(tmp_path).create(made.model_copy(update=changes))
    for options in (("--link-mock",), ("--kind", "mock")):
        named, coded = (
            numbers(run("--json", "--trainer", *options, names=names)[1])["interviewers"]
            for names in (True, False)
        )
        assert not set(named) & set(coded)
        every = [
            sorted(
                (one["n"], one["mean"], one["accuracy"]["n"], one["severity_linked"]["value"] or 0)
                for one in found.values()
            )
            for found in (named, coded)
        ]
        assert np.array(every[0]) == pytest.approx(np.array(every[1]))
        assert np.array(every[0])[:, -2 if options == ("--kind", "mock") else -1].all()


@pytest.mark.parametrize("options", [["--ratings", RATINGS], ["--kind", "mock"]])
def test_without_live_interviews_there_is_nothing_to_link(run, tmp_path, options):
    practised(tmp_path, "Ann", "median", 0)
    with pytest.raises(Problem, match="--link-mock links live interviews"):
        run("--link-mock", "--trainer", *options)
