"""The pages on real transactions: what they read is one state of the database, what they write is committed."""

from sqlalchemy import select

from quizapp.models import AuditRecord, db
from tests.conftest import Clock
from tests.factories import Factory
from tests.postgres import both_databases


@both_databases
def test_dashboard_and_export_read_one_state_and_the_export_is_recorded(own_app):
    client = own_app.test_client()
    with own_app.app_context():
        factory = Factory(session=db.session, clock=Clock())
        contest_round = factory.round()
        factory.attempt(factory.participant(contest_round.contest), contest_round)
        factory.sign_in(client, role="organiser")
        db.session.commit()
    assert client.get("/reports/").status_code == 200
    assert client.get("/reports/export.xlsx", buffered=True).status_code == 200
    assert client.get("/results/standing").status_code == 200
    with own_app.app_context():
        assert db.session.scalars(select(AuditRecord.action)).all() == ["results.export_with_names"]
