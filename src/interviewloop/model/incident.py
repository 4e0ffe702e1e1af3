"""Incident: the moving world of an incident case, and a scripted run through it.

The world is a set of flags. Actions set flags after a lead time, effects tie a cause to a metric,
injects happen on their own, evidence is told when asked for, milestones judge what was done by
when. What each table means, minute by minute, is in docs/authoring.md; cross references between
tables are lint rules, not schema rules, so that an author sees all of them at once.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from interviewloop.model.base import WHOLE, Frozen, Id, Instant, SchemaVersion, Text, one_or_more

ActionKind = Literal["coordinate", "mitigate", "repair", "protect", "no-op"]
CHANGES_PRODUCTION: frozenset[ActionKind] = frozenset({"mitigate", "repair", "no-op"})
"""Kinds of action that alter what visitors get, for better or worse."""
Verdict = Literal["pending", "strong", "ok", "late", "missed", "avoided", "harmed"]
LONGEST_MIN = 1440
"""No simulated time in a file exceeds a day."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$", max_length=60)]
"""A name that stands in expressions by itself, where a hyphen would be a minus."""
Expression = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"\S")]
Minutes = Annotated[int, WHOLE, Field(ge=0, le=LONGEST_MIN)]
Phrasings = Annotated[tuple[Text, ...], Field(max_length=100)]


class IncidentCard(Frozen):
    """How the incident begins, how long it can last, and what is really wrong."""

    page_at: Instant
    page_text: Text
    clock: Literal["turn", "real"] = "turn"
    """``turn``: time moves only by what things cost, which is fair to slow talkers."""
    horizon_min: Annotated[int, WHOLE, Field(ge=10, le=LONGEST_MIN)]
    root_cause: Id
    never_say: tuple[Text, ...] = ()


class Metric(Frozen):
    """A number that moves: a base value, or a formula over other metrics."""

    base: float | None = None
    formula: Expression | None = None
    label: Text | None = None
    unit: Text | None = None
    """Shown after the number; ``%`` shows the value times 100."""
    good: Literal["up", "down"] = "up"
    normal: float | None = None
    """The value of a healthy day, which changes are told against."""
    noise: Annotated[float, Field(ge=0, le=0.2)] = 0.0
    """Jitter of the displayed value, as a share of the signal. No rule of the world reads it."""
    shown: bool = False
    """Whether it is a tile in front of the candidate from the start."""


class EffectLevel(Frozen):
    """How strong a cause is while ``when`` holds."""

    when: Expression
    times: float | None = None
    add: float | None = None
    glide: Minutes | None = None


class Effect(Frozen):
    """One cause acting on one metric: the first level whose ``when`` holds is the target."""

    metric: Name
    glide: Minutes = 0
    levels: tuple[EffectLevel, ...] = Field(min_length=1)

    @property
    def adds(self) -> bool:
        """Whether it adds to its metric, and does not multiply it."""
        return self.levels[0].add is not None

    @property
    def idle(self) -> float:
        """Its strength while no level holds."""
        return 0.0 if self.adds else 1.0


class Later(Frozen):
    """What the same question shows once the world has changed."""

    when: Expression
    text: Text


class Evidence(Frozen):
    """Something that is told when it is asked for, and what it speaks for and against."""

    title: Text
    cost: Minutes
    ask: Phrasings
    text: Text
    exhibit: Id | None = None
    later: tuple[Later, ...] = ()
    needs: Expression | None = None
    blocked: Text | None = None
    """What is said while ``needs`` does not hold."""
    supports: tuple[Id, ...] = ()
    refutes: tuple[Id, ...] = ()


class Action(Frozen):
    """Something that is done, and the flags it sets ``lead`` minutes later."""

    title: Text | None = None
    kind: ActionKind
    cost: Minutes
    lead: Minutes = 0
    sets: dict[Name, bool] = {}
    ask: Phrasings
    reply: Text
    """Told when it takes effect."""
    needs: Expression | None = None
    blocked: Text | None = None
    caution: Text | None = None
    """For the interviewer: what it does besides."""


class Inject(Frozen):
    """An event that happens on its own, by the clock (``at``) or by a guard (``when``)."""

    sender: Text = Field(alias="from")
    text: Text
    at: Minutes | None = None
    when: Expression | None = None
    after: Minutes = 0
    unless: Expression | None = None
    sets: dict[Name, bool] = {}
    hint: bool = False
    """Help for somebody stuck: milestones reached later are no longer strong."""


class Hypothesis(Frozen):
    """A belief about the cause that a candidate may voice."""

    correct: bool = False
    say: Phrasings


class Milestone(Frozen):
    """What should be true by when, or should never be (``avoid``)."""

    dim: Id
    when: Expression
    strong_by: Minutes | None = None
    ok_by: Minutes | None = None
    before: Expression | None = None
    """Once this holds the milestone can no longer be strong."""
    hold: Minutes = 0
    avoid: bool = False
    text: Text | None = None
    """The milestone as a sentence for the interviewer's evidence."""


class Incident(Frozen):
    """An incident file, ``cases/<id>/incident.toml``, beside the case it belongs to."""

    schema_version: SchemaVersion
    incident: IncidentCard
    flags: dict[Name, bool] = Field(min_length=1)
    let: dict[Name, Expression] = Field(default={}, max_length=100)
    metrics: dict[Name, Metric] = Field(min_length=1, max_length=100)
    effects: dict[Id, Effect] = {}
    evidence: dict[Id, Evidence] = {}
    actions: dict[Id, Action] = {}
    injects: dict[Id, Inject] = {}
    hypotheses: dict[Id, Hypothesis] = {}
    milestones: dict[Id, Milestone] = {}


def _verdict(value: object) -> object:
    """Reference playthroughs shout the one verdict nobody wants."""
    return "harmed" if value == "HARM" else value


class Expectation(Frozen):
    """What must be true after a step; every key of another name is a metric and its value.

    ``NAME_change`` is the metric NAME against its normal value, as a share.
    """

    t: Minutes | None = None
    flags: dict[Name, bool] = {}
    injects: tuple[Id, ...] | None = None
    """Every inject that has fired so far, in that order."""
    milestones: dict[Id, Annotated[Verdict, BeforeValidator(_verdict)]] = {}
    metrics: dict[Name, float] = {}

    @model_validator(mode="before")
    @classmethod
    def _metrics_apart(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "metrics" in value:
            return value
        known = {key: value[key] for key in value if key in cls.model_fields}
        return {**known, "metrics": {key: value[key] for key in value if key not in known}}


class Step(Frozen):
    """One move of the candidate: what was said, the events it means, what must follow."""

    say: Text | None = None
    do: Annotated[tuple[Text, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    expect: Expectation | None = None


class Playthrough(Frozen):
    """A scripted run, ``cases/<id>/playthroughs/<name>.toml``."""

    schema_version: SchemaVersion = 1
    name: Text
    step: tuple[Step, ...] = Field(min_length=1)
