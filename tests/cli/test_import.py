"""``interviewloop import``, and what the other commands make of what it brought."""

from __future__ import annotations

import csv
import io
import json
import stat
from typing import TYPE_CHECKING

import pytest
from tests.exchange.imports import FILES, SAMPLES

from interviewloop.cli import imports
from interviewloop.cli.main import main
from interviewloop.exchange.import_files import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

JSON = str(SAMPLES / "greenhouse_harvest_scorecards.json")
JOINED = str(SAMPLES / "greenhouse_scorecards.csv")
LEVER = tuple(str(SAMPLES / name) for name in FILES["lever"][1])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "none.toml"))

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--workspace", str(tmp_path / "team")])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def files(tmp_path: Path) -> dict[str, bytes]:
    """Without the lock, which stays."""
    return {
        path.name: path.read_bytes()
        for path in tmp_path.glob("team/**/*")
        if path.is_file() and path.suffix != ".lock"
    }


def test_choices_are_those_of_the_readers() -> None:
    assert imports.FORMATS == FORMATS


def test_importing_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, err = run("import", "greenhouse", JSON)
    assert (code, out) == (0, "")
    assert "4 on greenhouse-overall (1 to 4), 19 on greenhouse-attributes (1 to 5)" in err
    before = files(tmp_path)
    assert len(before) == 1
    code, _, err = run("import", "greenhouse", JSON)
    assert code == 0
    assert "23 scores in it, all there already" in err
    assert run("import", "greenhouse", JOINED)[0] == 0
    assert files(tmp_path) == before
    (path,) = (tmp_path / "team" / "imports").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_longer_export_brings_only_what_is_new(run: Run, tmp_path: Path) -> None:
    cards = json.loads((SAMPLES / "greenhouse_harvest_scorecards.json").read_text("utf-8"))
    (tmp_path / "short.json").write_text(json.dumps(cards[:2]))
    assert run("import", "greenhouse", str(tmp_path / "short.json"))[0] == 0
    code, _, err = run("import", "greenhouse", JSON)
    assert code == 0
    assert "10 were there already" in err
    assert len(files(tmp_path)) == 2
    out = run("export", "csv", "--kind", "imported")[1]
    assert len(list(csv.DictReader(io.StringIO(out)))) == 23


def test_a_preview_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, err = run("import", "greenhouse", JSON, "--dry-run")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == [
        "candidate", "interviewer", "dimension", "score", "of", "scale", "note",
    ]  # fmt: skip
    assert len(lines) == 13
    assert "and 11 more" in err
    assert files(tmp_path) == {}


