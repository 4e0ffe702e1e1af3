"""P: one persona: its levels, its answers, and what they show of the case."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING

from interviewloop.library.figures import Values, figures
from interviewloop.library.lint.pitfalls import is_known, plain, stated
from interviewloop.library.lint.registry import Flaw, persona_rule
from interviewloop.library.lint.roles import unknown
from interviewloop.library.lint.subject import flaw_of
from interviewloop.library.words import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.subject import CaseSubject, PersonaPool
    from interviewloop.library.load import Loaded
    from interviewloop.model.persona import Answer, Persona

STAGE_WORDS = (60, 140)
PROBE_WORDS = (25, 60)
HOLDING_LINES = 4
NEAR_THE_KEY = 1.0
SPAN = 2


@persona_rule("P01", "E", "levels are given for every dimension of the rubric, and for no other")
def levels_are_whole(pool: PersonaPool) -> Iterator[Flaw]:
    for member in pool.members:
        persona = member.value
        lacks = [dim for dim in pool.dimensions if dim not in persona.persona.levels]
        if lacks:
            path: KeyPath = ("persona", "levels")
            mend = "write the level you intend, also where this case hardly shows it"
            yield flaw_of(member, path, f"no level for {', '.join(lacks)}", mend)
        named: list[tuple[KeyPath, str]] = []
        named += [(("persona", "levels", dim), dim) for dim in persona.persona.levels]
        named += [(("key", dim), dim) for dim in persona.key]
        for place, dim in named:
            if dim not in pool.dimensions:
                yield _unknown(member, place, dim, "dimension", pool.dimensions)


@persona_rule(
    "P02",
    "E",
    "each scored stage and each probe has one answer, which tags look-fors and red flags of the"
    " case and gives the line that shows each",
)
def answers_fit_the_case(pool: PersonaPool) -> Iterator[Flaw]:
    case = pool.case.case
    for member in pool.members:
        card = member.value.persona
        if card.case != case.id:
            message = f"the persona is for {card.case!r}, the folder holds {case.id!r}"
            yield flaw_of(member, ("persona", "case"), message, "correct one of them")
        places = Counter(answer.place for answer in member.value.answers)
        for place in (*pool.case.scored_stages, *case.probes):
            if place not in places:
                message = f"there is no answer for {place}"
                yield flaw_of(member, ("answers",), message, "write one")
        for index, answer in enumerate(member.value.answers):
            path: KeyPath = ("answers", index)
            if places[answer.place] > 1:
                message = f"{answer.place} has {places[answer.place]} answers"
                yield flaw_of(member, path, message, "keep one")
            if answer.stage and answer.stage not in case.stages:
                yield _unknown(member, (*path, "stage"), answer.stage, "stage", case.stages)
            if answer.probe and answer.probe not in case.probes:
                yield _unknown(member, (*path, "probe"), answer.probe, "probe", case.probes)
            yield from _tags(member, path, answer, pool.case)


def _tags(
    member: Loaded[Persona], path: KeyPath, answer: Answer, subject: CaseSubject
) -> Iterator[Flaw]:
    case = subject.case
    for key, names, known in (
        ("shows", answer.shows, case.look_fors),
        ("red_flags", answer.red_flags, case.red_flags),
    ):
        for index, name in enumerate(names):
            if name not in known:
                what = "look-for" if key == "shows" else "red flag"
                yield _unknown(member, (*path, key, index), name, what, known)
            elif name not in answer.lines:
                mend = f'add {name} = "..." to its lines, in the words of the text'
                message = f"{answer.place} does not say which words show {name}"
                yield flaw_of(member, (*path, key, index), message, mend)
    for name, line in answer.lines.items():
        place = (*path, "lines", name)
        if name not in (*answer.shows, *answer.red_flags):
            message = f"{answer.place} gives a line for {name}, which it does not show"
            yield flaw_of(member, place, message, "add it to shows, or take the line out")
        elif line not in answer.text:
            message = f"the line for {name} is not in the text of {answer.place}"
            yield flaw_of(member, place, message, "copy it from the text, word by word")


@persona_rule(
    "P03",
    "E",
    "stage answers have 60-140 words, probe answers 25-60; four holding lines, all different",
)
def lengths(pool: PersonaPool) -> Iterator[Flaw]:
    for member in pool.members:
        for index, answer in enumerate(member.value.answers):
            least, most = STAGE_WORDS if answer.stage else PROBE_WORDS
            has = count(answer.text)
            if not least <= has <= most:
                message = f"the answer for {answer.place} has {has} words"
                mend = f"write {least} to {most}, at every level alike"
                yield flaw_of(member, ("answers", index, "text"), message, mend)
        different = {line.casefold() for line in member.value.persona.holding_lines}
        if len(different) != HOLDING_LINES:
            message = f"there are {len(different)} different holding lines"
            path = ("persona", "holding_lines")
            yield flaw_of(member, path, message, f"write {HOLDING_LINES}, of the same length")


@persona_rule(
    "P04", "E", "on each primary dimension the look-fors shown average within 1 of the level"
)
def behaviour_fits_the_key(pool: PersonaPool) -> Iterator[Flaw]:
    look_fors = pool.case.case.look_fors
    for member in pool.members:
        for dim in pool.case.case.case.primary:
            level = member.value.persona.levels.get(dim)
            if level is None:
                continue
            shown = pool.shown(member, dim)
            path = ("persona", "levels", dim)
            if not shown:
                message = f"nothing that is said shows {dim}"
                yield flaw_of(member, path, message, "let an answer show a look-for of it")
                continue
            mean = fmean(look_fors[name].level for name in shown)
            if abs(mean - level) > NEAR_THE_KEY:
                message = f"{dim} is {level}, the look-fors shown average {mean:.1f}"
                mend = "write what that level does, or change the level"
                yield flaw_of(member, path, message, mend)


@persona_rule("P09", "E", "the levels of a persona that is no delivery twin span 2 or more")
def profiles_are_not_flat(pool: PersonaPool) -> Iterator[Flaw]:
    for member in pool.members:
        if member.value.persona.twin_of is not None:
            continue  # a twin is there to show what delivery does
        levels = member.value.persona.levels.values()
        if levels and max(levels) - min(levels) < SPAN:
            message = "the levels hardly differ, so scoring all dimensions alike would go unseen"
            mend = "let the highest and the lowest be 2 apart or more"
            yield flaw_of(member, ("persona", "levels"), message, mend)


@persona_rule(
    "P10", "E", "each figure in an answer stands in the case, or is named as the persona's own"
)
def figures_are_the_cases(pool: PersonaPool) -> Iterator[Flaw]:
    if any(file.fault for file in pool.case.files.values()):
        return  # figures cannot be sought in a file that cannot be read
    known = Values(_stated_to_interviewers(pool.case))
    for member in pool.members:
        for index, answer in enumerate(member.value.answers):
            yield from _figures(member, index, answer, known)


def _figures(member: Loaded[Persona], index: int, answer: Answer, known: Values) -> Iterator[Flaw]:
    own = {plain(text) for text in answer.own_figures}
    said = figures(answer.text)
    for figure in said:
        if plain(figure.shown) not in own and not is_known(figure, known):
            message = f"{figure.shown} in the answer for {answer.place} stands nowhere in the case"
            mend = f"correct it, or list it: own_figures = [{figure.shown!r}]"
            yield flaw_of(member, ("answers", index, "text"), message, mend)
    spoken = {plain(figure.shown) for figure in said}
    for number, text in enumerate(answer.own_figures):
        if plain(text) not in spoken:
            path = ("answers", index, "own_figures", number)
            message = f"{text!r} is no figure in the answer for {answer.place}"
            yield flaw_of(member, path, message, "take it out")


def _stated_to_interviewers(subject: CaseSubject) -> Iterator[float]:
    """What the candidate can see, and what a strong one works out from it."""
    yield from stated(subject)
    texts = [pitfall.numbers for pitfall in subject.case.pitfalls.values()]
    texts += [stage.goal or "" for stage in subject.case.stages.values()]
    for text in texts:
        yield from (figure.value for figure in figures(text))


def _unknown(
    member: Loaded[Persona], path: KeyPath, name: str, what: str, known: Collection[str]
) -> Flaw:
    flaw = unknown(path, name, what, known)
    return flaw_of(member, path, flaw.message, flaw.mend)
