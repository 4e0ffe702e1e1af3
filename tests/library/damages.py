"""One way to damage a good case for each error rule.

A damage changes the parsed case, and sometimes writes a file beside it, so that one rule and no
other is broken. It works on any case that has what it needs and raises Spare on one that has not.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Case = dict[str, Any]
DAMAGES: dict[str, Callable[[Case, Path], None]] = {}


class Spare(Exception):  # noqa: N818 - it is no error, the damage is spared
    """The case has nothing this damage could break."""


def damage(name: str) -> Callable[[Callable[[Case, Path], None]], Callable[[Case, Path], None]]:
    """Enter a damage as ``CODE`` or ``CODE what``."""

    def enter(apply: Callable[[Case, Path], None]) -> Callable[[Case, Path], None]:
        DAMAGES[name] = apply
        return apply

    return enter


def filler(count: int) -> str:
    """Words that no rule minds; the same word never comes twice."""
    return " ".join(f"plainword{number}" for number in range(count))


def first(table: dict[str, Any]) -> Any:
    if not table:
        raise Spare
    return next(iter(table.values()))


def emptiest_stage(case: Case) -> dict[str, Any]:
    return min(case["stages"].values(), key=lambda stage: len(stage.get("exhibits", ())))


def longest_stage(case: Case) -> dict[str, Any]:
    in_the_slot = [one for one in case["stages"].values() if not one.get("beforehand")]
    return max(in_the_slot, key=lambda stage: stage["min"])


def text_exhibit(audience: str = "candidate") -> dict[str, Any]:
    return {"title": "A note", "audience": audience, "kind": "text", "text": "Plain words."}


def put_table(case: Case, folder: Path, rows: list[list[object]]) -> str:
    """Add an exhibit with a table of its own, pinned, for the interviewer. Returns its id."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    content = out.getvalue().encode()
    (folder / "added.csv").write_bytes(content)
    digest = sha256(content).hexdigest()
    case["exhibits"]["added"] = {
        "title": "Added",
        "audience": "interviewer",
        "kind": "table",
        "file": "added.csv",
        "sha256": digest,
    }
    return "added"


def put_chart(case: Case, folder: Path, rows: list[list[object]]) -> str:
    """Add an exhibit that draws column a of ``rows`` over x. Returns its id."""
    id_ = put_table(case, folder, rows)
    chart = {"x": "x", "y": ["a"], "x_label": "day", "y_label": "users (%)"}
    alt = "One line that goes up from left to right, slowly and steadily."
    case["exhibits"][id_] |= {"kind": "chart", "chart": chart, "alt": alt}
    return id_


def exhibit_with_file(case: Case, *kinds: str) -> dict[str, Any]:
    for exhibit in case["exhibits"].values():
        if exhibit["kind"] in kinds and exhibit.get("file", "").endswith(".csv"):
            return exhibit  # type: ignore[no-any-return]
    raise Spare


def look_fors_by_stage(case: Case) -> list[tuple[str, int]]:
    """Stages of the interview itself with the number of their look-fors, the most first."""
    beforehand = {id_ for id_, stage in case["stages"].items() if stage.get("beforehand")}
    stages = [seen["stage"] for seen in case["look_fors"].values()]
    return Counter(stage for stage in stages if stage not in beforehand).most_common()


@damage("T01")
def _(case: Case, folder: Path) -> None:
    case["case"]["slot_min"] += 5


@damage("T02 closing stage too short")
def _(case: Case, folder: Path) -> None:
    *_, last = case["stages"].values()
    longest_stage(case)["min"] += last["min"] - 4
    last["min"] = 4


@damage("T02 closing stage scored")
def _(case: Case, folder: Path) -> None:
    *_, last = case["stages"]
    longest_stage(case)["min"] += (
        case["stages"][last]["min"] - 5
    )  # a scored stage of 8 needs look-fors
    case["stages"][last] |= {"min": 5, "scored": True}
    case["model_answers"][last] = first(case["model_answers"])


