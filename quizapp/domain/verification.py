"""What a file of results can be recomputed from, and what it comes to: the writer of the file and its check both ask.

While a round is running its draw's seed is secret and the number to guess not known: lots decide nothing yet, and no
prize is awarded.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.domain.counting import ClosedAttempt, CountingRules, Person, contenders, number_to_guess
from quizapp.domain.league import RoundResult, league
from quizapp.domain.outcome import Case, Outcome, UnitSize, decide
from quizapp.domain.prizes.allotting import Contender
from quizapp.domain.prizes.plan import PrizePlan


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """Who takes part, and what is the same for every round. `excluded`: people who can win nothing."""

    people: Mapping[int, Person]
    units: Sequence[UnitSize]
    excluded: Collection[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundMaterial:
    """A round's rules and closed attempts. `winners`: of the contest's other rounds; `partial`: its rule of marking."""

    rules: CountingRules
    partial: str
    plan: PrizePlan
    is_over: bool
    attempts: Sequence[ClosedAttempt]
    winners: Collection[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeagueMaterial:
    """The rules of the table over all rounds."""

    ranking: tuple[str, ...]
    plan: PrizePlan
    is_over: bool
    seed: str
    winners: Collection[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """An outcome, the contenders it was made of, and the number that was to be guessed."""

    outcome: Outcome
    contenders: Sequence[Contender]
    actual: int | None = None


def round_result(material: RoundMaterial, field: Field) -> Result:
    """Return what a round comes to."""
    rules = replace(material.rules, ranking=_ranking(material.rules.ranking, is_over=material.is_over))
    actual = number_to_guess(material.attempts, rules) if material.is_over else None
    found = contenders(material.attempts, field.people, rules, actual=actual)
    case = Case(
        contenders=found,
        ranking=rules.ranking,
        plan=_plan(material.plan, is_over=material.is_over),
        units=field.units,
        excluded=field.excluded,
        already_awarded=material.winners,
        seed=rules.seed,
    )
    return Result(outcome=decide(case), contenders=found, actual=actual)


def league_result(material: LeagueMaterial, rounds: Iterable[RoundResult], field: Field) -> Result:
    """Return what a contest comes to over its rounds."""
    found = league(rounds, seed=material.seed)
    case = Case(
        contenders=found,
        ranking=_ranking(material.ranking, is_over=material.is_over),
        plan=_plan(material.plan, is_over=material.is_over),
        units=field.units,
        excluded=field.excluded,
        already_awarded=material.winners,
        seed=material.seed,
    )
    return Result(outcome=decide(case), contenders=found)


def _ranking(ranking: Sequence[str], *, is_over: bool) -> tuple[str, ...]:
    return tuple(code for code in ranking if is_over or code != "lot")


def _plan(plan: PrizePlan, *, is_over: bool) -> PrizePlan:
    return plan if is_over else PrizePlan()
