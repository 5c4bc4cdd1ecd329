"""Dry runs of large rounds are computed in the background and kept while somebody reads them."""

import threading
from dataclasses import dataclass
from datetime import datetime

from quizapp.domain.rulings import Ruling
from quizapp.models import Round, db
from quizapp.models.base import reading
from quizapp.regrading import queries
from quizapp.regrading.queries import DryRun, ListedQuestion
from quizapp.web import background

# Below, a dry run is there before a page with its progress would be.
LARGE = 20_000
_WAIT_SECONDS = 5.0
_KEPT = 3  # of the last ones; each holds tens of megabytes


class DryRunFailed(RuntimeError):
    """The background work ended without a result; what it raised is in the log."""


@dataclass(kw_only=True)
class _Computing:
    """A dry run that is being computed; `found` is set at its end."""

    job: background.Job | None = None
    found: DryRun | None = None


_computing: dict[object, _Computing] = {}
_listed: dict[object, list[ListedQuestion]] = {}
_lock = threading.Lock()


def dry_run_of(contest_round: Round, *, version_id: int, ruling: Ruling | None, now: datetime) -> DryRun | None:
    """Return what a ruling would change; None: it is still being computed, ask again. Raises DryRunFailed."""
    state = queries.round_state(db.session(), contest_round)
    if _submitted(state) < LARGE:
        return queries.dry_run(db.session(), contest_round, version_id=version_id, ruling=ruling, now=now)
    key = (contest_round.id, version_id, ruling, state)
    with _lock:
        entry = _computing.get(key) or _begin(key, now)
    assert entry.job is not None
    if not entry.job.wait(_WAIT_SECONDS):
        return None
    if entry.found is None:
        with _lock:
            _computing.pop(key, None)
        raise DryRunFailed
    return entry.found


def listed_questions_of(contest_round: Round) -> list[ListedQuestion]:
    """Return a round's questions; those of a large one are counted anew when attempts or rulings have changed."""
    state = queries.round_state(db.session(), contest_round)
    if _submitted(state) < LARGE:
        return queries.listed_questions(db.session(), contest_round)
    key = (contest_round.id, state)
    found = _listed.get(key)
    if found is None:
        found = queries.listed_questions(db.session(), contest_round)
        with _lock:
            _listed.clear()
            _listed[key] = found
    return found


def _submitted(state: tuple[object, ...]) -> int:
    return int(str(state[0]))


def _begin(key: tuple[int, int, Ruling | None, object], now: datetime) -> _Computing:
    entry = _Computing()
    round_id, version_id, ruling, _state = key

    def compute() -> None:
        with reading():
            contest_round = queries.get_round(db.session(), round_id)
            entry.found = queries.dry_run(db.session(), contest_round, version_id=version_id, ruling=ruling, now=now)

    while len(_computing) >= _KEPT:
        _computing.pop(next(iter(_computing)))
    _computing[key] = entry
    entry.job = background.start(compute, name=f"dry run of round {round_id}")
    return entry
