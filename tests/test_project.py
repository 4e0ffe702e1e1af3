"""What the project promises about itself: generated files, example data, contrast."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from interviewloop.interview.sealing import broken_seals
from interviewloop.library.library import Library
from interviewloop.tui.themes import MUTED, THEMES
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from textual.theme import Theme

ROOT = Path(__file__).resolve().parent.parent


def test_keys_document_is_in_step() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "make_keys_doc.py"))["page"]()
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == page


def test_catalogue_document_is_in_step() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "make_catalogue_doc.py"))["page"]()
    assert (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8") == page


def test_doctor_document_is_in_step() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "make_doctor_doc.py"))["page"]()
    assert (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8") == page


def test_no_two_cases_share_a_root_cause_or_a_set_of_pitfalls() -> None:
    cases = Library.open([ROOT]).cases().values()
    files = [file for one in cases if (file := one.incident())]
    causes = [file.loaded.value.incident.root_cause for file in files]
    assert len({*causes}) == len(causes) > 1
    pitfalls = [frozenset(it.kind for it in one.case.pitfalls.values()) for one in cases]
    planted = [kinds for kinds in pitfalls if kinds]
    assert len({*planted}) == len(planted) > 1


def test_every_figure_candidates_are_told_is_recomputed() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "figures.py"))
    found = [
        line for file in sorted(ROOT.glob("cases/*/case.toml")) for line in script["lines"](file)
    ]
    assert found
    assert [line for line in found if line[-1] == script["NOWHERE"]] == []


def test_example_loops_are_what_their_script_writes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make_examples.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, timeout=60)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.toml")}
    shipped_in = ROOT / "sessions"
    shipped = {p.relative_to(shipped_in): p.read_bytes() for p in shipped_in.rglob("*.toml")}
    assert made == shipped


def test_example_sessions_are_sealed_whole_and_marked() -> None:
    listing = Workspace(ROOT).listing()
    examples = [one.session for one in listing.sessions if one.session.kind == "example"]
    assert listing.unreadable == ()
    assert len({session.candidate for session in examples}) == 8
    assert len({session.interviewer for session in examples}) == 6
    for session in examples:
        assert session.sealed
        assert broken_seals(session) == ()
        assert session.candidate.startswith("EX-")
        assert session.interviewer.startswith("Example ")


def _contrast(one: Color, other: Color) -> float:
    """Contrast ratio of WCAG 2.2 (1 to 21)."""

    def luminance(color: Color) -> float:
        channels = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized
        ]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXTS = ("foreground", "text-primary", "text-success", "text-warning", "text-error", "text-accent")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
@pytest.mark.parametrize("text", [*TEXTS, "muted"])
def test_text_can_be_read_on_every_ground(theme: Theme, ground: str, text: str) -> None:
    colors = {"muted": MUTED, **theme.to_color_system().generate(), **theme.variables}
    below = Color.parse(colors[ground])
    above = Color.parse(colors[text])
    assert _contrast(below.blend(above.rgb and above, above.a, 1.0), below) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_under_the_cursor(theme: Theme) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}
    cursor = Color.parse(colors["background"]).blend(Color.parse(colors["primary"]), 0.20, 1.0)
    for text in (*TEXTS, "muted"):
        assert _contrast(Color.parse(colors[text]), cursor) >= 4.5, text


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("shade", ["primary", "warning"])
def test_numbers_can_be_read_on_the_darkest_shade_of_a_heat_map(theme: Theme, shade: str) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}
    below = Color.parse(colors["background"]).blend(Color.parse(colors[shade]), 0.28, 1.0)
    assert _contrast(Color.parse(colors["foreground"]), below) >= 4.5
