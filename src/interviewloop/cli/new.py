"""``interviewloop new``: begin a case, a rubric or a persona from a template with notes in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

# Nothing heavier than argparse is imported up here: every --help pays for it.
DONE = 0
_KINDS = ("feature-design", "experiment-critique", "incident", "take-home")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``new`` with a word for each of the three."""
    parser = commands.add_parser(
        "new",
        help="begin a case, a rubric or a persona from a template",
        description="Write a new case, rubric or persona that loads and can be run at once. Its"
        " comments say what each key means and which rule checks it; every text in [fill in: ...]"
        " is yours to write. Nothing is ever written over.",
        epilog="Exit code: 0 done, 2 it cannot be done.",
    )
    words = parser.add_subparsers(title="what to begin", metavar="WHAT", required=True)
    case = words.add_parser(
        "case",
        help="a case of one of the four kinds, or a copy of one there is",
        description="Write the folder of a new case, with a script that makes its tables. An"
        " incident comes with its world and three runs through it.",
    )
    _add_id(case, "the new case")
    begin = case.add_mutually_exclusive_group(required=True)
    begin.add_argument("--kind", choices=_KINDS, help="which template to begin with")
    begin.add_argument(
        "--from", dest="source", metavar="CASE", help="copy this case, shipped or your own"
    )
    case.add_argument("--title", help="what candidates see above it")
    case.add_argument(
        "--with-personas", action="store_true", help="copy its simulated candidates too"
    )
    _add_to(case, "cases/")
    case.set_defaults(run=run_case)
    rubric = words.add_parser("rubric", help="a rubric with three dimensions")
    _add_id(rubric, "the new rubric")
    rubric.add_argument("--title", help="what it is called")
    _add_to(rubric, "rubrics/")
    rubric.set_defaults(run=run_rubric)
    persona = words.add_parser(
        "persona",
        help="a simulated candidate for a case of yours",
        description="Write a persona that answers every stage and probe of the case and shows"
        " look-fors that fit its levels. Its words are yours to write.",
    )
    persona.add_argument("case", metavar="CASE", help="the id of a case in your workspace")
    _add_id(persona, "the new persona")
    _add_to(persona, "personas/ of the case")
    persona.set_defaults(run=run_persona)


def _add_id(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("id", metavar="ID", help=f"the id of {what}, such as exp-my-case")


def _add_to(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--to", metavar="FOLDER", help=f"where to put it (default: {default} of the workspace)"
    )


def run_case(args: argparse.Namespace) -> int:
    """Write the folder of a case. Raises Problem when it cannot be."""
    # deferred, as everything here: see above
    from interviewloop.cli.open_app import library_of
    from interviewloop.library.scaffold import checked_id, checked_title, copied_case, new_case
    from interviewloop.model.errors import Problem
    from interviewloop.workspace.handing_out import write_folder

    id_ = checked_id(args.id)
    if args.with_personas and args.source is None:
        mend = "Take it out, or name the case with --from."
        raise Problem("Nothing to copy", "--with-personas belongs to --from", mend)
    if args.source is not None:
        source = library_of(here(args.workspace).workspace.root).case(args.source)
        title = None if args.title is None else checked_title(args.title)
        files = copied_case(source.folder, id_, title, personas=args.with_personas)
    else:
        files = new_case(id_, args.kind, checked_title(args.title))
    folder = _place(args, "cases") / id_
    write_folder(folder, files)
    _tell([folder / name for name in files], folder)
    return DONE


def run_rubric(args: argparse.Namespace) -> int:
    """Write a rubric's file. Raises Problem when it cannot be."""
    from interviewloop.library.scaffold import checked_id, checked_title, new_rubric

    id_ = checked_id(args.id)
    path = _place(args, "rubrics") / f"{id_}.toml"
    _write(path, new_rubric(id_, checked_title(args.title)))
    _tell([path], path)
    return DONE


def run_persona(args: argparse.Namespace) -> int:
    """Write a persona's file. Raises Problem when it cannot be."""
    from interviewloop.cli.open_app import library_of
    from interviewloop.library.check import known_rubrics
    from interviewloop.library.persona_draft import persona_draft
    from interviewloop.library.scaffold import checked_id
    from interviewloop.model.errors import Problem

    id_ = checked_id(args.id)
    root = here(args.workspace).workspace.root
    case = library_of(root).case(args.case)
    if args.to is not None:
        folder = _place(args, "")
    elif case.folder.is_relative_to(root):
        folder = case.folder / "personas"
    else:
        mend = f"Copy it first: interviewloop new case ID --from {case.case.id} --with-personas"
        what = f"{case.case.id} came with the program and is in no workspace of yours"
        raise Problem("Not your case", what, mend)
    path = folder / f"{id_}.toml"
    _write(path, persona_draft(case.case, known_rubrics(root), id_))
    _tell([path], path)
    return DONE


def _place(args: argparse.Namespace, kind: str) -> Path:
    """The folder to write into: the one named, or that of the workspace."""
    place = here(args.workspace)
    if args.to is not None:
        return place.surroundings.absolute(args.to)
    return place.workspace.root / kind


def _write(path: Path, content: bytes) -> None:
    """A new file. Raises Problem when something is there, SaveFailed when the system refuses."""
    from interviewloop.model.errors import Problem
    from interviewloop.workspace.files import write_file

    try:
        write_file(path, content, fresh=True)
    except FileExistsError:
        mend = "Choose another id; nothing is written over."
        raise Problem(
            "There is something already", "a file of that name", mend, str(path)
        ) from None


def _tell(written: list[Path], checked: Path) -> None:
    """What was written, on stdout, and the next step, on stderr."""
    import shlex

    from interviewloop.cli.shown_paths import short
    from interviewloop.model.text import visible

    for path in written:
        print(visible(str(short(path))))
    sys.stdout.flush()
    next_step = f"interviewloop validate {shlex.quote(str(short(checked)))}"
    print(visible(f"Next: {next_step}"), file=sys.stderr)
