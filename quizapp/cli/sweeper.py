"""Closes attempts whose time is up, from inside every worker: nobody has to come back for theirs to count.

Rounds that are over are settled by the way: the number that was to be guessed is noted.
"""

import logging
import threading
import time

from flask import Flask

from quizapp.attempts.operations import close_overdue_attempts
from quizapp.attempts.queries import overdue_attempt_ids
from quizapp.models import db
from quizapp.models.base import reading
from quizapp.publication.operations import settle_rounds
from quizapp.publication.queries.rounds import is_anything_to_settle
from quizapp.web import clock

SECONDS_BETWEEN_SWEEPS = 15.0
_JITTER = 0.3  # workers that started together don't come for the write lock together

_log = logging.getLogger(__name__)


def close_overdue(app: Flask) -> int:
    """Close what is overdue, one committed batch after another, and return how many.

    Only a look is taken where nothing is overdue: the write lock is left to the participants.
    """
    closed = 0
    with app.app_context():
        while _is_anything_overdue():
            batch = close_overdue_attempts(db.session(), now=clock.now())
            db.session.commit()
            closed += batch
            if not batch:  # another worker was faster
                break
    return closed


def _is_anything_overdue() -> bool:
    with reading():
        found = overdue_attempt_ids(db.session(), clock.now(), limit=1)
        db.session.rollback()
    return bool(found)


def settle(app: Flask) -> int:
    """Settle the rounds that are over, and return how many. Only a look is taken where there is none."""
    with app.app_context():
        with reading():
            is_needed = is_anything_to_settle(db.session(), clock.now())
            db.session.rollback()
        if not is_needed:
            return 0
        settled = settle_rounds(db.session(), clock.now())
        db.session.commit()
        return settled


def start(app: Flask) -> threading.Thread:
    """Start sweeping in a thread that ends with the process; whatever goes wrong is logged and tried again."""
    thread = threading.Thread(target=_sweep_forever, args=(app,), name="sweeper", daemon=True)
    thread.start()
    return thread


def _sweep_forever(app: Flask) -> None:
    rng = clock.new_rng()
    while True:
        time.sleep(SECONDS_BETWEEN_SWEEPS * rng.uniform(1 - _JITTER, 1 + _JITTER))
        try:
            close_overdue(app)
            settle(app)
        except Exception:
            _log.exception("overdue attempts could not be closed; trying again")
