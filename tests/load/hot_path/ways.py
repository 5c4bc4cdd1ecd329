"""Ways of visitors who come for the first time, every one new, and what the other ways to drive prepare with them."""

from collections.abc import Callable
from functools import partial
from itertools import count, islice
from random import Random
from typing import Protocol

from tests.load.hot_path.driver import Ways
from tests.load.hot_path.flow import Steps, attempt
from tests.load.hot_path.people import Person, new_person
from tests.load.hot_path.server import Target
from tests.load.hot_path.visits import Visitor

MAX_NEWCOMERS = 40_000  # of a run
_NUMBERS_A_RUN = 400_000  # of 26^5: see people.py
_NUMBERS_A_PROCESS = 50_000


class Going(Protocol):
    """Where newcomers go."""

    def __call__(self, visitor: Visitor, *, person: Person, rng: Random, round_id: int) -> Steps:
        """Return the steps of one of them."""


def newcomers(
    go: Going, target: Target, *, run: int, processes: int, most: int = MAX_NEWCOMERS
) -> list[Callable[[], Ways]]:
    """Return a share for each process, `most` newcomers all together. `run` counts a server's runs."""
    return [
        partial(
            _newcomers,
            go,
            port=target.port,
            round_id=target.round_id,
            seed=f"{run} {part}",
            numbers=(run * _NUMBERS_A_RUN + part * _NUMBERS_A_PROCESS, len(range(part, most, processes))),
        )
        for part in range(processes)
    ]


def _newcomers(go: Going, *, port: int, round_id: int, seed: str, numbers: tuple[int, int]) -> Ways:
    """Yield the ways of persons; `numbers`: the first one's, and how many."""
    first, most = numbers
    rng = Random(seed)
    for number in islice(count(first), most):
        visitor = Visitor(port)
        yield visitor, go(visitor, person=new_person(number, rng), rng=rng, round_id=round_id)


def whole_attempt(visitor: Visitor, *, person: Person, rng: Random, round_id: int) -> Steps:
    """Go through a whole attempt. Raises Unexpected."""
    return attempt(visitor.sitting, person=person, rng=rng, round_id=round_id)
