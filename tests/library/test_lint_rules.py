"""Every error rule bites: a good case damaged in one way is answered by that rule alone."""

from __future__ import annotations

import shutil
import tomllib
from copy import deepcopy
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from tests.library.damages import DAMAGES, Spare

from interviewloop.library.check import check
from interviewloop.library.lines import Line, Lines
from interviewloop.library.lint import all_rules, charts
from interviewloop.library.lint.registry import (
    CASE_RULES,
    PERSONA_RULES,
    RUBRIC_RULES,
)
from interviewloop.tui import exhibits

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests/data/good"
SMALL = GOOD / "cases/exp-shorter-form"
SHIPPED = sorted(path.parent for path in ROOT.glob("cases/*/case.toml"))
KINDS = sorted({case.name.partition("-")[0] for case in SHIPPED})
"""How the names of shipped cases begin, by kind."""
BY_KIND = {"C06", "E03", "E04"}
"""Rules that ask other things of other kinds of case: their damages are done to all kinds."""
ONLY_SMALL = {"C04 few", "R07 branch", "X01 in a reveal", "X07 in a reveal"}
"""Damages for which no shipped case has anything; another of the same code breaks one."""


def copy_of(case: Path, tmp_path: Path) -> Path:
    """A copy of a case folder, with the small rubric beside it.

    The incident stays behind: a damaged case breaks its rules as well, test_incident_rules.py
    damages the incident itself.
    """
    folder = tmp_path / "cases" / case.name
    others = shutil.ignore_patterns("incident.toml", "playthroughs", "personas")
    shutil.copytree(case, folder, ignore=others)
    shutil.copytree(GOOD / "rubrics", tmp_path / "rubrics", dirs_exist_ok=True)
    return folder


@cache
def tables(case: Path) -> dict[str, Any]:
    return tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))


