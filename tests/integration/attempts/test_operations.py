"""The hot path's operations, on SQLite and PostgreSQL."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.attempts import operations
from quizapp.attempts.operations import (
    AllowanceUsedUp,
    AlreadySubmitted,
    AttemptNotFound,
    GroupNotAdmitted,
    InvalidChoice,
    PaperNotReady,
    RoundNotFound,
    RoundNotOpen,
    Saved,
    StaleRevision,
    TimeIsUp,
)
from quizapp.attempts.queries import find_paper
from quizapp.models import QuestionVersion
from tests.integration.attempts.sitting import Sitting
from tests.postgres import both_databases
from tests.statements import statements

pytestmark = both_databases


@pytest.fixture
def sitting(factory):
    """A participant, a round, and how to start, save and submit in it."""
    return Sitting(factory)


def test_a_start_freezes_a_paper_of_the_blueprint(sitting):
    attempt_id = sitting.start()

    paper = sitting.responses(attempt_id)
    assert [r.position for r in paper] == [1, 2, 3, 4, 5]
    assert len({r.question_version_id for r in paper}) == 5
    assert all(sorted(r.option_order) == ["0", "1", "2", "3"] for r in paper)
    attempt = sitting.attempt(attempt_id)
    assert attempt.started_at == sitting.clock()
    assert attempt.closes_at == sitting.clock() + timedelta(minutes=10)
    assert attempt.number == 1


def test_an_attempt_closes_with_its_round_if_that_comes_first(factory):
    sitting = Sitting(factory, closes_at=factory.clock() + timedelta(minutes=3))

    attempt_id = sitting.start()

    assert sitting.attempt(attempt_id).closes_at == sitting.clock() + timedelta(minutes=3)


def test_a_second_start_gives_the_open_attempt(sitting):
    assert sitting.start(seed=1) == sitting.start(seed=2)


def test_an_attempt_whose_time_is_up_is_closed_before_the_next_starts(sitting):
    first = sitting.start()
    sitting.save(first, 1, 1, 1)
    sitting.clock.moment += timedelta(minutes=11)

    second = sitting.start()

    assert second != first
    closed = sitting.attempt(first)
    assert closed.is_timed_out
    assert closed.submitted_at == closed.closes_at
    assert (closed.answered, closed.duration_ms) == (1, 600_000)
    assert sitting.attempt(second).number == 2


def test_the_allowance_of_a_round_is_kept(sitting):
    for _ in range(2):
        sitting.submit(sitting.start())

    with pytest.raises(AllowanceUsedUp):
        sitting.start()


def test_the_allowance_of_a_day_begins_anew_at_midnight_in_vietnam(factory):
    sitting = Sitting(factory, attempts_allowed=1, attempts_period="day")
    sitting.clock.moment = sitting.clock.moment.replace(hour=16, minute=40)  # 23:40 in Vietnam
    sitting.submit(sitting.start())
    with pytest.raises(AllowanceUsedUp):
        sitting.start()

    sitting.clock.moment += timedelta(minutes=21)  # 00:01 of the next day

    assert sitting.start()


def test_the_allowance_of_a_week_begins_anew_on_monday(factory):
    sitting = Sitting(factory, attempts_allowed=1, attempts_period="week")
    sitting.submit(sitting.start())  # a Wednesday
    sitting.clock.moment += timedelta(days=4)  # Sunday
    with pytest.raises(AllowanceUsedUp):
        sitting.start()

    sitting.clock.moment += timedelta(days=1)

    assert sitting.start()


def test_a_round_is_closed_to_whom_it_does_not_admit(factory):
    sitting = Sitting(factory, groups=["students"])

    with pytest.raises(GroupNotAdmitted):
        sitting.start()


@pytest.mark.parametrize("shift", [timedelta(days=-2), timedelta(days=10)])
def test_nobody_starts_before_opening_or_from_closing_on(sitting, shift):
    sitting.clock.moment += shift

    with pytest.raises(RoundNotOpen):
        sitting.start()


def test_a_round_of_another_contest_is_not_found(sitting, factory):
    sitting.round = factory.round()

    with pytest.raises(RoundNotFound):
        sitting.start()


def test_a_bank_that_cannot_fill_the_blueprint_is_said(factory):
    sitting = Sitting(factory, banks=[factory.bank(questions=4)])

    with pytest.raises(PaperNotReady):
        sitting.start()


def test_retired_questions_and_versions_that_nobody_reviewed_are_not_drawn(factory):
    bank = factory.bank(questions=7)
    sitting = Sitting(factory, banks=[bank])
    versions = sitting.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id)).all()
    factory.retire(versions[0])
    versions[1].is_drawn = False
    versions[2].is_current = False  # a draft waits for review; what was reviewed goes on being drawn
    factory.question_version(versions[2], is_drawn=False, reviewed_at=None)

    drawn = sitting.responses(sitting.start())

    assert {r.question_version_id for r in drawn} == {version.id for version in versions[2:]}


def test_a_group_gets_its_own_blueprint_and_the_questions_that_suit_it(factory):
    bank = factory.bank()
    for number in range(1, 7):
        factory.question(bank, number=number, groups=["students"] if number <= 3 else ["residents", "officials"])
    blueprint = [
        {"count": 4, "topic": None, "difficulty": None, "group": None},
        {"count": 2, "topic": "Chuyển đổi số", "difficulty": "easy", "group": "residents"},
    ]
    sitting = Sitting(factory, banks=[bank], blueprint=blueprint)

    drawn = sitting.responses(sitting.start())

    assert len(drawn) == 2
    texts = {sitting.session.get(QuestionVersion, r.question_version_id).text for r in drawn}
    assert texts <= {f"Câu hỏi số {n} của {bank.slug}?" for n in (4, 5, 6)}


def test_a_save_stores_the_choice_with_its_revision(sitting):
    attempt_id = sitting.start()

    assert sitting.save(attempt_id, 3, choice=0b0100, revision=1) == Saved(choice=0b0100, revision=1)

    stored = sitting.responses(attempt_id)[2]
    assert (stored.choice, stored.revision, stored.saved_at) == (0b0100, 1, sitting.clock())


def test_the_same_save_again_is_acknowledged_again(sitting):
    attempt_id = sitting.start()
    sitting.save(attempt_id, 1, 2, 1)

    assert sitting.save(attempt_id, 1, 2, 1) == Saved(choice=2, revision=1)


def test_an_old_revision_never_overwrites_a_newer_one(sitting):
    attempt_id = sitting.start()
    sitting.save(attempt_id, 1, choice=0b0001, revision=5)

    with pytest.raises(StaleRevision) as refusal:
        sitting.save(attempt_id, 1, choice=0b1000, revision=5)

    assert refusal.value.current == Saved(choice=0b0001, revision=5)
    assert sitting.responses(attempt_id)[0].choice == 0b0001


@pytest.mark.parametrize("choice", [0b10000, 0b0011])
def test_a_choice_that_the_item_does_not_have_is_refused_and_the_last_valid_one_stays(sitting, choice):
    attempt_id = sitting.start()
    sitting.save(attempt_id, 1, choice=0b0010, revision=1)

    with pytest.raises(InvalidChoice):
        sitting.save(attempt_id, 1, choice=choice, revision=2)

    assert sitting.responses(attempt_id)[0].choice == 0b0010


def test_several_options_may_be_picked_where_the_question_allows_it(factory):
    bank = factory.bank()
    options = [{"text": f"Ý {i}", "is_key": i < 2, "is_pinned": False} for i in range(4)]
    for number in range(1, 6):
        factory.question(bank, number=number, type="multiple", options=options)
    sitting = Sitting(factory, banks=[bank])
    attempt_id = sitting.start()
    keys = {r.position: sitting.key(r) for r in sitting.responses(attempt_id)}

    sitting.save(attempt_id, 1, keys[1], 1)  # both right ones
    sitting.save(attempt_id, 2, keys[2] | 0b1111, 1)  # everything
    sitting.save(attempt_id, 3, keys[3] & -keys[3], 1)  # one of the two
    sitting.submit(attempt_id)

    assert sitting.attempt(attempt_id).score == 1
    assert [r.mark for r in sitting.responses(attempt_id)] == [1, 0, 0, 0, 0]


def test_someone_else_saves_nothing(sitting, factory):
    attempt_id = sitting.start()
    stranger = factory.participant(sitting.round.contest)

    with pytest.raises(AttemptNotFound):
        sitting.save(attempt_id, 1, 1, 1, participant_id=stranger.id)

    assert sitting.responses(attempt_id)[0].choice is None


def test_an_answer_counts_up_to_the_last_moment_and_not_at_closing(sitting):
    attempt_id = sitting.start()
    closes_at = sitting.attempt(attempt_id).closes_at
    sitting.clock.moment = closes_at - timedelta(microseconds=1)
    sitting.save(attempt_id, 1, 1, 1)
    sitting.clock.moment = closes_at

    with pytest.raises(TimeIsUp):
        sitting.save(attempt_id, 2, 1, 1)

    assert [r.choice for r in sitting.responses(attempt_id)[:2]] == [1, None]


def test_a_submission_marks_what_was_saved(factory):
    sitting = Sitting(factory, prediction_target="participants")
    attempt_id = sitting.start()
    for response in sitting.responses(attempt_id)[:3]:
        key = sitting.key(response)
        wrong = 1 if key != 1 else 2
        sitting.save(attempt_id, response.position, key if response.position < 3 else wrong, 1)
    sitting.clock.moment += timedelta(minutes=4, milliseconds=250)

    sitting.submit(attempt_id, prediction=1568)

    attempt = sitting.attempt(attempt_id)
    # Two of five right, one wrong, two unanswered.
    assert (attempt.score, attempt.max_score, attempt.answered) == (2, 5, 3)
    assert (attempt.submitted_at, attempt.duration_ms) == (sitting.clock(), 240_250)
    assert (attempt.is_timed_out, attempt.prediction) == (False, 1568)
    assert [r.mark for r in sitting.responses(attempt_id)] == [1, 1, 0, 0, 0]


def test_a_second_submission_changes_nothing(sitting):
    attempt_id = sitting.start()
    sitting.submit(attempt_id)
    first = sitting.attempt(attempt_id).submitted_at
    sitting.clock.moment += timedelta(minutes=1)

    sitting.submit(attempt_id, prediction=7)

    sitting.session.expire_all()
    attempt = sitting.attempt(attempt_id)
    assert (attempt.submitted_at, attempt.prediction) == (first, None)


def test_a_submitted_attempt_takes_no_answer(sitting):
    attempt_id = sitting.start()
    sitting.submit(attempt_id)

    with pytest.raises(AlreadySubmitted):
        sitting.save(attempt_id, 1, 1, 1)


def test_a_submission_after_its_time_counts_as_timed_out_at_closing(sitting):
    attempt_id = sitting.start()
    closes_at = sitting.attempt(attempt_id).closes_at
    sitting.clock.moment = closes_at + timedelta(seconds=1)

    sitting.submit(attempt_id, prediction=5)

    attempt = sitting.attempt(attempt_id)
    assert (attempt.is_timed_out, attempt.submitted_at, attempt.prediction) == (True, closes_at, None)


def test_overdue_attempts_are_closed_with_what_was_saved(sitting, factory):
    attempt_id = sitting.start()
    response = sitting.responses(attempt_id)[0]
    sitting.save(attempt_id, 1, sitting.key(response), 1)
    sitting.clock.moment += timedelta(minutes=5)
    sitting.participant = factory.participant(sitting.round.contest)
    still_open = sitting.start()
    sitting.clock.moment += timedelta(minutes=5)

    closed = operations.close_overdue_attempts(sitting.session(), now=sitting.clock())

    assert closed == 1
    attempt = sitting.attempt(attempt_id)
    assert (attempt.score, attempt.answered, attempt.is_timed_out) == (1, 1, True)
    assert sitting.attempt(still_open).submitted_at is None


def test_a_paper_shows_options_in_its_own_order_and_no_key(sitting):
    attempt_id = sitting.start()
    response = sitting.responses(attempt_id)[0]
    sitting.save(attempt_id, 1, 0b0010, 1)

    paper = find_paper(sitting.session(), attempt_id=attempt_id, participant_id=sitting.participant.id)

    version = sitting.session.get(QuestionVersion, response.question_version_id)
    item = paper.items[0]
    assert [option.text for option in item.options] == [version.options[int(i)]["text"] for i in response.option_order]
    assert (item.picked, item.revision) == ((1,), 1)
    assert paper.unanswered == (2, 3, 4, 5)
    assert not any("key" in name for name in (*paper.__slots__, *item.__slots__))


def test_the_hot_path_stays_at_its_number_of_statements(sitting):
    with statements() as start:
        attempt_id = sitting.start()
    with statements() as save:
        sitting.save(attempt_id, 1, 1, 1)
    with statements() as repeated:
        sitting.save(attempt_id, 1, 1, 1)
    with statements() as submit:
        sitting.submit(attempt_id)
    with statements() as paper:
        find_paper(sitting.session(), attempt_id=attempt_id, participant_id=sitting.participant.id)

    assert (len(start), len(save), len(repeated), len(submit), len(paper)) == (5, 1, 2, 4, 1)
