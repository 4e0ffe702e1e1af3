"""``interviewloop validate --watch``: check again whenever a file is saved, until Ctrl-C."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from interviewloop.library.check import Report
    from interviewloop.library.findings import Finding
    from interviewloop.library.watching import Change, Watch

# Only the standard library above: every --help loads this module.
EVERY_S = 0.5
"""Seconds from one look to the next."""
REST = 20
"""A look is followed by at least so many times its own duration of rest, so that watching a large
folder takes a twentieth of a processor at most."""


class Watcher:
    """Looks, and says what changed. ``code`` is the exit code of what was found last."""

    def __init__(
        self, watch: Watch, say: Callable[[Report], None], code_of: Callable[[Report], int]
    ) -> None:
        self.watch = watch
        self.say = say
        self.code_of = code_of
        self.code = 0
        self._trouble: list[str] = []

    def run(self) -> int:
        """Watch until Ctrl-C. Raises Problem when there is nothing to begin with."""
        with suppress(KeyboardInterrupt):
            report = self.watch.begin()
            self.code = self.code_of(report)
            self.say(report)
            print("Watching; Ctrl-C ends.", file=sys.stderr, flush=True)
            sys.stdout.flush()
            while True:
                rest(self.look_once())
        return self.code

    def look_once(self) -> float:
        """Look, and say what changed. Returns how long it took, in seconds."""
        began = time.monotonic()
        try:
            change = self.watch.look()
        except Problem as problem:
            self._tell_trouble(problem)
            return time.monotonic() - began
        took = time.monotonic() - began
        self._trouble = []
        if change is not None:
            self.code = self.code_of(change.report)
            _print_change(change)
            return 0.0  # that was work and no look
        return took

    def _tell_trouble(self, problem: Problem) -> None:
        """Say once that what is watched is gone; it may come back."""
        from interviewloop.model.text import visible

        lines = [visible(line) for line in problem.lines()]
        if lines != self._trouble:
            print("\n".join(lines), file=sys.stderr, flush=True)
        self._trouble = lines
        self.code = 1


def rest(took: float) -> None:
    """Sleep until the next look, after one that took so many seconds."""
    time.sleep(max(EVERY_S, REST * took))


def _print_change(change: Change) -> None:
    from interviewloop.cli.shown_paths import short
    from interviewloop.model.text import visible

    names = [visible(str(short(path))) for path in change.files]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    print(f"{time.strftime('%H:%M:%S')} {(names or ['files'])[0]}{more} changed")
    for finding in change.mended:
        print(f"  mended {_what(finding)}")
    for finding in change.new:
        print(f"  new    {_what(finding)}")
    errors, warnings = (len(change.report.of(severity)) for severity in "EW")
    same = "" if change.mended or change.new else "nothing new: "
    noun = f"{errors} error{'' if errors == 1 else 's'}"
    print(f"  {same}{noun}, {warnings} warning{'' if warnings == 1 else 's'}.", flush=True)


def _what(finding: Finding) -> str:
    from dataclasses import replace

    from interviewloop.cli.shown_paths import short
    from interviewloop.model.text import visible

    return visible(replace(finding, path=short(finding.path)).line_of_text())


def watch_files(
    find: Callable[[], Sequence[Path]],
    say: Callable[[Report], None],
    code_of: Callable[[Report], int],
) -> int:
    """Watch the files that ``find`` names; ``say`` prints the first report. The exit code."""
    from interviewloop.library.watching import Watch

    return Watcher(Watch(find), say, code_of).run()
