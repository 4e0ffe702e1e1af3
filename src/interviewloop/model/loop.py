"""Loop: all interviews of one candidate for one role."""

from __future__ import annotations

from pydantic import Field

from interviewloop.model.base import Frozen, Id, Instant, Name, SchemaVersion


class PlannedInterview(Frozen):
    """Who is to run which case, and the dimensions that interview must cover."""

    interviewer: Name
    case: Id
    dimensions: tuple[Id, ...] = ()


class Loop(Frozen):
    """A loop file, ``sessions/<loop>/loop.toml``."""

    schema_version: SchemaVersion = 1
    name: Name
    candidate: Name
    rubric: Id
    created_at: Instant
    example: bool = False
    """Made-up data. Never pooled with real loops in any figure."""
    planned: dict[Id, PlannedInterview] = Field(default={})
