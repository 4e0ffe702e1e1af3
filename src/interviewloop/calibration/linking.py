"""Severity across groups that share no candidate, linked by simulated candidates they all scored.

In a panel of subsets, severity of one against another cannot be told from live interviews. Scores
of the same personas can link them, if people are as severe in practice as with candidates. So the
additive model and the Rasch model are fitted once more to live scores and practice together, and
give severities that stand beside the others and enter no other figure.

That assumption is tested where it can be, by an F test of severities of one's own in practice: with
SSE the squares between sessions and f the sessions left over (:mod:`.additive`),

    F = ((SSE_together - SSE_apart) / (f_together - f_apart)) / (SSE_apart / f_apart)

where apart means every subset of the live panel and of practice for itself. Where the difference is
clear nothing is given. No difference found is no proof that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import fdtrc

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.figures import Figure
from interviewloop.calibration.link_rules import (
    LINK_DIFFERS,
    LINK_INCOMPLETE,
    LINK_NEEDLESS,
    LINK_NOT_ASKED,
    LINK_NOTHING,
    LINK_UNTESTED,
    LINK_USED,
)
from interviewloop.calibration.model_rules import SPLIT_DIMENSIONS
from interviewloop.calibration.rasch_model import rasch_model
from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.severity_model import severity_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.calibration.figures import Notice, Rule
    from interviewloop.calibration.rasch_estimates import Method
    from interviewloop.calibration.severity_model import SeverityModel


class LinkedRasch(NamedTuple):
    """Severity in logits with its standard error; ``None`` if ``withheld`` names a rule."""

    severity: float | None
    se: float | None
    withheld: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """Severities by interviewer label, in score points and in logits, over the whole panel.

    ``personas`` and ``sessions`` count the practice taken in. ``chance`` is the probability that
    people who are as severe in practice as with candidates would seem to differ this much, ``None``
    where that cannot be tested. ``withheld`` is the code of the rule that forbids all.
    """

    severity: Mapping[str, Figure]
    rasch: Mapping[str, LinkedRasch]
    personas: int
    sessions: int
    chance: float | None
    withheld: str | None
    notices: tuple[Notice, ...]


def linked(live: Ratings, practice: Ratings | None, method: Method = "mml") -> Linked:
    """Severities of the interviewers of ``live`` with the help of ``practice`` (``None`` where
    nobody asked for it), whose candidates are personas."""
    if practice is None:
        return _nothing(live, LINK_NOT_ASKED, asked=False)
    if connectivity(live).connected:
        return _nothing(live, LINK_NEEDLESS)
    shared = practice.only(
        interviewers=frozenset(live.interviewers), dimensions=frozenset(live.dimensions)
    )
    if not len(shared):
        return _nothing(live, LINK_NOTHING)
    together = _together(live, shared)
    graph = connectivity(together)
    if not graph.connected:
        return _nothing(live, LINK_INCOMPLETE)
    model = severity_model(together, graph)
    chance = _chance(model, severity_model(live), severity_model(shared))
    if chance is not None and chance < LINK_DIFFERS.threshold / 100:
        return _nothing(live, LINK_DIFFERS, chance=chance)
    rasch = rasch_model(together, method)
    meetings = shared.candidate.astype(np.int64) * len(shared.interviewers) + shared.interviewer
    notices = [LINK_USED.notice("Severities across groups")]
    if chance is None:
        notices.append(LINK_UNTESTED.notice("Severities across groups"))
    return Linked(
        severity={label: found.severity for label, found in model.interviewers.items()},
        rasch={
            label: LinkedRasch(member.value, member.se, member.withheld)
            for label, member in rasch.interviewers.items()
        },
        personas=len(shared.candidates),
        sessions=len(np.unique(meetings)),
        chance=chance,
        withheld=None,
        notices=tuple(notices),
    )


def _together(live: Ratings, practice: Ratings) -> Ratings:
    """Both tables in one; a persona is never taken for a candidate of the same name."""
    interviewer = np.searchsorted(live.interviewers, practice.interviewers)
    dimension = np.searchsorted(live.dimensions, practice.dimensions)
    return Ratings(
        np.concatenate([live.candidate, practice.candidate + np.int32(len(live.candidates))]),
        np.concatenate([live.interviewer, interviewer[practice.interviewer].astype(np.int32)]),
        np.concatenate([live.dimension, dimension[practice.dimension].astype(np.int32)]),
        np.concatenate([live.score, practice.score]),
        (*live.candidates, *(f"practice {label}" for label in practice.candidates)),
        live.interviewers,
        live.dimensions,
        highest=live.highest,
    )


def _chance(together: SeverityModel, *apart: SeverityModel) -> float | None:
    """Upper tail of F, errors being those of sessions; ``None`` where nothing is left to test."""
    whole = _squares(together)
    parts = [_squares(model) for model in apart]
    if whole is None or None in parts:
        return None
    squares = sum(part[0] for part in parts if part is not None)
    free = sum(part[1] for part in parts if part is not None)
    more = whole[1] - free
    if more < 1 or free < 1 or squares <= 0:
        return None
    return float(fdtrc(more, free, max(0.0, whole[0] - squares) / more / (squares / free)))


def _squares(model: SeverityModel) -> tuple[float, int] | None:
    """Squares between sessions and sessions left over; a lone interviewer has neither."""
    squares, free = 0.0, 0
    for subset in model.subsets:
        if subset.withheld is SPLIT_DIMENSIONS:
            return None
        if subset.fit is not None and subset.fit.session_variance is not None:
            squares += subset.fit.session_variance * subset.fit.free_sessions
            free += subset.fit.free_sessions
    return squares, free


def _nothing(
    live: Ratings, rule: Rule, *, asked: bool = True, chance: float | None = None
) -> Linked:
    hidden = Figure.hidden(rule, 0)
    return Linked(
        severity=dict.fromkeys(live.interviewers, hidden),
        rasch=dict.fromkeys(live.interviewers, LinkedRasch(None, None, rule.code)),
        personas=0,
        sessions=0,
        chance=chance,
        withheld=rule.code,
        notices=(rule.notice("Severities across groups"),) if asked else (),
    )
