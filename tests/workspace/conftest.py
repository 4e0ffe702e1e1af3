"""A workspace of its own for each test."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "team")


@pytest.fixture
def umask() -> Iterator[None]:
    """Puts the umask back that a test changes."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)
