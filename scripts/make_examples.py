"""Write the bundled example loops: eight made-up candidates, six made-up interviewers.

Planted, so that calibration has something to find: one severe and one lenient interviewer, one
whose scores are erratic, one who hardly leaves the middle. Each candidate meets four of the six in
turn, so that everybody is connected through shared candidates.

    python scripts/make_examples.py [FOLDER]

FOLDER is ``sessions/`` of the checkout by default. The same bytes come out every time.
"""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    AskProbe,
    BeginScoring,
    Event,
    GoTo,
    SeeLookFor,
    SetConfidence,
    SetRationale,
    SetRecommendation,
    SetScore,
    SetSummary,
    Start,
    Submit,
)
from interviewloop.interview.moment import Moment
from interviewloop.interview.plan import Plan
from interviewloop.interview.scoring import tagged
from interviewloop.interview.start import new_session
from interviewloop.library.library import Library
from interviewloop.model.scorecard import NO_SIGNAL, RECOMMENDATIONS
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from interviewloop.model.session import Signal

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260302
FIRST_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RUBRIC = "principal-ml-scientist"
CASES = ("feat-home-in-200-ms", "exp-day-four-win", "inc-green-dashboards")


@dataclass(frozen=True)
class Rater:
    """A made-up interviewer: shift and spread in score points, pull towards 3 from 0 to 1."""

    name: str
    shift: float = 0.0
    spread: float = 0.45
    middle: float = 0.0


RATERS = (
    Rater("Example Asha"),
    Rater("Example Bruno", shift=-0.8),
    Rater("Example Chiara", shift=0.6),
    Rater("Example Deniz", spread=1.1),
    Rater("Example Eun-ji", middle=0.6),
    Rater("Example Farid"),
)
PANELS = ((0, 1, 2, 3), (0, 2, 3, 5))
"""Which four of the six meet a candidate, counted from the candidate's number; by turns."""
LEVELS = {
    "EX-01": 4.3, "EX-02": 3.6, "EX-03": 2.2, "EX-04": 3.1,
    "EX-05": 2.7, "EX-06": 4.0, "EX-07": 3.3, "EX-08": 1.8,
}  # fmt: skip


def main() -> None:
    """Write all example loops below the folder given, in place of older ones."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "sessions"
    for old in target.glob("example-*"):
        shutil.rmtree(old)
    # A workspace keeps its sessions in a folder of that name; the scratch one is moved from there.
    scratch = target / "scratch"
    workspace = Workspace(scratch)
    library = Library.open([ROOT])
    for number, candidate in enumerate(LEVELS):
        for turn in range(4):
            rater = RATERS[(number + PANELS[number % 2][turn]) % len(RATERS)]
            case = CASES[(number + turn) % len(CASES)]
            plan = Plan(library.case(case).case, library.rubric(RUBRIC))
            write_session(workspace, plan, candidate, rater, number * 4 + turn)
    for loop in (scratch / "sessions").iterdir():
        loop.rename(target / loop.name)
    shutil.rmtree(scratch)


def write_session(
    workspace: Workspace, plan: Plan, candidate: str, rater: Rater, number: int
) -> None:
    """Run one interview from start to seal and write its file."""
    chance = random.Random(f"{SEED} {candidate} {rater.name}")
    begin = FIRST_DAY + timedelta(days=number * 2 // 3, hours=number % 3 * 2)
    session = new_session(
        plan,
        kind="example",
        loop=f"example-{candidate.lower()}",
        candidate=candidate,
        interviewer=rater.name,
        created_at=begin,
    )
    scores = _scores(plan, candidate, rater, chance)
    seconds = 0.0
    for event, passes in _interview(plan, scores, chance):
        seconds += passes
        now = Moment(begin + timedelta(seconds=seconds), seconds)
        session = apply(session, event, now, plan)
        if isinstance(event, BeginScoring):
            for scoring in _scorecard(plan, scores, chance):
                now = Moment(now.wall + timedelta(seconds=7), now.mono + 7)
                session = apply(session, scoring, now, plan)
            for dim in plan.dims:
                if scores[dim] is not None and not tagged(session, dim):
                    why = SetRationale(dim, "From the conversation as a whole; no single note.")
                    session = apply(session, why, now, plan)
            session = apply(session, Submit(), now, plan)
    workspace.create(session)


def _scores(
    plan: Plan, candidate: str, rater: Rater, chance: random.Random
) -> dict[str, int | None]:
    """What the rater gives on each dimension; None is no signal."""
    profile = random.Random(f"{SEED} {candidate}")
    truth = {dim: LEVELS[candidate] + profile.gauss(0, 0.6) for dim in plan.rubric.dimensions}
    scores: dict[str, int | None] = {}
    for dim in plan.dims:
        seen = truth[dim] + rater.shift + chance.gauss(0, rater.spread)
        seen = 3 + (seen - 3) * (1 - rater.middle)
        known = dim in plan.case.dims or chance.random() < 0.5
        scores[dim] = min(5, max(1, round(seen))) if known else None
    return scores


def _interview(
    plan: Plan, scores: dict[str, int | None], chance: random.Random
) -> list[tuple[Event, float]]:
    """Events with the seconds that pass before each: the stages in order, notes on the way."""
    events: list[tuple[Event, float]] = [(Start(), 0.0)]
    for stage in plan.stages:
        budget = plan.case.stages[stage].minutes * 60 * chance.uniform(0.85, 1.15)
        inside: list[Event] = []
        for name, _ in plan.case.probes_of(stage):
            if chance.random() < 0.4:
                inside.append(AskProbe(name))
        for name, look_for in plan.case.look_fors_of(stage):
            score = scores.get(look_for.dim)
            if score is not None and abs(look_for.level - score) <= 1 and chance.random() < 0.75:
                signal = _signal(look_for.level)
                words = look_for.text[0].lower() + look_for.text[1:]
                inside += [SeeLookFor(name), AddNote(words, signal, look_for.dim)]
        pause = float(round(budget / (len(inside) + 1)))
        if stage != plan.stages[0]:
            events.append((GoTo(stage), pause))
        events += [(event, pause) for event in inside]
    return [*events, (BeginScoring(), 60.0)]


def _signal(level: int) -> Signal:
    return "strong" if level > 3 else "weak" if level < 3 else "note"


def _scorecard(plan: Plan, scores: dict[str, int | None], chance: random.Random) -> list[Event]:
    events: list[Event] = []
    for dim in plan.dims:
        score = scores[dim]
        events.append(SetScore(dim, NO_SIGNAL if score is None else score))  # type: ignore[arg-type]
        if score is None:
            events.append(SetRationale(dim, "The case gave no occasion for it."))
        else:
            events.append(SetConfidence(dim, chance.choice(("low", "medium", "medium", "high"))))
    given = [score for score in scores.values() if score is not None]
    mean = sum(given) / len(given)
    place = 0 if mean < 2.2 else 1 if mean < 3.1 else 2 if mean < 4.0 else 3
    return [
        *events,
        SetRecommendation(RECOMMENDATIONS[place]),
        SetSummary("Example data: a made-up person, written by a script."),
    ]


if __name__ == "__main__":
    main()
