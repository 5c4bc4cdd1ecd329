"""The questions of a pool by topic and difficulty, beside what papers ask for."""

from bisect import bisect
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from quizapp.domain.collation import sort_key
from quizapp.domain.drawing import BlueprintRow, Candidate
from quizapp.domain.question import DIFFICULTIES, TOPICS
from quizapp.domain.supply import GroupSupply

SHADES = (1, 10, 30, 60)  # the least number of questions of each shade but the palest
_ANY = object()  # what a row says of a topic or a difficulty that it leaves open


@dataclass(frozen=True, kw_only=True, slots=True)
class MatrixCell:
    """Questions of a topic and a difficulty. `asked`: by the paper that asks for most; `missing`: (group, how many)."""

    available: int
    asked: int
    missing: tuple[tuple[str, int], ...]

    @property
    def shade(self) -> int:
        """Return how dark the cell is, from 0 for no questions to len(SHADES)."""
        return bisect(SHADES, self.available)


@dataclass(frozen=True, kw_only=True, slots=True)
class MatrixRow:
    """A topic: a cell for each difficulty, and all of them together, where rows of any difficulty count too."""

    topic: str | None
    cells: tuple[MatrixCell, ...]
    total: MatrixCell


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """`difficulties` are the columns, None among them where a question has none; `total` sums the rows."""

    difficulties: tuple[str | None, ...]
    rows: tuple[MatrixRow, ...]
    total: MatrixRow


def matrix(pool: Iterable[Candidate], found: Sequence[GroupSupply]) -> Matrix:
    """Return the questions that suit any of the groups by topic and difficulty, beside what their papers ask for."""
    groups = {check.group for check in found}
    suiting = [candidate for candidate in pool if not candidate.groups or candidate.groups & groups]
    levels = (*DIFFICULTIES, *([None] if any(c.difficulty is None for c in suiting) else []))
    rows = tuple(_row(topic, [topic], levels=levels, pool=suiting, found=found) for topic in _topics(suiting, found))
    total = _row(None, [*(row.topic for row in rows), _ANY], levels=levels, pool=suiting, found=found)
    return Matrix(difficulties=levels, rows=rows, total=total)


def _row(
    topic: str | None,
    topics: Container[object],
    *,
    levels: Sequence[str | None],
    pool: Sequence[Candidate],
    found: Sequence[GroupSupply],
) -> MatrixRow:
    whole = [*levels, _ANY]
    return MatrixRow(
        topic=topic,
        cells=tuple(_cell(topics, [level], pool=pool, found=found) for level in levels),
        total=_cell(topics, whole, pool=pool, found=found),
    )


def _topics(pool: Iterable[Candidate], found: Iterable[GroupSupply]) -> list[str | None]:
    """Return the topics that there are and that are asked for: the contest's own first, questions without one last."""
    there = {c.topic for c in pool}
    named = {t for t in there | {cell.row.topic for check in found for cell in check.cells} if t is not None}
    others = sorted(named.difference(TOPICS), key=sort_key)
    return [*(t for t in TOPICS if t in named), *others, *([None] if None in there else [])]


def _cell(
    topics: Container[object],
    levels: Container[object],
    *,
    pool: Iterable[Candidate],
    found: Iterable[GroupSupply],
) -> MatrixCell:
    papers = {check.group: [cell for cell in check.cells if _is_in(cell.row, topics, levels)] for check in found}
    missing = {group: sum(cell.missing for cell in cells) for group, cells in papers.items()}
    return MatrixCell(
        available=sum(c.topic in topics and c.difficulty in levels for c in pool),
        asked=max((sum(cell.asked for cell in cells) for cells in papers.values()), default=0),
        missing=tuple((group, count) for group, count in missing.items() if count),
    )


def _is_in(row: BlueprintRow, topics: Container[object], levels: Container[object]) -> bool:
    topic, level = (_ANY if value is None else value for value in (row.topic, row.difficulty))
    return topic in topics and level in levels
