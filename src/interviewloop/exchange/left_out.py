"""What a calibration does not count, or counts together, and why: notices for its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.figures import Notice, first_few
from interviewloop.interview.blindness import is_practice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewloop.model.head import SessionHead

EXAMPLES_ONLY = Notice(
    "examples-only",
    "warning",
    "These figures come from example sessions about made-up people, not from your panel.",
    "Seal sessions of your own; examples are never counted together with them.",
)

FILE_ORDER = Notice(
    "file-order",
    "info",
    "A table of ratings has no dates, so drift takes the sessions to have been held in the order of"
    " the rows.",
    "Put the rows in the order of the sessions; if they are in none, pass over what is said of"
    " drift.",
)


def missing_scores(count: int) -> list[Notice]:
    """Scores that say no signal, or nothing."""
    if not count:
        return []
    return [
        Notice(
            "missing-scores",
            "info",
            f"{_counted(count, 'score')} left out for having no signal; missing is never taken for"
            " a low score.",
            "If one dimension is missing often, give it more time in the interview.",
        )
    ]


def unreadable_files(names: Sequence[str]) -> list[Notice]:
    """Session files that could not be read."""
    if not names:
        return []
    return [
        Notice(
            "unreadable-files",
            "warning",
            f"{_counted(len(names), 'session file')} left out for being unreadable:"
            f" {first_few(names)}.",
            "Mend them, or put back older copies, and run calibration again.",
        )
    ]


def held_back(candidates: Iterable[str], scorecards: int) -> list[Notice]:
    """Sealed scorecards of ``candidates`` whose loop still has an open one."""
    if not scorecards:
        return []
    return [
        Notice(
            "held-back",
            "info",
            f"{_counted(scorecards, 'sealed scorecard')} held back because somebody has yet to"
            f" submit theirs: {first_few(sorted(set(candidates)))}.",
            "They count once every scorecard of the loop is sealed; delete sessions that will not"
            " take place, drop plans, or waive a scorecard in the debrief.",
        )
    ]


def practice_not_met(personas: int) -> list[Notice]:
    """Personas whose scores do not link the panel, the viewer not having scored them."""
    if not personas:
        return []
    return [
        Notice(
            "practice-not-met",
            "info",
            f"{_counted(personas, 'simulated candidate')} left out of the link between groups: you"
            " have not scored them yourself yet, so what others gave them is closed to you.",
            "Practise with them first.",
        )
    ]


def closed_loops(sessions: Iterable[SessionHead]) -> list[Notice]:
    """Submitted ``sessions`` that are closed to whoever asks for the figures."""
    closed = list(sessions)
    if not closed:
        return []
    mend = "Submit it first. If nobody has said who you are: interviewer in config.toml."
    if any(map(is_practice, closed)):
        mend += " Practice with simulated candidates is open to a trainer: --trainer."
    loops = _counted(len({session.loop for session in closed}), "loop")
    return [
        Notice(
            "closed-loops",
            "info",
            f"{loops} left out: you have not submitted your own scorecard there.",
            mend,
        )
    ]


def not_blind(candidates: Iterable[str], scorecards: int) -> list[Notice]:
    """Scorecards of ``candidates`` that were submitted after scores had been opened."""
    if not scorecards:
        return []
    return [
        Notice(
            "not-blind",
            "info",
            f"{_counted(scorecards, 'scorecard')} left out because scores had been opened, or it"
            f" was waived, before it was submitted: {first_few(sorted(set(candidates)))}.",
            "Open a loop early only when it cannot wait: what is scored afterwards is not blind.",
        )
    ]


def repeated_meetings(count: int) -> list[Notice]:
    """Mock sessions with a persona whom the interviewer had met before."""
    if not count:
        return []
    return [
        Notice(
            "repeated-meetings",
            "info",
            f"{_counted(count, 'mock session')} left out because the interviewer had met the same"
            " simulated candidate before and knew the key from the feedback; the first meeting"
            " counts.",
            "Practise with personas that are new to the interviewer.",
        )
    ]


def authors_key(personas: Sequence[str]) -> list[Notice]:
    """Personas whose key is what their authors intended, because no panel has rated them."""
    if not personas:
        return []
    return [
        Notice(
            "authors-key",
            "info",
            f"No panel of experts has rated {first_few(personas)}: the key is what the authors"
            " intended.",
            "Have at least four experts rate the persona who did not write it.",
        )
    ]


def missing_personas(personas: Sequence[str]) -> list[Notice]:
    """Personas that sessions name and the library does not hold in a usable form."""
    if not personas:
        return []
    return [
        Notice(
            "missing-personas",
            "warning",
            f"Accuracy leaves out {first_few(personas)}: the persona cannot be read, so there is no"
            " key.",
            "Put the case and its personas back; `interviewloop validate` says what is wrong.",
        )
    ]


def key_may_have_changed(personas: Sequence[str]) -> list[Notice]:
    """Personas of cases that have another version now than when they were met."""
    if not personas:
        return []
    return [
        Notice(
            "key-may-have-changed",
            "warning",
            f"The case has changed since somebody met {first_few(personas)}; the key may have"
            " changed with it.",
            "Read accuracy on these with care, or use --since to leave older sessions out.",
        )
    ]


def key_without_scores(count: int) -> list[Notice]:
    """Scores of a key whose candidate and dimension nobody scored."""
    if not count:
        return []
    return [
        Notice(
            "key-without-scores",
            "info",
            f"{_counted(count, 'key score')} left aside: nobody scored that candidate on that"
            " dimension.",
            "Check that candidates and dimensions are spelled alike in both files.",
        )
    ]


def repeated_scores(count: int) -> list[Notice]:
    """Scores for a candidate and dimension that the same interviewer had scored before."""
    if not count:
        return []
    return [
        Notice(
            "repeated-scores",
            "info",
            f"{_counted(count, 'score')} left out because the same interviewer had scored the same"
            " candidate on the same dimension before; the first counts.",
            "Use --case to look at one case alone.",
        )
    ]


def mixed_rubrics(rubrics: Iterable[tuple[str, int]]) -> list[Notice]:
    """Sessions that were scored with more than one of ``rubrics`` (id, version)."""
    distinct = sorted(set(rubrics))
    if len(distinct) < 2:
        return []
    named = first_few([f"{rubric} version {version}" for rubric, version in distinct])
    return [
        Notice(
            "mixed-rubrics",
            "warning",
            f"Scores of several rubrics are pooled where a dimension has the same id ({named});"
            " their anchors may differ.",
            "Use --rubric to look at one rubric alone.",
        )
    ]


def _counted(number: int, noun: str) -> str:
    return f"1 {noun} was" if number == 1 else f"{number} {noun}s were"
