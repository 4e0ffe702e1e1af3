"""No rule is listed that no test breaks: the codes seen when files are damaged are the registry's.

Rules on a model are damaged beside the rules' own tests. Here are the rest, those of files that do
not become a model, and the account of all.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.library import test_incident_rules as incidents
from tests.library import test_lint_rules as cases
from tests.library import test_persona_policies as policies
from tests.library import test_persona_rules as personas
from tests.library.damages import DAMAGES, Spare

from interviewloop.library.check import check
from interviewloop.library.lint import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
CASE = "cases/inc-green-dashboards"
FILES = (
    f"{CASE}/case.toml",
    f"{CASE}/incident.toml",
    f"{CASE}/personas/velvet.toml",
    "rubrics/principal-ml-scientist.toml",
)
TITLE = re.compile(r"^title = .*$", re.MULTILINE)
NUMBER = re.compile(r"^(version|horizon_min|problem-framing) = -?\d+$", re.MULTILINE)


def _unclosed(text: str) -> str:
    return f"{text}\n[unclosed\n"


def _conflict(text: str) -> str:
    return f"{text}\n<<<<<<< ours\n# one\n=======\n# other\n>>>>>>> theirs\n"


def _no_version(text: str) -> str:
    return text.replace("schema_version = 1\n", "", 1)


def _unknown_key(text: str) -> str:
    return text.replace("schema_version = 1\n", "schema_version = 1\nno_such_key = 1\n", 1)


def _a_number_for_text(text: str) -> str:
    return TITLE.sub("title = 9", text, count=1)


def _below_every_limit(text: str) -> str:
    return NUMBER.sub(r"\1 = -9999", text, count=1)


def _from_the_future(text: str) -> str:
    return text.replace("schema_version = 1\n", "schema_version = 2\n", 1)


SYNTAX: dict[str, Callable[[str], str]] = {
    "S01": _unclosed,
    "S03": _conflict,
    "S04": _no_version,
    "S05": _unknown_key,
    "S06": _a_number_for_text,
    "S07": _below_every_limit,
    "S08": _from_the_future,
}
BYTES = {"S02": b"\n# caf\xe9\n"}
"""What is put at the end of a file; no text holds it."""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / CASE, tmp_path / CASE)
    shutil.copytree(ROOT / "rubrics", tmp_path / "rubrics")
    return tmp_path


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("code", [*SYNTAX, *BYTES])
def test_a_shipped_file_that_is_no_model_is_answered_by_its_code(
    code: str, name: str, shipped: Path
) -> None:
    file = shipped / name
    good = file.read_bytes()
    if code in BYTES:
        file.write_bytes(good + BYTES[code])
    else:
        file.write_text(SYNTAX[code](good.decode()), encoding="utf-8")
    assert file.read_bytes() != good

    findings = [one for one in check([file]).findings if one.path == file]

    assert {one.code for one in findings} == {code}, [*map(str, findings)]
    assert all(one.line >= 1 and one.message and one.mend for one in findings)


def test_every_rule_is_damaged() -> None:
    named = (*DAMAGES, *incidents.DAMAGES, *personas.DAMAGES)
    seen = {name.split(maxsplit=1)[0] for name in named}
    seen |= {place.split(maxsplit=1)[0] for place, _ in policies.DAMAGES.values()}
    seen |= {code for code, _, _ in cases.WARNINGS}
    seen |= {*cases.RUBRIC_DAMAGES, *SYNTAX, *BYTES}
    assert seen == {rule.code for rule in all_rules()}


def test_every_rule_for_cases_is_damaged_in_a_shipped_one(tmp_path: Path) -> None:
    bitten = set()
    for number, (name, damage) in enumerate(DAMAGES.items()):
        for case in cases.SHIPPED:
            folder = tmp_path / f"{number}-{case.name}"
            folder.mkdir()
            text = (case / "case.toml").read_text(encoding="utf-8")
            try:
                damage(tomllib.loads(text), folder)
            except Spare:
                continue
            bitten.add(name.split(maxsplit=1)[0])
            break
    assert bitten == {name.split(maxsplit=1)[0] for name in DAMAGES}
