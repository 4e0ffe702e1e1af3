"""What the calibration room measures: one kind of sessions, as far as the viewer may see."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0, session
from tests.practice import mocks
from tests.tui.test_home import HOSTILE, ME, OTHER, sealed

from interviewloop.exchange.persona_key import Content
from interviewloop.interview.events import SetScore
from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.tui.room.measuring import First, first_pool, measured
from interviewloop.tui.room.query import Filters, Query, day
from interviewloop.tui.room.sheet import Subject
from interviewloop.workspace.listing import Listing, Stored, StoredLoop

if TYPE_CHECKING:
    from typing import Any

    from interviewloop.calibration.linking import Linked
    from interviewloop.model.session import Session
    from interviewloop.tui.room.measuring import Measured
    from interviewloop.tui.room.query import Pool


def listing(*sessions: Session) -> Listing:
    return Listing(tuple(Stored(Path(f"/w/{n}"), one) for n, one in enumerate(sessions)), ())


def pair(candidate: str, **changes: Any) -> tuple[Session, Session]:
    """Two submitted scorecards of one candidate, the second a point higher."""
    fields = {"candidate": candidate, "loop": candidate, **changes}
    higher = [SetScore(dim, 4) for dim in DIMS]
    return sealed(interviewer="Ada", **fields), sealed(*higher, interviewer=OTHER, **fields)


def found(
    of: Listing, viewer: str = ME, pool: Pool = "panel", names: bool = True, **filters: Any
) -> Measured:
    return measured(of, Query(pool, Filters(**filters), names), viewer)


def told(one: Measured) -> str:
    """Everything that is shown, copied or exported."""
    tables = [sheet.flat() for sheets in one.sheets.values() for sheet in sheets]
    sources = [(a.candidate, a.interviewer) for a in one.behind.of(Subject("panel"))]
    called = [words for _, words in one.choices.interviewers]
    return repr((one.text(80), tables, sources, called))


def test_kinds_are_never_put_together() -> None:
    both = listing(*pair("A"), *pair("B", kind="mock"), *pair("C", kind="example"))
    pools: tuple[Pool, ...] = ("panel", "mock", "example")
    for pool in pools:
        one = found(both, pool=pool)
        assert one.calibration is not None
        assert one.calibration.data.candidates == 1


def test_loops_in_which_the_viewer_owes_a_scorecard_are_left_out_and_counted() -> None:
    owed = session(candidate="A", loop="A", interviewer=ME, kind="mock")
    of = listing(*pair("A"), *pair("B"), owed)
    one = found(of)
    assert one.calibration is not None
    assert list(one.calibration.candidates) == ["B"]
    assert one.text(80).startswith("1 loop is left out: submit your own scorecard there first.")
    assert found(of, "Ada").left_out == 0
    assert found(listing(owed), pool="mock").left_out == 0
    assert found(of, "").left_out == 1


def test_a_persona_that_the_viewer_has_yet_to_score_is_held_back() -> None:
    """Every mock session has a candidate and a loop of its own; what they share is the persona."""
    met = pair("A", kind="mock", persona="quill")
    mine = session(candidate="mine", loop="mine", interviewer=ME, kind="mock", persona="quill")
    assert found(listing(*met), pool="mock", viewer="Ada").calibration is not None
    assert found(listing(*met), pool="mock").calibration is None
    one = found(listing(*met, mine), pool="mock", viewer="Ada")
    assert one.calibration is None
    assert "held-back" in {notice.code for notice in one.notices}
    assert len(one.behind) == 0


def test_others_scores_change_nothing_for_who_owes_a_scorecard() -> None:
    """Neither figures, nor codes, nor what can be filtered, copied, exported or drilled into."""
    owed = session(candidate="A", loop="A", interviewer=ME)
    seen = []
    for score in (1, 5):
        theirs = [SetScore(dim, score) for dim in DIMS]  # type: ignore[arg-type]
        other = sealed(*theirs, interviewer=OTHER, candidate="A", loop="A")
        seen.append(told(found(listing(*pair("B"), owed, other), names=False)))
    assert seen[0] == seen[1]


def test_where_nothing_can_be_measured_the_words_say_so() -> None:
    pools: tuple[Pool, ...] = ("panel", "mock", "example")
    for pool in pools:
        text = found(listing(session()), pool=pool).text(80)
        assert text.splitlines()[0]
        assert "Calibration" not in text


def test_the_examples_come_first_only_where_there_is_nothing_else() -> None:
    examples = pair("C", kind="example")
    assert first_pool(listing(*examples)) == "example"
    assert first_pool(listing(*examples, *pair("A"))) == "panel"
    assert first_pool(listing()) == "panel"


def test_examples_are_called_examples_in_the_first_lines() -> None:
    both = listing(*pair("A"), *pair("C", kind="example"))
    example, panel = (found(both, pool=pool).text(80) for pool in ("example", "panel"))
    assert "EXAMPLE DATA: made-up people" in "".join(example.splitlines()[:4])
    assert "EXAMPLE" not in panel


def test_other_interviewers_are_codes_everywhere_until_names_are_asked_for() -> None:
    of = listing(*pair("A"), *(sealed(interviewer=ME, candidate="A", loop="A"),))
    coded = found(of, names=False)
    assert "Ada" not in told(coded)
    assert OTHER not in told(coded)
    assert f"{ME} (you)" in told(coded)
    assert "nterviewer Interviewer" not in coded.text(80)
    named = told(found(of))
    assert all(name in named for name in ("Ada", OTHER, ME))
    assert "Interviewer 0" not in named


def test_codes_hang_on_names_alone() -> None:
    """Not on scores, filters or the order of files."""
    one, other = pair("A")
    swapped = (other.model_copy(update={"scorecard": one.scorecard}), one)
    codes = {
        found(of, names=False, **filters).choices.interviewers
        for of in (listing(one, other), listing(*swapped))
        for filters in ({}, {"dimensions": frozenset(DIMS[:1])})
    }
    assert len(codes) == 1


def test_a_name_spelled_twice_has_one_code() -> None:
    first, second = pair("A")
    again = sealed(interviewer=" ADA ", candidate="B", loop="B")
    of = listing(first, second, again, pair("B")[1])
    assert len(found(of, names=False).choices.interviewers) == 2
    assert "ADA" not in told(found(of, names=False))


def test_filters_choose_sessions_and_scores() -> None:
    late = [
        one.model_copy(update={"sealed_at": T0 + timedelta(days=9), "case": "other"})
        for one in pair("B")
    ]
    of = listing(*pair("A"), *late)
    data = {
        "since": found(of, since=date(2026, 3, 5)),
        "until": found(of, until=date(2026, 3, 5)),
        "case": found(of, case="other"),
        "rubric": found(of, rubric="none"),
        "interviewers": found(of, interviewers=frozenset({"ADA"})),
        "dimensions": found(of, dimensions=frozenset(DIMS[:2])),
    }
    assert data["rubric"].calibration is None
    labels = {
        name: (list(c.candidates), list(c.interviewers), list(c.dimensions))
        for name, one in data.items()
        if (c := one.calibration) is not None
    }
    people, dims = ["Ada", OTHER], sorted(DIMS)
    assert labels["since"] == labels["case"] == (["B"], people, dims)
    assert labels["until"] == (["A"], people, dims)
    assert labels["interviewers"] == (["A", "B"], ["Ada"], dims)
    assert labels["dimensions"] == (["A", "B"], people, sorted(DIMS[:2]))
    assert len(data["interviewers"].behind) == 2
    assert data["until"].choices == data["since"].choices


def test_a_filter_is_told_in_words_and_names_nobody() -> None:
    filters = Filters("Cook", case="exp", since=date(2026, 1, 31), interviewers=frozenset({"Ada"}))
    assert filters.words() == "role Cook, case exp, since 2026-01-31, 1 interviewer"
    assert Filters(linked=True).words() == ""
    assert Filters().words() == ""


def test_a_day_is_a_day_or_a_problem() -> None:
    assert day(" 2026-01-31 ") == date(2026, 1, 31)
    assert day("") is None
    with pytest.raises(Problem, match="not a day"):
        day("31.1.\x1b[2J")


def test_behind_a_figure_are_the_sessions_it_was_made_from() -> None:
    unscored = SetScore(DIMS[0], "no-signal")
    alone = sealed(unscored, interviewer=ME, candidate="B", loop="B")
    one = found(listing(*pair("A"), alone))

    def places(subject: Subject) -> list[tuple[str, str]]:
        return [(source.candidate, source.interviewer) for source in one.behind.of(subject)]

    assert places(Subject("candidate", ("B",))) == [("B", ME)]
    assert places(Subject("interviewer", ("Ada",))) == [("A", "Ada")]
    assert places(Subject("pair", ("Ada", OTHER))) == [("A", "Ada"), ("A", OTHER)]
    assert places(Subject("pair", ("Ada", ME))) == []
    assert places(Subject("dimension", (DIMS[0],))) == [("A", "Ada"), ("A", OTHER)]
    assert len(places(Subject("dimension", (DIMS[1],)))) == 3
    assert len(places(Subject("panel"))) == len(places(Subject("case", ("feat-test",)))) == 3


def test_the_first_figures_are_those_of_the_end() -> None:
    early: list[First] = []
    query = Query("panel", names=True)
    one = measured(listing(*pair("A"), *pair("B")), query, ME, first=early.append)
    assert [found.pool for found in early] == ["panel"]
    assert early[0].sheets["agreement"][0].flat() == one.sheets["agreement"][0].flat()
    begun = early[0].sheets["overview"][0].lines
    assert begun == one.sheets["overview"][0].lines[: len(begun)]


def test_typed_names_are_never_shown_as_they_are() -> None:
    one = found(listing(*pair(HOSTILE)))
    for sheets in one.sheets.values():
        for sheet in sheets:
            assert "\x1b" not in repr(sheet.shown())
            assert "\u202e" not in "".join("".join(row) for row in sheet.shown()[1])


def test_mock_scores_are_held_against_the_key_of_the_personas() -> None:
    """One a point below the key, one on it; live sessions have none."""

    def practised(who: str, persona: str, below: int) -> Session:
        levels = mocks.persona(persona).persona.levels
        scores = {dim: max(1, min(5, int(level) - below)) for dim, level in levels.items()}
        names = {"candidate": f"{persona} of {who}", "loop": f"{who} {persona}"}
        return mocks.session(persona, scores, interviewer=who, **names)

    of = listing(
        *(
            practised(who, persona, below)
            for persona in ("median", "rivet", "lemma")
            for who, below in (("Ada", 0), (OTHER, 1))
        )
    )

    def content(case: str, persona: str) -> Content:
        assert case == mocks.CASE
        return Content(mocks.persona(persona), mocks.case())

    one = measured(of, Query("mock", names=True), "Ada", content=content)
    header, rows = one.sheets["mock"][0].flat()
    told = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    severity = told[OTHER]["severity"]
    assert isinstance(severity, float)
    assert 0.5 < severity <= 1
    assert told["Ada"]["severity"] == 0
    assert told["Ada"]["hit"] == 1.0
    assert measured(of, Query("mock"), "Ada").sheets["mock"] == ()
    assert found(listing(*pair("A"))).sheets["mock"] == ()


def test_a_role_chooses_loops_and_is_offered_only_where_one_may_see(
    tmp_path: Path,
) -> None:
    """A loop whose scores are closed gives away nothing, not even what it is for."""
    owed = session(candidate="C", loop="C", interviewer=ME)
    cards = (*pair("A"), *pair("B"), *pair("C"), owed)
    roles = {"A": "Staff ML", "B": None, "C": "Secret role"}
    loops = tuple(
        StoredLoop(tmp_path, Loop(name=name, candidate=name, rubric="r", role=role, created_at=T0))
        for name, role in roles.items()
    )
    of = listing(*cards)._replace(loops=loops)
    one = found(of, role="staff ml")
    assert one.choices.roles == ("Staff ML",)
    assert one.calibration is not None
    assert list(one.calibration.candidates) == ["A"]
    none = found(of, role="Secret role")
    assert none.calibration is None
    assert none.nothing() == (
        "Nothing to measure: no scorecard that can be counted fits the filters (F10)."
    )


def apart(*practised: tuple[str, str]) -> list[Session]:
    """Sessions of two groups that share no candidate, and of who has met which persona."""
    cards = []
    for number in range(6):
        for group, people in (("x", ("Ada", OTHER)), ("y", ("Ben", ME))):
            name = f"{group}{number}"
            for shift, who in enumerate(people):
                scores = [SetScore(dim, (number + shift) % 4 + 1) for dim in DIMS]  # type: ignore[arg-type]
                cards.append(sealed(*scores, interviewer=who, candidate=name, loop=name))
    for who, persona in practised:
        names = {"candidate": f"{persona} {who}", "loop": f"{persona} {who}"}
        cards.append(sealed(interviewer=who, kind="mock", persona=persona, **names))
    return cards


def linked_panel(*practised: tuple[str, str]) -> Listing:
    return listing(*apart(*practised))


def link(of: Listing, viewer: str = ME) -> Linked:
    one = found(of, viewer, linked=True)
    assert one.calibration is not None
    return one.calibration.linked


def test_practice_links_groups_and_changes_nothing_else() -> None:
    of = linked_panel(("Ada", "quill"), (ME, "quill"), ("Zoe", "quill"))
    plain, one = found(of), found(of, linked=True)
    assert plain.calibration is not None
    assert one.calibration is not None
    assert plain.calibration.linked.withheld == "link-not-asked"
    assert one.calibration.linked.withheld is None
    assert (one.calibration.linked.personas, one.calibration.linked.sessions) == (1, 2)
    assert len(one.sheets["interviewers"]) == 2
    assert one.sheets["interviewers"][0].flat() == plain.sheets["interviewers"][0].flat()
    assert one.sheets["candidates"][0].flat() == plain.sheets["candidates"][0].flat()
    assert len(one.behind) == len(plain.behind)
    kinds = [source.kind for source in one.behind.of(Subject("linked", ("Ada",)))]
    assert sorted(kinds) == ["live"] * 6 + ["mock"]
    assert [source.kind for source in one.behind.of(Subject("interviewer", ("Ada",)))] == [
        "live"
    ] * 6


def test_practice_with_a_persona_that_the_viewer_has_not_scored_does_not_link() -> None:
    """Whatever others gave it: not one figure, sentence or list tells."""
    seen = []
    for score in (1, 5):
        mine = (("Ada", "lemma"), ("Ben", "lemma"))
        cards = apart(("Ada", "quill"), (ME, "quill"))
        for who, persona in mine:
            names = {"candidate": f"{persona} {who}", "loop": f"{persona} {who}"}
            scores = [SetScore(dim, score) for dim in DIMS]  # type: ignore[arg-type]
            cards.append(sealed(*scores, interviewer=who, kind="mock", persona=persona, **names))
        one = found(listing(*cards), linked=True)
        seen.append(told(one))
        assert one.calibration is not None
        assert one.calibration.linked.personas == 1
        assert "1 simulated candidate was left out of the link" in " ".join(one.text(80).split())
    assert seen[0] == seen[1]


def test_why_there_is_no_link_is_a_rule() -> None:
    assert link(linked_panel()).withheld == "link-nothing"
    assert link(linked_panel(("Ada", "quill"))).withheld == "link-nothing"
    assert link(linked_panel((ME, "quill"))).withheld == "link-incomplete"
    assert link(listing(*pair("A"), *pair("B"))).withheld == "link-needless"
    one = found(linked_panel(), linked=True)
    sheet = one.sheets["interviewers"][1]
    assert sheet.legend.startswith("Severities across groups: none of these interviewers has")
    assert {line.withheld for line in sheet.lines} == {"link-nothing"}
    # Practice itself has no groups to link by practice.
    assert (
        len(found(linked_panel((ME, "quill")), pool="mock", linked=True).sheets["interviewers"])
        == 1
    )
