"""Broken files: each is answered with file, line, code and mend, and never with a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from interviewloop.cli.main import main
from interviewloop.library.check import check

GOOD = Path(__file__).parents[1] / "data/good"
CASE = GOOD / "cases/exp-shorter-form"


class Broken(NamedTuple):
    """``old`` becomes ``new`` in the good case; ``code`` on the line that holds ``at``."""

    old: str
    new: str
    code: str
    at: str
    mend: str = ""


BROKEN = {
    # Not TOML
    "a quote is missing": Broken('kind = "exp', "kind = exp", "S01", "kind = exp"),
    "a quote is not closed": Broken('t-critique"', "t-critique", "S01", "kind =", "quotation"),
    "a bracket is not closed": Broken('["consumer"]', '["consumer"', "S01", "primary ="),
    "no equals sign": Broken("slot_min = 45", "slot_min 45", "S01", "slot_min 45", "="),
    "a key twice": Broken("slot_min = 45", "slot_min = 45\nslot_min = 46", "S01", "= 46", "twice"),
    "a table twice": Broken("[stages.read]", "[stages.brief] # again", "S01", "# again", "twice"),
    "an unknown escape": Broken(
        "A shorter order", r"A \shorter order", "S01", r"A \shorter", "\\\\"
    ),
    "a value is missing": Broken("slot_min = 45", "slot_min =", "S01", "slot_min ="),
    "two keys on a line": Broken(
        "version = 1\nslot", "version = 1 slot", "S01", "version = 1 slot"
    ),
    "a text that never ends": Broken('the test."""', "the test.", "S01", "interviewer_summary"),
    "a conflict": Broken(
        "slot_min = 45",
        "<<<<<<< ours\nslot_min = 45\n=======\nslot_min = 60\n>>>>>>> theirs",
        "S03",
        "<<<<<<< ours",
        "keep one",
    ),
    # Not a case
    "no schema version": Broken(
        "schema_version = 1\n", "", "S04", "# A small case", "schema_version"
    ),
    "schema from the future": Broken(
        "schema_version = 1\n", "schema_version = 2\n", "S08", "schema_version"
    ),
    "no title": Broken(
        'title = "A shorter order form at a grocer"\n', "", "S04", "[case]", "title"
    ),
    "no prompt": Broken(
        'prompt = "Please read the brief. Ask me anything about the form or the test."\n',
        "",
        "S04",
        "[stages.brief]",
        "prompt",
    ),
    "no anchor at 3": Broken(
        '3 = "Asks which measure was agreed and',
        '"4" = "Asks which measure was agreed and',
        "S04",
        "[anchors.framing]",
        "3",
    ),
    "a misspelt key": Broken(
        "candidate_brief = ", "candidat_brief = ", "S05", "candidat_brief", "candidate_brief"
    ),
    "a misspelt table": Broken("[debrief]", "[debreif]", "S05", "[debreif]", "debrief"),
    "a key of another table": Broken(
        "[stages.brief]\n", "[stages.brief]\nhint = 1\n", "S05", "hint"
    ),
    "an underscore too many": Broken(
        'kind = "experiment-critique"',
        'kind = "experiment_critique"',
        "S07",
        "experiment_critique",
        "did you mean experiment-critique",
    ),
    "an unknown setting": Broken('["consumer"]', '["customer"]', "S07", "customer", "consumer"),
    "an unknown pitfall": Broken(
        'kind = "novelty-effect"', 'kind = "novelty"', "S07", 'kind = "novelty"', "novelty-effect"
    ),
    "an unknown audience": Broken(
        'audience = "interviewer"', 'audience = "panel"', "S07", "panel", "candidate, interviewer"
    ),
    "a level of 6": Broken(
        'level = 4\nstage = "dig"', 'level = 6\nstage = "dig"', "S07", "level = 6"
    ),
    "a rung of 0": Broken("rung = 3", "rung = 0", "S07", "rung = 0", "1, 2, 3"),
    "text for a number": Broken("min = 12", 'min = "12"', "S06", 'min = "12"', "a number"),
    "a number for text": Broken(
        'title = "Decision"', "title = 9", "S06", "title = 9", "text in quotes"
    ),
    "a text for a list": Broken(
        'settings = ["consumer"]', 'settings = "consumer"', "S06", "settings", "square brackets"
    ),
    "a number for true": Broken(
        'min = 5\nscored = false\nprompt = "Please',
        'min = 5\nscored = 0\nprompt = "Please',
        "S06",
        "scored = 0",
        "true or false",
    ),
    "a text for a table": Broken(
        '[stages.close]\ntitle = "Your questions"\nmin = 5\nscored = false\nprompt = ',
        "[stages]\nclose = ",
        "S06",
        "close = ",
        "table",
    ),
    "a date for text": Broken('title = "Decision"', "title = 2026-01-01", "S06", "title = 2026"),
    "half a version": Broken("version = 1\nslot", "version = 1.5\nslot", "S06", "version = 1.5"),
    "no minutes": Broken("min = 12", "min = 0", "S07", "min = 0", "more than 0"),
    "endless minutes": Broken("min = 12", "min = inf", "S07", "min = inf", "ordinary number"),
    "a slot of a minute": Broken(
        "slot_min = 45", "slot_min = 1", "S07", "slot_min = 1", "at least 15"
    ),
    "empty text": Broken('title = "Decision"', 'title = " "', "S07", 'title = " "'),
    "an id with capitals": Broken("[stages.decide]", "[stages.Decide]", "S07", "[stages.Decide]"),
    "a dimension with a blank": Broken(
        '["test-rigor", "framing"]', '["test rigor", "framing"]', "S07", "test rigor", "hyphens"
    ),
    "no setting": Broken('["consumer"]', "[]", "S07", "settings", "1 or more"),
    "a short digest": Broken('sha256 = "f6b5', 'sha256 = "f6', "S07", 'sha256 = "f6', "64"),
    "a strange condition": Broken(
        'when = "not seen.', 'when = "unless seen.', "S07", "when =", "not seen."
    ),
    # A case, but not a good one
    "a wrong id": Broken('id = "exp-shorter-form"', 'id = "exp-short"', "S09", "id ="),
    "minutes that do not add up": Broken("slot_min = 45", "slot_min = 60", "T01", "slot_min"),
    "a dimension nobody scores": Broken(
        'secondary = ["plain-speech"]',
        'secondary = ["plain-speach"]',
        "R01",
        "secondary",
        "plain-speech",
    ),
    "an unknown stage": Broken(
        'stage = "decide"\nask', 'stage = "decided"\nask', "R07", 'stage = "decided"', "decide"
    ),
    "an unknown exhibit": Broken(
        'exhibits = ["platforms"]', 'exhibits = ["platform"]', "X01", '["platform"]', "platforms"
    ),
    "an unknown column": Broken(
        'columns = ["town", "p"]', 'columns = ["town", "q"]', "X05", '["town", "q"]', "town, p"
    ),
    "a file elsewhere": Broken(
        "exhibits/errors.csv", "../errors.csv", "S10", "../errors.csv", "exhibits/table.csv"
    ),
    "a leak": Broken("A shorter order form", "A novelty order form", "X08", 'title = "A novelty'),
    "a figure from nowhere": Broken(
        "0.062 by customer", "0.071 by customer", "E05", "0.071", "computed"
    ),
    "a wrong formula": Broken("'0.05 * count(", "'0.06 * count(", "E05", 'computed = { "8"'),
    "a leading probe": Broken(
        "What do you make of Lisbon?", "Isn't Lisbon just luck?", "F04", "Isn't Lisbon"
    ),
    "no verb": Broken('"Repeats the', '"Rather repeats the', "F02", '"Rather repeats'),
    "a short anchor": Broken(
        "Speaks of engagement and growth in general, names no decision, and lets",
        "Lets",
        "C11",
        '1 = "Lets the slide',
    ),
}

