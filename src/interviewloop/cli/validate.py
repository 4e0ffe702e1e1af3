"""``interviewloop validate``: check cases, rubrics and personas, and say how to mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.cli.here import here

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from interviewloop.library.check import Report
    from interviewloop.library.findings import Finding

# Nothing heavier than argparse is imported up here: every command pays for this module's imports,
# also `interviewloop --help`. What a check needs is imported when a check runs.

CLEAN, ERRORS = 0, 1


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``validate`` command."""
    parser = subparsers.add_parser(
        "validate",
        help="check cases, rubrics and personas",
        description="Check cases, rubrics and personas against their format and the rules for "
        "good ones. Each line of the answer names file, line, rule, mistake and mend.",
        epilog="Exit code: 0 no errors, 1 errors found, 2 a path does not exist.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, or a folder with any of them below; without one, cases/ and rubrics/ here, "
        "or else the shipped ones",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--rules", action="store_true", help="list the rules and check nothing")
    parser.add_argument("--strict", action="store_true", help="let warnings fail the check too")
    parser.add_argument(
        "--watch",
        action="store_true",
        help="check again whenever a file is saved and print what that changed, until Ctrl-C",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what the command line says. Returns the exit code.

    Raises Problem for a path that is not there or holds no content.
    """
    if args.rules:
        _print_rules(as_json=args.json)
        return CLEAN

    def find() -> list[Path]:
        return _files(args.paths or _usual_places(getattr(args, "workspace", None)))

    def code_of(report: Report) -> int:
        failed = report.findings if args.strict else report.of("E")
        return ERRORS if failed else CLEAN

    # pydantic and the linter: see above
    from interviewloop.cli.watch import watch_files
    from interviewloop.library.check import check
    from interviewloop.model.errors import Problem

    if args.watch and args.json:
        mend = "Take one of the two out."
        raise Problem("Not together", "--watch prints what changed, --json one result", mend)
    if args.watch:
        return watch_files(find, _print_report, code_of)
    report = check(find())
    if args.json:
        _print_json(report)
    else:
        _print_report(report)
    return code_of(report)


def _files(paths: Sequence[str | Path]) -> list[Path]:
    """The content files that ``paths`` mean. Raises Problem for a path that means none."""
    from pathlib import Path

    from interviewloop.library.places import content_files
    from interviewloop.model.errors import Problem
    from interviewloop.model.text import visible

    found: list[Path] = []
    for path in map(Path, paths):
        where = visible(str(path))
        if not _exists(path):
            mend = "Check the spelling; a relative path starts at the current folder."
            raise Problem("Nothing to check", "there is no such file or folder", mend, where)
        files = content_files(path) if path.is_dir() else [path]
        if not files:
            mend = "A case is cases/ID/case.toml, a rubric rubrics/ID.toml."
            raise Problem("Nothing to check", "no case, rubric or persona in it", mend, where)
        found += files
    return found


def _exists(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _usual_places(workspace: str | None) -> list[Path]:
    """``cases`` and ``rubrics`` of the workspace named, else here, else found, else shipped."""
    from interviewloop.library.places import shipped_folder
    from interviewloop.model.errors import Problem

    place = here(workspace)
    first = [] if workspace else [place.surroundings.cwd]
    for folder in (*first, place.workspace.root, shipped_folder()):
        if folder is not None:
            places = [folder / "cases", folder / "rubrics"]
            present = [place for place in places if place.is_dir()]
            if present:
                return present
    raise Problem("Nothing to check", "there are no cases or rubrics here", "Name a path.")


def _print_report(report: Report) -> None:
    from interviewloop.model.text import visible

    errors, warnings = report.of("E"), report.of("W")
    for title, findings in (("Errors", errors), ("Warnings", warnings)):
        if findings:
            print(f"{title}:")
            for finding in findings:
                print(visible(_short(finding).line_of_text()))
            print()
    counts = (
        _number(len(report.files), "file"),
        _number(len(errors), "error"),
        _number(len(warnings), "warning"),
    )
    print(f"Checked {counts[0]}: {counts[1]}, {counts[2]}.")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _short(finding: Finding) -> Finding:
    """``finding`` with its path from the current folder, if it lies below it."""
    from dataclasses import replace

    from interviewloop.cli.shown_paths import short

    return replace(finding, path=short(finding.path))


def _print_json(report: Report) -> None:
    import json

    findings = [
        {
            "path": str(finding.path),
            "line": finding.line,
            "field": finding.field,
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "mend": finding.mend,
        }
        for finding in map(_short, report.findings)
    ]
    totals = {
        "files": len(report.files),
        "errors": len(report.of("E")),
        "warnings": len(report.of("W")),
    }
    print(json.dumps({**totals, "findings": findings}, indent=2))


def _print_rules(*, as_json: bool) -> None:
    from interviewloop.library.lint import all_rules
    from interviewloop.library.lint.registry import ALL_KINDS

    rules = all_rules()
    if as_json:
        import json

        rows = [
            {
                "code": rule.code,
                "severity": rule.severity,
                "holds": rule.holds,
                "kinds": sorted(rule.kinds),
            }
            for rule in rules
        ]
        print(json.dumps(rows, indent=2))
        return
    print("E fails a check, W asks a reviewer to look.")
    for rule in rules:
        only = "" if rule.kinds == ALL_KINDS else f" (only for {', '.join(sorted(rule.kinds))})"
        print(f"{rule.code}  {rule.severity}  {rule.holds}{only}")
