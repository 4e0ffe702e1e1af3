"""Feedback in sentences: a number, an example, a next action; never a label for the person.

The order is that of reading: what was captured, the cells, help and red flags, a pattern where the
data bear one, one thing to try, and the hire call at the very end, because people fix on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.model.case import Case
    from interviewloop.practice.evidence import OverHelp, Share
    from interviewloop.practice.feedback import CellFeedback, Feedback
    from interviewloop.practice.heard import Shown

About = Literal["evidence", "red-flag", "help", "cell", "pattern", "try", "call"]
_LONGEST_QUOTE = 110
_CALLS = {"strong-no": "strong no", "no": "no", "yes": "yes", "strong-yes": "strong yes"}


@dataclass(frozen=True, slots=True)
class Saying:
    """A few sentences of feedback. ``subject`` is the dimension, probe or red flag, if any."""

    about: About
    subject: str
    text: str


def feedback_sayings(
    given: Feedback, case: Case, names: Mapping[str, str], patterns: tuple[Saying, ...] = ()
) -> tuple[Saying, ...]:
    """All of ``given`` in words, with ``patterns`` in their place.

    ``names`` are what dimensions are called on screen; the id stands in for a missing one.
    """
    return (
        *_evidence(given, case),
        *(_cell(one, names, given) for one in given.cells if one.cell.score is not None),
        *_help(given, case),
        *_red_flags(given, case),
        *patterns,
        _one_thing(given, case, names),
        *_call(given),
    )


def _evidence(given: Feedback, case: Case) -> list[Saying]:
    found = given.evidence
    if not found.recall.whole:
        text = "No stage was visited, so nothing was shown. Run the stages of the case in order."
        return [Saying("evidence", "", text)]
    said = f"You captured {_share(found.recall)} of what was shown."
    if found.precision.whole:
        said += f" Of the look-fors you ticked, {_share(found.precision)} were there."
    if found.factual.whole:
        said += f" {_share(found.factual)} notes hold a figure or words that were said."
    said += " Next time, write the figure or the words down before you judge them."
    sayings = [Saying("evidence", "", said)]
    for shown in found.missed:
        text = f"Not captured: {_where(shown, case)}"
        sayings.append(Saying("evidence", shown.name, text))
    return sayings


def _red_flags(given: Feedback, case: Case) -> list[Saying]:
    sayings = []
    for shown in given.evidence.flags_missed:
        text = (
            f"{given.name} did this {place_words(shown, case)}: {_flag(shown.name, case)}."
            f" The line was {quote(shown.line)} The flag was not raised."
            " Which of your notes would have carried it?"
        )
        sayings.append(Saying("red-flag", shown.name, text))
    for name in given.evidence.flags_unfounded:
        text = (
            f"You raised a flag that the script does not hold: {_flag(name, case)}."
            " Find the sentence that you heard it in; without one, withdraw it."
        )
        sayings.append(Saying("red-flag", name, text))
    return sayings


def _help(given: Feedback, case: Case) -> list[Saying]:
    sayings = []
    if given.over_helped:
        first = given.over_helped[0]
        text = (
            f"You used {_number(given.hints, 'probe')} that point{'s' if given.hints == 1 else ''}"
            f" at an area or give a fact; {len(given.over_helped)} of them came before a gentler"
            f" way to the same evidence. For example {quote(case.probes[first.probe].ask)}, where"
            f" {_gentler(first, case)} brings it out. A look-for seen after a hint counts"
            " for less than one seen without. Ask the neutral probe first and wait."
        )
        sayings.append(Saying("help", first.probe, text))
    for one in given.unasked[:2]:
        look_for = case.look_fors[one.look_fors[0]].text
        more = _number(len(one.look_fors), "look-for")
        text = (
            f"A probe stayed unasked and would have shown {more} more ({look_for}):"
            f" {quote(case.probes[one.probe].ask)} Keep a minute for it."
        )
        sayings.append(Saying("help", one.probe, text))
    return sayings


def _cell(one: CellFeedback, names: Mapping[str, str], given: Feedback) -> Saying:
    cell = one.cell
    name = names.get(cell.dim, cell.dim)
    key = f"{cell.key:g}"
    half = not cell.key.is_integer()
    if cell.outcome == "hit" and half:
        spread = f" (SD {cell.sd:.1f})" if cell.sd is not None else ""
        text = f"{name}: you {cell.score}, {_who(given)} {key}{spread}. Both can be defended."
        return Saying("cell", cell.dim, text)
    text = f"{name} {cell.score}, key {key}."
    if cell.outcome == "capped":
        text += " You raised a red flag and kept to its cap, as the rules of scoring ask."
    elif cell.outcome == "hit":
        text += f" {_support(one)}"
    else:
        line = f" The script has: {quote(one.lines[0].line)}" if one.lines else _unlined(given)
        text += f"{line} Which sentence supported a {cell.score}?"
    return Saying("cell", cell.dim, text)


def _support(one: CellFeedback) -> str:
    if one.notes:
        return f"You wrote {quote(one.notes[0])} That is evidence to keep for the debrief."
    if one.lines:
        return f"The line was {quote(one.lines[0].line)} Write it down next time."
    return "No line was scripted for it; note what made you choose."


def _unlined(given: Feedback) -> str:
    return f" Nothing that {given.name} said was scripted for this dimension alone."


def _one_thing(given: Feedback, case: Case, names: Mapping[str, str]) -> Saying:
    """The one thing most worth trying, from the most costly mistake to the least."""
    found = given.evidence
    misses = [one for one in given.cells if one.cell.outcome == "miss"]
    if found.flags_missed:
        text = (
            f"One thing to try: {_number(len(found.flags_missed), 'red flag')} went by. Before you"
            " score, read the case's red flags once and look for each in your notes."
        )
    elif misses:
        worst = max(misses, key=lambda one: abs(one.cell.difference or 0))
        name = names.get(worst.cell.dim, worst.cell.dim)
        text = (
            f"One thing to try: {name} is {abs(worst.cell.difference or 0):g} from the key. Score"
            " that dimension first, reading its anchors beside the notes that belong to it."
        )
    elif given.over_helped:
        text = (
            f"One thing to try: {_number(len(given.over_helped), 'hint')} came early. Count to"
            " fifteen after each answer before you ask the next probe."
        )
    elif found.missed:
        text = (
            f"One thing to try: {_number(len(found.missed), 'look-for')} got away."
            f" Watch for this one: {case.look_fors[found.missed[0].name].text}."
        )
    else:
        hits = sum(one.cell.outcome == "hit" for one in given.cells)
        text = (
            f"One thing to try: {hits} of {len(given.cells)} cells met the key. Take the persona"
            " that is least like this one next."
        )
    return Saying("try", "", text)


def _call(given: Feedback) -> list[Saying]:
    call = given.call
    if call.given is None or call.key is None:
        return []
    same = "the same side" if call.same_side else "the other side"
    text = (
        f"Overall, and last on purpose: you said {_CALLS[call.given]}, the key says"
        f" {_CALLS[call.key]}, {same}. It is one bit; the cells above say why."
    )
    return [Saying("call", "", text)]


def _share(share: Share) -> str:
    percent = f" ({share.value:.0%})" if share.value is not None else ""
    return f"{share.part} of {share.whole}{percent}"


def _where(shown: Shown, case: Case) -> str:
    return f"{case.look_fors[shown.name].text}, {place_words(shown, case)}: {quote(shown.line)}"


def place_words(shown: Shown, case: Case) -> str:
    """Where and when something was shown, in words."""
    at = f" at {clock(shown.clock_s)}" if shown.clock_s is not None else ""
    after = ", after a probe" if shown.rung else ""
    stage = case.stages.get(shown.stage)
    name = stage.title if stage else shown.stage
    return f"in {name!r}{at}{after}"


def clock(seconds: float) -> str:
    """``07:05``, minutes and seconds of the interview."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def _gentler(help_: OverHelp, case: Case) -> str:
    match help_.by:
        case "probe":
            return f"the neutral {quote(case.probes[help_.instead].ask)}"
        case "stage":
            return f"the prompt of {case.stages[help_.instead].title!r} alone"
        case "move":
            return "waiting for the next step"


def _flag(name: str, case: Case) -> str:
    flag = case.red_flags.get(name)
    return flag.text if flag else name


def _who(given: Feedback) -> str:
    return "panel" if given.rated else "key"


def quote(text: str) -> str:
    """``text`` in quotation marks, cut short where it is long."""
    if len(text) > _LONGEST_QUOTE:
        text = text[:_LONGEST_QUOTE].rpartition(" ")[0] + " …"
    return f"“{text}”"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
