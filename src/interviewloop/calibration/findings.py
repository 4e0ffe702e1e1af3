"""What the figures say, in sentences for somebody who hires people.

A sentence never claims more than its interval: a lean is stated only when the whole interval lies
on one side of zero, a verdict on agreement only when the whole interval lies in one band.
Interviewers come in label order, never ranked: this is a mirror for each, not a league table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.calibration.agreement import alpha_band
from interviewloop.calibration.figures import first_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.calibration.agreement import Agreement
    from interviewloop.calibration.figures import Figure
    from interviewloop.calibration.results import Calibration, FirstFigures

_MOST_LISTED = 20
_BANDS = {
    "reliable": "high enough to rely on",
    "tentative": "enough for tentative conclusions only",
    "unreliable": "too low to rely on a single interviewer's score",
    "undecided": "the data do not settle yet whether single scores can be relied on",
}


class Finding(NamedTuple):
    """One sentence. ``about`` is ``panel``, ``dimension``, ``anchor`` (of a dimension),
    ``interviewer``, ``linked`` (an interviewer, practice taken in), ``case`` or ``candidate``;
    ``labels`` name which ones, so that a screen can lead on to the sessions behind.
    """

    about: str
    labels: tuple[str, ...]
    sentence: str


def findings(calibration: Calibration) -> tuple[Finding, ...]:
    """The findings of a panel, the most general first; none where the data bear none."""
    return (
        *_panel(calibration.overall),
        *_reliability(calibration),
        *_dimensions(calibration),
        *_anchors(calibration),
        *_interviewers(calibration),
        *_linked(calibration),
        *_patterns(calibration),
        *_accuracy(calibration),
        *_cases(calibration),
        *_candidates(calibration),
    )


def first_findings(first: FirstFigures | Calibration) -> tuple[Finding, ...]:
    """What can be said before any model is fitted."""
    return (*_panel(first.overall), *_dimensions(first))


def lean_sentence(who: str, figure: Figure, where: str = "") -> str | None:
    """How ``who`` leans, ``where`` naming the dimension if only one; ``None`` if withheld."""
    value, low, high = figure.value, figure.ci_low, figure.ci_high
    if value is None or low is None or high is None:
        return None
    place = f" on {where}" if where else ""
    if low <= 0 <= high:
        return (
            f"{who} shows no clear lean{place}: {_difference(value)} colleagues on the same"
            f" candidates; the 95% interval runs from {_side(low)} to {_side(high)}"
            f" ({figure.n} shared ratings)."
        )
    nearer, farther = sorted((abs(low), abs(high)))
    return (
        f"{who} scores {_difference(value)} colleagues on the same candidates{place} (95% interval"
        f" {_points(nearer)} to {_points(farther)}, {figure.n} shared ratings)."
    )


def _panel(agreement: Agreement) -> list[Finding]:
    within, chance = agreement.within_one, agreement.within_one_chance
    if within.value is None or chance.value is None:
        return []
    pairs = _percent(within, f"{within.n} pairs")
    drawn = _percent(chance, f"{chance.n} shared ratings")
    sentences = [
        (
            f"In {pairs} of comparisons, two interviewers who scored the same candidate on the"
            " same dimension are within one point of each other."
        ),
        (
            f"Two scores drawn blindly from the same pool would be in {drawn}; what counts is the"
            " distance between the two figures."
        ),
    ]
    alpha = agreement.alpha_ordinal
    if alpha.value is not None:
        band = alpha_band(alpha, agreement.candidates)
        verdict = f": {_BANDS[band]}" if band else ""
        sentences.append(
            f"Agreement beyond chance (Krippendorff's alpha: 1 is perfect, 0 is chance) is"
            f" {alpha.value:.2f} (95% interval {alpha.ci_low:.2f} to {alpha.ci_high:.2f},"
            f" {alpha.n} shared ratings of {agreement.candidates} candidates){verdict}."
        )
    return [Finding("panel", (), sentence) for sentence in sentences]


def _dimensions(calibration: FirstFigures | Calibration) -> list[Finding]:
    """Dimensions where pairs come within one point clearly less often than on the whole."""
    whole = calibration.overall.within_one
    found = []
    for label, agreement in calibration.by_dimension.items():
        part = agreement.within_one
        if part.ci_high is None or whole.ci_low is None or part.ci_high >= whole.ci_low:
            continue
        found.append(
            Finding(
                "dimension",
                (label,),
                f"On {label} only {_percent(part, f'{part.n} pairs')} of comparisons are within"
                " one point, fewer than on all dimensions together: interviewers may read its"
                " anchors differently.",
            )
        )
    return found


def _reliability(calibration: Calibration) -> list[Finding]:
    one, panel = calibration.reliability.a1, calibration.reliability.g_qk
    if one.value is None or panel.value is None:
        return []
    sentence = (
        "Of the differences between candidates' mean scores,"
        f" {_percent(panel, f'{panel.n} scorecards')} is the candidates, the rest who interviewed"
        f" them and chance; of a single interviewer's mean scores, {one.value:.0%}."
    )
    return [Finding("panel", (), sentence)]


def _interviewers(calibration: Calibration) -> list[Finding]:
    whole = calibration.data.connectivity.connected
    found: list[Finding] = []
    undecided: list[str] = []
    silent: list[str] = []
    for label, result in calibration.interviewers.items():
        figure = result.severity.severity if whole else result.severity.within_subset
        sentence = lean_sentence(f"Interviewer {label}", figure)
        if sentence is None or figure.ci_low is None or figure.ci_high is None:
            silent.append(label)
        elif figure.ci_low <= 0 <= figure.ci_high:
            undecided.append(label)
        else:
            found.append(Finding("interviewer", (label,), sentence))
    if not whole:
        found.append(Finding("panel", (), _APART))
    if undecided:
        found.append(
            Finding(
                "interviewer",
                tuple(undecided),
                f"No clear lean shows for {_listed(undecided)}: their intervals hold both"
                " directions, which is no proof that they do not lean.",
            )
        )
    if silent:
        found.append(
            Finding(
                "interviewer",
                tuple(silent),
                f"Too little shared data to say how {_listed(silent)}"
                f" {'scores' if len(silent) == 1 else 'score'} next to colleagues.",
            )
        )
    return found


_APART = (
    "The panel falls into groups that share no candidate: severity is told against colleagues of"
    " the same group, and between groups it cannot be told at all."
)

_EFFECTS = {
    "central_tendency": (
        "{who} keeps to the middle of the scale: strong and weak candidates get more alike scores"
        " than their strength makes likely ({n} scores)."
    ),
    "extremity": (
        "{who}'s scores swing more than the candidates' strength makes likely, towards the ends of"
        " the scale ({n} scores)."
    ),
    "randomness": (
        "{who}'s scores hardly follow what colleagues see in the same candidates ({n} scores)."
    ),
    "dimensions_together": (
        "{who}'s dimensions move together: whoever scores high on one scores high on the others,"
        " be it one overall impression or the candidates themselves ({n} scores)."
    ),
}


def _patterns(calibration: Calibration) -> list[Finding]:
    found = []
    for label, result in calibration.interviewers.items():
        who = f"Interviewer {label}"
        for name, words in _EFFECTS.items():
            effect = result.effects[name]
            if effect.flag:
                sentence = words.format(who=who, n=effect.n)
                found.append(Finding("interviewer", (label,), sentence))
        points = result.drift.points
        if result.drift.flag and points.value is not None:
            found.append(Finding("interviewer", (label,), _drift(who, points)))
    return found


def _drift(who: str, points: Figure) -> str:
    if points.value is None or points.ci_low is None or points.ci_high is None:
        raise ValueError("a withheld drift has no sentence")
    return (
        f"{who}'s scores changed over time, beyond what the candidates explain: later sessions"
        f" were scored {_difference(points.value)} earlier ones (95% interval from"
        f" {_side(points.ci_low)} to {_side(points.ci_high)}, {points.n} sessions)."
    )


def _candidates(calibration: Calibration) -> list[Finding]:
    """What fair means change, told only where severity differs clearly."""
    if not calibration.severity_clear:
        return []
    most = 0.0
    outside: list[str] = []
    for label, result in calibration.candidates.items():
        fair = result.fair.fair_mean
        if fair.value is None or fair.ci_low is None or fair.ci_high is None:
            continue
        most = max(most, abs(fair.value - result.raw_mean))
        if not fair.ci_low <= result.raw_mean <= fair.ci_high:
            outside.append(label)
    sentence = (
        "Interviewers differ clearly in severity. Had all been equally severe, candidates' mean"
        f" scores would move by up to {_points(most)} points"
    )
    if outside:
        sentence += f"; for {_listed(outside)} the plain mean is outside the fair mean's interval."
    else:
        sentence += ", for nobody beyond the 95% interval of the fair mean."
    return [Finding("candidate", tuple(outside), sentence)]


def _linked(calibration: Calibration) -> list[Finding]:
    """Who differs clearly from the whole panel, practice taken for a link between its groups."""
    found = []
    for label, result in calibration.interviewers.items():
        words = _clearly(result.severity_linked, "shared ratings")
        if words is not None:
            sentence = (
                f"With practice as the link between groups, interviewer {label} scores"
                f" {words[0]} than the whole panel ({words[1]})."
            )
            found.append(Finding("linked", (label,), sentence))
    return found


def _accuracy(calibration: Calibration) -> list[Finding]:
    """How often the key was hit by all together, and who lies clearly to one side of it."""
    met = {label: one.accuracy for label, one in calibration.interviewers.items()}
    scores = sum(found.n for found in met.values())
    if not calibration.keyed or not scores:
        return []
    hit = sum(found.n * (found.hit or 0.0) for found in met.values()) / scores
    miss = sum(found.n * (found.miss or 0.0) for found in met.values()) / scores
    sentence = (
        f"Of {scores} scores with a key, {hit:.0%} hit it and {miss:.0%} miss it by two points or"
        " more."
    )
    found = [Finding("panel", (), sentence)]
    for label, one in met.items():
        words = _clearly(one.severity, "scores")
        if words is not None:
            sentence = f"Interviewer {label} scores {words[0]} than the key ({words[1]})."
            found.append(Finding("interviewer", (label,), sentence))
    return found


def _cases(calibration: Calibration) -> list[Finding]:
    found = []
    for label, result in calibration.cases.cases.items():
        words = _clearly(result.difficulty, "scores")
        if words is not None:
            sentence = (
                f"On case {label} candidates score {words[0]} than on the average of these cases,"
                f" with the same interviewers ({words[1]})."
            )
            found.append(Finding("case", (label,), sentence))
    return found


def _clearly(figure: Figure, counted: str) -> tuple[str, str] | None:
    """A severity or difficulty whose interval leaves out zero: how far, and how sure that is."""
    value, low, high = figure.value, figure.ci_low, figure.ci_high
    if value is None or low is None or high is None or low <= 0 <= high:
        return None
    nearer, farther = sorted((abs(low), abs(high)))
    sure = f"95% interval {_points(nearer)} to {_points(farther)}, {figure.n} {counted}"
    return _side(value), sure


def _anchors(calibration: Calibration) -> list[Finding]:
    anchors = calibration.categories.anchors
    return [Finding("anchor", (one.dimension,), one.sentence) for one in anchors]


def dimension_lean(label: str, dimension: str, figure: Figure) -> str | None:
    """How ``label`` leans on ``dimension`` beyond severity in general; ``None`` if not clearly."""
    words = _clearly(figure, "shared ratings")
    if words is None:
        return None
    return (
        f"Interviewer {label} scores {dimension} {words[0]} than the other dimensions, next to"
        f" colleagues ({words[1]})."
    )


def _points(amount: float) -> str:
    """Score points with one decimal, or more words where one decimal would only read 0.0."""
    if amount >= 0.05:
        return f"{amount:.1f}"
    return f"{amount:.2f}" if amount >= 0.005 else "less than 0.01"


def _side(severity: float) -> str:
    """A bound in words: severity is positive when the scores are lower."""
    if severity == 0:
        return "no difference"
    return f"{_points(abs(severity))} points {'lower' if severity > 0 else 'higher'}"


def _difference(severity: float) -> str:
    return "the same as" if severity == 0 else f"{_side(severity)} than"


def _percent(share: Figure, counted: str) -> str:
    if share.value is None or share.ci_low is None or share.ci_high is None:
        raise ValueError("a withheld share has no percentage")
    return f"{share.value:.0%} (95% interval {share.ci_low:.0%} to {share.ci_high:.0%}, {counted})"


def _listed(labels: Sequence[str]) -> str:
    if len(labels) == 1:
        return labels[0]
    if len(labels) > _MOST_LISTED:
        return first_few(labels)
    return f"{', '.join(labels[:-1])} and {labels[-1]}"
