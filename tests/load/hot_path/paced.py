"""Saves at a fixed rate: what is due is due, however long the server takes with what came before."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from random import Random
from time import monotonic

from tests.load.hot_path.driver import Load, Ways
from tests.load.hot_path.flow import ITEMS, Sitting, Steps, own_page, register, save, start
from tests.load.hot_path.measuring import ModeRun, mode_run
from tests.load.hot_path.options import Options
from tests.load.hot_path.people import Person
from tests.load.hot_path.preparing import prepared, schedule
from tests.load.hot_path.server import Target
from tests.load.hot_path.visits import Visitor


def run_paced(target: Target, options: Options, *, run: int) -> tuple[ModeRun, list[Sitting]]:
    """Return the figures, and what was acknowledged; `run` counts a server's runs.

    Every open attempt has a connection and sends one save at a time, as a page does for an item.
    """
    ready = prepared(
        _begin, target, options, run=run, most=options.open_attempts, is_ready=lambda v: v.paper is not None
    )
    begins_at = schedule(ready.visitors, per_second=options.rate)
    saving = partial(
        _saving, seed=run, between=len(ready.visitors) / options.rate, ends_at=begins_at + options.mode_seconds
    )
    shares = [partial(saving, ready.visitors[part :: options.processes]) for part in range(options.processes)]
    load = Load(shares=shares, users=len(ready.visitors), seconds=begins_at + options.mode_seconds - monotonic())
    found, measured = mode_run("paced", target, load, since=begins_at, before=ready.errors)
    facts = {
        "attempts": len(measured.visitors),
        "asked_per_s": options.rate,
        "achieved_per_s": round(measured.requests / max(found.seconds, options.mode_seconds), 1),
        **measured.lateness(),
    }
    return replace(found, facts=facts), measured.sittings


def _begin(visitor: Visitor, *, person: Person, rng: Random, round_id: int) -> Steps:
    yield from register(person, rng)
    token = yield from own_page(round_id)
    visitor.paper = yield from start(visitor.sitting, round_id=round_id, token=token)


def _saving(visitors: Sequence[Visitor], *, seed: int, between: float, ends_at: float) -> Ways:
    for visitor in visitors:
        rng = Random(f"{seed} {visitor.sitting.id}")
        yield visitor, _save_over_and_over(visitor, rng=rng, between=between, ends_at=ends_at)


def _save_over_and_over(visitor: Visitor, *, rng: Random, between: float, ends_at: float) -> Steps:
    """Save to one item after another, again and again; `between`: seconds from one save's moment to the next one's."""
    assert visitor.paper is not None
    for number in count():
        due_at = visitor.due_at + number * between
        if due_at >= ends_at:
            return
        position = number % ITEMS + 1
        picked = rng.randrange(visitor.paper.option_counts[position])
        yield from save(visitor.sitting, visitor.paper, position=position, picked=picked, due_at=due_at)
