"""Requests and topics: the right one is among the best three, and nothing is told by match alone.

``blind_requests.tsv`` was written from the titles of the topics before their phrasings were.
``later_requests.tsv`` was written to find gaps, and the gaps were mended with it: it keeps what was
won and measures nothing. ``title_requests.tsv`` was written from the titles before the phrasings
grew to some fifteen a topic, and none of the phrasings comes from it; ``last_requests.tsv`` when
words, phrasings and weights were done. benchmarks/matching.py has the figures, and those with
phrasings held out.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.incident.worlds import shipped

from interviewloop.incident.broad import is_broad
from interviewloop.incident.matching import BROAD_EVENT, Matcher, Topic, topics_of
from interviewloop.incident.mood import mood


def requests_in(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [(text, id_) for text, _, id_ in (line.partition("\t") for line in lines)]


BLIND = requests_in("blind_requests.tsv")
LATER = requests_in("later_requests.tsv")
TITLES = requests_in("title_requests.tsv")
LAST = requests_in("last_requests.tsv")
ELSEWHERE = (
    "what is your favourite programming language",
    "can i have a glass of water",
    "what is the salary range",
    "is the office open on fridays",
    "do you use kubernetes",
    "is there a legal requirement for consent",
)
BROAD = (
    "Show me everything!",
    "can i see everything you have",
    "give me all the data",
    "i want all dashboards please",
    "let me look at all the metrics",
    "dump all logs",
    "what do you have",
    "what have you got for me",
    "what data is there",
    "what information do we have",
    "everything, please",
    "all of it",
    "the whole lot",
    "give me the full picture",
    "hand over all the evidence",
    "open every dashboard",
    "print every graph there is",
    "just show me whatever is available",
    "whatever you have got",
    "i'd like to see all the numbers at once",
    "bring up all charts",
    "everything about this incident",
    "tell me everything you know",
    "tell me all you know",
    "share all available information",
    "what do we know so far",
    "what can you show me",
    "all exhibits",
    "could you give me a complete overview",
    "anything you have",
    "i need all the details",
    "every single metric",
    "let's see all of the graphs",
    "which dashboards exist",
    "send me all the stats",
    "everything you've got on the problem",
    "all you have, please",
    "every graph",
)
PRECISE = (
    "is it all users",
    "all ios users",
    "list everything fed by these tables",
    "are all features fresh",
    "did all jobs finish",
    "show all deploys since yesterday",
    "all alerts of the night",
    "every release in the last day",
    "is everything ok with serving",
    "is everybody affected",
    "disable personalisation for all visitors",
    "tell everyone what we know about the drop",
    "are all app versions hit",
    "all traffic back to v41",
    "stop all campaigns",
    "compare all segments",
    "everything that changed overnight",
    "all errors in the ranking service",
    "show me all feature values that are empty",
    "all raw events for one visitor",
    "does every segment look the same",
    "did everything go down at once",
    "hold all training jobs",
    "popular list for everybody",
    "the whole distribution of predictions",
    "full list of releases",
    "roll everything back",
    "undo all changes",
    "what is the ttl",
    "what do you see in the event payload",
    "which groups are affected",
    "what happened at two",
    "all downstream consumers",
    "every feature's null rate",
    "anything new in production since yesterday",
    "any other alerts",
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(topics_of(shipped().incident))


@pytest.mark.parametrize(
    "requests", [BLIND, LATER, TITLES, LAST], ids=["blind", "later", "titles", "last"]
)
def test_requests_find_their_topic(requests: list[tuple[str, str]], matcher: Matcher) -> None:
    found = [[one.topic.id for one in matcher.match(text).candidates] for text, _ in requests]
    wanted = [id_ for _, id_ in requests]
    first = sum(ids[0] == id_ for ids, id_ in zip(found, wanted, strict=True))
    among = sum(id_ in ids for ids, id_ in zip(found, wanted, strict=True))
    assert len(requests) >= 70
    assert first >= 0.85 * len(requests)
    assert among >= 0.93 * len(requests)


def test_a_clear_match_is_the_right_one(matcher: Matcher) -> None:
    matches = [(matcher.match(text), id_) for text, id_ in [*BLIND, *TITLES]]
    clear = [(match, id_) for match, id_ in matches if match.policy == "clear"]
    assert len(clear) >= 110
    assert all(match.candidates[0].topic.id == id_ for match, id_ in clear)


@pytest.mark.parametrize("request_", ELSEWHERE)
def test_what_belongs_elsewhere_is_not_clear(request_: str, matcher: Matcher) -> None:
    assert matcher.match(request_).policy in ("nothing", "choose")


def test_every_phrasing_finds_its_own_topic(matcher: Matcher) -> None:
    topics = topics_of(shipped().incident)
    for topic in topics:
        for phrasing in topic.phrasings:
            best = matcher.match(phrasing).candidates
            assert topic.id in [one.topic.id for one in best[:2]], phrasing


def test_phrasings_left_out_are_found_by_the_others() -> None:
    """Every fifth phrasing asked of a matcher without it; authors write them unlike one another."""
    topics = topics_of(shipped().incident)
    ranks = []
    for fold in range(5):
        fewer = [
            replace(
                topic,
                phrasings=tuple(
                    p for n, p in enumerate(topic.phrasings) if n == 0 or n % 5 != fold
                ),
            )
            for topic in topics
        ]
        matcher = Matcher(fewer)
        for topic in topics:
            for n, phrasing in enumerate(topic.phrasings):
                if n and n % 5 == fold:
                    ranks.append([one.topic.id for one in matcher.ranked(phrasing)].index(topic.id))
    assert sum(rank == 0 for rank in ranks) >= 0.65 * len(ranks)
    assert sum(rank < 3 for rank in ranks) >= 0.85 * len(ranks)


def test_a_request_takes_less_than_twenty_milliseconds(matcher: Matcher) -> None:
    matcher.match("warm up")
    slowest = 0.0
    for text in [*(text for text, _ in BLIND), "wrold " * 80]:
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            matcher.match(text)
            times.append(time.perf_counter() - begin)
        slowest = max(slowest, min(times))
    assert slowest < 0.02


def test_typos_are_repaired(matcher: Matcher) -> None:
    for text, id_ in (
        ("distribtuion of the predictoins", "model-scores"),
        ("latnecy", "serving-health"),
    ):
        assert matcher.match(text).candidates[0].topic.id == id_


@pytest.mark.parametrize("text", BROAD)
def test_broad_requests_match_nothing(text: str, matcher: Matcher) -> None:
    assert is_broad(text)
    match = matcher.match(text)
    assert (match.policy, match.candidates) == ("broad", ())
    assert str(BROAD_EVENT) == "wait:1"


@pytest.mark.parametrize(
    "text", PRECISE + tuple(text for text, _ in [*BLIND, *LATER, *TITLES, *LAST])
)
def test_precise_requests_are_not_broad(text: str) -> None:
    assert not is_broad(text)


def test_no_phrasing_is_broad() -> None:
    topics = topics_of(shipped().incident, ("ask", "act", "name"))
    assert not [text for topic in topics for text in topic.phrasings if is_broad(text)]


def test_kinds_are_kept_apart() -> None:
    incident = shipped().incident
    assert {topic.kind for topic in topics_of(incident)} == {"ask", "act"}
    names = Matcher(topics_of(incident, ("name",)))
    assert names.match("the ids no longer match the store").candidates[0].topic.id == "ids-differ"
    assert names.match("I think it is seasonal").candidates[0].topic.id == "drift"


def test_beliefs_are_told_from_questions_among_all_topics() -> None:
    matcher = Matcher(topics_of(shipped().incident, ("ask", "act", "name")))
    for text, id_ in (
        ("I believe the tracking is broken", "counting"),
        ("could it be a problem of the tracking", "number-true"),
        ("I suspect the embedding job", "stale-embeddings"),
        ("restart the embedding job", "rebuild-embeddings"),
        ("my bet is the new model", "model-v42"),
        ("how does the new model do against the old one", "model-versions"),
    ):
        assert matcher.match(text).candidates[0].topic.id == id_, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please roll it back", "act"),
        ("could you stop the job", "act"),
        ("do not send it", "act"),
        ("don't send it", "act"),
        ("do people click less", "ask"),
        ("I want to see the log", "ask"),
        ("give me the list", "ask"),
        ("we should hold it", "act"),
        ("let me see the log", "ask"),
        ("let me revert it", "act"),
        ("the log?", "ask"),
        ("I think it is the campaign", "name"),
        ("my working theory is drift", "name"),
        ("the root cause is the model", "name"),
        ("it's the campaign", "name"),
        ("it's the campaign?", "ask"),
        ("is it the campaign", "ask"),
        ("could it be the campaign", "ask"),
        ("I think we should stop the job", "act"),
        ("it's time to stop the job", None),
        ("could you stop it?", "act"),
        ("the log", None),
        ("", None),
    ],
)
def test_mood(text: str, expected: str | None) -> None:
    assert mood(text) == expected


def test_without_topics_there_is_nothing() -> None:
    assert Matcher([]).match("hello").policy == "nothing"
    assert Matcher([Topic("ask", "a", "!", ("!",))]).match("?").policy == "nothing"


@given(st.text(max_size=600))
def test_no_request_is_too_strange(text: str) -> None:
    match = Matcher(topics_of(shipped().incident, ("name",))).match(text)
    assert len(match.candidates) in (0, 3)
    assert all(0 <= one.score <= 100.0001 for one in match.candidates)
