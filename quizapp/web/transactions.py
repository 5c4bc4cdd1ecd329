"""One transaction a request; the view commits. A request that only reads takes no write lock.

What the staff change is acknowledged once no process shows what was before (models/leased.py).
"""

from flask import Flask, Response, request

from quizapp.models.base import set_reading
from quizapp.models.leased import outlast
from quizapp.web.access import ENDPOINTS, Permission

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# What may change questions, rounds or published results, of which pages and pools are kept for a moment.
_CHANGING = frozenset({Permission.MANAGE_BANKS, Permission.MANAGE_CONTESTS})
# A file in preparation is on nobody else's page until it is confirmed; and its own page, which looks every second how
# far the reading is, would find it gone before the answer to "cancel" came.
_PREPARING = frozenset(
    f"imports.{name}" for name in ("upload", "read_again", "choose_key", "drop", "restore", "edit", "cancel")
)


def _choose() -> None:
    set_reading(request.method in _SAFE)


def _outlast(response: Response) -> Response:
    endpoint = request.endpoint or ""
    is_change = request.method not in _SAFE and ENDPOINTS.get(endpoint) in _CHANGING and endpoint not in _PREPARING
    if is_change and response.status_code < 400:
        outlast()
    return response


def init_app(app: Flask) -> None:
    """Say at each request's start whether it reads or writes, and hold the answers to the staff's changes."""
    app.before_request(_choose)
    app.after_request(_outlast)
