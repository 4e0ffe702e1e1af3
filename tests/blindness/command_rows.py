"""Every command, in every variant, as it is typed."""

from __future__ import annotations

import argparse
import io
import shlex
import sys
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, TypedDict

from tests.blindness.standing_still import no_clock

from interviewloop.cli.main import build_parser, main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.blindness.workspaces import Place

    Parser = argparse.ArgumentParser

_LOOPS = ("C-014", "'C-014 again'", "C-015", "C-016", "C-017", "C-019", "K-1",
          "practice-exp-day-four-win-velvet", "practice-exp-day-four-win-rivet",
          "practice-exp-day-four-win-dial")  # fmt: skip
_OF_SESSIONS = (
    "--kind live",
    "--kind shadow",
    "--kind mock",
    "--kind example",
    "--case exp-day-four-win",
    "--case inc-green-dashboards",
    "--rubric principal-ml-scientist",
    "--since 2026-03-03",
    "--until 2026-03-03",
    "--baseline sealed",
    "--baseline amended",
)
_SOURCES = (*_OF_SESSIONS, "--interviewer 'Ivo Brandt'", "--dimension leadership")  # fmt: skip
"""Ways to choose among the sessions, that three commands have in common."""

_SOME_PEOPLE = " --seats 7 --from 'Ivo Brandt' --from 'Oto Vlk' --from 'Pia Holm'"

ROWS: dict[str, tuple[str, ...]] = {
    "": ("", "--version"),
    "demo": ("",),
    "present": ("", "C-014", "c-014/pia-holm--exp-day-four-win", "Velvet", "C-015"),
    "validate": (
        "nowhere --watch", "", "--json", "--strict", "--rules", "--rules --json", "{root}/rubrics",
    ),
    "new case": (
        *(f"a-case --title 'A case' --kind {kind} --to {{root}}/made"
          for kind in ("feature-design", "experiment-critique", "incident", "take-home")),
        "a-case --from exp-day-four-win --with-personas --to {root}/made",
    ),
    "new rubric": ("a-rubric --title 'A rubric' --to {root}/made",),
    "new persona": ("exp-day-four-win a-persona --to {root}/made",),
    "take-home pack": tuple(f"take-late-invoices --to {{root}}/made --time {time}"
                            for time in ("1.0", "1.25", "1.5")),
    "take-home sent": tuple(
        "C-014 --case take-late-invoices --interviewer 'Ivo Brandt' --loop C-014 --json"
        f" --rubric principal-ml-scientist --at '2026-03-01 09:00' --why 'by post' --time {time}"
        for time in ("1.0", "1.25", "1.5")
    ),
    "take-home received": ("C-014 --at '2026-03-01 12:00' --why 'by post' --json",),
    "export": (
        *(f"{form}{more}" for form in ("csv", "json", "facets")
          for more in ("", " --names", " --trainer")),
        "parquet --out {root}/out.parquet", "csv --kind imported --scale 1-4 --role Scientist",
        *(f"json {source}" for source in _OF_SESSIONS),
    ),
    "import": (
        *(f"{form} {{root}}/nothing --dry-run --skip-rejected"
          for form in ("greenhouse", "lever", "ashby")),
        "csv {root}/ratings.csv --map {root}/nothing --dry-run",
    ),
    "candidate name": ("C-014", "C-014 'Ada Byron'"),
    "candidate disclose": tuple(f"{loop} --to {{root}}/made" for loop in _LOOPS[:7]),
    "candidate erase": (*_LOOPS[:7], "C-404 --yes"),
    "candidate retain": ("C-014 --until 2030-01-01", "C-404 --profile us-private",
                         "C-404 --profile us-contractor"),
    "candidate hold": ("C-404 --why so --by Nura",),
    "candidate release": ("C-014 --why so --by Nura",),
    "purge": ("", "--yes"),
    "calibrate": (
        "", "--json", "--names", "--kind imported --scale 1-4", "--role Scientist",
        "--bootstrap 100 --seed 7", "--rasch jml", "--rasch mml",
        "--out {root}/out.md", "--json --out {root}/out.md", "--key {root}/key.csv",
        "--link-mock", "--link-mock --json", "--kind mock --json", "--ratings {root}/ratings.csv",
        "--trainer --json",
        *_SOURCES,
    ),
    "plan": (
        "", "--json", "--kind imported --scale 1-4", "--role Scientist",
        "--trainer", "--cut 3 --candidates 2 --seats 3",
        "--ratings {root}/ratings.csv", *_SOURCES,
    ),
    "report calibration": (
        "", "--names", "--kind imported --scale 1-4", "--role Scientist",
        "--trainer", "--format md", "--format html", "--format json --names",
        "--ratings {root}/ratings.csv", *_SOURCES,
    ),
    "report loop": (
        *(f"{loop} --format {form}" for loop in _LOOPS for form in ("md", "html", "json")),
        *(f"{loop} --trainer" for loop in (*_LOOPS[:7], _LOOPS[8], _LOOPS[9])),
    ),
    "verify": ("", "--json"),
    "db init": ("", "--url nowhere"),
    "db migrate": ("", "--url nowhere"),
    "db erase": ("C-014", "C-014 --yes --url nowhere"),
    "db push": ("", "--url nowhere"),
    "db pull": ("", "--url nowhere"),
    "db person add": tuple(f"'Ivo Brandt' --role {role} --login ivo --url nowhere" for role in
                           ("interviewer", "manager", "trainer", "auditor")),
    "doctor": ("", "--format text", "--format json", "--mend"),
    "migrate": ("", "--dry-run", "--undo 2026-03-01-120000"),
    "loop new": ("C-099 --name second --rubric principal-ml-scientist --role Scientist",
                 "C-014 --rubric principal-ml-scientist"),
    "loop show": tuple(f"{loop}{form}" for loop in _LOOPS for form in ("", " --json")),
    "loop list": ("", "--json"),
    "loop plan": ("C-014 'Sam Doe' exp-day-four-win --dimension leadership --shadow",
                  "C-014 'Mara Lindqvist' exp-day-four-win"),
    "loop drop": ("C-014 p3", "C-014 p1"),
    "loop suggest": tuple(f"{loop}{more}" for loop in _LOOPS[:6] for more in ("", _SOME_PEOPLE)),
    "loop waive": ("C-014 'Pia Holm' exp-day-four-win --why late --by Nura",
                   "C-014 'Mara Lindqvist' exp-day-four-win --why late",
                   "C-014 'Ivo Brandt' exp-day-four-win --why late"),
    "loop open": ("C-014 --why now", "C-014 --why now --by 'Ivo Brandt'"),
    "loop decide": tuple(
        f"C-014 {outcome} --why 'because' --by Ivo --dissent 'Nura=no'"
        for outcome in ("hire", "no-hire", "hold")
    ),
    "incident replay": ("inc-green-dashboards {root}/play.txt",
                        "inc-green-dashboards {root}/play.txt --json"),
    "incident match": ("inc-green-dashboards {root}/asked.txt",),
    "practise": ("", "exp-day-four-win velvet", "exp-day-four-win Velvet --as 'Ivo Brandt'"),
    "progress": (
        "'Mara Lindqvist'", "'Mara Lindqvist' --json", "'Ivo Brandt'", "'Ivo Brandt' --json",
        "'Mara Lindqvist' --trainer", "'Nura Said'", "'Pia Holm'", "'Pia Holm' --json", "Ivo",
    ),
    "locate": ("", "--json", "workspace", "sessions", "cases", "config", "data"),
    "completion": ("bash", "zsh", "tcsh"),
}  # fmt: skip
"""By command, what is typed after it. A command or an option that is missing here fails a test:
add a row for it, and it is compared like the others."""


