"""Lines of keys in a TOML document.

``tomllib`` gives values without places. This scanner walks text that ``tomllib`` has already
accepted, so it needs to know only where keys, strings and brackets begin and end, and never
judges the document. Positions are kept as a tree: a dotted key with ten thousand parts must not
cost ten thousand paths of ten thousand parts.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.findings import KeyPath

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}\n#]+")
_STRINGS = {
    # Up to five closing quotes: two may belong to the text.
    '"""': re.compile(r'"""(?:[^\\"]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}", re.DOTALL),
    '"': re.compile(r'"(?:[^\\"\n]|\\.)*"'),
    "'": re.compile(r"'[^'\n]*'"),
}


@dataclass(slots=True)
class Place:
    """A key or an array element: the line it is first named on, and what lies below it."""

    line: int
    below: dict[str | int, Place] = field(default_factory=dict)
    is_list: bool = False
    """An array of tables: a header that names it means its last element."""


def positions(text: str) -> Place:
    """The tree of all keys in ``text``, a document that ``tomllib`` accepts. Lines count from 1.

    Raises RecursionError when arrays or inline tables are nested too deeply, as ``tomllib`` does.
    """
    return _Scanner(text.replace("\r\n", "\n")).document()


def line_of(root: Place, path: KeyPath) -> int:
    """The line of ``path``, or of the nearest table above it that is in the document."""
    place = root
    for part in path:
        below = place.below.get(part)
        if below is None:
            break
        place = below
    return place.line


def paths(root: Place) -> Iterator[tuple[KeyPath, int]]:
    """Every key path in the document with its line, the document itself left out."""
    waiting: list[tuple[KeyPath, Place]] = [((), root)]
    while waiting:
        above, place = waiting.pop()
        for part, below in place.below.items():
            yield (*above, part), below.line
            waiting.append(((*above, part), below))


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def document(self) -> Place:
        root = Place(1)
        table = root
        self._skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header(root)
            else:
                self._pair(table)
            self._skip(_GAP)
        return root

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        piece = found.group() if found else ""
        self.at += len(piece)
        self.line += piece.count("\n")
        return piece

    def _header(self, root: Place) -> Place:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *above, last = self._key()
        self.at += 2 if many else 1
        table = self._descend(root, above)
        if not many:
            return self._descend(table, [last])
        array = table.below.setdefault(last, Place(self.line, is_list=True))
        return array.below.setdefault(len(array.below), Place(self.line))

    def _descend(self, table: Place, keys: list[str]) -> Place:
        for key in keys:
            table = table.below.setdefault(key, Place(self.line))
            if table.is_list:
                table = table.below[len(table.below) - 1]
        return table

    def _key(self) -> list[str]:
        """A dotted key, with the blanks round it and round its dots."""
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            parts.append(self._key_part())
            self._skip(_BLANK)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def _key_part(self) -> str:
        quote = self.text[self.at]
        if quote not in "\"'":
            return self._skip(_BARE_KEY)
        raw = self._skip(_STRINGS[quote])
        # Escapes in a quoted key are rare and many; the parser knows them all.
        return raw[1:-1] if quote == "'" or "\\" not in raw else _unescaped(raw)

    def _pair(self, table: Place) -> None:
        *above, last = self._key()
        self.at += 1  # the equals sign
        table = self._descend(table, above)
        place = table.below.setdefault(last, Place(self.line))
        self._skip(_BLANK)
        self._value(place)

    def _value(self, place: Place) -> None:
        sign = self.text[self.at]
        if sign == "[":
            self._array(place)
        elif sign == "{":
            self._inline_table(place)
        elif sign in "\"'":
            tripled = sign * 3
            self._skip(_STRINGS[tripled if self.text.startswith(tripled, self.at) else sign])
        else:
            self._skip(_PLAIN_VALUE)

    def _array(self, place: Place) -> None:
        self.at += 1
        self._skip(_GAP)
        while self.text[self.at] != "]":
            element = place.below.setdefault(len(place.below), Place(self.line))
            self._value(element)
            self._skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_GAP)
        self.at += 1

    def _inline_table(self, place: Place) -> None:
        self.at += 1
        self._skip(_GAP)
        while self.text[self.at] != "}":
            self._pair(place)
            self._skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_GAP)
        self.at += 1


def _unescaped(quoted: str) -> str:
    (key,) = tomllib.loads(f"{quoted} = 0")
    return key
