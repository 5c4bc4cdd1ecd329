"""Results as they are now are read from one state of the database, on connections of their own."""

from datetime import timedelta

import pytest

from quizapp.models import db
from tests.browser import text_of
from tests.factories import Factory
from tests.postgres import both_databases

pytestmark = both_databases


@pytest.mark.parametrize("part", ["", "/ranking"])
def test_the_staffs_pages_open_where_every_request_has_a_transaction_of_its_own(own_app, part):
    now = own_app.config["CLOCK"]()
    client = own_app.test_client()
    with own_app.app_context():
        made = Factory(session=db.session, clock=lambda: now)
        contest_round = made.round(opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
        person = made.participant(contest_round.contest, full_name="Ma Thị Hạnh")
        made.attempt(person, contest_round, submitted_at=now - timedelta(days=1, hours=1))
        made.sign_in(client, role="organiser")
        round_id = contest_round.id
        db.session.commit()
    answer = client.get(f"/publication/rounds/{round_id}{part}")
    assert (answer.status_code, "Ma Thị Hạnh" in text_of(answer)) == (200, True)