@damage("T03")
def _(case: Case, folder: Path) -> None:
    longest_stage(case)["prompt"] = filler(140 * case["case"]["slot_min"] // 10)


@damage("R01 one primary")
def _(case: Case, folder: Path) -> None:
    card = case["case"]
    card["secondary"] = [*card["primary"][1:], *card.get("secondary", [])]
    card["primary"] = card["primary"][:1]


@damage("R01 twice")
def _(case: Case, folder: Path) -> None:
    case["case"]["secondary"] = [*case["case"].get("secondary", []), case["case"]["primary"][0]]


@damage("R01 unknown")
def _(case: Case, folder: Path) -> None:
    old, new = case["case"]["primary"][0], "luck"
    case["case"]["primary"][0] = new
    for seen in case["look_fors"].values():
        seen["dim"] = new if seen["dim"] == old else seen["dim"]
    for flag in case["red_flags"].values():
        flag["dims"] = [new if dim == old else dim for dim in flag["dims"]]
    case["anchors"][new] = case["anchors"].pop(old)


@damage("R02")
def _(case: Case, folder: Path) -> None:
    for seen in case["look_fors"].values():
        if seen["dim"] == case["case"]["primary"][0] and seen["level"] == 5:
            seen["level"] = 4


@damage("R03")
def _(case: Case, folder: Path) -> None:
    del case["anchors"][case["case"]["primary"][0]]


@damage("R04")
def _(case: Case, folder: Path) -> None:
    primary, secondary = case["case"]["primary"][0], case["case"]["secondary"][0]
    for seen in case["look_fors"].values():
        seen["dim"] = primary if seen["dim"] == secondary else seen["dim"]


@damage("R05")
def _(case: Case, folder: Path) -> None:
    (most, _), (second, _), *_ = look_fors_by_stage(case)
    emptied = most if case["stages"][most]["min"] >= 8 else second
    for seen in case["look_fors"].values():
        if seen["stage"] == emptied:
            seen["stage"] = most if emptied == second else second


@damage("R06 stage")
def _(case: Case, folder: Path) -> None:
    most = look_fors_by_stage(case)[0][0]
    next(seen for seen in case["look_fors"].values() if seen["stage"] == most)["stage"] = "cellar"


@damage("R06 dimension")
def _(case: Case, folder: Path) -> None:
    primary = case["case"]["primary"][0]
    known = Counter(seen["level"] for seen in case["look_fors"].values() if seen["dim"] == primary)
    level = known.most_common()[0][0]
    spare = {"dim": primary, "level": level}
    for seen in case["look_fors"].values():
        if known[level] > 1 and spare.items() <= seen.items():
            seen["dim"] = "luck"
            return
    raise Spare


@damage("R06 anchors")
def _(case: Case, folder: Path) -> None:
    case["anchors"]["luck"] = first(case["anchors"])


@damage("R07 stage")
def _(case: Case, folder: Path) -> None:
    first(case["probes"])["stage"] = "cellar"


@damage("R07 look-for")
def _(case: Case, folder: Path) -> None:
    first(case["probes"])["unless"] = ["no-such-thing"]


@damage("R07 branch")
def _(case: Case, folder: Path) -> None:
    first(case.get("branches", {}))["when"] = "seen.no-such-thing"


@damage("R07 answers")
def _(case: Case, folder: Path) -> None:
    case["model_answers"]["cellar"] = first(case["model_answers"])


@damage("R08 one")
def _(case: Case, folder: Path) -> None:
    name = next(iter(case["red_flags"]))
    case["red_flags"] = {name: case["red_flags"][name]}


@damage("R08 cap")
def _(case: Case, folder: Path) -> None:
    first(case["red_flags"])["cap"] = 4


@damage("R08 dimension")
def _(case: Case, folder: Path) -> None:
    first(case["red_flags"])["dims"] = ["luck"]


@damage("R09")
def _(case: Case, folder: Path) -> None:
    by_rung = sorted(case["probes"].items(), key=lambda entry: entry[1].get("rung", 1))
    case["probes"] = dict([*by_rung[:2], *by_rung[-2:]])


@damage("R10 neutral")
def _(case: Case, folder: Path) -> None:
    for probe in case["probes"].values():
        probe["rung"] = 2


@damage("R10 pointed")
def _(case: Case, folder: Path) -> None:
    for probe in case["probes"].values():
        probe["rung"] = 1


@damage("R12")
def _(case: Case, folder: Path) -> None:
    case.setdefault("variants", {})[case["case"]["settings"][0]] = "Change the firm."


@damage("X01 in a stage")
def _(case: Case, folder: Path) -> None:
    stage = emptiest_stage(case)
    stage["exhibits"] = [*stage.get("exhibits", []), "no-such-exhibit"]


@damage("X01 in a reveal")
def _(case: Case, folder: Path) -> None:
    case["reveals"]["added"] = {**first(case["reveals"]), "exhibit": "no-such-exhibit"}
    if len(case["reveals"]) > 6:
        raise Spare


@damage("X01 its file")
def _(case: Case, folder: Path) -> None:
    put_table(case, folder, [["a"], [1]])
    (folder / "added.csv").unlink()


@damage("X02")
def _(case: Case, folder: Path) -> None:
    case["exhibits"]["added"] = text_exhibit()


@damage("X03")
def _(case: Case, folder: Path) -> None:
    names = [f"added-{number}" for number in range(4)]
    case["exhibits"].update({name: text_exhibit() for name in names})
    stage = next(stage for stage in case["stages"].values() if not stage.get("exhibits"))
    stage["exhibits"] = names


@damage("X04 both")
def _(case: Case, folder: Path) -> None:
    exhibit_with_file(case, "table")["text"] = "Plain words."


@damage("X04 neither")
def _(case: Case, folder: Path) -> None:
    exhibit = case["exhibits"]["added"] = text_exhibit("interviewer")
    del exhibit["text"]


@damage("X04 no table")
def _(case: Case, folder: Path) -> None:
    case["exhibits"]["added"] = {**text_exhibit("interviewer"), "kind": "table"}


@damage("X05 column")
def _(case: Case, folder: Path) -> None:
    id_ = put_table(case, folder, [["a"], [1]])
    case["exhibits"][id_]["columns"] = ["a", "b"]


@damage("X05 chart")
def _(case: Case, folder: Path) -> None:
    exhibit_with_file(case, "chart")["chart"]["x"] = "no-such-column"


@damage("X06")
def _(case: Case, folder: Path) -> None:
    id_ = put_table(case, folder, [["a"], *([row] for row in range(25))])
    case["exhibits"][id_]["audience"] = "candidate"
    stage = emptiest_stage(case)
    stage["exhibits"] = [*stage.get("exhibits", []), id_]


@damage("X07 in a stage")
def _(case: Case, folder: Path) -> None:
    case["exhibits"]["added"] = text_exhibit("interviewer")
    stage = emptiest_stage(case)
    stage["exhibits"] = [*stage.get("exhibits", []), "added"]


@damage("X07 in a reveal")
def _(case: Case, folder: Path) -> None:
    case["exhibits"]["added"] = text_exhibit("interviewer")
    case["reveals"]["added"] = {**first(case["reveals"]), "exhibit": "added"}
    if len(case["reveals"]) > 6:
        raise Spare


@damage("X08 in the title")
def _(case: Case, folder: Path) -> None:
    case["case"]["title"] += f": {case['case']['never_say'][0].upper()}s"


@damage("X08 in a cell")
def _(case: Case, folder: Path) -> None:
    id_ = put_table(case, folder, [["a"], [case["case"]["never_say"][0].replace(" ", "_")]])
    case["exhibits"][id_]["audience"] = "candidate"
    stage = emptiest_stage(case)
    stage["exhibits"] = [*stage.get("exhibits", []), id_]


@damage("X08 in the name of a line")
def _(case: Case, folder: Path) -> None:
    id_ = put_chart(case, folder, [["x", "a"], [1, 2], [2, 3]])
    case["exhibits"][id_] |= {
        "audience": "candidate",
        "labels": {"a": case["case"]["never_say"][0]},
    }
    stage = emptiest_stage(case)
    stage["exhibits"] = [*stage.get("exhibits", []), id_]


@damage("X08 at the end of an axis")
def _(case: Case, folder: Path) -> None:
    word = case["case"]["never_say"][0]
    id_ = put_chart(case, folder, [["x", "a"], ["before", 2], [word, 3]])
    case["exhibits"][id_]["audience"] = "candidate"
    stage = emptiest_stage(case)
    stage["exhibits"] = [*stage.get("exhibits", []), id_]


@damage("X09")
def _(case: Case, folder: Path) -> None:
    reveal = first(case["reveals"])
    reveal["ask"] = [*reveal["ask"][:4], reveal["ask"][0].upper()]


@damage("X10 alt")
def _(case: Case, folder: Path) -> None:
    exhibit_with_file(case, "chart").pop("alt")


@damage("X10 unit")
def _(case: Case, folder: Path) -> None:
    exhibit_with_file(case, "chart")["chart"]["y_label"] = "goodness"


@damage("X10 lines")
def _(case: Case, folder: Path) -> None:
    chart = exhibit_with_file(case, "chart")["chart"]
    chart["y"] = chart["y"][:1] * 5


@damage("X10 points")
def _(case: Case, folder: Path) -> None:
    put_chart(case, folder, [["x", "a"], *([number, number] for number in range(65))])


@damage("X10 nothing to draw")
def _(case: Case, folder: Path) -> None:
    put_chart(case, folder, [["x", "a"], [1, "low"], [2, "high"]])


@damage("X10 two lines of one name")
def _(case: Case, folder: Path) -> None:
    id_ = put_chart(case, folder, [["x", "a", "b"], [1, 2, 3], [2, 3, 4]])
    case["exhibits"][id_]["chart"]["y"] = ["a", "b"]
    case["exhibits"][id_]["labels"] = {"a": "users", "b": "users"}


@damage("X10 long names")
def _(case: Case, folder: Path) -> None:
    id_ = put_chart(case, folder, [["x", "a", "b"], [1, 2, 3], [2, 3, 4]])
    case["exhibits"][id_]["chart"]["y"] = ["a", "b"]
    case["exhibits"][id_]["labels"] = {"a": "p" * 40, "b": "q" * 40}


@damage("X10 long ends")
def _(case: Case, folder: Path) -> None:
    put_chart(case, folder, [["x", "a"], ["f" * 32, 1], ["l" * 32, 2]])


@damage("X10 long label")
def _(case: Case, folder: Path) -> None:
    exhibit_with_file(case, "chart")["chart"]["x_label"] = f"{'a' * 60} (days)"


@damage("X10 lines of a series beyond the rows shown")
def _(case: Case, folder: Path) -> None:
    groups = [[1, number, name] for number, name in enumerate("pqrst")]
    id_ = put_chart(case, folder, [["x", "a", "group"], *groups])
    case["exhibits"][id_]["chart"]["series"] = "group"
    case["exhibits"][id_]["rows"] = 2


@damage("X10 no chart")
def _(case: Case, folder: Path) -> None:
    del exhibit_with_file(case, "chart")["chart"]


@damage("X11 a log")
def _(case: Case, folder: Path) -> None:
    try:
        log = exhibit_with_file(case, "log")
    except Spare:
        log = case["exhibits"][put_table(case, folder, [["a"], [1]])]
    log.pop("columns", None)
    log |= {"kind": "log", "labels": log.get("labels") or {"a": "users"}}


@damage("X11 a text")
def _(case: Case, folder: Path) -> None:
    id_ = put_table(case, folder, [["a"], [1]])
    case["exhibits"][id_] |= {"kind": "text", "labels": {"a": "users"}}


@damage("E01 exhibit")
def _(case: Case, folder: Path) -> None:
    case["pitfalls"] = {**case.get("pitfalls", {})}
    pitfall = {**first(case["pitfalls"]), "exhibit": "no-such-exhibit", "numbers": "p 0.05"}
    pitfall.pop("computed", None)
    case["pitfalls"]["added"] = pitfall


@damage("E01 figures")
def _(case: Case, folder: Path) -> None:
    pitfall = first(case.get("pitfalls", {}))
    pitfall.pop("computed", None)
    pitfall["numbers"] = "far too many"


@damage("E02 nobody")
def _(case: Case, folder: Path) -> None:
    first(case.get("pitfalls", {}))["found_by"] = []


@damage("E02 unknown")
def _(case: Case, folder: Path) -> None:
    first(case.get("pitfalls", {}))["found_by"] = ["no-such-thing"]


@damage("E03")
def _(case: Case, folder: Path) -> None:
    if case["case"]["kind"] != "experiment-critique":
        raise Spare
    for pitfall in case["pitfalls"].values():
        pitfall["kind"] = "underpowered"


@damage("E04 hidden")
def _(case: Case, folder: Path) -> None:
    shown = (id_ for stage in case["stages"].values() for id_ in stage.get("exhibits", ()))
    _all_pitfalls_on(case, next(shown))


@damage("E04 visible")
def _(case: Case, folder: Path) -> None:
    staged = {id_ for stage in case["stages"].values() for id_ in stage.get("exhibits", ())}
    asked = (reveal["exhibit"] for reveal in case["reveals"].values())
    _all_pitfalls_on(case, next(id_ for id_ in asked if id_ not in staged))


def _all_pitfalls_on(case: Case, exhibit: str) -> None:
    if case["case"]["kind"] != "experiment-critique":
        raise Spare
    for pitfall in case["pitfalls"].values():
        pitfall.update(exhibit=exhibit, numbers="p 0.05")
        pitfall.pop("computed", None)


@damage("E05 unknown")
def _(case: Case, folder: Path) -> None:
    first(case.get("pitfalls", {}))["numbers"] += "; 98765.4321 too"


@damage("E05 formula")
def _(case: Case, folder: Path) -> None:
    pitfall = first(case.get("pitfalls", {}))
    pitfall["numbers"] += "; 98765 too"
    pitfall["computed"] = {**pitfall.get("computed", {}), "98765": "2 + 2"}


@damage("E05 not a formula")
def _(case: Case, folder: Path) -> None:
    pitfall = first(case.get("pitfalls", {}))
    pitfall["numbers"] += "; 98765 too"
    pitfall["computed"] = {**pitfall.get("computed", {}), "98765": "__import__('os')"}


@damage("E05 left over")
def _(case: Case, folder: Path) -> None:
    pitfall = first(case.get("pitfalls", {}))
    pitfall["computed"] = {**pitfall.get("computed", {}), "98765": "98765"}


@damage("N01 sums")
def _(case: Case, folder: Path) -> None:
    id_ = put_table(case, folder, [["row", "n"], ["a", 1], ["b", 2], ["all", 4]])
    case["exhibits"][id_]["sums"] = [{"total": "all", "parts": ["a", "b"], "columns": ["n"]}]


@damage("N01 sums of unknown rows")
def _(case: Case, folder: Path) -> None:
    id_ = put_table(case, folder, [["row", "n"], ["a", 1], ["b", 2], ["all", 3]])
    case["exhibits"][id_]["sums"] = [{"total": "all", "parts": ["a", "c"], "columns": ["n"]}]


@damage("N01 check")
def _(case: Case, folder: Path) -> None:
    id_ = put_table(case, folder, [["rate", "n", "of"], ["0.33", 1, 3], ["0.52", 1, 2]])
    case["exhibits"][id_]["checks"] = ["rate = n / of"]


@damage("N01 interval")
def _(case: Case, folder: Path) -> None:
    put_table(case, folder, [["ci_low", "ci_high", "p"], ["0.01", "0.02", "0.30"]])


@damage("N01 interval with a prefix")
def _(case: Case, folder: Path) -> None:
    head = ["day_ci_low", "day_ci_high", "day_p"]
    put_table(case, folder, [head, ["-0.01", "0.02", "0.001"]])


@damage("N02 Bonferroni")
def _(case: Case, folder: Path) -> None:
    put_table(case, folder, [["p", "p_bonferroni"], ["0.010", "0.020"], ["0.400", "0.900"]])


@damage("N02 Benjamini-Hochberg")
def _(case: Case, folder: Path) -> None:
    put_table(case, folder, [["p", "q_bh"], ["0.010", "0.020"], ["0.500", "0.600"]])


@damage("N02 sample ratio")
def _(case: Case, folder: Path) -> None:
    head = ["users_control", "users_treatment", "srm_p"]
    put_table(case, folder, [head, [5000, 5300, "0.5"]])


@damage("N03 not pinned")
def _(case: Case, folder: Path) -> None:
    del exhibit_with_file(case, "table", "chart", "log")["sha256"]


@damage("N03 changed")
def _(case: Case, folder: Path) -> None:
    exhibit_with_file(case, "table", "chart", "log")["sha256"] = "0" * 64


@damage("N04 from nowhere")
def _(case: Case, folder: Path) -> None:
    first(case["exhibits"])["title"] = "All 98,765,431 of them"


@damage("N04 formula")
def _(case: Case, folder: Path) -> None:
    first(case["exhibits"])["title"] = "All 98,765,431 of them"
    case["figures"] = {"98,765,431": "2 + 2"}


@damage("N04 unsaid")
def _(case: Case, folder: Path) -> None:
    case["figures"] = {"98,765,431": "98765431"}


@damage("F01")
def _(case: Case, folder: Path) -> None:
    first(case["look_fors"])["text"] = "Shows a rigorous mind"


@damage("F02")
def _(case: Case, folder: Path) -> None:
    first(case["look_fors"])["text"] = "Statistical thinking in all that is said"


@damage("F03")
def _(case: Case, folder: Path) -> None:
    first(case["look_fors"])["text"] = f"Says {filler(28)}"


@damage("F04 leading")
def _(case: Case, folder: Path) -> None:
    first(case["probes"])["ask"] = "What about the counts, don't you think they look odd?"


@damage("F04 closed")
def _(case: Case, folder: Path) -> None:
    first(case["probes"])["ask"] = "Did you look at the counts?"


@damage("C01 long")
def _(case: Case, folder: Path) -> None:
    case["case"]["candidate_brief"] += f" {filler(120)}"


@damage("C02")
def _(case: Case, folder: Path) -> None:
    case["case"]["interviewer_summary"] = filler(120)


@damage("C03")
def _(case: Case, folder: Path) -> None:
    stages = case["stages"]
    *_, last = stages
    closing = stages.pop(last)
    for number in range(8 - len(stages)):
        added = {"title": "More", "min": 0.001, "prompt": "What else?", "scored": False}
        stages[f"added-{number}"] = added
        longest_stage(case)["min"] -= 0.001
    stages[last] = closing


@damage("C04 few")
def _(case: Case, folder: Path) -> None:
    kept = {name for pitfall in case.get("pitfalls", {}).values() for name in pitfall["found_by"]}
    kept |= {name for probe in case["probes"].values() for name in probe.get("unless", ())}
    kept |= {branch["when"].split(".")[1] for branch in case.get("branches", {}).values()}
    sections = case.get("take_home", {}).get("memo_sections", {})
    kept |= {name for section in sections.values() for name in section["look_fors"]}
    look_fors = case["look_fors"]
    for id_ in [id_ for id_ in look_fors if id_ not in kept]:
        alike = [one for one in look_fors.values() if one["dim"] == look_fors[id_]["dim"]]
        level = [one for one in alike if one["level"] == look_fors[id_]["level"]]
        stage = [one for one in look_fors.values() if one["stage"] == look_fors[id_]["stage"]]
        if len(look_fors) > 17 and len(level) > 1 and len(stage) > 2:
            del look_fors[id_]
    if len(look_fors) > 17:
        raise Spare


@damage("C04 many")
def _(case: Case, folder: Path) -> None:
    like = list(case["look_fors"].values())[-1]
    for number in range(31 - len(case["look_fors"])):
        case["look_fors"][f"added-{number}"] = {**like, "text": f"Says {filler(number + 1)}"}


@damage("C05")
def _(case: Case, folder: Path) -> None:
    for number in range(10 - len(case["probes"])):
        case["probes"][f"added-{number}"] = first(case["probes"])


@damage("C06")
def _(case: Case, folder: Path) -> None:
    for number in range(19):
        case["reveals"][f"added-{number}"] = first(case["reveals"])


@damage("C07")
def _(case: Case, folder: Path) -> None:
    for number in range(4):
        case["red_flags"][f"added-{number}"] = first(case["red_flags"])


@damage("C08")
def _(case: Case, folder: Path) -> None:
    look_for, stage = next(iter(case["look_fors"])), next(iter(case["stages"]))
    branch = {"stage": stage, "when": f"not seen.{look_for}", "prompt": "What else?"}
    case["branches"] = {f"added-{number}": branch for number in range(3)}


@damage("C09")
def _(case: Case, folder: Path) -> None:
    case["case"]["reviewers"] = ["Ines Duarte", "ines duarte "]


@damage("C11")
def _(case: Case, folder: Path) -> None:
    first(case["anchors"])["3"] = filler(14)


@damage("C12")
def _(case: Case, folder: Path) -> None:
    case["model_answers"].pop(next(iter(case["model_answers"])))


@damage("C13")
def _(case: Case, folder: Path) -> None:
    case["model_answers"][next(iter(case["model_answers"]))] = dict.fromkeys("531", filler(59))


@damage("C14 within a stage")
def _(case: Case, folder: Path) -> None:
    answers = {"5": filler(100), "3": filler(100), "1": filler(60)}
    case["model_answers"][next(iter(case["model_answers"]))] = answers


@damage("C14 across stages")
def _(case: Case, folder: Path) -> None:
    for answers in case["model_answers"].values():
        answers.update({"5": filler(120), "3": filler(105), "1": filler(90)})


@damage("C15 none")
def _(case: Case, folder: Path) -> None:
    del case["debrief"]


@damage("C15 four")
def _(case: Case, folder: Path) -> None:
    case["debrief"] = {"may_tell": ["a", "b", "c", "d"], "must_not_tell": []}


@damage("S09")
def _(case: Case, folder: Path) -> None:
    case["case"]["id"] = "another-case"


@damage("S10 climbs out")
def _(case: Case, folder: Path) -> None:
    exhibit = {**text_exhibit("interviewer"), "file": "../../rubrics/small-shop.toml"}
    del exhibit["text"]
    case["exhibits"]["added"] = exhibit


@damage("S10 links out")
def _(case: Case, folder: Path) -> None:
    put_table(case, folder, [["a"], [1]])
    (folder / "added.csv").rename(folder.parent.parent / "outside.csv")
    (folder / "added.csv").symlink_to(folder.parent.parent / "outside.csv")


@damage("S11")
def _(case: Case, folder: Path) -> None:
    put_table(case, folder, [["a", "b"], [1]])


# --- take-homes -----------------------------------------------------------------------------------


def as_take_home(case: Case, folder: Path) -> dict[str, Any]:
    """Make a good take-home of a case about planted flaws, if it is none yet. Returns its task."""
    if case["case"]["kind"] == "take-home":
        return case["take_home"]  # type: ignore[no-any-return]
    if case["case"]["kind"] != "experiment-critique" or len(case["stages"]) > 6:
        raise Spare
    case["case"]["kind"] = "take-home"
    reading = {"title": "Memo", "min": 15, "prompt": "Read it.", "scored": False}
    case["stages"] = {"memo": {**reading, "beforehand": True}, **case["stages"]}
    like = first(case["look_fors"])
    read_for = {**like, "stage": "memo", "text": f"Writes {filler(9)}"}
    case["look_fors"]["memo-answer"] = read_for
    content = b"row,late\n1,0\n"
    (folder / "data.csv").write_bytes(content)
    data = {"file": "data.csv", "what": "a row", "sha256": sha256(content).hexdigest()}
    section = {"title": "All of it", "look_fors": ["memo-answer"]}
    case["take_home"] = {
        "brief": "Build a first model.",
        "data": [data],
        "hours": 3.0,
        "deliverable": "A memo of two pages.",
        "baseline": 0.60,
        "inflated": 0.90,
        "rule_score": 0.58,
        "memo_sections": {"all": section},
        "testers": [{"name": "Ada", "hours": 2.5}, {"name": "Bo", "hours": 3.0}],
    }
    runs = case["exhibits"].pop(
        put_table(case, folder, [["run", "auc"], ["a", 0.60], ["b", 0.90], ["c", 0.58]])
    )
    (folder / "added.csv").rename(folder / "runs.csv")
    case["exhibits"]["runs"] = {**runs, "file": "runs.csv"}
    return case["take_home"]  # type: ignore[no-any-return]


def data_file(case: Case, folder: Path, content: bytes) -> None:
    """Put ``content`` in place of the first file of the data, pinned as it is.

    An exhibit may show the same file: it then has a copy of what was there.
    """
    task = as_take_home(case, folder)
    (folder / "other.csv").write_bytes(content)
    digest = sha256(content).hexdigest()
    task["data"] = [{"file": "other.csv", "what": "rows", "sha256": digest}, *task["data"][1:]]


@damage("H01 no lift")
def _(case: Case, folder: Path) -> None:
    task = as_take_home(case, folder)
    task["inflated"] = round(task["baseline"] + 0.149, 3)
    put_table(case, folder, [["run", "auc"], ["inflated", task["inflated"]]])


@damage("H01 not recorded")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)["rule_score"] = 0.467


