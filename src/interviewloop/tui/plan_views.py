"""The plan of a loop in words: who covers what, what is missing, whether the panel holds."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.loops import COVERED_BY
from interviewloop.model.text import visible
from interviewloop.tui.paper import columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from interviewloop.exchange.loop_people import Joining, Panel
    from interviewloop.exchange.loop_proposals import Proposal

_NAME = 28
_SIGNS = 4
_NAMED = 3
"""Members of a group that are named."""
_WORD_WIDTH = 60
_TIMES = ("nobody", "once", "twice")


def coverage_page(
    names: Mapping[str, str],
    covered: Mapping[str, Sequence[str]],
    here: Collection[str],
    width: int,
) -> Content:
    """A line for each dimension: a sign, its name, who is to cover it, and what it needs.

    ``here`` are the dimensions of the interview under the cursor; they are marked.
    """
    name = min(_NAME, max(map(len, names.values()), default=0))
    widths = [_SIGNS, name, width - _SIGNS - name - 4]
    lines = [
        columns([_sign(len(who), dim in here), Content(names[dim]), _who(who)], widths, _SIGNS)
        for dim, who in covered.items()
    ]
    return Content("\n").join([_summed(covered), *lines])


def _summed(covered: Mapping[str, Sequence[str]]) -> Content:
    counts = [min(len(who), COVERED_BY) for who in covered.values()]
    full = counts.count(COVERED_BY)
    if full == len(counts):
        words = f"All {full} dimensions are covered by two interviewers or more."
        return Content.styled(words, "$text-success")
    return Content.styled(
        f"{full} of {len(counts)} dimensions are covered twice; "
        f"{counts.count(1)} once, {counts.count(0)} by nobody.",
        "$text-warning",
    )


def _sign(count: int, here: bool) -> Content:
    sign = "●" * min(count, COVERED_BY) + "○" * (COVERED_BY - count)
    style = "$text-success" if count >= COVERED_BY else "$text-warning"
    return Content.assemble("▸" if here else " ", (sign, style))


def _who(who: Sequence[str]) -> Content:
    count = len(who)
    times = _TIMES[count] if count < len(_TIMES) else f"{count} times"
    people = f": {', '.join(map(visible, who))}" if who else ""
    needs = f", needs {COVERED_BY - count} more" if count < COVERED_BY else ""
    return Content.assemble(f"{times}{people}", (needs, "$text-warning"))


def panel_words(panel: Panel) -> Content:
    """Whether everybody can be compared with everybody once the loop is done, and else who not."""
    if len(panel.then) > 1:
        groups = "; ".join(_group(group) for group in panel.then)
        return Content.styled(
            f"○ Panel in {len(panel.then)} groups that share no candidate, even with this loop: "
            f"{groups}. Plan somebody of each.",
            "$text-warning",
        )
    if len(panel.now) > 1:
        words = f"● Panel joined: this loop brings its {len(panel.now)} groups together."
    elif panel.then:
        words = "● Panel in one piece: with this loop everybody can be compared."
    else:
        return Content.styled("○ Panel: nobody has interviewed yet.", "$muted")
    return Content.styled(words, "$text-success")


def _group(group: Sequence[str]) -> str:
    names = ", ".join(map(visible, group[:_NAMED]))
    more = len(group) - _NAMED
    return f"{names} and {more} more" if more > 0 else names


def proposal_words(proposal: Proposal, title: str, names: Mapping[str, str]) -> str:
    """An interview to add and why, over several lines."""
    who = visible(proposal.interview.interviewer) or "Somebody new (Enter asks who)"
    dims = ", ".join(names[dim] for dim in proposal.fills or proposal.interview.dimensions)
    what = f"Fills {dims}." if proposal.fills else f"A further look at {dims}."
    reason = f"{what} {person_words(proposal.person)}"
    lines = [line for text in (f"{who}: {visible(title)}", reason)
             for line in textwrap.wrap(text, _WORD_WIDTH)]  # fmt: skip
    return "\n   ".join(lines)


def nothing_words(names: Mapping[str, str], short: Sequence[str]) -> str:
    """Why nothing is proposed, where ``short`` are covered by fewer than two."""
    if not names:
        return "Without its rubric nothing can be proposed for this loop."
    if short:
        return f"No case here covers what is missing: {', '.join(names[dim] for dim in short)}."
    return "Every dimension is covered by two, and nobody else is known here. F2 adds one anyway."


def person_words(person: Joining) -> str:
    """What somebody would do for the panel; nothing for somebody without a name."""
    if person.purpose == "join":
        return "Joins groups of the panel that share no candidate."
    if person.purpose == "strengthen":
        link = visible(person.link or "")
        return f"Only {link} holds parts of the panel together so far: this is a second link."
    if person.purpose == "balance":
        return "Has met the others of this loop least."
    return "Has no scorecard yet." if person.interviewer else ""
