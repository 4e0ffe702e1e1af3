"""Checks of the terminal: can it show the screens, and do all keys arrive?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.doctor.findings import Check, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.doctor.facts import Facts
    from interviewloop.doctor.findings import Level

COLUMNS, LINES = 80, 24
_LAZY_ESCAPE_MS = 50


def _none(facts: Facts) -> Iterator[Finding]:
    if not facts.terminal.there:
        what = "input and output are no terminal, so its size was not checked"
        yield Finding("", what, "note")


def _term(facts: Facts) -> Iterator[Finding]:
    term = facts.terminal.term
    if term in ("", "dumb", "unknown"):
        level: Level = "attention" if facts.terminal.there else "note"
        yield Finding("", f"TERM is {term}" if term else "TERM is not set", level)


def _small(facts: Facts) -> Iterator[Finding]:
    one = facts.terminal
    if one.there and (one.columns < COLUMNS or one.lines < LINES):
        yield Finding("", f"it has {one.columns} columns and {one.lines} lines")


def _colours(facts: Facts) -> Iterator[Finding]:
    one = facts.terminal
    if one.no_color:
        yield Finding("", "NO_COLOR is set, so there are none", "note")
    elif one.there and one.colorterm not in ("truecolor", "24bit") and "direct" not in one.term:
        few = "256" if "256" in one.term else "16"
        yield Finding("", f"it announces {few} colours, so shades are approximate", "note")


def _encoding(facts: Facts) -> Iterator[Finding]:
    encoding = facts.terminal.encoding
    if encoding.lower().replace("-", "") != "utf8":
        yield Finding("", f"its encoding is {encoding or 'not known'}")


def _keys(facts: Facts) -> Iterator[Finding]:
    one = facts.terminal
    if one.taken:
        yield Finding("", f"{one.multiplexer} keeps {', '.join(one.taken)} for itself")


def _escape(facts: Facts) -> Iterator[Finding]:
    delay = facts.terminal.escape_ms
    if delay is not None and delay > _LAZY_ESCAPE_MS:
        yield Finding("", f"tmux waits {delay} ms after Escape", "note")


TERMINAL_CHECKS: tuple[Check, ...] = (
    Check(
        "no-terminal", "terminal", "No terminal here",
        "The app needs one; the other commands do not.",
        "Run this in the terminal in which you interview.",
        _none,
    ),
    Check(
        "term", "terminal", "The terminal does not say what it is",
        "The app cannot know how to draw or which keys there are.",
        "Set TERM, for instance to xterm-256color.",
        _term,
    ),
    Check(
        "size", "terminal", "The window is too small",
        f"Screens are made for {COLUMNS}x{LINES} and more; less cuts lines off.",
        f"Make the window at least {COLUMNS} columns by {LINES} lines, or its letters smaller.",
        _small,
    ),
    Check(
        "colours", "terminal", "Fewer colours",
        "Nothing is told by colour alone, so nothing is lost.",
        "Unset NO_COLOR, or set COLORTERM=truecolor if the terminal can do that.",
        _colours,
    ),
    Check(
        "encoding", "terminal", "The terminal does not use UTF-8",
        "Names and marks on screen come out as question marks.",
        "Set LANG to a UTF-8 locale, for instance en_US.UTF-8 or C.UTF-8.",
        _encoding,
    ),
    Check(
        "keys", "terminal", "Keys that do not arrive",
        "The app never sees them: nothing happens, or something happens elsewhere.",
        "In tmux: unbind -n KEY. In byobu: Shift-F12. Or use other keys: docs/keys.md says how.",
        _keys,
    ),
    Check(
        "escape", "terminal", "Escape is slow",
        "Escape closes dialogs late, and a key typed soon after it is taken for Alt.",
        "In ~/.tmux.conf: set -sg escape-time 10",
        _escape,
    ),
)  # fmt: skip
