"""What stands on the candidate's screen as text, and what of a case's files may stand there.

The second part reads the files as plain tables, without any of the program's models, so that it can
judge them.
"""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.builders import T0, at

from interviewloop.incident.running import Running
from interviewloop.interview.engine import apply
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.library.incidents import INCIDENT_FILE, open_incident
from interviewloop.library.library import Library
from interviewloop.report.candidate_projection import candidate_view
from interviewloop.tui.candidate_pages import card, page, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interviewloop.incident.world import World
    from interviewloop.interview.events import Event
    from interviewloop.library.library import LoadedCase
    from interviewloop.model.rubric import Rubric
    from interviewloop.model.session import Session
    from interviewloop.report.candidate_view import CandidateView

ROOT = Path(__file__).parents[2]
RUBRIC = "principal-ml-scientist"
CASES = sorted(path.parent.name for path in ROOT.glob("cases/*/case.toml"))
Path_ = tuple[str, ...]
EXPRESSIONS = {"when", "unless", "needs", "before", "formula"}


@cache
def library() -> Library:
    return Library.open([ROOT])


@cache
def rubric() -> Rubric:
    return library().rubric(RUBRIC)


def begin(loaded: LoadedCase, **fields: Any) -> Session:
    """A session of a case, ready to start."""
    given = {"kind": "live", "loop": "C-014", "candidate": "C-014", "interviewer": "Mara", **fields}
    plan = Plan(loaded.case, rubric())
    return new_session(plan, created_at=T0, **given)


def after(loaded: LoadedCase, session: Session, *events: Event, start: float = 0.0) -> Session:
    plan = Plan(loaded.case, rubric())
    for number, event in enumerate(events):
        session = apply(session, event, at(start + number), plan)
    return session


@cache
def world_in(folder: Path) -> World | None:
    """The incident of the case in a folder; it does not change while tests run."""
    file = folder / INCIDENT_FILE
    return open_incident(file).world() if file.exists() else None


def running(loaded: LoadedCase) -> Running | None:
    world = world_in(loaded.folder)
    return None if world is None else Running(world)


def view_of(loaded: LoadedCase, session: Session, of: Running | None = None) -> CandidateView:
    return candidate_view(session, loaded, of)


def rendered(view: CandidateView, layouts: Sequence[bool] = (True, False)) -> str:
    """All that a screen wide enough to wrap nothing would show, ``wide`` in a layout or not."""
    parts = [progress(view), card(view)]
    for wide in layouts:
        shown = page(view, 1000, wide=wide)
        for block in (*shown.top, *shown.left, *shown.right):
            parts += [block.heading, block.content]
    return "\n".join(str(part) for part in parts if part)


# --- files as plain tables ------------------------------------------------------------------------


def leaves(value: object, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Every string in a document with the keys that lead to it; a key is a string as well."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield (*path, "<key>"), str(key)
            yield from leaves(below, (*path, str(key)))
    elif isinstance(value, list):
        for below in value:
            yield from leaves(below, path)
    elif isinstance(value, str):
        yield path, value


@cache
def document(path: Path) -> dict[str, Any]:
    """The tables of a shipped file, for reading only."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@cache
def all_strings(case: str) -> frozenset[str]:
    """Every string of the case's files, of its personas, and of the rubric."""
    folder = ROOT / "cases" / case
    files = [*folder.rglob("*.toml"), ROOT / "rubrics" / f"{RUBRIC}.toml"]
    found = {text for file in files for _, text in leaves(document(file))}
    for file in folder.rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            found.update(cell for row in csv.reader(lines) for cell in row)
    found.update(file.read_text(encoding="utf-8") for file in folder.rglob("*.txt"))
    return frozenset(found)


@cache
def exhibit_strings(case: str, name: str) -> frozenset[str]:
    """What an exhibit puts before the candidate: its words, and the cells in its columns."""
    return frozenset(_exhibit_strings(case, name))


def _exhibit_strings(case: str, name: str) -> Iterator[str]:
    entry = document(ROOT / "cases" / case / "case.toml")["exhibits"][name]
    assert entry["audience"] == "candidate"
    yield entry["title"]
    yield entry.get("text", "")
    yield entry.get("alt", "")
    yield from entry.get("labels", {}).values()
    chart = entry.get("chart", {})
    yield from (chart[key] for key in ("x_label", "y_label") if key in chart)
    if "file" in entry:
        file = ROOT / "cases" / case / entry["file"]
        if file.suffix != ".csv":
            yield file.read_text(encoding="utf-8")
            return
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows[: entry.get("rows")]:
            for column in entry.get("columns") or row:
                yield column
                yield row[column]


# --- comparing ------------------------------------------------------------------------------------

PIECE = 5
"""So many words in a row are no accident. Figures are: a table may hold those of its answer key."""


@cache
def pieces(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(tuple(words[at : at + PIECE]) for at in range(len(words) - PIECE + 1))


@cache
def _by_piece(everything: frozenset[str]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for text in everything:
        for piece in pieces(text):
            found.setdefault(piece, []).append(text)
    return found


@cache
def _shorter(everything: frozenset[str]) -> list[str]:
    return [text for text in everything if not pieces(text) and re.search(r"\w[-_ ]+\w", text)]


def leaks(shown: str, everything: frozenset[str], allowed: set[str]) -> list[str]:
    """What of ``everything`` is shown though it is not ``allowed``.

    Texts count in pieces of five words, shorter ones and ids of two parts or more as a whole. A
    single word is everybody's.
    """
    owners = _by_piece(everything)
    free = set().union(*map(pieces, allowed))
    joined = "\n".join(allowed)
    found = [text for piece in pieces(shown) - free for text in owners.get(piece, ())]
    found += [text for text in _shorter(everything) if text in shown and text not in joined]
    return found
