"""Checks of who may read and write. They read modes: to the superuser everything is allowed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from interviewloop.doctor.file_checks import FOLDERS
from interviewloop.doctor.findings import Check, Finding, Narrow
from interviewloop.workspace.candidate_names import FILE as NAMES
from interviewloop.workspace.erasure_note import STARTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.doctor.facts import Entry, Facts

_OTHERS, _GROUP = 0o007, 0o070


def _too_much(one: Entry, shared: bool) -> int:
    """The bits of ``one`` that nobody should have. Where several people own sessions, the group is
    how they share them, and only the rights of everybody else are too many."""
    if shared and one.place not in (NAMES, STARTED):
        return one.mode & _OTHERS
    return one.mode & (_OTHERS | _GROUP)


def _wide(facts: Facts, kind: str) -> Iterator[Finding]:
    folders = {one.place: one.mode for one in facts.entries if one.kind == "folder"}
    made_up, shared = _made_up(facts), len(facts.owners) > 1
    for one in facts.entries:
        # The workspace's own folder may be a checkout, or worse, somebody's home.
        if one.kind != kind or one.place == "." or not kept_apart(one):
            continue
        if bits := _too_much(one, shared):
            who = "everybody on this machine" if bits & _OTHERS else "others of its group"
            above = [".", *({one.place.partition("/")[0]} - {one.place})]
            shut = any(_keeps_out(folders.get(place, 0o777), bits) for place in above)
            harmless = shut or one.place in made_up
            what = f"its mode is {one.mode:04o}, open to {who}"
            if harmless:
                what += ", though a folder above it is not" if shut else ", with examples only"
            mend = Narrow(one.place, one.mode & ~bits)
            yield Finding(one.place, what, "note" if harmless else "attention", mend)


def _keeps_out(mode: int, bits: int) -> bool:
    """Whether a folder of ``mode`` lets nobody through to whom ``bits`` give something."""
    return not (bits & _OTHERS and mode & 0o001) and not (bits & _GROUP and mode & 0o010)


def _made_up(facts: Facts) -> frozenset[str]:
    """Places with examples in them and nothing of anybody who exists."""
    places: dict[bool, set[str]] = {True: set(), False: set()}
    for one in facts.contents:
        places[one.made_up].add(one.place)
        places[one.made_up].update(map(str, PurePosixPath(one.place).parents))
    return frozenset(places[True] - places[False])


def kept_apart(one: Entry) -> bool:
    """Whether ``one`` is the program's own and holds people's data."""
    return one.place in (NAMES, STARTED) or one.place.partition("/")[0] in FOLDERS


def _wide_folders(facts: Facts) -> Iterator[Finding]:
    yield from _wide(facts, "folder")


def _wide_files(facts: Facts) -> Iterator[Finding]:
    yield from _wide(facts, "file")


def _root(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        if one.place == "." and one.mode & 0o022:
            yield Finding("", f"its mode is {one.mode:04o}: others may put files in its place")


def _not_writable(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        if one.kind == "folder" and not one.mode & 0o200 and (kept_apart(one) or one.place == "."):
            where = "" if one.place == "." else one.place
            yield Finding(where, f"its mode is {one.mode:04o}: its owner may not write in it")


def _strangers(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        # What the group may read is how a team shares a folder.
        if kept_apart(one) and one.owner != facts.user != 0 and not one.mode & 0o044:
            yield Finding(one.place, f"it belongs to {facts.user_name(one.owner)} alone")


def _superuser(facts: Facts) -> Iterator[Finding]:
    root = next((one for one in facts.entries if one.place == "."), None)
    if facts.user == 0 and root is not None and root.owner != 0:
        owner = facts.user_name(root.owner)
        yield Finding("", f"the workspace belongs to {owner} and this runs as the superuser")


PERMISSION_CHECKS: tuple[Check, ...] = (
    Check(
        "wide-folders", "permissions", "A folder is open to others",
        "Whoever can look into it sees who interviews whom, and may read scorecards.",
        "`chmod go-rwx` on it; where a team shares the folder by its group, `chmod o-rwx`.",
        _wide_folders,
        "takes the rights of others away, down to 0700; those of the group stay where several"
        " people own sessions",
    ),
    Check(
        "wide-files", "permissions", "A file is open to others",
        "It holds people's data, and scores that others are not to see yet.",
        "`chmod go-rwx` on it; where a team shares the folder by its group, `chmod o-rwx`.",
        _wide_files,
        "takes the rights of others away, down to 0600; those of the group stay where several"
        " people own sessions, but never on the file of names",
    ),
    Check(
        "root-writable", "permissions", "Others may write in the workspace's own folder",
        "They could put another sessions folder in the place of yours.",
        "`chmod go-w` on it, if nobody else is to write there.",
        _root,
    ),
    Check(
        "not-writable", "permissions", "A folder does not let its owner write",
        "Nothing can be saved in it, whatever the files themselves allow.",
        "`chmod u+w` on it.",
        _not_writable,
    ),
    Check(
        "strangers", "permissions", "It belongs to somebody else",
        "You cannot read it, so it is missing from your lists and figures.",
        "Ask its owner to share it by the group, or have it given to you with chown.",
        _strangers,
    ),
    Check(
        "superuser", "permissions", "Run as the superuser",
        "Files saved like this belong to the superuser, and the owner cannot read them later.",
        "Run Interviewloop as the owner of the workspace.",
        _superuser,
    ),
)  # fmt: skip
