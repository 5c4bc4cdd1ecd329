"""The only clock and the only source of chance. Operations get both as arguments."""

import secrets
from datetime import UTC, datetime
from random import Random

from flask import current_app, g, has_request_context


def now() -> datetime:
    """Return the moment at which the server took up this request; outside a request, the present.

    A test sets `app.config["CLOCK"]` to a function of its own.
    """
    if not has_request_context():
        return _read()
    if "now" not in g:
        g.now = _read()
    moment: datetime = g.now
    return moment


def new_rng() -> Random:
    """Return a generator that nobody can foresee."""
    return Random(secrets.randbits(128))


def steady_rng(seed: int) -> Random:
    """Return a generator that gives the same each time: for estimates that are not to change from page to page."""
    return Random(seed)


def _read() -> datetime:
    clock = current_app.config.get("CLOCK") if current_app else None
    moment: datetime = clock() if clock else datetime.now(UTC)
    return moment
