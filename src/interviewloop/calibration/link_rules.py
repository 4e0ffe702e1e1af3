"""Rules of linking groups of a panel by practice. Rules are data, as in :mod:`.figures`."""

from __future__ import annotations

from interviewloop.calibration.figures import Rule

LINK_NOT_ASKED = Rule(
    "link-not-asked",
    "withheld",
    1,
    "practice was not asked to link the panel",
    "Use --link-mock.",
)
LINK_NEEDLESS = Rule(
    "link-needless",
    "withheld",
    1,
    "the panel hangs together without practice, which would only mix in something else",
    "Nothing to mend: read severity as it is.",
)
LINK_NOTHING = Rule(
    "link-nothing",
    "withheld",
    1,
    "none of these interviewers has sealed practice with a simulated candidate on these dimensions",
    "Let interviewers of each group score the same simulated candidates.",
)
LINK_INCOMPLETE = Rule(
    "link-incomplete",
    "withheld",
    1,
    "the panel falls into groups even with practice, because no simulated candidate was scored by"
    " interviewers of all of them",
    "Let interviewers of each group score the same simulated candidates.",
)
LINK_DIFFERS = Rule(
    "link-differs",
    "withheld",
    5,
    "the same interviewers are not as severe in practice as with candidates (their differences"
    " would come about by chance less than {threshold} times in 100), so practice cannot stand in",
    "Let an interviewer of one group score a candidate of another.",
)
LINK_UNTESTED = Rule(
    "link-untested",
    "warning",
    1,
    "too few interviewers of one group have practised to check that people are as severe in"
    " practice as with candidates; the comparison of groups rests on it",
    "Let at least two interviewers of each group score the same simulated candidates.",
)
LINK_USED = Rule(
    "link-used",
    "warning",
    1,
    "stand on live interviews and practice together and take people to be as severe in both; no"
    " other figure here holds practice",
    "Let an interviewer of one group score a candidate of another, to do without.",
)

LINK_RULES: tuple[Rule, ...] = (
    LINK_NOT_ASKED,
    LINK_NEEDLESS,
    LINK_NOTHING,
    LINK_INCOMPLETE,
    LINK_DIFFERS,
    LINK_UNTESTED,
    LINK_USED,
)
"""Every rule of this table. docs/statistics.md gives the source of each threshold."""
