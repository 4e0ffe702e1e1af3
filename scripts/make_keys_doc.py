"""Write docs/keys.md: every binding of every screen with its id, for ``[keymap]`` in config.toml.

python scripts/make_keys_doc.py
"""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from textual.binding import Binding

from interviewloop.tui import screens
from interviewloop.tui.app import InterviewloopApp
from interviewloop.tui.screens.base import AppScreen

ROOT = Path(__file__).resolve().parent.parent
INTRO = """\
# Keys

Made by `python scripts/make_keys_doc.py`; a test keeps it in step with the program.

Every key can be changed. Put the id of a binding and the keys you want (several with commas) into
`config.toml`, which `interviewloop locate config` finds:

```toml
[keymap]
"live.next" = "f4,ctrl+n"
```

F1 on any screen shows its keys as they are mapped now. Single letters do not work while a text line
has the focus; function keys always do.
"""


def page() -> str:
    """The whole document."""
    parts = [INTRO]
    for title, kind in sorted(_screens(), key=lambda pair: pair[0]):
        rows = _rows(kind)
        if rows:
            parts += [f"\n## On {title}\n", "| keys | does | id |", "|---|---|---|", *rows]
    parts += ["\n## Everywhere\n", "| keys | does | id |", "|---|---|---|"]
    parts += [*_rows(AppScreen), *_rows(InterviewloopApp)]
    return "\n".join(parts) + "\n"


def _screens() -> list[tuple[str, type]]:
    found: dict[str, type] = {}
    for module in iter_modules(screens.__path__):
        members = inspect.getmembers(import_module(f"{screens.__name__}.{module.name}"))
        for _, kind in members:
            if inspect.isclass(kind) and issubclass(kind, AppScreen) and kind is not AppScreen:
                found[kind.TITLE_HERE] = kind
    return list(found.items())


def _rows(kind: type) -> list[str]:
    bindings = [one for one in vars(kind).get("BINDINGS", []) if isinstance(one, Binding)]
    return [
        f"| {one.key.replace(',', ' ')} | {one.tooltip or one.description} | `{one.id}` |"
        for one in bindings
        if one.id
    ]


def main() -> None:
    """Write the document."""
    (ROOT / "docs" / "keys.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
