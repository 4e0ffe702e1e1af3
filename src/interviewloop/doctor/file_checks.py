"""Checks of what lies in the workspace: is each file whole, in its place, and there once?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.doctor.findings import Check, Finding, RemoveErasureNote, RemoveTemporary
from interviewloop.exchange.import_store import FOLDER as IMPORTS
from interviewloop.workspace.backups import BACKUPS
from interviewloop.workspace.erasing import EXPORTS, RECEIPTS
from interviewloop.workspace.erasure_note import STARTED
from interviewloop.workspace.files import STALE_S, TEMPORARY
from interviewloop.workspace.listing import CONFLICT
from interviewloop.workspace.locations import LOOP_FILE, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.doctor.facts import Damage, Facts, Holds

FOLDERS = (SESSIONS, IMPORTS, EXPORTS, RECEIPTS, BACKUPS)
"""The folders of a workspace that hold people's data."""
_WORDS: dict[Damage, str] = {
    "unreadable": "it cannot be read: {reason}",
    "huge": "it is far larger than such a file can be",
    "empty": "it is empty",
    "not-toml": "it is not TOML in UTF-8",
    "misfit": "what it holds is not what such a file may hold",
}
"""Not which value is wrong: that could be a colleague's score."""


def last_part(place: str) -> str:
    """The last part of a place."""
    return place.rpartition("/")[2]


def _damaged(facts: Facts, *holds: Holds) -> Iterator[Finding]:
    for one in facts.contents:
        if one.holds in holds and one.damage in _WORDS:
            yield Finding(one.place, _WORDS[one.damage].format(reason=one.reason))


