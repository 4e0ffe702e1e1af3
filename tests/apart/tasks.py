"""What the second process is asked to do in tests; it finds this file by its PYTHONPATH."""

from __future__ import annotations

import os
import sys
import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Tells:
    """Tells its values, having written where it must not."""

    values: tuple[object, ...]

    def __call__(self, tell: Callable[[object], None]) -> None:
        print("stray")  # noqa: T201 - what is tried
        os.write(1, b"stray")
        sys.stderr.write("stray")
        warnings.warn("stray", stacklevel=1)
        for value in self.values:
            tell(value)


@dataclass(frozen=True)
class Raises:
    error: type[Exception]

    def __call__(self, _: Callable[[object], None]) -> None:
        if self.error is Problem:
            raise Problem("No", "it is not to be had", "Ask again.", "here")
        raise self.error("Ada Quill")


@dataclass(frozen=True)
class Sleeps:
    """Tells who it is, then takes for ever."""

    def __call__(self, tell: Callable[[object], None]) -> None:
        tell(str(os.getpid()))
        time.sleep(600)
