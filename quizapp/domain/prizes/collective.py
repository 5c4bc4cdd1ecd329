"""Which units are awarded which collective prize, each with the figures that say why.

A new condition is one entry in CONDITIONS: the table of units and its explanation follow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from quizapp.domain.prizes.allotting import take
from quizapp.domain.prizes.formulas import COMPONENTS, FORMULAS, PERCENT, Points, UnitFigures
from quizapp.domain.prizes.plan import CollectivePrize
from quizapp.domain.text import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """What a unit must fulfil for a prize. `sentence` completes "The unit isn't considered: …"."""

    code: str
    sentence: str
    is_missed: Callable[[CollectivePrize, UnitFigures], bool]


def _is_below_minimum(prize: CollectivePrize, unit: UnitFigures) -> bool:
    return unit.rate is not None and unit.rate < prize.minimum_rate(unit.headcount or 0)


CONDITIONS: Mapping[str, Condition] = {
    c.code: c
    for c in (
        Condition(
            code="no_participants",
            sentence=N_("chưa có người dự thi"),
            is_missed=lambda _, unit: not unit.participants,
        ),
        Condition(
            code="no_headcount",
            sentence=N_("chưa có số người của đơn vị nên không tính được tỷ lệ tham gia"),
            is_missed=lambda prize, unit: prize.needs_rate and unit.rate is None,
        ),
        # thitimhieucchc.daklak.gov.vn/tin-tuc/giai-thuong-cuoc-thi
        Condition(
            code="not_full_rate",
            sentence=N_("mới có %(participants)s/%(headcount)s người tham gia, chưa đủ 100%%"),
            is_missed=lambda prize, unit: prize.requires_full_rate and unit.rate is not None and unit.rate < PERCENT,
        ),
        # hoithitructuyencchc.soctrang.gov.vn/infs/giai-thuong.html
        Condition(
            code="below_minimum_rate",
            sentence=N_(
                "mới có %(participants)s/%(headcount)s người tham gia, chưa đạt %(minimum)s%% là tỷ lệ tối thiểu"
            ),
            is_missed=_is_below_minimum,
        ),
        Condition(
            code="no_winner",
            sentence=N_("chưa có người đạt giải cá nhân"),
            is_missed=lambda prize, unit: prize.requires_winner and not unit.winner_places,
        ),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A component of a unit's result. None where the figure isn't known."""

    component: str
    figure: Points | None
    points: Points | None
    weight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitLine:
    """A unit's row in a table. `total`: the points of all terms with their weights, None where one isn't known.

    `missed`: codes of CONDITIONS; a unit that misses one is listed without a rank. `minimum_rate`: asked of its size.
    `award` None: no prize. `shares`: the prize went to more units than planned, since they stand level.
    """

    unit: UnitFigures
    terms: tuple[Term, ...]
    total: Points | None
    minimum_rate: int
    missed: tuple[str, ...] = ()
    rank: int | None = None
    award: CollectivePrize | None = None
    shares: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectiveTable:
    """Units that compete for the same prizes, the best first, those that can't win behind them."""

    prizes: tuple[CollectivePrize, ...]
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A part of the sentence that says why a unit stands where it does: `sentence` is completed by `params`.

    Numbers are exact: whoever shows them rounds them.
    """

    sentence: str
    params: Mapping[str, Points]


def allot_collective(prizes: Sequence[CollectivePrize], field: Iterable[UnitFigures]) -> tuple[CollectiveTable, ...]:
    """Return a table for each list of prizes, whatever the order the units came in.

    Prizes that differ in title, count and amount alone are one list, handed down in the order of the plan; a unit
    has at most one of them. Different lists are different honours: a unit may have a prize of each.
    More points stand before fewer, and with as many points more participants before fewer. Units that are level then
    share a rank, and where they stand at a quota's end all receive the prize.
    """
    units = list(field)
    lists: dict[CollectivePrize, list[CollectivePrize]] = {}
    for prize in prizes:
        lists.setdefault(replace(prize, title="", count=0, amount=0), []).append(prize)
    return tuple(_table(listed, units) for listed in lists.values())


def explain(line: UnitLine) -> tuple[Explanation, ...]:
    """Return what a unit's result is made of, then each condition that it misses."""
    params: dict[str, Points] = {
        "participants": line.unit.participants,
        "headcount": line.unit.headcount or 0,
        "minimum": line.minimum_rate,
    }
    terms = (
        Explanation(
            sentence=COMPONENTS[term.component].sentence,
            params={**params, "figure": term.figure, "points": term.points, "weight": term.weight},
        )
        for term in line.terms
        if term.weight and term.figure is not None and term.points is not None
    )
    conditions = (Explanation(sentence=CONDITIONS[code].sentence, params=params) for code in line.missed)
    return (*terms, *conditions)


def _table(prizes: Sequence[CollectivePrize], units: Sequence[UnitFigures]) -> CollectiveTable:
    rules = prizes[0]
    lines = _scored(rules, [unit for unit in units if not rules.kinds or unit.kind in rules.kinds])
    ranked = _ranked([line for line in lines if not line.missed])
    others = sorted((line for line in lines if line.missed), key=_order)
    return CollectiveTable(prizes=tuple(prizes), lines=(*_awarded(prizes, ranked), *others))


def _scored(rules: CollectivePrize, field: Sequence[UnitFigures]) -> list[UnitLine]:
    """Return a line for each unit; rank points are counted among all of them, also those that can't win."""
    codes = FORMULAS[rules.formula].components
    columns = [COMPONENTS[code].points(field, rules.winner_points) for code in codes]
    lines = []
    for row, unit in enumerate(field):
        terms = tuple(
            Term(component=code, figure=COMPONENTS[code].figure(unit), points=column[row], weight=rules.weight(code))
            for code, column in zip(codes, columns, strict=True)
        )
        lines.append(
            UnitLine(
                unit=unit,
                terms=terms,
                total=_total(terms),
                minimum_rate=rules.minimum_rate(unit.headcount or 0),
                missed=tuple(c.code for c in CONDITIONS.values() if c.is_missed(rules, unit)),
            )
        )
    return lines


def _total(terms: Iterable[Term]) -> Points | None:
    total: Points = 0
    for term in terms:
        if term.weight and term.points is None:
            return None
        total += (term.points or 0) * term.weight
    return total


def _level(line: UnitLine) -> tuple[Points, int]:
    """Return what a unit is compared by; the smaller, the better. One without a result stands last."""
    return (1 if line.total is None else -line.total), -line.unit.participants


def _order(line: UnitLine) -> tuple[Points, int, int]:
    return *_level(line), line.unit.unit_id


def _ranked(lines: Iterable[UnitLine]) -> Iterator[list[UnitLine]]:
    """Yield level units together, the best first, with their ranks."""
    before = 0
    for _, sharing in groupby(sorted(lines, key=_order), key=_level):
        level = [replace(line, rank=before + 1) for line in sharing]
        yield level
        before += len(level)


def _awarded(prizes: Iterable[CollectivePrize], levels: Iterator[list[UnitLine]]) -> Iterator[UnitLine]:
    for prize in prizes:
        for line, shares in take(levels, prize.count):
            yield replace(line, award=prize, shares=shares)
    for level in levels:
        yield from level
