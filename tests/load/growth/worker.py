"""A process for each stage, so that nothing one size has loaded weighs on another, and sizes are measured in turn."""

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.load.growth.costs import Cost, megabytes
from tests.load.growth.databases import Stage
from tests.load.growth.visits import Visits

SITTINGS_A_TURN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What a stage came to: costs by step or page; the process's megabytes after the sittings, and the most at all."""

    stage: Stage
    costs: Mapping[str, Sequence[Cost]]
    megabytes: float
    peak_megabytes: float


class Worker:
    """A process that asks the product at one stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._process = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        self._process.submit(_open, stage).result()

    def sit(self, sittings: int) -> None:
        """Go through so many sittings."""
        self._process.submit(_sit, sittings).result()

    def finish(self) -> Measured:
        """Look at the pages that read everything, and return all that was measured."""
        held = self._process.submit(megabytes, "VmRSS").result()
        costs = self._process.submit(_read).result()
        peak = self._process.submit(megabytes, "VmHWM").result()
        return Measured(stage=self.stage, costs=costs, megabytes=held, peak_megabytes=peak)

    def end(self) -> None:
        """End the process."""
        self._process.shutdown()


def measure(stages: Sequence[Stage], *, sittings: int) -> list[Measured]:
    """Return what each stage came to: sittings in turn, so that the machine's moods are shared; then pages."""
    with _working(stages) as workers:
        for done in range(0, sittings, SITTINGS_A_TURN):
            for worker in workers:
                worker.sit(min(SITTINGS_A_TURN, sittings - done))
        return [worker.finish() for worker in workers]


@contextmanager
def _working(stages: Sequence[Stage]) -> Iterator[list[Worker]]:
    with ExitStack() as stack:
        workers = []
        for stage in stages:
            workers.append(Worker(stage))
            stack.callback(workers[-1].end)
        yield workers


_here: list[Visits] = []  # of a worker's process


def _open(stage: Stage) -> None:
    _here.append(Visits(stage))
    _here[0].warm_up()


def _sit(sittings: int) -> None:
    _here[0].sit(sittings)


def _read() -> Mapping[str, Sequence[Cost]]:
    _here[0].read()
    return _here[0].costs()