def test_one_bad_label_stops_the_import_until_it_is_to_be_skipped(run: Run, tmp_path: Path) -> None:
    text = (SAMPLES / "greenhouse_scorecards.csv").read_text("utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text(text.replace(",strong_yes,Turned", ",stong_yes,Turned"), "utf-8")
    code, out, err = run("import", "greenhouse", str(bad))
    assert (code, out) == (2, "")
    assert "stong_yes" in err
    assert "line 18" in err
    assert files(tmp_path) == {}
    code, _, err = run("import", "greenhouse", str(bad), "--dry-run")
    assert code == 1
    assert "stong_yes" in err
    code, _, err = run("import", "greenhouse", str(bad), "--skip-rejected")
    assert code == 0
    assert "stong_yes" in err
    assert "18 on greenhouse-attributes" in err


def test_a_score_that_changed_elsewhere_is_named(run: Run, tmp_path: Path) -> None:
    run("import", "greenhouse", JSON)
    before = files(tmp_path)
    cards = json.loads((SAMPLES / "greenhouse_harvest_scorecards.json").read_text("utf-8"))
    cards[0]["attributes"][0]["rating"] = "no"
    (tmp_path / "new.json").write_text(json.dumps(cards))
    code, _, err = run("import", "greenhouse", str(tmp_path / "new.json"))
    assert code == 2
    assert "is 2 here and was imported as 4" in err
    assert files(tmp_path) == before


def test_a_damaged_import_in_the_workspace_stops_the_next(run: Run, tmp_path: Path) -> None:
    run("import", "greenhouse", JSON)
    (path,) = (tmp_path / "team" / "imports").iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    code, _, err = run("import", "greenhouse", JSON)
    assert code == 2
    assert path.name in err
    assert len(files(tmp_path)) == 1


def test_text_of_others_is_shown_harmlessly(run: Run, tmp_path: Path) -> None:
    cards = json.loads((SAMPLES / "greenhouse_harvest_scorecards.json").read_text("utf-8"))
    cards[0]["attributes"][0]["note"] = "\x1b[2Jgone"
    cards[0]["attributes"][1]["rating"] = "\x1b[2Jno"
    (tmp_path / "esc.json").write_text(json.dumps(cards))
    _, out, err = run("import", "greenhouse", str(tmp_path / "esc.json"), "--dry-run")
    assert "\x1b" not in out + err
    assert "␛[2J" in out
    assert "␛[2J" in err


def test_a_mapping_is_for_csv_alone(run: Run) -> None:
    mapping = str(SAMPLES / "panel.toml")
    assert run("import", "lever", *LEVER, "--map", mapping)[0] == 2
    assert run("import", "csv", str(SAMPLES / "panel.csv"))[0] == 2
    assert run("import", "csv", str(SAMPLES / "panel.csv"), "--map", mapping)[0] == 0


def test_scales_are_never_measured_together(run: Run) -> None:
    run("import", "greenhouse", JSON)
    run("import", "lever", *LEVER)
    code, out, err = run("calibrate", "--kind", "imported")
    assert (code, out) == (2, "")
    for name, count in (("greenhouse-attributes (1 to 5)", 19), ("lever-scores (1 to 4)", 19)):
        assert f"{name}: {count} scores" in err
    code, out, _ = run("calibrate", "--kind", "imported", "--scale", "greenhouse-attributes")
    assert code == 0
    assert "19 scores, 3 candidates, 3 interviewers, 4 dimensions" in out
    assert run("export", "facets", "--kind", "imported")[0] == 2
    code, out, _ = run("export", "facets", "--kind", "imported", "--scale", "lever-scores")
    assert code == 0
    assert "Models = ?,?,?,R4" in out
    assert run("calibrate", "--kind", "imported", "--scale", "lever")[0] == 2


MAP = (
    "[columns]\n"
    + "".join(f'{name} = "{name}"\n' for name in ("candidate", "interviewer", "dimension", "score"))
    + "[scale]\n"
)


@pytest.mark.parametrize(("lowest", "highest"), [(0, 5), (1, 10), (-2, 2)])
def test_a_scale_that_cannot_be_measured_is_not_stretched(
    run: Run, tmp_path: Path, lowest: int, highest: int
) -> None:
    (tmp_path / "map.toml").write_text(f"{MAP}lowest = {lowest}\nhighest = {highest}\n")
    (tmp_path / "t.csv").write_text("candidate,interviewer,dimension,score\nC,I,D,2\n")
    run("import", "csv", str(tmp_path / "t.csv"), "--map", str(tmp_path / "map.toml"))
    code, out, err = run("calibrate", "--kind", "imported")
    assert (code, out) == (2, "")
    assert f"csv-scores ({lowest} to {highest})" in err
    assert "export csv --kind imported --scale csv-scores" in err


def four_points(tmp_path: Path) -> tuple[str, ...]:
    """The panel's test data with everything above 4 as a 4, and the arguments that import it."""
    lines = (SAMPLES.parent / "stats" / "synth_small" / "data.csv").read_text().splitlines()
    (tmp_path / "four.csv").write_text("\n".join(line.replace(",5", ",4") for line in lines))
    (tmp_path / "four.toml").write_text(f"{MAP}lowest = 1\nhighest = 4\n")
    return "import", "csv", str(tmp_path / "four.csv"), "--map", str(tmp_path / "four.toml")


def test_four_points_are_measured_as_four(run: Run, tmp_path: Path) -> None:
    assert run(*four_points(tmp_path))[0] == 0
    few = ("--bootstrap", "100")
    code, out, _ = run("calibrate", "--kind", "imported", *few)
    assert code == 0
    assert "score 5" not in out
    assert "(5)" not in out
    found = json.loads(run("calibrate", "--kind", "imported", "--json", *few)[1])
    assert list(found["dimensions"]["D1"]["category_counts"]) == ["1", "2", "3", "4"]
    html = run("report", "calibration", "--kind", "imported", "--format", "html")
    assert html[0] == 0


def test_a_plan_asks_for_the_cut_on_a_shorter_scale(run: Run, tmp_path: Path) -> None:
    run(*four_points(tmp_path))
    assert run("plan", "--kind", "imported")[0] == 2
    assert run("plan", "--kind", "imported", "--cut", "4.5")[0] == 2
    assert run("plan", "--kind", "imported", "--cut", "2.75")[0] == 0


def test_a_key_above_the_scale_is_refused(run: Run, tmp_path: Path) -> None:
    run(*four_points(tmp_path))
    key = tmp_path / "key.csv"
    for score, status in (("5", 2), ("4", 0)):
        key.write_text(f"candidate,dimension,score\nC01,D1,{score}\n")
        measured = run("calibrate", "--kind", "imported", "--key", str(key), "--bootstrap", "100")
        assert measured[0] == status


def test_imported_scores_are_measured_as_the_same_table_of_ratings_is(
    run: Run, tmp_path: Path
) -> None:
    """The panel's test data, once as a table of ratings and once through an import."""
    table = SAMPLES.parent / "stats" / "synth_small" / "data.csv"
    mapping = tmp_path / "map.toml"
    columns = ("candidate", "interviewer", "dimension", "score")
    mapping.write_text(
        "[columns]\n" + "".join(f'{name} = "{name}"\n' for name in columns)
        + "[scale]\nlowest = 1\nhighest = 5\n"
    )  # fmt: skip
    assert run("import", "csv", str(table), "--map", str(mapping))[0] == 0
    few = ("--json", "--bootstrap", "100")
    imported = json.loads(run("calibrate", "--kind", "imported", *few)[1])
    direct = json.loads(run("calibrate", "--ratings", str(table), *few)[1])
    assert imported["data"] == direct["data"]
    assert imported["interviewers"].keys() == direct["interviewers"].keys()
    for name, found in direct["interviewers"].items():
        assert imported["interviewers"][name]["severity"] == found["severity"]


@pytest.mark.parametrize(
    "options",
    [
        ("--kind", "imported", "--rubric", "core"),
        ("--kind", "imported", "--baseline", "amended"),
        ("--kind", "imported", "--link-mock"),
        ("--scale", "greenhouse-attributes"),
        ("--kind", "live", "--scale", "greenhouse-attributes"),
    ],
)
def test_options_that_are_about_sessions_do_not_go_with_imports(
    run: Run, options: tuple[str, ...]
) -> None:
    run("import", "csv", str(SAMPLES / "panel.csv"), "--map", str(SAMPLES / "panel.toml"))
    code, _, err = run("calibrate", *options)
    assert code == 2
    assert "do not go together" in err


def test_own_sessions_are_measured_without_what_was_imported(run: Run) -> None:
    run("import", "greenhouse", JSON)
    code, out, err = run("calibrate")
    assert (code, out) == (1, "")
    assert "no sealed scorecard" in err
    assert run("calibrate", "--kind", "imported", "--since", "2030-01-01")[0] == 1


def test_days_and_cases_choose_among_imported_scores(run: Run) -> None:
    run("import", "greenhouse", JSON)
    chosen = ("export", "json", "--kind", "imported", "--scale", "greenhouse-attributes")

    def count(*options: str) -> int:
        return len(json.loads(run(*chosen, *options)[1])["scores"])

    assert count() == 19
    assert count("--since", "2026-05-08") == 4
    assert count("--until", "2026-05-05") == 8
    assert count("--case", "model-drop-15") == 19
    assert run(*chosen, "--case", "other")[0] == 1


def test_exported_interviewers_have_codes_until_names_are_asked_for(run: Run) -> None:
    run("import", "greenhouse", JSON)
    assert "Moreau" not in run("export", "csv", "--kind", "imported")[1]
    assert "Moreau" in run("export", "csv", "--kind", "imported", "--names")[1]
    out = run("export", "csv", "--kind", "imported")[1]
    assert "'=1+1 typed" in out
