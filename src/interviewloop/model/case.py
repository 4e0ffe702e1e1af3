"""Case: a case study in stages, with everything an interviewer needs to run it.

The tables follow the content standard (docs/authoring.md). Cross references between tables are
lint rules, not schema rules, so that an author sees all of them at once, with line and mend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from interviewloop.model.base import Frozen, Id, SchemaVersion, Text
from interviewloop.model.rubric import Anchors, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

CaseKind = Literal["feature-design", "experiment-critique", "incident", "take-home"]
Setting = Literal["consumer", "b2b-saas", "security", "regulated-finance", "startup", "enterprise"]
Audience = Literal["candidate", "interviewer"]
ExhibitKind = Literal["table", "chart", "log", "text"]
PitfallKind = Literal[
    "sample-ratio-mismatch",
    "survivorship",
    "novelty-effect",
    "optional-stopping",
    "multiple-testing",
    "simpson-mix",
    "interference",
    "attribution-shift",
    "ignored-guardrail",
    "absence-of-evidence",
    "unit-of-analysis",
    "post-treatment-conditioning",
    "surrogate-metric",
    "delayed-labels",
    "underpowered",
    "target-leakage",
    "time-leakage",
    "group-leakage",
    "label-censoring",
    "base-rate-shift",
]
KIND_NAMES: dict[str, str] = {
    "feature-design": "Feature design",
    "experiment-critique": "Experiment critique",
    "incident": "Production incident",
    "take-home": "Take-home",
}
SETTING_NAMES: dict[Setting, str] = {
    "consumer": "consumer",
    "b2b-saas": "B2B SaaS",
    "security": "security",
    "regulated-finance": "regulated finance",
    "startup": "startup",
    "enterprise": "enterprise",
}


class CaseCard(Frozen):
    """Who the case is for, what it assesses, and the two texts that frame it."""

    id: Id
    kind: CaseKind
    title: Text
    version: Annotated[int, Field(ge=1)]
    slot_min: Annotated[int, Field(ge=15, le=240)]
    settings: tuple[Setting, ...] = Field(min_length=1)
    primary: tuple[Id, ...]
    secondary: tuple[Id, ...] = ()
    candidate_brief: Text
    interviewer_summary: Text
    never_say: tuple[Text, ...] = ()
    reviewers: tuple[Text, ...] = ()
    givens: tuple[Text, ...] = ()
    """Figures of the scenario that stand in no file, each with the words around it."""


class Stage(Frozen):
    """One step of the interview. ``goal`` is for the interviewer only."""

    minutes: Annotated[float, Field(gt=0, le=240)] = Field(alias="min")
    title: Text
    prompt: Text
    goal: Text | None = None
    exhibits: tuple[Id, ...] = ()
    scored: bool = True
    optional: bool = False
    beforehand: bool = False
    """Done by the interviewer alone before the interview, such as reading what was handed in: no
    minutes of the slot, no clock, nothing on the candidate's screen."""


class Chart(Frozen):
    """How a chart exhibit draws its file: columns for x and y, labels with units."""

    x: Text
    y: tuple[Text, ...] = Field(min_length=1)
    series: Text | None = None
    x_label: Text
    y_label: Text


class Sums(Frozen):
    """Rows that must add up: ``total`` is the sum of ``parts`` in each of ``columns``."""

    total: Text
    parts: tuple[Text, ...] = Field(min_length=2)
    columns: tuple[Text, ...] = Field(min_length=1)


class Exhibit(Frozen):
    """Something to look at: a table, chart or log from a file beside the case, or a text."""

    title: Text
    audience: Audience
    kind: ExhibitKind
    file: Text | None = None
    text: Text | None = None
    columns: tuple[Text, ...] = ()
    labels: dict[str, Text] = {}
    """What a column is called on screen, with its unit; the column's own name otherwise."""
    rows: Annotated[int, Field(ge=1)] | None = None
    """Only the first so many rows are shown."""
    chart: Chart | None = None
    alt: Text | None = None
    key: Text | None = None
    """The column that names a row, for sums and figures; the first one otherwise."""
    sums: tuple[Sums, ...] = ()
    checks: tuple[Text, ...] = ()
    """Equations between columns that must hold in each row within rounding."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Digest of the file: a table edited by hand is found."""


class LookFor(Frozen):
    """One observable behaviour; ``level`` is the score it speaks for."""

    dim: Id
    level: Level
    stage: Id
    text: Text


class Probe(Frozen):
    """An open question; skipped when a look-for in ``unless`` has been seen."""

    stage: Id
    ask: Text
    rung: Literal[1, 2, 3] = 1
    unless: tuple[Id, ...] = ()


class Reveal(Frozen):
    """An exhibit handed over only on request; ``ask`` are phrasings that count as one."""

    exhibit: Id
    ask: tuple[Text, ...] = Field(min_length=1)
    cost: Annotated[int, Field(ge=0)] = 0
    needs: Text | None = None


