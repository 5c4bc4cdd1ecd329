"""From closed attempts to contenders: which attempt counts, what the number to guess was, who stands how.

The same rules stand in SQL in models/counting.py and models/standings.py for boards that are read all the time; a test
holds the two against each other. This is what publishing, regrading and the check of a published file compute with.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quizapp.domain.allowance import Exclusion
from quizapp.domain.policy import PredictionAsked, PredictionTarget
from quizapp.domain.prizes.allotting import Contender
from quizapp.domain.prizes.lots import lot
from quizapp.domain.ranking import counted_attempt
from quizapp.domain.tiebreak import Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosedAttempt:
    """A submitted attempt. `exclusion`: why it does not count, None where it does; marks in parts of a point."""

    id: int
    participant_id: int
    number: int
    submitted_at: datetime
    duration_ms: int
    score: int
    max_score: int
    prediction: int | None
    exclusion: str | None

    @property
    def is_full(self) -> bool:
        """Tell whether everything is right."""
        return self.score == self.max_score


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What ranking and prizes ask of a participant."""

    id: int
    group: str
    unit_id: int
    registered_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CountingRules:
    """What a round's rules say of counting and ranking. `seed`: of the final draw."""

    ranking: tuple[str, ...]
    counted: str
    prediction_target: str | None
    prediction_asked: str
    prediction_with_disqualified: bool
    seed: str


def number_to_guess(attempts: Iterable[ClosedAttempt], rules: CountingRules) -> int | None:
    """Return the number that participants were asked to guess, None where nothing was asked.

    Disqualified attempts are counted where the rules say so; others that don't count never are.
    """
    if rules.prediction_target is None:
        return None
    kept = (None, Exclusion.DISQUALIFIED) if rules.prediction_with_disqualified else (None,)
    counting = [a for a in attempts if a.exclusion in kept]
    match PredictionTarget(rules.prediction_target):
        case PredictionTarget.PARTICIPANTS:
            return len({a.participant_id for a in counting})
        case PredictionTarget.FULL_MARKS:
            return len({a.participant_id for a in counting if a.is_full})
        case PredictionTarget.ATTEMPTS:
            return len(counting)


def contenders(
    attempts: Iterable[ClosedAttempt], people: Mapping[int, Person], rules: CountingRules, *, actual: int | None
) -> list[Contender]:
    """Return one contender a participant with an attempt that counts, in no order. `actual`: the number to guess."""
    own: defaultdict[int, list[ClosedAttempt]] = defaultdict(list)
    for attempt in attempts:
        own[attempt.participant_id].append(attempt)
    return [
        _contender(people[person_id], found, rules, actual)
        for person_id, found in own.items()
        if any(attempt.exclusion is None for attempt in found)
    ]


def _contender(person: Person, own: Sequence[ClosedAttempt], rules: CountingRules, actual: int | None) -> Contender:
    counting = [attempt for attempt in own if attempt.exclusion is None]
    counted = counted_attempt(counting, rules.counted)
    prediction = prediction_of(counted, own, rules)
    return Contender(
        group=person.group,
        unit_id=person.unit_id,
        max_score=counted.max_score,
        standing=Standing(
            participant_id=person.id,
            score=counted.score,
            duration_ms=counted.duration_ms,
            submitted_at=counted.submitted_at,
            attempts=len(counting),
            registered_at=person.registered_at,
            prediction_error=None if prediction is None or actual is None else abs(prediction - actual),
            full_marks=sum(attempt.is_full for attempt in counting),
            entry_id=counted.id,
            lot=lot(rules.seed, counted.id) if "lot" in rules.ranking else 0,
        ),
    )


def prediction_of(counted: ClosedAttempt, own: Iterable[ClosedAttempt], rules: CountingRules) -> int | None:
    """Return the guess that counts: that of the counted attempt, or the only one where it is asked once.

    A guess that is asked once stands for the round, whether the attempt that it was made in counts or not.
    """
    if rules.prediction_asked != PredictionAsked.FIRST:
        return counted.prediction
    return next((a.prediction for a in own if a.prediction is not None), None)
