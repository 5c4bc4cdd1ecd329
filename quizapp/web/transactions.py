"""One transaction a request; the view commits. A request that only reads takes no write lock."""

from flask import Flask, request

from quizapp.models.base import set_reading

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def _choose() -> None:
    set_reading(request.method in _SAFE)


def init_app(app: Flask) -> None:
    """Say at each request's start whether it reads or writes."""
    app.before_request(_choose)
