"""An incident made ready to run: every expression read, every reference resolved, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.incident.expressions import mark_key
from interviewloop.incident.references import expressions, faults, spaces
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.incident.expressions import Expression
    from interviewloop.incident.references import Path
    from interviewloop.model.incident import Effect as EffectRule
    from interviewloop.model.incident import Incident


@dataclass(frozen=True, slots=True)
class Level:
    """A guarded strength; ``glide`` in minutes."""

    when: Expression
    strength: float
    glide: int


@dataclass(frozen=True, slots=True)
class Effect:
    """One cause on one metric. ``idle`` and ``idle_glide`` apply while no level holds."""

    metric: str
    adds: bool
    idle: float
    idle_glide: int
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Inject:
    """The guards of an inject, None where it has none."""

    id: str
    when: Expression | None
    unless: Expression | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """The guards of a milestone."""

    id: str
    when: Expression
    before: Expression | None


@dataclass(frozen=True)
class World:
    """An incident ready to run. ``case`` is the case's id, which the display noise hangs on."""

    case: str
    incident: Incident
    lets: Mapping[str, Expression]
    formulas: Mapping[str, Expression]
    effects: tuple[Effect, ...]
    on_metric: Mapping[str, tuple[int, ...]]
    """Which effects act on a metric, in file order."""
    injects: tuple[Inject, ...]
    milestones: tuple[Milestone, ...]
    needs: Mapping[tuple[str, str], Expression]
    """What must hold before a piece of evidence or an action, by table and id."""
    later: Mapping[str, tuple[tuple[Expression, str], ...]]
    """Guarded texts of a piece of evidence, in file order."""


def build(case: str, incident: Incident) -> World:
    """The world of ``incident``.

    Raises Problem when an expression cannot be read or a name leads nowhere; ``where`` is the key.
    """
    wrong = faults(incident)
    if wrong:
        first = wrong[0]
        where = ".".join(map(str, first.path))
        raise Problem("Incident cannot run", first.what, first.mend, where)
    found, _ = expressions(incident)
    effects = tuple(_effect(id_, effect, found) for id_, effect in incident.effects.items())
    return World(
        case=case,
        incident=incident,
        lets={name: found["let", name] for name in incident.let},
        formulas=_formulas(incident, found),
        effects=effects,
        on_metric={
            name: tuple(index for index, effect in enumerate(effects) if effect.metric == name)
            for name in incident.metrics
        },
        injects=tuple(
            Inject(id_, found.get(("injects", id_, "when")), found.get(("injects", id_, "unless")))
            for id_ in incident.injects
        ),
        milestones=tuple(_milestone(id_, found) for id_ in incident.milestones),
        needs={
            (str(path[0]), str(path[1])): expression
            for path, expression in found.items()
            if path[0] in ("evidence", "actions") and path[2] == "needs"
        },
        later={
            id_: tuple(
                (found["evidence", id_, "later", index, "when"], later.text)
                for index, later in enumerate(evidence.later)
            )
            for id_, evidence in incident.evidence.items()
        },
    )


def _effect(id_: str, effect: EffectRule, found: Mapping[Path, Expression]) -> Effect:
    levels = tuple(
        Level(
            found["effects", id_, "levels", index, "when"],
            _strength(level.times, level.add),
            effect.glide if level.glide is None else level.glide,
        )
        for index, level in enumerate(effect.levels)
    )
    return Effect(effect.metric, effect.adds, effect.idle, effect.glide, levels)


def id_of(world: World, space: str, key: str) -> str | None:
    """The id that ``key`` spells in ``space``: hyphens and underscores count alike."""
    for id_ in spaces(world.incident)[space]:
        if mark_key(id_) == mark_key(key):
            return id_
    return None


def _milestone(id_: str, found: Mapping[Path, Expression]) -> Milestone:
    when, before = found["milestones", id_, "when"], found.get(("milestones", id_, "before"))
    return Milestone(id_, when, before)


def _strength(times: float | None, add: float | None) -> float:
    return times if times is not None else add or 0.0


def _formulas(incident: Incident, found: Mapping[Path, Expression]) -> dict[str, Expression]:
    """Formulas by metric. A base value counts where a file has both."""
    return {
        name: found["metrics", name, "formula"]
        for name, metric in incident.metrics.items()
        if metric.base is None and metric.formula is not None
    }
