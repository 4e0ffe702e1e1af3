"""What the form for a new interview asks, and what can be doubtful about the answers.

Free of Textual: the screen shows the fields and asks the questions, this says which.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.model.names import LONGEST_NAME, near_misses, same_name
from interviewloop.model.rubric import fitting

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from interviewloop.interview.loops import Interview
    from interviewloop.model.case import Case
    from interviewloop.model.loop import Loop
    from interviewloop.model.rubric import Rubric
    from interviewloop.model.session import SessionKind
    from interviewloop.workspace.known_names import KnownNames
    from interviewloop.workspace.surveying import AnyListing

NamedField = Literal["candidate", "interviewer", "loop"]
NAMED_FIELDS: tuple[NamedField, ...] = ("candidate", "interviewer", "loop")
STRETCHES = (1.0, 1.25, 1.5)
_KIND_WORDS: dict[SessionKind, str] = {
    "live": "live",
    "mock": "mock (practice)",
    "shadow": "shadow (beside a colleague)",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """The form as it stands. An empty ``loop`` means one named after the candidate."""

    candidate: str
    interviewer: str
    case: str | None
    rubric: str | None
    kind: SessionKind
    loop: str
    stretch: float

    def named(self, field: NamedField) -> str:
        """The name typed in ``field``."""
        return {
            "candidate": self.candidate,
            "interviewer": self.interviewer,
            "loop": self.loop,
        }[field]


def answers_planned(loop: Loop, planned: Interview) -> Answers:
    """The form filled in for an interview of a loop that was planned and is to begin."""
    return Answers(
        candidate=loop.candidate,
        interviewer=planned.interviewer,
        case=planned.case,
        rubric=loop.rubric,
        kind="shadow" if planned.shadow else "live",
        loop=loop.name,
        stretch=1.0,
    )


def kind_options() -> list[tuple[str, str]]:
    """Kinds to choose from. Examples are shipped, not made."""
    return list(_KIND_WORDS.items())


def time_options(case: Case | None) -> list[tuple[str, str]]:
    """How much time, with its minutes once there is a case."""
    planned = sum(case.stages[name].minutes for name in case.slot_stages) if case else 0

    def words(stretch: float) -> str:
        name = "normal" if stretch == 1 else f"x{stretch:g}"
        return f"{name} ({planned * stretch:.0f} min)" if planned else name

    return [(str(stretch), words(stretch)) for stretch in STRETCHES]


def complaints(answers: Answers) -> dict[str, str]:
    """What is missing or impossible, by field, in the order of the form."""
    asked = {
        "candidate": "Missing: a code for the candidate.",
        "interviewer": "Missing: the interviewer's name.",
    }
    found: dict[str, str] = {}
    for field in NAMED_FIELDS:
        typed = answers.named(field)
        if not typed and field in asked:
            found[field] = asked[field]
        elif len(typed) > LONGEST_NAME:
            found[field] = f"Too long: {len(typed)} characters, at most {LONGEST_NAME}."
    if answers.case is None:
        found["case"] = "Missing: choose a case with the arrows."
    elif answers.rubric is None:
        found["case"] = "No rubric here has all the dimensions this case assesses."
    return {
        field: found[field] for field in ("candidate", "interviewer", "case", "loop")
        if field in found
    }  # fmt: skip


def doubt(answers: Answers, field: NamedField, known: KnownNames) -> tuple[str, ...]:
    """Names from before that the one in ``field`` may be a slip of the pen for, likeliest first."""
    typed = answers.named(field)
    if field == "loop" and (not typed or typed == answers.candidate):
        return ()
    names = {
        "candidate": known.candidates,
        "interviewer": known.interviewers,
        "loop": known.loops,
    }[field]
    return near_misses(typed, names)


def loops_for(candidate: str, listing: AnyListing, known: KnownNames) -> tuple[str, ...]:
    """Loops to offer: the candidate's own first."""
    own = [
        stored.loop.name for stored in listing.loops if same_name(stored.loop.candidate, candidate)
    ]
    return tuple(dict.fromkeys((*own, *known.loops)))


def offered_rubrics(
    rubrics: Mapping[str, Rubric], retired: Collection[str], loop: str, listing: AnyListing
) -> dict[str, Rubric]:
    """Rubrics that are not retired, and in any case the one that ``loop`` is scored on: scorecards
    of one loop must be comparable."""
    own = {stored.loop.rubric for stored in listing.loops if stored.loop.name == loop}
    return {id_: one for id_, one in rubrics.items() if id_ not in retired or id_ in own}


def fitting_rubrics(case: Case, rubrics: Mapping[str, Rubric]) -> list[tuple[str, str]]:
    """Rubrics that have every dimension the case assesses, as pairs of id and words."""
    return [
        (rubric.id, f"{rubric.rubric.title} ({len(rubric.dimensions)} dimensions)")
        for rubric in fitting(case.dims, rubrics)
    ]


def usual_rubric(case: str, loop: str, listing: AnyListing, fitting: Sequence[str]) -> str | None:
    """The rubric to begin with: the loop's own, else what this case is mostly scored on."""
    loops = {stored.loop.name: stored.loop.rubric for stored in listing.loops}
    if loops.get(loop) in fitting:
        return loops[loop]
    used = Counter(
        stored.session.rubric
        for stored in listing.sessions
        if stored.session.case == case and stored.session.rubric in fitting
    )
    return used.most_common(1)[0][0] if used else next(iter(fitting), None)
