"""The database's tables: whether they are those of this version, and bringing them there."""

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from quizapp.models import db
from quizapp.models.base import reading


def is_current() -> bool:
    """Tell whether the database stands at the newest revision."""
    with reading(), db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(_revisions().get_heads())


def migrate() -> bool:
    """Bring the database to the newest revision, creating it where there is none; return whether anything changed."""
    if is_current():
        return False
    flask_migrate.upgrade()
    return True


def _revisions() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)
