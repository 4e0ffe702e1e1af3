"""Words of a request brought to a common form: small words out, endings off."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

_WORD = re.compile(r"[^\W_]+")
_SMALL = """
a about actually all also am an and any anything are around as at be been being but by can could d
did do does exactly for from get give go going got had has have here how i if in into is it its just
let like ll look m made make maybe me might much my need next of on or our ourselves out over please
pull put re really s say see show so some something still take talk tell than that the their them
then there these they thing things think this those to try up us ve very want was we were what when
where whether which who why will with would you your
"""
_SMALL_WORDS = frozenset(_SMALL.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ers", "er", "ies", "es", "ly", "s")
_SHORTEST = 3
"""A word keeps at least so many letters; below that an ending is part of it."""


def words(text: str) -> list[str]:
    """Words of ``text`` in lower case, every sign between them left out."""
    return _WORD.findall(text.casefold())


def tokens(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning; of all words if none of them does."""
    every = words(text)
    telling = [word for word in every if word not in _SMALL_WORDS]
    return tuple(map(stem, telling or every))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """``word`` without its ending: ``freezing`` and ``freeze`` become ``freez``.

    Light on purpose. A real stemmer merges more, and with it words that mean different things.
    """
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST and not (ending == "s" and bare[-1] in "su"):
            word = bare + "y" if ending == "ies" else bare
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST and word[-1] == "e" else word


_ALIKE = """
user visitor people person customer member
release deploy deployment ship rollout commit upgrade
split slice segment group cohort break cut
missing empty null default
drop fall decline decrease loss dip slide down worse
latency slow speed response p99 p95
error fail failure exception crash outage 500s 5xx
notification message push mail blast sms
popular bestseller popularity
everybody everyone global everywhere all complete
revert undo back rollback redeploy restore
stop hold pause halt freeze delay block postpone cancel disable kill suspend end
previous old earlier former past
fresh newest latest recent new
stale late outdated behind delay age lag
call page contact wake reach bring ping join
id key
row entry record key
store redis cache database kv
ad campaign marketing spend acquisition
begin start kick
retrain train fit refit
app mobile phone client ios android
web website browser desktop site
guest anonymous signed logged login
input receive request serving
fix mitigation change
better recover recovery improve normal
predict score expected prediction estimate
actual real observed reality
stakeholder leadership vp president executive management
tell inform note notify brief update
job cron batch schedule task
field schema format payload column
abrupt sudden step
metric ctr click rate line
chart graph plot curve
measure count track tracking logging instrumentation log
order sale purchase revenue
consume depend downstream affect
incident sev sev1 sev2 outage
channel bridge room call
snapshot copy backup
recompute rebuild backfill replay
normalise normalize canonical
compare versus against diff
version build sdk release
ttl expire lifetime evict live delete remove
alert alarm ticket warning page
mix composition share traffic
"""
_GROUPS: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_ALIKE.strip().splitlines()):
    for _alike in map(stem, _line.split()):
        _GROUPS[_alike] = _GROUPS.get(_alike, frozenset()) | {_number}


def alike(one: str, other: str) -> bool:
    """Whether two stems mean nearly the same wherever services are run."""
    return not _GROUPS.get(one, frozenset()).isdisjoint(_GROUPS.get(other, frozenset()))


Mood = Literal["ask", "act"]
_ASKING = frozenset(
    """
    what how who which is are was were did does do when why where compare check show see look list
    plot split any could has have had
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_ORDERING = frozenset(
    """
    roll revert undo stop pause hold freeze delay switch turn put call page wake tell send write
    start kick train retrain rebuild replay backfill restart rerun run patch use serve go fall take
    make declare open block let everybody get reach bring refresh restore fix ask pin disable
    """.split()  # noqa: SIM905
)
_OPENINGS = re.compile(
    r"^(?:(?:please|ok|okay|then|now|and|so|well|maybe|still) )*"
    r"(?:(?:i|we) (?:want|need|would like)(?: you| them)?(?: to)? |(?:let us|lets|let s) "
    r"|(?:can|could|would|should) (?:you|we|i|they) )?"
    r"(?:(?:please|also|now|maybe) )*"
)


def mood(text: str) -> Mood | None:
    """Whether ``text`` asks for something or orders something, as far as its first words tell."""
    plain = " ".join(words(text))
    if re.match(r"do(?: not|n t)\b", plain):
        return "act"
    plain = plain[_OPENINGS.match(plain).end() :]  # type: ignore[union-attr]  # matches anything
    if plain.startswith(("give me ", "tell me ", "get me ", "pull up ")):
        return "ask"
    first = plain.split(" ", 1)[0]
    if first in _ASKING:
        return "ask"
    return "act" if first in _ORDERING else None
