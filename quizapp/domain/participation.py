"""Participation: the formulas of a commune's report, over counts that a database made.

Attempts (lượt thi) and participants (người dự thi) are always given apart. A participant stands in one group
and one unit, so that groups, units, days and bands each add up to the same total.
Official figures of rounds that others hold are added, and every line says how much of it they are: whoever also took
part here is in both, and nobody can tell who; days, hours and scores know only the attempts made here.
Where there is nothing to divide by the answer is None, shown as "–": neither 0% nor 100%.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.domain.distribution import PERCENT, PaperScore, ScoreCount, ScoreSummary, share, summarise_scores
from quizapp.domain.groups import GROUPS, UNIT_KINDS

NAMED_LOWEST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What a report speaks of. `groups` and `unit_ids` empty: all; `round_ids` empty: nothing."""

    contest_id: int
    round_ids: tuple[int, ...]
    groups: tuple[str, ...] = ()
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Turnout:
    """How many took part from one group in one unit.

    `is_external`: official figures of a round that others hold, `winners` among them; ours stand with the prizes.
    """

    group: str
    unit_id: int
    participants: int
    attempts: int
    full_marks: int  # participants with an attempt that has everything right
    winners: int = 0
    is_external: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class External:
    """How much of a line is official figures of rounds that others hold."""

    participants: int = 0
    attempts: int = 0
    full_marks: int = 0
    winners: int = 0

    def __bool__(self) -> bool:
        """Tell whether others hold anything of it."""
        return bool(self.participants or self.attempts or self.winners)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitEntry:
    """A unit as reports need it. `headcount` None: unknown."""

    id: int
    kind: str
    name: str
    headcount: int | None
    is_active: bool = True
    is_catch_all: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row of a report: a group, a kind of unit, a unit, or the total.

    `share`: of all participants. `rate`: `enrolled` of `headcount`, both over the units whose headcount is
    known, so that a unit without one neither lifts nor lowers it. All three percentages are 0-100 or None; a rate
    may exceed 100 where somebody is counted both here and in `external`, the part of the line that others held.
    """

    code: str
    title: str
    participants: int
    attempts: int
    full_marks: int
    share: float | None
    enrolled: int
    headcount: int | None
    rate: float | None
    scores: ScoreSummary
    external: External = field(default_factory=External)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitLine:
    """A unit's row, with its ranks among the units of its kind; no rank by rate without a headcount."""

    unit: UnitEntry
    line: Line
    rank_by_number: int
    rank_by_rate: int | None


def competition_ranks(values: Sequence[float | None]) -> list[int | None]:
    """Return each value's rank, the largest first and level ones sharing it (1, 2, 2, 4); None has none."""
    known = sorted((v for v in values if v is not None), reverse=True)
    first: dict[float, int] = {}
    for place, value in enumerate(known, start=1):
        first.setdefault(value, place)
    return [None if v is None else first[v] for v in values]


