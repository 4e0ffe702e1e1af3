"""Two colour themes, dark and light. Contrast of every pair used for text is tested."""

from __future__ import annotations

from textual.theme import Theme

DARK = "interviewloop-dark"
LIGHT = "interviewloop-light"

MUTED = "#767676"
"""For themes that are not ours: a grey that can be read on white and on black."""

THEMES: tuple[Theme, ...] = (
    Theme(
        name=DARK,
        primary="#5aa9e6",
        secondary="#8fb8de",
        accent="#e0b354",
        warning="#e0b354",
        error="#ef7a85",
        success="#6ccb8c",
        foreground="#e6e8eb",
        background="#101418",
        surface="#171c22",
        panel="#212932",
        dark=True,
        variables={
            "muted": "#93a1af",
            "scrollbar": "#3a4754",
            "scrollbar-background": "#171c22",
            "border": "#3a4754",
            "block-cursor-background": "#2f6f9f",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-blurred-background": "#2a333d",
            "block-cursor-blurred-foreground": "#e6e8eb",
            "footer-key-foreground": "#e0b354",
            "input-selection-background": "#2f6f9f",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#14588f",
        secondary="#33658a",
        accent="#7a4d00",
        warning="#7a4d00",
        error="#a3182d",
        success="#17683a",
        foreground="#1a2027",
        background="#f6f7f9",
        surface="#ffffff",
        panel="#e7ebf0",
        dark=False,
        variables={
            "muted": "#4c5863",
            "scrollbar": "#9aa7b4",
            "scrollbar-background": "#e7ebf0",
            "border": "#9aa7b4",
            "block-cursor-background": "#14588f",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-blurred-background": "#d5dee8",
            "block-cursor-blurred-foreground": "#1a2027",
            "footer-key-foreground": "#7a4d00",
            "input-selection-background": "#b9d3ea",
        },
    ),
)
