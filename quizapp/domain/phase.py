"""Time: the phase of a round, when an attempt closes, which week an attempt belongs to.

Everything is in UTC but for what people mean by a day or a week, which is theirs: Asia/Ho_Chi_Minh.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from quizapp.domain.text import N_

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Phase(StrEnum):
    """Where `now` stands against a round's opening and closing."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


PHASES: Mapping[str, str] = {
    Phase.UPCOMING: N_("Sắp diễn ra"),
    Phase.OPEN: N_("Đang mở"),
    Phase.CLOSED: N_("Đã kết thúc"),
}


class Period(StrEnum):
    """What an allowance of attempts is counted over."""

    ROUND = "round"
    WEEK = "week"
    DAY = "day"


PERIODS: Mapping[str, str] = {
    Period.ROUND: N_("cả đợt"),
    Period.WEEK: N_("mỗi tuần"),
    Period.DAY: N_("mỗi ngày"),
}


def phase(now: datetime, *, opens_at: datetime, closes_at: datetime) -> Phase:
    """Return the phase of a round; it is open from `opens_at` up to but not at `closes_at`."""
    if now < opens_at:
        return Phase.UPCOMING
    return Phase.OPEN if now < closes_at else Phase.CLOSED


def closes_at(started_at: datetime, *, time_limit: timedelta, round_closes_at: datetime) -> datetime:
    """Return when an attempt ends: after its time limit, or with its round if that comes first."""
    return min(started_at + time_limit, round_closes_at)


def local_day(moment: datetime) -> date:
    """Return the day in Vietnam on which `moment` falls."""
    return moment.astimezone(VIETNAM).date()


def day_starts_at(day: date) -> datetime:
    """Return the UTC moment at which `day` begins in Vietnam."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM).astimezone(UTC)


def period_starts_at(now: datetime, period: Period, *, opens_at: datetime) -> datetime:
    """Return since when attempts count against an allowance: the day, the week from Monday, or the round."""
    today = local_day(now)
    match period:
        case Period.DAY:
            return day_starts_at(today)
        case Period.WEEK:
            return day_starts_at(today - timedelta(days=today.weekday()))
        case Period.ROUND:
            return opens_at


def first_monday(year: int, month: int) -> date:
    """Return the first Monday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def edition_rounds(year: int) -> Mapping[str, tuple[datetime, datetime]]:
    """Return opening and closing of a year's rounds by month, June and September as the plan expects (III.3.6).

    Three weeks each, from the first Monday at 08:00 to the third Sunday at 22:00, Vietnam's time.
    """
    rounds = {}
    for month in (6, 9):
        monday = first_monday(year, month)
        opening = datetime.combine(monday, time(8), tzinfo=VIETNAM)
        closing = datetime.combine(monday + timedelta(days=20), time(22), tzinfo=VIETNAM)
        rounds[f"{month:02d}"] = (opening.astimezone(UTC), closing.astimezone(UTC))
    return rounds


def edition_year(now: datetime) -> int:
    """Return the year of the current edition: this one, or the next once September's round is over."""
    year = local_day(now).year
    _, september_closes_at = edition_rounds(year)["09"]
    return year if now < september_closes_at else year + 1
