"""Which attempt counts and who stands how: what SQL says and what the domain says are the same."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.models import db
from quizapp.models.outcome import round_case
from quizapp.models.standings import actual_number, ranked_round, standings

RULES = {
    "best": {},
    "first": {"counted": "first"},
    "last": {"counted": "last"},
    "guess-once": {"prediction_asked": "first", "prediction_target": "participants"},
    "guess-attempts": {"prediction_target": "attempts", "prediction_with_disqualified": True},
    "guess-full": {"prediction_target": "full_marks"},
    "lots": {"ranking": ["score", "lot"]},
}
# Of one attempt: score of 5, minutes after opening, guess, why it does not count.
ATTEMPT = st.tuples(
    st.integers(0, 5),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 9)),
    st.sampled_from([None, None, None, "empty", "incomplete", "disqualified"]),
)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(st.lists(ATTEMPT, min_size=1, max_size=3), min_size=1, max_size=4))
def test_sql_and_domain_agree_on_every_standing(factory, clock, rule, people):
    contest_round = factory.round(banks=[], **{"ranking": ["score"], **RULES[rule]})
    contest_round.closes_at = clock() - timedelta(minutes=1)
    contest_round.opens_at = clock() - timedelta(days=1)
    for attempts in people:
        participant = factory.participant(
            factory.session.get_one(type(contest_round.contest), contest_round.contest_id)
        )
        for number, (score, minutes, guess, exclusion) in enumerate(attempts, 1):
            factory.attempt(
                participant,
                contest_round,
                score=score,
                number=number,
                submitted_at=contest_round.opens_at + timedelta(hours=number, minutes=minutes),
                prediction=guess,
                exclusion=exclusion,
            )
    db.session.flush()

    ranked = ranked_round(contest_round)
    actual = actual_number(db.session(), ranked, clock())
    by_domain = round_case(db.session(), contest_round)

    assert by_domain.actual == actual
    # Lots are drawn for the final draw alone; the domain's are compared where SQL draws them.
    expected = {c.standing.participant_id: c.standing for c in by_domain.case.contenders}
    assert {s.participant_id: s for s in standings(db.session(), ranked, actual)} == expected
