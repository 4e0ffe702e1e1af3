"""Which lines the library screen shows, and what stands in them. Free of Textual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from interviewloop.interview.usage import WORN
from interviewloop.model.case import KIND_NAMES, SETTING_NAMES
from interviewloop.model.text import visible
from interviewloop.tui.library_reading import CaseEntry, RubricEntry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from interviewloop.library.load import Broken
    from interviewloop.tui.library_reading import Details, Entry, View

Tab = Literal["cases", "rubrics"]
FilterName = Literal["kind", "setting", "dimension", "personas", "retired"]
NAMES: tuple[FilterName, ...] = ("kind", "setting", "dimension", "personas", "retired")
LABELS: dict[FilterName, str] = {
    "kind": "Kind",
    "setting": "Setting",
    "dimension": "Dimension",
    "personas": "Personas",
    "retired": "Retired",
}
OF_TAB: dict[Tab, tuple[FilterName, ...]] = {"cases": NAMES, "rubrics": ("dimension", "retired")}
ANY = "any"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for. ``any`` asks for nothing; retired ones are ``hidden`` unless asked for."""

    kind: str = ANY
    setting: str = ANY
    dimension: str = ANY
    personas: str = ANY
    retired: str = "hidden"

    def value(self, name: FilterName) -> str:
        """What is asked for in one filter."""
        return {
            "kind": self.kind,
            "setting": self.setting,
            "dimension": self.dimension,
            "personas": self.personas,
            "retired": self.retired,
        }[name]

    def stepped(self, name: FilterName, options: list[tuple[str, str]], step: int) -> Filters:
        """With the value that comes ``step`` after the present one, going round."""
        keys = [key for key, _ in options]
        here = keys.index(self.value(name)) if self.value(name) in keys else 0
        return replace(self, **{name: keys[(here + step) % len(keys)]})

    def passes(self, entry: Entry) -> bool:
        """Whether ``entry`` is what is asked for."""
        if self.retired != "shown" and (entry.retired is None) != (self.retired == "hidden"):
            return False
        if isinstance(entry, RubricEntry):
            return self.dimension in (ANY, *entry.rubric.dimensions)
        case = entry.case
        return (
            self.kind in (ANY, case.case.kind)
            and self.setting in (ANY, *case.case.settings, *case.variants)
            and self.dimension in (ANY, *case.case.primary)
            and self.personas in (ANY, "yes" if entry.personas else "no")
        )


NO_FILTERS = Filters()


def options(view: View, tab: Tab) -> dict[FilterName, list[tuple[str, str]]]:
    """What each filter of ``tab`` can ask for, as pairs of value and words. Dimensions are those
    that some case has among its primary ones, or some rubric at all."""
    names = view.dimension_names
    if tab == "cases":
        dims = {dim for entry in view.cases.values() for dim in entry.case.case.primary}
    else:
        dims = {*names}
    order = [*(dim for dim in names if dim in dims), *sorted(dims - {*names})]
    every: dict[FilterName, list[tuple[str, str]]] = {
        "kind": [(ANY, ANY), *KIND_NAMES.items()],
        "setting": [(ANY, ANY), *SETTING_NAMES.items()],
        "dimension": [(ANY, ANY), *((dim, visible(names.get(dim, dim))) for dim in order)],
        "personas": [(ANY, ANY), ("yes", "some"), ("no", "none")],
        "retired": [("hidden", "hidden"), ("shown", "shown"), ("only", "only")],
    }
    return {name: every[name] for name in OF_TAB[tab]}


class Found(NamedTuple):
    """What is to be shown: entries in order, and files that cannot be used."""

    entries: dict[str, Entry]
    broken: dict[str, Broken]


def matching(view: View, tab: Tab, query: str, filters: Filters) -> Found:
    """What ``query`` and ``filters`` leave, best first.

    Of two cases for a setting, the one that needs no change comes first. Broken files are found by
    nothing but their place, and are there unless something narrower is asked for.
    """
    entries: Mapping[str, Entry] = view.cases if tab == "cases" else view.rubrics
    broken = view.broken_cases if tab == "cases" else view.broken_rubrics
    index = view.case_index if tab == "cases" else view.rubric_index
    found = {key: entries[key] for key in index.find(query) if filters.passes(entries[key])}
    if tab == "cases" and filters.setting != ANY:
        keys = sorted(found, key=lambda key: suits(found[key], filters.setting) != AS_IT_IS)
        found = {key: found[key] for key in keys}
    plain = replace(filters, retired="hidden") == NO_FILTERS and filters.retired != "only"
    if query.strip():
        sought = query.casefold().split()
        bad = {
            key: file for key, file in broken.items()
            if all(word in place(file.path, tab).casefold() for word in sought)
        }  # fmt: skip
    else:
        bad = dict(broken) if plain else {}
    return Found(found, bad)


AS_IT_IS, WITH_CHANGES = "as it is", "with changes"


def suits(entry: Entry, setting: str) -> str:
    """How a case serves a setting: as it is, with changes, or not at all (empty)."""
    if not isinstance(entry, CaseEntry):
        return ""
    if setting in entry.case.case.settings:
        return AS_IT_IS
    return WITH_CHANGES if setting in entry.case.variants else ""


def place(path: Path, tab: Tab) -> str:
    """What a file is called that has no title: its place below the library's folder."""
    return "/".join(path.parts[-2:] if tab == "rubrics" else path.parts[-3:])


def cells(entry: Entry, filters: Filters, note: str = "") -> tuple[str, ...]:
    """A line of the list; ``note`` is what an author sees of an edited file."""
    notes = [suits(entry, filters.setting), note]
    if entry.retired is not None:
        notes.append("retired")
    if isinstance(entry, CaseEntry):
        card = entry.case.case
        kind, size = KIND_NAMES[card.kind], str(card.slot_min)
        if entry.usage.worn(card.version):
            notes.append(f"{WORN}+ uses")
    else:
        kind, size = visible(entry.rubric.rubric.role), str(len(entry.rubric.dimensions))
    used = str(entry.usage.interviews or "–")
    return (visible(entry.title), kind, size, used, ", ".join(filter(None, notes)))


def edit_note(details: Details | None) -> str:
    """What the line of an edited file says of its findings."""
    if details is None:
        return "edited"
    return f"edited: {findings_words(details)}"


def findings_words(details: Details) -> str:
    """How many findings there are."""
    errors, warnings = details.count("E"), details.count("W")
    parts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "mistake"), (warnings, "doubt"))
        if count
    ]
    return " and ".join(parts) or "no mistakes"
