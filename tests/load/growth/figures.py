"""What was measured, as figures: a line a step and size, and its ratio to the smallest size."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import ceil

from tests.load.growth.costs import Cost
from tests.load.growth.worker import Measured

HOT = ("start", "paper", "save", "submit")
FLAT_WITHIN = 1.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A step at a size: milliseconds by the clock and of processors; medians over those at the smallest size."""

    step: str
    attempts: int
    requests: int
    statements: float
    wall_p50_ms: float
    wall_p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float
    kilobytes: float
    wall_ratio: float
    cpu_ratio: float


def lines_of(found: Sequence[Measured]) -> list[Line]:
    """Return a line for each step at each size."""
    return [line for step in found[0].costs for line in _lines(step, found)]


def _lines(step: str, found: Sequence[Measured]) -> Iterator[Line]:
    least = found[0].costs[step]
    for measured in found:
        costs = measured.costs[step]
        yield Line(
            step=step,
            attempts=measured.stage.attempts,
            requests=len(costs),
            statements=round(statistics.fmean(c.statements for c in costs), 1),
            wall_p50_ms=round(_middle(costs, "seconds") * 1000, 2),
            wall_p95_ms=round(_p95(costs, "seconds") * 1000, 2),
            cpu_p50_ms=round(_middle(costs, "processor") * 1000, 2),
            cpu_p95_ms=round(_p95(costs, "processor") * 1000, 2),
            kilobytes=round(statistics.median(c.size for c in costs) / 1000, 1),
            wall_ratio=round(_middle(costs, "seconds") / _middle(least, "seconds"), 2),
            cpu_ratio=round(_middle(costs, "processor") / _middle(least, "processor"), 2),
        )


def _middle(costs: Sequence[Cost], name: str) -> float:
    return statistics.median(_values(costs, name))


def _p95(costs: Sequence[Cost], name: str) -> float:
    """Return the least value that 95 of 100 do not exceed."""
    ordered = sorted(_values(costs, name))
    return ordered[ceil(0.95 * len(ordered)) - 1]


def _values(costs: Sequence[Cost], name: str) -> list[float]:
    return [getattr(cost, name) for cost in costs]


def steep(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of hot steps whose processor time is not flat."""
    return [line for line in lines if line.step in HOT and line.cpu_ratio > FLAT_WITHIN]


def table(title: str, found: Sequence[Measured], lines: Sequence[Line]) -> str:
    """Return the figures of one database as lines to read."""
    text = ["", title, f"{'attempts':>10}{'filled in s':>12}{'database MB':>12}{'MB held':>9}{'most MB':>9}"]
    for one in found:
        text.append(
            f"{one.stage.attempts:>10,}{one.stage.seconds:>12.1f}{one.stage.megabytes:>12.0f}"
            f"{one.megabytes:>9.0f}{one.peak_megabytes:>9.0f}"
        )
    head = f"{'step':<16}{'attempts':>10}{'requests':>9}{'SQL':>6}{'wall ms':>10}{'p95':>10}{'CPU ms':>10}{'p95':>10}"
    text += ["", f"{head}{'kB':>7}{'wall':>11}{'CPU':>11}"]
    for line in lines:
        is_first = line.attempts == found[0].stage.attempts
        text.append(
            f"{line.step if is_first else '':<16}{line.attempts:>10,}{line.requests:>9}{line.statements:>6.1f}"
            f"{line.wall_p50_ms:>10.2f}{line.wall_p95_ms:>10.2f}{line.cpu_p50_ms:>10.2f}{line.cpu_p95_ms:>10.2f}"
            f"{line.kilobytes:>7.1f}" + ("" if is_first else f"{line.wall_ratio:>10,.2f}×{line.cpu_ratio:>10,.2f}×")
        )
    for line in steep(lines):
        text.append(f"{line.step} is not flat: {line.cpu_ratio:.2f} times the processor at {line.attempts:,} attempts")
    return "\n".join(text) + "\n"


def as_json(found: Sequence[Measured], lines: Sequence[Line]) -> dict[str, object]:
    """Return the figures of one database as JSON takes them."""
    return {
        "stages": [
            {
                "attempts": m.stage.attempts,
                "filled_in_seconds": m.stage.seconds,
                "database_megabytes": m.stage.megabytes,
                "megabytes": m.megabytes,
                "peak_megabytes": m.peak_megabytes,
            }
            for m in found
        ],
        "lines": [asdict(line) for line in lines],
        "not_flat": [[line.step, line.attempts] for line in steep(lines)],
    }
