"""Imported ratings on disk: once, without loss, and never twice."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.imports import FILES, sample

from interviewloop.exchange.import_store import (
    FOLDER,
    against,
    decode,
    encode,
    store,
    stored_ratings,
)
from interviewloop.exchange.imported import ImportedRating, Scale
from interviewloop.exchange.importing.plain_text import plain_text
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

SCALE = Scale("acme-scores", 1, ("1", "2", "3"))


def rating(**fields: object) -> ImportedRating:
    given: dict[str, object] = {
        "source": "acme", "scorecard_id": "s1", "candidate": "C-1", "interviewer": "Ada",
        "submitter": "", "dimension": "Depth", "score": 2, "scale": SCALE, "note": "",
        "submitted_at": "", "case": "",
    }  # fmt: skip
    return ImportedRating(**(given | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_a_sample_comes_back_as_it_was_stored(name: str, tmp_path: Path) -> None:
    ratings = sample(name).ratings
    path = store(tmp_path, ratings)
    assert sorted(stored_ratings(tmp_path).ratings) == sorted(ratings)
    assert path.parent == tmp_path / FOLDER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_in_another_order_is_the_same_file(tmp_path: Path) -> None:
    ratings = sample("greenhouse v1").ratings
    first = store(tmp_path, ratings)
    before = first.read_bytes()
    assert store(tmp_path, ratings[::-1]) == first
    assert first.read_bytes() == before
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@given(note=TEXT, label=TEXT.map(lambda text: f"x{text}"[:200]))
def test_anything_typed_is_stored_without_loss(note: str, label: str) -> None:
    one = rating(note=note, dimension=label, candidate=label, interviewer=label, scorecard_id=label)
    assert decode(encode([one]), "x") == [one]


@given(st.text())
def test_rich_text_is_text_whatever_it_holds(text: str) -> None:
    assert isinstance(plain_text(text), str)
    assert isinstance(plain_text(f"<p>{text}<!["), str)
    assert (
        plain_text("<p>" + text.replace("<", "").replace("&", "")).strip()
        == (text.replace("<", "").replace("&", "").replace("\xa0", " ").strip())
        or "\n\n\n" in text
    )


def test_what_is_known_is_not_new_and_what_changed_is_named() -> None:
    before = rating()
    found = [before, rating(scorecard_id="s2"), rating(dimension="Breadth")]
    held = against(found, [before])
    assert (held.new, held.known, held.changed) == (tuple(found[1:]), 1, ())
    (changed,) = against([rating(score=3)], [before]).changed
    assert "is 3 here and was imported as 2" in changed.reason
    other = rating(scale=Scale("acme-scores", 1, ("1", "2", "3", "4")), scorecard_id="s9")
    (changed,) = against([other], [before]).changed
    assert "1 to 3" in changed.reason


def test_the_formats_of_one_tool_are_known_to_each_other() -> None:
    held = against(sample("greenhouse joined").ratings, sample("greenhouse v1").ratings)
    assert (held.new, held.known, held.changed) == ((), 23, ())


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-40],
        lambda data: data.replace(b"score = 2", b"score = 9"),
        lambda data: data.replace(b"score = 2", b"score = true"),
        lambda data: data.replace(b'scale = "acme-scores"', b'scale = "other"'),
        lambda data: data.replace(b"schema_version = 1", b"schema_version = 2"),
        lambda data: data + b"extra = 1\n",
        lambda data: b"\xff" + data,
    ],
)
def test_a_damaged_file_is_told_and_stays(damage, tmp_path: Path) -> None:
    path = store(tmp_path, [rating()])
    path.write_bytes(damage(path.read_bytes()))
    found = stored_ratings(tmp_path)
    assert found.ratings == ()
    (problem,) = found.unreadable
    assert isinstance(problem, Problem)
    assert str(path) in " ".join(problem.lines())
