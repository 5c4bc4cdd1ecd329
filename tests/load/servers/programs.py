"""The programs that are served: the product as `quizapp serve` makes it, and one that answers at once."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from quizapp.app import create_app
from quizapp.cli import sweeper
from quizapp.config import Settings
from quizapp.models import db

Program = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PRODUCT, BARE = "product", "bare"
BARE_VARIABLE = "QUIZAPP_BENCH_PROGRAM"
_PAGE = b"<!doctype html><title>x</title>" + b"x" * 4000


def program() -> Program:
    """Return the program that the environment asks for, ready to be forked."""
    made: Program = _answer_at_once if os.environ.get(BARE_VARIABLE) == BARE else _product()
    gc.collect()
    gc.freeze()
    return made


def begin_in_worker(made: Program) -> None:
    """Do what every process that answers does first: leave connections to its parent, and sweep."""
    if isinstance(made, Flask):
        with made.app_context():
            db.engine.dispose(close=False)
        sweeper.start(made)


def _product() -> Flask:
    app = create_app(Settings.from_env())
    with app.app_context():
        db.engine.dispose()
    return app


def _answer_at_once(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_PAGE)))])
    return [_PAGE]
