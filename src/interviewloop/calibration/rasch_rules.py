"""Minimum-data rules of the many-facet Rasch model, rater effects and drift.

Rules are data, as in :mod:`.figures`; this table adds to the one there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.figures import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.calibration.figures import Notice

ONE_CATEGORY = Rule(
    "rasch-one-category",
    "withheld",
    2,
    "all scores are the same number, so nothing can be placed on a scale",
    "Score candidates who differ, and use the anchors of the whole scale.",
)
RASCH_FEW_CANDIDATES = Rule(
    "rasch-few-candidates",
    "withheld",
    5,
    "fewer than {threshold} candidates, too few to tell candidates from interviewers",
    "Collect scores on at least {threshold} candidates.",
)
NOT_CONVERGED = Rule(
    "rasch-not-converged",
    "withheld",
    1,
    "the scores do not hold all severities and difficulties, so the estimation did not settle",
    "Look for interviewers or dimensions with hardly any scores, or interviewers who each score"
    " a dimension of their own, and collect more.",
)
LONE_INTERVIEWER = Rule(
    "rasch-lone-interviewer",
    "withheld",
    2,
    "shares no candidate with anybody, so there is nobody to be harsher or milder than",
    "Let a second interviewer score the same candidates.",
)
RASCH_FEW_RATINGS = Rule(
    "rasch-few-ratings",
    "withheld",
    10,
    "fewer than {threshold} scores; a severity from so few would be mostly noise",
    "Collect at least {threshold} scores.",
)
UNIDENTIFIED = Rule(
    "rasch-unidentified",
    "withheld",
    10,
    "the estimate ran beyond {threshold} logits, which means that the scores do not hold it",
    "Collect scores of candidates whom others score too, over more of the scale.",
)
RASCH_IMPRECISE = Rule(
    "rasch-imprecise",
    "warning",
    30,
    "fewer than {threshold} scores, so severity is known only to about one logit",
    "Collect at least {threshold} scores.",
)
FEW_FOR_FIT = Rule(
    "rasch-few-for-fit",
    "withheld",
    25,
    "fewer than {threshold} scores, so how regular they are cannot be said",
    "Collect at least {threshold} scores.",
)
EXTREME = Rule(
    "rasch-extreme",
    "warning",
    1,
    "only the highest or only the lowest score was given, so the place on the scale is no more"
    " than a bound; the total was moved inside by 0.3 to have one",
    "Use the other anchors where they are met, or collect more scores.",
)
SHORT_PANELS = Rule(
    "rasch-short-panels",
    "warning",
    10,
    "fewer than {threshold} scores a candidate, so joint estimation spreads severities too far",
    "Use marginal estimation (mml) instead.",
)
NO_SPREAD = Rule(
    "rasch-no-spread",
    "warning",
    1,
    "no difference between candidates can be told from chance",
    "Score candidates who differ in strength, or more of them.",
)
DISORDERED = Rule(
    "disordered-thresholds",
    "warning",
    1,
    "these steps of the scale are out of order: the score between them is nowhere the likeliest",
    "Read its anchor next to its neighbours; it may describe nothing that candidates do.",
)
MEASURE_ORDER = Rule(
    "measure-order",
    "info",
    1,
    "candidates given the higher of two neighbouring scores were not stronger by everything else"
    " known of them, so these anchors do not tell candidates apart",
    "Rewrite the two anchors so that they describe different behaviour.",
)
UNUSED_SCORE = Rule(
    "unused-score",
    "info",
    1,
    "never given, so nothing is known of this anchor",
    "Check whether the anchor can be met at all.",
)
EFFECT_FEW_RATINGS = Rule(
    "effect-few-ratings",
    "withheld",
    30,
    "fewer than {threshold} scores, so a pattern in them would be chance",
    "Collect at least {threshold} scores.",
)
EFFECT_FEW_SESSIONS = Rule(
    "effect-few-sessions",
    "withheld",
    10,
    "fewer than {threshold} candidates scored on at least two dimensions each, too few to tell"
    " whether dimensions move together",
    "Collect complete scorecards on at least {threshold} candidates.",
)
EFFECT_NO_VARIANCE = Rule(
    "effect-no-variance",
    "withheld",
    1,
    "the scores do not vary enough for this to be defined",
    "Use the anchors of the whole scale.",
)
DRIFT_NO_ORDER = Rule(
    "drift-no-order",
    "withheld",
    1,
    "the order of the sessions is not known",
    "Give each session a date.",
)
DRIFT_FEW_SESSIONS = Rule(
    "drift-few-sessions",
    "withheld",
    10,
    "fewer than {threshold} sessions, or all at the same time, so drift cannot be told",
    "Collect at least {threshold} sessions over some time.",
)

DRIFT_UNCONFIRMED = Rule(
    "drift-unconfirmed",
    "info",
    3,
    "drift showed (t beyond {threshold}) but did not stay when the drifts of all were fitted"
    " together; it may be a colleague's, seen through shared candidates, so it is not flagged",
    "Look again when there are more sessions with colleagues who do not drift.",
)

RASCH_RULES: tuple[Rule, ...] = (
    ONE_CATEGORY,
    RASCH_FEW_CANDIDATES,
    NOT_CONVERGED,
    LONE_INTERVIEWER,
    RASCH_FEW_RATINGS,
    UNIDENTIFIED,
    RASCH_IMPRECISE,
    FEW_FOR_FIT,
    EXTREME,
    SHORT_PANELS,
    NO_SPREAD,
    DISORDERED,
    MEASURE_ORDER,
    UNUSED_SCORE,
    EFFECT_FEW_RATINGS,
    EFFECT_FEW_SESSIONS,
    EFFECT_NO_VARIANCE,
    DRIFT_NO_ORDER,
    DRIFT_FEW_SESSIONS,
    DRIFT_UNCONFIRMED,
)
"""Every rule of this table. docs/statistics.md gives the source of each threshold."""


def notices_of(concerned: Iterable[tuple[Rule, str]]) -> tuple[Notice, ...]:
    """One notice a rule, in the order of the table, with all whom it concerns."""
    subjects: dict[str, list[str]] = {}
    for rule, subject in concerned:
        known = subjects.setdefault(rule.code, [])
        if subject not in known:
            known.append(subject)
    return tuple(r.notice(*subjects[r.code]) for r in RASCH_RULES if r.code in subjects)
