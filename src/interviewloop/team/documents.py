"""Sessions and loops as the texts that the database keeps, and back without loss."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from interviewloop.interview.sealing import sealed_text
from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop, LoopEntry
from interviewloop.model.scorecard import Amendment
from interviewloop.model.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping


def session_text(session: Session) -> str:
    """``session`` without its amendments, which are rows of their own."""
    return _text(session.model_dump(mode="json", exclude={"amendments"}, exclude_defaults=True))


def seal_text(session: Session) -> str:
    """What the database checks the seal of ``session`` with; empty before it is submitted."""
    return sealed_text(session) if session.sealed else ""


def loop_text(loop: Loop) -> str:
    """``loop`` without its record, whose entries are rows of their own."""
    return _text(loop.model_dump(mode="json", exclude={"record"}, exclude_defaults=True))


def amendment_document(amendment: Amendment) -> str:
    """One amendment."""
    return _text(amendment.model_dump(mode="json"))


def entry_document(entry: LoopEntry) -> str:
    """One entry of a loop's record."""
    return _text(entry.model_dump(mode="json", exclude_defaults=True))


def digest_of(text: str) -> str:
    """What the database calls the digest of a document."""
    return hashlib.sha256(text.encode()).hexdigest()


def session_of(text: str, amendments: Mapping[str, str]) -> Session:
    """The session in ``text``, with ``amendments`` by name. Raises Problem."""
    try:
        known = {
            name: Amendment.model_validate_json(one, strict=True)
            for name, one in amendments.items()
        }
        session = Session.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise _not_readable("session", error) from None
    return session.model_copy(update={"amendments": known}) if known else session


def loop_of(text: str, record: Mapping[str, str]) -> Loop:
    """The loop in ``text``, with the entries of its ``record`` by name. Raises Problem."""
    try:
        known = {
            name: LoopEntry.model_validate_json(one, strict=True) for name, one in record.items()
        }
        loop = Loop.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise _not_readable("loop", error) from None
    return loop.model_copy(update={"record": known}) if known else loop


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _not_readable(kind: str, error: ValidationError) -> Problem:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    what = f"a {kind} in the database is not one this program can read: {place}: {first['msg']}"
    return Problem("This cannot be read", what, "A newer program may have written it: update.")
