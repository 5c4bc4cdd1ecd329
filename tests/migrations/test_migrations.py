"""The revisions lead from nothing to the models and back, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, inspect

from quizapp.app import create_app
from quizapp.config import ROOT, Settings
from quizapp.models import db
from tests.postgres import both_databases, own_database

REVISIONS = [r.revision for r in reversed(list(ScriptDirectory(str(ROOT / "migrations")).walk_revisions()))]


@pytest.fixture
def empty_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database without a table."""
    is_sqlite = database_url.startswith("sqlite")
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}" if is_sqlite else own_database(database_url)
    app = create_app(Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path), "QUIZAPP_DATABASE_URL": url}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_there_is_one_newest_revision() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


@both_databases
def test_newest_revision_equals_the_models(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    assert _differences() == []


@both_databases
def test_every_revision_goes_up_and_down(empty_app: Flask) -> None:
    for revision in REVISIONS:
        flask_migrate.upgrade(revision=revision)
        after_first = _tables()
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade(revision=revision)
        assert _tables() == after_first
    flask_migrate.downgrade(revision="base")
    assert _tables() == {"alembic_version"}


@both_databases
def test_checks_stand_in_the_database_too(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        found = inspect(connection)
        stored = {t: {c["name"] for c in found.get_check_constraints(t)} for t in db.metadata.tables}
    wanted = {
        name: {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        for name, table in db.metadata.tables.items()
    }
    assert stored == wanted


def test_migrating_leaves_foreign_keys_checked(tmp_path: Path) -> None:
    app = create_app(Settings.from_env({"QUIZAPP_INSTANCE": str(tmp_path)}))
    with app.app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        db.engine.dispose()
