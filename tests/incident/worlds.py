"""Small worlds and the shipped and reference ones, for the tests of the incident machine."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewloop.incident.engine import run
from interviewloop.incident.events import event_of
from interviewloop.incident.world import World, build
from interviewloop.library.incidents import open_incident
from interviewloop.library.load import _frozen
from interviewloop.model.incident import Incident

if TYPE_CHECKING:
    from interviewloop.incident.state import State

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases/inc-green-dashboards"
REFERENCE = ROOT / "tests/data/incident"
"""The mechanics of the incident the machine was specified by, with its two runs; no content."""

SMALL = """
schema_version = 1
[incident]
page_at = 2026-01-01T00:00:00Z
page_text = "Down."
horizon_min = 60
root_cause = "truth"
[flags]
broken = true
fixed = false
late = false
[let]
ill = "broken and not fixed"
[metrics]
rate = { base = 10, normal = 20, shown = true, noise = 0.01 }
twice = { formula = "2 * rate" }
[effects]
cause = { metric = "rate", glide = 10, levels = [{ when = "ill", times = 0.5 }] }
extra = { metric = "rate", levels = [{ when = "late", add = 3.0 }] }
[evidence]
deep = { title = "Deep", cost = 5, ask = ["b"], text = "deep", needs = "seen.look" }
[evidence.look]
title = "Look"
cost = 3
ask = ["a"]
text = "ill"
supports = ["truth"]
later = [{ when = "fixed", text = "well" }]
[actions.fix]
kind = "mitigate"
cost = 2
lead = 4
sets = { fixed = true }
ask = ["c"]
reply = "fixed"
[actions]
quick = { kind = "protect", cost = 1, sets = { late = true }, ask = ["d"], reply = "at once" }
[injects]
call = { at = 5, from = "Boss", text = "Well?", unless = "did.fix" }
guard = { when = "late", after = 3, from = "Bot", text = "Late.", sets = { broken = false } }
[hypotheses]
truth = { correct = true, say = ["e"] }
[milestones]
seen-it = { dim = "x", when = "seen.look", strong_by = 5, ok_by = 10, before = "changed_prod" }
well = { dim = "x", when = "rate >= 9", strong_by = 20, ok_by = 30, hold = 3 }
harm = { dim = "x", when = "eff.quick", avoid = true }
"""


def small(**tables: dict[str, Any]) -> World:
    """The small world with entries of some tables replaced, added, or (None) taken out."""
    content = tomllib.loads(SMALL)
    for name, entries in tables.items():
        content.setdefault(name, {}).update(entries)
        content[name] = {id_: one for id_, one in content[name].items() if one is not None}
    return build("small", Incident.model_validate(_frozen(content), strict=True))


def after(world: World, *events: str) -> State:
    return run(world, map(event_of, events))


@cache
def shipped() -> World:
    return open_incident(CASE).world()


@cache
def reference() -> World:
    return open_incident(REFERENCE / "green_dashboards.toml").world()
