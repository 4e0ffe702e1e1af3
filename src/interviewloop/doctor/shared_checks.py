"""Checks of the settings, and of what goes wrong where several people share a folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewloop.doctor.file_checks import last_part
from interviewloop.doctor.findings import Check, Finding
from interviewloop.workspace.candidate_names import FILE as NAMES
from interviewloop.workspace.locations import SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.doctor.facts import Facts

_COPIES = {
    "Syncthing": re.compile(r"\.sync-conflict-\d{8}-"),
    "Dropbox": re.compile(r"\([^)]*(?:conflicted copy|in conflict)[^)]*\)", re.IGNORECASE),
    "Nextcloud": re.compile(r"_conflict-\d{8}-\d{6}"),
    "git": re.compile(r"\.toml\.(?:orig|rej)$|_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+\.toml$"),
    "an editor": re.compile(r"\.toml~$|^\..*\.toml\.sw[a-p]$|^#.*\.toml#$"),
    "a copy by hand or by a sync client": re.compile(
        r"(?: - Copy| copy)?(?: ?\(\d+\)| \d+)\.toml$|(?: - Copy| copy)\.toml$"
    ),
}
"""Names the program never gives: its own have no blanks, no capitals, no brackets."""
_REMOTE = re.compile(
    r"nfs|cifs|smb|9p$|afs$|ceph|lustre|glusterfs|fuse\.(?:sshfs|s3fs|rclone|gcsfuse|davfs)|davfs"
)
_SYNCED = re.compile(
    r"/(?:Dropbox[^/]*|OneDrive[^/]*|Google ?Drive|GoogleDrive[^/]*|Nextcloud|ownCloud"
    r"|Mobile Documents|Syncthing)(?=/|$)"
)


def _mistakes(facts: Facts) -> Iterator[Finding]:
    for where, what in facts.configured.mistakes:
        yield Finding(where, what)


def _name(facts: Facts) -> Iterator[Finding]:
    if not facts.configured.named:
        yield Finding(facts.configured.path, "interviewer is not set", "note")


def _config_mode(facts: Facts) -> Iterator[Finding]:
    if facts.configured.mode & 0o022:
        what = f"its mode is {facts.configured.mode:04o}: others may write in it"
        yield Finding(facts.configured.path, what)


def _merges(facts: Facts) -> Iterator[Finding]:
    for one in facts.contents:
        if one.damage == "merge":
            yield Finding(one.place, "it holds both sides of an unfinished git merge")


def _union(facts: Facts) -> Iterator[Finding]:
    lines = facts.attributes.splitlines()
    for number, line in enumerate(lines, start=1):
        if re.search(r"\bmerge=union\b", line) and not line.lstrip().startswith("#"):
            yield Finding(f".gitattributes:{number}", "it has git merge by union")


def _copies(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        if not one.place.startswith(f"{SESSIONS}/"):
            continue
        for client, pattern in _COPIES.items():
            if pattern.search(last_part(one.place)):
                yield Finding(one.place, f"its name looks like what {client} leaves")
                break


def _network(facts: Facts) -> Iterator[Finding]:
    if _REMOTE.match(facts.disk.system):
        what = f"the workspace is on a network file system ({facts.disk.system})"
        yield Finding("", what, "note")
    if found := _SYNCED.search(facts.root.replace("\\", "/")):
        yield Finding("", f"the workspace is kept in step by {found[0].strip('/')}", "note")


def _published(facts: Facts) -> Iterator[Finding]:
    here = any(one.place == NAMES for one in facts.entries)
    ignored = {line.strip().lstrip("/") for line in facts.ignored.splitlines()}
    if here and facts.in_git and not ignored & {NAMES, "*.toml", "candidate-names.*", "*"}:
        yield Finding(NAMES, "the workspace is a git repository, and .gitignore does not name it")


SETTINGS_CHECKS: tuple[Check, ...] = (
    Check(
        "config", "settings", "A setting is not used",
        "What is set there has its default instead.",
        "Correct the line in the file, or delete it.",
        _mistakes,
    ),
    Check(
        "interviewer", "settings", "Your name is not set",
        "Whom the program does not know sees no scores of others, and types the name each time.",
        'Put interviewer = "Your Name" into the file, or begin an interview and it is kept.',
        _name,
    ),
    Check(
        "config-mode", "settings", "Others may change your settings",
        "They could point you to another workspace, or sign with another name.",
        "`chmod go-w` on it.",
        _config_mode,
    ),
)  # fmt: skip

SHARED_CHECKS: tuple[Check, ...] = (
    Check(
        "merges", "shared", "An unfinished git merge",
        "The file cannot be read, so it is missing from every list and figure.",
        "Keep one side and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.",
        _merges,
    ),
    Check(
        "union", "shared", "Git joins files line by line",
        "Merging by union gives files that merge without a word and cannot be read.",
        "Delete the line; two versions of a session are for a person to compare.",
        _union,
    ),
    Check(
        "sync-copies", "shared", "A copy that something else made",
        "Two people, or two machines, wrote the same session; one of the two is not counted.",
        "Compare it with the session of the plain name, keep the right one, delete the other.",
        _copies,
    ),
    Check(
        "network", "shared", "On a network or in a synced folder",
        "A lock may not reach other machines, and their changes come late.",
        "One interviewer, one machine at a time. For many people use git or a team's database.",
        _network,
    ),
    Check(
        "names-in-git", "shared", "Candidates' names could be published",
        "With `git add .` they would be in the history for good.",
        "Add a line candidate-names.toml to .gitignore, and see that it is not tracked already.",
        _published,
    ),
)  # fmt: skip
