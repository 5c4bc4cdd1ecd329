"""Who comes from where, and when each of them sits down. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from quizapp.cli.simulation import behaviour, timetable
from quizapp.cli.simulation.people import Place
from quizapp.cli.simulation.timetable import Window

_UNKNOWN_HEADCOUNT, _CATCH_ALL_HEADCOUNT = 60, 12
_SHARE: Mapping[str, float] = {"officials": 9, "students": 39, "residents": 49, "businesses": 3}  # of those who come
_MOST = 0.98  # of a unit's headcount ever come
_ZEAL = (0.35, 1.65)  # how units differ


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit with how many could come from it and how many of them are registered."""

    id: int
    group: str
    name: str
    headcount: int | None
    is_catch_all: bool
    registered: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """When the person numbered `person` sits down, for which time; `number` from 0."""

    person: int
    number: int
    starts_at: datetime


def places(rng: Random, units: Sequence[Unit]) -> list[Place]:
    """Return the units as places that people come from: by group, by size, each with a zeal of its own."""
    sizes: Counter[str] = Counter()
    for unit in units:
        sizes[unit.group] += _size(unit)
    return [
        Place(
            id=unit.id,
            group=unit.group,
            name=unit.name,
            weight=_SHARE.get(unit.group, 10) * _size(unit) / sizes[unit.group] * rng.uniform(*_ZEAL),
            room=None if unit.headcount is None else max(0, int(unit.headcount * _MOST) - unit.registered),
        )
        for unit in units
    ]


def _size(unit: Unit) -> int:
    return unit.headcount or (_CATCH_ALL_HEADCOUNT if unit.is_catch_all else _UNKNOWN_HEADCOUNT)


def origins(rng: Random, found: Sequence[Place], count: int) -> Iterator[Place]:
    """Yield the places of `count` people; a unit gives no more people than it has, unless all are used up."""
    taken: Counter[int] = Counter()
    weights = [place.weight for place in found]
    for _person in range(count):
        for _try in range(20):
            place = rng.choices(found, weights)[0]
            if place.room is None or taken[place.id] < place.room:
                break
        taken[place.id] += 1
        yield place


def sittings(rng: Random, groups: Sequence[str], window: Window, *, pause: timedelta) -> list[Sitting]:
    """Return every sitting of people of these groups, in order of time.

    Somebody's sittings are at least `pause` apart, so that one is over before the next.
    """
    found = []
    for person, group in enumerate(groups):
        wanted = behaviour.attempts_wanted(rng)
        moments = sorted(timetable.moment(rng, window, group) for _ in range(wanted))
        kept = moments[:1] + [later for earlier, later in pairwise(moments) if later - earlier >= pause]
        found += [Sitting(person=person, number=n, starts_at=at) for n, at in enumerate(kept)]
    return sorted(found, key=lambda s: (s.starts_at, s.person))