class Said(TypedDict):
    """What a command answered, and the files it wrote."""

    status: object
    out: str
    err: str
    files: dict[str, bytes | None]


class Answers(dict[str, Said]):
    """What was answered, by what was typed."""

    def __repr__(self) -> str:  # the whole would be megabytes in a report of a failure
        return f"<{len(self)} answers>"


def typed_rows() -> Iterator[str]:
    """Every row of the table as one would type it."""
    for command, rows in ROWS.items():
        yield from (f"{command} {row}".strip() for row in rows)


def said(place: Place, typed: str) -> Said:
    """Run what was typed in the workspace, without a terminal, and put the workspace back."""
    arguments = shlex.split(typed.replace("{root}", str(place.root)))
    out, err = io.StringIO(), io.StringIO()
    # Only the record of a loop and of a hand-over says what time it is.
    clock = no_clock() if typed.startswith(("loop ", "take-home ")) else nullcontext()
    with redirect_stdout(out), redirect_stderr(err), _nothing_typed_in(), clock:
        try:
            status: object = main(["--workspace", str(place.root), *arguments])
        except SystemExit as stopped:
            status = stopped.code
    found = Said(status=status, out=out.getvalue(), err=err.getvalue(), files=place.changes())
    if found["files"] or "--mend" in arguments:
        place.lay_out()
    return found


@contextmanager
def _nothing_typed_in() -> Iterator[None]:
    terminal, sys.stdin = sys.stdin, io.StringIO()
    try:
        yield
    finally:
        sys.stdin = terminal


def commands() -> dict[str, Parser]:
    """Every command there is, by what is typed for it; the app itself under an empty name."""
    return dict(_below("", build_parser()))


def _below(
    name: str, parser: argparse.ArgumentParser
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    deeper = [it for it in parser._actions if isinstance(it, argparse._SubParsersAction)]
    if not deeper or not name:
        yield name, parser
    for action in deeper:
        for word, below in action.choices.items():
            yield from _below(f"{name} {word}".strip(), below)


def not_typed(command: str, parser: Parser) -> list[str]:
    """Options of a command, and choices they offer, that no row of the table types."""
    words = {word for row in ROWS.get(command, ()) for word in shlex.split(row)}
    missing = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            continue
        if action.option_strings and not words & set(action.option_strings):
            missing.append(action.option_strings[-1])
        missing += [f"{action.dest} {it}" for it in action.choices or () if str(it) not in words]
    return [it for it in missing if it != "--workspace"]
