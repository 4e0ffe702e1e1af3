"""The slash commands of the note line: their names, and reading them as typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its name, what it takes, and what it does in a few words."""

    name: str
    takes: str
    does: str
    only: Literal["every case", "incident", "take-home"] = "every case"
    """What it needs to work on."""


COMMANDS: tuple[Command, ...] = (
    Command("start", "", "start the clock"),
    Command("pause", "", "stop the clock"),
    Command("resume", "", "let the clock go on"),
    Command("next", "", "go to the next stage"),
    Command("back", "", "go back one stage"),
    Command("skip", "", "leave this stage out"),
    Command("goto", "STAGE", "go to a stage by number or name"),
    Command("probe", "PROBE", "mark a probe as asked, by number or words"),
    Command("seen", "LOOK-FOR [rung 0-3]", "tick a look-for, by number or words"),
    Command("show", "EXHIBIT", "put an exhibit before the candidate"),
    Command("hide", "EXHIBIT", "take an exhibit away"),
    Command("present", "", "copy the command that shows the candidate's view"),
    Command("flag", "RED FLAG", "raise a red flag of the case"),
    Command("edit", "[NOTE]", "edit the last note, or one by number"),
    Command("delete", "[NOTE]", "delete the last note, or one by number"),
    Command("undo", "", "undo the last change of the notes"),
    Command("redo", "", "do it again"),
    Command("wait", "MINUTES", "let simulated minutes pass", only="incident"),
    Command("topics", "", "pick from all that can be asked or done", only="incident"),
    Command("takeback", "", "your last line to the incident did not happen", only="incident"),
    Command("putback", "", "it happened after all", only="incident"),
    Command("sent", "[TIME] [REASON]", "the task went out to the candidate", only="take-home"),
    Command("received", "[TIME] [REASON]", "what they made of it came back", only="take-home"),
    Command("score", "", "end the interview and open the scorecard"),
    Command("home", "", "close the session and go to the list"),
    Command("help", "", "explain this screen"),
    Command("quit", "", "close the program; the session can be resumed"),
)
COMMAND_OF = {command.name: command for command in COMMANDS}
_LIKELY = 60.0
_LONG = 4
_SLIP = 80.0
"""One wrong letter in a word of five."""


def commands_help() -> str:
    """The commands of every interview as a table, for help."""
    everywhere = (it for it in COMMANDS if it.only == "every case")
    rows = [(f"/{it.name} {it.takes}".rstrip(), it.does) for it in everywhere]
    width = max(len(call) for call, _ in rows)
    return "\n".join(f"  {call:{width}}  {does}" for call, does in rows)


@dataclass(frozen=True, slots=True)
class Call:
    """A command line as read: the command and the words after it."""

    command: Command
    argument: str


def read(line: str) -> Call:
    """The command that ``line`` (beginning with a slash) calls, by its name or an unambiguous part.

    Raises :class:`Problem` with the nearest commands when it is none of them.
    """
    word, _, argument = line.removeprefix("/").partition(" ")
    found = matching(word)
    exact = [command for command in found if command.name == word.casefold()]
    if exact or len(found) == 1:
        return Call((exact or found)[0], argument.strip())
    near = found or nearest(word)
    hint = " or ".join(f"/{command.name}" for command in near[:3])
    raise Problem(
        "Which command?",
        f"/{word} is not a command" if not found else f"/{word} could be several commands",
        f"Did you mean {hint}?" if hint else "Type /help for the list.",
    )


def matching(word: str) -> list[Command]:
    """Commands whose name begins with ``word``, in listed order."""
    return [command for command in COMMANDS if command.name.startswith(word.casefold())]


def nearest(word: str) -> list[Command]:
    """Commands whose name is like a mistyped ``word``, nearest first."""
    from rapidfuzz import fuzz  # deferred: only a mistyped command needs it

    scored = [(fuzz.ratio(word.casefold(), command.name), command) for command in COMMANDS]
    likely = [pair for pair in scored if pair[0] >= _LIKELY]
    return [command for _, command in sorted(likely, key=lambda pair: -pair[0])]


def pick(argument: str, things: Mapping[str, str], what: str) -> str:
    """The key of the thing that ``argument`` names: its number in the list, its id, or its words.

    Raises :class:`Problem` when nothing, or nothing clearly, is meant.
    """
    keys = list(things)
    if not keys:
        raise Problem(f"No {what} here", f"there is no {what} to choose from")
    if not argument:
        raise Problem(f"Which {what}?", f"say which {what}", f"A number from 1 to {len(keys)}.")
    if argument.isdecimal():
        return _by_number(argument, keys, what)
    if argument in things:
        return argument
    return _by_words(argument, things, what)


def _by_number(argument: str, keys: Sequence[str], what: str) -> str:
    number = int(argument)
    if not 1 <= number <= len(keys):
        raise Problem(
            f"Which {what}?", f"there is no {what} {number}", f"1 to {len(keys)} are there."
        )
    return keys[number - 1]


def _by_words(argument: str, things: Mapping[str, str], what: str) -> str:
    """The one thing that holds every word of ``argument``: a beginning is enough, and a slip of the
    finger. Nothing less certain: the wrong exhibit must not reach a candidate."""
    words = argument.casefold().split()
    found = [
        key
        for key, text in things.items()
        if all(_stands_in(word, f"{key} {text}".casefold()) for word in words)
    ]
    if len(found) == 1:
        return found[0]
    numbers = [str(list(things).index(key) + 1) for key in found]
    raise Problem(
        f"Which {what}?",
        f"{argument!r} could be {what} {' or '.join(numbers)}"
        if found
        else f"no {what} has the words {argument!r}",
        f"Use its number, 1 to {len(things)}.",
    )


def _stands_in(word: str, text: str) -> bool:
    from rapidfuzz import fuzz  # deferred: numbers need no fuzzy matching

    known = re.findall(r"\w+", text)
    if any(one.startswith(word) for one in known):
        return True
    return len(word) >= _LONG and any(fuzz.ratio(word, one) >= _SLIP for one in known)
