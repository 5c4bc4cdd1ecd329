"""How Alembic reaches the app's database: run by Flask-Migrate, inside the app's context."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from quizapp.models.base import UtcDateTime

# A migration that waits for a lock makes everybody behind it wait too: it gives up before people notice.
_LOCK_TIMEOUT = "5s"

_migrate = current_app.extensions["migrate"]


def _run_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(url=_migrate.db.engine.url, literal_binds=True, **_options())
    with context.begin_transaction():
        context.run_migrations()


def _run_online() -> None:
    """Run the revisions in one transaction: all of them or none."""
    with _migrate.db.engine.connect() as connection, _foreign_keys_off(connection):
        context.configure(connection=connection, process_revision_directives=_drop_empty_revision, **_options())
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
            context.run_migrations()
            _check_foreign_keys(connection)


def _options() -> dict[str, object]:
    return {
        "target_metadata": _migrate.db.metadata,
        "render_item": _render_item,
        # Alembic takes SQLite's DDL to be outside transactions, as the standard driver has it; our engine begins them.
        "transactional_ddl": True,
        **_migrate.configure_args,
    }


def _render_item(kind: str, item: object, _autogenerate: object) -> str | bool:
    """Return SQLAlchemy's own type for ours: a revision imports nothing of the app, which moves on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild a table that others refer to (sqlite.org/lang_altertable.html, section 7, step 1)."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection  # beside SQLAlchemy: inside a transaction the pragma does nothing
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


def _check_foreign_keys(connection: Connection) -> None:
    """Raise where a rebuilt table left a reference to nothing (same section, step 10)."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"references to nothing after the migration: {broken[:5]}")


def _drop_empty_revision(_context: object, _revision: object, directives: list) -> None:
    """Write no file where the models already equal the database."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives.clear()


if context.is_offline_mode():
    _run_offline()
else:
    _run_online()
