"""Names and texts: what counts as the same, what is shown, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.builders import after, case, case_data, plan, rubric, session

from interviewloop.interview.blindness import may_see_scores
from interviewloop.interview.coverage import coverage
from interviewloop.interview.events import AddNote, RaiseFlag, SeeLookFor, ShowExhibit, Start
from interviewloop.interview.plan import Plan, check_fit
from interviewloop.interview.sealing import seal_of
from interviewloop.model.case import Case
from interviewloop.model.errors import Problem
from interviewloop.model.names import near_misses, same_name
from interviewloop.model.rubric import fitting
from interviewloop.model.scorecard import Scorecard
from interviewloop.model.session import Session
from interviewloop.model.text import storable, visible, visible_lines
from interviewloop.workspace.codec import decode_session, encode


@given(st.text())
def test_visible_text_has_no_control_character_and_keeps_its_length(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
    assert visible(shown) == shown


def test_visible_signs() -> None:
    assert visible("\x1b[2J\x00\n\u202etxt\x9b") == "␛[2J␀␊␦txt␦"
    assert visible("[bold red]x[/] 👩‍👩‍👧 سلام ½") == "[bold red]x[/] 👩‍👩‍👧 سلام ½"
    assert visible_lines("a\r\nb\x07") == "a\nb␇"


@given(st.text(st.characters()))
def test_storable_text_can_be_encoded_and_well_formed_text_is_untouched(text: str) -> None:
    kept = storable(text)
    kept.encode("utf-8")
    if not any(0xD800 <= ord(c) < 0xE000 for c in text):
        assert kept == text


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("C-14", ["C-014", "C-015"], ("C-014",)),
        ("c 014", ["C-014"], ("C-014",)),
        ("C-016", ["C-014", "C-015"], ()),
        ("Mara Lindquist", ["Mara Lindqvist", "Omar Haddad"], ("Mara Lindqvist",)),
        ("mara lindqvist", ["Mara Lindqvist"], ("Mara Lindqvist",)),
        ("Mara Lindqvist", ["Mara Lindqvist", "Mara Lindquist"], ()),
        ("Jo", ["Ann", "Bo"], ()),
        ("Ngozi Obi", ["Mara Lindqvist"], ()),
        ("C-0l4", ["C-014", "C-015"], ("C-014",)),
        ("C-O14", ["C-014", "C-015"], ("C-014",)),
        ("c-0i4", ["C-014", "C-015"], ("C-014",)),
        ("C-0|4", ["C-014"], ("C-014",)),
        ("C-l4", ["C-014"], ("C-014",)),
        ("\u0421-014", ["C-014"], ("C-014",)),
        ("C-\u039f14", ["C-014"], ("C-014",)),
        ("\u0410d\u0430", ["Ada"], ("Ada",)),
        ("Lovelace Ada", ["Ada Lovelace", "Ada Byron"], ("Ada Lovelace",)),
        ("Lovelace, Ada", ["Ada Lovelace"], ("Ada Lovelace",)),
        ("Ada", ["Ada Lovelace", "Adam Smith"], ("Ada Lovelace",)),
        ("Ada Lovelace", ["Lovelace"], ("Lovelace",)),
        ("A", ["A Lovelace"], ()),
        ("spring", ["spring 2026"], ()),
        ("Ian", ["Lan", "Jan"], ()),
        ("Ali", ["All"], ()),
        ("C-10", ["C-01", "C-100"], ()),
        ("C-1", ["C-11", "C-7", "C-0"], ()),
        ("", ["C-014"], ()),
    ],
)
def test_near_misses(typed: str, known: list[str], meant: tuple[str, ...]) -> None:
    assert near_misses(typed, known) == meant


def test_same_name_ignores_case_spacing_and_composition() -> None:
    assert same_name("José  Ruiz", "jose\u0301 ruiz")
    assert not same_name("Jose", "José")


def test_unknown_keys_are_refused_everywhere() -> None:
    data = case_data()
    data["stages"]["frame"]["minuts"] = 3
    with pytest.raises(ValidationError, match="minuts"):
        Case.model_validate(data)
    with pytest.raises(ValidationError):
        Session.model_validate({**session().model_dump(), "mood": "good"})


@pytest.mark.parametrize("version", [0, 2, "1", True, None])
def test_another_schema_version_is_refused(version: object) -> None:
    with pytest.raises(ValidationError):
        Case.model_validate({**case_data(), "schema_version": version})


@pytest.mark.parametrize("lookalike", [True, 3.0, "3", 0, 6])
def test_only_a_whole_number_from_1_to_5_is_a_score(lookalike: object) -> None:
    with pytest.raises(ValidationError):
        Scorecard.model_validate({"scores": {"leadership": lookalike}})
    assert Scorecard.model_validate({"scores": {"leadership": 3}}).scores["leadership"] == 3


def test_a_time_without_a_zone_is_refused() -> None:
    data = session().model_dump()
    data["created_at"] = data["created_at"].replace(tzinfo=None)
    with pytest.raises(ValidationError, match="zone"):
        Session.model_validate(data)


def test_models_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        session().candidate = "C-015"  # type: ignore[misc]


def test_a_rubric_that_lacks_a_dimension_is_refused() -> None:
    bare = case(case={**case_data()["case"], "secondary": ["charm"]})
    with pytest.raises(Problem, match="charm"):
        check_fit(Plan(bare, rubric()))


def test_interviewer_material_cannot_be_shown() -> None:
    with pytest.raises(Problem, match="never shown"):
        after(session(), Start(), ShowExhibit("truth"))
    shown = after(session(), ShowExhibit("plan"), ShowExhibit("plan", on_screen=False))
    assert not shown.exhibits["plan"].on_screen


def test_coverage_counts_notes_look_fors_and_flags() -> None:
    seen = after(
        session(),
        Start(),
        AddNote("a", "strong", "problem-framing"),
        AddNote("b", "weak", "problem-framing"),
        AddNote("c", "note", "leadership"),
        SeeLookFor("pf5-metric"),
        RaiseFlag("rf-no-control"),
    )
    rows = {row.dim: row for row in coverage(seen, plan())}
    framing = rows["problem-framing"]
    assert (framing.strong, framing.weak, framing.look_fors, framing.red_flags) == (1, 1, 1, 1)
    assert (framing.total, framing.role) == (4, "primary")
    assert rows["leadership"].plain == 1
    assert rows["production-ml"].role == "other"


def test_nobody_sees_another_score_before_their_own_is_sealed() -> None:
    mine = session(interviewer="Mara")
    theirs = session(interviewer="Omar").model_copy(
        update={"phase": "sealed", "sealed_at": mine.created_at, "seal": "x"}
    )
    unsealed = session(interviewer="Omar")
    assert not may_see_scores("mara ", theirs, [mine, theirs])
    assert may_see_scores("Omar", theirs, [mine, theirs])
    assert may_see_scores("Mara", theirs, [theirs])
    assert not may_see_scores("", theirs, [mine, theirs])
    assert may_see_scores("", theirs, [theirs])
    assert not may_see_scores("Mara", unsealed, [unsealed])


def test_a_session_without_a_persona_keeps_the_seal_it_had() -> None:
    plain = session(kind="mock")
    assert plain.persona is None
    assert "persona" not in plain.model_dump(exclude_defaults=True)
    against = plain.model_copy(update={"persona": "quill"})
    assert seal_of(against) != seal_of(plain)
    assert decode_session(encode(against), "x") == against
    assert b"persona" not in encode(plain)


def test_a_new_mock_session_names_its_persona() -> None:
    assert session(kind="mock", persona="quill").persona == "quill"


def test_the_rubric_with_the_fewest_other_dimensions_fits_best() -> None:
    small, dims = rubric(), list(rubric().dimensions)
    extra = small.dimensions[dims[0]]
    large = small.model_copy(update={
        "rubric": small.rubric.model_copy(update={"id": "a-large-one"}),
        "dimensions": {**small.dimensions, "craft": extra},
    })  # fmt: skip
    rubrics = {large.id: large, small.id: small}
    assert [one.id for one in fitting(dims, rubrics)] == [small.id, large.id]
    assert [one.id for one in fitting(["craft"], rubrics)] == [large.id]
    assert fitting(["luck"], rubrics) == []
