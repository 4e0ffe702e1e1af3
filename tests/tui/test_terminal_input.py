"""What the terminal sends: broken bytes and control characters in pastes."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste

from interviewloop.tui.terminal_input import PasteMask, TerminalGone, _Decoder, unmasked

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Stand

BEGIN, END = "\x1b[200~", "\x1b[201~"
CONTROLS = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)))


def through(chunks: list[str]) -> list[object]:
    """What Textual's parser makes of masked chunks."""
    mask, parser = PasteMask(), XTermParser()
    masked = [mask.feed(chunk) for chunk in chunks]
    # The driver hands on nothing when there is nothing: to the parser that would be the end.
    return [event for chunk in masked if chunk for event in parser.feed(chunk)]


def pasted(events: list[object]) -> str:
    return "".join(unmasked(event.text) for event in events if isinstance(event, Paste))


def cut(text: str, places: list[int]) -> list[str]:
    edges = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.integers(0, 999), max_size=4))
def test_a_paste_arrives_as_it_was_sent_however_it_is_cut(text: str, places: list[int]) -> None:
    if END in text or any(0xF8E00 <= ord(c) < 0xF8F00 for c in text):
        return
    events = through(cut(BEGIN + text + END + "x", places))
    assert pasted(events) == text
    assert [event.key for event in events if isinstance(event, Key)] == ["x"]


def test_every_control_character_survives_a_paste() -> None:
    text = f"a{CONTROLS}[2J{CONTROLS}b"
    assert pasted(through([BEGIN + text + END])) == text


def test_an_empty_chunk_changes_nothing() -> None:
    assert pasted(through([BEGIN + "a\x1b", "", "b" + END])) == "a\x1bb"
    mask = PasteMask()
    assert [mask.feed(chunk) for chunk in ("\x1b", "", BEGIN[1:])] == ["\x1b", "", BEGIN[1:]]
    assert mask.feed("\x00") == "\U000f8e00"


def test_a_terminal_that_is_gone_ends_the_input() -> None:
    decoder = _Decoder()
    assert decoder.decode("é".encode()[:1]) == ""
    with pytest.raises(TerminalGone):
        decoder.decode(b"")
    assert decoder.decode(b"", final=True) == "\ufffd"


def test_keys_outside_a_paste_are_untouched() -> None:
    mask = PasteMask()
    for keys in ("\x1b", "\x1b[A", "\x11", "abc\r", "\x1b[<0;1;1M"):
        assert mask.feed(keys) + mask.feed("", final=True) == keys


def test_broken_bytes_become_the_replacement_character() -> None:
    assert _Decoder().decode(b"ab\x9bcd\xff") == "ab\ufffdcd\ufffd"
    split = _Decoder()
    assert split.decode("é".encode()[:1]) + split.decode("é".encode()[1:]) == "é"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_app_lives_through_bytes_that_are_no_utf8(stand: Stand, tmp_path: Path) -> None:
    stand.store()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="100", LINES="30")
        command = [sys.executable, "-m", "interviewloop", "--workspace", str(stand.root)]
        os.execv(sys.executable, command)
    try:
        _wait_for(terminal, b"C-014")
        os.write(terminal, b"/\x9b\xff\xfe[M\x80\x80\x80zz")
        _wait_for(terminal, b"Nothing matches")
        os.write(terminal, b"\x11")
        assert _exit_code(pid, terminal) == 0
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    finally:
        os.close(terminal)


def _exit_code(pid: int, terminal: int) -> int:
    """Reads on while the app goes down: it would wait for ever to write its last frame."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                os.read(terminal, 65536)
            except OSError:  # Linux says so when the other end is closed
                time.sleep(0.05)
    raise AssertionError("the app did not end")


def _wait_for(terminal: int, words: bytes) -> None:
    seen, end = b"", time.monotonic() + 20
    while words not in seen:
        assert time.monotonic() < end, seen[-2000:]
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536)
