"""What the settings name that this app does not have: themes and bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.workspace.settings import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.model.errors import Problem
    from interviewloop.tui.app import InterviewloopApp

OWN_THEMES = ("dark", "light")
"""Words for the themes of this app, whatever they are called inside."""


def setting_mistakes(app: InterviewloopApp) -> list[Problem]:
    """What in the settings does nothing. Reads every screen's module if there is a keymap."""
    settings = app.services.settings
    ids = _binding_ids() if settings.keymap else ()
    themes = (*OWN_THEMES, *app.available_themes)
    return unknown(settings, themes, ids, str(app.services.config))


def _binding_ids() -> Iterator[str]:
    # deferred: only who has a keymap pays for reading all screens
    from importlib import import_module
    from pkgutil import iter_modules

    from textual.binding import Binding
    from textual.dom import DOMNode

    from interviewloop.tui import screens

    for module in iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")
    kinds: list[type[DOMNode]] = [DOMNode]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        for binding in vars(kind).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                yield binding.id
