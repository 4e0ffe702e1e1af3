"""A workspace of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.doctor.damages import furnished

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return furnished(tmp_path / "team")
