"""The opening: participants stand on their own page, and everyone presses Start within one second."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random
from time import monotonic

from tests.load.hot_path.driver import Load, Ways
from tests.load.hot_path.flow import Sitting, Steps, own_page, register, start
from tests.load.hot_path.measured import Measured
from tests.load.hot_path.measuring import ModeRun, mode_run, quantiles
from tests.load.hot_path.options import Options
from tests.load.hot_path.people import Person
from tests.load.hot_path.preparing import prepared, schedule
from tests.load.hot_path.server import Target
from tests.load.hot_path.visits import Visitor

_WITHIN_SECONDS = 1.0


def run_burst(target: Target, options: Options, *, run: int) -> tuple[ModeRun, list[Sitting]]:
    """Return the figures, and what was acknowledged; `run` counts a server's runs.

    A start is measured from when it was due, the paper from the answer that leads to it, `wait` from the one to the
    other's end.
    """
    ready = prepared(
        _stand_ready, target, options, run=run, most=options.burst, is_ready=lambda visitor: bool(visitor.token)
    )
    begins_at = schedule(ready.visitors, per_second=len(ready.visitors) / _WITHIN_SECONDS)
    shares = [
        partial(_pressing, ready.visitors[part :: options.processes], target.round_id)
        for part in range(options.processes)
    ]
    load = Load(shares=shares, users=len(ready.visitors), seconds=begins_at + _WITHIN_SECONDS - monotonic())
    found, measured = mode_run("burst", target, load, since=begins_at, before=ready.errors)
    return replace(found, facts=_facts(measured, begins_at)), measured.sittings


def _stand_ready(visitor: Visitor, *, person: Person, rng: Random, round_id: int) -> Steps:
    yield from register(person, rng)
    visitor.token = yield from own_page(round_id)


def _pressing(visitors: Sequence[Visitor], round_id: int) -> Ways:
    for visitor in visitors:
        yield visitor, _press(visitor, round_id)


def _press(visitor: Visitor, round_id: int) -> Steps:
    visitor.paper = yield from start(visitor.sitting, round_id=round_id, token=visitor.token, due_at=visitor.due_at)
    visitor.paper_at = monotonic()


def _facts(measured: Measured, begins_at: float) -> dict[str, float]:
    have_paper = [visitor for visitor in measured.visitors if visitor.paper is not None]
    waits = [visitor.paper_at - visitor.due_at for visitor in have_paper]
    facts: dict[str, float] = {
        "participants": len(measured.visitors),
        "acknowledged": sum(bool(sitting.id) for sitting in measured.sittings),
        "papers": len(have_paper),
    }
    if have_paper:
        facts["last_paper_after_s"] = round(max(visitor.paper_at for visitor in have_paper) - begins_at, 2)
        facts |= {f"wait_{name}": value for name, value in quantiles(waits).items()}
    return facts | measured.lateness()
