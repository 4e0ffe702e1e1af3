"""Every reader of files that come in, by name: what it is given, and what it may begin from.

`scripts/fuzz.py` and the tests take them from here. A reader gives a value or raises Problem;
anything else is a mistake in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.exchange import key_csv, ratings_csv
from interviewloop.exchange.import_files import InFile, read_import
from interviewloop.exchange.import_store import decode, encode
from interviewloop.exchange.importing.mapping import read_mapping
from interviewloop.library import incidents, load
from interviewloop.library.load import Broken
from interviewloop.library.tables import parse_csv
from interviewloop.model.errors import Problem
from interviewloop.team import sync_state
from interviewloop.workspace import codec, lock
from interviewloop.workspace.candidate_names import FILE, load_names
from interviewloop.workspace.erasure_note import STARTED, begun_erasure
from interviewloop.workspace.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from interviewloop.exchange.import_files import Format

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "tests" / "data" / "imports"
MARKS = b'[retired_cases.exp-a]\nat = 2026-03-01T10:00:00Z\nby = "Ann"\nwhy = "leaked"\n'
NAMES = b'[names]\n"C-014" = "Ada Byron"\n'
SETTINGS = b'interviewer = "Ann"\ntheme = "dark"\n[keymap]\nnext = "f3"\n'
OWNER = b'who = "Ann"\nhost = "desk"\npid = 7\nsince = 2026-03-01T10:00:00Z\n'
NOTE = (
    b'code = "C-014"\nothers = "erased-0123456789"\nkey = "00112233445566778899aabbccddeeff"\n'
    b'[labels]\nspring = "erased-0123456789"\n[counts]\nnotes_removed = 3\n'
)
RATINGS = b"candidate,interviewer,dimension,score\nC-1,Ann,modeling,4\nC-1,Bo,modeling,5\n"
CASES = b"candidate,interviewer,dimension,score,case\nC-1,Ann,modeling,4,feed\n"
KEY = b"candidate,dimension,score\nC-1,modeling,4.5\nC-2,modeling,3\n"
SYNC = b'{"team": {"C-1": ["a", "b"]}}'
PLAY = b"ask:segments\nwait:5\nact:rollback\n"


@dataclass(frozen=True)
class Reader:
    """``read`` is given the content and a file that holds it; ``seeds`` are contents that it
    accepts."""

    read: Callable[[bytes, Path], object]
    seeds: tuple[bytes, ...]
    in_file: str = ""
    """What the file has to be called; empty where the reader is given the content alone."""

    def __call__(self, data: bytes, folder: Path) -> object:
        """What is made of ``data``; the Problem where it is refused."""
        path = folder / (self.in_file or "given")
        if self.in_file:
            path.write_bytes(data)
        try:
            found = self.read(data, path)
        except Problem as problem:
            found = problem
        # What is said of it has to be sayable, too.
        if isinstance(found, Broken):
            found = found.problem()
        if isinstance(found, Problem):
            "\n".join(found.lines()).encode("utf-8", "surrogatepass")
        return found


def _shipped(*patterns: str) -> tuple[bytes, ...]:
    """The smallest shipped file of each of ``patterns``."""
    return tuple(
        min((path.read_bytes() for path in ROOT.glob(pattern)), key=len) for pattern in patterns
    )


def _samples(names: Iterable[str]) -> tuple[bytes, ...]:
    return tuple((SAMPLES / name).read_bytes() for name in names)


def _imported(kind: Format, mapping: str = "") -> Callable[[bytes, Path], object]:
    """An import of one file; what is read is stored and read again, and has to be the same."""
    chosen = InFile(mapping, (SAMPLES / mapping).read_bytes()) if mapping else None

    def read(data: bytes, _path: Path) -> object:
        reading = read_import(kind, [InFile("given", data)], chosen)
        if reading.ratings:
            again = decode(encode(reading.ratings), "stored")
            assert sorted(again) == sorted(reading.ratings)
        return reading

    return read


def _text(parse: Callable[[str, str], object]) -> Callable[[bytes, Path], object]:
    return lambda data, _path: parse(data.decode("utf-8", "replace"), "given")


def _session(data: bytes, _path: Path) -> object:
    session = codec.decode_session(data, "given")
    assert codec.decode_session(codec.encode(session), "again") == session
    return session


READERS: dict[str, Reader] = {
    "session": Reader(_session, _shipped("sessions/*/*--*.toml")),
    "loop": Reader(
        lambda data, _: codec.decode_loop(data, "given"), _shipped("sessions/*/loop.toml")
    ),
    "marks": Reader(lambda data, _: codec.decode_marks(data, "given"), (MARKS,)),
    "names": Reader(lambda _, path: load_names(path.parent), (NAMES,), FILE),
    "settings": Reader(lambda _, path: load_settings(path), (SETTINGS,), "config.toml"),
    "owner": Reader(
        lambda _, path: lock.holder(path.with_name("a.toml")).lines(), (OWNER,), ".a.toml.owner"
    ),
    "erasure note": Reader(lambda _, path: begun_erasure(path.parent, "C-014"), (NOTE,), STARTED),
    "sync state": Reader(lambda _, path: sync_state._read(path), (SYNC,), "sync.json"),
    "case": Reader(
        lambda _, path: load.load_case(path), _shipped("cases/*/case.toml"), "case.toml"
    ),
    "rubric": Reader(
        lambda _, path: load.load_rubric(path), _shipped("rubrics/*.toml"), "rubric.toml"
    ),
    "persona": Reader(
        lambda _, path: load.load_persona(path), _shipped("cases/*/personas/*.toml"), "p.toml"
    ),
    "incident": Reader(
        lambda _, path: incidents.open_incident(path).world(),
        _shipped("cases/*/incident.toml"),
        "incident.toml",
    ),
    "playthrough": Reader(
        lambda _, path: incidents.open_play(path),
        _shipped("cases/*/playthroughs/*.toml"),
        "play.toml",
    ),
    "play": Reader(lambda _, path: incidents.open_play(path), (PLAY,), "play.txt"),
    "exhibit": Reader(parse_csv, _shipped("cases/*/exhibits/*.csv")),
    "ratings": Reader(_text(ratings_csv.parse_ratings_csv), (RATINGS, CASES)),
    "key": Reader(_text(key_csv.parse_key_csv), (KEY,)),
    "mapping": Reader(
        lambda data, _: read_mapping(data, "given"), _samples(("panel.toml", "wide.toml"))
    ),
    "import csv": Reader(_imported("csv", "panel.toml"), _samples(("panel.csv",))),
    "import wide csv": Reader(_imported("csv", "wide.toml"), _samples(("wide.csv",))),
    "import greenhouse": Reader(
        _imported("greenhouse"),
        _samples(
            (
                "greenhouse_harvest_scorecards.json",
                "greenhouse_v3.json",
                "greenhouse_scorecards.csv",
            )
        ),
    ),
    "import lever": Reader(_imported("lever"), _samples(("lever_feedback.json",))),
    "import ashby": Reader(_imported("ashby"), _samples(("ashby_application_feedback.json",))),
    "imported": Reader(
        lambda data, _: decode(data, "given"),
        (
            encode(
                read_import("lever", [InFile("x", _samples(("lever_feedback.json",))[0])]).ratings
            ),
        ),
    ),
}
