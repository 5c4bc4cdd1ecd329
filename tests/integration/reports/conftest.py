"""Random contests, the same for the same seed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from quizapp.domain.groups import GROUPS
from quizapp.models import Attempt, Contest, Participant, Round, Unit


@dataclass
class Crowd:
    """A contest with two official rounds and a practice round, its people and all their attempts."""

    contest: Contest
    rounds: list[Round]
    practice: Round
    units: list[Unit]
    people: dict[int, Participant]
    attempts: list[Attempt]


@pytest.fixture
def crowd(factory: Any, clock: Any) -> Callable[[int], Crowd]:
    """Make a random crowd from a seed."""

    def make(seed: int) -> Crowd:
        rng = Random(seed)
        contest = factory.contest()
        bank = [factory.bank()]
        rounds = [factory.round(contest, bank, opens_at=clock() - timedelta(days=d)) for d in (30, 10)]
        practice = factory.round(contest, bank, kind="practice", opens_at=clock() - timedelta(days=60))
        units = []
        for group in GROUPS.values():
            units += [factory.unit(kind=group.unit_kind.code, headcount=rng.choice((None, 3, 10))) for _ in range(2)]
            units.append(factory.unit(kind=group.unit_kind.code, is_catch_all=True))
        people, attempts = {}, []
        for _ in range(25):
            unit = rng.choice(units)
            group = next(g.code for g in GROUPS.values() if g.unit_kind.code == unit.kind)
            person = factory.participant(contest, group, unit_id=unit.id)
            people[person.id] = person
            for contest_round in (*rounds, practice):
                attempts += [_attempt(factory, clock, rng, person, contest_round) for _ in range(rng.randint(0, 3))]
                if rng.random() < 0.2:
                    attempts.append(factory.attempt(person, contest_round, submitted_at=None))
        return Crowd(contest=contest, rounds=rounds, practice=practice, units=units, people=people, attempts=attempts)

    return make


def _attempt(factory: Any, clock: Any, rng: Random, person: Participant, contest_round: Round) -> Attempt:
    is_timed_out = rng.random() < 0.4
    answered = rng.choice((0, 0, 2, 5)) if is_timed_out else rng.choice((0, 5))
    attempt: Attempt = factory.attempt(
        person,
        contest_round,
        score=rng.randint(0, answered),
        answered=answered,
        is_timed_out=is_timed_out,
        seconds=rng.randint(60, 65),
        # few moments, so that some are level
        submitted_at=clock() - timedelta(hours=rng.randint(0, 40) * 5),
    )
    return attempt
