"""What a team has marked in its library: cases and rubrics that are no longer offered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from interviewloop.model.base import Frozen, Id, Instant, Name, SchemaVersion, Typed

Shelf = Literal["cases", "rubrics"]


class Retirement(Frozen):
    """Who took something out of use, when and why."""

    at: Instant
    by: Name | None = None
    why: Typed = Field(min_length=1, pattern=r"\S")


class LibraryMarks(Frozen):
    """A marks file, ``library.toml`` in the workspace. Content files are never written to: those
    that came with the program are not the team's own."""

    schema_version: SchemaVersion = 1
    retired_cases: dict[Id, Retirement] = {}
    retired_rubrics: dict[Id, Retirement] = {}

    def retired(self, shelf: Shelf) -> dict[str, Retirement]:
        """What is retired, by id."""
        return self.retired_cases if shelf == "cases" else self.retired_rubrics

    def with_retired(self, shelf: Shelf, id_: str, mark: Retirement | None) -> LibraryMarks:
        """These marks with another one on ``id_``, or with none."""
        others = {known: one for known, one in self.retired(shelf).items() if known != id_}
        marked = others if mark is None else {**others, id_: mark}
        return self.model_copy(update={f"retired_{shelf}": marked})
