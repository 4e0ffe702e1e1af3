"""What one person may be given about themselves: their scores and notes, others' names masked."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from interviewloop.interview.noteline import SIGNAL_NAMES
from interviewloop.interview.scoring import evidence
from interviewloop.model.scorecard import amended
from interviewloop.report.markdown import plain, table
from interviewloop.report.score_words import change_words, value_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from interviewloop.model.session import Session

SCHEMA = 1
MASK = "[name]"
_INTRO = (
    "Names of other people are masked. Scores go from 1 to 5; no signal means that the interview"
    " gave no chance to see a dimension."
)
_SHORTEST = 3
"""Shorter parts of names are words of the language too often."""


def masker(names: Iterable[str]) -> Callable[[str], str]:
    """Replaces each of ``names``, whole or by its parts, wherever it stands as a word."""
    words = {part for name in names for part in (name, *name.split()) if len(part) >= _SHORTEST}
    if not words:
        return lambda text: text
    longest_first = sorted(words, key=len, reverse=True)
    any_of_them = "|".join(map(re.escape, longest_first))
    pattern = re.compile(rf"(?<!\w)(?:{any_of_them})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(MASK, text)


def disclosure_json(
    code: str, sessions: Sequence[Session], called: Callable[[str], str], mask: Callable[[str], str]
) -> str:
    """Everything stored on the candidate as JSON, ending in a line end."""
    document = {
        "schema": SCHEMA,
        "candidate": code,
        "interviews": [_interview(session, called, mask) for session in sessions],
    }
    return json.dumps(document, indent=1) + "\n"


def disclosure_markdown(
    code: str, sessions: Sequence[Session], called: Callable[[str], str], mask: Callable[[str], str]
) -> str:
    """The same to read. Nothing typed brings in markup."""
    blocks = [f"# What is stored on {plain(code)}", _INTRO]
    for session in sessions:
        card, now = session.scorecard, amended(session.scorecard, session.amendments)
        blocks.append(f"## {plain(session.case)}, {plain(called(session.interviewer))}")
        rows = [
            [dim, change_words(card.scores.get(dim), score), mask(card.rationale.get(dim, ""))]
            for dim, score in now.scores.items()
        ]
        blocks.append(table(["Dimension", "Score", "Reason"], rows))
        blocks.append(f"Recommendation: {value_words(now.recommendation)}.")
        if card.summary.strip():
            blocks.append(plain(mask(card.summary)))
        notes = [
            f"- ({SIGNAL_NAMES[note.signal]}) {plain(mask(note.text))}"
            for note in session.live_notes().values()
        ]
        if notes:
            blocks += ["### Notes", "\n".join(notes)]
    return "\n\n".join(blocks) + "\n"


def _interview(
    session: Session, called: Callable[[str], str], mask: Callable[[str], str]
) -> dict[str, object]:
    card, now = session.scorecard, amended(session.scorecard, session.amendments)
    return {
        "case": session.case,
        "interviewer": called(session.interviewer),
        "submitted_at": session.sealed_at.isoformat() if session.sealed_at else None,
        "recommendation": now.recommendation,
        "summary": mask(card.summary),
        "dimensions": {
            dim: {
                "score": score,
                "sealed_score": card.scores.get(dim),
                "reason": mask(card.rationale.get(dim, "")),
                "evidence": [mask(session.notes[name].text) for name in evidence(session, dim)],
            }
            for dim, score in now.scores.items()
        },
        "notes": [
            {"signal": note.signal, "text": mask(note.text)}
            for note in session.live_notes().values()
        ],
        "said": [mask(turn.said) for turn in session.live_turns().values()],
    }
