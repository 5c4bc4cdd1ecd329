"""Participation: the formulas of a commune's report, over counts that a database made.

Attempts (lượt thi) and participants (người dự thi) are always given apart. A participant stands in one group
and one unit, so that groups, units, days and bands each add up to the same total.
Where there is nothing to divide by the answer is None, shown as "–": neither 0% nor 100%.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.phase import VIETNAM
from quizapp.domain.text import N_

PERCENT = 100
HOURS = range(24)
MOST_BINS = 30
NAMED_LOWEST = 3

PaperScore = tuple[int, int]  # score, and the most that could be had


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What a report speaks of. `groups` and `unit_ids` empty: all; `round_ids` empty: nothing."""

    contest_id: int
    round_ids: tuple[int, ...]
    groups: tuple[str, ...] = ()
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A band of scores: at least `from_percent` of the most that could be had."""

    code: str
    title: str
    from_percent: int


# From the best down; a score of 0 is a band of its own.
BANDS: Mapping[str, Band] = {
    b.code: b
    for b in (
        Band(code="full", title=N_("Đúng tất cả (100%)"), from_percent=100),
        Band(code="high", title=N_("Từ 75% đến dưới 100%"), from_percent=75),
        Band(code="middle", title=N_("Từ 50% đến dưới 75%"), from_percent=50),
        Band(code="low", title=N_("Từ 25% đến dưới 50%"), from_percent=25),
        Band(code="lowest", title=N_("Trên 0% đến dưới 25%"), from_percent=0),
        Band(code="zero", title=N_("Không đúng câu nào"), from_percent=0),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Turnout:
    """How many took part from one group in one unit."""

    group: str
    unit_id: int
    participants: int
    attempts: int
    full_marks: int  # participants with an attempt that has everything right


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreCount:
    """How many attempts of one group and unit earned one score; `counted`: those that count for ranking."""

    group: str
    unit_id: int
    score: int
    max_score: int
    attempts: int
    counted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HourCount:
    """How many attempts of a group were submitted in the hour that begins at `hour_at`."""

    group: str
    hour_at: datetime
    attempts: int


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
class ScoreSummary:
    """Mean and median, in points and in percent of the most that could be had.

    None where there is no score. Points and `max_score` are None too where papers differ in length.
    """

    mean: float | None
    median: float | None
    mean_percent: float | None
    median_percent: float | None
    max_score: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row of a report: a group, a kind of unit, a unit, or the total.

    `share`: of all participants. `rate`: `enrolled` of `headcount`, both over the units whose headcount is
    known, so that a unit without one neither lifts nor lowers it. All three percentages are 0-100 or None.
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


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitLine:
    """A unit's row, with its ranks among the units of its kind; no rank by rate without a headcount."""

    unit: UnitEntry
    line: Line
    rank_by_number: int
    rank_by_rate: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BandLine:
    """A band with its attempts, and those of them that count; shares of all attempts and all counted ones."""

    band: Band
    attempts: int
    share: float | None
    counted: int
    counted_share: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """A column of the histogram of scores."""

    label: str
    attempts: int
    is_full: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DayLine:
    """A day in Vietnam with its attempts, in all and by group."""

    day: date
    attempts: int
    by_group: Mapping[str, int]


def share(part: int, whole: int | None) -> float | None:
    """Return `part` of `whole` in percent, divided once; None where there is nothing to divide by."""
    return PERCENT * part / whole if whole else None


def change(now: float | None, before: float | None) -> float | None:
    """Return by how many percent `now` is above `before`; None where either is missing or `before` is 0."""
    if now is None or not before:
        return None
    return PERCENT * (now - before) / before


def mean(counts: Mapping[Fraction, int]) -> float | None:
    """Return the mean of values with how often each occurs; None for no value."""
    total = sum(counts.values())
    return float(sum(value * count for value, count in counts.items()) / Fraction(total)) if total else None


