"""Ratings in columns are what taking score by score would give."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from interviewloop.calibration.rating_columns import RatingColumns, table_of
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.exchange.row_choice import chosen_rows, interviewers_of
from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.model.head import head_of
from interviewloop.model.scorecard import Amendment, Scorecard
from interviewloop.model.session import Session

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIMS = ("depth", "clarity", "scope")
SCORES = (1, 2, 3, 4, 5, "no-signal")


def _session(number: int, chance: random.Random) -> Session:
    dims = chance.sample(DIMS, chance.randrange(1, 4))
    amended = Amendment(
        at=NOON, by="x", field=chance.choice(DIMS), after=chance.choice(SCORES), why="w", seal="s"
    )
    return Session(
        kind="live",
        phase="sealed",
        loop=chance.choice(("a", "b")),
        candidate=chance.choice(("C-1", "c-1 ", "C-2")),
        interviewer=chance.choice(("Ann", "ann", "Bob", "Cem")),
        case=f"case-{number}",
        case_version=1,
        rubric="r",
        rubric_version=1,
        created_at=NOON,
        sealed_at=NOON + timedelta(minutes=chance.randrange(100)),
        seal="x",
        stage="s",
        scorecard=Scorecard(scores={dim: chance.choice(SCORES) for dim in dims}),
        amendments={"a1": amended} if chance.random() < 0.3 else {},
    )


@pytest.mark.parametrize("seed", range(40))
def test_columns_are_what_score_by_score_gives(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a world, not secrets
    sessions = [_session(number, chance) for number in range(chance.randrange(1, 14))]
    for baseline in ("sealed", "amended"):
        found = rows_from_sessions(sessions, baseline)
        wanted: dict[tuple[str, str, str], RatingRow] = {}
        repeated = missing = 0
        for (candidate, interviewer), own in found.behind.items():
            for one in own:
                scores = dict(one.scorecard.scores)
                if baseline == "amended":
                    scores |= {it.field: it.after for it in one.amendments.values()}
                for dim, score in scores.items():
                    if score == "no-signal":
                        missing += 1
                    elif (candidate, interviewer, dim) in wanted:
                        repeated += 1
                    else:
                        row = RatingRow(candidate, interviewer, dim, score, one.case)
                        wanted[candidate, interviewer, dim] = row
        assert sorted(found.rows) == sorted(wanted.values())
        assert sum(map(len, found.behind.values())) == len(sessions)
        codes = {one.code: one.message for one in found.notices}
        assert codes.get("repeated-scores", "0 ").split()[0] == str(repeated)
        assert codes.get("missing-scores", "0 ").split()[0] == str(missing)
        heads = rows_from_sessions(map(head_of, sessions), baseline)
        assert (list(heads.rows), heads.order, heads.notices) == (
            list(found.rows),
            found.order,
            found.notices,
        )
        _same_table(table_of(found.rows), Ratings.from_rows(list(found.rows)))


def _same_table(one: Ratings, other: Ratings) -> None:
    for name in ("candidate", "interviewer", "dimension", "score", "case"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for name in ("candidates", "interviewers", "dimensions", "cases", "highest"):
        assert getattr(one, name) == getattr(other, name), name


def test_who_gave_no_chosen_score_is_nobody() -> None:
    chance = random.Random(3)  # noqa: S311 - as above
    rows = rows_from_sessions([_session(number, chance) for number in range(20)]).rows
    assert isinstance(rows, RatingColumns)
    chosen = chosen_rows(rows, ["bob"], [])
    assert interviewers_of(chosen) == ("Bob",)
    assert {row.interviewer for row in chosen} == {"Bob"}
    assert chosen[0] == next(iter(chosen))
