"""The app on a database of its own, and a session whose every change is rolled back."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.contests.queries.counts import FIGURES
from quizapp.models import db, leased
from quizapp.results.queries.boards import BOARDS
from quizapp.results.queries.public import TURNOUTS
from tests.factories import Factory
from tests.postgres import own_database, temporary_cluster


@dataclass
class Clock:
    """The server's clock in a test: it stands still until it is moved."""

    moment: datetime = datetime(2027, 6, 9, 1, 0, tzinfo=UTC)  # a Wednesday, 08:00 in Vietnam

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """A PostgreSQL cluster, begun when the first test asks for it."""
    with temporary_cluster() as url:
        yield url


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A SQLite file, or with `@both_databases` an empty database of PostgreSQL too."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'quizapp.sqlite3'}"
    url: str = request.getfixturevalue("postgres_cluster")
    return own_database(url)


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app with its tables."""
    settings = Settings.from_env(
        {
            "QUIZAPP_INSTANCE": str(tmp_path_factory.mktemp("instance")),
            "QUIZAPP_DATABASE_URL": database_url,
            "QUIZAPP_HOSTS": "localhost",
        }
    )
    app = create_app(settings)
    app.config["TESTING"] = True
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def no_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept for a moment: a test changes rows behind the back of whoever would wait."""
    monkeypatch.setattr(leased, "LEASE_SECONDS", 0.0)


@pytest.fixture
def leases(monkeypatch: pytest.MonkeyPatch, no_leases: None) -> Iterator[None]:
    """Pages and pools are kept for a moment, as they are outside of tests."""
    monkeypatch.setattr(leased, "LEASE_SECONDS", 0.5)
    yield
    # All there are: the next test may come before a lease has run out, with other rows of the same ids.
    for kept in [found for found in gc.get_objects() if isinstance(found, leased.Leased)]:
        kept.clear()


@pytest.fixture(autouse=True)
def forget_boards() -> None:
    """Results kept for a while in the process are another test's: ids begin anew, and the clock stands still."""
    BOARDS.clear()
    TURNOUTS.clear()
    FIGURES.clear()


@pytest.fixture
def clock(app: Flask) -> Iterator[Clock]:
    """The app's clock, at a fixed moment that a test may move."""
    app.config["CLOCK"] = clock = Clock()
    yield clock
    del app.config["CLOCK"]


@pytest.fixture
def session(app: Flask, clock: Clock) -> Iterator[scoped_session[Session]]:
    """The app's session on one connection; whatever a test or a view commits is rolled back."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            connection.begin_nested()
            db._app_engines[app][None] = connection
            try:
                yield db.session
            finally:
                db.session.remove()
                db._app_engines[app][None] = engine
                outer.rollback()


class Browser(FlaskClient):
    """A client whose every request stands alone, though the fixture's context and session outlive it.

    It begins with an empty `g`, and what a view doesn't commit is lost.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in list(g):
            g.pop(name)
        db.session.commit()
        answer = super().open(*args, **kwargs)
        db.session.rollback()
        return answer


@pytest.fixture
def client(app: Flask, session: scoped_session[Session]) -> FlaskClient:
    """A browser without scripts. CSRF is on: read tokens from pages, as `tests.browser.post_form` does."""
    return Browser(app, app.response_class, use_cookies=True)


@pytest.fixture
def factory(session: scoped_session[Session], clock: Clock) -> Factory:
    """Makes rows that a test needs, with what it doesn't care about filled in."""
    return Factory(session=session, clock=clock)


@pytest.fixture(scope="session")
def samples() -> Path:
    """Files of other systems, which stand beside the project and are no part of it."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip(f"no sample files at {folder}")
    return folder


@pytest.fixture
def own_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of this test's own, where commits are real: for threads and other processes."""
    url = f"sqlite:///{tmp_path / 'own.sqlite3'}" if database_url.startswith("sqlite") else own_database(database_url)
    environ = {"QUIZAPP_INSTANCE": str(tmp_path), "QUIZAPP_DATABASE_URL": url, "QUIZAPP_HOSTS": "localhost"}
    app = create_app(Settings.from_env(environ))
    app.config["TESTING"] = True
    app.config["CLOCK"] = Clock()
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()
