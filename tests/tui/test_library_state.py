"""The library without a screen: what is listed, filtered, told and kept back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import T0, after, session
from tests.tui.conftest import Stand
from tests.tui.small_library import FEED, QUEUE, WIN, small_library, write_case, write_rubric

from interviewloop.interview.events import Start
from interviewloop.library.findings import Finding
from interviewloop.library.library import Library
from interviewloop.model.library_marks import Retirement
from interviewloop.tui.library_reading import Details, look_closer, read_library
from interviewloop.tui.library_state import LibraryState
from interviewloop.tui.services import Services

if TYPE_CHECKING:
    from pathlib import Path

LEAKED = Retirement(at=T0, by="Mara", why="[b]leaked[/b] \x1b[2J")


class Shelf:
    """The small library in a folder, on a workspace."""

    def __init__(self, root: Path) -> None:
        self.root = small_library(root)
        self.stand = Stand(root)
        library = Library.open([root])
        stand = self.stand
        self.services = Services(root, stand.config, stand.settings, lambda: library, stand.now)
        self.state = LibraryState(read_library(self.services))

    def ids(self) -> list[str]:
        return [entry.id for entry in self.state.found.entries.values()]

    def key(self, id_: str) -> str:
        return str(self.root / "cases" / id_ / "case.toml")

    def page(self, id_: str) -> str:
        return self.state.page(self.key(id_)).plain

    def again(self) -> dict[str, Any]:
        """Read anew, told what has changed; what was edited."""
        return self.state.take(read_library(self.services))

    def retire(self, id_: str) -> None:
        self.services.workspace.change_library_marks(
            lambda marks: marks.with_retired("cases", id_, LEAKED)
        )
        self.again()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_every_case_is_listed_and_a_file_that_cannot_be_used_is_told(shelf: Shelf) -> None:
    assert shelf.ids() == [WIN, FEED, QUEUE]
    assert [*shelf.state.found.broken] == [shelf.key("exp-broken")]
    page = shelf.page("exp-broken")
    assert shelf.key("exp-broken") in page
    assert "case.toml:3" in page
    assert "quotes" in page


@pytest.mark.parametrize(
    ("name", "steps", "found"),
    [
        ("kind", 1, [FEED]),
        ("kind", 2, [WIN]),
        ("kind", -1, []),
        ("setting", 1, [FEED, WIN]),
        ("setting", 3, [QUEUE]),
        ("setting", 5, [WIN]),
        ("dimension", 1, [WIN, FEED]),
        ("personas", 1, [FEED]),
        ("personas", 2, [WIN, QUEUE]),
        ("retired", 2, []),
        ("retired", 3, [WIN, FEED, QUEUE]),
    ],
)
def test_filters(shelf: Shelf, name: Any, steps: int, found: list[str]) -> None:
    for _ in range(abs(steps)):
        shelf.state.step_filter(name, 1 if steps > 0 else -1)
    assert shelf.ids() == found


def test_a_setting_says_whether_a_case_suits_as_it_is(shelf: Shelf) -> None:
    shelf.state.step_filter("setting", 1)
    assert shelf.state.cells(shelf.key(FEED))[-1] == "as it is"
    assert shelf.state.cells(shelf.key(WIN))[-1] == "with changes"
    assert "With changes: consumer" in shelf.page(WIN)
    words = {one.name: (one.value, one.narrows) for one in shelf.state.filter_words()}
    assert words["setting"] == ("consumer", True)
    assert words["kind"] == ("any", False)


def test_filters_and_search_narrow_together_and_are_emptied_together(shelf: Shelf) -> None:
    shelf.state.step_filter("setting", 1)
    shelf.state.search("coupon")
    assert shelf.ids() == [WIN]
    assert shelf.state.found.broken == {}
    assert shelf.state.clear()
    assert len(shelf.ids()) == 3
    assert not shelf.state.clear()


def test_a_file_that_cannot_be_used_is_found_by_its_place(shelf: Shelf) -> None:
    shelf.state.search("exp-broken")
    assert [*shelf.state.found.broken] == [shelf.key("exp-broken")]
    shelf.state.search("[(")
    assert shelf.state.found.broken == {}


def test_the_answer_stays_hidden_until_it_is_asked_for(shelf: Shelf) -> None:
    secrets = (
        "Nobody looked at who had left",
        "deleted the app",
        "Count everybody",
        "survivorship",
        "month without fees",
    )
    found = Finding(shelf.root, 3, "P01", "W", "the secret is told", "hide it")
    shelf.state.learn(shelf.key(WIN), Details((found,), "the root cause"))
    page = shelf.page(WIN)
    for secret in (*secrets, "the secret is told", "the root cause"):
        assert secret not in page
    assert "1 doubt" in page

    shelf.state.toggle_answer(shelf.key(WIN))
    page = shelf.page(WIN)
    for secret in (*secrets, "the secret is told", "the root cause"):
        assert secret in page
    assert "Nobody looked at" not in shelf.page(FEED)
    shelf.state.point_at(shelf.key(FEED))
    shelf.state.point_at(shelf.key(WIN))
    assert "Nobody looked at" not in shelf.page(WIN)


def test_a_persona_goes_by_its_name_alone_even_with_the_answer(shelf: Shelf) -> None:
    shelf.state.toggle_answer(shelf.key(FEED))
    assert "Simulated candidates: Lemma\n" in shelf.page(FEED)
    assert "halting" not in shelf.page(FEED)


def test_what_is_retired_is_hidden_and_its_reason_is_text(shelf: Shelf) -> None:
    shelf.retire(WIN)
    assert shelf.ids() == [FEED, QUEUE]
    shelf.state.step_filter("retired", 1)
    assert shelf.ids() == [WIN, FEED, QUEUE]
    assert shelf.state.cells(shelf.key(WIN))[-1] == "retired"
    assert "Retired 2026-03-02 by Mara: [b]leaked[/b] ␛[2J" in shelf.page(WIN)
    shelf.state.step_filter("retired", 1)
    assert shelf.ids() == [WIN]


def test_titles_are_harmless_text(shelf: Shelf) -> None:
    title = shelf.state.cells(shelf.key(QUEUE))[0]
    assert title == "[red]Red[/] alert ␛[2J ␦tra"
    assert title in shelf.page(QUEUE)
    assert "\x1b" not in shelf.page(QUEUE)


def test_use_is_told_by_kind_and_person_and_forty_interviews_are_marked(shelf: Shelf) -> None:
    for number in range(40):
        who = "Omar Haddad" if number % 4 else "Mara Lindqvist"
        one = session(loop=f"C-{number}", candidate=f"C-{number}", interviewer=who)
        shelf.stand.store(after(one, Start()))
        if number == 38:
            shelf.again()
            assert "retire it" not in shelf.page(FEED)
    shelf.again()
    assert shelf.state.cells(shelf.key(FEED))[3] == "40"
    assert shelf.state.cells(shelf.key(FEED))[-1] == "40+ uses"
    assert "40 interviews with this version" in shelf.page(FEED)
    assert "Used: 40 live; last 2026-03-02" in shelf.page(FEED)
    assert "By: Omar Haddad 30 live; Mara Lindqvist 10 live" in shelf.page(FEED)
    assert "Used: never" in shelf.page(WIN)


def test_what_is_edited_is_told_with_its_findings(shelf: Shelf) -> None:
    write_case(shelf.root, FEED, title="A better feed", primary=["no-such-dimension"])
    touched = shelf.again()
    assert [*touched] == [shelf.key(FEED)]
    assert shelf.state.cells(shelf.key(FEED))[0] == "A better feed"
    assert shelf.state.cells(shelf.key(FEED))[-1] == "edited"
    shelf.state.learn(shelf.key(FEED), look_closer(touched[shelf.key(FEED)]))
    assert "edited: " in shelf.state.cells(shelf.key(FEED))[-1]
    page = shelf.page(FEED)
    assert f"{FEED}/case.toml:" in page
    assert "no-such-dimension" in page
    assert "THE ANSWER\nS or F8" in page


def test_a_case_that_breaks_and_is_mended_keeps_its_key(shelf: Shelf) -> None:
    file = shelf.root / "cases" / FEED / "case.toml"
    good = file.read_bytes()
    file.write_bytes(b"[case\n")
    shelf.again()
    assert shelf.ids() == [WIN, QUEUE]
    assert shelf.key(FEED) in shelf.state.found.broken
    assert "This file cannot be used" in shelf.page(FEED)
    file.write_bytes(good)
    assert [*shelf.again()] == [shelf.key(FEED)]
    assert shelf.ids() == [WIN, FEED, QUEUE]


def test_a_changed_rubric_has_all_cases_checked_anew(shelf: Shelf) -> None:
    for key in shelf.state.view.cases:
        shelf.state.learn(key, Details(()))
    write_rubric(shelf.root, title="Another title")
    shelf.again()
    assert not any(shelf.state.knows(key) for key in shelf.state.view.cases)


def test_rubrics_have_their_own_filters_and_no_answer(shelf: Shelf) -> None:
    shelf.state.search("short")
    shelf.state.step_filter("kind", 1)
    shelf.state.other_tab()
    assert shelf.ids() == ["short-rubric"]
    assert [one.name for one in shelf.state.filter_words()] == ["dimension", "retired"]
    key = next(iter(shelf.state.found.entries))
    shelf.state.toggle_answer(key)
    assert shelf.state.answer_for is None
    page = shelf.state.page(key).plain
    assert "Can score: An early win for the coupon; A feed for a small shop" in page
    assert "What leadership means." in page


def test_damaged_marks_are_told_and_nothing_counts_as_retired(shelf: Shelf) -> None:
    shelf.retire(WIN)
    (shelf.root / "library.toml").write_text("what = 1\n", encoding="utf-8")
    shelf.again()
    assert shelf.ids() == [WIN, FEED, QUEUE]
    assert "library.toml:1" in shelf.state.view.problems[0].where


def test_a_broken_persona_or_incident_is_a_finding_of_its_case(shelf: Shelf) -> None:
    folder = shelf.root / "cases" / FEED
    (folder / "personas" / "lemma.toml").write_text("x = \n", encoding="utf-8")
    (shelf.root / "cases" / QUEUE / "incident.toml").write_text("y = \n", encoding="utf-8")
    shelf.again()
    entries = shelf.state.view.cases
    assert entries[shelf.key(FEED)].personas == ()
    for id_, name in ((FEED, "lemma.toml"), (QUEUE, "incident.toml")):
        details = look_closer(entries[shelf.key(id_)])
        assert name in [finding.path.name for finding in details.findings]
        assert details.root_cause == ""