def damaged(name: str, case: Path, tmp_path: Path) -> Path | None:
    """The file of a copy of a case with one thing broken; None if it has nothing to break."""
    content = deepcopy(tables(case))
    folder = copy_of(case, tmp_path)
    try:
        DAMAGES[name](content, folder)
    except Spare:
        shutil.rmtree(folder)
        return None
    (folder / "case.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    return folder / "case.toml"


def shipped_and_damaged(name: str, tmp_path: Path) -> Iterator[Path]:
    """Shipped cases of several kinds, those whose turn it is, damaged where there is what to."""
    turn = [*DAMAGES].index(name)
    kinds = KINDS[turn % len(KINDS) :] + KINDS[: turn % len(KINDS)]
    for kind in kinds:
        cases = [case for case in SHIPPED if case.name.startswith(kind)]
        first = turn // len(KINDS) % len(cases)
        files = (damaged(name, case, tmp_path) for case in cases[first:] + cases[:first])
        yield from islice(filter(None, files), 1)


@pytest.mark.parametrize("case", [SMALL, *SHIPPED], ids=lambda case: case.name)
def test_a_good_case_has_no_findings(case: Path) -> None:
    assert check([case / "case.toml"]).findings == ()


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_answered_by_its_rule_alone(name: str, tmp_path: Path) -> None:
    """In the small case, which has something to break for every rule, and in shipped ones."""
    code = name.split(maxsplit=1)[0]
    enough = len(KINDS) if code in BY_KIND else 2
    small = damaged(name, SMALL, tmp_path)
    shipped = [*islice(shipped_and_damaged(name, tmp_path), enough)]
    assert small
    assert bool(shipped) != (name in ONLY_SMALL)
    files = (small, *shipped)

    errors = check(files).of("E")

    answers = {
        file: {error.code for error in errors if file.parent in error.path.parents}
        for file in files
    }
    assert answers == {file: {code} for file in files}, [*map(str, errors)]
    assert all(finding.line >= 1 and finding.message and finding.mend for finding in errors)


WARNINGS: list[tuple[str, tuple[str, str, str], object]] = [
    ("T04", ("stages", "read", "prompt"), "What? Why? How?"),
    ("T04", ("stages", "read", "prompt"), " ".join(["word"] * 46)),
    ("C10", ("case", "never_say"), []),
    (
        "R11",
        ("look_fors", "ps1-jargon", "text"),
        "Gives reason, recommendation and a date within the minute",
    ),
    ("F05", ("probes", "p-wait", "ask"), "What would be a home run for you?"),
    ("S12", ("probes", "p-wait", "ask"), "[Fill in: who] What is your answer?"),
    (
        "C16",
        ("anchors", "framing", "1"),
        "Asks which measure was agreed and follows it, but leaves the price of waiting aside.",
    ),
]


@pytest.mark.parametrize(("code", "place", "value"), WARNINGS)
def test_a_warning_does_not_fail_a_check(
    code: str, place: tuple[str, str, str], value: object, tmp_path: Path
) -> None:
    folder = copy_of(SMALL, tmp_path)
    content = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    *above, key = place
    table = content
    for part in above:
        table = table[part]
    table[key] = value
    (folder / "case.toml").write_text(tomli_w.dumps(content), encoding="utf-8")

    findings = check([folder / "case.toml"]).findings

    assert [(finding.code, finding.severity) for finding in findings] == [(code, "W")]


def test_answers_that_say_the_same_at_two_levels_are_doubted(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    content = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    content["model_answers"]["dig"]["3"] = content["model_answers"]["dig"]["5"]
    (folder / "case.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    (found,) = check([folder / "case.toml"]).findings
    assert (found.code, found.severity, found.field) == ("C16", "W", "model_answers.dig.3")


def test_the_limits_of_charts_are_those_of_the_drawing() -> None:
    assert len(exhibits._MARKS) == charts.MAX_LINES
    assert exhibits.CHART_WIDTH == charts.MAX_POINTS


def test_a_chart_within_the_limits_is_not_wider_than_they_say() -> None:
    points = tuple((at, 1_000_000.5 + at) for at in range(charts.MAX_POINTS))
    names = ("p" * 36, "q" * 37)
    ends = ("f" * 31, "l" * 32)
    drawn = Lines(
        "x" * charts.MAX_POINTS,
        "y" * charts.MAX_COLUMNS,
        ends,
        charts.MAX_POINTS,
        tuple(Line(name, points) for name in names),
        "",
    )
    assert charts._legend_width(drawn) == charts.MAX_COLUMNS
    lines = exhibits.chart_content(drawn).plain.splitlines()
    assert max(map(len, lines[:-1])) <= charts.MAX_COLUMNS
    # Where lines meet, the legend explains the sign for that as well, below the drawing.
    assert lines[-1].removesuffix("   * several").rstrip() == f"● {names[0]}   ◆ {names[1]}"


def a_dimension(content: dict) -> dict:
    return next(iter(content["dimensions"].values()))


def _few(content: dict) -> None:
    content["dimensions"] = dict([*content["dimensions"].items()][:2])


def _many(content: dict) -> None:
    like = a_dimension(content)
    for number in range(11 - len(content["dimensions"])):
        anchors = {key: f"{text} {'abcdefgh'[number]}" for key, text in like["anchors"].items()}
        content["dimensions"][f"d{number}"] = {**like, "name": f"D{number}", "anchors": anchors}


def _short(content: dict) -> None:
    a_dimension(content)["anchors"]["1"] = "Does it badly."


def _same(content: dict) -> None:
    anchors = a_dimension(content)["anchors"]
    anchors["3"] = f"{anchors['5']} Always."


def _shared(content: dict) -> None:
    one, other, *_ = content["dimensions"].values()
    other["anchors"]["1"] = one["anchors"]["1"]


def _terse(content: dict) -> None:
    a_dimension(content)["definition"] = "Framing."


def _trait(content: dict) -> None:
    a_dimension(content)["anchors"]["5"] += " A brilliant mind."


def _another_name(content: dict) -> None:
    content["rubric"]["id"] = "another"


RUBRICS = [GOOD / "rubrics/small-shop.toml", *sorted((ROOT / "rubrics").glob("*.toml"))]
RUBRIC_DAMAGES = {
    "Q01": _few,
    "Q02": _many,
    "Q03": _short,
    "Q04": _same,
    "Q05": _shared,
    "Q06": _terse,
    "Q07": _trait,
    "S09": _another_name,
}


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda path: path.stem)
@pytest.mark.parametrize("code", RUBRIC_DAMAGES)
def test_a_damaged_rubric_is_answered_by_its_rule(code: str, rubric: Path, tmp_path: Path) -> None:
    content = tomllib.loads(rubric.read_text(encoding="utf-8"))
    RUBRIC_DAMAGES[code](content)
    file = tmp_path / rubric.name
    file.write_text(tomli_w.dumps(content), encoding="utf-8")
    assert {finding.code for finding in check([file]).findings} == {code}


def test_codes_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in all_rules()]
    assert codes == sorted(set(codes))
    assert not {*CASE_RULES} & {*RUBRIC_RULES}
    assert not {*PERSONA_RULES} & {*CASE_RULES, *RUBRIC_RULES}


def test_a_rule_that_is_not_for_a_kind_is_silent(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    text = text.replace('kind = "experiment-critique"', 'kind = "incident"')
    text = text.replace('kind = "unit-of-analysis"', 'kind = "novelty-effect"')
    (folder / "case.toml").write_text(text, encoding="utf-8")
    assert check([folder / "case.toml"]).findings == ()


def test_findings_in_a_table_point_into_the_csv_file(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    content = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    DAMAGES["N01 check"](content, folder)
    (folder / "case.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    (finding,) = check([folder / "case.toml"]).findings
    assert (finding.path, finding.line) == (folder / "added.csv", 3)
    assert finding.field == "exhibits.added.checks[0]"
