"""The file of a new persona, drafted from the case it is for.

A persona answers the stages and probes of its case and shows the case's look-fors, so a template
alone would break the rules that hold it against the case. The draft has every answer it needs and
shows look-fors that fit its levels; the words are for an author to write.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from interviewloop.model.rubric import fitting
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interviewloop.model.case import Case
    from interviewloop.model.rubric import Level, Rubric

LEVELS: tuple[Level, ...] = (4, 2)
"""Levels of the first primary dimensions. A profile that is not flat can show halo (P09)."""
_OTHER: Level = 3
_SHOWN_AT: dict[Level, tuple[Level, ...]] = {4: (4, 5), 3: (3,), 2: (1, 2, 3)}
"""Levels of the look-fors a persona of that level shows, so that their mean is near it (P04)."""
_AT_ONCE = 3
"""Look-fors in one answer; more would not fit into its words."""
_WIDTH = 97

_HEAD = """\
# A simulated candidate for the case {case}, made by `interviewloop new persona`.
#
# Write it in this order: levels first, then what is said, delivery last. Replace every text in
# [fill in: ...] (rule S12 counts them); the codes in brackets are the rules that check a part.
schema_version = 1

[persona]
id = "{id}" # the name of this file (S09)
title = "[fill in: name, a colon, and what it is built to show; trainers alone see that]"
name = "{name}" # what a trainee sees
case = "{case}"
rubric = "{rubric}"
polish = 0 # delivery: -1 halting, 0 neutral, 1 fluent. Two of a case are twins of others (P07):
# twin_of = "..." # the same behaviours in another delivery and under another name (P06)
background = []
call = "yes" # the recommendation that goes with the levels: strong-no, no, yes or strong-yes
# Said in turn when nothing else fits: four, all different, of about the same length (P03).
holding_lines = [
  "[fill in: it would have to look that up]",
  "[fill in: it has no view on that yet]",
  "[fill in: it says something like that in passing]",
  "[fill in: it asks to come back to that]",
]

# The truth, for every dimension of the rubric (P01). The highest and the lowest are 2 apart or more
# (P09), and what it shows of a primary dimension averages within 1 of its level (P04).
[persona.levels]
"""
_ANSWERS = """
# One answer for each scored stage, 60 to 140 words, and for each probe, 25 to 60 (P02, P03), at
# every level alike: length must not tell it (P08). `shows` are look-fors of the case, and `lines`
# quotes for each the words of the answer that show it. Figures stand in the case, or in own_figures
# (P10).
"""
_POLICY = """
# How it works on the incident: the next move is the first one not yet made whose `when` holds. What
# moves show needs no answer of its stage (P02).
# [policy.first-look]
# say = "..."
# do = ["ask:..."] # ask:, act:, undo:, name: and an id of the incident, or wait: and minutes (P11)
# when = "t >= 2"
"""
_AT_STAGE = (
    "[fill in: what it says when this prompt was read, the way it speaks. Begin with the first"
    " thing that comes to its mind, go on with what it makes of the exhibits, and end with what it"
    " would do next. Let it be specific, also where it is wrong: a weak answer takes a real figure"
    " and draws the wrong conclusion from it. Where the words below show something, keep them or"
    " write others and change the line too.]"
)
_AT_PROBE = (
    "[fill in: what it answers when it is asked this, in two or three sentences. Let it stay at its"
    " level: help shows what it knows, and does not make it wiser.]"
)


def persona_draft(case: Case, rubrics: Mapping[str, Rubric], id_: str) -> bytes:
    """A persona called ``id_`` for ``case``, scored on that of ``rubrics`` which fits best."""
    found = fitting(case.dims, rubrics)
    levels = _levels(case, found[0] if found else None)
    head = _HEAD.format(
        id=id_, case=case.id, name=id_.replace("-", " ").replace("_", " ").title(),
        rubric=found[0].id if found else "",
    )  # fmt: skip
    if not found:
        head = head.replace('rubric = ""\n', "")
    parts = [head, *(f"{dim} = {level}\n" for dim, level in levels.items()), _ANSWERS]
    parts += _answers(case, levels)
    if case.case.kind == "incident":
        parts.append(_POLICY)
    return "".join(parts).encode("utf-8")


def _levels(case: Case, rubric: Rubric | None) -> dict[str, Level]:
    dims = rubric.dimensions if rubric else case.dims
    planned = dict(zip(case.case.primary, LEVELS, strict=False))
    return {dim: planned.get(dim, _OTHER) for dim in dims}


def _answers(case: Case, levels: Mapping[str, Level]) -> Iterator[str]:
    for id_, stage in case.stages.items():
        if stage.scored:
            shows = _shown(case, id_, levels)
            yield _comment(f"{stage.title}: {stage.prompt}")
            yield from _answer("stage", id_, _AT_STAGE, shows)
    for id_, probe in case.probes.items():
        yield _comment(probe.ask)
        yield from _answer("probe", id_, _AT_PROBE, {})


def _shown(case: Case, stage: str, levels: Mapping[str, Level]) -> dict[str, str]:
    """Look-fors that the persona shows at ``stage``, with their texts; each dimension in turn."""
    fit: list[tuple[int, str, str]] = []
    counts: Counter[str] = Counter()
    for id_, seen in case.look_fors_of(stage):
        if seen.dim in case.case.primary and seen.level in _SHOWN_AT[levels[seen.dim]]:
            fit.append((counts[seen.dim], id_, seen.text))
            counts[seen.dim] += 1
    return {id_: text for _, id_, text in sorted(fit, key=itemgetter(0))[:_AT_ONCE]}


def _answer(key: str, place: str, text: str, shows: Mapping[str, str]) -> Iterator[str]:
    lines = {id_: f"[fill in: the words that show {id_}]" for id_ in shows}
    yield f'[[answers]]\n{key} = "{place}"\n'
    if shows:
        quoted = ", ".join(f'"{id_}"' for id_ in shows)
        yield f"shows = [{quoted}]\n"
    said = " \\\n".join([*textwrap.wrap(text, _WIDTH), *lines.values()])
    yield f'text = """\\\n{said}"""\n'
    if lines:
        yield "\n[answers.lines]\n"
    for id_, line in lines.items():
        yield _comment(shows[id_], gap="")
        yield f'{id_} = "{line}"\n'


def _comment(text: str, gap: str = "\n") -> str:
    """``text`` of an author as comment lines, whatever characters are in it."""
    shown = visible(" ".join(text.split()))
    lines = textwrap.wrap(shown, _WIDTH, break_on_hyphens=False)
    return gap + "".join(f"# {line}\n" for line in lines)
