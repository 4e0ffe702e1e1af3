"""What the slash commands do on the live screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from interviewloop.interview import commands
from interviewloop.interview.events import (
    AskProbe,
    DeleteNote,
    GoTo,
    HandOver,
    Pause,
    RaiseFlag,
    Resume,
    SeeLookFor,
    ShowExhibit,
    Start,
)
from interviewloop.interview.take_home import read_stamp, travel_text, travelled
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.workspace.finding import present_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interviewloop.interview.commands import Call, Command
    from interviewloop.model.session import Rung, Way
    from interviewloop.tui.screens.incident import IncidentScreen
    from interviewloop.tui.screens.live import LiveScreen


def run_command(screen: LiveScreen, line: str) -> None:
    """Run a command line.

    Raises :class:`~interviewloop.model.errors.Problem` when the command, or what it names, is
    unclear.
    """
    call = commands.read(line)
    _ACTIONS[call.command.name](screen, call)


def _stage(screen: LiveScreen) -> str:
    return screen.desk.session.stage or screen.desk.plan.stages[0]


def _goto(screen: LiveScreen, call: Call) -> None:
    names = {name: stage.title for name, stage in screen.desk.plan.case.stages.items()}
    screen.do(GoTo(commands.pick(call.argument, names, "stage")))


def _probe(screen: LiveScreen, call: Call) -> None:
    probes = screen.desk.plan.case.probes_of(_stage(screen))
    name = commands.pick(call.argument, {name: it.ask for name, it in probes}, "probe")
    screen.tick(AskProbe(name, name not in screen.desk.session.probes))


def _seen(screen: LiveScreen, call: Call) -> None:
    words, rung = _rung(call.argument)
    look_fors = screen.desk.plan.case.look_fors_of(_stage(screen))
    name = commands.pick(words, {name: it.text for name, it in look_fors}, "look-for")
    seen = rung is not None or name not in screen.desk.session.look_fors
    screen.tick(SeeLookFor(name, seen, rung))


def _rung(argument: str) -> tuple[str, Rung | None]:
    words, _, number = argument.rpartition(" rung ")
    rungs: dict[str, Rung] = {"0": 0, "1": 1, "2": 2, "3": 3}
    if words and number.strip() in rungs:
        return words, rungs[number.strip()]
    return argument, None


def _exhibit(screen: LiveScreen, call: Call) -> str:
    case = screen.desk.plan.case
    names = case.exhibits_of(_stage(screen))
    return commands.pick(
        call.argument, {name: f"{name} {case.exhibits[name].title}" for name in names}, "exhibit"
    )


def _show(screen: LiveScreen, call: Call) -> None:
    screen.tick(ShowExhibit(_exhibit(screen, call), on_screen=True))


def _hide(screen: LiveScreen, call: Call) -> None:
    screen.tick(ShowExhibit(_exhibit(screen, call), on_screen=False))


def _flag(screen: LiveScreen, call: Call) -> None:
    flags = {name: flag.text for name, flag in screen.desk.plan.case.red_flags.items()}
    name = commands.pick(call.argument, flags, "red flag")
    screen.tick(RaiseFlag(name, name not in screen.desk.session.red_flags))


def _note_meant(screen: LiveScreen, call: Call) -> str:
    notes = screen.desk.session.live_notes()
    if not call.argument and notes:
        return list(notes)[-1]
    numbered = f"n{call.argument.removeprefix('n')}"
    if numbered in notes:
        return numbered
    if call.argument.isdecimal():
        raise Problem("Which note?", f"there is no note {call.argument}", "The list shows numbers.")
    return commands.pick(call.argument, {name: note.text for name, note in notes.items()}, "note")


def _edit(screen: LiveScreen, call: Call) -> None:
    screen.edit_note(_note_meant(screen, call))


def _delete(screen: LiveScreen, call: Call) -> None:
    screen.do(DeleteNote(_note_meant(screen, call)))


def _incident(screen: LiveScreen) -> IncidentScreen:
    from interviewloop.tui.screens.incident import IncidentScreen  # it imports the live screen

    if not isinstance(screen, IncidentScreen):
        raise Problem("No incident here", "this command needs a case with an incident")
    return screen


def _hand_over(screen: LiveScreen, call: Call, way: Way) -> None:
    at, why = read_stamp(call.argument, screen.loop_app.now().wall, None)
    if screen.do(HandOver(way, at, why)):
        stands = travel_text(travelled(screen.desk.session))
        screen.note_line.say(f"{way.capitalize()} {at.astimezone():%Y-%m-%d %H:%M}: {stands}")
    else:
        # What is lacking is mostly a reason behind the time.
        screen.note_line.give_back(f"/{way} {call.argument}".rstrip())


def _present(screen: LiveScreen, _: Call) -> None:
    path = screen.desk.path
    if path is not None:
        command = present_command(path, screen.loop_app.services.root)
        screen.app.copy_to_clipboard(command)
        title = "Copied: run it in a second terminal and share that window"
        screen.app.notify(visible(command), title=title, timeout=15, markup=False)


def _quit(screen: LiveScreen, _: Call) -> None:
    screen.app.run_worker(screen.app.action_quit())


_ACTIONS: dict[str, Callable[[LiveScreen, Call], object]] = {
    "start": lambda screen, _: screen.do(Start()),
    "pause": lambda screen, _: screen.do(Pause()),
    "resume": lambda screen, _: screen.do(Resume()),
    "next": lambda screen, _: screen.action_next(),
    "back": lambda screen, _: screen.action_back(),
    "skip": lambda screen, _: screen.action_skip(),
    "goto": _goto,
    "probe": _probe,
    "seen": _seen,
    "show": _show,
    "hide": _hide,
    "present": _present,
    "flag": _flag,
    "edit": _edit,
    "delete": _delete,
    "undo": lambda screen, _: screen.action_undo(),
    "redo": lambda screen, _: screen.action_redo(),
    "wait": lambda screen, call: _incident(screen).wait(call.argument),
    "topics": lambda screen, _: _incident(screen).browse(),
    "takeback": lambda screen, _: _incident(screen).action_take_back(),
    "putback": lambda screen, _: _incident(screen).action_put_back(),
    "sent": lambda screen, call: _hand_over(screen, call, "sent"),
    "received": lambda screen, call: _hand_over(screen, call, "received"),
    "score": lambda screen, _: screen.action_score(),
    "home": lambda screen, _: screen.action_home(),
    "help": lambda screen, _: screen.action_help(),
    "quit": _quit,
}


def palette_commands(screen: LiveScreen) -> Iterator[SystemCommand]:
    """Every slash command for the palette: one that takes something is put into the line."""
    possible = {
        "every case": True,
        "incident": screen.desk.running is not None,
        "take-home": screen.desk.plan.case.take_home is not None,
    }
    for command in (it for it in commands.COMMANDS if possible[it.only]):
        title = f"note line: /{command.name} {command.takes}".rstrip()
        yield SystemCommand(title, command.does, partial(begin, screen, command))


def begin(screen: LiveScreen, command: Command) -> None:
    """Run a command that takes nothing; put one that takes something into the line."""
    if command.takes:
        screen.note_line.line = f"/{command.name} "
        screen.note_line.focus()
    else:
        run_command(screen, f"/{command.name}")
