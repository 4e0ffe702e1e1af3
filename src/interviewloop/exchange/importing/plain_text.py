"""Rich text as the words in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_NEW_LINE = (
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "pre",
    "h1", "h2", "h3", "h4", "h5", "h6",
)  # fmt: skip
_INLINE = (
    "a", "b", "i", "u", "s", "em", "strong", "span", "code", "sub", "sup", "small", "mark", "font",
    "td", "th", "tbody",
)  # fmt: skip
_UNREAD = ("script", "style")
_TAGS = "|".join((*_NEW_LINE, *_INLINE, *_UNREAD))
_MARKUP = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|&(?:amp|lt|gt|quot|nbsp|#[0-9]+);", re.IGNORECASE
)
_BLANKS = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """``text`` without the tags of a rich text editor, its paragraphs on lines of their own.

    Text without any is given back as it is: what looks like ``<x>`` may be meant. What a browser
    would run is not kept.
    """
    if not _MARKUP.search(text):
        return text
    words = _Words()
    try:
        words.feed(text)
        words.close()
    except AssertionError:  # a declaration that is none, such as "<![x"
        return text
    return _BLANKS.sub("\n\n", "".join(words.parts)).replace("\xa0", " ").strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNREAD:
            self._unread = True
        elif tag in _NEW_LINE:
            self._end_line()
            if tag == "li":
                self.parts.append("- ")
        elif tag not in _INLINE:
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = False
        elif tag in _NEW_LINE:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)

    def _end_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
