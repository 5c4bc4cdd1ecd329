"""What counts, in SQL and in the domain: one rule in two languages."""

from collections import defaultdict

import pytest
from sqlalchemy import select

from quizapp.domain.allowance import Closed, exclusion
from quizapp.domain.ranking import counted_attempt
from quizapp.models import Attempt
from quizapp.models.counting import counted_attempts, is_counted
from tests.postgres import both_databases

pytestmark = both_databases


def counts(attempt):
    closed = Closed(answered=attempt.answered, is_complete=attempt.answered == 5, is_timed_out=attempt.is_timed_out)
    return exclusion(closed, requires_all_answered=False) is None


@pytest.mark.parametrize("seed", range(3))
def test_sql_and_domain_agree_on_which_attempts_count(session, crowd, seed):
    found = crowd(seed)
    by_rule = {a.id for a in found.attempts if a.submitted_at is not None and counts(a)}
    assert set(session.scalars(select(Attempt.id).where(is_counted()))) == by_rule
    assert 0 < len(by_rule) < len(found.attempts)


@pytest.mark.parametrize("seed", range(3))
def test_sql_and_domain_agree_on_each_participant_s_attempt(session, crowd, seed):
    found = crowd(seed)
    sittings = defaultdict(list)
    for attempt in sorted(found.attempts, key=lambda a: a.id):
        if attempt.submitted_at and counts(attempt):
            sittings[attempt.round_id, attempt.participant_id].append(attempt)
    round_ids = [r.id for r in found.rounds]
    by_rule = {key: (counted_attempt(own).id, len(own)) for key, own in sittings.items() if key[0] in round_ids}
    rows = session.execute(counted_attempts(*round_ids)).all()
    assert {(r.round_id, r.participant_id): (r.id, r.attempts) for r in rows} == by_rule
    assert len(rows) == len(by_rule)


def test_a_counted_attempt_carries_its_participant(session, crowd):
    found = crowd(1)
    person = next(iter(found.people.values()))
    rows = session.execute(counted_attempts(found.rounds[0].id, participant_ids=(person.id,))).all()
    assert [(r.code, r.full_name, r.group, r.unit_id, r.birth_date, r.registered_at) for r in rows] == [
        (person.code, person.full_name, person.group, person.unit_id, person.birth_date, person.registered_at)
    ]
