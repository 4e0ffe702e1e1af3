"""Damaged copies of every sample: read or refused in words, never half imported."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.imports import FILES, MAPS, SAMPLES, in_file

from interviewloop.cli.main import main
from interviewloop.exchange.import_files import FORMATS, InFile, read_import
from interviewloop.exchange.import_store import FOLDER, decode, encode
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MUTATIONS = 200
THROUGH_THE_COMMAND = 23
"""For each sample; over all samples again more than 200."""


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def without_a_part(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 200) :]


def a_line_twice(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


def a_line_less(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


ODD: list[object] = [
    None, True, -1, 0, 5, 10**30, 1e300, 2.5, "", "x", "5", "\x1b[2J", "\ud800", "\u202e", [], {},
    [[]], [None], {"value": 3}, {"score": {"score": 3}}, "9" * 400, "2026-13-45", -(10**18),
]  # fmt: skip


def another_value(data: bytes, chance: random.Random) -> bytes:
    """JSON with one value replaced; CSV with one cell replaced."""
    try:
        document = json.loads(data)
    except ValueError:
        cells = data.split(b",")
        odd = str(chance.choice(ODD)).encode("utf-8", "surrogatepass")
        cells[chance.randrange(len(cells))] = odd
        return b",".join(cells)
    places: list[tuple[list[object] | dict[str, object], int | str]] = []
    todo = [document]
    while todo:
        one = todo.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        places += [(one, key) for key in keys]
        todo += [one[key] for key in keys if isinstance(one[key], dict | list)]
    holder, key = chance.choice(places)
    holder[key] = chance.choice(ODD)  # type: ignore[index, call-overload]
    return json.dumps(document).encode()


def nested(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + b"[" * 3000 + data[at:]


def a_huge_number(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + b"9" * 5000 + data[at:]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip, cut, without_a_part, a_line_twice, a_line_less, another_value, another_value, nested,
    a_huge_number,
)  # fmt: skip


def damaged(name: str, seed: int) -> tuple[list[InFile], InFile | None]:
    """The files of a sample with one of them damaged, the mapping among them."""
    chance = random.Random(f"{name} {seed}")  # noqa: S311 - to repeat, not to guess
    files = [in_file(file) for file in FILES[name][1]]
    mapping = in_file(MAPS[name]) if name in MAPS else None
    at = chance.randrange(len(files) + (mapping is not None))
    damage = DAMAGES[seed % len(DAMAGES)]
    if at == len(files) and mapping is not None:
        return files, mapping._replace(data=damage(mapping.data, chance))
    files[at] = files[at]._replace(data=damage(files[at].data, chance))
    return files, mapping


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_copy_is_read_or_refused_in_words(name: str) -> None:
    refused = 0
    for seed in range(MUTATIONS):
        files, mapping = damaged(name, seed)
        try:
            reading = read_import(FILES[name][0], files, mapping)
        except Problem:
            refused += 1
            continue
        for one in reading.ratings:
            assert type(one.score) is int
            assert one.scale.lowest <= one.score <= one.scale.highest
            assert one.candidate
            assert one.interviewer
            assert one.dimension
        assert all(one.where and one.reason for one in reading.rejected)
        if reading.ratings:
            assert sorted(decode(encode(reading.ratings), "x")) == sorted(reading.ratings)
    assert 0 < refused < MUTATIONS


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_left_behind_after_a_refusal(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "none.toml"))
    root = tmp_path / "team"
    codes = set()
    for seed in range(THROUGH_THE_COMMAND):
        files, mapping = damaged(name, seed)
        paths = [tmp_path / f"{seed}-{file.where}" for file in files]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.data)
        arguments = ["import", FILES[name][0], *map(str, paths), "--workspace", str(root)]
        if mapping is not None:
            (tmp_path / "map.toml").write_bytes(mapping.data)
            arguments += ["--map", str(tmp_path / "map.toml")]
        before = {path: path.read_bytes() for path in root.glob("**/*") if path.is_file()}
        code = main(arguments)
        codes.add(code)
        after = {path: path.read_bytes() for path in root.glob("**/*") if path.is_file()}
        assert "Traceback" not in capsys.readouterr().err
        if code == 0:
            assert before.items() <= after.items()
        else:
            assert after == before
        kept = [path for path in after if path != root / ".imports.lock"]
        assert all(path.parent.name == FOLDER and path.suffix == ".toml" for path in kept)
    assert 2 in codes


def places(document: object, path: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    """Where something stands in a document, of every list the first entry alone."""
    if path:
        yield path
    if isinstance(document, dict):
        for key, below in document.items():
            yield from places(below, (*path, key))
    elif isinstance(document, list):
        for at, below in enumerate(document[:1]):
            yield from places(below, (*path, at))


@pytest.mark.parametrize(
    "name",
    [
        "greenhouse_harvest_scorecards.json",
        "greenhouse_v3.json",
        "lever_feedback.json",
        "lever_users.json",
        "ashby_application_feedback.json",
    ],
)
def test_anything_may_stand_anywhere(name: str) -> None:
    """Every field of the first scorecards, replaced by every odd value in turn."""
    whole = shortened(json.loads((SAMPLES / name).read_text("utf-8")))
    text = json.dumps(whole)
    kind = next(kind for kind, files in FILES.values() if name in files)
    refused = 0
    for path in places(whole):
        for odd in ODD:
            document = holder = json.loads(text)
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = odd
            try:
                reading = read_import(kind, [InFile("x.json", json.dumps(document).encode())])
            except Problem:
                refused += 1
                continue
            assert all(one.reason for one in reading.rejected)
            if reading.ratings:
                assert sorted(decode(encode(reading.ratings), "x")) == sorted(reading.ratings)
    assert refused


def shortened(document: object) -> object:
    """The document with two entries of every list, so that damaging it stays quick."""
    if isinstance(document, dict):
        return {key: shortened(below) for key, below in document.items()}
    if isinstance(document, list):
        return [shortened(below) for below in document[:2]]
    return document


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(
        st.sampled_from([
            "id", "data", "results", "fields", "value", "scores", "score", "type", "text", "user",
            "candidate_id", "interviewer", "attributes", "rating", "name", "submitted_at",
            "candidate_rating", "status", "scorecard_id", "submittedAt", "submittedValues",
        ]),
        below, max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(FORMATS), document=JSON)
def test_any_document_is_read_or_refused(name: str, document: object) -> None:
    data = json.dumps(document).encode()
    try:
        reading = read_import(name, [InFile("x.json", data)])  # type: ignore[arg-type]
    except Problem:
        return
    assert all(one.reason for one in reading.rejected)


@settings(max_examples=60)
@given(name=st.sampled_from(FORMATS), data=st.binary(), mapping=st.binary())
def test_any_bytes_are_read_or_refused(name: str, data: bytes, mapping: bytes) -> None:
    with suppress(Problem):
        read_import(name, [InFile("x", data)], InFile("m", mapping))  # type: ignore[arg-type]
