"""What the terminal sends, taken in without loss: broken bytes, and control characters in pastes.

Textual decodes its input strictly, so one byte that is not UTF-8 (a Latin-1 paste, noise on a
serial line) ends the app; and its parser reads an ESC inside a paste as a key and drops NUL. Here
a broken byte becomes the replacement character, and control characters inside a bracketed paste
travel through the parser in disguise: as private-use characters that :func:`unmasked` turns back.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.drivers import linux_driver

if TYPE_CHECKING:
    from collections.abc import Callable

_ESCAPE = "\x1b"
_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_DISGUISE = 0xF8E00
"""Private-use characters from here on stand for the C0 and C1 controls."""
_KEPT = "\t\n\r"
_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _KEPT]
_MASK = {ord(control): _DISGUISE + ord(control) for control in _CONTROLS}
_UNMASK = {disguised: control for control, disguised in _MASK.items()}


def unmasked(text: str) -> str:
    """Pasted text as it was sent."""
    return text.translate(_UNMASK)


class PasteMask:
    """Disguises control characters between the two marks of a bracketed paste, chunk by chunk."""

    def __init__(self) -> None:
        self._pasting = False
        self._held = ""
        """The beginning of what may be a mark, until the next chunk decides it."""
        self._given = 0
        """How many of the held characters the parser has already."""

    def feed(self, text: str, *, final: bool = False) -> str:
        """The next chunk, as it may be given to the parser."""
        if not text and not final:
            return ""
        text, self._held = self._held + text, ""
        out = []
        while text:
            mark = _END if self._pasting else _BEGIN
            before, found, text = text.partition(mark)
            if not found and not final:
                before, self._held = _split_before_mark(before, mark)
            out.append(before.translate(_MASK) if self._pasting else before)
            if found:
                out.append(mark)
                self._pasting = not self._pasting
        result = "".join(out)
        result, self._given = result[self._given :], max(0, self._given - len(result))
        if not self._pasting and not self._held and result.endswith(_ESCAPE):
            # It may be the Escape key, so it is not kept back, or the first part of a mark.
            self._held, self._given = _ESCAPE, 1
        return result


def _split_before_mark(text: str, mark: str) -> tuple[str, str]:
    """``text`` without the longest end that could begin ``mark``, and that end.

    A lone ESC outside a paste is not held back: it is the Escape key.
    """
    shortest = 2 if mark == _BEGIN else 1
    for length in range(min(len(mark) - 1, len(text)), shortest - 1, -1):
        if mark.startswith(text[-length:]):
            return text[:-length], text[-length:]
    return text, ""


class TerminalGone(Exception):  # noqa: N818 - what it is
    """The other end of the terminal is closed: there will be no more input."""


class _Decoder:
    """An incremental decoder that never fails, with pastes masked."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._mask = PasteMask()

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of ``data``, as far as it is complete. Raises :class:`TerminalGone` for nothing:
        a raw terminal gives no empty reads while there is one."""
        if not data and not final:
            raise TerminalGone
        return self._mask.feed(self._decoder.decode(data, final), final=final)


def _decoder_for(_encoding: str) -> Callable[[], _Decoder]:
    return _Decoder


class ForgivingDriver(linux_driver.LinuxDriver):
    """Textual's driver for Linux and macOS with the decoder above."""

    def run_input_thread(self) -> None:
        # The base class looks this name up when its thread starts, and offers no other way in.
        linux_driver.getincrementaldecoder = _decoder_for  # type: ignore[attr-defined, assignment]
        # A terminal that is gone is readable for ever: without an end here the thread would spin,
        # and keep the process alive when the app itself could not close what is no longer there.
        with suppress(TerminalGone):
            super().run_input_thread()
