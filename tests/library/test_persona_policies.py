"""Policies of personas in an incident: what their rules find, and that what is shown there counts.

The pool is made up here: in it every look-for is shown by a move and none by an answer.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from tests.incident.worlds import shipped

from interviewloop.incident.policy import alone
from interviewloop.library.check import check
from interviewloop.library.places import persona_files
from interviewloop.model.persona import Persona

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases/inc-green-dashboards"
CASE_TABLES = tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8"))
LOOK_FORS: dict[str, dict[str, Any]] = CASE_TABLES["look_fors"]
PRIMARY = CASE_TABLES["case"]["primary"]
RUBRIC = tomllib.loads((ROOT / "rubrics/principal-ml-scientist.toml").read_text(encoding="utf-8"))
EVENTS = ["ask:segments", "ask:changes", "act:declare", "name:model-v42", "undo:declare", "wait:5"]
Pool = dict[str, dict[str, Any]]


def words(count: int, what: str = "word") -> str:
    return " ".join(f"plain{what}" for _ in range(count))


def made_up(id_: str, polish: int, *, strong: bool, twin_of: str | None = None) -> dict[str, Any]:
    """A persona that shows every look-for of its sort in a move, and answers what no move plays."""
    sort = [
        name
        for name, seen in LOOK_FORS.items()
        if seen["dim"] in PRIMARY and (seen["level"] >= 4 if strong else seen["level"] <= 2)
    ]
    policy = {
        f"m{number}": {
            "say": f"Now behaviour {name.replace('-', ' ')} in words.",
            "do": EVENTS[number % len(EVENTS)],
            "shows": [name],
            "lines": {name: f"behaviour {name.replace('-', ' ')}"},
        }
        for number, name in enumerate(sort)
    }
    for move in policy.values():
        move["own_figures"] = []
    played = {LOOK_FORS[name]["stage"] for name in sort}
    stages = [
        id_
        for id_, stage in CASE_TABLES["stages"].items()
        if stage.get("scored", True) and id_ not in played
    ]
    levels = dict.fromkeys(RUBRIC["dimensions"], 5 if strong else 1)
    levels["responsible-ai"] = 3
    card: dict[str, Any] = {
        "id": id_,
        "title": id_,
        "case": CASE.name,
        "polish": polish,
        "levels": levels,
        "holding_lines": ["One.", "Two.", "Three.", "Four."],
    }
    if twin_of:
        card["twin_of"] = twin_of
    answers: list[dict[str, Any]] = [{"stage": name, "text": words(80)} for name in stages]
    answers += [{"probe": name, "text": words(40)} for name in CASE_TABLES["probes"]]
    return {"schema_version": 1, "persona": card, "answers": answers, "policy": policy}


def pool() -> Pool:
    return {
        "anvil": made_up("anvil", -1, strong=True),
        "anvil-oiled": made_up("anvil-oiled", 1, strong=True, twin_of="anvil"),
        "balloon": made_up("balloon", 1, strong=False),
        "balloon-flat": made_up("balloon-flat", -1, strong=False, twin_of="balloon"),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CASE, tmp_path / "cases" / CASE.name, ignore=lambda *_: ["personas"])
    shutil.copytree(ROOT / "rubrics", tmp_path / "rubrics")
    return tmp_path / "cases" / CASE.name


def found(folder: Path, personas: Pool) -> list[tuple[str, str, str, str]]:
    (folder / "personas").mkdir(exist_ok=True)
    for name, content in personas.items():
        (folder / "personas" / f"{name}.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    findings = check(persona_files(folder)).findings
    assert all(finding.line >= 1 and finding.mend for finding in findings)
    return [(one.code, one.path.stem, one.field, one.message) for one in findings]


def first(persona: dict[str, Any]) -> dict[str, Any]:
    move: dict[str, Any] = persona["policy"]["m0"]
    return move


def test_a_pool_that_shows_everything_in_its_moves_has_no_findings(folder: Path) -> None:
    personas = pool()
    assert len(personas["anvil"]["policy"]) > 5
    assert found(folder, personas) == []


DAMAGES: dict[str, tuple[str, Callable[[Pool], object]]] = {
    "unknown topic": (
        "P11 anvil policy.m0.do[0]",
        lambda pool: both(pool, "anvil", do=["ask:cellar"]),
    ),
    "unknown action": (
        "P11 anvil policy.m0.do[0]",
        lambda pool: both(pool, "anvil", do=["act:ids-differ"]),
    ),
    "no event": (
        "P11 anvil policy.m0.do[1]",
        lambda pool: both(pool, "anvil", do=["wait:1", "go"]),
    ),
    "unreadable guard": ("P11 anvil policy.m0.when", lambda pool: both(pool, "anvil", when="t >")),
    "unknown name": ("P11 anvil policy.m0.when", lambda pool: both(pool, "anvil", when="moon > 1")),
    "unknown mark": (
        "P11 anvil policy.m0.when",
        lambda pool: both(pool, "anvil", when="seen.declare"),
    ),
    "never made": (
        "P12 anvil policy.m0",
        lambda pool: both(pool, "anvil", when="eff.declare and not did.declare"),
    ),
    "division by zero": (
        "P12 anvil policy",
        lambda pool: both(pool, "anvil", when="1 / (t - t) > 1"),
    ),
    "unknown look-for": (
        "P02 anvil policy.m0.shows[0]",
        lambda pool: both(pool, "anvil", shows=["x9"], lines={}),
    ),
    "unknown red flag": (
        "P02 anvil policy.m0.red_flags[0]",
        lambda pool: both(pool, "anvil", red_flags=["rf-x"]),
    ),
    "line not said": (
        "P02 anvil policy.m0.lines",
        lambda pool: both(
            pool, "anvil", lines=dict.fromkeys(first(pool["anvil"])["shows"], "Never said.")
        ),
    ),
    "long speech": ("P03 anvil policy.m0.say", lambda pool: longer(pool, "anvil", 60)),
    "a figure of nowhere": (
        "P10 anvil policy.m0.say",
        lambda pool: say(pool, "anvil", " It is 98.7654 percent."),
    ),
    "a figure that is not said": (
        "P10 anvil policy.m0.own_figures[0]",
        lambda pool: both(pool, "anvil", own_figures=["98.7654"]),
    ),
}


def both(pool: Pool, name: str, **keys: object) -> None:
    """Change the first move of a persona, and of its twin."""
    for id_, persona in pool.items():
        if name in (id_, persona["persona"].get("twin_of")):
            first(persona).update(keys)


def say(pool: Pool, name: str, words: str) -> None:
    both(pool, name, say=first(pool[name])["say"] + words)


def longer(pool: Pool, name: str, count: int) -> None:
    say(pool, name, " " + words(count))


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_where_it_is(name: str, folder: Path) -> None:
    place, damage = DAMAGES[name]
    personas = pool()
    damage(personas)

    findings = [one for one in found(folder, personas) if one[0] not in ("P04", "P05")]

    code, stem, field = place.split()
    assert {(one[0], one[1]) for one in findings} == {(code, stem), (code, f"{stem}-oiled")}
    assert all(one[2].startswith(field) for one in findings)


def test_a_policy_needs_an_incident(folder: Path) -> None:
    (folder / "incident.toml").unlink()
    codes = {one[:3] for one in found(folder, pool())}
    assert codes == {("P11", name, "policy") for name in pool()}


def test_a_broken_incident_answers_for_itself(folder: Path) -> None:
    (folder / "incident.toml").write_text("[incident", encoding="utf-8")
    assert found(folder, pool()) == []


def test_what_moves_show_counts_for_the_levels(folder: Path) -> None:
    personas = pool()
    for persona in personas.values():
        for move in persona["policy"].values():
            move["shows"], move["lines"] = [], {}
    codes = [one[0] for one in found(folder, personas)]
    assert codes.count("P04") == len(personas) * len(PRIMARY)
    assert codes.count("P05") == 4 * len(PRIMARY)
    assert "P02" in codes  # stages that no move plays any more need their answers


def test_a_stage_without_move_and_answer_is_missing(folder: Path) -> None:
    personas = pool()
    answers = personas["balloon"]["answers"]
    gone = next(one for one in answers if "stage" in one)
    answers.remove(gone)
    assert found(folder, personas) == [
        ("P02", "balloon", "answers", f"there is no answer for {gone['stage']}")
    ]


def test_twins_do_the_same_at_the_same_time(folder: Path) -> None:
    for keys in ({"do": ["wait:9"]}, {"when": "t >= 5"}, {"shows": [], "lines": {}}):
        personas = pool()
        first(personas["balloon-flat"]).update(keys)
        assert [one[:3] for one in found(folder, personas) if one[0] == "P06"] == [
            ("P06", "balloon-flat", "persona.twin_of")
        ]


def test_long_moves_do_not_tell_the_level(folder: Path) -> None:
    personas = pool()
    for name in ("anvil", "anvil-oiled"):
        for move in personas[name]["policy"].values():
            move["say"] += " " + words(40)
    assert [one[:3] for one in found(folder, personas)] == [("P08", "anvil-oiled", "policy")]


def test_what_the_incident_tells_may_be_quoted(folder: Path) -> None:
    """14.3 % stands in what is told about the old model, and in an action's and inject's words."""
    personas = pool()
    say(personas, "anvil", " The old model fell by 14.3 %.")
    assert found(folder, personas) == []


def test_working_alone_time_passes_until_a_guard_holds() -> None:
    persona = Persona.model_validate(
        made_up("anvil", -1, strong=True)
        | {
            "policy": {
                "late": {"say": "It is late.", "do": "act:declare", "when": "t >= 18"},
                "never": {"say": "Never.", "do": "wait:1", "when": "t < 0"},
                "look": {"say": "Look.", "do": ["ask:segments", "ask:changes"]},
            }
        }
    )
    run = [(move, state.t) for move, state in alone(shipped(), persona.policy)]
    assert [move for move, _ in run] == ["look", "late"]
    assert run[0][1] == 7
    assert run[1][1] >= 18
