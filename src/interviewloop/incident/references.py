"""Everything in an incident that refers to something else in it, and what does not resolve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.incident.expressions import RESERVED, Unreadable, mark_key, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interviewloop.incident.expressions import Expression
    from interviewloop.model.incident import Incident

Path = tuple[str | int, ...]
"""Where something stands in the file: table and key names, and indexes into lists."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A reference or an expression that cannot be used."""

    path: Path
    what: str
    mend: str
    in_expression: bool


def texts(incident: Incident) -> Iterator[tuple[Path, str]]:
    """Every expression in the file with its place."""
    for name, text in incident.let.items():
        yield ("let", name), text
    for name, metric in incident.metrics.items():
        if metric.formula is not None:
            yield ("metrics", name, "formula"), metric.formula
    for id_, effect in incident.effects.items():
        for index, level in enumerate(effect.levels):
            yield ("effects", id_, "levels", index, "when"), level.when
    for id_, evidence in incident.evidence.items():
        for index, later in enumerate(evidence.later):
            yield ("evidence", id_, "later", index, "when"), later.when
    for path, guard in _guards(incident):
        if guard is not None:
            yield path, guard


def _guards(incident: Incident) -> Iterator[tuple[Path, str | None]]:
    """The conditions that stand directly in an entry, None where it has none."""
    for id_, evidence in incident.evidence.items():
        yield ("evidence", id_, "needs"), evidence.needs
    for id_, action in incident.actions.items():
        yield ("actions", id_, "needs"), action.needs
    for id_, inject in incident.injects.items():
        yield ("injects", id_, "when"), inject.when
        yield ("injects", id_, "unless"), inject.unless
    for id_, milestone in incident.milestones.items():
        yield ("milestones", id_, "when"), milestone.when
        yield ("milestones", id_, "before"), milestone.before


def expressions(incident: Incident) -> tuple[dict[Path, Expression], list[Fault]]:
    """Every expression that can be read, by its place, and a fault for each that cannot."""
    found: dict[Path, Expression] = {}
    faults: list[Fault] = []
    mend = "use names, numbers, + - * /, comparisons, and, or, not"
    for path, text in texts(incident):
        try:
            found[path] = parse(text)
        except Unreadable as error:
            what = f"{error.what}, at column {error.column} of {text!r}"
            faults.append(Fault(path, what, mend, in_expression=True))
    return found, faults


def faults(incident: Incident) -> list[Fault]:
    """Everything that keeps the incident from running, in the order of its tables."""
    found, wrong = expressions(incident)
    wrong += _spelled_alike(incident)
    wrong += unresolved(incident, found)
    wrong += _circles(found)
    wrong += _unknown_references(incident)
    wrong += _mixed_effects(incident)
    return wrong


def spaces(incident: Incident) -> dict[str, Mapping[str, object]]:
    """What can stand after ``seen.``, ``did.``, ``eff.`` and ``named.``."""
    return {
        "seen": incident.evidence,
        "did": incident.actions,
        "eff": incident.actions,
        "named": incident.hypotheses,
    }


def _spelled_alike(incident: Incident) -> Iterator[Fault]:
    """Two things that one spelling in an expression would mean."""
    tables: dict[str, Mapping[str, object]] = {
        "flags": incident.flags,
        "let": incident.let,
        "metrics": incident.metrics,
    }
    taken = dict.fromkeys(RESERVED, "a word of the language")
    for table, entries in tables.items():
        for name in entries:
            if name in taken:
                what = f"{name!r} is {taken[name]} already"
                yield Fault((table, name), what, "choose another name", in_expression=True)
            taken.setdefault(name, f"in [{table}]")
    for table in ("evidence", "actions", "hypotheses"):
        keys: dict[str, str] = {}
        for id_ in getattr(incident, table):
            other = keys.setdefault(mark_key(id_), id_)
            if other != id_:
                what = f"{id_!r} and {other!r} are spelled alike in expressions"
                yield Fault((table, id_), what, "choose another id", in_expression=True)


