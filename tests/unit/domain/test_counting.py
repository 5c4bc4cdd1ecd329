"""From closed attempts to contenders."""

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.domain.counting import ClosedAttempt, CountingRules, Person, contenders, number_to_guess
from quizapp.domain.prizes.lots import lot

OPENS = datetime(2027, 6, 7, 1, tzinfo=UTC)
PEOPLE = {n: Person(id=n, group="residents", unit_id=1, registered_at=OPENS) for n in range(1, 6)}


def closed(person: int, number: int, score: int, **values: object) -> ClosedAttempt:
    """An attempt of 5 points, handed in `number` hours after the opening."""
    return ClosedAttempt(
        **{
            "id": 10 * person + number,
            "participant_id": person,
            "number": number,
            "submitted_at": OPENS + timedelta(hours=number),
            "duration_ms": 60_000,
            "score": score,
            "max_score": 5,
            "prediction": None,
            "exclusion": None,
            **values,
        }
    )


def rules(**values: object) -> CountingRules:
    return CountingRules(
        **{
            "ranking": ("score",),
            "counted": "best",
            "prediction_target": None,
            "prediction_asked": "every",
            "prediction_with_disqualified": False,
            "seed": "ab",
            **values,
        }
    )


# Five people, eight attempts; seven of them count, or would but for a disqualification.
ATTEMPTS = [
    closed(1, 1, 5),
    closed(1, 2, 5),
    closed(2, 1, 3),
    closed(3, 1, 5, exclusion="disqualified"),
    closed(4, 1, 0, exclusion="empty"),
    closed(4, 2, 4),
    closed(5, 1, 5),
    closed(5, 2, 2, exclusion="disqualified"),
]


@pytest.mark.parametrize(
    ("target", "without", "with_disqualified"),
    [
        ("participants", 4, 5),  # 1, 2, 4, 5; and 3
        ("full_marks", 2, 3),  # 1 and 5; and 3
        ("attempts", 5, 7),  # 1 twice, 2, 4 once, 5 once; and one each of 3 and 5
    ],
)
def test_the_number_to_guess_counts_what_the_rules_say(target, without, with_disqualified):
    for is_with, expected in ((False, without), (True, with_disqualified)):
        asked = rules(prediction_target=target, prediction_with_disqualified=is_with)
        assert number_to_guess(ATTEMPTS, asked) == expected


def test_nothing_asked_is_no_number():
    assert number_to_guess(ATTEMPTS, rules()) is None


def test_each_rule_takes_its_own_attempt():
    own = [closed(1, 1, 3), closed(1, 2, 5), closed(1, 3, 5), closed(1, 4, 1)]

    def entry(counted: str) -> int:
        (found,) = contenders(own, PEOPLE, rules(counted=counted), actual=None)
        return found.standing.entry_id

    assert [entry(counted) for counted in ("best", "first", "last")] == [12, 11, 14]


def test_whose_best_attempt_is_disqualified_stands_by_the_next_best():
    own = [closed(1, 1, 5, exclusion="disqualified"), closed(1, 2, 3), closed(1, 3, 2)]
    (found,) = contenders(own, PEOPLE, rules(), actual=None)
    assert (found.standing.score, found.standing.attempts, found.standing.full_marks) == (3, 2, 0)


def test_without_an_attempt_that_counts_nobody_stands():
    assert contenders([closed(1, 1, 5, exclusion="disqualified")], PEOPLE, rules(), actual=None) == []


def test_the_guess_of_the_counted_attempt_is_the_one_that_counts():
    own = [closed(1, 1, 3, prediction=90), closed(1, 2, 5, prediction=130)]
    asked = rules(prediction_target="participants")
    (found,) = contenders(own, PEOPLE, asked, actual=100)
    assert found.standing.prediction_error == 30  # |130 - 100|, of the second attempt


def test_a_guess_that_is_asked_once_counts_for_whichever_attempt_is_the_best():
    own = [closed(1, 1, 3, prediction=90), closed(1, 2, 5)]
    asked = rules(prediction_target="participants", prediction_asked="first")
    (found,) = contenders(own, PEOPLE, asked, actual=100)
    assert found.standing.prediction_error == 10  # |90 - 100|


@pytest.mark.parametrize("exclusion", ["disqualified", "incomplete"])
def test_a_guess_that_is_asked_once_stands_though_its_attempt_does_not_count(exclusion):
    own = [closed(1, 1, 3, prediction=90, exclusion=exclusion), closed(1, 2, 5)]
    asked = rules(prediction_target="participants", prediction_asked="first")
    (found,) = contenders(own, PEOPLE, asked, actual=100)
    assert (found.standing.entry_id, found.standing.prediction_error) == (12, 10)


def test_lots_are_drawn_where_the_ranking_has_a_final_draw():
    (drawn,) = contenders([closed(2, 1, 5)], PEOPLE, rules(ranking=("score", "lot")), actual=None)
    (undrawn,) = contenders([closed(2, 1, 5)], PEOPLE, rules(), actual=None)
    assert (drawn.standing.lot, undrawn.standing.lot) == (lot("ab", 21), 0)
