"""Work in a second process: what it tells, how it ends, and that nothing of it stays."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apart.tasks import Raises, Sleeps, Tells

from interviewloop.apart.pieces import LONGEST, Assembly, send_in_pieces
from interviewloop.apart.process import Abandoned, Apart
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
_LONG_S = 20.0

values = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.integers(), inner, max_size=4),
        st.tuples(inner, st.integers(LONGEST - 1, 3 * LONGEST)).map(lambda it: (it[0],) * it[1]),
        inner.map(lambda it: {key: [it] for key in range(LONGEST + 1)}),
    ),
    max_leaves=6,
)


@pytest.fixture(autouse=True)
def tasks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONG_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def gone(pid: int) -> bool:
    """Whether a process is no more; one that only waits for somebody to count it is gone too."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


@given(values)
def test_a_value_is_the_same_after_it_was_cut_into_pieces(value: object) -> None:
    pieces: list[bytes] = []
    send_in_pieces(value, pieces.append)
    assembly = Assembly()
    *before, last = [assembly.take(piece) for piece in pieces]
    assert last == (value,)
    assert not any(before)


def test_no_piece_holds_more_than_a_few_entries() -> None:
    pieces: list[bytes] = []
    send_in_pieces({"all": [f"{n:09}" for n in range(100 * LONGEST)]}, pieces.append)
    assert len(pieces) == 101
    assert max(map(len, pieces)) < 2 * len(pickle.dumps([f"{n:09}" for n in range(LONGEST)]))


def test_what_is_told_comes_in_order_and_nothing_else_is_written(
    capfd: pytest.CaptureFixture[str],
) -> None:
    told = ("a", tuple(range(5 * LONGEST)), {"b": None})
    with Apart(Tells(told)) as apart:
        assert tuple(apart.told(lambda: False)) == told
        pid = apart.pid
    assert gone(pid)
    assert capfd.readouterr() == ("", "")


def test_a_problem_comes_as_it_is_and_a_mistake_without_its_words() -> None:
    with Apart(Raises(Problem)) as apart, pytest.raises(Problem) as raised:
        list(apart.told(lambda: False))
    found = raised.value
    parts = ["No", "  here: it is not to be had", "  Ask again."]
    assert found.lines() == parts
    with Apart(Raises(ZeroDivisionError)) as apart, pytest.raises(Problem) as raised:
        list(apart.told(lambda: False))
    assert "ZeroDivisionError in tasks.py, line" in raised.value.what
    assert "Ada" not in " ".join(raised.value.lines())


def test_a_process_that_is_killed_is_told_as_a_problem() -> None:
    with Apart(Sleeps()) as apart:
        told = apart.told(lambda: False)
        os.kill(int(str(next(told))), signal.SIGKILL)
        with pytest.raises(Problem) as raised:
            next(told)
    assert raised.value.what == "the process that computes was ended by SIGKILL"
    assert "F5" in raised.value.mend


def test_who_waits_no_longer_ends_it() -> None:
    waiting = True
    with Apart(Sleeps()) as apart:
        told = apart.told(lambda: not waiting)
        assert next(told) == str(apart.pid)
        waiting = False
        with pytest.raises(Abandoned):
            next(told)
    assert gone(apart.pid)


PARENT = """
from tests.apart.tasks import Sleeps
from interviewloop.apart.process import Apart
with Apart(Sleeps()) as apart:
    for pid in apart.told(lambda: False):
        print(pid, flush=True)
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_however_the_first_process_ends_the_second_does_too(end: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert os.getsid(child) == child  # the terminal's own signals do not reach it
    parent.send_signal(end)
    parent.communicate()
    until(lambda: gone(child))


def test_the_second_process_ends_when_nobody_asks_it_anything() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "interviewloop.apart"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
