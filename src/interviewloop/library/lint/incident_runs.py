"""I20-I22: what only a run through the incident can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.engine import blocked, run
from interviewloop.incident.events import Act, Name, Wait
from interviewloop.incident.play import play
from interviewloop.library.incidents import load_playthrough, playthrough_files
from interviewloop.library.lint.registry import Flaw, incident_rule
from interviewloop.library.load import Broken
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from interviewloop.incident.events import Event
    from interviewloop.incident.world import World
    from interviewloop.library.lint.incident_subject import IncidentSubject

WANTED = ("excellent", "average", "poor")
BEST = "excellent"
GOOD_ENDS = ("strong", "avoided")


@incident_rule(
    "I20", "playthroughs excellent, average and poor hold; excellent is strong and without harm"
)
def playthroughs_hold(subject: IncidentSubject) -> Iterator[Flaw]:
    if subject.folder is None:
        return
    files = {path.stem: path for path in playthrough_files(subject.folder)}
    for name in WANTED:
        if name not in files:
            mend = f"write playthroughs/{name}.toml"
            yield Flaw(("incident",), f"there is no playthrough {name}", mend)
    if subject.world is not None:
        for name, path in files.items():
            yield from _of_script(subject.world, name, path)


def _of_script(world: World, name: str, path: Path) -> Iterator[Flaw]:
    loaded = load_playthrough(path)
    if isinstance(loaded, Broken):
        for found in loaded.findings:
            yield Flaw((), found.message, found.mend, path, found.line)
        return
    try:
        played = play(world, loaded.value)
    except Problem as problem:
        yield Flaw((), f"{problem.where}: {problem.what}", problem.mend, path)
        return
    for failure in played.failures:
        number = int(failure.split(" ", 2)[1]) - 1
        line = loaded.line(("step", number, "expect"))
        yield Flaw((), failure, "mend the world or the expectation", path, line)
    if name == BEST:
        for id_, verdict in played.records[-1].milestones.items():
            if verdict not in GOOD_ENDS:
                mend = "show that it can be strong, or move its deadlines"
                yield Flaw((), f"milestone {id_} ends {verdict} in {name}", mend, path)


@incident_rule(
    "I21", "a mitigation is open before the cause is known; undoing an action is defined"
)
def harm_can_be_stopped_early(subject: IncidentSubject) -> Iterator[Flaw]:
    yield from _undo_is_defined(subject)
    world, incident = subject.world, subject.incident
    mitigations = [id_ for id_, one in incident.actions.items() if one.kind == "mitigate"]
    if world is None or not mitigations:
        return
    helpers: list[Event] = [
        Act(id_) for id_, one in incident.actions.items() if one.kind == "coordinate"
    ]
    try:
        state = run(world, [*helpers, Wait(incident.incident.horizon_min)])
        if not all(blocked(world, state, Act(id_)) for id_ in mitigations):
            return
    except Problem:
        return  # I04 tells of a world that cannot run
    message = "no mitigation is possible before something is asked or named"
    yield Flaw(("actions",), message, "let one need no more than people on the call")


def _undo_is_defined(subject: IncidentSubject) -> Iterator[Flaw]:
    """An undo sets flags back to their start, so no two actions may share one."""
    incident = subject.incident
    owner: dict[str, str] = {}
    for id_, action in incident.actions.items():
        for flag, value in action.sets.items():
            path = ("actions", id_, "sets", flag)
            if incident.flags.get(flag) == value:
                message = f"{id_} sets {flag} to its start value, so undoing it does nothing"
                yield Flaw(path, message, "set it to the other value")
            other = owner.setdefault(flag, id_)
            if other != id_:
                message = f"{id_} and {other} both set {flag}: undoing one would undo the other"
                yield Flaw(path, message, "give each a flag of its own")


@incident_rule("I22", "the rescue inject stays quiet once the cause is named")
def rescue_stays_quiet(subject: IncidentSubject) -> Iterator[Flaw]:
    world, incident = subject.world, subject.incident
    named: list[Event] = [Name(id_) for id_, one in incident.hypotheses.items() if one.correct]
    if world is None or not named:
        return
    try:
        state = run(world, [*named, Wait(incident.incident.horizon_min)])
    except Problem:
        return  # I04 tells of a world that cannot run
    for id_ in state.fired:
        if incident.injects[id_].hint:
            message = f"{id_} comes although the cause was named at minute 0"
            mend = f'add "or named.{incident.incident.root_cause}" to its unless'
            yield Flaw(("injects", id_), message, mend)
