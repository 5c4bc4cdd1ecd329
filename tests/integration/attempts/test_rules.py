"""What a round's rules say of starting, marking, counting and guessing, on SQLite and PostgreSQL."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from quizapp.attempts import operations
from quizapp.attempts.operations import RoundSuspended, TooYoung
from quizapp.attempts.queries import find_paper
from quizapp.models import Regrade, Round, RoundRuling
from quizapp.models.counting import counted_attempts
from tests.integration.attempts.sitting import Sitting
from tests.postgres import both_databases
from tests.statements import statements

pytestmark = both_databases


def asked(sitting, attempt_id):
    """What a paper's participant is asked to guess."""
    paper = find_paper(sitting.session(), attempt_id=attempt_id, participant_id=sitting.participant.id)
    return paper.prediction_target


def counted(sitting):
    return sitting.session.execute(counted_attempts(sitting.round.id)).all()


def test_who_has_not_reached_the_least_age_may_not_start(factory):
    # The clock stands at 9 June 2027.
    sitting = Sitting(factory, minimum_age=14)
    sitting.participant = factory.participant(sitting.round.contest, birth_date=date(2013, 6, 10))
    with pytest.raises(TooYoung):
        sitting.start()
    sitting.participant = factory.participant(sitting.round.contest, birth_date=date(2013, 6, 9))
    assert sitting.start()


def test_nobody_starts_while_a_round_is_suspended_and_open_attempts_go_on(factory):
    sitting = Sitting(factory)
    attempt_id = sitting.start()
    sitting.round.suspended_at = sitting.clock()
    sitting.session.flush()
    assert sitting.start() == attempt_id
    assert sitting.save(attempt_id, 1, 1, 1)
    sitting.submit(attempt_id)
    with pytest.raises(RoundSuspended):
        sitting.start()
    sitting.round.suspended_at = None
    sitting.session.flush()
    assert sitting.start()


def test_a_guess_is_asked_on_the_first_attempt_alone_and_counts_for_the_best(factory):
    sitting = Sitting(factory, prediction_target="participants", prediction_asked="first")
    first = sitting.start()
    assert asked(sitting, first) == "participants"
    sitting.submit(first, prediction=120)
    sitting.clock.moment += timedelta(minutes=1)
    second = sitting.start()
    assert asked(sitting, second) is None
    keys = {r.position: sitting.key(r) for r in sitting.responses(second)}
    sitting.save(second, 1, keys[1], 1)
    sitting.submit(second, prediction=999)  # was not asked

    assert [sitting.attempt(n).prediction for n in (first, second)] == [120, None]
    (row,) = counted(sitting)
    assert (row.id, row.score, row.prediction) == (second, 1, 120)


def test_somebody_else_s_guess_keeps_nobody_from_being_asked(factory):
    sitting = Sitting(factory, prediction_target="participants", prediction_asked="first")
    sitting.submit(sitting.start(), prediction=120)
    sitting.participant = factory.participant(sitting.round.contest)
    sitting.submit(sitting.start())
    second = sitting.start()
    assert asked(sitting, second) == "participants"


def test_a_guess_is_asked_again_where_the_first_attempt_gave_none(factory):
    sitting = Sitting(factory, prediction_target="attempts", prediction_asked="first")
    sitting.submit(sitting.start())
    second = sitting.start()
    assert asked(sitting, second) == "attempts"
    sitting.submit(second, prediction=7)
    assert sitting.attempt(second).prediction == 7


def test_a_guess_asked_on_every_attempt_counts_with_its_own(factory):
    sitting = Sitting(factory, prediction_target="participants", prediction_asked="every")
    sitting.submit(sitting.start(), prediction=120)
    sitting.clock.moment += timedelta(minutes=1)
    second = sitting.start()
    assert asked(sitting, second) == "participants"
    sitting.save(second, 1, sitting.key(sitting.responses(second)[0]), 1)
    sitting.submit(second, prediction=130)
    (row,) = counted(sitting)
    assert (row.id, row.prediction) == (second, 130)


def test_nothing_is_stored_of_a_guess_that_nobody_asked_for(factory):
    sitting = Sitting(factory)
    attempt_id = sitting.start()
    sitting.submit(attempt_id, prediction=5)
    assert sitting.attempt(attempt_id).prediction is None


@pytest.mark.parametrize(("answered", "exclusion"), [(4, "incomplete"), (5, None)])
def test_a_paper_with_an_unanswered_item_counts_nowhere_if_the_rules_say_so(factory, answered, exclusion):
    sitting = Sitting(factory, requires_all_answered=True)
    attempt_id = sitting.start()
    for position in range(1, answered + 1):
        sitting.save(attempt_id, position, 1, 1)
    sitting.submit(attempt_id)
    attempt = sitting.attempt(attempt_id)
    assert (attempt.answered, attempt.exclusion) == (answered, exclusion)
    assert len(counted(sitting)) == (exclusion is None)


