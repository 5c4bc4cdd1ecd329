"""What the other ways to drive need beforehand: participants who have come so far, not measured."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from tests.load.hot_path.driver import Load, drive
from tests.load.hot_path.options import Options
from tests.load.hot_path.server import Target
from tests.load.hot_path.visits import Visitor
from tests.load.hot_path.ways import Going, newcomers

_WITHIN_SECONDS = 60
_LEAD_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """Who has come so far, and what went wrong on the way."""

    visitors: list[Visitor]
    errors: Counter[str]


def prepared(
    go: Going, target: Target, options: Options, *, run: int, most: int, is_ready: Callable[[Visitor], bool]
) -> Prepared:
    """Lead so many newcomers along `go`; who stopped before `is_ready` is not among those returned."""
    shares = newcomers(go, target, run=run, processes=options.processes, most=most)
    measured = drive(Load(shares=shares, users=options.users, seconds=_WITHIN_SECONDS))
    ready = [visitor for visitor in measured.visitors if is_ready(visitor)]
    errors = Counter({f"before, {error}": count for error, count in measured.errors.items()})
    if len(ready) < most:
        errors["before: not ready"] = most - len(ready)
    return Prepared(visitors=ready, errors=errors)


def schedule(visitors: list[Visitor], *, per_second: float) -> float:
    """Set when each is due, evenly and one after another, and return the monotonic moment of the first."""
    begins_at = monotonic() + _LEAD_SECONDS
    for number, visitor in enumerate(visitors):
        visitor.due_at = begins_at + number / per_second
    return begins_at
