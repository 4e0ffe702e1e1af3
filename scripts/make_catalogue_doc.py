"""Write docs/catalogue.md: every shipped case and rubric in tables, from the files.

python scripts/make_catalogue_doc.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.library.library import Library
from interviewloop.model.case import KIND_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.library import LoadedCase

ROOT = Path(__file__).resolve().parent.parent
INTRO = """\
# Catalogue

Made by `python scripts/make_catalogue_doc.py` from the files in `cases/` and `rubrics/`; a test
keeps it in step. **For interviewers: it says what the cases turn on.**
"""


def page() -> str:
    """The whole document."""
    library = Library.open([ROOT])
    parts = [INTRO, "## Cases\n", *_cases(library), "\n## What each case turns on\n"]
    parts += [*_turns(library), "\n## Who can be interviewed with it\n", *_settings(library)]
    parts += ["\n## Rubrics\n", *_rubrics(library)]
    return "\n".join(parts) + "\n"


def _cases(library: Library) -> Iterator[str]:
    yield "| case | title | kind | min | primary | also | personas |"
    yield "|---|---|---|---:|---|---|---:|"
    for id_, loaded in _sorted(library):
        card = loaded.case.case
        personas = len(library.personas(id_))
        yield (
            f"| `{id_}` | {card.title} | {KIND_NAMES[card.kind]} | {card.slot_min} |"
            f" {', '.join(card.primary)} | {', '.join(card.secondary)} | {personas or ''} |"
        )


def _turns(library: Library) -> Iterator[str]:
    yield "| case | root cause | pitfalls |"
    yield "|---|---|---|"
    for id_, loaded in _sorted(library):
        kinds = sorted({pitfall.kind for pitfall in loaded.case.pitfalls.values()})
        file = loaded.incident()
        incident = file.loaded.value if file else None
        cause = incident.hypotheses[incident.incident.root_cause].say[0] if incident else ""
        yield f"| `{id_}` | {cause} | {', '.join(kinds)} |"


def _settings(library: Library) -> Iterator[str]:
    yield "A case suits some companies as it is, others with a change that its file describes.\n"
    yield "| case | as it is | with a change |"
    yield "|---|---|---|"
    for id_, loaded in _sorted(library):
        case = loaded.case
        yield f"| `{id_}` | {', '.join(case.case.settings)} | {', '.join(case.variants)} |"


def _rubrics(library: Library) -> Iterator[str]:
    yield "| rubric | for | dimensions |"
    yield "|---|---|---|"
    for id_, rubric in sorted(library.rubrics().items()):
        names = ", ".join(dimension.name for dimension in rubric.dimensions.values())
        yield f"| `{id_}` | {rubric.rubric.role} | {names} |"


def _sorted(library: Library) -> list[tuple[str, LoadedCase]]:
    return sorted(library.cases().items(), key=lambda pair: (pair[1].case.case.kind, pair[0]))


def main() -> None:
    """Write the document."""
    (ROOT / "docs" / "catalogue.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
