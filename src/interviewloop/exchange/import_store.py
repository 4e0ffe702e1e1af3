"""Imported ratings in the workspace: one file an import, written once and never changed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, NamedTuple

import tomli_w
from pydantic import AfterValidator, Field, ValidationError

from interviewloop.exchange.imported import ImportedRating, Rejected, Scale
from interviewloop.model.base import Frozen, Id, Name, SchemaVersion, Typed, possible
from interviewloop.model.errors import Problem
from interviewloop.model.text import counted
from interviewloop.workspace.codec import refuse_newer
from interviewloop.workspace.explain import Fault, schema_faults
from interviewloop.workspace.files import read_file, write_file
from interviewloop.workspace.lock import changing
from interviewloop.workspace.toml_text import decode_problem, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

FOLDER = "imports"
_DIGITS = 12


def _time(text: str) -> str:
    try:
        fits = not text or possible(datetime.fromisoformat(text))
    except ValueError:
        fits = False
    if not fits:
        raise ValueError("submitted_at needs a time such as 2026-01-31T09:30:00Z")
    return text


class _Rating(Frozen):
    dimension: Name
    score: int
    scale: Name
    note: Typed = ""


class _Scorecard(Frozen):
    id: str = Field(min_length=1)
    candidate: Name
    interviewer: Name
    submitter: Typed = ""
    submitted_at: Annotated[str, AfterValidator(_time)] = ""
    case: Typed = ""
    ratings: tuple[_Rating, ...]


class _Scale(Frozen):
    lowest: int
    labels: tuple[str, ...]


class _File(Frozen):
    schema_version: SchemaVersion
    source: Id
    scales: dict[Name, _Scale]
    scorecards: tuple[_Scorecard, ...]


class Stored(NamedTuple):
    """Ratings of all imports that can be read, and the problems of those that cannot."""

    ratings: tuple[ImportedRating, ...]
    unreadable: tuple[Problem, ...]


class Against(NamedTuple):
    """Ratings compared with what is there: new ones, how many are there already, and those that
    say something else than before."""

    new: tuple[ImportedRating, ...]
    known: int
    changed: tuple[Rejected, ...]


def stored_ratings(root: Path) -> Stored:
    """What was imported into the workspace at ``root``, file by file in the order of names.

    A rating that an earlier file has, as in a copy made by hand, counts once and is told.
    """
    ratings: dict[tuple[str, str, str, str], ImportedRating] = {}
    unreadable: list[Problem] = []
    for path in files_of(root):
        try:
            found = ratings_of(path)
        except Problem as problem:
            unreadable.append(problem)
            continue
        fresh = {rating.key: rating for rating in found if rating.key not in ratings}
        if len(fresh) < len(found):
            unreadable.append(_stored_twice(path, len(found) - len(fresh)))
        ratings |= fresh
    return Stored(tuple(ratings.values()), tuple(unreadable))


def _stored_twice(path: Path, count: int) -> Problem:
    return Problem(
        "Imported scores are stored twice",
        f"{counted(count, 'score')} of it stand a second time, in it or in another import",
        "If it is a copy, move it out of the folder.",
        str(path),
    )


def files_of(root: Path) -> list[Path]:
    """The files of all imports into the workspace at ``root``, by name."""
    return sorted((root / FOLDER).glob("*.toml"))


def ratings_of(path: Path) -> list[ImportedRating]:
    """The ratings of one import. Raises ReadFailed and DecodeProblem."""
    return decode(read_file(path)[0], str(path))


def against(found: Iterable[ImportedRating], stored: Iterable[ImportedRating]) -> Against:
    """``found`` held against ``stored``. A rating is known by its scorecard and dimension, so the
    same scorecards in another format or in a longer export are not imported a second time."""
    known = {rating.key: rating.score for rating in stored}
    scales = {rating.scale.name: rating.scale for rating in stored}
    new: list[ImportedRating] = []
    changed: list[Rejected] = []
    seen = 0
    for rating in found:
        before = known.get(rating.key)
        where = f"scorecard {rating.scorecard_id}, {rating.dimension}"
        if scales.get(rating.scale.name, rating.scale) != rating.scale:
            was = scales[rating.scale.name]
            reason = f"the scale {rating.scale} is not what it was before, {was}"
            changed.append(Rejected(where, reason))
        elif before is None:
            new.append(rating)
        elif before == rating.score:
            seen += 1
        else:
            changed.append(Rejected(where, f"is {rating.score} here and was imported as {before}"))
    return Against(tuple(new), seen, tuple(changed))


def store_new(root: Path, ratings: Sequence[ImportedRating]) -> tuple[Path | None, Against]:
    """Store those of ``ratings`` that nobody has imported meanwhile; the path, if there were any.

    Two who import the same at once do so one after the other. Nothing is stored when one of them
    is another score now. Raises SaveFailed, and Problem as :func:`.changing`.
    """
    with changing_imports(root):
        held = against(ratings, stored_ratings(root).ratings)
        path = store(root, held.new) if held.new and not held.changed else None
    return path, held


def changing_imports(root: Path) -> AbstractContextManager[None]:
    """The right to change what was imported into the workspace at ``root``."""
    return changing(root / FOLDER)


def store(root: Path, ratings: Sequence[ImportedRating]) -> Path:
    """Write ``ratings`` of one source, at least one, as a new file; its path. It is called after
    its content, so that writing the same again changes nothing. Raises SaveFailed."""
    data = encode(ratings)
    name = f"{ratings[0].source}-{hashlib.sha256(data).hexdigest()[:_DIGITS]}.toml"
    path = root / FOLDER / name
    write_file(path, data)
    return path


def encode(ratings: Sequence[ImportedRating]) -> bytes:
    """``ratings`` of one source as TOML, by scorecard, in one order however they came."""
    ordered = sorted(ratings, key=lambda rating: rating.key)
    scales = {rating.scale.name: rating.scale for rating in ordered}
    table = {
        "schema_version": 1,
        "source": ordered[0].source,
        "scales": {
            name: {"lowest": scale.lowest, "labels": list(scale.labels)}
            for name, scale in scales.items()
        },
        "scorecards": [
            _scorecard(list(group))
            for _, group in groupby(ordered, key=lambda rating: rating.scorecard_id)
        ],
    }
    # One line a string: block strings would turn CRLF into LF when read.
    return tomli_w.dumps(table, multiline_strings=False).encode("utf-8")


def _scorecard(ratings: Sequence[ImportedRating]) -> dict[str, object]:
    first = ratings[0]
    fields = {
        "id": first.scorecard_id,
        "candidate": first.candidate,
        "interviewer": first.interviewer,
        "submitter": first.submitter,
        "submitted_at": first.submitted_at,
        "case": first.case,
    }
    entries = [
        {
            "dimension": rating.dimension,
            "score": rating.score,
            "scale": rating.scale.name,
            "note": rating.note,
        }
        for rating in ratings
    ]
    return {name: value for name, value in fields.items() if value} | {
        "ratings": [{name: value for name, value in one.items() if value != ""} for one in entries]
    }


def decode(data: bytes, where: str) -> list[ImportedRating]:
    """The ratings in ``data``, the content of the file ``where``. Raises DecodeProblem."""
    text, table = parse(data, where)
    refuse_newer("import", text, table, where)
    try:
        file = _File.model_validate(_with_tuples(table), strict=True)
    except ValidationError as error:
        fault = schema_faults(text, table, error, _File.model_fields)[0]
        raise decode_problem(fault, where) from None
    scales = {name: Scale(name, one.lowest, one.labels) for name, one in file.scales.items()}
    return [
        ImportedRating(
            file.source,
            card.id,
            card.candidate,
            card.interviewer,
            card.submitter,
            one.dimension,
            one.score,
            _scale_of(one, scales, where),
            one.note,
            card.submitted_at,
            card.case,
        )
        for card in file.scorecards
        for one in card.ratings
    ]


def _scale_of(rating: _Rating, scales: dict[str, Scale], where: str) -> Scale:
    scale = scales.get(rating.scale)
    if scale is None or not scale.lowest <= rating.score <= scale.highest:
        fault = Fault((), None, f"holds a score of {rating.dimension} that is on no scale in it")
        raise decode_problem(fault, where)
    return scale


def _with_tuples(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_tuples(below) for key, below in value.items()}
    if isinstance(value, list):
        return tuple(map(_with_tuples, value))
    return value