def median(counts: Mapping[Fraction, int]) -> float | None:
    """Return the middle of values with how often each occurs, between the two middle ones for an even number."""
    total = sum(counts.values())
    if not total:
        return None
    return float((_value_at(counts, (total - 1) // 2) + _value_at(counts, total // 2)) / 2)


def _value_at(counts: Mapping[Fraction, int], index: int) -> Fraction:
    """Return the value at `index`, from 0, of all values in ascending order."""
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed > index:
            return value
    raise IndexError(index)


def summarise_scores(counts: Mapping[PaperScore, int]) -> ScoreSummary:
    """Return mean and median of scores with how often each occurs."""
    points: Counter[Fraction] = Counter()
    percents: Counter[Fraction] = Counter()
    for (score, max_score), count in counts.items():
        points[Fraction(score)] += count
        percents[Fraction(PERCENT * score, max_score)] += count
    lengths = {max_score for (_, max_score), count in counts.items() if count}
    is_alike = len(lengths) == 1
    return ScoreSummary(
        mean=mean(points) if is_alike else None,
        median=median(points) if is_alike else None,
        mean_percent=mean(percents),
        median_percent=median(percents),
        max_score=lengths.pop() if is_alike else None,
    )


def band_of(score: int, max_score: int) -> str:
    """Return the code of the band that a score falls in."""
    if score == 0:
        return "zero"
    return next(b.code for b in BANDS.values() if PERCENT * score >= b.from_percent * max_score)


def band_lines(scores: Iterable[ScoreCount]) -> tuple[BandLine, ...]:
    """Return every band with its attempts, empty ones too, the best first."""
    attempts: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for entry in scores:
        code = band_of(entry.score, entry.max_score)
        attempts[code] += entry.attempts
        counted[code] += entry.counted
    return tuple(
        BandLine(
            band=band,
            attempts=attempts[code],
            share=share(attempts[code], attempts.total()),
            counted=counted[code],
            counted_share=share(counted[code], counted.total()),
        )
        for code, band in BANDS.items()
    )


def bins(scores: Sequence[ScoreCount]) -> tuple[Bin, ...]:
    """Return columns of a histogram: one a number of right answers, or tenths where papers differ or are long."""
    lengths = {entry.max_score for entry in scores}
    if not lengths:
        return ()
    longest = max(lengths)
    is_alike = len(lengths) == 1 and longest <= MOST_BINS
    steps = longest if is_alike else 10
    counts: Counter[int] = Counter()
    for entry in scores:
        counts[entry.score if is_alike else 10 * entry.score // entry.max_score] += entry.attempts
    return tuple(
        Bin(label=str(n) if is_alike else f"{10 * n}%", attempts=counts[n], is_full=n == steps)
        for n in range(steps + 1)
    )


def day_lines(hours: Iterable[HourCount]) -> tuple[DayLine, ...]:
    """Return the days, Vietnam's, on which attempts were submitted, in order."""
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    for entry in hours:
        by_day[entry.hour_at.astimezone(VIETNAM).date()][entry.group] += entry.attempts
    return tuple(DayLine(day=day, attempts=c.total(), by_group=dict(c)) for day, c in sorted(by_day.items()))


def hour_counts(hours: Iterable[HourCount]) -> tuple[int, ...]:
    """Return how many attempts were submitted in each of the 24 hours of the day in Vietnam."""
    counts: Counter[int] = Counter()
    for entry in hours:
        counts[entry.hour_at.astimezone(VIETNAM).hour] += entry.attempts
    return tuple(counts[hour] for hour in HOURS)


def days_between(spans: Iterable[tuple[date, date]]) -> tuple[date, ...]:
    """Return every day of the spans, ends included, once and in order."""
    days = {first + timedelta(days=n) for first, last in spans for n in range(max((last - first).days + 1, 0))}
    return tuple(sorted(days))


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
        self.scores: Counter[PaperScore] = Counter()

    def add(self, turnout: Turnout) -> None:
        self.participants += turnout.participants
        self.attempts += turnout.attempts
        self.full_marks += turnout.full_marks
        self.by_unit[turnout.unit_id] += turnout.participants

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
