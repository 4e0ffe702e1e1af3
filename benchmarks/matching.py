"""Matching of requests: accuracy and time, next to rapidfuzz's own scorers on the same phrasings.

    python benchmarks/matching.py                        # every shipped incident
    python benchmarks/matching.py inc-green-dashboards   # one of them

- held out: a fifth of each topic's phrasings is left out and asked for, five times over, each topic
  keeping its title and the rest (three shuffles, fixed seeds). Hard on purpose: authors write
  phrasings to differ from one another, so one left out is less like the rest than a real request.
- requests: the files of tests/incident, asked with all phrasings in place. blind_requests.tsv and
  later_requests.tsv were known when words and phrasings were added. title_requests.tsv was written
  from the titles before; no phrasing comes from it, but it showed that phrases need gaps
  ("roll .. back"). last_requests.tsv was written when all that was done, by the same author.
  lead_precision_requests.tsv was written from the titles of that incident before its phrasings.
  strangers_*.tsv were typed with only the candidate's side in sight, and phrasings mended by them.
  titles_*.tsv were written from the titles of each incident, and phrasings mended by them.
  fresh_*.tsv were written after that, from the titles again: nothing was mended by them.

Peers score a request against every phrasing; a topic counts by its best one. Times are of one
request in wall milliseconds, median and longest, the matcher made ready beforehand.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process, utils

from interviewloop.incident.matching import Matcher, Topic, topics_of
from interviewloop.library.incidents import open_incident

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Ranker = Callable[[str], list[str]]
    Builder = Callable[[list[Topic]], Ranker]
    Request = tuple[str, str]

ROOT = Path(__file__).parent.parent
FOLDS, SHUFFLES = 5, 3
GREEN = ("blind_requests.tsv", "later_requests.tsv", "title_requests.tsv", "last_requests.tsv")
LEAD = ("lead_precision_requests.tsv",)
FILES = {"inc-green-dashboards": GREEN, "inc-lead-precision": LEAD}
"""Files of requests that do not bear the name of their case."""


def ours(topics: list[Topic]) -> Ranker:
    matcher = Matcher(topics)
    return lambda request: [candidate.topic.id for candidate in matcher.ranked(request)]


def peer(scorer: Callable[..., float]) -> Builder:
    """A matcher that takes the best phrasing by one of rapidfuzz's scorers."""

    def build(topics: list[Topic]) -> Ranker:
        texts = [utils.default_process(text) for topic in topics for text in topic.phrasings]
        ids = [topic.id for topic in topics for _ in topic.phrasings]

        def rank(request: str) -> list[str]:
            asked = utils.default_process(request)
            found = process.extract(asked, texts, scorer=scorer, limit=None)
            return list(dict.fromkeys(ids[index] for _, _, index in found))

        return rank

    return build


BUILDERS: dict[str, Builder] = {
    "interviewloop": ours,
    "token_set_ratio": peer(fuzz.token_set_ratio),
    "WRatio": peer(fuzz.WRatio),
}


class Score(NamedTuple):
    """Shares in percent, times in milliseconds."""

    asked: int
    first: float
    among_three: float
    median_ms: float
    longest_ms: float


def held_out(topics: list[Topic]) -> Iterator[tuple[list[Topic], list[Request]]]:
    """Topics with a fifth of their phrasings left out, and those as requests."""
    for seed in range(SHUFFLES):
        chance = random.Random(seed)  # noqa: S311 - shuffles, no secrets
        shuffled = [
            chance.sample(topic.phrasings[1:], len(topic.phrasings) - 1) for topic in topics
        ]
        for fold in range(FOLDS):
            kept = [
                Topic(topic.kind, topic.id, topic.title, (topic.title, *_others(own, fold)))
                for topic, own in zip(topics, shuffled, strict=True)
            ]
            asked = [
                (text, topic.id)
                for topic, own in zip(topics, shuffled, strict=True)
                for text in own[fold::FOLDS]
            ]
            yield kept, asked


def _others(own: list[str], fold: int) -> list[str]:
    return [text for index, text in enumerate(own) if index % FOLDS != fold]


def requests_in(name: str) -> list[Request]:
    lines = (ROOT / "tests/incident" / name).read_text(encoding="utf-8").splitlines()
    return [(text, id_) for text, _, id_ in (line.partition("\t") for line in lines)]


def measured(build: Builder, trials: list[tuple[list[Topic], list[Request]]]) -> Score:
    """How often the right topic comes first, and among three, and how long one request takes."""
    ranks: list[int] = []
    times: list[float] = []
    for topics, requests in trials:
        rank = build(topics)
        rank("warm up")
        for text, id_ in requests:
            begin = time.perf_counter()
            ids = rank(text)
            times.append(1000 * (time.perf_counter() - begin))
            ranks.append(ids.index(id_) if id_ in ids else len(topics))
    return Score(
        len(ranks),
        100 * sum(rank == 0 for rank in ranks) / len(ranks),
        100 * sum(rank < 3 for rank in ranks) / len(ranks),
        median(times),
        max(times),
    )


def report(case: str) -> None:
    incident = open_incident(ROOT / "cases" / case).loaded.value
    topics, names = topics_of(incident), topics_of(incident, ("name",))
    begin = time.perf_counter()
    Matcher(topics)
    took = 1000 * (time.perf_counter() - begin)
    count = sum(len(topic.phrasings) for topic in topics)
    print(f"{case}: {len(topics)} topics, {count} phrasings, made ready in {took:.0f} ms")
    trials = {"held out": list(held_out(topics)), "held out, beliefs": list(held_out(names))}
    named = sorted(file.name for file in (ROOT / "tests/incident").glob(f"*_{case}.tsv"))
    for name in (*FILES.get(case, ()), *named):
        for what, among in ((name, topics), (f"{name[:-4]}, beliefs", names)):
            ids = {topic.id for topic in among}
            asked = [(text, id_) for text, id_ in requests_in(name) if id_ in ids]
            if asked:
                trials[what] = [(among, asked)]
    print(f"  {'':38}{'':18}{'asked':>6}{'first':>8}{'in three':>10}{'median':>10}{'longest':>10}")
    for what, sets in trials.items():
        for name, build in BUILDERS.items():
            it = measured(build, sets)
            print(
                f"  {what:38}{name:18}{it.asked:6}{it.first:7.1f}%{it.among_three:9.1f}%"
                f"{it.median_ms:7.2f} ms{it.longest_ms:7.2f} ms"
            )


if __name__ == "__main__":
    shipped = [folder.parent.name for folder in sorted((ROOT / "cases").glob("*/incident.toml"))]
    for wanted in sys.argv[1:] or shipped:
        report(wanted)
