"""The league over a contest's rounds."""

from datetime import UTC, datetime, timedelta

from quizapp.domain.league import LEAGUE_PARTIAL, LEAGUE_PARTS, RoundResult, league
from quizapp.domain.marking import shown_points
from quizapp.domain.prizes.allotting import Contender, place
from quizapp.domain.tiebreak import Standing

OPENS = datetime(2027, 6, 7, 1, tzinfo=UTC)


def contender(person: int, score: int, *, week: int, seconds: int, most: int = 10, **values: object) -> Contender:
    return Contender(
        group="residents",
        unit_id=1,
        max_score=most,
        standing=Standing(
            **{
                "participant_id": person,
                "score": score,
                "duration_ms": seconds * 1000,
                "submitted_at": OPENS + timedelta(weeks=week),
                "attempts": 1,
                "registered_at": OPENS,
                "entry_id": 100 * week + person,
                **values,
            }
        ),
    )


def test_points_of_all_rounds_add_up_and_rank_by_the_same_rules():
    # Week 1: An 10 in 60 s, Bình 9 in 50 s. Week 2: An 8 in 40 s, Bình 9 in 50 s, Chi 10 in 30 s.
    # An 18 in 100 s, Bình 18 in 100 s, Chi 10 in 30 s: An and Bình are level.
    an, binh, chi = 1, 2, 3
    rounds = [
        RoundResult(
            partial="none", contenders=[contender(an, 10, week=1, seconds=60), contender(binh, 9, week=1, seconds=50)]
        ),
        RoundResult(
            partial="none",
            contenders=[
                contender(an, 8, week=2, seconds=40),
                contender(binh, 9, week=2, seconds=50),
                contender(chi, 10, week=2, seconds=30),
            ],
        ),
    ]
    placed = place(league(rounds, seed="ab"), ["score", "duration"])

    assert [
        (p.rank, p.contender.standing.participant_id, shown_points(p.contender.standing.score, LEAGUE_PARTIAL))
        for p in placed
    ] == [(1, an, 18), (1, binh, 18), (3, chi, 10)]
    assert {p.contender.max_score for p in placed} == {20 * LEAGUE_PARTS}


def test_rounds_with_parts_of_a_point_add_up_exactly():
    # 7 of 10 whole points, and 7 1/3 of 10 in parts of 840: 7 * 840 + 6160 = 12040 parts, 14 1/3 points.
    rounds = [
        RoundResult(partial="none", contenders=[contender(1, 7, week=1, seconds=60)]),
        RoundResult(partial="no_wrong", contenders=[contender(1, 6160, week=2, seconds=60, most=8400)]),
        RoundResult(partial="half", contenders=[contender(1, 3, week=3, seconds=60, most=20)]),
    ]
    (found,) = league(rounds, seed="ab")
    assert found.standing.score == 7 * 840 + 6160 + 3 * 420
    assert shown_points(found.standing.score, LEAGUE_PARTIAL) == 15.83  # 7 + 7 1/3 + 1 1/2


def test_what_stands_in_the_league_is_of_all_rounds():
    rounds = [
        RoundResult(
            partial="none", contenders=[contender(1, 10, week=1, seconds=60, prediction_error=5, full_marks=2)]
        ),
        RoundResult(partial="none", contenders=[contender(1, 9, week=2, seconds=70, prediction_error=None)]),
        RoundResult(partial="none", contenders=[contender(1, 9, week=3, seconds=80, prediction_error=2, attempts=3)]),
    ]
    (found,) = league(rounds, seed="ab")
    standing = found.standing
    assert (standing.duration_ms, standing.attempts, standing.full_marks) == (210_000, 5, 2)
    assert (standing.prediction_error, standing.entry_id, standing.submitted_at) == (7, 101, OPENS + timedelta(weeks=3))


def test_a_league_without_rounds_has_nobody():
    assert league([], seed="") == []
