"""When people come: a rush at the opening, a lull, a rush before the end; three peaks a day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import exp
from random import Random

from quizapp.domain.phase import VIETNAM, local_day

# Peaks of a day in Vietnam's hours, and how the groups spread over them: morning, afternoon, evening.
_PEAKS = (10.0, 15.0, 20.0)
_SPREAD_HOURS = 0.7
_BY_GROUP: Mapping[str, tuple[float, float, float]] = {
    "officials": (5, 4, 1),
    "students": (2, 3, 5),
    "residents": (2, 2, 6),
    "businesses": (3, 3, 4),
}
_SHARE_AT_ANY_HOUR = 0.12
_FIRST_HOUR, _LAST_HOUR = 6.0, 22.8
_WEEKEND = 0.6
_TRIES = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A round's opening and closing, and how much of it has passed: nothing begins at or after `until`."""

    opens_at: datetime
    closes_at: datetime
    until: datetime

    @property
    def days(self) -> int:
        """How many days of the calendar the round touches."""
        return (local_day(self.closes_at) - local_day(self.opens_at)).days + 1


def day_weight(day: int, days: int, *, is_weekend: bool = False) -> float:
    """Return how busy the day numbered `day`, from 0, of `days` is beside the others."""
    rush = 0.35 + 1.6 * exp(-day / 1.8) + 1.3 * exp(-(days - 1 - day) / 2.2)
    return rush * (_WEEKEND if is_weekend else 1.0)


def moment(rng: Random, window: Window, group: str) -> datetime:
    """Return when somebody of a group sits down, inside the window and before `until`."""
    first = local_day(window.opens_at)
    passed = min(window.days, (local_day(window.until) - first).days + 1)
    dates = [first + timedelta(days=day) for day in range(passed)]
    weights = [day_weight(i, window.days, is_weekend=d.weekday() >= 5) for i, d in enumerate(dates)]
    for _try in range(_TRIES):
        midnight = datetime.combine(rng.choices(dates, weights)[0], time.min, tzinfo=VIETNAM)
        found = midnight + timedelta(hours=_hour(rng, group))
        if window.opens_at <= found < window.until:
            return found.astimezone(window.opens_at.tzinfo)
    return window.opens_at + (window.until - window.opens_at) * rng.random()  # a window that holds no waking hour


def _hour(rng: Random, group: str) -> float:
    if rng.random() < _SHARE_AT_ANY_HOUR:
        return rng.uniform(_FIRST_HOUR, _LAST_HOUR)
    peak = rng.choices(_PEAKS, _BY_GROUP.get(group, (1, 1, 1)))[0]
    return min(max(rng.gauss(peak, _SPREAD_HOURS), _FIRST_HOUR), _LAST_HOUR)