CONSEQUENCES = ("no anchor at 3", "a dimension nobody scores")
"""Mistakes that break more than one rule by their nature."""


def damaged(broken: Broken, tmp_path: Path) -> tuple[Path, int]:
    """The damaged copy of the good case, and the line that is to be named."""
    folder = tmp_path / "cases" / CASE.name
    shutil.copytree(CASE, folder)
    shutil.copytree(GOOD / "rubrics", tmp_path / "rubrics")
    file = folder / "case.toml"
    good = file.read_text(encoding="utf-8")
    assert broken.old in good
    text = good.replace(broken.old, broken.new, 1)
    file.write_text(text, encoding="utf-8")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if broken.at in line]
    return file, lines[0]


def test_there_are_forty_and_more() -> None:
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_answered_with_line_code_and_mend(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = BROKEN[name]
    file, line = damaged(broken, tmp_path)

    code = main(["validate", str(file)])

    out, err = capsys.readouterr()
    finding = check([file]).findings[0]
    assert (code, err) == (1, "")
    assert (finding.code, finding.line) == (broken.code, line), finding
    assert finding.mend
    assert broken.mend in finding.mend
    assert f"{file}:{line}: {broken.code} " in out
    for jargon in (
        "pydantic",
        "Input should",
        "Traceback",
        "type=",
        "errors.pydantic",
        "http",
        "('",
    ):
        assert jargon not in out


@pytest.mark.parametrize("name", [name for name in BROKEN if name not in CONSEQUENCES])
def test_one_mistake_gives_one_finding(name: str, tmp_path: Path) -> None:
    file, _ = damaged(BROKEN[name], tmp_path)
    assert len(check([file]).findings) == 1