class Branch(Frozen):
    """A prompt used only when a look-for was, or was not, seen."""

    stage: Id
    when: Annotated[str, Field(pattern=r"^(?:not )?seen\.[a-z][a-z0-9_-]*$")]
    prompt: Text


class Pitfall(Frozen):
    """A planted flaw: where it shows, its figures, the critique expected, the sound next step."""

    kind: PitfallKind
    exhibit: Id
    numbers: Text
    critique: Text
    next_step: Text
    found_by: tuple[Id, ...] = ()
    computed: dict[str, Text] = {}
    """A figure in ``numbers`` that stands in no exhibit cell, with the formula that gives it."""


class RedFlag(Frozen):
    """A behaviour that caps scores: above ``cap`` a score needs a written reason."""

    text: Text
    dims: tuple[Id, ...] = Field(min_length=1)
    cap: Level


class Debrief(Frozen):
    """What an interviewer may and may not tell a rejected candidate."""

    may_tell: tuple[Text, ...] = ()
    must_not_tell: tuple[Text, ...] = ()


class DataFile(Frozen):
    """A file beside the case that the candidate gets as a whole, and what it holds, in words."""

    file: Text
    what: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class MemoSection(Frozen):
    """A part of what is handed in, and the look-fors that a reader finds in it."""

    title: Text
    look_fors: tuple[Id, ...] = ()


class Tester(Frozen):
    """Somebody who did the task before it was given to candidates, and the hours it took."""

    name: Text
    hours: Annotated[float, Field(gt=0)]


Auc = Annotated[float, Field(ge=0, le=1)]


class TakeHome(Frozen):
    """The task of a take-home case, and what is known about doing it.

    ``brief``, ``deliverable`` and ``data`` go to the candidate; everything else stays inside.
    """

    brief: Text
    data: tuple[DataFile, ...] = Field(min_length=1)
    hours: Annotated[float, Field(gt=0, le=24)]
    """The time box the candidate is told."""
    deliverable: Text
    baseline: Auc
    """AUC of an honest model: rows and columns that exist when the prediction is needed."""
    inflated: Auc
    """AUC of the same sort of model with the leaks left in."""
    rule_score: Auc
    """AUC of a rule of one line."""
    memo_sections: dict[Id, MemoSection] = Field(min_length=1)
    testers: tuple[Tester, ...] = ()


class Case(Frozen):
    """A case file, ``cases/<id>/case.toml``. Ids are table keys, so a duplicate cannot parse.

    An incident's moving world lives in ``incident.toml`` beside the case and is loaded apart from
    it: an incident case can be run in stages alone, its evidence handed over as reveals.
    """

    schema_version: SchemaVersion
    case: CaseCard
    stages: dict[Id, Stage] = Field(min_length=1)
    exhibits: dict[Id, Exhibit] = {}
    look_fors: dict[Id, LookFor] = {}
    probes: dict[Id, Probe] = {}
    reveals: dict[Id, Reveal] = {}
    branches: dict[Id, Branch] = {}
    pitfalls: dict[Id, Pitfall] = {}
    red_flags: dict[Id, RedFlag] = {}
    anchors: dict[Id, Anchors] = {}
    model_answers: dict[Id, Anchors] = {}
    debrief: Debrief | None = None
    figures: dict[str, Text] = {}
    """A figure candidates read or hear that stands in no file, with the formula that gives it."""
    variants: dict[Setting, Text] = {}
    """What to change so that the case suits a company it was not written for; interviewer only."""
    take_home: TakeHome | None = None

    @property
    def id(self) -> str:
        return self.case.id

    @property
    def dims(self) -> tuple[str, ...]:
        """Every dimension the case assesses, primary first."""
        return (*self.case.primary, *self.case.secondary)

    @property
    def slot_stages(self) -> tuple[str, ...]:
        """The stages of the interview itself, without what the interviewer does beforehand."""
        return tuple(id_ for id_, stage in self.stages.items() if not stage.beforehand)

    def exhibits_of(self, stage: str) -> tuple[str, ...]:
        """Ids of the exhibits on screen in ``stage``, then of those that may be asked for."""
        planned = self.stages[stage].exhibits
        on_request = tuple(reveal.exhibit for reveal in self.reveals.values())
        return (*planned, *(exhibit for exhibit in on_request if exhibit not in planned))

    def probes_of(self, stage: str) -> Iterator[tuple[str, Probe]]:
        return ((id_, probe) for id_, probe in self.probes.items() if probe.stage == stage)

    def look_fors_of(self, stage: str) -> Iterator[tuple[str, LookFor]]:
        return ((id_, seen) for id_, seen in self.look_fors.items() if seen.stage == stage)

    def branches_of(self, stage: str) -> Iterator[tuple[str, Branch]]:
        return ((id_, branch) for id_, branch in self.branches.items() if branch.stage == stage)
