"""The figures of one database as lines to read."""

import statistics
from collections.abc import Mapping, Sequence
from textwrap import wrap

from tests.load.hot_path.measuring import Comparison, ModeRun, Run, Shares, Step

_WIDTH, _INDENT, _HELD = 100, "    ", "\N{NO-BREAK SPACE}"
_SHARES_HEAD = f"{'workers':>9}{'driver':>8}{'busy':>6}{'load':>7}{'errors':>8}"


def table(found: Comparison) -> str:
    """Return the figures of one database."""
    lines = ["", found.database]
    if found.runs:
        lines += _run_lines(found.runs)
        ratios = ", ".join(f"{ratio:.2f}" for ratio in found.ratios)
        lines.append(f"ratio by pair: {ratios}; median {statistics.median(found.ratios):.2f}")
    for server, figures in found.steps.items():
        lines += _step_lines(server, figures, found.statements)
    for mode in dict.fromkeys(run.mode for run in found.mode_runs):
        lines += _mode_lines([run for run in found.mode_runs if run.mode == mode], found.statements)
    lines += [f"warm-up: {count} × {error}" for error, count in found.warm_up_errors.items()]
    for server, kept in found.violations.items():
        lines.append(f"oracle, {server}: {'; '.join(kept[:10]) if kept else 'all that was acknowledged is stored'}")
    return "\n".join(lines) + "\n"


def _run_lines(runs: Sequence[Run]) -> list[str]:
    head = f"{'run':<11}{'attempts/s':>11}{'requests/s':>11}{'CPU ms/attempt':>16}{'MB/worker':>16}"
    lines = [head + _SHARES_HEAD]
    for run in runs:
        memory = "+".join(f"{megabytes:.0f}" for megabytes in run.worker_megabytes)
        lines.append(
            f"{run.server:<11}{run.attempts_per_second:>11.1f}{run.requests_per_second:>11.0f}"
            f"{run.worker_cpu_ms_per_attempt:>16.1f}{memory:>16}{_shares(run.shares, run.errors)}"
        )
        lines += _error_lines(run.errors)
    return lines


def _mode_lines(runs: Sequence[ModeRun], statements: Mapping[str, float]) -> list[str]:
    lines = ["", f"{runs[0].mode:<11}{'seconds':>11}{'requests/s':>11}{_SHARES_HEAD}"]
    for run in runs:
        lines.append(
            f"{run.server:<11}{run.seconds:>11.2f}{run.requests_per_second:>11.0f}{_shares(run.shares, run.errors)}"
        )
        lines += _fact_lines(run.facts)
        lines += _error_lines(run.errors)
    for run in runs:
        lines += _step_lines(run.server, run.steps, statements)
    return lines


def _fact_lines(facts: Mapping[str, float]) -> list[str]:
    """Return the facts, as many to a line as fit and none broken over two."""
    told = ", ".join(f"{name} {value:g}".replace("_", _HELD).replace(" ", _HELD) for name, value in facts.items())
    lines = wrap(told, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
    return [line.replace(_HELD, " ") for line in lines]


def _shares(shares: Shares, errors: Mapping[str, int]) -> str:
    return (
        f"{shares.workers:>9.0%}{shares.driver:>8.0%}{shares.busy:>6.0%}{shares.load_average:>7.2f}"
        f"{sum(errors.values()):>8}"
    )


def _error_lines(errors: Mapping[str, int]) -> list[str]:
    return [f"{_INDENT}{count} × {error}" for error, count in errors.items()]


def _step_lines(server: str, figures: Mapping[str, Step], statements: Mapping[str, float]) -> list[str]:
    """Return a line a step; the product's with a column of `statements`, where they were counted."""
    counted = statements if server == "quizapp" else {}
    lines = [
        "",
        f"{server:<11}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'worst ms':>10}{'wire B':>9}{'page B':>9}"
        + (f"{'SQL':>7}" if counted else ""),
    ]
    for name, step in figures.items():
        lines.append(
            f"{name:<11}{step.requests:>9}{step.p50_ms:>9.1f}{step.p95_ms:>9.1f}{step.p99_ms:>9.1f}"
            f"{step.worst_ms:>10.1f}{step.wire_bytes:>9}{step.page_bytes:>9}"
            + (f"{counted[name]:>7.1f}" if name in counted else "")
        )
    return lines
