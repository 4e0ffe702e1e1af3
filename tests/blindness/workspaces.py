"""A workspace in which everything is the same but for what colleagues keep to themselves."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.blindness.kept import MIDDLING, filled
from tests.builders import DIMS, T0

from interviewloop.interview.loop_events import Decide, ForceOpen, PlanInterview, Waive
from interviewloop.interview.loops import apply
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.library.library import Library
from interviewloop.library.places import shipped_folder
from interviewloop.model.loop import Loop
from interviewloop.workspace.codec import encode
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.blindness.kept import Kept

    from interviewloop.interview.loop_events import LoopEvent
    from interviewloop.model.session import Phase, Session, SessionKind

ME = "Mara Lindqvist"
ME_TYPED = " mara  lindqvist"
"""As she spells it in her settings."""
IVO, NURA, OTO, PIA, RUT, WIM, QUINN = (
    "Ivo Brandt", "Nura Said", "Oto Vlk", "Pia Holm", "Rut Amsel", "Wim Bakker", "Quinn Ash",
)  # fmt: skip
CASE, INCIDENT, RUBRIC = "exp-day-four-win", "inc-green-dashboards", "principal-ml-scientist"


class Part(NamedTuple):
    """One interview of the workspace."""

    loop: str
    who: str
    kind: SessionKind = "live"
    phase: Phase = "sealed"
    candidate: str = ""
    case: str = CASE
    persona: str | None = None
    day: int = 1


def practice(who: str, persona: str, phase: Phase = "sealed", again: str = "", day: int = 1,
             case: str = CASE) -> Part:  # fmt: skip
    name = persona.capitalize()
    return Part(f"practice-{case}-{persona}{again}", who, "mock", phase, name, case, persona, day)


CLOSED = (
    # Begun and planned: I am in the middle of it.
    Part("C-014", IVO), Part("C-014", NURA), Part("C-014", OTO, "shadow"),
    Part("C-014", PIA, phase="interview"), Part("C-014", RUT, phase="scoring"),
    # The same candidate in another loop, where I am not.
    Part("C-014 again", IVO, candidate="C-014"), Part("C-014 again", NURA, candidate="C-014"),
    # Only planned: I have not begun.
    Part("C-015", IVO), Part("C-015", NURA),
    # An incident beside which I sat.
    Part("C-016", IVO, case=INCIDENT), Part("C-016", NURA),
    # A colleague is in the middle of an incident; I am not to do anything there.
    Part("C-018", PIA, phase="interview", case=INCIDENT),
    # One waived, and scores opened by force while mine is owed.
    Part("C-017", IVO), Part("C-017", OTO),
    # I train on a candidate whom colleagues judge in earnest.
    Part("C-019", IVO), Part("C-019", NURA),
    # Simulated candidates: not met, begun, met and begun again, not met by anybody but one.
    practice(IVO, "velvet"), practice(NURA, "velvet"), practice(IVO, "rivet"),
    practice(NURA, "rivet"), practice(IVO, "dial"), practice(PIA, "lemma"),
    practice(IVO, "quill", case=INCIDENT), practice(NURA, "quill", case=INCIDENT),
    # Files that cannot be used.
    Part("C-014", WIM),
)  # fmt: skip
"""What others keep from me: each part is filled differently in the two workspaces."""
MINE = (
    Part("C-014", ME, phase="interview"),
    Part("C-016", ME, "shadow", "interview", case=INCIDENT),
    Part("C-017", ME, phase="scoring"),
    Part("C-019", ME, "mock", "interview"),
    practice(ME, "rivet", "interview"),
    practice(ME, "dial", day=2), practice(ME, "dial", "interview", again="-2", day=3),
    Part("T-1", ME, phase="interview", case="take-late-invoices"),
)  # fmt: skip
OPEN = (
    # I was waived, so I may see them.
    Part("C-020", IVO), Part("C-020", NURA), Part("C-020", ME, phase="interview"),
    *(Part(f"K-{n}", who, day=3 * n) for n in range(1, 6) for who in (ME, IVO, NURA)),
    practice(ME, "median"), practice(IVO, "median"), practice(NURA, "median"),
    *(Part("E-1", who, "example") for who in ("Example Ann", "Example Bob", "Example Cem")),
)  # fmt: skip
"""What is the same in both."""
LOOPS: dict[str, tuple[LoopEvent, ...]] = {
    "C-014": (PlanInterview(IVO, CASE, DIMS[:3]), PlanInterview(ME, CASE, DIMS),
              PlanInterview(QUINN, INCIDENT, DIMS[2:5])),
    "C-015": (PlanInterview(ME, CASE, DIMS[:4]), PlanInterview(NURA, CASE, DIMS[4:])),
    "C-016": (PlanInterview(ME, INCIDENT, DIMS[:2], True),),
    "C-017": (PlanInterview(NURA, CASE, DIMS), Waive(NURA, CASE, IVO, "ill"),
              ForceOpen(IVO, "cannot wait")),
    "C-020": (Waive(ME, CASE, IVO, "away"),),
    "K-1": (Decide("hire", IVO, "evidence of depth", {NURA: "no leadership"}),),
}  # fmt: skip
"""What was done to a loop, beyond its being there."""


@cache
def library() -> Library:
    shipped = shipped_folder()
    assert shipped is not None
    return Library.open([shipped])


def plan_of(case: str) -> Plan:
    return Plan(library().case(case).case, library().rubric(RUBRIC))


class Place:
    """A folder that holds the workspace, always under the same path, and can be laid out again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = Workspace(root)
        self._files: dict[Path, bytes] = {}
        self._written: dict[Path, float] = {}

    def furnish(self, kept: Sequence[Kept], viewer: str | None = None) -> None:
        """Lay out the workspace, with ``kept`` for the parts of CLOSED, one each, on the machine of
        ``viewer``, who is herself if not given and may be nobody."""
        self._files, self._written = {}, {}
        pairs = [*zip(CLOSED, kept, strict=True), *((part, MIDDLING) for part in (*MINE, *OPEN))]
        sessions = {part: _session(part, held) for part, held in pairs}
        for part, held in pairs:
            self._add(self.path(part), encode(sessions[part]), held.minutes)
        for name in dict.fromkeys(part.loop for part, _ in pairs):
            own = [one for one in sessions.values() if one.loop == name]
            self._add(self.workspace.loop_path(name), encode(_loop(own)), 0)
        self._spoil()
        shipped = library().folders[0]
        self._add(
            self.root / "rubrics" / f"{RUBRIC}.toml",
            (shipped / "rubrics" / f"{RUBRIC}.toml").read_bytes(),
            0,
        )
        name = ME_TYPED if viewer is None else viewer
        self._add(self.config, f'interviewer = "{name}"\n'.encode(), 0)
        self._add(self.root / "ratings.csv", _RATINGS, 0)
        self._add(self.root / "key.csv", b"candidate,dimension,score\nA,d,4\nK-1,leadership,3\n", 0)
        self._add(self.root / "play.txt", b"wait:5\n", 0)
        self._add(self.root / "asked.txt", b"show me the deploys\n", 0)
        self.lay_out()

    @property
    def config(self) -> Path:
        return self.root / "home" / "config.toml"

    def path(self, part: Part) -> Path:
        return self.workspace.path_for(_begun(part))

    def lay_out(self) -> None:
        """Everything as it was furnished, and nothing besides."""
        for path in self._found():
            if path not in self._files:
                path.unlink()
        for folder in sorted((it for it in self.root.rglob("*") if it.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
        for path, data in self._files.items():
            if not path.exists() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            os.utime(path, (self._written[path],) * 2)
            path.chmod(0o644)
            path.parent.chmod(0o755)
        self.workspace.sessions.chmod(0o755)

    def changes(self) -> dict[str, bytes | None]:
        """Files that were written or removed since, by their place; None for one that is gone."""
        found = {*self._found()}
        changed = {path: None for path in self._files if path not in found}
        for path in found:
            if path not in self._written or path.stat().st_mtime != self._written[path]:
                data = path.read_bytes()
                if data != self._files.get(path):
                    changed[path] = data
        return {str(path.relative_to(self.root)): changed[path] for path in sorted(changed)}

    def _found(self) -> list[Path]:
        files = (one for one in self.root.rglob("*") if one.is_file())
        return [one for one in files if not one.name.startswith(".")]

    def _add(self, path: Path, data: bytes, minutes: int) -> None:
        self._files[path] = data
        # Not by the clock of the test: when a file was written must not tell either.
        self._written[path] = (T0 + timedelta(minutes=minutes)).timestamp()

    def _spoil(self) -> None:
        """Edited after it was sealed, not readable, and left over from a conflict."""
        edited = self.path(Part("C-014", NURA))
        self._files[edited] = self._files[edited].replace(b"elapsed_s = ", b"elapsed_s = 1", 1)
        unread = self.path(Part("C-014", WIM))
        self._files[unread] = self._files[unread].replace(b'"live"', b'"lve"', 1)
        copied = self.path(Part("C-014", IVO))
        copy = copied.with_name(f"{copied.stem}.conflict-20260302-101010.toml")
        self._add(copy, self._files[copied], 0)


def _begun(part: Part) -> Session:
    return new_session(
        plan_of(part.case),
        kind=part.kind,
        loop=part.loop,
        candidate=part.candidate or part.loop,
        interviewer=part.who,
        created_at=T0,
        persona=part.persona,
    )


def _session(part: Part, kept: Kept) -> Session:
    plan = plan_of(part.case)
    begun = _begun(part).model_copy(update={"phase": part.phase, "stage": plan.stages[1]})
    return filled(begun, kept, plan, part.day)


def _loop(sessions: Sequence[Session]) -> Loop:
    first = sessions[0]
    loop = Loop(
        name=first.loop,
        candidate=first.candidate,
        rubric=RUBRIC,
        created_at=T0,
        example=first.kind == "example",
    )
    for event in LOOPS.get(first.loop, ()):
        loop = apply(loop, event, T0, sessions)
    return loop


_RATINGS = "\n".join(
    ["candidate,interviewer,dimension,score",
     *(f"{c},{i},d,{(n * 7 + m) % 5 + 1}" for n, c in enumerate("ABCDEF")
       for m, i in enumerate("xyz"))]
).encode()  # fmt: skip
