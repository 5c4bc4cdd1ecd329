"""Rounds that follow one another, generated from a pattern: "4 weeks from Monday 10:00 to next Monday 9:00".

What is typed are days and times in Vietnam; what comes out are moments in UTC. A new contradiction is one entry in
SERIES_CONTRADICTIONS; the form follows.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from quizapp.domain.phase import VIETNAM
from quizapp.domain.text import N_

NUMBER = "{n}"
COUNT_BOUNDS = (1, 60)
LENGTH_BOUNDS = (1, 92)  # days
GAP_BOUNDS = (0, 92)  # days
TITLE_BOUNDS = (3, 120)
MAX_SLUG_LENGTH = 40
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ClosingDay(StrEnum):
    """On which day a round closes."""

    LAST = "last"
    NEXT = "next"


CLOSING_DAYS: Mapping[str, str] = {
    ClosingDay.LAST: N_("Ngày cuối cùng của đợt"),
    ClosingDay.NEXT: N_("Ngày liền sau ngày cuối cùng, ví dụ mở thứ Hai tuần này, đóng thứ Hai tuần sau"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesPattern:
    """How rounds follow one another: each lasts `length` days, `gap` days lie between one and the next.

    `title` and `slug` hold "{n}", the round's number, counted from `first_number`.
    """

    count: int
    first_day: date
    opens: time
    length: int
    closing_day: str
    closes: time
    gap: int = 0
    first_number: int = 1
    title: str
    slug: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedRound:
    """A round that a pattern gives; its moments are in UTC."""

    title: str
    slug: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesContradiction:
    """Something that can't be in a pattern: `field` names what to change, `sentence` says how."""

    code: str
    field: str
    sentence: str
    holds: Callable[[SeriesPattern], bool]


def planned_rounds(pattern: SeriesPattern) -> tuple[PlannedRound, ...]:
    """Return the rounds of a pattern, in the order they open."""
    return tuple(_planned(pattern, index) for index in range(pattern.count))


def _planned(pattern: SeriesPattern, index: int) -> PlannedRound:
    opening_day = pattern.first_day + timedelta(days=index * (pattern.length + pattern.gap))
    days = pattern.length - (pattern.closing_day == ClosingDay.LAST)
    return PlannedRound(
        title=numbered(pattern.title, index + pattern.first_number),
        slug=numbered(pattern.slug, index + pattern.first_number),
        opens_at=_moment(opening_day, pattern.opens),
        closes_at=_moment(opening_day + timedelta(days=days), pattern.closes),
    )


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=VIETNAM).astimezone(UTC)


def numbered(pattern: str, number: int) -> str:
    """Return a title or address with the round's number in it."""
    return pattern.replace(NUMBER, str(number))


def _is_outside(value: int, bounds: tuple[int, int]) -> bool:
    return not bounds[0] <= value <= bounds[1]


def _is_countable(pattern: SeriesPattern) -> bool:
    """Tell whether the rounds can be listed at all."""
    return not (
        _is_outside(pattern.count, COUNT_BOUNDS)
        or _is_outside(pattern.length, LENGTH_BOUNDS)
        or _is_outside(pattern.gap, GAP_BOUNDS)
    )


def _closes_too_early(pattern: SeriesPattern) -> bool:
    return _is_countable(pattern) and any(r.closes_at <= r.opens_at for r in planned_rounds(pattern))


def _overlaps(pattern: SeriesPattern) -> bool:
    rounds = planned_rounds(pattern) if _is_countable(pattern) else ()
    return any(after.opens_at < before.closes_at for before, after in pairwise(rounds))


def _last_number(pattern: SeriesPattern) -> int:
    return pattern.first_number + pattern.count - 1


def _has_odd_slug(pattern: SeriesPattern) -> bool:
    slug = numbered(pattern.slug, _last_number(pattern))
    return len(slug) > MAX_SLUG_LENGTH or not _SLUG.fullmatch(slug)


def _has_odd_title(pattern: SeriesPattern) -> bool:
    return any(
        _is_outside(len(numbered(pattern.title, number)), TITLE_BOUNDS)
        for number in (pattern.first_number, _last_number(pattern))
    )


def _is_unnumbered(text: str, pattern: SeriesPattern) -> bool:
    return pattern.count > 1 and NUMBER not in text


SERIES_CONTRADICTIONS: tuple[SeriesContradiction, ...] = (
    SeriesContradiction(
        code="count",
        field="count",
        sentence=N_("Số đợt phải từ 1 đến 60."),
        holds=lambda p: _is_outside(p.count, COUNT_BOUNDS),
    ),
    SeriesContradiction(
        code="length",
        field="length",
        sentence=N_("Mỗi đợt dài từ 1 đến 92 ngày."),
        holds=lambda p: _is_outside(p.length, LENGTH_BOUNDS),
    ),
    SeriesContradiction(
        code="gap",
        field="gap",
        sentence=N_("Số ngày nghỉ giữa hai đợt phải từ 0 đến 92."),
        holds=lambda p: _is_outside(p.gap, GAP_BOUNDS),
    ),
    SeriesContradiction(
        code="closing-day",
        field="closing_day",
        sentence=N_("Hãy chọn ngày đóng trong danh sách."),
        holds=lambda p: p.closing_day not in CLOSING_DAYS,
    ),
    SeriesContradiction(
        code="closes-before-opening",
        field="closes",
        sentence=N_("Đợt thi đóng trước khi mở. Hãy chọn giờ đóng muộn hơn, hoặc cho đóng vào ngày liền sau."),
        holds=_closes_too_early,
    ),
    SeriesContradiction(
        code="overlap",
        field="gap",
        sentence=N_("Đợt sau mở trước khi đợt trước đóng. Hãy đóng sớm hơn, mở muộn hơn, hoặc thêm ngày nghỉ."),
        holds=_overlaps,
    ),
    SeriesContradiction(
        code="title-number",
        field="title",
        sentence=N_("Mẫu tên phải có {n}, để mỗi đợt có tên riêng. Ví dụ: Tuần {n}"),
        holds=lambda p: _is_unnumbered(p.title, p),
    ),
    SeriesContradiction(
        code="title-length",
        field="title",
        sentence=N_("Tên đợt thi có từ 3 đến 120 ký tự."),
        holds=_has_odd_title,
    ),
    SeriesContradiction(
        code="slug-number",
        field="slug",
        sentence=N_("Mẫu tên ngắn phải có {n}, để mỗi đợt có địa chỉ riêng. Ví dụ: tuan-{n}"),
        holds=lambda p: _is_unnumbered(p.slug, p),
    ),
    SeriesContradiction(
        code="slug",
        field="slug",
        sentence=N_("Tên ngắn chỉ gồm chữ thường không dấu, chữ số, gạch nối và {n}, nhiều nhất 40 ký tự."),
        holds=_has_odd_slug,
    ),
)


def series_contradictions(pattern: SeriesPattern) -> tuple[SeriesContradiction, ...]:
    """Return what in a pattern contradicts itself; empty where its rounds can stand."""
    return tuple(c for c in SERIES_CONTRADICTIONS if c.holds(pattern))
