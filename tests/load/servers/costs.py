"""What servers cost: whole attempts of the product in turn, and one page of a program that answers at once.

Figures are medians over rounds; `against_first` is the median of a server's processor time over that of the first
server *in the same round*, which other work on the machine disturbs least.
"""

import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from tests.load.hot_path import oracle
from tests.load.hot_path.driver import Load, Ways
from tests.load.hot_path.flow import Sitting, Steps, look
from tests.load.hot_path.measuring import Run, measured_run, quantiles, watched
from tests.load.hot_path.visits import Visitor
from tests.load.hot_path.ways import newcomers, whole_attempt
from tests.load.servers.options import Options
from tests.load.servers.programs import BARE, PRODUCT
from tests.load.servers.serving import Prepared, Service, served
from tests.load.servers.setups import Setup

_PROCESSES = 2
_WARM_UP_RUN, _WARM_UP_SECONDS, _FIRST_RUN = 1, 1.5, 2
_BARE_SECONDS = 2.0
_MOST_VISITORS = 200_000
_KEPT = 50  # requests on a connection


@dataclass(slots=True)
class _Kept:
    """What the rounds of one server came to."""

    runs: list[Run] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)


def attempts(setups: Sequence[Setup], prepared: Prepared, options: Options) -> tuple[dict[str, object], list[str]]:
    """Drive whole attempts on all servers in turn and return each one's figures, and what the oracle found."""
    kept: dict[str, _Kept] = defaultdict(_Kept)
    with ExitStack() as stack:
        services = _all_served(stack, setups, prepared, options, PRODUCT)
        for service in services:
            kept[service.name].sittings += _drive(service, options.users, _WARM_UP_RUN, _WARM_UP_SECONDS)[1]
        for number in range(options.rounds):
            for service in services if number % 2 == 0 else reversed(services):
                _keep(kept[service.name], service, options, _FIRST_RUN + number)
        violations = [line for s in services for line in oracle.violations(s.database_url, kept[s.name].sittings)]
    first = next(iter(kept.values()))
    return {name: _figures(found, first) for name, found in kept.items()}, violations


def _all_served(
    stack: ExitStack, setups: Sequence[Setup], prepared: Prepared, options: Options, program: str
) -> list[Service]:
    return [stack.enter_context(served(setup, size, prepared, program)) for size in options.sizes for setup in setups]


def _keep(kept: _Kept, service: Service, options: Options, run: int) -> None:
    found, sittings, saves = _drive(service, options.users, run, options.seconds)
    kept.runs.append(found)
    kept.saves += saves
    kept.sittings += sittings
    say(
        f"{service.name:<30}{found.attempts_per_second:>8} attempts/s {found.worker_cpu_ms_per_attempt:>7} CPU ms "
        f"{found.shares.workers:.0%} of processors, {found.shares.busy:.0%} busy {found.errors or ''}"
    )


def _drive(service: Service, users: int, run: int, seconds: float) -> tuple[Run, list[Sitting], list[float]]:
    shares = newcomers(whole_attempt, service, run=run, processes=_PROCESSES)
    found, measured = measured_run(service, Load(shares=shares, users=users, seconds=seconds))
    return found, measured.sittings, measured.latencies.get("save", [])


def _figures(found: _Kept, first: _Kept) -> dict[str, object]:
    costs = [run.worker_cpu_ms_per_attempt for run in found.runs]
    pairs = zip(costs, (run.worker_cpu_ms_per_attempt for run in first.runs), strict=True)
    return {
        "attempts_per_second": round(statistics.median([run.attempts_per_second for run in found.runs]), 1),
        "best_attempts_per_second": max(run.attempts_per_second for run in found.runs),
        "cpu_ms_per_attempt": round(statistics.median(costs), 1),
        "least_cpu_ms_per_attempt": min(costs),
        "against_first": round(statistics.median([mine / theirs for mine, theirs in pairs]), 2),
        "megabytes": round(statistics.median([sum(run.worker_megabytes) for run in found.runs])),
        "errors": sum(sum(run.errors.values()) for run in found.runs),
        "save": quantiles(found.saves) if found.saves else {},
    }


def bare(setups: Sequence[Setup], prepared: Prepared, options: Options) -> dict[str, object]:
    """Return what a request costs each server by itself, in µs of processor, on connections kept and on new ones."""
    costs: dict[str, dict[str, list[float]]] = defaultdict(lambda: {"kept": [], "new": []})
    with ExitStack() as stack:
        services = _all_served(stack, setups, prepared, options, BARE)
        for number in range(options.rounds):
            for service in services if number % 2 == 0 else reversed(services):
                costs[service.name]["kept"].append(_cost(service, options.users, _KEPT))
                costs[service.name]["new"].append(_cost(service, options.users, 1))
    return {
        name: {kind: round(statistics.median(found)) for kind, found in kinds.items()} for name, kinds in costs.items()
    }


def _cost(service: Service, users: int, count: int) -> float:
    used = service.cpu_seconds()
    load = Load(shares=_asking(service.port, count), users=users, seconds=_BARE_SECONDS)
    measured, _shares = watched(service, load)
    return (service.cpu_seconds() - used) / max(1, measured.requests) * 1e6


def _asking(port: int, count: int) -> list[Callable[[], Ways]]:
    """Return a share for each process of the driver; every visitor asks `count` times on one connection."""
    return [partial(_visitors, port, count) for _ in range(_PROCESSES)]


def _visitors(port: int, count: int) -> Ways:
    for _ in range(_MOST_VISITORS):
        yield Visitor(port), _ask(count)


def _ask(count: int) -> Steps:
    for _ in range(count):
        yield from look("landing", "/")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
