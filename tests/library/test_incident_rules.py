"""Every incident rule bites: the shipped incident damaged in one way is answered by that rule."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w

from interviewloop.library.check import check
from interviewloop.library.incidents import IncidentFile, load_incident
from interviewloop.library.lint import lint_incident
from interviewloop.library.load import load_case

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases/inc-green-dashboards"
Content = dict[str, Any]
DAMAGES: dict[str, Callable[[Content, Path], None]] = {}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CASE, tmp_path / "cases" / CASE.name)
    shutil.copytree(ROOT / "rubrics", tmp_path / "rubrics")
    return tmp_path / "cases" / CASE.name


def damage(name: str) -> Callable[[Callable[[Content, Path], None]], None]:
    """Enter a damage as ``CODE what``."""

    def enter(apply: Callable[[Content, Path], None]) -> None:
        DAMAGES[name] = apply

    return enter


def put(name: str, path: str, value: object) -> None:
    """Enter the damage that writes ``value`` at ``path``; None takes the key out."""

    def apply(content: Content, _: Path) -> None:
        *above, key = path.split("/")
        for part in above:
            content = content[int(part) if part.isdecimal() else part]
        if value is None:
            del content[key]
        else:
            content[key] = value

    DAMAGES[name] = apply


put("I01 unknown name", "milestones/repaired/when", "cured and rows_rebilt")
put("I01 unknown mark", "milestones/verified/when", "seen.recoverie")
put("I01 mark of another table", "milestones/verified/before", "did.segments")
put("I01 power", "milestones/contained/when", "ctr ** 2 > 0")
put("I01 call", "milestones/contained/when", "abs(ctr) > 0")
put("I01 index", "milestones/contained/when", "ctr[0] > 0")
put("I01 text", "milestones/contained/when", "ctr > 'x'")
put("I01 circle", "let/sheltered", "copy_served or sheltered")
put("I01 metric in a circle", "metrics/share_web/formula", "ctr * 0.2")
put("I01 two meanings", "let/ctr", "copy_served or popular_app")
put("I01 a word of the language", "let/seen", "copy_served")
put("I02 flag", "actions/midnight-copy/sets", {"copy_servd": True, "copy_served": True})
put("I02 metric", "effects/angry-receivers/metric", "opt_out")
put("I02 hypothesis", "evidence/timeline/supports", ["ids-differ", "ids-differs"])
put("I02 exhibit", "evidence/timeline/exhibit", "click-rates")
put("I02 exhibit for the interviewer", "evidence/timeline/exhibit", "effects")
put(
    "I02 times and add",
    "effects/angry-receivers/levels",
    [{"when": "message_sent", "times": 3.0, "add": 1.0}],
)
put("I02 at and when", "injects/growth-asks/when", "changed_prod")
put("I03 both", "metrics/slowest_ms/formula", "181 + 0 * ctr")
put("I03 neither", "metrics/empty_share/base", None)
put("I05", "flags/unread", False)
put("I06 another root", "incident/root_cause", "drift")
put("I09", "evidence/number-true/refutes", [])
put("I10", "evidence/number-true/refutes", ["counting", "ids-differ"])
put("I11 evidence", "evidence/timeline/ask", ["one way", "two ways", "three ways", "four ways"])
put("I11 the same twice", "hypotheses/drift/say", ["a", "b", "c", "d", "A!"])
put("I12", "actions/update/ask", ["blast radius", "b one", "c two", "d three", "e four"])
put("I15 no rescue", "injects/more-rows/hint", False)
put("I15 two rescues", "injects/close-it/hint", True)
put("I16 dimension", "milestones/checked-number/dim", "problem-framing")
put("I17 order", "milestones/contained/ok_by", 50)
put("I17 horizon", "milestones/repaired/ok_by", 151)
put("I17 none", "milestones/verified/strong_by", None)
put("I17 avoid", "milestones/spoiled-message/ok_by", 30)
put("I18 inject", "injects/senior-engineer/text", "Is it the user id?")
put("I18 page", "incident/page_text", "Clicks fell after CP-4471.")
put("I18 order", "actions/rollback-collector/title", "Event collector back to 5.11.3")
put("I18 label", "metrics/opt_outs/label", "Null rate")
put("I19 free", "evidence/row-lifetime/cost", 0)
put("I19 dear", "evidence/row-lifetime/cost", 9)
put("I20 event", "milestones/declared/strong_by", 1)
put("I21 shared flag", "actions/rebuild-embeddings/sets", {"copy_served": True})
put("I21 no change", "actions/rebuild-embeddings/sets", {"campaign_on": True})
put("I23 reply", "actions/rebuild-embeddings/reply", "Done for 98,765,431 rows.")
put("I23 inject", "injects/senior-engineer/text", "We lost 98,765,431 today.")
put("I24 inject", "injects/senior-engineer/text", "That was a home run.")
put("I24 answer", "evidence/segments/text", "App users only, a smoking gun.")
put("I24 reply", "actions/update/reply", "They will touch base after lunch.")
put("I22", "injects/more-rows/unless", "seen.received-values or seen.store-rows")


@damage("I04 all is well")
def _(content: Content, folder: Path) -> None:
    for metric in content["metrics"].values():
        metric.pop("normal", None)
    without_expected_changes(folder)


@damage("I04 division by zero")
def _(content: Content, folder: Path) -> None:
    content["metrics"]["opt_outs"] = {"formula": "40 / (1 - campaign_on)", "normal": 40}
    shutil.rmtree(folder / "playthroughs")


@damage("I07")
def _(content: Content, folder: Path) -> None:
    for evidence in [*content["evidence"].values()][4:]:
        evidence.pop("supports", None)


@damage("I08")
def _(content: Content, folder: Path) -> None:
    keep = ("ids-differ", "drift")
    content["hypotheses"] = {id_: content["hypotheses"][id_] for id_ in keep}
    for evidence in content["evidence"].values():
        evidence["refutes"] = [id_ for id_ in evidence.get("refutes", ()) if id_ in keep]
    without_names(folder, keep)


@damage("I13 repair")
def _(content: Content, folder: Path) -> None:
    for action in content["actions"].values():
        if action["kind"] == "repair":
            action["kind"] = "coordinate"


@damage("I14")
def _(content: Content, folder: Path) -> None:
    content["milestones"] = {
        id_: one
        for id_, one in content["milestones"].items()
        if not one.get("avoid") or id_ == "hurt-everybody"
    }
    shutil.rmtree(folder / "playthroughs")
    shutil.copytree(CASE / "playthroughs", folder / "playthroughs")
    without_expectations(folder)


@damage("I25 many actions")
def _(content: Content, _: Path) -> None:
    spare = [id_ for id_, one in content["actions"].items() if one["kind"] == "no-op"]
    for number in range(5):
        content["actions"][f"added-{number}"] = {
            **content["actions"][spare[0]],
            "title": f"Added {number}",
            "sets": {},
            "ask": [f"added {number} {word}" for word in "abcde"],
        }


@damage("I25 many injects")
def _(content: Content, _: Path) -> None:
    for number in range(3):
        content["injects"][f"added-{number}"] = {"from": "A", "text": "Well?", "at": 300}


@damage("I15 nothing contingent")
def _(content: Content, folder: Path) -> None:
    for inject in content["injects"].values():
        if not inject.get("hint"):
            inject.pop("unless", None)
    without_expectations(folder)
    (folder / "playthroughs/excellent.toml").write_text(SPARED, encoding="utf-8")


@damage("I16 one milestone")
def _(content: Content, folder: Path) -> None:
    del content["milestones"]["declared"]
    without_expectations(folder)


@damage("I20 no average")
def _(content: Content, folder: Path) -> None:
    (folder / "playthroughs/average.toml").unlink()


@damage("I20 unknown event")
def _(content: Content, folder: Path) -> None:
    file = folder / "playthroughs/poor.toml"
    file.write_text('name = "poor"\n[[step]]\ndo = "ask:nothing"\n', encoding="utf-8")


@damage("I20 broken file")
def _(content: Content, folder: Path) -> None:
    (folder / "playthroughs/poor.toml").write_text("name = 3\n", encoding="utf-8")


@damage("I20 expectation")
def _(content: Content, folder: Path) -> None:
    file = folder / "playthroughs/poor.toml"
    text = '[[step]]\ndo = "wait:3"\nexpect = { t = 4, nothing = 1.0 }\n'
    file.write_text(f'name = "poor"\n{text}', encoding="utf-8")


@damage("I21 late mitigation")
def _(content: Content, folder: Path) -> None:
    for action in content["actions"].values():
        if action["kind"] == "mitigate":
            action["needs"] = "seen.received-values"
    (folder / "playthroughs/average.toml").write_text(SPARED, encoding="utf-8")
    (folder / "playthroughs/poor.toml").write_text(SPARED, encoding="utf-8")


WHOLE = load_case(CASE / "case.toml")
SPARED = 'name = "spared"\n[[step]]\ndo = "wait:1"\n'


def rewritten(folder: Path, change: Callable[[Content], None]) -> None:
    for file in (folder / "playthroughs").iterdir():
        script = tomllib.loads(file.read_text(encoding="utf-8"))
        for step in script["step"]:
            change(step)
        file.write_text(tomli_w.dumps(script), encoding="utf-8")


def without_expectations(folder: Path) -> None:
    rewritten(folder, lambda step: step.pop("expect", None))


def without_expected_changes(folder: Path) -> None:
    rewritten(folder, lambda step: step.get("expect", {}).pop("ctr_change", None))


def without_names(folder: Path, keep: tuple[str, ...]) -> None:
    def change(step: Content) -> None:
        events = [step["do"]] if isinstance(step["do"], str) else step["do"]
        kept = [one for one in events if not one.startswith("name:") or one[5:] in keep]
        step["do"] = kept or ["wait:0"]

    rewritten(folder, change)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_answered_by_its_rule(name: str, folder: Path) -> None:
    file = folder / "incident.toml"
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    DAMAGES[name](content, folder)
    file.write_text(tomli_w.dumps(content), encoding="utf-8")

    damaged = load_incident(file)
    assert isinstance(damaged, IncidentFile)
    errors = lint_incident(damaged, WHOLE)

    code = name.split(maxsplit=1)[0]
    others = {finding.code for finding in errors} - {code}
    assert code in {finding.code for finding in errors}
    # A damaged world may also play differently, or leave a flag unread.
    assert others <= {"I05", "I20"}, [finding.line_of_text() for finding in errors]
    assert all(finding.line >= 1 and finding.message and finding.mend for finding in errors)


def test_the_shipped_incident_has_no_findings(folder: Path) -> None:
    assert check([folder / "case.toml"]).findings == ()
    assert check([folder / "incident.toml"]).files == (folder / "case.toml",)


def test_a_finding_has_the_line_in_the_incident_file(folder: Path) -> None:
    file = folder / "incident.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('when = "did.declare"', 'when = "did.declare()"'), "utf-8")
    finding = next(one for one in check([folder / "case.toml"]).findings if one.code == "I01")
    line = text[: text.index('when = "did.declare"')].count("\n") + 1
    assert (finding.path, finding.line) == (file, line)
    assert finding.field == "milestones.declared.when"
    assert "a call is not allowed here, at column 1" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("horizon_min = 150\n", "", "S04"),
        ("[flags]", "[flag]", "S05"),
        ("glide = 8", "glid = 8", "S05"),
        ("cost = 2", 'cost = "2"', "S06"),
        ('kind = "no-op"', 'kind = "noop"', "S07"),
        ("schema_version = 1", "schema_version = 2", "S08"),
        ("[flags]", "[flags", "S01"),
        ("horizon_min = 150", "horizon_min = 100000", "S07"),
        ("page_at = 2025-03-11T07:30:00Z", "page_at = 2025-03-11T07:30:00", "S07"),
        ("ids_differ = true", "ids-differ = true", "S07"),
    ],
)
def test_a_broken_file_is_answered_with_its_line(
    old: str, new: str, code: str, folder: Path
) -> None:
    file = folder / "incident.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    findings = check([folder / "case.toml"]).findings
    assert code in {finding.code for finding in findings}
    assert {finding.path for finding in findings} == {file}
