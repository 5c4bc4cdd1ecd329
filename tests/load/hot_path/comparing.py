"""Both servers on one database: pairs of whole attempts, then the other ways to drive."""

import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.load.hot_path import oracle, server
from tests.load.hot_path.burst import run_burst
from tests.load.hot_path.connections import Connections
from tests.load.hot_path.driver import Load, drive, drive_share
from tests.load.hot_path.flow import Sitting
from tests.load.hot_path.inside import statements_per_step
from tests.load.hot_path.measured import Measured
from tests.load.hot_path.measuring import Comparison, ModeRun, Run, measured_run, steps_of
from tests.load.hot_path.options import Options
from tests.load.hot_path.paced import run_paced
from tests.load.hot_path.people import GROUPS
from tests.load.hot_path.readers import run_readers
from tests.load.hot_path.server import Target
from tests.load.hot_path.ways import newcomers, whole_attempt

_WARM_UP_SECONDS = 2.0
_PROBE_RUN, _WARM_UP_RUN, _FIRST_MODE_RUN, _FIRST_RUN = 0, 1, 2, 5
_MODES = {"burst": run_burst, "readers": run_readers, "paced": run_paced}


class _Pair:
    """The reference and the product at work, and what both were asked and acknowledged so far."""

    def __init__(self, targets: tuple[Target, Target], options: Options) -> None:
        self.targets, self.options = targets, options
        self.warm_up_errors: Counter[str] = Counter()
        self.runs: list[Run] = []
        self.mode_runs: list[ModeRun] = []
        self.figures = {target.name: Measured() for target in targets}
        self.kept: dict[str, list[Sitting]] = {target.name: [] for target in targets}

    def warm_up(self) -> None:
        """Drive both for a moment."""
        for target in self.targets:
            measured = drive(_load(target, self.options, run=_WARM_UP_RUN, seconds=_WARM_UP_SECONDS))
            self.kept[target.name] += measured.sittings
            self.warm_up_errors += measured.errors

    def drive_attempts(self) -> None:
        """Drive both in turn, every second pair the other way round."""
        for number in range(self.options.pairs):
            for target in self.targets if number % 2 == 0 else reversed(self.targets):
                load = _load(target, self.options, run=_FIRST_RUN + number, seconds=self.options.seconds)
                run, measured = measured_run(target, load)
                self.runs.append(run)
                self.figures[target.name].add(measured)
                self.kept[target.name] += measured.sittings
                _say(f"{target.name} {run.attempts_per_second} attempts/s")

    def drive_modes(self) -> None:
        """Drive both in each of the other ways that is asked for."""
        for number, (mode, drive_mode) in enumerate(_MODES.items()):
            for target in self.targets if mode in self.options.modes else ():
                run, sittings = drive_mode(target, self.options, run=_FIRST_MODE_RUN + number)
                self.mode_runs.append(run)
                self.kept[target.name] += sittings
                _say(f"{target.name} {mode} {run.requests_per_second} requests/s")


def compare(folder: Path, urls: Mapping[str, str], options: Options) -> Comparison:
    """Return the figures of one database."""
    serving = {"workers": options.workers, "threads": options.threads}
    with ExitStack() as stack:
        ours = stack.enter_context(server.product(folder / "product", urls["quizapp"], **serving))
        probe = _probe(ours)
        sizes = {name: step.page_bytes for name, step in steps_of(probe).items()}
        theirs = stack.enter_context(server.bare(folder / "bare", urls["reference"], sizes=sizes, **serving))
        pair = _Pair((theirs, ours), options)
        pair.kept["quizapp"] += probe.sittings
        pair.warm_up()
        if "attempts" in options.modes:
            pair.drive_attempts()
        pair.drive_modes()
    return Comparison(
        database=_name(urls["quizapp"]),
        runs=pair.runs,
        steps={name: steps_of(measured) for name, measured in pair.figures.items() if measured.visitors},
        mode_runs=pair.mode_runs,
        violations={name: oracle.violations(urls[name], sittings) for name, sittings in pair.kept.items()},
        warm_up_errors=pair.warm_up_errors,
        statements=statements_per_step(ours.environ),
    )


def _probe(target: Target) -> Measured:
    """Return one attempt of each group, from which the reference learns how large pages are."""
    [share] = newcomers(whole_attempt, target, run=_PROBE_RUN, processes=1, most=len(GROUPS))
    measured = drive_share(share, users=1, seconds=_WARM_UP_SECONDS * 10)
    if measured.errors:
        raise SystemExit(f"{target.name} does not answer as it should: {dict(measured.errors)}")
    return measured


def _load(target: Target, options: Options, *, run: int, seconds: float) -> Load:
    shares = newcomers(whole_attempt, target, run=run, processes=options.processes)
    return Load(shares=shares, users=options.users, seconds=seconds)


def _name(url: str) -> str:
    connections = Connections(url)
    name = f"{connections.version()}, {connections.durability()}"
    connections.close()
    return name


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