@damage("H02 too long")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)["hours"] = 3.5


@damage("H02 not tried")
def _(case: Case, folder: Path) -> None:
    task = as_take_home(case, folder)
    task["testers"] = task["testers"][:1]


@damage("H02 too hard")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)["testers"][1]["hours"] = 3.2


@damage("H02 too large")
def _(case: Case, folder: Path) -> None:
    data_file(case, folder, b"a\n" + b"1\n" * 500_000)


@damage("H02 a network in the brief")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)["brief"] += " Get the rates from https://rates.example."


@damage("H02 a network in the data")
def _(case: Case, folder: Path) -> None:
    data_file(case, folder, b"a,where\n1,http://rates.example/eur\n")


@damage("H03 no task")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)
    del case["take_home"]


@damage("H03 another kind")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)
    case["case"]["kind"] = "experiment-critique"
    next(iter(case["stages"].values()))["beforehand"] = False
    case["case"]["slot_min"] += next(iter(case["stages"].values()))["min"]


@damage("H03 a section without look-fors")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)["memo_sections"]["more"] = {"title": "More", "look_fors": []}


@damage("H03 an unknown look-for")
def _(case: Case, folder: Path) -> None:
    task = as_take_home(case, folder)
    first(task["memo_sections"])["look_fors"].append("not-there")


