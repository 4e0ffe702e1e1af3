"""The JSON contract: every key, every figure, finite numbers, whatever the data hold."""

from __future__ import annotations

import argparse
import io
import json
import math
from datetime import date
from pathlib import Path

import pytest

from interviewloop.calibration.rules import RULES
from interviewloop.cli import calibrate
from interviewloop.cli.main import entry
from interviewloop.cli.waiting import Progress

STATS = Path(__file__).parents[1] / "data" / "stats"
F = {"value", "ci_low", "ci_high", "n", "withheld"}
A = {"exact", "within_one", "alpha_nominal", "alpha_ordinal", "alpha_interval", "ac1"}
A |= {"ac2_quadratic"}
COMPONENTS = {"candidate", "interviewer", "dimension", "candidate:interviewer"}
COMPONENTS |= {"candidate:dimension", "interviewer:dimension", "residual"}
EFFECTS = {"central_tendency", "extremity", "randomness", "dimensions_together"}
EFFECTS |= {"range_restriction"}
CODES = {rule.code for rule in RULES}


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    parser = argparse.ArgumentParser()
    parser.set_defaults(workspace=str(tmp_path))
    calibrate.add_parser(parser.add_subparsers())

    def command(*arguments: str) -> tuple[int, str, str]:
        args = parser.parse_args(["calibrate", "--names", *arguments])
        return args.run(args), *capsys.readouterr()

    return command


