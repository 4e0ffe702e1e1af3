"""The mapping that says what the columns of a CSV file are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field, ValidationError, field_validator

from interviewloop.exchange.imported import Scale, Unusable
from interviewloop.exchange.ratings_csv import short
from interviewloop.model.base import Frozen, Id, Name
from interviewloop.model.names import folded
from interviewloop.workspace.explain import schema_faults
from interviewloop.workspace.toml_text import decode_problem, parse

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict

    from interviewloop.exchange.importing.csv_table import Table

_MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says. ``columns`` gives the column of each field, ``dimensions`` that of
    each dimension where a row is a whole scorecard. ``labels`` (folded) have a score each, and
    ``missing`` (folded) mean that there is none."""

    source: str
    delimiter: str
    columns: Dict[str, str]
    dimensions: Dict[str, str]
    scale: Scale
    labels: Dict[str, int]
    missing: frozenset[str]

    def check(self, table: Table, where: str) -> None:
        """Raise Unusable when a column that the mapping names is not in ``table``."""
        named = (*self.columns.values(), *self.dimensions.values())
        absent = [column for column in named if column not in table.columns]
        if absent:
            there = ", ".join(short(column) for column in table.columns if column)
            raise Unusable(
                f'there is no column "{short(absent[0])}"; there are {there}',
                "Mend the mapping. If the columns are not parted by commas, give its delimiter.",
                where,
            )


class _Columns(Frozen):
    candidate: Name
    interviewer: Name
    dimension: Name | None = None
    score: Name | None = None
    note: Name | None = None
    submitter: Name | None = None
    scorecard: Name | None = None
    case: Name | None = None
    submitted_at: Name | None = None


class _Scale(Frozen):
    name: Id = "scores"
    lowest: int = Field(ge=-1000, le=1000)
    highest: int = Field(ge=-1000, le=1000)


class _File(Frozen):
    source: Id = "csv"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    missing: tuple[str, ...] = ("",)
    columns: _Columns
    dimensions: dict[Name, Name] = Field(default_factory=dict)
    scale: _Scale
    labels: dict[Name, int] = Field(default_factory=dict)

    @field_validator("delimiter")
    @classmethod
    def _parts_fields(cls, value: str) -> str:
        if value in '"\r\n ' or not value.isascii():
            raise ValueError("the delimiter has to be a sign such as a comma, semicolon or tab")
        return value


def read_mapping(data: bytes, where: str) -> Mapping:
    """The mapping in ``data``. Raises DecodeProblem or Unusable, which say what to mend."""
    text, table = parse(data, where)
    missing = table.get("missing")
    if isinstance(missing, list):
        table["missing"] = tuple(missing)
    try:
        file = _File.model_validate(table, strict=True)
    except ValidationError as error:
        fault = schema_faults(text, table, error, _File.model_fields)[0]
        raise decode_problem(
            fault, where, "docs/exchange.md shows what a mapping has to say."
        ) from None
    wrong = _wrong(file)
    if wrong:
        raise Unusable(wrong, "Mend the mapping.", where)
    columns = file.columns.model_dump(exclude_none=True)
    scale = _scale(file)
    return Mapping(
        file.source,
        file.delimiter,
        {field: column.strip() for field, column in columns.items()},
        {dimension.strip(): column.strip() for dimension, column in file.dimensions.items()},
        scale,
        {folded(label): score for label, score in file.labels.items()},
        frozenset(map(folded, file.missing)),
    )


def _wrong(file: _File) -> str:
    """What does not go together in a mapping, in words; empty if all does."""
    columns, scale = file.columns, file.scale
    if file.dimensions and (columns.dimension or columns.score):
        return "it names a column for each dimension and one for all: only one of them can be"
    if not file.dimensions and not (columns.dimension and columns.score):
        return "it names no columns dimension and score, and no dimensions with their columns"
    if not scale.lowest < scale.highest < scale.lowest + _MOST_STEPS:
        return f"a scale has 2 to {_MOST_STEPS} steps, from the lowest to the highest"
    outside = [name for name, score in file.labels.items()
               if not scale.lowest <= score <= scale.highest]  # fmt: skip
    if outside:
        return f'the label "{short(outside[0])}" has a score outside the scale'
    if len({folded(name) for name in file.labels}) < len(file.labels):
        return "two labels differ in nothing but case or spacing"
    return ""


def _scale(file: _File) -> Scale:
    """The scale with what its steps are called, by their numbers where they have no label."""
    called: dict[int, str] = {}
    for name, score in file.labels.items():
        called.setdefault(score, name)
    steps = range(file.scale.lowest, file.scale.highest + 1)
    labels = tuple(called.get(step, str(step)) for step in steps)
    return Scale(f"{file.source}-{file.scale.name}", file.scale.lowest, labels)
