"""The revisions lead from nothing to the models and back, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, inspect, text

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


@both_databases
def test_what_could_be_drawn_counts_as_reviewed_and_what_was_retired_stays_retired(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0001")
    moment = "'2026-11-01 00:00:00+00:00'"
    with db.engine.begin() as connection:
        for statement in (
            f"INSERT INTO bank (id, slug, title, created_at) VALUES (1, 'b', 'B', {moment})",
            "INSERT INTO bank_question (id, bank_id, number, is_retired) VALUES (1, 1, 1, false), (2, 1, 2, true)",
            *(
                "INSERT INTO question_version (question_id, version, is_current, type, text, options, option_count, "
                f"key, pinned, groups, folded, created_at) VALUES ({question}, {version}, {is_current}, 'single', "
                f"'T', '[]', 0, '', '', '[]', 't', {moment})"
                for question, version, is_current in ((1, 1, "false"), (1, 2, "true"), (2, 1, "true"))
            ),
        ):
            connection.exec_driver_sql(statement)
    flask_migrate.upgrade(revision="0002")
    found = "SELECT v.question_id, v.version, v.is_drawn, v.reviewed_at IS NOT NULL, q.retired_at IS NOT NULL FROM "
    joined = "question_version v JOIN bank_question q ON q.id = v.question_id ORDER BY 1, 2"
    with db.engine.begin() as connection:
        rows = [tuple(map(int, row)) for row in connection.exec_driver_sql(found + joined)]
    assert rows == [(1, 1, 0, 1, 0), (1, 2, 1, 1, 0), (2, 1, 0, 1, 1)]
    flask_migrate.downgrade(revision="0001")
    with db.engine.begin() as connection:
        retired = connection.exec_driver_sql("SELECT id, is_retired FROM bank_question ORDER BY id").all()
    assert [tuple(map(int, row)) for row in retired] == [(1, 0), (2, 1)]


@both_databases
def test_a_file_of_before_keeps_its_content(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0003")
    moment = "'2026-11-01 00:00:00+00:00'"
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO bank VALUES (1, 'b', 'B', {moment}, false, NULL)")
        connection.execute(
            text(
                "INSERT INTO question_import (id, bank_id, filename, sha256, content, parsed, created_at) "
                f"VALUES (7, 1, 'a.csv', 'x', :content, '{{}}', {moment})"
            ),
            {"content": b"A,B"},
        )
    flask_migrate.upgrade(revision="0004")
    with db.engine.begin() as connection:
        found = connection.exec_driver_sql("SELECT import_id, content FROM imported_file").one()
    assert (found[0], bytes(found[1])) == (7, b"A,B")
    flask_migrate.downgrade(revision="0003")
    with db.engine.begin() as connection:
        assert bytes(connection.exec_driver_sql("SELECT content FROM question_import").scalar_one()) == b"A,B"
