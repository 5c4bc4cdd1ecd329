"""Whether a pool has enough questions for a round's blueprint, and how often two neighbours meet the same one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from quizapp.domain.drawing import BlueprintRow, Candidate, pool_for, rows_for
from quizapp.domain.overlap import Overlap, Strata, expected_overlap, overlap, strata, suited_rows

MOST_SHARED = 0.5  # of a paper; neighbours who share more are told how to mend it


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A row of a group's blueprint against the pool. `available` suit it; other rows may want the same ones.

    `missing`: how many more it needs, once every place that can be filled is: 0 in all cells means that a paper can be
    drawn. Where cells compete for too few questions, it is the later cell that goes short.
    """

    row: BlueprintRow
    available: int
    missing: int

    @property
    def asked(self) -> int:
        """Number of questions that the blueprint asks for."""
        return self.row.count

    @property
    def is_short(self) -> bool:
        """Tell whether it would lack questions even if no other row wanted them."""
        return self.available < self.asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Addition:
    """So many more questions of a topic and a difficulty; None stands for any."""

    topic: str | None
    difficulty: str | None
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupSupply:
    """A group's paper against the pool; `overlap` None where no paper can be drawn.

    `additions`: what to add so that a paper can be drawn, or so that two of them share at most MOST_SHARED. Empty where
    neither is needed, and where how many are needed could only be found by simulation.
    """

    group: str
    cells: tuple[Cell, ...]
    overlap: Overlap | None
    additions: tuple[Addition, ...] = ()

    @property
    def asked(self) -> int:
        """Number of questions in the paper."""
        return sum(cell.asked for cell in self.cells)

    @property
    def missing(self) -> int:
        """Number of questions that the pool lacks for one paper."""
        return sum(cell.missing for cell in self.cells)

    @property
    def is_enough(self) -> bool:
        """Tell whether a paper can be drawn."""
        return bool(self.cells) and not self.missing

    @property
    def is_too_alike(self) -> bool:
        """Tell whether two papers share more than MOST_SHARED of their questions on average."""
        return self.overlap is not None and _is_too_much(self.overlap.expected, self.asked)


def _is_too_much(shared: float, places: int) -> bool:
    return shared > MOST_SHARED * places + 1e-9  # half is half, however floats are rounded


def short_groups(
    blueprint: Sequence[BlueprintRow], *, groups: Iterable[str], pool: Sequence[Candidate]
) -> tuple[str, ...]:
    """Return the groups whose paper can't be drawn from the pool, those without rows among them."""
    checked = ((group, cells(rows_for(blueprint, group), pool_for(pool, group))) for group in groups)
    return tuple(group for group, found in checked if not found or any(cell.missing for cell in found))


def supply(
    blueprint: Sequence[BlueprintRow],
    *,
    groups: Iterable[str],
    pool: Sequence[Candidate],
    rng: Random,
    shuffle_questions: bool = True,
) -> tuple[GroupSupply, ...]:
    """Return for each group whether the pool fills its cells, and what two of its papers have in common.

    `rng` is used only where that is simulated, see `overlap`.
    """
    return tuple(
        _group_supply(
            group, rows_for(blueprint, group), pool_for(pool, group), rng=rng, shuffle_questions=shuffle_questions
        )
        for group in groups
    )


def _group_supply(
    group: str, rows: Sequence[BlueprintRow], pool: Sequence[Candidate], *, rng: Random, shuffle_questions: bool
) -> GroupSupply:
    checked = cells(rows, pool)
    found = GroupSupply(group=group, cells=checked, overlap=None, additions=_missing(checked))
    if not found.is_enough:
        return found
    found = replace(found, overlap=overlap(rows, pool, rng=rng, shuffle_questions=shuffle_questions))
    return replace(found, additions=_to_differ(rows, pool)) if found.is_too_alike else found


def _missing(checked: Iterable[Cell]) -> tuple[Addition, ...]:
    """Return what cells lack, those of one topic and difficulty taken together."""
    lacking = Counter[tuple[str | None, str | None]]()
    for cell in checked:
        lacking[cell.row.topic, cell.row.difficulty] += cell.missing
    return _additions(lacking)