def table(path: Path, rows: list[tuple[str, str, str, int]]) -> str:
    lines = ["candidate,interviewer,dimension,score", *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def grid(candidates: int, interviewers: int, dimensions: int, flat: bool = False):
    return [
        (f"C{c:02}", f"I{i}", f"d{d}", 3 if flat else (c * 3 + i * c + d) % 5 + 1)
        for c in range(candidates)
        for i in range(interviewers)
        for d in range(dimensions)
    ]


def check_figure(figure: dict[str, object]) -> None:
    assert figure.keys() >= F
    numbers = [figure[key] for key in ("value", "ci_low", "ci_high")]
    assert isinstance(figure["n"], int)
    if figure["withheld"] is None:
        low, high = figure["ci_low"], figure["ci_high"]
        assert None not in numbers
        assert low <= high
    else:
        assert numbers == [None, None, None]
        assert figure["withheld"] in CODES


def check_numbers(part: object) -> None:
    """Every number is finite, and whatever looks like a figure is one."""
    if isinstance(part, dict):
        if "ci_low" in part:
            check_figure(part)
        for inner in part.values():
            check_numbers(inner)
    elif isinstance(part, list):
        for inner in part:
            check_numbers(inner)
    elif isinstance(part, float):
        assert math.isfinite(part)


def check_contract(text: str) -> dict:
    found = json.loads(text, parse_constant=pytest.fail)
    check_numbers(found)
    assert found["schema"] == 1
    assert found["data"].keys() == {
        "ratings", "candidates", "interviewers", "dimensions", "connected", "subsets",
    }  # fmt: skip
    for part in (found["agreement"]["overall"], *found["agreement"]["by_dimension"].values()):
        assert part.keys() >= A
    for pair in found["pairs"]:
        assert {"a", "b", "n", "kappa_quadratic"} <= pair.keys()
        check_figure(pair["kappa_quadratic"])
    assert found["variance_components"].keys() == COMPONENTS
    assert found["icc"].keys() == {"a1", "a_k", "c1", "c_k", "g_qk"}
    for one in found["interviewers"].values():
        check_interviewer(one)
    for one in found["dimensions"].values():
        assert {"difficulty", "tau", "category_counts"} <= one.keys()
        assert one["category_counts"].keys() == set("12345")
    for one in found["candidates"].values():
        assert {"measure", "se"} <= one["rasch"].keys()
        check_figure(one["fair_mean"])
        assert math.isfinite(one["raw_mean"])
    for one in found["cases"].values():
        assert one.keys() == {"n", "difficulty", "rasch"}
        check_figure(one["difficulty"])
        assert (one["rasch"]["difficulty"] is None) == (one["rasch"]["withheld"] in CODES)
    assert found["cases_about"].keys() == {"chance", "severity_moves"}
    assert found["link"].keys() == {"personas", "sessions", "chance", "withheld"}
    assert {
        "method", "thresholds", "person_variance", "deviance", "iterations", "converged",
    } <= found["rasch"].keys()  # fmt: skip
    for notice in found["notices"]:
        assert notice.keys() == {"code", "level", "message", "mend"}
    return found


def check_interviewer(one: dict) -> None:
    assert {"n", "mean", "severity", "severity_raw", "rasch", "effects", "drift"} <= one.keys()
    for key in ("severity", "severity_raw", "severity_linked", "drift"):
        check_figure(one[key])
    assert one["drift"]["confirmed"] in (None, False, True)
    assert one["drift"]["flag"] == bool(one["drift"]["confirmed"])
    assert one["rasch_linked"].keys() == {"severity", "se", "withheld"}
    accuracy = one["accuracy"]
    check_figure(accuracy["severity"])
    assert (accuracy["block"] is None) == (accuracy["withheld"] is not None)
    assert accuracy["withheld"] in CODES | {None}
    assert {"severity", "se", "infit", "outfit", "fair_average"} <= one["rasch"].keys()
    assert one["effects"].keys() == EFFECTS
    for effect in one["effects"].values():
        assert isinstance(effect["flag"], bool)
        assert (effect["value"] is None) == (effect["withheld"] is not None)


@pytest.mark.parametrize("method", ["mml", "jml"])
@pytest.mark.parametrize("name", ["synth_small", "synth_disconnected", "synth_effects"])
def test_the_contract_on_whole_panels(run, name, method):
    path = str(STATS / name / "data.csv")
    status, out, _ = run("--ratings", path, "--json", "--rasch", method, "--bootstrap", "100")
    found = check_contract(out)
    assert (status, found["rasch"]["method"]) == (0, method)
    assert found["rasch"]["converged"]


HARDLY_ANY = [
    grid(1, 4, 3),
    grid(14, 1, 3),
    grid(14, 3, 3, flat=True),
    [("C", "I", "d", 3), ("C", "J", "d", 4)],
    [("C", "I", "d", 3), ("D", "J", "d", 4)],
    [("C", "I", "d", 3)],
    grid(2, 2, 1),
    grid(6, 2, 1),
]


@pytest.mark.parametrize("dealt", ["one", "swapped", "own", "some"])
@pytest.mark.parametrize("rows", HARDLY_ANY)
def test_hardly_any_data_with_cases_and_a_key_too(run, tmp_path, rows, dealt):
    """Cases dealt to sessions in good and bad ways, and a key of halves."""
    lines, key = ["candidate,interviewer,dimension,score,case"], {}
    for number, (candidate, interviewer, dimension, score) in enumerate(rows):
        mixed = (ord(candidate[-1]) + ord(interviewer[-1])) % 2
        case = {"one": "a", "swapped": "ab"[mixed], "own": interviewer, "some": ["", "a"][mixed]}
        lines.append(f"{candidate},{interviewer},{dimension},{score},{case[dealt]}")
        key[candidate, dimension] = 2.5 + number % 2 / 2
    path, right = tmp_path / "few.csv", tmp_path / "key.csv"
    path.write_text("\n".join(lines) + "\n")
    cells = [f"{c},{d},{score}" for (c, d), score in key.items()]
    right.write_text("\n".join(["candidate,dimension,score", *cells]) + "\n")
    options = ["--ratings", str(path), "--key", str(right), "--bootstrap", "100"]
    status, out, err = run(*options, "--json")
    found = check_contract(out)
    assert (status, err) == (0, "")
    assert all(one["accuracy"]["n"] > 0 for one in found["interviewers"].values())
    text = run(*options)[1]
    assert "Accuracy against the key" in text
    assert "nan" not in text.lower().split()
    run(*options, "--out", str(tmp_path / "report.md"))
    assert "nan" not in (tmp_path / "report.md").read_text().lower().split()


@pytest.mark.parametrize("rows", HARDLY_ANY)
def test_hardly_any_data_make_an_honest_report(run, tmp_path, rows):
    path = table(tmp_path / "few.csv", rows)
    status, out, err = run("--ratings", path, "--json")
    found = check_contract(out)
    assert (status, err) == (0, "")
    assert any(notice["level"] == "withheld" for notice in found["notices"])
    status, out, _ = run("--ratings", path)
    assert status == 0
    assert "nan" not in out.lower().split()
    run("--ratings", path, "--out", str(tmp_path / "report.md"))
    assert (tmp_path / "report.md").read_text().startswith("# Calibration\n")


def test_severity_between_subsets_is_withheld_with_a_reason(run):
    path = str(STATS / "synth_disconnected" / "data.csv")
    found = json.loads(run("--ratings", path, "--json", "--bootstrap", "100")[1])
    assert (found["data"]["connected"], len(found["data"]["subsets"])) == (False, 2)
    for one in found["interviewers"].values():
        assert one["severity"]["withheld"] == "disconnected-severity"
        assert one["severity_within_subset"]["withheld"] is None
    for subset in found["data"]["subsets"]:
        logits = [found["interviewers"][label]["rasch"]["severity"] for label in subset]
        assert sum(logits) == pytest.approx(0, abs=1e-6)
    text = " ".join(run("--ratings", path, "--bootstrap", "100")[1].split())
    assert "a harsh group cannot be told from a group of weaker candidates" in text


def test_effects_are_told_by_interviewer(run):
    path = str(STATS / "synth_effects" / "data.csv")
    _, out, _ = run("--ratings", path, "--bootstrap", "100")
    patterns = out[out.index("Patterns in the scoring") : out.index("Reliability\n")]
    shown = {line.split()[0]: line for line in patterns.splitlines() if line.startswith("R")}
    words = {
        "central_tendency": "keeps to middle",
        "extremity": "goes to ends",
        "randomness": "unlike others",
        "drift": "drift",
    }
    assert len(shown) == 10
    for name, phrase in words.items():
        flagged = {label for label, line in shown.items() if phrase in line}
        assert len(flagged) == 1, name
    assert "Interviewer R02's scores changed over time" in out


def test_the_report_as_markdown(run, tmp_path):
    out_file = tmp_path / "report.md"
    path = table(tmp_path / "t.csv", [(f"C{c}", who, "a|b<i>", c % 5 + 1)
                                      for c in range(12) for who in ("x_y", "z")])  # fmt: skip
    status, out, err = run("--ratings", path, "--out", str(out_file), "--bootstrap", "100")
    assert (status, out) == (0, "")
    assert "report.md" in err
    text = out_file.read_text()
    assert "## Severity" in text
    assert "| a\\|b\\<i\\> |" in text
    assert "<i>" not in text
    status, out, _ = run("--ratings", path, "--json", "--out", str(out_file))
    check_contract(out)


def test_only_some_interviewers_and_dimensions(run):
    path = str(STATS / "synth_small" / "data.csv")
    options = ["--interviewer", "r01", "--interviewer", "R02", "--dimension", "D1"]
    found = json.loads(run("--ratings", path, "--json", *options)[1])
    assert list(found["interviewers"]) == ["R01", "R02"]
    assert list(found["dimensions"]) == ["D1"]
    status, out, err = run("--ratings", path, "--interviewer", "nobody")
    assert (status, out) == (1, "")
    assert "Check the names" in err


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"C,I,d,6\n", 'line 2: score "6"'),
        (b"C,I,d,3.5\n", 'line 2: score "3.5"'),
        (b",I,d,3\n", "line 2: candidate is empty"),
        (b"C,I,d,3\nC,I,d,4\n", "line 3: the same candidate, interviewer and dimension as line 2"),
        (b"C,I,d,3\nC,J,d\n", "line 3: 3 fields"),
        (b"C,\xff,d,3\n", "line 2 is not UTF-8"),
        (b"C,I,d," + b"9" * 2_000_000 + b"\n", "line 2"),
        (b"x" * 20_000_000, "line 2"),
    ],
)
def test_rejected_input_is_named_and_nothing_is_measured(
    tmp_path, capsys, monkeypatch, body, reason
):
    path = tmp_path / "bad.csv"
    path.write_bytes(b"candidate,interviewer,dimension,score\n" + body)
    monkeypatch.setattr(
        "sys.argv", ["interviewloop", "calibrate", "--json", "--ratings", str(path)]
    )
    with pytest.raises(SystemExit) as caught:
        entry()
    out, err = capsys.readouterr()
    assert (caught.value.code, out) == (2, "")
    assert reason in err
    assert len(err) < 2000


