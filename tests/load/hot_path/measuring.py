"""What was measured, as figures: rates, quantiles by step, ratios pair by pair."""

import os
import platform
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from math import ceil
from pathlib import Path

from tests.load.hot_path.driver import Load, drive
from tests.load.hot_path.flow import STEPS
from tests.load.hot_path.measured import Measured
from tests.load.hot_path.server import Target

_LIBRARIES = ("flask", "werkzeug", "jinja2", "sqlalchemy", "gunicorn", "psycopg", "pysqlite3")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shares:
    """Who had which part of all processors while a run ran.

    `busy`: everything on the machine; what workers and driver don't account for is the database's own processes and
    whatever else ran there. `load_average`: over a minute, at the run's end.
    """

    workers: float
    driver: float
    busy: float
    load_average: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of whole attempts on one server."""

    server: str
    attempts: int
    seconds: float
    attempts_per_second: float
    requests_per_second: float
    worker_cpu_ms_per_attempt: float
    worker_megabytes: list[float]
    shares: Shares
    errors: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What the answers to one step came to: milliseconds of waiting; median bytes of answer and of unpacked page."""

    requests: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float
    wire_bytes: int
    page_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ModeRun:
    """One run of another way to drive. `seconds`: to the last answer; `facts`: what only this way has to tell."""

    mode: str
    server: str
    seconds: float
    requests_per_second: float
    steps: Mapping[str, Step]
    facts: Mapping[str, float]
    shares: Shares
    errors: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What both servers came to on one database.

    `steps`: of whole attempts, by server; `violations`: of the oracle, by server; `warm_up_errors`: of what was driven
    before and is no run; `statements`: a request's, by step, of the product; empty where nobody counted.
    """

    database: str
    runs: Sequence[Run]
    steps: Mapping[str, Mapping[str, Step]]
    mode_runs: Sequence[ModeRun]
    violations: Mapping[str, Sequence[str]]
    warm_up_errors: Mapping[str, int]
    statements: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Tell whether every answer was right and every promise kept."""
        failed = [self.warm_up_errors, *(run.errors for run in self.runs), *(run.errors for run in self.mode_runs)]
        return not any(failed) and not any(self.violations.values())

    @property
    def ratios(self) -> list[float]:
        """The product's rate over the reference's, of the first run of each, the second, and so on."""
        ours, theirs = (
            [run.attempts_per_second for run in self.runs if run.server == name] for name in ("quizapp", "reference")
        )
        return [round(a / b, 3) if b else 0.0 for a, b in zip(ours, theirs, strict=True)]

    def as_json(self) -> dict[str, object]:
        """Return the figures as JSON takes them."""
        median = statistics.median(self.ratios) if self.ratios else None
        return {**asdict(self), "ratios": self.ratios, "median_ratio": median}


def measured_run(target: Target, load: Load) -> tuple[Run, Measured]:
    """Drive whole attempts and return what they came to."""
    used = target.cpu_seconds()
    measured, shares = watched(target, load)
    used = target.cpu_seconds() - used
    seconds = measured.ended - measured.began
    run = Run(
        server=target.name,
        attempts=measured.finished,
        seconds=round(seconds, 2),
        attempts_per_second=round(measured.finished / seconds, 2),
        requests_per_second=round(measured.requests / seconds, 1),
        worker_cpu_ms_per_attempt=round(used * 1000 / max(1, measured.finished), 1),
        worker_megabytes=[round(megabytes, 1) for megabytes in target.worker_megabytes()],
        shares=shares,
        errors=dict(measured.errors),
    )
    return run, measured


def watched(target: Target, load: Load) -> tuple[Measured, Shares]:
    """Drive a server and return what it came to, and who used the processors meanwhile."""
    used, busy = target.cpu_seconds(), _busy_seconds()
    measured = drive(load)
    used, busy = target.cpu_seconds() - used, _busy_seconds() - busy
    processors = (measured.ended - measured.began) * (os.cpu_count() or 1)
    return measured, Shares(
        workers=round(used / processors, 3),
        driver=round(measured.cpu_seconds / processors, 3),
        busy=round(busy / processors, 3),
        load_average=round(os.getloadavg()[0], 2),
    )


def mode_run(
    mode: str, target: Target, load: Load, *, since: float | None, before: Counter[str]
) -> tuple[ModeRun, Measured]:
    """Drive a server in another way and return what that came to, without facts of its own.

    `since`: the monotonic moment when its schedule began, None where it has none; `before`: errors of what was
    prepared.
    """
    measured, shares = watched(target, load)
    seconds = measured.ended - (measured.began if since is None else since)
    run = ModeRun(
        mode=mode,
        server=target.name,
        seconds=round(seconds, 2),
        requests_per_second=round(measured.requests / seconds, 1),
        steps=steps_of(measured),
        facts={},
        shares=shares,
        errors=dict(before + measured.errors),
    )
    return run, measured


def _busy_seconds() -> float:
    """Return the seconds that all processors together have worked, or were taken away by the host, since the start."""
    user, nice, system, _idle, _waiting, interrupt, soft, stolen = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + interrupt + soft + stolen) / os.sysconf("SC_CLK_TCK")


def steps_of(measured: Measured) -> dict[str, Step]:
    """Return each step's figures, in the order of an attempt."""
    return {
        step: _step(measured.latencies[step], measured.wire[step], measured.sizes[step])
        for step in STEPS
        if measured.latencies.get(step)
    }


def _step(latencies: Sequence[float], wire: Sequence[int], sizes: Sequence[int]) -> Step:
    return Step(
        requests=len(latencies),
        **quantiles(latencies),
        wire_bytes=int(statistics.median(wire)),
        page_bytes=int(statistics.median(sizes)),
    )


def quantiles(seconds: Sequence[float]) -> dict[str, float]:
    """Return the middle and the slow end of at least one wait, in milliseconds, by the names of Step's fields."""
    ordered = sorted(seconds)
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "worst_ms": 1.0}
    return {name: _milliseconds(ordered, share) for name, share in shares.items()}


def _milliseconds(ordered: Sequence[float], share: float) -> float:
    """Return the least value that so large a share of values does not exceed, in milliseconds."""
    return round(ordered[max(0, ceil(share * len(ordered)) - 1)] * 1000, 2)


def machine() -> dict[str, object]:
    """Return what the figures were measured on."""
    return {
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "system": f"{platform.system()} {platform.release()}",
        "load_average_before": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }
