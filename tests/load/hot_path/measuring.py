"""What was measured, as figures: rates, quantiles by step, ratios pair by pair."""

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import ceil
from pathlib import Path

from tests.load.hot_path.driver import Load, Measured, drive
from tests.load.hot_path.flow import STEPS
from tests.load.hot_path.server import Target

_LIBRARIES = ("flask", "werkzeug", "jinja2", "sqlalchemy", "gunicorn", "psycopg", "pysqlite3")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run on one server. Shares are parts of all processors while it ran.

    `busy_share`: of everything on the machine; what workers and driver don't account for is the database's own
    processes and whatever else ran there. `load_average`: over a minute, at the run's end.
    """

    server: str
    attempts: int
    seconds: float
    attempts_per_second: float
    requests_per_second: float
    worker_cpu_ms_per_attempt: float
    worker_megabytes: list[float]
    worker_share: float
    driver_share: float
    busy_share: float
    load_average: float
    errors: dict[str, int]


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


def measured_run(target: Target, load: Load) -> tuple[Run, Measured]:
    """Drive a server and return what it came to."""
    used, busy = target.cpu_seconds(), _busy_seconds()
    measured = drive(load)
    used, busy = target.cpu_seconds() - used, _busy_seconds() - busy
    seconds = measured.ended - measured.began
    processors = seconds * (os.cpu_count() or 1)
    requests = sum(map(len, measured.latencies.values()))
    run = Run(
        server=target.name,
        attempts=measured.attempts,
        seconds=round(seconds, 2),
        attempts_per_second=round(measured.attempts / seconds, 2),
        requests_per_second=round(requests / seconds, 1),
        worker_cpu_ms_per_attempt=round(used * 1000 / max(1, measured.attempts), 1),
        worker_megabytes=[round(megabytes, 1) for megabytes in target.worker_megabytes()],
        worker_share=round(used / processors, 3),
        driver_share=round(measured.cpu_seconds / processors, 3),
        busy_share=round(busy / processors, 3),
        load_average=round(os.getloadavg()[0], 2),
        errors=dict(measured.errors),
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
        step: _step(sorted(measured.latencies[step]), measured.wire[step], measured.sizes[step])
        for step in STEPS
        if measured.latencies.get(step)
    }


def _step(latencies: Sequence[float], wire: Sequence[int], sizes: Sequence[int]) -> Step:
    return Step(
        requests=len(latencies),
        p50_ms=_milliseconds(latencies, 0.5),
        p95_ms=_milliseconds(latencies, 0.95),
        p99_ms=_milliseconds(latencies, 0.99),
        worst_ms=_milliseconds(latencies, 1),
        wire_bytes=int(statistics.median(wire)),
        page_bytes=int(statistics.median(sizes)),
    )


def _milliseconds(ordered: Sequence[float], share: float) -> float:
    """Return the least value that so large a share of values does not exceed, in milliseconds."""
    return round(ordered[max(0, ceil(share * len(ordered)) - 1)] * 1000, 2)


def ratios(runs: Sequence[Run]) -> list[float]:
    """Return the product's rate over the reference's, of the first run of each, the second, and so on."""
    ours, theirs = ([r.attempts_per_second for r in runs if r.server == name] for name in ("quizapp", "reference"))
    return [round(a / b, 3) if b else 0.0 for a, b in zip(ours, theirs, strict=True)]


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


def table(
    title: str, runs: Sequence[Run], steps: Mapping[str, Mapping[str, Step]], *, violations: Mapping[str, Sequence[str]]
) -> str:
    """Return the figures of one database as lines to read."""
    found = ratios(runs)
    lines = ["", title, *_run_lines(runs)]
    lines.append(f"ratio by pair: {', '.join(f'{r:.2f}' for r in found)}; median {statistics.median(found):.2f}")
    for server, figures in steps.items():
        lines += ["", *_step_lines(server, figures)]
    for server, kept in violations.items():
        lines.append(f"oracle, {server}: {'; '.join(kept[:10]) if kept else 'every acknowledged save is stored'}")
    return "\n".join(lines) + "\n"


def _run_lines(runs: Sequence[Run]) -> list[str]:
    head = f"{'run':<11}{'attempts/s':>11}{'requests/s':>11}{'CPU ms/attempt':>16}{'MB/worker':>16}"
    lines = [f"{head}{'workers':>9}{'driver':>8}{'busy':>6}{'load':>7}{'errors':>8}"]
    for run in runs:
        memory = "+".join(f"{megabytes:.0f}" for megabytes in run.worker_megabytes)
        lines.append(
            f"{run.server:<11}{run.attempts_per_second:>11.1f}{run.requests_per_second:>11.0f}"
            f"{run.worker_cpu_ms_per_attempt:>16.1f}{memory:>16}{run.worker_share:>9.0%}{run.driver_share:>8.0%}"
            f"{run.busy_share:>6.0%}{run.load_average:>7.2f}{sum(run.errors.values()):>8}"
        )
        lines += [f"    {count} × {error}" for error, count in run.errors.items()]
    return lines


def _step_lines(server: str, figures: Mapping[str, Step]) -> list[str]:
    lines = [
        f"{server:<11}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'worst ms':>10}{'wire B':>9}{'page B':>9}"
    ]
    lines += [
        f"{name:<11}{s.requests:>9}{s.p50_ms:>9.1f}{s.p95_ms:>9.1f}{s.p99_ms:>9.1f}{s.worst_ms:>10.1f}"
        f"{s.wire_bytes:>9}{s.page_bytes:>9}"
        for name, s in figures.items()
    ]
    return lines


def as_json(runs: Sequence[Run], steps: Mapping[str, Mapping[str, Step]]) -> dict[str, object]:
    """Return the figures of one database as JSON takes them."""
    found = ratios(runs)
    return {
        "runs": [asdict(run) for run in runs],
        "ratios": found,
        "median_ratio": statistics.median(found),
        "steps": {server: {name: asdict(step) for name, step in figures.items()} for server, figures in steps.items()},
    }
