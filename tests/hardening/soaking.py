"""Many interviewers, managers and an outside editor at work in one workspace, killed at random.

`scripts/soak.py` runs it at length and says what is looked for. Each writer is a process of its own
that works through `Workspace` as the program does, and tells in a file of its own what was saved
only once the save has come back: that is what may not be lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    Amend,
    BeginScoring,
    Resume,
    SetRationale,
    SetRecommendation,
    SetScore,
    Start,
    Submit,
)
from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loops import apply as apply_to_loop
from interviewloop.interview.moment import Moment
from interviewloop.interview.plan import Plan
from interviewloop.interview.sealing import broken_seals
from interviewloop.interview.start import new_session
from interviewloop.library.library import Library
from interviewloop.model.errors import Problem
from interviewloop.workspace.files import TEMPORARY, sweep
from interviewloop.workspace.listing import CONFLICT
from interviewloop.workspace.lock import SessionLock, changing
from interviewloop.workspace.workspace import Conflict, SealBroken, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interviewloop.interview.events import Event
    from interviewloop.model.session import Session

ROOT = Path(__file__).resolve().parent.parent.parent
PANEL = 5
"""Interviewers of one loop."""
NOTES = 3
RUBRIC = "principal-ml-scientist"


@dataclass
class Told:
    """What the processes said that they had saved, and what is wrong with what is there."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Work:
    """One process: what it needs, and where it tells what it has saved."""

    def __init__(self, root: Path, acks: Path, who: str, think_s: float, plans: list[Plan]) -> None:
        self.workspace = Workspace(root)
        self.who, self.think_s, self.plans = who, think_s, plans
        self.chance = random.Random(os.getpid())  # noqa: S311 - no secret
        self._acks = os.open(acks / who, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def tell(self, path: Path, what: str, value: object) -> None:
        """After the save has come back; a kill keeps what the system was handed."""
        os.write(self._acks, f"{json.dumps([str(path), what, value])}\n".encode())

    def think(self) -> None:
        time.sleep(self.chance.uniform(0, 2 * self.think_s))


def interview(work: Work, loop: str) -> None:
    """One session after the other until killed: begun or resumed, noted, scored, sealed."""
    for plan in work.plans:
        session = new_session(
            plan, kind="live", loop=loop, candidate=loop, interviewer=work.who, created_at=_now()
        )
        path = work.workspace.path_for(session)
        with SessionLock(path, work.who):
            try:
                work.workspace.create(session)
                work.tell(path, "session", work.who)
            except Problem:
                session = work.workspace.load(path)
            _to_the_seal(work, path, session, plan)
    while True:
        work.think()


def _to_the_seal(work: Work, path: Path, session: Session, plan: Plan) -> None:
    while not session.sealed:
        event, what, value = _next(work, session, plan)
        session = apply(session, event, _moment(), plan)
        _saved(work, path, session)
        if session.sealed:
            what, value = "seal", [session.seal, _card(session)]
        if what:
            work.tell(path, what, value)
        work.think()
    try:
        work.workspace.save(path, session.model_copy(update={"candidate": "another"}))
        work.tell(path, "seal broken", work.who)
    except (SealBroken, Conflict):
        work.tell(path, "refused", work.who)
        session = work.workspace.load(path)
    if not session.amendments:
        dim = plan.case.dims[0]
        other = 2 if session.scorecard.scores.get(dim) != 2 else 4
        session = apply(session, Amend(dim, other, work.who, "talked it over"), _moment(), plan)
        _saved(work, path, session)
        work.tell(path, "amendment", other)


def _next(work: Work, session: Session, plan: Plan) -> tuple[Event, str, object]:
    """What an interviewer does next, and what it is told as."""
    if session.phase == "ready":
        return Start(), "", None
    if session.phase == "interview":
        if not session.clock.running:
            return Resume(), "", None
        if len(session.notes) >= NOTES:
            return BeginScoring(), "", None
        text = f"note {work.who} {os.getpid()} {len(session.notes)}"
        return AddNote(text, "strong", plan.case.dims[0]), "note", text
    card = session.scorecard
    for dim in plan.rubric.dimensions:
        if dim not in card.scores:
            score = work.chance.choice((2, 3, 4))
            return SetScore(dim, score), "score", [dim, score]
        if dim not in card.rationale:
            text = f"why {dim} {os.getpid()}"
            return SetRationale(dim, text), "rationale", [dim, text]
    if card.recommendation is None:
        return SetRecommendation("yes"), "", None
    return Submit(), "", None


def _saved(work: Work, path: Path, session: Session) -> None:
    """Save as a user does whose file an editor has changed: look at both, keep one's own."""
    while True:
        try:
            work.workspace.save(path, session)
        except Conflict as conflict:
            # The editor may come between once more.
            work.tell(path, "conflict", conflict.copy.name)
            work.workspace.load(path)
            conflict.copy.unlink(missing_ok=True)
        else:
            return


def manage(work: Work, loops: list[str]) -> None:
    """Plan one interview after the other, in any of ``loops``, until killed."""
    number = 0
    while True:
        path = work.workspace.loop_path(work.chance.choice(loops))
        name = f"{work.who} {os.getpid()} {number}"
        number += 1
        event = PlanInterview(name, work.plans[0].case.id, work.plans[0].case.dims, False)
        with contextlib.suppress(FileNotFoundError):
            if path.exists():
                _plan(work, path, event)
        work.think()


def _plan(work: Work, path: Path, event: PlanInterview) -> None:
    try:
        work.workspace.change_loop(path, lambda loop: apply_to_loop(loop, event, _now(), ()))
    except Conflict as conflict:
        # An editor asks nobody and came between reading and writing; the plan is not in the file.
        work.tell(path, "conflict", conflict.copy.name)
        conflict.copy.unlink()
    else:
        work.tell(path, "plan", event.interviewer)


def edit(work: Work) -> None:
    """Add a comment to any file, without a lock, as an editor would, until killed."""
    while True:
        files = [*work.workspace.sessions.glob("*/*.toml")]
        if files:
            path = work.chance.choice(files)
            with contextlib.suppress(FileNotFoundError):
                handle = os.open(path, os.O_WRONLY | os.O_APPEND)
                os.write(handle, b"# looked at\n")
                os.close(handle)
                work.tell(path, "edit", 1)
        work.think()


def soak(root: Path, writers: int, seconds: float, think_s: float, seed: int = 7) -> Told:
    """Run ``writers`` interviewers, managers and an editor for so long, killing some; the check.

    ``think_s`` is what an interviewer waits, on average, from one change to the next.
    """
    acks = root.with_name(f"{root.name}-acks")
    acks.mkdir(parents=True)
    library = Library.open([ROOT])
    rubric = library.rubric(RUBRIC)
    cases = [one.case for one in library.cases().values() if one.case.case.kind != "take-home"]
    plans = [Plan(case, rubric) for case in cases if {*case.dims} <= {*rubric.dimensions}]
    loops = [f"C-{number:03}" for number in range(-(-writers // PANEL))]
    jobs: dict[str, Callable[[], None]] = {}

    def add(who: str, slower: float, run: Callable[[Work], None]) -> None:
        jobs[who] = lambda: run(Work(root, acks, who, think_s * slower, plans))

    for number in range(writers):
        loop = loops[number // PANEL]
        add(f"int-{number:03}", 1, lambda work, loop=loop: interview(work, loop))
    for number in range(1 + writers // 50):
        add(f"manager-{number}", 0.2, lambda work: manage(work, loops))
    add("editor", 0.5, edit)
    told = Told()
    _run(jobs, seconds, random.Random(seed), told)  # noqa: S311 - no secret
    check(root, acks, told)
    return told


def _run(
    jobs: dict[str, Callable[[], None]], seconds: float, chance: random.Random, told: Told
) -> None:
    running = {_forked(run, who): who for who, run in jobs.items()}
    told.counts["live at once"] = len(running)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # About each process once in the whole time.
        time.sleep(seconds / len(jobs))
        pid = chance.choice([*running])
        os.kill(pid, signal.SIGKILL)
        code = os.waitpid(pid, 0)[1]
        who = running.pop(pid)
        if os.WIFEXITED(code):
            told.faults.append(f"{who} ended by itself")
        told.counts["kills"] += 1
        running[_forked(jobs[who], who)] = who
    told.counts["live at the end"] = sum(os.waitpid(pid, os.WNOHANG)[0] == 0 for pid in running)
    for pid in running:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _forked(run: Callable[[], None], who: str) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            run()
        except BaseException as error:  # noqa: BLE001 - whatever ends a writer is a fault to be told
            os.write(2, f"{who}: {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(1)
    return pid


def check(root: Path, acks: Path, told: Told) -> None:
    """Hold what was said to be saved against what is there."""
    workspace = Workspace(root)
    folders = [path for path in workspace.sessions.iterdir() if path.is_dir()]
    told.counts["temporary files left"] = sum(
        TEMPORARY.fullmatch(path.name) is not None for path in workspace.sessions.rglob(".*")
    )
    for folder in folders:
        sweep(folder, time.time() + 120)
    if any(TEMPORARY.fullmatch(path.name) for path in workspace.sessions.rglob(".*")):
        told.faults.append("a temporary file is not swept")
    listing = workspace.listing()
    told.faults += [
        f"{one.path.name} cannot be read: {one.problem}"
        for one in listing.unreadable
        if CONFLICT not in one.path.name
    ]
    sessions = {str(one.path): one.session for one in listing.sessions}
    for path, session in sessions.items():
        if session.sealed and broken_seals(session):
            told.faults.append(f"{path}: the seal does not verify")
        with contextlib.ExitStack() as stack:
            stack.enter_context(SessionLock(Path(path), "check"))
    planned: dict[str, set[str]] = {}
    for stored in listing.loops:
        planned[str(stored.path)] = {one.interviewer for one in stored.loop.planned.values()}
        with changing(stored.path):
            pass
    for file in sorted(acks.iterdir()):
        for line in file.read_text().splitlines():
            path, what, value = json.loads(line)
            told.counts[what] += 1
            if not _kept(path, what, value, sessions, planned):
                told.faults.append(f"{file.name}: {what} {value} is not in {path}")


def _kept(
    path: str,
    what: str,
    value: object,
    sessions: dict[str, Session],
    planned: dict[str, set[str]],
) -> bool:
    if what == "plan":
        return value in planned.get(path, ())
    if what in ("edit", "conflict", "refused"):
        return True
    return what != "seal broken" and any(
        _holds(session, what, value) for session in _versions(path, sessions)
    )


def _versions(path: str, sessions: dict[str, Session]) -> Iterator[Session]:
    """The session, and what was kept beside it when an editor had changed it."""
    if path in sessions:
        yield sessions[path]
    file = Path(path)
    for copy in file.parent.glob(f"{file.stem}{CONFLICT}*.toml"):
        yield Workspace(file.parents[2]).peek(copy)


def _holds(session: Session, what: str, value: object) -> bool:
    match what, value:
        case "note", text:
            return any(note.text == text for note in session.notes.values())
        case "score", [dim, score]:
            return session.scorecard.scores.get(dim) == score
        case "rationale", [dim, text]:
            return session.scorecard.rationale.get(dim) == text
        case "seal", [seal, card]:
            return session.seal == seal and _card(session) == card
        case "amendment", score:
            return any(one.after == score for one in session.amendments.values())
    return what == "session"


def _card(session: Session) -> str:
    return hashlib.sha256(session.scorecard.model_dump_json().encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _moment() -> Moment:
    return Moment(_now(), time.monotonic())


def report(told: Told) -> int:
    """Print one table; the exit code."""
    for what, count in sorted(told.counts.items()):
        print(f"{what:24}{count:8}")  # noqa: T201 - run as a script
    print(f"{'faults':24}{len(told.faults):8}")  # noqa: T201
    for fault in told.faults[:20]:
        print(f"  {fault}")  # noqa: T201
    return 1 if told.faults else 0
