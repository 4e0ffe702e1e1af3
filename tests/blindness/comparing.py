"""What differs between two workspaces, in lines that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST = 160
_MOST = 12


def told(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The first few differences, each as what it is and both sides; nothing when all is alike."""
    return [line for _, line in zip(range(_MOST), _lines("", one, other), strict=False)]


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    """The names under which something differs."""
    return {name for name in {**one, **other} if one.get(name) != other.get(name)}


def _lines(where: str, one: Any, other: Any) -> Iterator[str]:
    if one == other:
        return
    if isinstance(one, dict) and isinstance(other, dict):
        for name in {**one, **other}:
            yield from _lines(f"{where} / {name}", one.get(name), other.get(name))
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and one and other:
        if len(one) != len(other):
            yield f"{where}: {len(one)} <> {len(other)} entries"
        for place, (here, there) in enumerate(zip(one, other, strict=False)):
            yield from _lines(f"{where} {place}", here, there)
    elif isinstance(one, str) and isinstance(other, str) and "\n" in one:
        yield from _lines(where, one.splitlines(), other.splitlines())
    else:
        yield f"{where}: {_short(one)} <> {_short(other)}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … ({len(text)})"
