"""Threads that all write at once find their connections open the next time."""

from sqlalchemy import event

from quizapp.app import MOST_THREADS
from quizapp.models import db
from quizapp.models.base import reading
from tests.postgres import both_databases

pytestmark = both_databases
THREADS = 12


def test_no_connection_is_opened_twice(own_app):
    opened = []
    with own_app.app_context(), reading():
        event.listen(db.engine, "connect", lambda *_arguments: opened.append(1))
        for _ in range(3):
            connections = [db.engine.connect() for _ in range(THREADS)]
            for connection in connections:
                connection.close()
        assert db.engine.pool.size() == MOST_THREADS
    assert len(opened) <= THREADS
