"""A run while it moves: what happens in one minute, and in which order.

The order is fixed, or results drift: due actions, effects, injects, milestones.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from interviewloop.incident.expressions import mark_key
from interviewloop.incident.state import (
    Glide,
    InjectState,
    MilestoneState,
    Pending,
    State,
    Told,
)
from interviewloop.model.errors import Problem
from interviewloop.model.incident import CHANGES_PRODUCTION

if TYPE_CHECKING:
    from interviewloop.incident.state import Belief, Marks
    from interviewloop.incident.world import Effect, World
    from interviewloop.model.incident import Verdict


class Moving:
    """A working copy of a state; :meth:`state` freezes it. It is the `Facts` expressions read."""

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.t = state.t
        self.flags = dict(state.flags)
        self.marks = set(state.marks)
        self.changed_prod = _changed(world, state.marks)
        self.pending = list(state.pending)
        self.strengths = list(state.strengths)
        self.injects = dict(state.injects)
        self.fired = list(state.fired)
        self.milestones = dict(state.milestones)
        self.hint_at = state.hint_at
        self.told = list(state.told)
        self.beliefs: list[Belief] = list(state.beliefs)
        self.history = list(state.history)
        self._signals: dict[str, float] = {}
        self._lets: dict[str, bool | float] = {}

    @classmethod
    def new(cls, world: World) -> Moving:
        """The world at minute 0, before its first pass."""
        incident = world.incident
        return cls(
            world,
            State(
                t=0,
                flags=incident.flags,
                marks=frozenset(),
                pending=(),
                strengths=tuple(Glide(effect.idle, effect.idle, 0, 0) for effect in world.effects),
                signals={},
                injects={id_: InjectState() for id_ in incident.injects},
                fired=(),
                milestones={id_: MilestoneState() for id_ in incident.milestones},
                hint_at=None,
                told=(),
                beliefs=(),
                history=(),
            ),
        )

    def state(self) -> State:
        """The state as it stands."""
        return State(
            t=self.t,
            flags=dict(self.flags),
            marks=frozenset(self.marks),
            pending=tuple(self.pending),
            strengths=tuple(self.strengths),
            signals={name: self.signal(name) for name in self.world.incident.metrics},
            injects=dict(self.injects),
            fired=tuple(self.fired),
            milestones=dict(self.milestones),
            hint_at=self.hint_at,
            told=tuple(self.told),
            beliefs=tuple(self.beliefs),
            history=tuple(self.history),
        )

    # -- what expressions read ------------------------------------------------------------------

    def value(self, name: str) -> bool | float:
        """A flag, a let or the signal of a metric."""
        if name in self.flags:
            return self.flags[name]
        if name not in self.world.lets:
            return self.signal(name)
        if name not in self._lets:
            self._lets[name] = self.world.lets[name].evaluate(self)
        return self._lets[name]

    def marked(self, space: str, id_: str) -> bool:
        """Whether ``id_``, as expressions spell it, was seen, done, in effect or named."""
        return (space, id_) in self.marks

    def signal(self, name: str) -> float:
        """The metric now: base or formula, then every effect on it in file order.

        Raises Problem when the figures of the file lead beyond any number.
        """
        known = self._signals.get(name)
        if known is not None:
            return known
        formula = self.world.formulas.get(name)
        if formula is not None:
            value = formula.number(self)
        else:
            value = self.world.incident.metrics[name].base or 0.0
        for index in self.world.on_metric[name]:
            strength = self.strengths[index].at(self.t)
            if self.world.effects[index].adds:
                value += strength
            else:
                value *= strength
        if not math.isfinite(value):
            what = f"metric {name} is no finite number at minute {self.t}"
            raise Problem("Incident cannot go on", what, "check its base, formula and effects")
        self._signals[name] = value
        return value

    def _forget(self) -> None:
        """Values are looked up once until something moves."""
        self._signals.clear()
        self._lets.clear()

    # -- what happens ---------------------------------------------------------------------------

    def run(self, minutes: int) -> None:
        """Let minutes pass; the clock stops at the horizon."""
        for _ in range(min(minutes, self.world.incident.incident.horizon_min - self.t)):
            self.t += 1
            self._forget()
            self._due_actions()
            self.settle()

    def settle(self, *, at_once: bool = False) -> None:
        """Effects, injects and milestones of this minute; ``at_once`` leaves glides out."""
        for index, effect in enumerate(self.world.effects):
            self._aim(index, effect, at_once=at_once)
        for position in range(len(self.world.injects)):
            self._inject(position)
        self.judge()
        self.history.append(tuple(self.signal(name) for name in self.world.incident.metrics))

    def mark(self, space: str, id_: str) -> None:
        """Note that ``id_`` was seen, done, in effect or named."""
        self.marks.add((space, mark_key(id_)))
        if space == "did" and self.world.incident.actions[id_].kind in CHANGES_PRODUCTION:
            self.changed_prod = True
        self._forget()

    def take_effect(self, action: str, *, undo: bool) -> None:
        """Apply what ``action`` sets, or take it back to the values of the start."""
        entry = self.world.incident.actions[action]
        for flag, value in entry.sets.items():
            self.flags[flag] = self.world.incident.flags[flag] if undo else value
        if undo:
            self.marks.discard(("eff", mark_key(action)))
        else:
            self.marks.add(("eff", mark_key(action)))
        self._forget()
        text = f"Taken back: {title_of(self.world, action)}." if undo else entry.reply
        self.told.append(Told(self.t, "effect", action, text))

    def judge(self) -> None:
        """Look at every milestone that has not ended."""
        for guards in self.world.milestones:
            one = self.milestones[guards.id]
            if one.verdict != "pending":
                continue
            spoiled = one.spoiled or (guards.before is not None and guards.before.holds(self))
            since = None
            if guards.when.holds(self):
                since = self.t if one.since is None else one.since
            rule = self.world.incident.milestones[guards.id]
            verdict: Verdict = "pending"
            if since is not None and self.t - since >= rule.hold:
                verdict = self._verdict(guards.id, since, spoiled=spoiled)
            if (spoiled, since, verdict) != (one.spoiled, one.since, "pending"):
                at = since if verdict != "pending" else None
                self.milestones[guards.id] = MilestoneState(spoiled, since, verdict, at)

    def _verdict(self, id_: str, time: int, *, spoiled: bool) -> Verdict:
        rule = self.world.incident.milestones[id_]
        if rule.avoid:
            return "harmed"
        hinted = self.hint_at is not None and self.hint_at <= time
        if rule.strong_by is not None and time <= rule.strong_by and not spoiled and not hinted:
            return "strong"
        return "ok" if rule.ok_by is not None and time <= rule.ok_by else "late"

    def _due_actions(self) -> None:
        due = [one for one in self.pending if one.due <= self.t]
        if due:
            self.pending = [one for one in self.pending if one.due > self.t]
            for one in due:
                self.take_effect(one.action, undo=one.undo)

    def _aim(self, index: int, effect: Effect, *, at_once: bool) -> None:
        target, minutes = effect.idle, effect.idle_glide
        for level in effect.levels:
            if level.when.holds(self):
                target, minutes = level.strength, level.glide
                break
        now = self.strengths[index]
        if at_once:
            self.strengths[index] = Glide(target, target, self.t, 0)
        elif target != now.target:
            self.strengths[index] = Glide(now.at(self.t), target, self.t, minutes)
        else:
            return
        self._forget()

    def _inject(self, position: int) -> None:
        guards = self.world.injects[position]
        one = self.injects[guards.id]
        if one.spent:
            return
        rule = self.world.incident.injects[guards.id]
        armed = one.armed
        if armed is None and guards.when is not None and guards.when.holds(self):
            armed = self.t
        due = rule.at if guards.when is None else None if armed is None else armed + rule.after
        if due is None or self.t < due:
            if armed != one.armed:
                self.injects[guards.id] = InjectState(armed)
            return
        if guards.unless is not None and guards.unless.holds(self):
            self.injects[guards.id] = InjectState(armed, spent=True)
            return
        self.injects[guards.id] = InjectState(armed, spent=True, fired=self.t)
        self.fired.append(guards.id)
        self.flags.update(rule.sets)
        self._forget()
        if rule.hint and self.hint_at is None:
            self.hint_at = self.t
        self.told.append(Told(self.t, "inject", guards.id, rule.text, rule.sender))

    def order(self, action: str, *, undo: bool) -> None:
        """Put an action, or its undoing, on its way; a lead of 0 takes effect at once."""
        lead = self.world.incident.actions[action].lead
        if lead == 0:
            self.take_effect(action, undo=undo)
            return
        self.pending.append(Pending(action, self.t + lead, undo))
        what = "Taking it back" if undo else "Ordered"
        text = f"{what}: {title_of(self.world, action)}. It takes {lead} min."
        self.told.append(Told(self.t, "ordered", action, text))


def title_of(world: World, action: str) -> str:
    """What an action is called on screen."""
    title = world.incident.actions[action].title
    return title or action.replace("-", " ").replace("_", " ")


def _changed(world: World, marks: Marks) -> bool:
    return any(
        ("did", mark_key(id_)) in marks and action.kind in CHANGES_PRODUCTION
        for id_, action in world.incident.actions.items()
    )