def test_a_missing_column_is_named(tmp_path, capsys, monkeypatch):
    path = tmp_path / "bad.csv"
    path.write_text("candidate,interviewer,score\nC,I,3\n")
    monkeypatch.setattr("sys.argv", ["interviewloop", "calibrate", "--ratings", str(path)])
    with pytest.raises(SystemExit) as caught:
        entry()
    assert caught.value.code == 2
    assert "dimension" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--since=2026-01-01", "--until=2026-01-01"])
def test_days_choose_among_sessions_only(run, option):
    from interviewloop.model.errors import Problem

    with pytest.raises(Problem, match="go together"):
        run("--ratings", str(STATS / "synth_small" / "data.csv"), option)


def test_progress_speaks_on_a_terminal_only_and_leaves_no_trace():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = Progress(stream, patience=0.01)
        progress("pairs", 1, 6)
        with progress:
            for _ in range(200):
                if terminal.getvalue():
                    break
                progress._over.wait(0.05)
    assert "pairs (2 of 6)" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert file.getvalue() == ""
    quick = Terminal()
    with Progress(quick, patience=60):
        pass
    assert quick.getvalue() == ""


def test_days_are_days():
    parser = argparse.ArgumentParser()
    calibrate.add_parser(parser.add_subparsers())
    assert parser.parse_args(["calibrate", "--since", "2026-02-03"]).since == date(2026, 2, 3)
    with pytest.raises(SystemExit):
        parser.parse_args(["calibrate", "--since", "yesterday"])
