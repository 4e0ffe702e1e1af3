"""Samples of other tools' scorecards: one invented table of ratings, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.exchange.import_files import InFile, read_import

if TYPE_CHECKING:
    from interviewloop.exchange.import_files import Format
    from interviewloop.exchange.imported import Reading

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "tests" / "data" / "imports"
FILES: dict[str, tuple[Format, tuple[str, ...]]] = {
    "greenhouse v1": ("greenhouse", ("greenhouse_harvest_scorecards.json",)),
    "greenhouse joined": ("greenhouse", ("greenhouse_scorecards.csv",)),
    "greenhouse v3": ("greenhouse", ("greenhouse_v3.json",)),
    "fivetran": ("greenhouse", ("fivetran_scorecard.csv", "fivetran_scorecard_attribute.csv")),
    "bi": (
        "greenhouse",
        ("bi_scorecards.csv", "bi_scorecards_attributes.csv", "bi_attributes.csv"),
    ),
    "lever": ("lever", ("lever_feedback.json", "lever_users.json")),
    "ashby": ("ashby", ("ashby_application_feedback.json",)),
    "csv": ("csv", ("panel.csv",)),
    "wide csv": ("csv", ("wide.csv",)),
}
MAPS = {"csv": "panel.toml", "wide csv": "wide.toml"}


def in_file(name: str) -> InFile:
    return InFile(name, (SAMPLES / name).read_bytes())


def sample(name: str) -> Reading:
    """What a sample is read as."""
    kind, files = FILES[name]
    mapping = in_file(MAPS[name]) if name in MAPS else None
    return read_import(kind, [in_file(file) for file in files], mapping)


def read_json_as(kind: Format, document: object) -> Reading:
    """What a JSON document is read as."""
    return read_import(kind, [InFile("given.json", json.dumps(document).encode())])


def read_csv_as(mapping: str, text: str) -> Reading:
    """What a CSV text is read as through a mapping."""
    return read_import(
        "csv", [InFile("given.csv", text.encode())], InFile("map.toml", mapping.encode())
    )