def test_an_empty_paper_that_time_ended_counts_nowhere(factory):
    sitting = Sitting(factory)
    attempt_id = sitting.start()
    sitting.clock.moment += timedelta(minutes=11)
    operations.close_overdue_attempts(sitting.session(), now=sitting.clock())
    assert sitting.attempt(attempt_id).exclusion == "empty"
    assert counted(sitting) == []


def graded_sitting(factory, **rules):
    """A paper of an easy, a medium, a hard question and one of no difficulty; the keys are A, AB, ABC, A."""
    bank = factory.bank()
    for number, (level, keys) in enumerate([("easy", 1), ("medium", 2), ("hard", 3), (None, 1)], start=1):
        options = [
            {"text": f"{number}{letter}", "is_key": i < keys, "is_pinned": False} for i, letter in enumerate("ABCD")
        ]
        kind = "multiple" if keys > 1 else "single"
        factory.question(bank, number=number, difficulty=level, options=options, type=kind, topic=f"Chủ đề {number}")
    blueprint = [{"count": 1, "topic": f"Chủ đề {n}", "difficulty": None, "group": None} for n in range(1, 5)]
    return Sitting(factory, banks=[bank], blueprint=blueprint, shuffle_questions=False, **rules)


def marks(sitting, attempt_id):
    attempt = sitting.attempt(attempt_id)
    return [r.mark for r in sitting.responses(attempt_id)], attempt.score, attempt.max_score


# Picked: A, then A of AB, then AB of ABC and D, then nothing.
PICKED = {1: {0}, 2: {0}, 3: {0, 1, 3}}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, ([1, 0, 0, 0], 1, 4)),
        ({"points": [["medium", 2], ["hard", 3]]}, ([1, 0, 0, 0], 1, 1 + 2 + 3 + 1)),
        # In halves: 1 point is 2. Of 2 points for the medium one half is 1 point.
        ({"partial_rule": "half", "points": [["medium", 2]]}, ([2, 2, 0, 0], 4, 2 * (1 + 2 + 1 + 1))),
        # In 840 parts: 1/2 of 1 point is 420; (2 - 1)/3 of 3 points is 1 point.
        (
            {"partial_rule": "proportional", "points": [["hard", 3]]},
            ([840, 420, 840, 0], 2100, 840 * (1 + 1 + 3 + 1)),
        ),
        ({"partial_rule": "no_wrong", "points": [["medium", 5]]}, ([840, 2100, 0, 0], 2940, 840 * 8)),
    ],
)
def test_points_by_difficulty_and_parts_of_a_key_are_stored(factory, rules, expected):
    sitting = graded_sitting(factory, **rules)
    attempt_id = sitting.start()
    sitting.answer(attempt_id, PICKED)
    sitting.submit(attempt_id)
    assert marks(sitting, attempt_id) == expected


def test_what_is_ruled_of_a_question_is_marked_by_at_once(factory):
    sitting = graded_sitting(factory)
    attempt_id = sitting.start()
    versions = [r.question_version_id for r in sitting.responses(attempt_id)]
    regrade = Regrade(
        round_id=sitting.round.id, made_at=sitting.clock(), reason="Sai đáp án", rulings=[], attempts_changed=0
    )
    sitting.session.add(regrade)
    sitting.session.flush()
    ruled = [("key", [[1]]), ("accept", [[0], [2]]), ("give", []), ("void", [])]
    for version_id, (kind, keys) in zip(versions, ruled, strict=True):
        ruling = RoundRuling(question_version_id=version_id, kind=kind, keys=keys)
        ruling.round_id, ruling.regrade_id = sitting.round.id, regrade.id
        sitting.session.add(ruling)
    sitting.session.flush()
    sitting.answer(attempt_id, {**PICKED, 4: {0}})
    sitting.submit(attempt_id)
    # A no longer right; A accepted beside AB; given; void.
    assert marks(sitting, attempt_id) == ([0, 1, 1, 0], 2, 3)


def test_the_hot_path_stays_at_its_number_of_statements_under_every_rule(factory):
    rules = {
        "minimum_age": 14,
        "requires_all_answered": True,
        "partial_rule": "no_wrong",
        "points": [["hard", 3]],
        "prediction_target": "participants",
        "prediction_asked": "first",
    }
    sitting = graded_sitting(factory, **rules)
    sitting.submit(sitting.start(), prediction=3)
    with statements() as start:
        attempt_id = sitting.start()
    with statements() as save:
        sitting.save(attempt_id, 1, 1, 1)
    with statements() as submit:
        sitting.submit(attempt_id)
    assert (len(start), len(save), len(submit)) == (5, 1, 4)
    assert sitting.session.scalar(select(Round.minimum_age).where(Round.id == sitting.round.id)) == 14