def _unreadable(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        if one.shut and one.kind == "folder":
            place = "" if one.place == "." else one.place
            yield Finding(place, "you may not look into this folder")
    yield from _damaged(facts, "session", "loop")


def _nothing(facts: Facts) -> Iterator[Finding]:
    if not facts.entries and not facts.silent:
        yield Finding("", "there is no such folder", "note")


def _imports(facts: Facts) -> Iterator[Finding]:
    yield from _damaged(facts, "import")


def _names(facts: Facts) -> Iterator[Finding]:
    yield from _damaged(facts, "names")


def _marks(facts: Facts) -> Iterator[Finding]:
    yield from _damaged(facts, "marks")


def _not_regular(facts: Facts) -> Iterator[Finding]:
    kinds = {"link": "a link", "pipe": "a pipe", "socket": "a socket", "device": "a device"}
    for one in facts.entries:
        if one.kind in kinds:
            yield Finding(one.place, f"{kinds[one.kind]} stands where a file should be")
        elif one.kind == "folder" and one.place.endswith(".toml"):
            yield Finding(one.place, "a folder stands where a file should be")
        elif one.kind == "file" and one.place in FOLDERS:
            yield Finding(one.place, "a file stands where a folder should be")


def _outside(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        parts = one.place.split("/")
        if parts[0] != SESSIONS or not parts[-1].endswith(".toml") or parts[-1].startswith("."):
            continue
        if len(parts) == 2 and one.kind == "file":
            yield Finding(one.place, "it lies beside the folders of the loops")
        elif len(parts) > 3:
            yield Finding(one.place, "it lies in a folder within the folder of a loop")


def _doubles(facts: Facts) -> Iterator[Finding]:
    by_key: dict[tuple[str, ...], list[tuple[bool, str]]] = {}
    for one in facts.contents:
        if one.key:
            key = (one.holds, *one.key)
            by_key.setdefault(key, []).append((one.place != one.belongs, one.place))
    for (holds, *_), same in by_key.items():
        (_, first), *others = sorted(same)
        for _, place in others:
            what = "interview" if holds == "session" else "loop"
            yield Finding(place, f"it holds the same {what} as {first}")


def _loopless(facts: Facts) -> Iterator[Finding]:
    loops = {one.place for one in facts.entries if last_part(one.place) == LOOP_FILE}
    folders = {one.place.rpartition("/")[0] for one in facts.contents if one.holds == "session"}
    for folder in sorted(folders):
        if f"{folder}/{LOOP_FILE}" not in loops:
            yield Finding(folder, "it has sessions and no loop.toml")


def _misnamed(facts: Facts) -> Iterator[Finding]:
    places = {one.place for one in facts.contents}
    for one in facts.contents:
        # Where a file has the name that it should have, this one is told as a double.
        if one.belongs and one.place != one.belongs and one.belongs not in places:
            yield Finding(one.place, f"what it holds belongs in {one.belongs}")


def _conflicts(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        name = last_part(one.place)
        if CONFLICT in name and name.endswith(".toml") and not name.startswith("."):
            original = f"{name.partition(CONFLICT)[0]}.toml"
            yield Finding(one.place, f"it was kept when somebody else had changed {original}")


def _seals(facts: Facts) -> Iterator[Finding]:
    for one in facts.contents:
        if one.edited:
            what = "its record was edited" if one.holds == "loop" else "it was edited later"
            yield Finding(one.place, what)


def _temporary(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        if one.kind != "file" or not TEMPORARY.fullmatch(last_part(one.place)):
            continue
        stale = facts.clock.wall_s - one.written_s > STALE_S
        if stale and one.place not in facts.open_files:
            yield Finding(
                one.place, "a save that was killed left it", "note", RemoveTemporary(one.place)
            )


def _erasure(facts: Facts) -> Iterator[Finding]:
    if facts.erasure == "done":
        what = "nothing of it is left to do, but this note still names whom it was about"
        yield Finding(STARTED, what, mend=RemoveErasureNote())
    elif facts.erasure:
        yield Finding(STARTED, "it was begun and is not finished")


def _silence(facts: Facts) -> Iterator[Finding]:
    for what in facts.silent:
        yield Finding("", f"{what} did not answer in time; what depends on it was not checked")
    if facts.cut_off:
        yield Finding("", "there are more files than are looked at; the rest was not checked")


FILE_CHECKS: tuple[Check, ...] = (
    Check(
        "silence", "files", "Something does not answer",
        "A disk or network folder that hangs stops every save as well.",
        "See whether the folder is still connected. Until it is, --mend does nothing.",
        _silence,
    ),
    Check(
        "no-workspace", "files", "No workspace here yet",
        "There is nothing to list or to measure.",
        "Begin an interview and it is made, or name another with --workspace.",
        _nothing,
    ),
    Check(
        "unreadable", "files", "A session or loop cannot be read",
        "It is missing from every list and figure until it can be.",
        "Put back an older copy, or mend it in an editor; `interviewloop verify` says more.",
        _unreadable,
    ),
    Check(
        "not-regular", "files", "Something else stands there",
        "Links can lead out of the workspace and pipes never end, so only plain files are read.",
        "Move it away, or put the file or folder itself there.",
        _not_regular,
    ),
    Check(
        "outside-loop", "files", "Not in the folder of a loop",
        "Sessions are looked for in the loops' own folders only.",
        "Move it into the folder of its loop.",
        _outside,
    ),
    Check(
        "doubles", "files", "Stored twice",
        "Only one of them counts; changes to the other are seen by nobody.",
        "Compare them, keep the right one, and move the other out of sessions/.",
        _doubles,
    ),
    Check(
        "loopless", "files", "Sessions without their loop",
        "The loop is in no list, and erasing its candidate does not find these sessions.",
        "Put loop.toml back, or make it anew: `interviewloop loop new CANDIDATE --name LOOP`.",
        _loopless,
    ),
    Check(
        "misnamed", "files", "The name does not match the contents",
        "The interview could be begun a second time under its proper name.",
        "Rename it, while nobody has it open.",
        _misnamed,
    ),
    Check(
        "conflict-copies", "files", "Two versions of one session",
        "One holds what the other lacks, and only the one with the plain name counts.",
        "Compare the two, keep the right one under the plain name, and delete the other.",
        _conflicts,
    ),
    Check(
        "broken-seals", "files", "Edited after submission",
        "A sealed scorecard or a record that was changed cannot be trusted.",
        "`interviewloop verify` says what was edited; put back the copy that was submitted.",
        _seals,
    ),
    Check(
        "stale-temporary", "files", "Left over from killed saves",
        "It is no session, but it may hold one's text.",
        "Delete it, or leave it to the next start.",
        _temporary,
        "removes those older than a minute that no process has open",
    ),
    Check(
        "erasure", "files", "An erasure is not finished",
        "The candidate's data may still be here.",
        "Run `interviewloop candidate erase CODE --yes` again; the code is in the file.",
        _erasure,
        "removes the note when nothing else is left to do; it never erases",
    ),
    Check(
        "imports", "files", "An import cannot be read",
        "Its ratings are missing from the figures, and erasing a candidate stops at it.",
        "Put back an older copy, or delete it and import again.",
        _imports,
    ),
    Check(
        "names", "files", "The file of candidates' names cannot be read",
        "Codes cannot be told by name, and erasing a candidate stops at it.",
        "Mend it in an editor: a table [names] with a text for each code.",
        _names,
    ),
    Check(
        "marks", "files", "The library's marks cannot be read",
        "Retired cases are offered again.",
        "Mend it in an editor, or put back an older copy.",
        _marks,
    ),
)  # fmt: skip
