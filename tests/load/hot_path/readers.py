"""Readers: participants who have finished look at the front page, the results and their own result, over and over."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from time import monotonic

from tests.load.hot_path.driver import Load, Ways
from tests.load.hot_path.flow import Sitting, Steps, look
from tests.load.hot_path.measuring import ModeRun, mode_run
from tests.load.hot_path.options import Options
from tests.load.hot_path.preparing import prepared
from tests.load.hot_path.server import Target
from tests.load.hot_path.visits import Visitor
from tests.load.hot_path.ways import whole_attempt

_MOST_PAGES = 20_000  # of a reader


def run_readers(target: Target, options: Options, *, run: int) -> tuple[ModeRun, list[Sitting]]:
    """Return the figures, and what was acknowledged before; `run` counts a server's runs."""
    ready = prepared(
        whole_attempt, target, options, run=run, most=options.readers, is_ready=lambda v: v.sitting.is_submitted
    )
    shares = [
        partial(_reading, ready.visitors[part :: options.processes], options.mode_seconds)
        for part in range(options.processes)
    ]
    load = Load(shares=shares, users=len(ready.visitors), seconds=options.mode_seconds)
    found, _ = mode_run("readers", target, load, since=None, before=ready.errors)
    return replace(found, facts={"readers": len(ready.visitors)}), [visitor.sitting for visitor in ready.visitors]


def _reading(visitors: Sequence[Visitor], seconds: float) -> Ways:
    ends_at = monotonic() + seconds
    for number, visitor in enumerate(visitors):
        yield visitor, _read(visitor, first=number, ends_at=ends_at)


def _read(visitor: Visitor, *, first: int, ends_at: float) -> Steps:
    """Look at the three pages in turn; `first`: a number that says with which to begin."""
    pages = (("landing", "/"), ("results", "/results/"), ("result", f"/results/attempts/{visitor.sitting.id}"))
    begin = first % len(pages)
    for step, path in islice(cycle(pages), begin, begin + _MOST_PAGES):
        yield from look(step, path)
        if monotonic() >= ends_at:
            return
