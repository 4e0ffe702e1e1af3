"""A small library in a folder: what the project ships may change, this does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli_w
from tests.builders import case_data, rubric

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE_TITLE = "[red]Red[/] alert \x1b[2J \u202etra"
FEED, WIN, QUEUE = "feat-test", "exp-early-win", "inc-quiet-queue"


def write_case(folder: Path, id_: str, **card: Any) -> Path:
    """A case file below ``folder``; ``card`` changes its ``[case]`` table."""
    data = case_data()
    data["case"] = {**data["case"], "id": id_, **card}
    return write(folder / "cases" / id_ / "case.toml", data)


def write(path: Path, data: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(tomli_w.dumps(data).encode())
    return path


def write_rubric(folder: Path, id_: str = "test-rubric", **card: Any) -> Path:
    data = rubric().model_dump(mode="json", by_alias=True, exclude_none=True)
    data["rubric"] = {**data["rubric"], "id": id_, **card}
    return write(folder / "rubrics" / f"{id_}.toml", data)


def small_library(folder: Path) -> Path:
    """Three cases (a consumer one with a persona, a critique with a pitfall and variants, an
    incident of a hostile title), one that cannot be used, two rubrics."""
    write_case(folder, FEED, reviewers=["Ines Duarte"])
    persona = {
        "schema_version": 1,
        "persona": {
            "id": "lemma", "title": "Lemma: strong and halting", "case": FEED, "polish": -1,
            "levels": {"problem-framing": 4, "modeling-depth": 4, "leadership": 3},
        },
        "answers": [{"stage": "frame", "text": "I would ask what the shop earns on."}],
    }  # fmt: skip
    write(folder / "cases" / FEED / "personas" / "lemma.toml", persona)
    critique = case_data()
    critique["case"] |= {
        "id": WIN, "kind": "experiment-critique", "title": "An early win for the coupon",
        "slot_min": 45, "settings": ["startup", "enterprise"], "version": 3,
        "primary": ["experimentation-rigor", "problem-framing"],
        "candidate_brief": "A coupon looked good after four days. Would you give it to everybody?",
        "interviewer_summary": "Nobody looked at who had left before day four.",
    }  # fmt: skip
    critique["pitfalls"] = {
        "gone": {
            "kind": "survivorship", "exhibit": "plan", "numbers": "900 of 4,000",
            "critique": "Those who deleted the app are in neither arm.",
            "next_step": "Count everybody who was offered the coupon.",
        },
    }  # fmt: skip
    critique["variants"] = {"consumer": "The coupon becomes a month without fees."}
    write(folder / "cases" / WIN / "case.toml", critique)
    write_case(
        folder, QUEUE, kind="incident", title=HOSTILE_TITLE, settings=["security"],
        primary=["leadership"], secondary=[],
    )  # fmt: skip
    broken = folder / "cases" / "exp-broken" / "case.toml"
    broken.parent.mkdir()
    broken.write_text("schema_version = 1\n[case]\nid = \n", encoding="utf-8")
    write_rubric(folder)
    write_rubric(folder, "short-rubric", title="For a short talk", role="Analyst")
    return folder
