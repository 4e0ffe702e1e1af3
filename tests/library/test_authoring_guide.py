"""docs/authoring.md is in step with the schema, the rules and the formula language."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from interviewloop.cli import watch
from interviewloop.cli.main import main
from interviewloop.library.formula import FUNCTIONS
from interviewloop.library.lint import all_rules
from interviewloop.library.lint.registry import ALL_KINDS
from interviewloop.model import case, incident, persona, rubric

if TYPE_CHECKING:
    from interviewloop.model.base import Frozen

GUIDE = (Path(__file__).parents[2] / "docs/authoring.md").read_text(encoding="utf-8")
MODELS = (
    case.CaseCard,
    case.Stage,
    case.Exhibit,
    case.Chart,
    case.Sums,
    case.LookFor,
    case.Probe,
    case.Reveal,
    case.Branch,
    case.Pitfall,
    case.RedFlag,
    case.Debrief,
    case.TakeHome,
    case.DataFile,
    case.MemoSection,
    case.Tester,
    rubric.RubricCard,
    rubric.Dimension,
    rubric.Anchors,
    persona.PersonaCard,
    persona.Answer,
    persona.PolicyMove,
    persona.KeyCell,
    incident.IncidentCard,
    incident.Metric,
    incident.Effect,
    incident.EffectLevel,
    incident.Evidence,
    incident.Later,
    incident.Action,
    incident.Inject,
    incident.Hypothesis,
    incident.Milestone,
    incident.Playthrough,
    incident.Step,
    incident.Expectation,
)

CHOICES = (
    case.CaseKind,
    case.Setting,
    case.Audience,
    case.ExhibitKind,
    case.PitfallKind,
    incident.ActionKind,
)


def test_the_table_of_rules_is_the_registry() -> None:
    rows = re.findall(r"^\| ([A-Z]\d\d) \| ([EW]) \| (.+?) \| (.*) \|$", GUIDE, re.MULTILINE)
    expected = [
        (
            rule.code,
            rule.severity,
            rule.holds,
            "" if rule.kinds == ALL_KINDS else ", ".join(sorted(rule.kinds)),
        )
        for rule in all_rules()
    ]
    assert rows == expected


@pytest.mark.parametrize("model", MODELS)
def test_every_key_is_in_the_guide(model: type[Frozen]) -> None:
    for name, field in model.model_fields.items():
        key = f"`{field.alias or name}`"
        if name == "anchors":
            key = "`[dimensions.ID.anchors]`"
        wanted = f"**{key}**" if field.is_required() and name != "anchors" else key
        assert wanted in GUIDE, (model.__name__, name)


def test_every_table_and_every_choice_is_in_the_guide() -> None:
    for name in (*case.Case.model_fields, *incident.Incident.model_fields):
        assert f"[{name}" in GUIDE or name == "schema_version"
    for choices in CHOICES:
        for choice in get_args(choices):
            assert f"`{choice}`" in GUIDE


def test_every_function_is_in_the_guide() -> None:
    language = GUIDE[GUIDE.index("The language of formulas") :]
    for name in FUNCTIONS:
        assert f"`{name}" in language


def test_examples_are_toml() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(blocks) >= 2
    for block in blocks:
        assert tomllib.loads(block)


# --- the case that is made step by step -----------------------------------------------------------

STEPS = GUIDE[GUIDE.index("## A case, step by step") : GUIDE.index("## The case file")]
CASE = Path("cases/exp-short-form")
NOT_RUN = {"practise"}
"""It opens the app."""


def sessions() -> list[list[tuple[str, str]]]:
    """The console blocks of the steps: the commands of each, and what they are said to print."""
    blocks = re.findall(r"^( *)```console\n(.*?)^ *```$", STEPS, re.DOTALL | re.MULTILINE)
    found = []
    for indent, block in blocks:
        text = re.sub(rf"^{indent}", "", block, flags=re.MULTILINE)
        commands = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
        found.append([(command, said) for command, said in commands])
    return found


def matches(printed: str, guide: str) -> bool:
    """Whether ``printed`` is what the guide shows; a line of dots there stands for any lines."""
    parts = re.split(r"^\.\.\.\n", guide, flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, parts)), printed) is not None


def written(text: str) -> str:
    """``text`` with each placeholder as if an author had written it."""
    return re.sub(r"\[fill in: ([^\]]*)\]", r"\1", text)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "interviewloop.toml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))


@pytest.mark.usefixtures("here")
def test_the_steps_print_what_the_guide_says(capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "case", "inc-night", "--kind", "incident"])
    run = 0
    for command, said in (pair for block in sessions() for pair in block):
        words = shlex.split(command)
        if words[0] == "python":
            done = subprocess.run(
                [sys.executable, *words[1:]], cwd=CASE, capture_output=True, text=True, check=True
            )
            printed = done.stdout
        elif words[1] in NOT_RUN or "--watch" in words:
            continue
        else:
            if "--strict" in words:
                file = CASE / "case.toml"
                file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")
            capsys.readouterr()
            status = main(words[1:])
            printed = "".join(capsys.readouterr())
            assert status == int("Errors:" in said), command
        assert matches(printed, said), (command, printed)
        run += 1
    assert run >= 7


@pytest.mark.usefixtures("here")
def test_the_watch_prints_what_the_guide_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (said,) = re.findall(r"```console\n\d\d:\d\d:\d\d (.*?)```", STEPS, re.DOTALL)
    main(["new", "case", CASE.name, "--kind", "experiment-critique", "--title", "A title"])
    saves = iter(["min = 3"])

    def save(_: float) -> None:
        shorter = next(saves, None)
        if shorter is None:
            raise KeyboardInterrupt
        file = CASE / "case.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("min = 4", shorter, 1), encoding="utf-8")

    monkeypatch.setattr(watch.time, "sleep", save)
    assert main(["validate", str(CASE), "--watch"]) == 1
    printed = capsys.readouterr().out
    assert printed[printed.index(f"{CASE}/case.toml changed") :] == said


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("kind", get_args(case.CaseKind))
def test_every_kind_is_clean_once_it_is_written(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", "case", "mine", "--kind", kind])
    for file in Path("cases/mine").rglob("*.toml"):
        file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")
    capsys.readouterr()
    main(["validate", "cases/mine"])
    lines = capsys.readouterr().out.splitlines()
    # Only an incident asks for more: a dozen of evidence and of actions.
    left = {line.split(" ")[1] for line in lines if line.startswith("cases/")}
    assert left == ({"I25"} if kind == "incident" else set())