def _to_differ(rows: Sequence[BlueprintRow], pool: Sequence[Candidate]) -> tuple[Addition, ...]:
    """Return what to add so that two papers share at most MOST_SHARED, each time where most of a kind is drawn.

    A cell of k from n adds k²/n to the mean; one more question takes k²/n - k²/(n + 1) ≈ (k/n)² from it.
    """
    asked = Counter[tuple[str | None, str | None]]()
    for row in rows:
        asked[row.topic, row.difficulty] += row.count
    suiting = {kind: suited_rows(rows, _new_question(*kind)) for kind in asked}
    there, added = strata(rows, pool), Counter[tuple[str | None, str | None]]()
    places = sum(asked.values())
    while (expected := expected_overlap(rows, there)) is not None and _is_too_much(expected, places):
        rarest = max(asked, key=lambda kind: asked[kind] / _available(rows, there, kind=kind))
        there[suiting[rarest]] += 1
        added[rarest] += 1
    return _additions(added) if expected is not None else ()


def _available(rows: Sequence[BlueprintRow], there: Strata, *, kind: tuple[str | None, str | None]) -> int:
    place = next(place for place, row in enumerate(rows) if (row.topic, row.difficulty) == kind)
    return sum(size for stratum, size in there.items() if place in stratum)


def _new_question(topic: str | None, difficulty: str | None) -> Candidate:
    return Candidate(version_id=0, option_count=0, topic=topic, difficulty=difficulty)


def _additions(counts: Counter[tuple[str | None, str | None]]) -> tuple[Addition, ...]:
    return tuple(
        Addition(topic=topic, difficulty=difficulty, count=count)
        for (topic, difficulty), count in counts.items()
        if count
    )


def by_row(
    blueprint: Iterable[BlueprintRow], found: Sequence[GroupSupply]
) -> Iterator[tuple[BlueprintRow, tuple[Cell | None, ...]]]:
    """Yield each row of a blueprint with the cell of each group's paper; None: not a row of that paper."""
    waiting = [list(group.cells) for group in found]
    for row in blueprint:
        yield row, tuple(left.pop(0) if left and left[0].row == row else None for left in waiting)


def cells(rows: Sequence[BlueprintRow], pool: Sequence[Candidate]) -> tuple[Cell, ...]:
    """Return each row with how many questions suit it and how many it lacks.

    The places that can be filled are a maximum flow from rows to questions, found by augmenting paths (Ford & Fulkerson
    1956) as `draw_paper` finds them place by place, so that nothing is missing exactly where a paper can be drawn.
    """
    suiting = [[number for number, candidate in enumerate(pool) if row.suits(candidate)] for row in rows]
    taken: dict[int, int] = {}  # question → the row that it fills a place of
    missing = [_unfilled(place, row.count, suiting=suiting, taken=taken) for place, row in enumerate(rows)]
    return tuple(
        Cell(row=row, available=len(fit), missing=lacking)
        for row, fit, lacking in zip(rows, suiting, missing, strict=True)
    )


def _unfilled(row: int, count: int, *, suiting: Sequence[Sequence[int]], taken: dict[int, int]) -> int:
    """Return how many places of a row stay empty after filling as many as can be, moving other rows' questions."""
    for filled in range(count):
        # Once no path is left, none comes back: the places filled so far stay filled.
        if not _fill(row, suiting=suiting, taken=taken):
            return count - filled
    return 0


def _fill(row: int, *, suiting: Sequence[Sequence[int]], taken: dict[int, int]) -> bool:
    """Fill one more place of `row`: find a question that nobody needs, breadth first, and hand on along the way."""
    came_by: dict[int, tuple[int, int] | None] = {row: None}  # row → (row that wants, its question that it wants)
    waiting = [row]
    for wanting in waiting:
        free = next((number for number in suiting[wanting] if number not in taken), None)
        if free is not None:
            _hand_on(wanting, free, came_by=came_by, taken=taken)
            return True
        for number in suiting[wanting]:
            if taken[number] not in came_by:
                came_by[taken[number]] = (wanting, number)
                waiting.append(taken[number])
    return False


def _hand_on(row: int, number: int, *, came_by: dict[int, tuple[int, int] | None], taken: dict[int, int]) -> None:
    """Give `number` to `row`, what `row` gives up for it to the row that wanted that, and so on."""
    while True:
        taken[number] = row
        before = came_by[row]
        if before is None:
            return
        row, number = before