@damage("H03 a look-for of the interview")
def _(case: Case, folder: Path) -> None:
    task = as_take_home(case, folder)
    (most, _), *_ = look_fors_by_stage(case)
    other = next(id_ for id_, seen in case["look_fors"].items() if seen["stage"] == most)
    first(task["memo_sections"])["look_fors"].append(other)


@damage("H03 a look-for nobody reads for")
def _(case: Case, folder: Path) -> None:
    task = as_take_home(case, folder)
    section = first(task["memo_sections"])
    section["look_fors"] = section["look_fors"][1:] or [next(iter(case["look_fors"]))]


@damage("T05 a later stage")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)
    second = list(case["stages"].values())[1]
    second["beforehand"] = True
    case["case"]["slot_min"] -= second["min"]


@damage("T05 no reading")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)
    reading = first(case["stages"])
    reading["beforehand"] = False
    case["case"]["slot_min"] += reading["min"]


@damage("N03 of the data")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)["data"][0]["sha256"] = "0" * 64


@damage("S10 of the data")
def _(case: Case, folder: Path) -> None:
    as_take_home(case, folder)["data"][0]["file"] = "../../rubrics/small-shop.toml"


@damage("X08 a column of the data")
def _(case: Case, folder: Path) -> None:
    data_file(case, folder, b"row,plainword0\n1,0\n")
    case["case"]["never_say"] = [*case["case"].get("never_say", []), "plainword0"]


@damage("X08 the task")
def _(case: Case, folder: Path) -> None:
    task = as_take_home(case, folder)
    task["brief"] += " Mind the plainword0."
    case["case"]["never_say"] = [*case["case"].get("never_say", []), "plainword0"]
