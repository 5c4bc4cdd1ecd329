"""Contests and rounds on SQLite and PostgreSQL: what is stored is what is read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.contests.operations import (
    ContradictoryRound,
    PaperNotDrawable,
    RoundFrozen,
    RoundHasAttempts,
    create_contest,
    create_round,
    delete_round,
    edit_round,
)
from quizapp.contests.queries import (
    Figures,
    bank_choices,
    current_edition,
    editions,
    figures,
    round_settings,
    topics,
)
from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.edition import official_round
from quizapp.models import Attempt, AuditRecord, Contest
from tests.postgres import both_databases
from tests.statements import statements

pytestmark = both_databases


def attempt(factory, contest_round, *, score=None):
    person = factory.participant(contest_round.contest)
    now = factory.clock()
    factory.session.add(
        Attempt(
            round_id=contest_round.id,
            participant_id=person.id,
            number=1,
            started_at=now,
            closes_at=now + timedelta(minutes=10),
            submitted_at=None if score is None else now + timedelta(minutes=1),
            score=score,
            max_score=None if score is None else 5,
            answered=None if score is None else 5,
            duration_ms=None if score is None else 60_000,
        )
    )
    factory.session.flush()


def test_a_round_reads_as_it_was_written_and_every_change_is_recorded(session, factory, clock):
    contest = factory.contest()
    bank = factory.bank(questions=25, topic="Khoa học công nghệ")
    opens_at = clock()
    shipped = official_round(
        6, opens_at=opens_at, closes_at=opens_at + timedelta(days=20), bank_ids=frozenset({bank.id})
    )
    settings = replace(shipped, blueprint=(BlueprintRow(topic="Khoa học công nghệ", count=20),))
    row = create_round(session, now=clock(), actor_id=None, contest_id=contest.id, settings=settings)
    session.expire_all()
    assert round_settings(session, row) == settings
    longer = replace(settings, closes_at=opens_at + timedelta(days=27))
    edit_round(session, now=clock(), actor_id=None, contest_id=contest.id, round_id=row.id, settings=longer)
    session.expire_all()
    assert round_settings(session, row) == longer
    record = session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert record.details["changed"] == {
        "closes_at": [settings.closes_at.isoformat(), longer.closes_at.isoformat()],
    }


def test_settings_that_can_not_stand_change_nothing(session, factory, clock):
    contest_round = factory.round()
    stored = round_settings(session, contest_round)
    where = {"contest_id": contest_round.contest_id, "round_id": contest_round.id}
    wrong = [
        (ContradictoryRound, replace(stored, ranking=())),
        (PaperNotDrawable, replace(stored, blueprint=(replace(stored.blueprint[0], count=11),))),
    ]
    for refusal, settings in wrong:
        with pytest.raises(refusal):
            edit_round(session, now=clock(), actor_id=None, **where, settings=settings)
    attempt(factory, contest_round)
    with pytest.raises(RoundFrozen) as refused:
        edit_round(session, now=clock(), actor_id=None, **where, settings=replace(stored, time_limit_minutes=9))
    assert refused.value.fields == ("time_limit_minutes",)
    with pytest.raises(RoundHasAttempts):
        delete_round(session, now=clock(), actor_id=None, **where)
    assert round_settings(session, contest_round) == stored
    assert session.scalars(select(AuditRecord)).all() == []


def test_there_is_one_current_contest(session, factory, clock):
    for number in range(3):
        create_contest(
            session,
            now=clock(),
            actor_id=None,
            title=f"Cuộc thi {number}",
            slug=f"thu-{number}",
            year=2027,
            is_rehearsal=False,
            make_current=number == 1,
        )
    assert session.scalars(select(Contest.slug).where(Contest.is_current)).all() == ["thu-1"]
    assert current_edition(session, now=clock()).slug == "thu-1"


def test_figures_are_those_of_the_rounds_asked_for(session, factory):
    contest = factory.contest()
    june, september = factory.round(contest), factory.round(contest)
    for contest_round, score in [(june, 5), (june, 3), (june, None), (september, 5)]:
        attempt(factory, contest_round, score=score)
    assert figures(session, [june.id]) == Figures(participants=2, attempts=2, full_marks=1)
    assert figures(session, [june.id, september.id]) == Figures(participants=3, attempts=3, full_marks=2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_contests_takes_one_statement(session, factory, clock, count):
    for number in range(count):
        contest_round = factory.round()
        for _ in range(number):
            attempt(factory, contest_round)
    session.expire_all()
    with statements() as seen:
        found = editions(session, now=clock())
    assert len(seen) == 1
    assert sorted(r.attempts for edition in found for r in edition.rounds) == list(range(count))


def test_banks_and_topics_stand_in_vietnamese_order_and_count_what_is_in_use(session, factory):
    first = factory.bank(slug="doi-moi", questions=2, topic="Đổi mới")
    second = factory.bank(slug="chuyen-doi", questions=1, topic="Khoa học")
    factory.retire(factory.question(first, number=3, topic="Bỏ"))
    assert [(b.id, b.questions) for b in bank_choices(session)] == [(second.id, 1), (first.id, 2)]
    assert topics(session) == ["Đổi mới", "Khoa học"]  # đ stands before k, the retired one nowhere
