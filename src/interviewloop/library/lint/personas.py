"""P: one persona: its levels, its answers, and what they show of the case."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING

from interviewloop.library.figures import Values, figures
from interviewloop.library.lint.pitfalls import is_known, plain, stated
from interviewloop.library.lint.registry import Flaw, persona_rule
from interviewloop.library.lint.roles import unknown
from interviewloop.library.lint.subject import flaw_of, statements
from interviewloop.library.words import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.subject import PersonaPool, Statement
    from interviewloop.library.load import Loaded
    from interviewloop.model.case import Case
    from interviewloop.model.incident import Incident
    from interviewloop.model.persona import Persona

STAGE_WORDS = (60, 140)
PROBE_WORDS = (25, 60)
MOVE_WORDS = 60
HOLDING_LINES = 4
NEAR_THE_KEY = 1.0
SPAN = 2


@persona_rule(
    "P01", "E", "levels are given for every dimension of a known rubric, and for no other"
)
def levels_are_whole(pool: PersonaPool) -> Iterator[Flaw]:
    for member in pool.members:
        persona = member.value
        rubric = persona.persona.rubric
        if rubric is not None and rubric not in pool.case.rubrics:
            path: KeyPath = ("persona", "rubric")
            yield _unknown(member, path, rubric, "rubric", tuple(pool.case.rubrics))
            continue
        dims = pool.dimensions(member)
        lacks = [dim for dim in dims if dim not in persona.persona.levels]
        if lacks:
            path = ("persona", "levels")
            mend = "write the level you intend, also where this case hardly shows it"
            yield flaw_of(member, path, f"no level for {', '.join(lacks)}", mend)
        named: list[tuple[KeyPath, str]] = []
        named += [(("persona", "levels", dim), dim) for dim in persona.persona.levels]
        named += [(("key", dim), dim) for dim in persona.key]
        for place, dim in named:
            if dim not in dims:
                yield _unknown(member, place, dim, "dimension", dims)


@persona_rule(
    "P02",
    "E",
    "each probe and each scored stage that no policy plays has one answer; answers and moves tag"
    " look-fors and red flags of the case and give the line that shows each",
)
def answers_fit_the_case(pool: PersonaPool) -> Iterator[Flaw]:
    case = pool.case.case
    for member in pool.members:
        card = member.value.persona
        if card.case != case.id:
            message = f"the persona is for {card.case!r}, the folder holds {case.id!r}"
            yield flaw_of(member, ("persona", "case"), message, "correct one of them")
        places = Counter(answer.place for answer in member.value.answers)
        played = pool.played(member)
        for place in (*pool.case.scored_stages, *case.probes):
            if place not in places and place not in played:
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
        for said in statements(member.value):
            yield from _tags(member, said, case)


def _tags(member: Loaded[Persona], said: Statement, case: Case) -> Iterator[Flaw]:
    lines = said.entry.lines
    tagged = set()
    for key, names in said.tags():
        known: Collection[str] = case.look_fors if key == "shows" else case.red_flags
        for index, name in enumerate(names):
            tagged.add(name)
            if name not in known:
                what = "look-for" if key == "shows" else "red flag"
                yield _unknown(member, (*said.path, key, index), name, what, known)
            elif name not in lines:
                mend = f'add {name} = "..." to its lines, in the words of the text'
                message = f"{said.name} does not say which words show {name}"
                yield flaw_of(member, (*said.path, key, index), message, mend)
    for name, line in lines.items():
        place = (*said.path, "lines", name)
        if name not in tagged:
            message = f"{said.name} gives a line for {name}, which it does not show"
            yield flaw_of(member, place, message, "add it to shows, or take the line out")
        elif line not in said.text:
            message = f"the line for {name} is not in the text of {said.name}"
            yield flaw_of(member, place, message, "copy it from the text, word by word")


@persona_rule(
    "P03",
    "E",
    "stage answers have 60-140 words, probe answers 25-60, moves 60 at most; four holding lines,"
    " all different",
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
        for id_, move in member.value.policy.items():
            if (has := count(move.say)) > MOVE_WORDS:
                message = f"what move {id_} says has {has} words"
                mend = f"write {MOVE_WORDS} at most, or make it two moves"
                yield flaw_of(member, ("policy", id_, "say"), message, mend)
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
    "P10",
    "E",
    "each figure that is said stands in the case or its incident, or is named as the persona's own",
)
def figures_are_the_cases(pool: PersonaPool) -> Iterator[Flaw]:
    if any(file.fault for file in pool.case.files.values()):
        return  # figures cannot be sought in a file that cannot be read
    known = Values(_sayable(pool))
    for member in pool.members:
        for said in statements(member.value):
            yield from _figures(member, said, known)


def _figures(member: Loaded[Persona], said: Statement, known: Values) -> Iterator[Flaw]:
    own_figures = said.entry.own_figures
    own = {plain(text) for text in own_figures}
    found = figures(said.text)
    for figure in found:
        if plain(figure.shown) not in own and not is_known(figure, known):
            message = f"{figure.shown}, said at {said.name}, stands nowhere in the case"
            mend = f"correct it, or list it: own_figures = [{figure.shown!r}]"
            yield flaw_of(member, (*said.path, said.text_key), message, mend)
    spoken = {plain(figure.shown) for figure in found}
    for number, text in enumerate(own_figures):
        if plain(text) not in spoken:
            path = (*said.path, "own_figures", number)
            message = f"{text!r} is no figure in what is said at {said.name}"
            yield flaw_of(member, path, message, "take it out")


def _sayable(pool: PersonaPool) -> Iterator[float]:
    """What the candidate can see or be told, and what a strong one works out from it."""
    subject = pool.case
    yield from stated(subject)
    texts = [pitfall.numbers for pitfall in subject.case.pitfalls.values()]
    texts += [stage.goal or "" for stage in subject.case.stages.values()]
    texts += _told_in(pool.incident) if pool.incident else ()
    for text in texts:
        yield from (figure.value for figure in figures(text))


def _told_in(incident: Incident) -> Iterator[str]:
    """What an incident tells a candidate, whatever is asked and done."""
    yield incident.incident.page_text
    for evidence in incident.evidence.values():
        yield evidence.text
        yield evidence.blocked or ""
        yield from (later.text for later in evidence.later)
    for action in incident.actions.values():
        yield action.reply
        yield action.blocked or ""
    yield from (inject.text for inject in incident.injects.values())


def _unknown(
    member: Loaded[Persona], path: KeyPath, name: str, what: str, known: Collection[str]
) -> Flaw:
    flaw = unknown(path, name, what, known)
    return flaw_of(member, path, flaw.message, flaw.mend)
