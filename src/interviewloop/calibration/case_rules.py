"""Minimum-data rules of the case facet. Rules are data, as in :mod:`.figures`."""

from __future__ import annotations

from interviewloop.calibration.figures import Rule

ONE_CASE = Rule(
    "one-case",
    "withheld",
    2,
    "no second case with enough scores, so there is nothing to be harder or easier than",
    "Let the same interviewers run another case as well.",
)
CASE_FEW_RATINGS = Rule(
    "case-few-ratings",
    "withheld",
    10,
    "fewer than {threshold} scores from this case; a difficulty from so few would be mostly noise",
    "Collect at least {threshold} scores from it.",
)
CASE_FEW_CANDIDATES = Rule(
    "case-few-candidates",
    "withheld",
    3,
    "fewer than {threshold} candidates met this case, and the scores of one session hang together",
    "Run it with at least {threshold} candidates who meet another case too.",
)
CASE_CONFOUNDED = Rule(
    "case-confounded",
    "withheld",
    1,
    "by who ran it and who met it, its difficulty cannot be told from the severity of interviewers"
    " or the strength of candidates; what is said of these may hold it",
    "Let interviewers swap cases: the same interviewer on two of them, the same case with two"
    " interviewers.",
)
CASE_NO_SPARE = Rule(
    "case-no-spare-scores",
    "withheld",
    1,
    "as many unknowns as sessions, so nothing is left to tell how sure the difficulty is",
    "Let interviewers share more candidates, and run more than one case each.",
)
CASE_NO_COMMON_DIMENSION = Rule(
    "case-no-common-dimension",
    "withheld",
    1,
    "no dimension was scored in all of these cases, so their difficulty in logits has no common"
    " ground",
    "Score at least {threshold} dimension in every case.",
)
CASE_UNKNOWN = Rule(
    "case-unknown",
    "info",
    1,
    "left out of the difficulty of cases, because the case is not named",
    "Fill in the case column.",
)
CASE_IN_SEVERITY = Rule(
    "case-in-severity",
    "warning",
    5,
    "cases differ clearly in difficulty (by chance alone less than {threshold} times in 100) and"
    " severity takes no account of it; by this much each severity would change if it did",
    "Seat every interviewer on easy and hard cases alike, or use --case to compare inside one.",
)

CASE_RULES: tuple[Rule, ...] = (
    ONE_CASE,
    CASE_FEW_RATINGS,
    CASE_FEW_CANDIDATES,
    CASE_CONFOUNDED,
    CASE_NO_SPARE,
    CASE_NO_COMMON_DIMENSION,
    CASE_UNKNOWN,
    CASE_IN_SEVERITY,
)
"""Every rule of this table. docs/statistics.md gives the source of each threshold."""
