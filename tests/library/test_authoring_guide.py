"""docs/authoring.md is in step with the schema, the rules and the formula language."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

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
