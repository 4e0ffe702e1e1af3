"""The head of a session from its file, some ten times faster than by reading all of it.

A file as this program writes one has one layout, and each table of it has one pattern here. A file
that fits them from the first line to the last is a session that the full reader takes as well, so
its head can be picked out; of any other nothing is said, and the full reader has to judge. A test
holds the patterns against the models.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from typing import NamedTuple

from interviewloop.model.head import NO_MARK, Card, Head, Stand
from interviewloop.model.names import LONGEST_NAME
from interviewloop.model.scorecard import CONFIDENCES, NO_SIGNAL, RECOMMENDATIONS
from interviewloop.model.session import SESSION_KINDS
from interviewloop.workspace.migrations import PROGRAM_KEY, VERSION_KEY


class Field(NamedTuple):
    """A key of a table and what its value looks like; ``kept`` ones are picked out."""

    name: str
    value: str
    optional: bool = False
    kept: bool = False


# No pattern gives back what it took (``?+``, ``*+``): what does not fit is told at once.
_ID = r"(?=[a-z0-9_-]{1,60}+[\"\]\s])[a-z][a-z0-9]*+(?:[-_][a-z0-9]++)*+"
_NAMED = f'"{_ID}"'
# All that the writer escapes. A string in one line holds no line end, so lines are never text.
_PLAIN = r"[^\"\\\x00-\x1f\x7f]*+"
_TEXT = rf'"{_PLAIN}(?:\\(?:["\\bfnrt]|u00[01][0-9a-f]|u007f){_PLAIN})*+"'
_VISIBLE = r"[!#-\[\]-~]"
_WHOLE = r"[1-9][0-9]{0,8}+"
_SECONDS = r"(?:0|[1-9][0-9]{0,8}+)\.[0-9]{1,17}+"
_STRETCH = r"(?:1\.[0-9]{1,17}+|2\.0)"
_TRUTH = "(?:true|false)"
_DAY = (
    r"(?:19|20)[0-9]{2}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_MOMENT = rf"{_DAY} (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{6}})?+\+00:00"
_SCORE = f'(?:[1-5]|"{NO_SIGNAL}")'


def _one_of(words: tuple[str, ...]) -> str:
    return f'"(?:{"|".join(map(re.escape, words))})"'


SESSION = (
    Field(VERSION_KEY, "[12]"),
    Field(PROGRAM_KEY, r'"[ !#-\[\]-~]{0,100}+"', optional=True),
    Field("kind", _one_of(SESSION_KINDS), kept=True),
    Field("phase", _one_of(("ready", "interview", "scoring", "sealed")), kept=True),
    Field("loop", _TEXT, kept=True),
    Field("candidate", _TEXT, kept=True),
    Field("interviewer", _TEXT, kept=True),
    Field("case", _NAMED, kept=True),
    Field("case_version", _WHOLE, kept=True),
    Field("rubric", _NAMED, kept=True),
    Field("rubric_version", _WHOLE, kept=True),
    Field("created_at", _MOMENT, kept=True),
    Field("started_at", _MOMENT, optional=True, kept=True),
    Field("sealed_at", _MOMENT, optional=True, kept=True),
    Field("seal", _TEXT, optional=True, kept=True),
    Field("stretch", _STRETCH, kept=True),
    Field("persona", _NAMED, optional=True, kept=True),
    Field("stage", _NAMED, optional=True, kept=True),
)
SCORECARD = (
    Field("recommendation", _one_of(RECOMMENDATIONS), optional=True, kept=True),
    Field("summary", _TEXT, optional=True),
)
COLUMNS = {
    "scores": _SCORE,
    "confidence": _one_of(CONFIDENCES),
    "evidence": rf"\[(?:\n(?:    {_NAMED},\n)++)?+\]",
    "rationale": _TEXT,
}
CLOCK = (Field("elapsed_s", _SECONDS, kept=True), Field("running", _TRUTH, kept=True))
DRAFT = (Field("note", _TEXT), Field("editing", _NAMED, optional=True))
_MARK = (Field("at", _MOMENT), Field("clock_s", _SECONDS), Field("stage", _NAMED))
_HELP = (*_MARK, Field("rung", "[0-3]"))
ENTRIES = {
    "stages": (Field("used_s", _SECONDS), Field("visited", _TRUTH), Field("skipped", _TRUTH)),
    "probes": _HELP,
    "look_fors": _HELP,
    "red_flags": _HELP,
    "exhibits": (*_MARK, Field("on_screen", _TRUTH)),
    "incident": (
        *_MARK,
        Field("said", _TEXT),
        Field(
            "event", rf'"(?:(?:ask|act|undo|name):{_VISIBLE}++|wait:[0-9]{{1,4}}+)"', optional=True
        ),
        Field("taken_back_at", _MOMENT, optional=True),
    ),
    "talk": (
        *_MARK,
        Field("said", _TEXT),
        Field("answer", _NAMED, optional=True),
        Field("move", _NAMED, optional=True),
    ),
    "log": (
        *_MARK,
        Field(
            "what",
            _one_of(
                ("start", "next", "back", "skip", "jump", "pause", "resume", "score", "reopen")
            ),
        ),
    ),
    "notes": (
        *_MARK,
        Field("signal", _one_of(("strong", "weak", "red-flag", "note"))),
        Field("dim", _NAMED, optional=True),
        Field("text", _TEXT),
        Field("edited_at", _MOMENT, optional=True),
        Field("source", rf'"(?:milestone|belief):{_VISIBLE}{{1,200}}+"', optional=True),
        Field("deleted_at", _MOMENT, optional=True),
    ),
}
"""Tables of named entries, in the order of the file."""
LEFT_TO_THE_FULL_READER = frozenset({"amendments", "handovers"})
"""Tables that few sessions have and whose values depend on one another."""


def _fields(fields: tuple[Field, ...]) -> str:
    lines = []
    for one in fields:
        value = f"(?P<{one.name}>{one.value})" if one.kept else one.value
        line = f"{one.name} = {value}\\n"
        lines.append(f"(?:{line})?+" if one.optional else line)
    return "".join(lines)


def _columns(name: str, value: str) -> str:
    return rf"(?:\n\[scorecard\.{name}\]\n(?P<{name}>(?:{_ID} = {value}\n)++))?+"


def _entries(name: str, fields: tuple[Field, ...]) -> str:
    table = rf"\n\[{name}\.{_ID}\]\n{_fields(fields)}"
    return f"(?P<{name}>(?:{table})*+)"


@cache
def _layout() -> re.Pattern[str]:
    """The pattern of a whole file, made when the first one is read."""
    parts = [
        _fields(SESSION),
        rf"(?:\n\[scorecard\]\n{_fields(SCORECARD)})?+",
        *(_columns(name, value) for name, value in COLUMNS.items()),
        rf"\n\[clock\]\n{_fields(CLOCK)}",
    ]
    for name, fields in ENTRIES.items():
        if name == "log":
            parts.append(rf"(?:\n\[draft\]\n{_fields(DRAFT)})?+")
        parts.append(_entries(name, fields))
    return re.compile("".join(parts))


_HEADER = re.compile(r"^\[(.+)\]$", re.MULTILINE)
_NOTE = re.compile(
    r"^text = (.*)\n(?:edited_at = .*\n)?(?:source = .*\n)?(deleted_at)?", re.MULTILINE
)
_KEY = re.compile(r"^([a-z0-9_-]+) = ", re.MULTILINE)


def quick_head(data: bytes) -> Head | None:
    """The head of the session in ``data``, the content of a file; None where the full reader has to
    say whether it is one."""
    found = _whole(data)
    if found is None:
        return None
    names = [_text(found[field]) for field in ("loop", "candidate", "interviewer")]
    sealed = found["phase"] == '"sealed"'
    stamped = (found["sealed_at"] is not None, found["seal"] is not None)
    if (
        not all(len(name) <= LONGEST_NAME and name.strip() for name in names)
        or stamped != (sealed, sealed)
        or (found["stage"] is None and found["phase"] != '"ready"')
    ):
        return None
    return _head(found, *names)


def quick_notes(data: bytes) -> tuple[str, ...] | None:
    """The texts of the notes that are not deleted; None as in :func:`quick_head`."""
    found = _whole(data)
    if found is None:
        return None
    notes = _NOTE.findall(found["notes"])
    return tuple(_text(written) for written, deleted in notes if not deleted)


def _whole(data: bytes) -> re.Match[str] | None:
    """The file, if it has the layout from the first line to the last."""
    try:
        found = _layout().fullmatch(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return None if found is None or _repeats(found) else found


def _repeats(found: re.Match[str]) -> bool:
    """Whether a table or a key stands there twice, which no TOML file may do."""
    groups = [_HEADER.findall(found.string)]
    groups += [_KEY.findall(block) for name in COLUMNS if (block := found[name])]
    return any(len(set(keys)) < len(keys) for keys in groups)


def _head(found: re.Match[str], loop: str, candidate: str, interviewer: str) -> Head:
    scores = [line.split(" = ") for line in (found["scores"] or "").splitlines()]
    return Head(
        found["kind"][1:-1],  # type: ignore[arg-type] # the pattern lets nothing else through
        found["phase"][1:-1],  # type: ignore[arg-type]
        loop,
        candidate,
        interviewer,
        found["case"][1:-1],
        int(found["case_version"]),
        found["rubric"][1:-1],
        int(found["rubric_version"]),
        datetime.fromisoformat(found["created_at"]),
        _moment(found["started_at"]),
        _moment(found["sealed_at"]),
        float(found["stretch"]),
        _word(found["persona"]),
        _word(found["stage"]),
        Card(
            _word(found["recommendation"]),  # type: ignore[arg-type] # as above
            tuple(dim for dim, _ in scores),
            "".join(NO_MARK if score[0] == '"' else score for _, score in scores),
        ),
        Stand(float(found["elapsed_s"]), found["running"] == "true"),
        tuple(name.partition(".")[2] for name in _HEADER.findall(found["red_flags"])),
        {},
        {},
    )


def _text(written: str) -> str:
    """What a quoted text says. JSON has all the escapes that the patterns let through."""
    text: str = json.loads(written) if "\\" in written else written[1:-1]
    return text


def _word(written: str | None) -> str | None:
    return None if written is None else written[1:-1]


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
