"""Minimum-data rules of the models: components, reliability, severity with shrinkage, plans.

Rules are data, as in :mod:`.figures`; this table adds to the one there.
"""

from __future__ import annotations

from interviewloop.calibration.figures import Rule

FEW_PAIR_RATINGS = Rule(
    "few-pair-ratings",
    "withheld",
    20,
    "fewer than {threshold} scores shared by these two interviewers",
    "Seat the two on the same candidates until they share {threshold} scores.",
)
FEW_INTERVIEWERS = Rule(
    "few-interviewers",
    "warning",
    5,
    "fewer than {threshold} interviewers, so how much interviewers differ is hardly known; the"
    " intervals lean on an assumed spread of at most about half a score point",
    "Let at least {threshold} interviewers score the shared candidates.",
)
ONE_INTERVIEWER = Rule(
    "one-interviewer",
    "withheld",
    2,
    "only one interviewer, so there is nobody to compare with",
    "Let a second interviewer score the same candidates.",
)
DISCONNECTED_SEVERITY = Rule(
    "disconnected-severity",
    "withheld",
    1,
    "the panel falls into groups that share no candidate, so a harsh group cannot be told from a"
    " group of weaker candidates; severity is given inside each group only",
    "Let an interviewer of one group score a candidate of another; `interviewloop plan` says who.",
)
SPLIT_DIMENSIONS = Rule(
    "split-dimensions",
    "withheld",
    1,
    "interviewers score different dimensions, so a harsh interviewer cannot be told from a hard"
    " dimension",
    "Let interviewers share dimensions as well as candidates.",
)
NO_SPARE_SCORES = Rule(
    "no-spare-scores",
    "withheld",
    1,
    "as many unknowns as shared scores, so nothing is left to tell how sure the figure is",
    "Let interviewers share more candidates.",
)
SEVERITY_NOT_CLEAR = Rule(
    "severity-not-clear",
    "info",
    5,
    "interviewers do not differ clearly in severity (their differences would come about by chance"
    " more than {threshold} times in 100), so ranks are not changed",
    "Keep to the raw means, and measure again with more shared candidates.",
)
COMPONENT_AT_ZERO = Rule(
    "component-at-zero",
    "info",
    1,
    "estimated as 0 because the data show less spread of this kind than chance alone would give",
    "Read it as too small to see in these data, not as absent.",
)
APPROXIMATE = Rule(
    "moments",
    "info",
    1,
    "the panel is too large for the likelihood, so the components come from sums of squares",
    "Nothing to mend: with so many scores the two differ little.",
)
NO_DIFFERENCES = Rule(
    "no-candidate-variance",
    "withheld",
    1,
    "candidates do not differ more than chance would make them, so no cut can sort them",
    "Score candidates who differ.",
)
ONE_DIMENSION = Rule(
    "one-dimension",
    "withheld",
    2,
    "all scores are on one dimension, so nothing shows what others would add",
    "Score candidates on at least {threshold} dimensions.",
)
NO_COMPLETE_CANDIDATE = Rule(
    "no-complete-candidate",
    "withheld",
    2,
    "fewer than {threshold} candidates whose every dimension has both a score and a key",
    "Score all dimensions of at least {threshold} candidates with a key.",
)
NO_KEY = Rule(
    "no-key",
    "withheld",
    1,
    "none of these scores has a key to compare with",
    "Name a key with --key, or look at practice with --kind mock.",
)
FEW_KEY_CANDIDATES = Rule(
    "few-key-candidates",
    "withheld",
    3,
    "fewer than {threshold} candidates with a key, too few to tell a lean from this candidate's"
    " case",
    "Score at least {threshold} candidates with a key.",
)
MODEL_RULES: tuple[Rule, ...] = (
    FEW_PAIR_RATINGS,
    FEW_INTERVIEWERS,
    ONE_INTERVIEWER,
    DISCONNECTED_SEVERITY,
    SPLIT_DIMENSIONS,
    NO_SPARE_SCORES,
    SEVERITY_NOT_CLEAR,
    COMPONENT_AT_ZERO,
    APPROXIMATE,
    NO_DIFFERENCES,
    ONE_DIMENSION,
    NO_COMPLETE_CANDIDATE,
    NO_KEY,
    FEW_KEY_CANDIDATES,
)
"""Every rule of this table. docs/statistics.md gives the source of each threshold."""
