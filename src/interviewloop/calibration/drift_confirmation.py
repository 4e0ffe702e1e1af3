"""Whether a drift that shows stays when the drifts of all whom it shows for are fitted together.

The t of :mod:`.drift` stands on estimates that know of no drift, so a drift leaks into colleagues
through shared candidates. To confirm, the additive model is fitted once more with a term for the
later half of the sessions of everybody who was marked, all at once (:mod:`.extra_terms`): each then
answers for their own. Confirmed is whose term has a 95% interval without 0, errors being those of
whole sessions. Where the panel does not hold a term (all marked at once, say, when candidates may
as well have changed) nothing is confirmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import stdtrit

from interviewloop.calibration.extra_terms import extra_terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_UPPER = 0.975
_TOLD = 1e-5


class Confirmation(NamedTuple):
    """``shift`` of severity in the later half, in score points, positive is harsher, and its ``t``;
    both ``None`` where the panel does not hold them, and then nothing is ``confirmed``."""

    confirmed: bool
    shift: float | None
    t: float | None


def confirmations(
    ratings: Ratings, late: NDArray[np.bool_], marked: Sequence[int]
) -> Mapping[int, Confirmation]:
    """One for each interviewer code in ``marked``; ``late`` (n,) says which scores are of the later
    half of their interviewer's sessions."""
    if not marked:
        return {}
    place = np.full(len(ratings.interviewers), -1, dtype=np.int64)
    place[list(marked)] = np.arange(len(marked))
    fitted = extra_terms(ratings, np.where(late, place[ratings.interviewer], -1), len(marked))
    found = {}
    for position, code in enumerate(marked):
        one = np.zeros(len(marked))
        one[position] = 1.0
        if fitted.free < 1 or np.abs(fitted.told @ one - one).max() > _TOLD:
            found[code] = Confirmation(confirmed=False, shift=None, t=None)
            continue
        shift, error = -float(fitted.effect[position]), fitted.error(one)
        t = shift / error if error > 0 else None
        clear = t is not None and abs(t) > float(stdtrit(fitted.free, _UPPER))
        found[code] = Confirmation(clear, shift, t)
    return found
