"""Lines of keys: the same paths as tomllib finds, each on the line it is first named on."""

from __future__ import annotations

import random
import tomllib
from datetime import date, datetime, time
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.library.positions import line_of, paths, positions

Path = tuple[str | int, ...]

TEXTS = st.text(max_size=12) | st.sampled_from(
    [
        'say "no"',
        "it's",
        "# no comment",
        "a]b,c}",
        'three """ quotes',
        "''' three",
        "a\nb\n\nc",
        "\\",
    ]
)
NAMES = st.sampled_from(["a", "b", "c-d", "e_f", "1"]) | st.text(max_size=6)
LEAVES = (
    st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.booleans()
    | st.datetimes().map(lambda at: at.replace(year=max(at.year, 1900), day=1, microsecond=0))
    | st.dates(min_value=date(1900, 1, 1))
    | st.times().map(lambda at: at.replace(microsecond=0))
    | TEXTS
)
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=3),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(NAMES, TREES, max_size=4)


def paths_of(value: Any, above: Path = ()) -> set[Path]:
    """Every path below ``value``, as tomllib's parse has them."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    found: set[Path] = set()
    for key, below in entries:
        found.add((*above, key))
        if isinstance(below, dict | list):
            found |= paths_of(below, (*above, key))
    return found


class Writer:
    """Writes a tree as TOML in a style chosen at random and notes each path's line."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - styles, not secrets
        self.text = ""
        self.lines: dict[Path, int] = {}

    def write(self, document: dict[str, Any]) -> None:
        self.table(document, ())

    def mark(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def one_of(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def gap(self) -> str:
        return self.one_of("", " ", "\t", "\n", "\n  # a [comment] = 'x'\n ", "\n\n")

    def table(self, table: dict[str, Any], path: Path) -> None:
        """The pairs of a table, then its subtables under headers of their own."""
        under_headers = {
            key
            for key, value in table.items()
            if isinstance(value, dict) and self.chance.random() < 0.5
        } | {key for key, value in table.items() if self._tables(value)}
        for key, value in table.items():
            if key not in under_headers:
                self.text += self.one_of("", "  ", "\n", "# = [\n")
                self.pair([key], value, path)
                self.text += self.one_of("\n", "  # [no] 'table\n", "\n\n")
        for key in under_headers:
            if isinstance(table[key], dict):
                self.header((*path, key), table[key], "[", "]")
            else:
                for index, element in enumerate(table[key]):
                    self.header((*path, key, index), element, "[[", "]]")

    def _tables(self, value: Any) -> bool:
        tables = isinstance(value, list) and bool(value) and all(isinstance(e, dict) for e in value)
        return tables and self.chance.random() < 0.5

    def header(self, path: Path, table: dict[str, Any], opening: str, closing: str) -> None:
        names = [self.key(part) for part in path if isinstance(part, str)]
        for length in range(1, len(path) + 1):
            self.mark(path[:length])
        dot = self.one_of(".", " . ")
        blank = self.one_of("", " ")
        self.text += f"{opening}{blank}{dot.join(names)}{blank}{closing}\n"
        self.table(table, path)

    def pair(self, keys: list[str], value: Any, path: Path) -> None:
        self.mark((*path, *keys))
        if isinstance(value, dict) and len(value) == 1 and self.chance.random() < 0.6:
            ((key, below),) = value.items()
            self.pair([*keys, key], below, path)
            return
        self.text += self.one_of(".", " .\t").join(map(self.key, keys)) + self.one_of("=", " = ")
        self.value(value, (*path, *keys))

    def key(self, key: str) -> str:
        if key.isascii() and key.replace("-", "a").replace("_", "a").isalnum():
            return self.one_of(key, f'"{key}"', f"'{key}'")
        return self.quoted(key)

    def value(self, value: Any, path: Path) -> None:
        match value:
            case dict():
                self.text += "{" + self.one_of("", " ")
                for number, (key, below) in enumerate(value.items()):
                    self.text += ", " if number else ""
                    self.pair_in_line(key, below, path)
                self.text += self.one_of("", " ") + "}"
            case list():
                self.text += "[" + self.gap()
                for number, below in enumerate(value):
                    self.text += ("," + self.gap()) if number else ""
                    self.mark((*path, number))
                    self.value(below, (*path, number))
                self.text += self.gap() + self.one_of("", "," if value else "") + self.gap() + "]"
            case str():
                self.text += self.string(value)
            case bool():
                self.text += str(value).lower()
            case datetime():
                self.text += value.isoformat(self.one_of("T", " "))
            case int() | float() | date() | time():
                self.text += value.isoformat() if hasattr(value, "isoformat") else repr(value)

    def pair_in_line(self, key: str, value: Any, path: Path) -> None:
        self.mark((*path, key))
        self.text += self.key(key) + self.one_of("=", " = ")
        self.value(value, (*path, key))

    def quoted(self, text: str) -> str:
        return tomli_w.dumps({"k": text})[4:-1]

    def string(self, text: str) -> str:
        plain = text.isprintable()
        kinds = [self.quoted(text)]
        if plain and "'" not in text:
            kinds.append(f"'{text}'")
        if plain and "'''" not in text and not text.endswith("'"):
            kinds += [f"'''{text}'''", f"'''\n{text}'''"]
        escaped = self.quoted(text)[1:-1]
        kinds += [f'"""{escaped}"""', f'"""\n{escaped}"""', f'"""\\\n  {escaped}"""']
        if text and plain and '"' not in text and "\\" not in text:
            kinds.append(f'"""a\n{text}\n""{text}""x"""')
            kinds.append(f'"""{text}x"""""')
        return self.one_of(*kinds)


@given(DOCUMENTS, st.integers(0, 2**32), st.booleans())
def test_paths_are_those_of_the_parser_and_lines_those_written(
    document: dict[str, Any], seed: int, windows: bool
) -> None:
    writer = Writer(seed)
    writer.write(document)
    text = writer.text.replace("\n", "\r\n") if windows else writer.text
    parsed = tomllib.loads(text)

    found = dict(paths(positions(text)))

    assert found.keys() == paths_of(parsed)
    assert found == writer.lines


@given(DOCUMENTS, st.booleans())
def test_paths_of_a_dumped_document(document: dict[str, Any], multiline: bool) -> None:
    text = tomli_w.dumps(document, multiline_strings=multiline)
    assert dict(paths(positions(text))).keys() == paths_of(tomllib.loads(text))


EXAMPLE = """\
# a comment with [brackets] = "and quotes
title = "x" # more
"quoted.key" = 'its'

[a.b]
c.d = { e = [1,
  2, { f = '''
three
lines''' }], g = 0x1F }

[[a.list]]
[a.list.sub]
z = 1979-05-27 07:32:00
[[a.list]]
  y = [
    # nothing yet
    "]", # still open
  ]
"""


def test_lines_of_an_example() -> None:
    root = positions(EXAMPLE)
    expected = {
        ("title",): 2,
        ("quoted.key",): 3,
        ("a",): 5,
        ("a", "b"): 5,
        ("a", "b", "c"): 6,
        ("a", "b", "c", "d"): 6,
        ("a", "b", "c", "d", "e"): 6,
        ("a", "b", "c", "d", "e", 0): 6,
        ("a", "b", "c", "d", "e", 1): 7,
        ("a", "b", "c", "d", "e", 2): 7,
        ("a", "b", "c", "d", "e", 2, "f"): 7,
        ("a", "b", "c", "d", "g"): 9,
        ("a", "list"): 11,
        ("a", "list", 0): 11,
        ("a", "list", 0, "sub"): 12,
        ("a", "list", 0, "sub", "z"): 13,
        ("a", "list", 1): 14,
        ("a", "list", 1, "y"): 15,
        ("a", "list", 1, "y", 0): 17,
    }
    assert dict(paths(root)) == expected


def test_the_line_of_a_missing_key_is_that_of_the_table_above() -> None:
    root = positions("a = 1\n\n[b]\nc = 2\n")
    assert line_of(root, ("b", "nothing", "below")) == 3
    assert line_of(root, ("nothing",)) == 1
    assert line_of(root, ()) == 1


def test_a_very_long_dotted_key_is_no_burden() -> None:
    key = ".".join(["a"] * 5_000)
    root = positions(f"{key} = 1")
    assert line_of(root, ("a",) * 5_000) == 1


def test_nesting_without_end_is_refused_as_the_parser_refuses_it() -> None:
    with pytest.raises(RecursionError):
        positions(f"a = {'[' * 100_000}")