class _Tally:
    """Counts of one row while they are added up."""

    def __init__(self) -> None:
        self.participants = self.attempts = self.full_marks = 0
        self.by_unit: Counter[int] = Counter()
        self.external: Counter[str] = Counter()
        self.scores: Counter[PaperScore] = Counter()

    def add(self, turnout: Turnout) -> None:
        self.participants += turnout.participants
        self.attempts += turnout.attempts
        self.full_marks += turnout.full_marks
        self.by_unit[turnout.unit_id] += turnout.participants
        if turnout.is_external:
            self.external.update({name: getattr(turnout, name) for name in External.__slots__})

    def add_score(self, entry: ScoreCount) -> None:
        self.scores[entry.score, entry.max_score] += entry.counted

    def line(self, code: str, title: str, *, everybody: int, units: Iterable[UnitEntry]) -> Line:
        counted = [u for u in units if u.headcount is not None]
        headcount = sum(u.headcount or 0 for u in counted) or None
        enrolled = sum(self.by_unit[u.id] for u in counted)
        return Line(
            code=code,
            title=title,
            participants=self.participants,
            attempts=self.attempts,
            full_marks=self.full_marks,
            share=share(self.participants, everybody),
            enrolled=enrolled,
            headcount=headcount,
            rate=share(enrolled, headcount),
            scores=summarise_scores(self.scores),
            external=External(**self.external),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Participation:
    """Who took part: the total and its rows.

    `groups`: every group of the scope, in the registry's order. `kinds`: the sums of each kind of unit.
    `units`: active units of the scope and those that somebody took part from, by kind, then as given.
    """

    total: Line
    groups: tuple[Line, ...]
    kinds: tuple[Line, ...]
    units: tuple[UnitLine, ...]


def summarise(
    turnouts: Sequence[Turnout], scores: Iterable[ScoreCount], units: Sequence[UnitEntry], scope: Scope
) -> Participation:
    """Return the rows of a report from counts by group and unit."""
    tallies: dict[tuple[str, str | int], _Tally] = defaultdict(_Tally)
    kind_of = {u.id: u.kind for u in units}
    for turnout in turnouts:
        for row in _rows_of(turnout, kind_of):
            tallies[row].add(turnout)
    for entry in scores:
        for row in _rows_of(entry, kind_of):
            tallies[row].add_score(entry)
    shown = [u for u in units if _is_shown(u, scope) or tallies["unit", u.id].participants]
    everybody = tallies["total", ""].participants
    return Participation(
        total=tallies["total", ""].line("", "", everybody=everybody, units=shown),
        groups=tuple(
            tallies["group", g.code].line(
                g.code, g.title, everybody=everybody, units=[u for u in shown if u.kind == g.unit_kind.code]
            )
            for g in GROUPS.values()
            if not scope.groups or g.code in scope.groups
        ),
        kinds=tuple(
            tallies["kind", k.code].line(
                k.code, k.title, everybody=everybody, units=[u for u in shown if u.kind == k.code]
            )
            for k in UNIT_KINDS.values()
            if any(u.kind == k.code for u in shown)
        ),
        units=_unit_lines(shown, tallies, everybody),
    )


def _rows_of(entry: Turnout | ScoreCount, kind_of: Mapping[int, str]) -> tuple[tuple[str, str | int], ...]:
    kind = kind_of[entry.unit_id]
    return ("total", ""), ("group", entry.group), ("kind", kind), ("unit", entry.unit_id)


def _is_shown(unit: UnitEntry, scope: Scope) -> bool:
    kinds = {GROUPS[code].unit_kind.code for code in scope.groups}
    return (
        unit.is_active
        and not unit.is_catch_all
        and (not scope.unit_ids or unit.id in scope.unit_ids)
        and (not kinds or unit.kind in kinds)
    )


def _unit_lines(
    units: Sequence[UnitEntry], tallies: Mapping[tuple[str, str | int], _Tally], everybody: int
) -> tuple[UnitLine, ...]:
    found: list[UnitLine] = []
    for kind in UNIT_KINDS:
        of_kind = [u for u in units if u.kind == kind]
        lines = [tallies["unit", u.id].line(str(u.id), u.name, everybody=everybody, units=[u]) for u in of_kind]
        by_number = competition_ranks([line.participants for line in lines])
        by_rate = competition_ranks([line.rate for line in lines])
        found.extend(
            UnitLine(unit=unit, line=line, rank_by_number=number or 1, rank_by_rate=rate)
            for unit, line, number, rate in zip(of_kind, lines, by_number, by_rate, strict=True)
        )
    return tuple(found)


def complete_units(units: Iterable[UnitLine]) -> tuple[UnitLine, ...]:
    """Return the units in which everybody took part."""
    return tuple(u for u in units if u.line.rate is not None and u.line.rate >= PERCENT)


def lowest_units(units: Iterable[UnitLine], *, at_most: int = NAMED_LOWEST) -> tuple[UnitLine, ...]:
    """Return the units with the lowest rates, the lowest first; complete ones are never among them."""
    rated = [u for u in units if u.line.rate is not None and u.line.rate < PERCENT]
    return tuple(sorted(rated, key=lambda u: u.line.rate or 0)[:at_most])
