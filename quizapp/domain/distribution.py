"""How attempts are spread: over scores, bands, days and hours; means and medians.

Where there is nothing to divide by the answer is None, shown as "–": neither 0% nor 100%.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from quizapp.domain.phase import VIETNAM
from quizapp.domain.text import N_

PERCENT = 100
HOURS = range(24)
MOST_BINS = 30

Points = int | Fraction  # a partial rule may give parts of a point; the most that could be had is always whole
PaperScore = tuple[Points, Points]  # score, and the most that could be had


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
class ScoreCount:
    """How many attempts of one group and unit earned one score; `counted`: those that count for ranking."""

    group: str
    unit_id: int
    score: Points
    max_score: Points
    attempts: int
    counted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HourCount:
    """How many attempts of a group were submitted in the hour that begins at `hour_at`."""

    group: str
    hour_at: datetime
    attempts: int


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
        percents[PERCENT * score / Fraction(max_score)] += count
    lengths = {max_score for (_, max_score), count in counts.items() if count}
    is_alike = len(lengths) == 1
    return ScoreSummary(
        mean=mean(points) if is_alike else None,
        median=median(points) if is_alike else None,
        mean_percent=mean(percents),
        median_percent=median(percents),
        max_score=int(lengths.pop()) if is_alike else None,
    )


def band_of(score: Points, max_score: Points) -> str:
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
    """Return columns of a histogram: one a point, or tenths where papers differ or are long; parts count below."""
    lengths = {int(entry.max_score) for entry in scores}
    if not lengths:
        return ()
    longest = max(lengths)
    is_alike = len(lengths) == 1 and longest <= MOST_BINS
    steps = longest if is_alike else 10
    counts: Counter[int] = Counter()
    for entry in scores:
        counts[int(entry.score if is_alike else 10 * entry.score / Fraction(entry.max_score))] += entry.attempts
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
