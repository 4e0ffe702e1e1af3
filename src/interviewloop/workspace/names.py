"""Names that people typed as safe file names."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST_SLUG = 40
_LONGEST_ID = 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CASE_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_HASHED = re.compile(r".*-[0-9a-f]{10}")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)


def file_name(name: str) -> str:
    """A file name, without extension, for a ``name`` somebody typed.

    A name that is a clean slug stays as it is. Any other becomes its slug and 10 hex digits of a
    digest over its NFC form, so that different names get different files and the two Unicode
    spellings of one name get the same. Lower-case ASCII letters, digits and single hyphens, at most
    51 characters.
    """
    name = unicodedata.normalize("NFC", name)
    if (
        len(name) <= _LONGEST_SLUG
        and _SLUG.fullmatch(name)
        and name not in _RESERVED
        # Else somebody could be called what the digest makes of another person's name.
        and not _HASHED.fullmatch(name)
    ):
        return name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    slug = _NOT_IN_SLUG.sub("-", plain)[:_LONGEST_SLUG].strip("-") or "name"
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"{slug}-{digest}"


def session_file_name(interviewer: str, case: str) -> str:
    """``<interviewer>--<case>.toml``, at most 118 characters; ``--`` occurs once."""
    keeps = len(case) <= _LONGEST_ID and _CASE_ID.fullmatch(case)
    return f"{file_name(interviewer)}--{case if keeps else file_name(case)}.toml"
