"""Who is signed in: Flask-Login over sessions that live in the database."""

from flask import Flask
from flask_login import LoginManager, current_user

from quizapp.models import db
from quizapp.staff.queries import AccountUser, find_signed_in
from quizapp.web import clock

manager = LoginManager()
manager.session_protection = None  # type: ignore[assignment]  # a phone changes its address in mid-session; the token alone decides


@manager.user_loader  # type: ignore[untyped-decorator]
def load_account(token: str) -> AccountUser | None:
    """Return the account of a session's token, or None where the session is over or was never begun."""
    return find_signed_in(db.session(), token=token, now=clock.now())


def init_app(app: Flask) -> None:
    """Make Flask-Login ask the database."""
    # Its context processor would ask on every page, the pages of errors included; a global asks when used.
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