def unresolved(incident: Incident, found: Mapping[Path, Expression]) -> Iterator[Fault]:
    """Names and marks in the expressions ``found`` that stand for nothing in ``incident``."""
    known = {*incident.flags, *incident.let, *incident.metrics}
    keys = {space: {mark_key(id_) for id_ in ids} for space, ids in spaces(incident).items()}
    for path, expression in found.items():
        for name, column in expression.names:
            if name not in known:
                what = f"nothing is called {name!r}, at column {column} of {expression.text!r}"
                mend = "name a flag, a let or a metric of the incident"
                yield Fault(path, what, mend, in_expression=True)
        for space, key, column in expression.marks:
            if key not in keys[space]:
                what = f"there is no {space}.{key}, at column {column} of {expression.text!r}"
                table = {"seen": "evidence", "named": "hypotheses"}.get(space, "actions")
                mend = f"{space} takes an id of [{table}]"
                yield Fault(path, what, mend, in_expression=True)


def _circles(found: Mapping[Path, Expression]) -> Iterator[Fault]:
    """Lets and formulas that would never come to a value because they need themselves."""
    uses = {
        str(path[1]): (path, {name for name, _ in expression.names})
        for path, expression in found.items()
        if path[0] in ("let", "metrics")
    }
    settled: set[str] = set()
    for name, (path, _) in uses.items():
        if _returns(name, uses, settled, set()):
            what = f"{name!r} is explained by itself"
            yield Fault(path, what, "take one of the names out", in_expression=True)


def _returns(
    name: str, uses: Mapping[str, tuple[Path, set[str]]], settled: set[str], above: set[str]
) -> bool:
    """Whether following what ``name`` uses comes back to something above it."""
    if name in above:
        return True
    if name not in uses or name in settled:
        return False
    inside = above | {name}
    if any(_returns(below, uses, settled, inside) for below in uses[name][1]):
        return True
    settled.add(name)
    return False


def _unknown_references(incident: Incident) -> Iterator[Fault]:
    for id_, effect in incident.effects.items():
        yield from _unknown(("effects", id_, "metric"), effect.metric, incident.metrics, "metrics")
    for table in ("actions", "injects"):
        for id_, entry in getattr(incident, table).items():
            for flag in entry.sets:
                yield from _unknown((table, id_, "sets", flag), flag, incident.flags, "flags")
    for id_, evidence in incident.evidence.items():
        for key in ("supports", "refutes"):
            for index, name in enumerate(getattr(evidence, key)):
                path: Path = ("evidence", id_, key, index)
                yield from _unknown(path, name, incident.hypotheses, "hypotheses")
    root: Path = ("incident", "root_cause")
    yield from _unknown(root, incident.incident.root_cause, incident.hypotheses, "hypotheses")


def _unknown(path: Path, name: str, known: Mapping[str, object], table: str) -> Iterator[Fault]:
    if name not in known:
        what = f"[{table}] has no {name!r}"
        yield Fault(path, what, f"name one of its entries, or add {name}", in_expression=False)


def _mixed_effects(incident: Incident) -> Iterator[Fault]:
    """An effect multiplies or adds, on all its levels alike."""
    for id_, effect in incident.effects.items():
        for index, level in enumerate(effect.levels):
            both = (level.times is None) == (level.add is None)
            if both or (level.add is not None) != effect.adds:
                path: Path = ("effects", id_, "levels", index)
                what = f"level {index + 1} of effect {id_} needs one of times and add, as the first"
                yield Fault(path, what, "give every level times, or every level add", False)
    for id_, inject in incident.injects.items():
        if (inject.at is None) == (inject.when is None):
            what = f"inject {id_} needs one of at and when"
            yield Fault(("injects", id_), what, "give it a minute, or a guard", False)
