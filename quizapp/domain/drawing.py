"""Drawing a paper: which questions, in which order, with which order of options."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from random import Random

_MOST_LISTED_OPTIONS = 6  # 720 orders


@dataclass(frozen=True, kw_only=True, slots=True)
class BlueprintRow:
    """`count` questions of a topic and a difficulty; None stands for any. Of `group` alone, or of all."""

    count: int
    topic: str | None = None
    difficulty: str | None = None
    group: str | None = None

    def suits(self, candidate: "Candidate") -> bool:
        """Tell whether a question can fill a place of this row."""
        return (self.topic is None or self.topic == candidate.topic) and (
            self.difficulty is None or self.difficulty == candidate.difficulty
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A question version that may be drawn. `pinned`: bank's indexes of options that keep their place."""

    version_id: int
    option_count: int
    topic: str | None = None
    difficulty: str | None = None
    pinned: frozenset[int] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnItem:
    """A question at a position, from 1, with the bank's index of the option shown at each place."""

    position: int
    candidate: Candidate
    option_order: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A row of a blueprint with the questions that suit it."""

    row: BlueprintRow
    candidates: tuple[Candidate, ...]


class NotEnoughQuestions(Exception):
    """The pool can't fill the blueprint: `row` is short, with `available` questions that suit it."""

    def __init__(self, row: BlueprintRow, available: int) -> None:
        super().__init__(f"{row} has {available} questions")
        self.row = row
        self.available = available


def rows_for(blueprint: Iterable[BlueprintRow], group: str) -> tuple[BlueprintRow, ...]:
    """Return the rows that make a group's paper: its own where it has any, else those for all."""
    rows = tuple(blueprint)
    own = tuple(row for row in rows if row.group == group)
    return own or tuple(row for row in rows if row.group is None)


def pool_for(pool: Iterable[Candidate], group: str) -> tuple[Candidate, ...]:
    """Return the questions that suit a group: those that name it, and those that name none."""
    return tuple(c for c in pool if not c.groups or group in c.groups)


def cells(blueprint: Iterable[BlueprintRow], pool: Sequence[Candidate]) -> tuple[Cell, ...]:
    """Return each row of a blueprint with the questions of a pool that suit it."""
    return tuple(Cell(row=row, candidates=tuple(c for c in pool if row.suits(c))) for row in blueprint)


def draw_paper(
    blueprint: Iterable[BlueprintRow],
    pool: Sequence[Candidate],
    rng: Random,
    *,
    shuffle_questions: bool = True,
    shuffle_options: bool = True,
) -> tuple[DrawnItem, ...]:
    """Return a paper that obeys the blueprint, see draw_cells."""
    return draw_cells(cells(blueprint, pool), rng, shuffle_questions=shuffle_questions, shuffle_options=shuffle_options)


def draw_cells(
    cells: Iterable[Cell], rng: Random, *, shuffle_questions: bool = True, shuffle_options: bool = True
) -> tuple[DrawnItem, ...]:
    """Return a paper with as many questions of each cell as its row asks for, none twice.

    Cells that don't overlap are each an unbiased sample; where they overlap, a paper is found whenever
    one exists. Raises NotEnoughQuestions.
    """
    drawn = _assign(cells, rng)
    if shuffle_questions:
        rng.shuffle(drawn)
    return tuple(
        DrawnItem(
            position=position,
            candidate=candidate,
            option_order=order_options(candidate, rng) if shuffle_options else tuple(range(candidate.option_count)),
        )
        for position, candidate in enumerate(drawn, start=1)
    )


def order_options(candidate: Candidate, rng: Random) -> tuple[int, ...]:
    """Return a shuffled order of a question's options in which the pinned ones keep their place."""
    if not candidate.pinned and candidate.option_count <= _MOST_LISTED_OPTIONS:
        return rng.choice(_orders(candidate.option_count))
    order = list(range(candidate.option_count))
    loose = [i for i in order if i not in candidate.pinned]
    shuffled = loose.copy()
    rng.shuffle(shuffled)
    for place, option in zip(loose, shuffled, strict=True):
        order[place] = option
    return tuple(order)


@cache
def _orders(count: int) -> tuple[tuple[int, ...], ...]:
    return tuple(permutations(range(count)))


def _assign(cells: Iterable[Cell], rng: Random) -> list[Candidate]:
    """Return a candidate for every place of the cells, cell by cell."""
    matching = _Matching()
    for cell in cells:
        candidates = _Shuffled(cell.candidates, rng)
        for _ in range(cell.row.count):
            if not matching.add_place(candidates):
                raise NotEnoughQuestions(cell.row, len(cell.candidates))
    return [matching.chosen[place] for place in range(len(matching.chosen))]


class _Shuffled:
    """Candidates in a random order (Fisher and Yates), of which no more is settled than somebody has looked at."""

    def __init__(self, candidates: Iterable[Candidate], rng: Random) -> None:
        self._candidates, self._rng, self._settled = list(candidates), rng, 0

    def __iter__(self) -> Iterator[Candidate]:
        candidates = self._candidates
        for place in range(len(candidates)):
            if place == self._settled:
                other = self._rng.randrange(place, len(candidates))
                candidates[place], candidates[other] = candidates[other], candidates[place]
                self._settled += 1
            yield candidates[place]


class _Matching:
    """Places and the candidates that fill them: bipartite matching by augmenting paths (Kuhn 1955)."""

    def __init__(self) -> None:
        self.chosen: dict[int, Candidate] = {}
        self._suiting: list[Iterable[Candidate]] = []
        self._place_of: dict[int, int] = {}  # by version id

    def add_place(self, candidates: Iterable[Candidate]) -> bool:
        """Fill one more place from `candidates`, moving others if need be; False if that can't be done."""
        self._suiting.append(candidates)
        return self._fill(len(self._suiting) - 1, set())

    def _fill(self, place: int, visited: set[int]) -> bool:
        for candidate in self._suiting[place]:
            if candidate.version_id not in self._place_of:
                self._put(candidate, place)
                return True
        for candidate in self._suiting[place]:
            if candidate.version_id in visited:
                continue
            visited.add(candidate.version_id)
            if self._fill(self._place_of[candidate.version_id], visited):
                self._put(candidate, place)
                return True
        return False

    def _put(self, candidate: Candidate, place: int) -> None:
        self._place_of[candidate.version_id] = place
        self.chosen[place] = candidate
