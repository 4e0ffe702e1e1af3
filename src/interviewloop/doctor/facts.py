"""What was observed, as values: checks read these and nothing else, so tests can make them up.

Places are relative to the workspace, with slashes. No fact holds a score, a note or the name behind
a candidate's code; of a session there is which one it is, where it lies, and whether it is whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Kind = Literal["file", "folder", "link", "pipe", "socket", "device"]
Holds = Literal["session", "loop", "import", "names", "marks"]
Damage = Literal["", "unreadable", "huge", "empty", "merge", "not-toml", "newer", "misfit"]
Answer = Literal["yes", "no", "unknown"]
Erasure = Literal["", "begun", "done"]
"""How far an erasure is that was noted as begun: ``done`` when nothing is left of it but the note,
empty where there is no note."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the workspace and what the system says of it. ``mode`` has permission bits only,
    ``owner`` is a user's number, ``written_s`` seconds since 1970."""

    place: str
    kind: Kind = "file"
    mode: int = 0o600
    owner: int = 0
    size: int = 0
    written_s: float = 0.0
    shut: bool = False
    """A folder that this user may not look into."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, as far as checks need it.

    ``reason`` is the system's word for what is unreadable, and of a newer file the program that
    wrote it, if it says. ``key`` is what makes an interview the
    same one and ``belongs`` the place it is written to; both are empty where ``damage`` is not.
    """

    place: str
    holds: Holds
    damage: Damage = ""
    reason: str = ""
    key: tuple[str, ...] = ()
    belongs: str = ""
    edited: bool = False
    """A seal or a record shows a later edit."""
    backwards: bool = False
    """The times in it run backwards."""
    older: bool = False
    """It is of an older format than this program writes."""
    made_up: bool = False
    """It is an example, of people who do not exist."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock of the session at ``place``. ``noted`` says whether there is a note of its owner;
    what that says is empty, 0 and None where not known."""

    place: str
    held: Answer
    noted: bool = False
    who: str = ""
    host: str = ""
    pid: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk of the workspace. Sizes in bytes, None where not known.

    ``refusal`` is why a file could not be saved, ``save_s`` how many seconds a save took, None
    when none was tried; ``excludes`` whether a lock kept a second process out.
    """

    free: int | None = None
    free_names: int | None = None
    read_only: bool = False
    system: str = ""
    """The kind of file system, as the kernel calls it."""
    refusal: str = ""
    save_s: float | None = None
    excludes: Answer = "unknown"


@dataclass(frozen=True, slots=True)
class Clock:
    """``wall_s`` in seconds since 1970; ``jump_s`` is by how much the wall clock left the steady
    one while this program ran. ``zone`` is the variable TZ."""

    wall_s: float
    jump_s: float = 0.0
    zone: str = ""
    zone_known: bool = True
    system_zone: bool = True


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the terminal says of itself. Sizes in cells; ``escape_ms`` is how long tmux waits
    after Escape, ``taken`` are keys that tmux or byobu keep for themselves."""

    there: bool = True
    term: str = "xterm-256color"
    columns: int = 120
    lines: int = 40
    colorterm: str = "truecolor"
    no_color: bool = False
    encoding: str = "utf-8"
    multiplexer: Literal["", "tmux", "screen"] = ""
    escape_ms: int | None = None
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """``required`` are requirements as the package declares them, ``installed`` versions by the
    name in the requirement; a package that is missing is not in it."""

    program: str = ""
    python: str = ""
    python_required: str = ""
    required: tuple[str, ...] = ()
    installed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Configured:
    """The config file: ``mistakes`` are where and what, ``named`` whether the interviewer is."""

    path: str = ""
    mistakes: tuple[tuple[str, str], ...] = ()
    named: bool = True
    mode: int = 0o600


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was observed. ``silent`` names what did not answer in time."""

    root: str
    clock: Clock
    entries: tuple[Entry, ...] = ()
    cut_off: bool = False
    """There were more names than are looked at."""
    contents: tuple[Content, ...] = ()
    locks: tuple[Lock, ...] = ()
    open_files: frozenset[str] = frozenset()
    """Temporary files that a process has open."""
    erasure: Erasure = ""
    disk: Disk = Disk()
    terminal: Terminal = Terminal()
    versions: Versions = Versions()
    configured: Configured = Configured()
    host: str = ""
    """What this machine calls itself."""
    user: int = 0
    """The number of the user this runs as; 0 is the superuser."""
    user_names: Mapping[int, str] = field(default_factory=dict)
    in_git: bool = False
    ignored: str = ""
    """The text of .gitignore and of .git/info/exclude."""
    attributes: str = ""
    """The text of .gitattributes."""
    silent: tuple[str, ...] = ()

    @property
    def owners(self) -> frozenset[int]:
        """Who owns what lies in the sessions folder. It goes through all there is."""
        return frozenset(one.owner for one in self.entries if one.place.startswith("sessions/"))

    def user_name(self, number: int) -> str:
        return self.user_names.get(number) or f"user {number}"
