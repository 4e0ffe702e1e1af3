"""Every check finds a broken example that was made up, and is silent when all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from tests.doctor.well import (
    LOOP,
    NOW_S,
    SESSION,
    content,
    entry,
    folder,
    well,
    with_contents,
    with_entries,
)

from interviewloop.doctor.checks import CHECKS, diagnose
from interviewloop.doctor.facts import Configured, Disk, Lock, Terminal, Versions
from interviewloop.doctor.findings import (
    GROUPS,
    ClearOwner,
    Finding,
    Narrow,
    RemoveErasureNote,
    RemoveTemporary,
)
from interviewloop.doctor.version_checks import requirement, within
from interviewloop.workspace.names import file_name, session_file_name

if TYPE_CHECKING:
    from interviewloop.doctor.facts import Facts

HELD = Lock(SESSION, "yes", True, "Ann", "here", 12, datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
TEMP = "sessions/ml-lead/.ann--feed-ranking.toml.0123456789abcdef.tmp"
COPY = "sessions/ml-lead/ann--feed-ranking-2.toml"


def disk(**changes: Any) -> Facts:
    return well(disk=replace(well().disk, **changes))


def terminal(**changes: Any) -> Facts:
    return well(terminal=Terminal(**changes))


def settings(**changes: Any) -> Facts:
    return well(configured=Configured("/c.toml", **changes))


def modes(**by_place: int) -> Facts:
    """Other modes, by place with _ for / and ``root`` for the workspace itself."""
    facts = well()
    named = {("." if key == "root" else key.replace("_", "/")): it for key, it in by_place.items()}
    changed = (replace(one, mode=named.get(one.place, one.mode)) for one in facts.entries)
    return replace(facts, entries=tuple(changed))


BROKEN: tuple[tuple[str, Facts, tuple[Finding, ...]], ...] = (
    ("silence", well(silent=("the disk",)),
     (Finding("", "the disk did not answer in time; what depends on it was not checked"),)),
    ("silence", well(cut_off=True),
     (Finding("", "there are more files than are looked at; the rest was not checked"),)),
    ("no-workspace", well(entries=(), contents=()),
     (Finding("", "there is no such folder", "note"),)),
    ("unreadable", with_contents(content("sessions/a/b--c.toml", damage="unreadable", reason="no")),
     (Finding("sessions/a/b--c.toml", "it cannot be read: no"),)),
    ("unreadable", with_contents(content("sessions/a/loop.toml", holds="loop", damage="empty")),
     (Finding("sessions/a/loop.toml", "it is empty"),)),
    ("unreadable", with_contents(content("sessions/a/b--c.toml", damage="misfit")),
     (Finding("sessions/a/b--c.toml", "what it holds is not what such a file may hold"),)),
    ("unreadable", with_entries(folder("sessions/x", shut=True)),
     (Finding("sessions/x", "you may not look into this folder"),)),
    ("not-regular", with_entries(entry("sessions/a/b.toml", kind="pipe")),
     (Finding("sessions/a/b.toml", "a pipe stands where a file should be"),)),
    ("not-regular", with_entries(folder("sessions/a/b.toml")),
     (Finding("sessions/a/b.toml", "a folder stands where a file should be"),)),
    ("outside-loop", with_entries(entry("sessions/b.toml")),
     (Finding("sessions/b.toml", "it lies beside the folders of the loops"),)),
    ("outside-loop", with_entries(entry("sessions/a/old/b.toml")),
     (Finding("sessions/a/old/b.toml", "it lies in a folder within the folder of a loop"),)),
    ("doubles", with_contents(content(COPY, key=(SESSION,), belongs=SESSION)),
     (Finding(COPY, f"it holds the same interview as {SESSION}"),)),
    ("doubles", with_contents(content("sessions/old/loop.toml", holds="loop", key=(LOOP,),
                                      belongs=LOOP)),
     (Finding("sessions/old/loop.toml", f"it holds the same loop as {LOOP}"),)),
    ("loopless", with_contents(content("sessions/a/b--c.toml")),
     (Finding("sessions/a", "it has sessions and no loop.toml"),)),
    ("misnamed", with_contents(content("sessions/a/x.toml", belongs="sessions/a/b--c.toml")),
     (Finding("sessions/a/x.toml", "what it holds belongs in sessions/a/b--c.toml"),)),
    ("conflict-copies", with_entries(entry("sessions/a/b--c.conflict-20260301-120000.toml")),
     (Finding("sessions/a/b--c.conflict-20260301-120000.toml",
              "it was kept when somebody else had changed b--c.toml"),)),
    ("broken-seals", with_contents(content("sessions/a/b--c.toml", edited=True)),
     (Finding("sessions/a/b--c.toml", "it was edited later"),)),
    ("stale-temporary", with_entries(entry(TEMP)),
     (Finding(TEMP, "a save that was killed left it", "note", RemoveTemporary(TEMP)),)),
    ("erasure", well(erasure="begun"),
     (Finding(".erasing.toml", "it was begun and is not finished"),)),
    ("erasure", well(erasure="done"),
     (Finding(".erasing.toml",
              "nothing of it is left to do, but this note still names whom it was about",
              mend=RemoveErasureNote()),)),
    ("imports", with_contents(content("imports/a.toml", holds="import", damage="not-toml")),
     (Finding("imports/a.toml", "it is not TOML in UTF-8"),)),
    ("names", with_contents(content("candidate-names.toml", holds="names", damage="misfit")),
     (Finding("candidate-names.toml", "what it holds is not what such a file may hold"),)),
    ("marks", with_contents(content("library.toml", holds="marks", damage="huge")),
     (Finding("library.toml", "it is far larger than such a file can be"),)),
    ("held", well(locks=(HELD,)),
     (Finding(SESSION, "it is open by Ann on here, process 12, since 2026-03-01 12:00 UTC",
              "note"),)),
    ("held", well(locks=(Lock(SESSION, "yes"),)), (Finding(SESSION, "it is open", "note"),)),
    ("stale-owner", well(locks=(replace(HELD, held="no"),)),
     (Finding(SESSION, "a note says that Ann has it open, and nobody has", "note",
              ClearOwner(SESSION)),)),
    ("open-elsewhere", well(locks=(replace(HELD, held="no", host="there"),)),
     (Finding(SESSION, "a note says that Ann has it open on there", "note"),)),
    ("exclusion", disk(excludes="no"),
     (Finding("", "a second process got a lock that was held, on this file system (ext4)"),)),
    ("wide-folders", modes(root=0o755, sessions=0o755),
     (Finding("sessions", "its mode is 0755, open to everybody on this machine",
              mend=Narrow("sessions", 0o700)),)),
    ("wide-files", with_entries(folder("imports", mode=0o711), entry("imports/a.toml", mode=0o640),
                                entry("imports/b.toml", mode=0o604)),
     (Finding("imports/a.toml", "its mode is 0640, open to others of its group, though a folder"
              " above it is not", "note", Narrow("imports/a.toml", 0o600)),
      Finding("imports/b.toml", "its mode is 0604, open to everybody on this machine, though a"
              " folder above it is not", "note", Narrow("imports/b.toml", 0o600)))),
    ("root-writable", with_entries(folder(".", mode=0o775)),
     (Finding("", "its mode is 0775: others may put files in its place"),)),
    ("not-writable", with_entries(folder("sessions/x", mode=0o500)),
     (Finding("sessions/x", "its mode is 0500: its owner may not write in it"),)),
    ("strangers", with_entries(entry("sessions/x/y--z.toml", owner=8)),
     (Finding("sessions/x/y--z.toml", "it belongs to bob alone"),)),
    ("superuser", well(user=0),
     (Finding("", "the workspace belongs to ann and this runs as the superuser"),)),
    ("space", disk(free=200 * 2**20), (Finding("", "200 MiB are free", "note"),)),
    ("space", disk(free=2**20), (Finding("", "1 MiB are free"),)),
    ("space", disk(free_names=3), (Finding("", "the disk has room for 3 more files"),)),
    ("save", disk(refusal="the disk is full"), (Finding("", "the disk is full"),)),
    ("save", disk(read_only=True), (Finding("", "the disk is read-only"),)),
    ("slow-save", disk(save_s=0.41),
     (Finding("", "a small file took 0.4 s to reach the disk", "note"),)),
    ("slow-save", disk(save_s=4.0), (Finding("", "a small file took 4.0 s to reach the disk"),)),
    ("clock", with_entries(entry("sessions/a/b.md", written_s=NOW_S + 86400 * 3)),
     (Finding("", "the newest file here is days ahead of this machine's clock"),)),
    ("clock", well(entries=(), clock=replace(well().clock, wall_s=5.0)),
     (Finding("", "this machine's clock says a time before this program was made"),)),
    ("jumps", well(clock=replace(well().clock, jump_s=-30.0)),
     (Finding("", "the clock was set back while this ran"),)),
    ("jumps", with_contents(content("sessions/a/b--c.toml", backwards=True)),
     (Finding("sessions/a/b--c.toml", "its times run backwards", "note"),)),
    ("zone", well(clock=replace(well().clock, zone="Mars/Base", zone_known=False)),
     (Finding("", "TZ is 'Mars/Base', which is no known time zone"),)),
    ("zone", well(clock=replace(well().clock, system_zone=False)),
     (Finding("", "no time zone is set, so times are shown in UTC", "note"),)),
    ("no-terminal", terminal(there=False),
     (Finding("", "input and output are no terminal, so its size was not checked", "note"),)),
    ("term", terminal(term=""), (Finding("", "TERM is not set"),)),
    ("term", terminal(term="dumb"), (Finding("", "TERM is dumb"),)),
    ("size", terminal(columns=79), (Finding("", "it has 79 columns and 40 lines"),)),
    ("colours", terminal(no_color=True),
     (Finding("", "NO_COLOR is set, so there are none", "note"),)),
    ("colours", terminal(colorterm=""),
     (Finding("", "it announces 256 colours, so shades are approximate", "note"),)),
    ("encoding", terminal(encoding="ISO-8859-1"), (Finding("", "its encoding is ISO-8859-1"),)),
    ("keys", terminal(multiplexer="tmux", taken=("F2", "S-F3")),
     (Finding("", "tmux keeps F2, S-F3 for itself"),)),
    ("escape", terminal(multiplexer="tmux", term="screen-256color", escape_ms=500),
     (Finding("", "tmux waits 500 ms after Escape", "note"),)),
    ("python", well(versions=Versions("1", "3.10.2", ">=3.11")),
     (Finding("", "Python is 3.10.2, and >=3.11 is needed"),)),
    ("packages", well(versions=Versions(required=("numpy<3,>=1.26",), installed={"numpy": "3.0"})),
     (Finding("", "numpy is 3.0, and <3,>=1.26 is needed"),)),
    ("packages", well(versions=Versions(required=("shtab<2,>=1.7",))),
     (Finding("", "shtab is missing, and shtab<2,>=1.7 is needed"),)),
    ("extras", well(versions=Versions(required=("pyarrow>=17; extra == 'parquet'",))),
     (Finding("", "without the extra parquet there is no `interviewloop export parquet`",
              "note"),)),
    ("newer-files", with_contents(content("sessions/a/b--c.toml", damage="newer")),
     (Finding("sessions/a/b--c.toml", "a newer version of this program wrote it"),)),
    ("newer-files", with_contents(content("library.toml", holds="marks", damage="newer",
                                          reason="interviewloop 3.0")),
     (Finding("library.toml", "a newer version of this program, interviewloop 3.0, wrote it"),)),
    ("old-backups", with_entries(folder("backups"),
                                 folder("backups/a", written_s=NOW_S - 40 * 86400),
                                 folder("backups/a/sessions", written_s=NOW_S - 40 * 86400),
                                 folder("backups/b", written_s=NOW_S - 29 * 86400)),
     (Finding("backups/a", "it is 40 days old", "note"),)),
    ("older-files", with_contents(content("sessions/a/b--c.toml", older=True),
                                  content("sessions/a/d--e.toml", older=True)),
     (Finding("sessions/a/b--c.toml", "it is of an older format, like 1 more", "note"),)),
    ("config", settings(mistakes=(("/c.toml:3", "colour is not a known key"),)),
     (Finding("/c.toml:3", "colour is not a known key"),)),
    ("interviewer", settings(named=False), (Finding("/c.toml", "interviewer is not set", "note"),)),
    ("config-mode", settings(mode=0o666),
     (Finding("/c.toml", "its mode is 0666: others may write in it"),)),
    ("merges", with_contents(content("library.toml", holds="marks", damage="merge")),
     (Finding("library.toml", "it holds both sides of an unfinished git merge"),)),
    ("union", well(attributes="# merge=union\n*.toml text merge=union\n"),
     (Finding(".gitattributes:2", "it has git merge by union"),)),
    ("sync-copies", with_entries(
        entry("sessions/a/b--c.sync-conflict-20260301-1.toml"),
        entry("sessions/a/b--c (Ann's conflicted copy 2026-03-01).toml"),
        entry("sessions/a/b--c (1).toml"), entry("sessions/a/b--c.toml.orig")),
     (Finding("sessions/a/b--c.sync-conflict-20260301-1.toml",
              "its name looks like what Syncthing leaves"),
      Finding("sessions/a/b--c (Ann's conflicted copy 2026-03-01).toml",
              "its name looks like what Dropbox leaves"),
      Finding("sessions/a/b--c (1).toml",
              "its name looks like what a copy by hand or by a sync client leaves"),
      Finding("sessions/a/b--c.toml.orig", "its name looks like what git leaves"))),
    ("network", disk(system="nfs4"),
     (Finding("", "the workspace is on a network file system (nfs4)", "note"),)),
    ("network", well(root="/home/ann/Dropbox/team"),
     (Finding("", "the workspace is kept in step by Dropbox", "note"),)),
    ("names-in-git", with_entries(entry("candidate-names.toml"), in_git=True, ignored="*.csv\n"),
     (Finding("candidate-names.toml",
              "the workspace is a git repository, and .gitignore does not name it"),)),
)  # fmt: skip


def test_when_all_is_well_nothing_is_said() -> None:
    assert diagnose(well()) == ()


@pytest.mark.parametrize(
    ("name", "facts", "findings"), BROKEN, ids=[f"{n}-{one[0]}" for n, one in enumerate(BROKEN)]
)
def test_each_check_finds_its_broken_example(
    name: str, facts: Facts, findings: tuple[Finding, ...]
) -> None:
    assert {one.check.name: one.findings for one in diagnose(facts)}[name] == findings


def test_no_check_is_without_a_broken_example() -> None:
    names = [check.name for check in CHECKS]
    assert sorted({one[0] for one in BROKEN}) == sorted(names)
    assert len(set(names)) == len(names)


def test_checks_are_in_the_order_of_their_groups_and_say_when_they_mend() -> None:
    order = [GROUPS.index(check.group) for check in CHECKS]
    assert order == sorted(order)
    assert set(order) == set(range(len(GROUPS)))
    mending = {name for name, _, findings in BROKEN if any(one.mend for one in findings)}
    assert mending == {check.name for check in CHECKS if check.mends}


# --- where a check must be silent ---------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        # Somebody is in the middle of a save, or has the file open.
        with_entries(entry(TEMP, written_s=NOW_S - 30)),
        with_entries(entry(TEMP), open_files=frozenset([TEMP])),
        # Two people own sessions, and share them by their group.
        with_entries(
            folder("sessions/x", owner=8, mode=0o770), entry("sessions/x/y.md", owner=8, mode=0o660)
        ),
        well(locks=(Lock(SESSION, "unknown", True),)),
        well(locks=(Lock(SESSION, "no"),)),
        disk(excludes="unknown"),
        well(disk=Disk()),
        with_entries(entry("candidate-names.toml"), in_git=True, ignored="/candidate-names.toml\n"),
        with_entries(entry("candidate-names.toml")),
        terminal(multiplexer="tmux", term="tmux-256color", escape_ms=10),
        terminal(encoding="UTF8"),
        well(versions=Versions(required=("a; sys_platform == 'win32'", "??", "b; extra == 'dev'"))),
        well(root="/home/ann/dropbox-notes"),
    ],
)  # fmt: skip
def test_what_is_no_mistake_is_not_told(facts: Facts) -> None:
    assert diagnose(facts) == ()


def test_a_double_is_not_told_as_misnamed_too() -> None:
    facts = with_contents(content(COPY, key=(SESSION,), belongs=SESSION))
    assert [one.check.name for one in diagnose(facts)] == ["doubles"]


def test_names_are_never_shared_by_the_group() -> None:
    facts = with_entries(
        folder("sessions/x", owner=8, mode=0o770), entry("candidate-names.toml", mode=0o640)
    )
    (one,) = diagnose(facts)
    assert one.findings[0].mend == Narrow("candidate-names.toml", 0o600)


def test_examples_may_be_seen_by_everybody() -> None:
    facts = replace(
        modes(root=0o755, sessions=0o755),
        contents=(content(SESSION, made_up=True), content(LOOP, holds="loop", made_up=True)),
    )
    assert {it.level for one in diagnose(facts) for it in one.findings} == {"note"}
    real = replace(facts, contents=(*facts.contents, content("sessions/b/c--d.toml")))
    levels = {it.where: it.level for one in diagnose(real) for it in one.findings}
    assert levels["sessions"] == "attention"


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_name_that_the_program_gives_looks_like_a_copy(interviewer: str, case: str) -> None:
    place = f"sessions/{file_name(interviewer)}/{session_file_name(interviewer, case)}"
    assert "sync-copies" not in {one.check.name for one in diagnose(with_entries(entry(place)))}


@pytest.mark.parametrize(
    "end", [" (2)", "(12)", " 2", " copy", " - Copy", " copy 3", " - Copy (2)"]
)
def test_copies_of_all_kinds_of_system_are_known(end: str) -> None:
    facts = with_entries(entry(f"sessions/a/b--c{end}.toml"))
    assert "sync-copies" in {one.check.name for one in diagnose(facts)}


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=4),
    st.lists(
        st.tuples(
            st.sampled_from([">=", "<=", "==", "!=", ">", "<"]),
            st.lists(st.integers(0, 12), min_size=1, max_size=3),
        ),
        max_size=3,
    ),
)
def test_ranges_are_read_as_packaging_reads_them(
    version: list[int], bounds: list[tuple[str, list[int]]]
) -> None:
    mine = ".".join(map(str, version))
    text = ",".join(f"{sign}{'.'.join(map(str, bound))}" for sign, bound in bounds)
    assert within(mine, text) == (mine in SpecifierSet(text))


@pytest.mark.parametrize(
    ("version", "bounds", "fits"),
    [
        ("1.4.9", "~=1.4.2", True), ("1.5", "~=1.4.2", False), ("2.0rc1", ">=1", True),
        ("?", "", True),
    ],
)  # fmt: skip
def test_compatible_releases_and_what_is_no_version(version: str, bounds: str, fits: bool) -> None:
    assert within(version, bounds) == fits


def test_requirements_are_read_with_their_extra() -> None:
    assert requirement("a-b[c]<2,>=1 ; extra == 'x'") == ("a-b", "<2,>=1", "x")
    assert requirement("a; python_version < '3.12'") is None
    assert requirement("a>=1; python_version < '3.99' and extra == 'x'") == ("a", ">=1", "x")
