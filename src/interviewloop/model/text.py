"""Text that people typed: kept as typed, shown harmlessly."""

from __future__ import annotations

_SUBSTITUTE = "\u2426"
_LINE_ENDS = {0x2028, 0x2029}
_BIDI_CONTROLS = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE = {0x00AD, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, *range(0xE0000, 0xE0080)}

# One sign for one character, so that a cursor position in the original is one in the shown text.
_VISIBLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), _SUBSTITUTE),
    **dict.fromkeys(_LINE_ENDS | _BIDI_CONTROLS | _INVISIBLE, _SUBSTITUTE),
}


def visible(text: str) -> str:
    """``text`` on one line with every control character as a visible sign.

    ESC becomes ␛, NUL ␀, a line end ␊; C1 controls and characters that reorder or hide text become
    ␦. Joiners stay, because emoji and several scripts are spelled with them. The length is kept.
    """
    return text.translate(_VISIBLE)


def visible_lines(text: str) -> str:
    """Like :func:`visible`, but line ends (LF, CRLF) still end lines."""
    return "\n".join(visible(line.removesuffix("\r")) for line in text.split("\n"))


def storable(text: str) -> str:
    """``text`` as it can be written to a file.

    A lone surrogate is half a character and has no encoding; a terminal can send one when its input
    is not UTF-8. It becomes the replacement character. Everything else stays as typed.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def counted(number: int, noun: str) -> str:
    """``number`` and ``noun``, in the plural where it belongs."""
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
