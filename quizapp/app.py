"""The app: settings in, every room wired, one line a feature."""

from collections.abc import Callable, MutableMapping
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from quizapp.adjudication.views import bp as adjudication
from quizapp.attempts.views import bp as attempts
from quizapp.banks.views import bp as banks
from quizapp.config import ROOT, Settings
from quizapp.contests.views import bp as contests
from quizapp.figures.views import bp as figures
from quizapp.images.views import bp as images
from quizapp.imports.views import bp as imports
from quizapp.models import db
from quizapp.models.base import configure_engine
from quizapp.publication.views import bp as publication
from quizapp.registration.views import bp as registration
from quizapp.regrading.views import bp as regrading
from quizapp.reports.views import bp as reports
from quizapp.results.views import bp as results
from quizapp.schedule.views import bp as schedule
from quizapp.staff import login
from quizapp.staff.views import bp as staff
from quizapp.units.views import bp as units
from quizapp.web import (
    access,
    assets,
    compression,
    csrf,
    errors,
    explaining,
    fragments,
    headers,
    language,
    routing,
    sessions,
    templating,
    transactions,
)

FEATURES = (
    contests,
    figures,
    schedule,
    registration,
    attempts,
    results,
    regrading,
    reports,
    banks,
    imports,
    images,
    units,
    staff,
    adjudication,
    publication,
)
MOST_THREADS = 64  # of a process
MAX_BODY = 1024 * 1024  # an upload's own page allows more


class _Templates(Environment):
    """Flask's templates, that share one dict of globals: Jinja's own layers of them are asked at every import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template, which gives none of its own."""
        return super().make_globals(d) if d else self.globals


class _App(Flask):
    """Flask, with functions that wait for nothing."""

    jinja_environment = _Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function: Flask asks of every hook, at every request, whether it is a coroutine."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Return the app for `settings`, by default those of the environment."""
    settings = settings or Settings.from_env()
    app = _App(__name__, static_folder=None, instance_path=str(settings.instance))
    app.config.from_mapping(_flask_config(settings))
    settings.instance.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    for part in (
        compression,
        csrf,
        sessions,
        transactions,
        routing,
        language,
        templating,
        fragments,
        explaining,
        assets,
        headers,
        errors,
        login,
        access,
    ):
        part.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(feature)
    access.check_table(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SITE": settings.site,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "TRUSTED_HOSTS": list(settings.hosts),
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": MAX_BODY,
        "SESSION_COOKIE_NAME": "quizapp",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_production,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=60),  # a round with its complaints window
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a paper may stay open for hours
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
    }


def _engine_options(database_url: str) -> dict[str, object]:
    # One for each thread that `serve` may be given: SQLAlchemy keeps five, and would close and open the others all day.
    options: dict[str, object] = {"pool_size": MOST_THREADS}
    if not database_url.startswith("sqlite"):
        return options
    try:
        import pysqlite3.dbapi2 as driver  # noqa: PLC0415 - not to be had on every system
    except ImportError:
        return options
    return {**options, "module": driver}
