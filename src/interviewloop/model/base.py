"""What all models share: frozen values, unknown keys refused, text kept exactly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from interviewloop.model.names import LONGEST_NAME
from interviewloop.model.text import storable

SCHEMA_VERSION = 1
"""The format of what authors write: cases, rubrics, personas; also of marks and imports."""
EARLIEST_YEAR, LATEST_YEAR = 1900, 9000


class Frozen(BaseModel):
    """An immutable value. Unknown keys are errors: a misspelt key must not be silently dropped."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_default=True,
        allow_inf_nan=False,
    )


def version(current: int) -> BeforeValidator:
    """Put beside an int that says of which format a file is: ``current`` and no other.

    Older files are brought up to it before a model sees them (``workspace/migrations.py``).
    """

    def check(value: object) -> object:
        if value != current or isinstance(value, bool):
            raise ValueError(
                f"this program reads schema version {current}, the file says {value!r}"
            )
        return value

    return BeforeValidator(check)


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs a zone, for instance 2026-03-01T10:00:00Z")
    if not possible(value):
        raise ValueError(f"a time lies between the years {EARLIEST_YEAR} and {LATEST_YEAR}")
    return value.astimezone(UTC)


def possible(value: datetime) -> bool:
    """Whether anything can have happened then. At the ends of the calendar another zone, or a month
    more, would be a time that does not exist."""
    return EARLIEST_YEAR <= value.year <= LATEST_YEAR


def _no_lookalike(value: object) -> object:
    """Refuse what Python takes for a whole number: ``true`` for 1 and ``3.0`` for 3."""
    if isinstance(value, bool | float):
        raise ValueError(f"{value!r} is not a whole number")  # noqa: TRY004 - pydantic reports only this
    return value


def one_or_more(value: object) -> object:
    """A single text where a list of texts may stand."""
    return (value,) if isinstance(value, str) else value


def _typed(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


SchemaVersion = Annotated[int, version(SCHEMA_VERSION)]
Instant = Annotated[datetime, AfterValidator(_utc)]
"""A moment in UTC; a time without a zone is refused."""

WHOLE = BeforeValidator(_no_lookalike)
"""Put beside a literal of whole numbers."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$", max_length=60)]
"""An id an author writes: lower-case letters, digits, single hyphens or underscores inside."""

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
"""Text an author writes: not empty."""

Typed = Annotated[str, BeforeValidator(_typed)]
"""Text a user typed: any characters at all, kept exactly."""

Name = Annotated[Typed, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=r"\S")]
"""A person's name or a candidate's code, as typed."""
