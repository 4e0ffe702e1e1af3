"""What makes two runs alike and quick: a clock that stands, a terminal that nobody looks at, and
nothing worked out twice."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import sys
import time
from contextlib import contextmanager
from datetime import datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.blindness.looking import NOW
from textual.screen import Screen
from textual.widgets import Input

import interviewloop
from interviewloop.calibration import calibrate as calibrating
from interviewloop.cli import main as command_line
from interviewloop.doctor import look
from interviewloop.library.library import Library
from interviewloop.tui.room import measuring
from interviewloop.workspace import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.blindness.workspaces import Place


class Still(datetime):
    """A wall clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.wall.astimezone(tz)


def every_module() -> None:
    """Import all of the program: what is never imported has no screens that could be missed."""
    for found in pkgutil.walk_packages(interviewloop.__path__, "interviewloop."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


@contextmanager
def standing_still(place: Place) -> Iterator[pytest.MonkeyPatch]:
    """The program finds itself as on her machine, and every run finds it alike."""
    every_module()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERVIEWLOOP_CONFIG", str(place.config))
        patch.setenv("HOME", str(place.root / "home"))
        patch.setenv("COLUMNS", "120")
        patch.setenv("TEXTUAL_ANIMATIONS", "none")
        patch.setenv("TZ", "UTC")
        time.tzset()
        patch.setattr(Input, "_toggle_cursor", lambda _self: None)
        patch.setattr("textual.screen.UPDATE_PERIOD", 0.001)
        patch.setattr(Screen, "_compositor_refresh", _drawn_for_nobody)
        patch.setattr(listing, "decode_session", cache(listing.decode_session))
        patch.setattr(listing, "decode_loop", cache(listing.decode_loop))
        patch.setattr(command_line, "build_parser", cache(command_line.build_parser))
        # How much is free and how long a save takes is another each time.
        patch.setattr(look, "disk_of", cache(look.disk_of))
        patch.setattr(Library, "open", staticmethod(_libraries()))
        once = _once(calibrating.calibrate)
        patch.setattr(calibrating, "calibrate", once)
        patch.setattr(measuring, "calibrate", once)
        yield patch
    time.tzset()


@contextmanager
def no_clock() -> Iterator[None]:
    """Within, the wall clock stands for whoever asks for it anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("datetime.datetime", Still)
        yield


def _drawn_for_nobody(screen: Screen[Any]) -> None:
    """What is shown is asked of the compositor when it is compared, and not before."""
    screen._dirty_widgets.clear()
    screen._compositor._dirty_regions.clear()


def _libraries() -> Callable[[Sequence[Path]], Library]:
    made: dict[tuple[Path, ...], Library] = {}
    return lambda folders: made.setdefault(tuple(folders), Library(folders))


def _once(calibrate: Callable[..., Any]) -> Callable[..., Any]:
    """Measuring is a pure function: the same scores need not be measured again."""
    known: dict[bytes, Any] = {}

    def found(ratings: Any, *, progress: Any = None, first: Any = None, **options: Any) -> Any:
        asked = pickle.dumps((ratings, sorted(options.items(), key=lambda pair: pair[0])))
        if asked not in known:
            known[asked] = calibrate(ratings, **options)
        return known[asked]

    return found


def holes_in(patch: pytest.MonkeyPatch, **instead: object) -> None:
    """Put something else in place of functions of blindness, wherever they were imported to."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("interviewloop."):
            for function, other in instead.items():
                if hasattr(module, function):
                    patch.setattr(module, function, other)
