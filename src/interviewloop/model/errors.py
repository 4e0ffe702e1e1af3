"""The one error that reaches a person."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818 - a problem is what users call it
    """Something a user can act on. Nothing on disk has changed when it is raised.

    ``title`` is a few words, ``what`` says what is wrong, ``where`` names the file, line or field,
    ``mend`` says what to do about it. All of them are plain text.
    """

    def __init__(self, title: str, what: str, mend: str = "", where: str = "") -> None:
        super().__init__(f"{title}: {what}")
        self.title = title
        self.what = what
        self.mend = mend
        self.where = where

    def lines(self) -> list[str]:
        """The problem as lines for a terminal, most important first."""
        place = f"{self.where}: " if self.where else ""
        lines = [self.title, f"  {place}{self.what}"]
        if self.mend:
            lines.append(f"  {self.mend}")
        return lines
