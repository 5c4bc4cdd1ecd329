"""PostgreSQL may restart between two requests, and nobody sees it."""

from contextlib import contextmanager, suppress

import pytest
from psycopg import OperationalError
from sqlalchemy import NullPool, create_engine, text

from quizapp.models import db
from quizapp.models.alone import alone
from quizapp.models.base import set_reading

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True, scope="session"),
]


@pytest.fixture
def served(own_app):
    set_reading(False)
    with own_app.app_context():
        yield own_app


def leave_all():
    """End all connections to the database but one's own, as a restart does."""
    others = (
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with outsider() as connection:
        return connection.scalar(text(others))


@contextmanager
def outsider():
    """A connection of somebody else's."""
    engine = create_engine(db.engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def test_a_connection_that_was_left_is_replaced_before_it_is_used(served):
    for _ in range(3):
        assert db.session.scalar(text("SELECT 1")) == 1
        db.session.rollback()
        assert leave_all() == 1
    with alone(db.engine, is_writing=True) as connection:
        assert connection.cursor().execute("SELECT 2").fetchone() == (2,)


def test_all_that_wait_in_the_pool_are_replaced(served):
    connections = [db.engine.connect() for _ in range(4)]
    for connection in connections:
        connection.close()
    assert leave_all() == 4
    connections = [db.engine.connect() for _ in range(4)]
    assert [connection.scalar(text("SELECT 1")) for connection in connections] == [1] * 4
    for connection in connections:
        connection.close()


def test_a_connection_that_is_left_while_it_is_used_is_not_used_again(served):
    with suppress(OperationalError), alone(db.engine, is_writing=True) as connection:
        leave_all()
        connection.cursor().execute("SELECT 1")
    with alone(db.engine, is_writing=True) as connection:
        assert connection.cursor().execute("SELECT 2").fetchone() == (2,)


def test_what_else_a_server_says_ends_no_connection(served):
    with db.engine.connect() as connection:
        before = connection.scalar(text("SELECT pg_backend_pid()"))
        connection.exec_driver_sql("LISTEN noise")
        connection.commit()
    with outsider() as other:
        other.exec_driver_sql("NOTIFY noise")
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) == before
