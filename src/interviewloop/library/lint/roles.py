"""R: what is assessed, and whether every part refers to parts that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.subject import CaseSubject

LONG_STAGE_MINUTES = 8


def unknown(path: KeyPath, name: str, what: str, known: Collection[str]) -> Flaw:
    """The flaw that ``name`` is no ``what`` of this case, with the nearest one that is."""
    close = nearest(name, list(known))
    listed = ", ".join(known) or "none yet"
    mend = f"did you mean {close}?" if close else f"known: {listed}"
    return Flaw(path, f"there is no {what} {name!r}", mend)


@case_rule("R01", "E", "2-4 primary dimensions; every dimension named once, all of one rubric")
def dimensions_are_the_rubrics(subject: CaseSubject) -> Iterator[Flaw]:
    card = subject.case.case
    primary = ("case", "primary")
    if not 2 <= len(card.primary) <= 4:
        message = f"the case has {len(card.primary)} primary dimensions"
        yield Flaw(primary, message, "name 2 to 4, the rest as secondary")
    for dim in dict.fromkeys(subject.case.dims):
        if subject.case.dims.count(dim) > 1:
            yield Flaw(primary, f"dimension {dim} is named twice", "name it once")
    if not subject.rubrics:
        return
    best = max(
        subject.rubrics.values(),
        key=lambda rubric: len(rubric.dimensions.keys() & {*subject.case.dims}),
    )
    for key, dims in (("primary", card.primary), ("secondary", card.secondary)):
        for index, dim in enumerate(dims):
            if dim not in best.dimensions:
                what = f"dimension in rubric {best.id} called"
                yield unknown(("case", key, index), dim, what, best.dimensions)


@case_rule("R02", "E", "each primary dimension has look-fors at 5, at 3, and at 1 or 2")
def primary_look_fors(subject: CaseSubject) -> Iterator[Flaw]:
    for dim in subject.case.case.primary:
        levels = {seen.level for seen in subject.case.look_fors.values() if seen.dim == dim}
        lacks = [str(level) for level in (5, 3) if level not in levels]
        if not levels & {1, 2}:
            lacks.append("1 or 2")
        if lacks:
            message = f"primary dimension {dim} has no look-for at {' and at '.join(lacks)}"
            yield Flaw(("case", "primary"), message, f"add one with dim = {dim!r}")


@case_rule("R03", "E", "each primary dimension has case anchors")
def primary_anchors(subject: CaseSubject) -> Iterator[Flaw]:
    for dim in subject.case.case.primary:
        if dim not in subject.case.anchors:
            message = f"primary dimension {dim} has no anchors in this case"
            yield Flaw(("case", "primary"), message, f"add [anchors.{dim}] with 5, 3 and 1")


@case_rule("R04", "E", "each secondary dimension has a look-for")
def secondary_look_fors(subject: CaseSubject) -> Iterator[Flaw]:
    credited = {seen.dim for seen in subject.case.look_fors.values()}
    for dim in subject.case.case.secondary:
        if dim not in credited:
            mend = "add a look-for, or take the dimension out"
            yield Flaw(("case", "secondary"), f"secondary dimension {dim} has no look-for", mend)


@case_rule("R05", "E", "each scored stage of 8 minutes or more has two look-fors")
def long_stages_are_observed(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, stage in subject.case.stages.items():
        if stage.scored and stage.minutes >= LONG_STAGE_MINUTES:
            seen = len(list(subject.case.look_fors_of(id_)))
            if seen < 2:
                message = f"stage {id_} lasts {stage.minutes:g} minutes and has {seen} look-fors"
                yield Flaw(("stages", id_), message, "add look-fors, or shorten the stage")


@case_rule("R06", "E", "look-fors and anchors name a dimension of the case, look-fors a stage")
def look_fors_refer(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    for id_, seen in case.look_fors.items():
        if seen.dim not in case.dims:
            yield unknown(("look_fors", id_, "dim"), seen.dim, "dimension in the case", case.dims)
        if seen.stage not in case.stages:
            yield unknown(("look_fors", id_, "stage"), seen.stage, "stage", case.stages)
    for dim in case.anchors:
        if dim not in case.dims:
            yield unknown(("anchors", dim), dim, "dimension in the case", case.dims)


@case_rule("R07", "E", "probes, branches and model answers refer to stages and look-fors")
def probes_refer(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    for id_, probe in case.probes.items():
        if probe.stage not in case.stages:
            yield unknown(("probes", id_, "stage"), probe.stage, "stage", case.stages)
        for index, name in enumerate(probe.unless):
            if name not in case.look_fors:
                path = ("probes", id_, "unless", index)
                yield unknown(path, name, "look-for", case.look_fors)
    for id_, branch in case.branches.items():
        if branch.stage not in case.stages:
            yield unknown(("branches", id_, "stage"), branch.stage, "stage", case.stages)
        name = branch.when.rpartition("seen.")[2]
        if name not in case.look_fors:
            yield unknown(("branches", id_, "when"), name, "look-for", case.look_fors)
    for id_ in case.model_answers:
        if id_ not in case.stages:
            yield unknown(("model_answers", id_), id_, "stage", case.stages)


@case_rule("R08", "E", "2 red flags or more, each with dimensions of the case and a cap of 1-3")
def red_flags_cap(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    if len(case.red_flags) < 2:
        message = f"the case has {len(case.red_flags)} red flags"
        yield Flaw(("red_flags",), message, "describe 2 to 4")
    for id_, flag in case.red_flags.items():
        if flag.cap > 3:
            message = f"red flag {id_} caps at {flag.cap}"
            yield Flaw(("red_flags", id_, "cap"), message, "a red flag caps at 1, 2 or 3")
        for index, dim in enumerate(flag.dims):
            if dim not in case.dims:
                path = ("red_flags", id_, "dims", index)
                yield unknown(path, dim, "dimension in the case", case.dims)


@case_rule("R09", "E", "5 probes or more")
def enough_probes(subject: CaseSubject) -> Iterator[Flaw]:
    if len(subject.case.probes) < 5:
        yield Flaw(("probes",), f"the case has {len(subject.case.probes)} probes", "write 5 to 9")


@case_rule("R10", "E", "a probe on rung 1 and one on rung 2 or 3")
def probes_on_each_rung(subject: CaseSubject) -> Iterator[Flaw]:
    rungs = {probe.rung for probe in subject.case.probes.values()}
    if 1 not in rungs:
        yield Flaw(("probes",), "no probe is on rung 1", "add a neutral one")
    if not rungs & {2, 3}:
        yield Flaw(("probes",), "no probe is on rung 2 or 3", "add one that points at an area")


@case_rule("R12", "E", "a variant is for a setting the case does not suit as it is")
def variants_change_something(subject: CaseSubject) -> Iterator[Flaw]:
    for setting in subject.case.variants:
        if setting in subject.case.case.settings:
            message = f"{setting} stands in settings and has a variant"
            yield Flaw(("variants", setting), message, "leave it in one of the two")
