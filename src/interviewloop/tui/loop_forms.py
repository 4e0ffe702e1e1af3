"""What the forms for a new loop and for a planned interview ask. Free of Textual."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.interview.loop_planning import dims_for
from interviewloop.model.names import LONGEST_NAME, near_misses, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from interviewloop.interview.loop_planning import CaseDims
    from interviewloop.model.loop import Loop
    from interviewloop.model.rubric import Rubric
    from interviewloop.workspace.known_names import KnownNames


class LoopAnswers(NamedTuple):
    """The form for a new loop as it stands. An empty ``name`` means as the candidate."""

    candidate: str
    role: str
    name: str
    rubric: str | None


LOOP_FIELDS = ("candidate", "role", "name")


def loop_complaints(answers: LoopAnswers) -> dict[str, str]:
    """What is missing or impossible, by field, in the order of the form."""
    found = {field: too_long(text) for field, text in zip(LOOP_FIELDS, answers[:3], strict=True)}
    if not answers.candidate:
        found["candidate"] = "Missing: a code for the candidate."
    return {field: words for field, words in found.items() if words}


def loop_doubt(answers: LoopAnswers, field: str, known: KnownNames) -> tuple[str, ...]:
    """Names from before that the one in ``field`` may be a slip of the pen for."""
    if field == "candidate":
        return near_misses(answers.candidate, known.candidates)
    if field == "name" and answers.name and not same_name(answers.name, answers.candidate):
        return near_misses(answers.name, known.loops)
    return ()


def rubric_options(rubrics: Mapping[str, Rubric]) -> list[tuple[str, str]]:
    """Rubrics to choose from, as pairs of id and words."""
    return [
        (id_, f"{one.rubric.title} ({len(one.dimensions)} dimensions)")
        for id_, one in rubrics.items()
    ]


def most_used_rubric(loops: Iterable[Loop], rubrics: Mapping[str, Rubric]) -> str | None:
    """The rubric to begin with: what most loops here are on."""
    used = Counter(loop.rubric for loop in loops if loop.rubric in rubrics)
    return used.most_common(1)[0][0] if used else next(iter(rubrics), None)


def too_long(name: str) -> str:
    """A complaint about the length of a name, empty if there is none."""
    if len(name) <= LONGEST_NAME:
        return ""
    return f"Too long: {len(name)} characters, at most {LONGEST_NAME}."


def cover_options(
    case: CaseDims, counts: Mapping[str, int], dims: Sequence[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """What an interview with a case may be planned to cover, as pairs of words and dimensions."""
    needed = dims_for(case, counts, dims)
    every = tuple(dim for dim in dims if dim in (*case.primary, *case.secondary))
    words = [(f"what the loop needs ({len(needed)} dimensions)", needed)]
    if set(every) != set(needed):
        words.append((f"all it assesses ({len(every)})", every))
    return words
