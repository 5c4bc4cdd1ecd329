"""What a round, or a contest over its rounds, comes to: ranks, prizes of people and units, the draw.

One pure function of what is known, asked by the staff's page before publishing, by what is published, by the dry run
of a regrade and by the check of a published file, so that these can't disagree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.domain.prizes.allotting import (
    Award,
    Contender,
    Placed,
    allot,
    encouragement,
    place,
    unawarded,
    winner_places,
)
from quizapp.domain.prizes.collective import CollectiveTable, allot_collective
from quizapp.domain.prizes.formulas import UnitFigures
from quizapp.domain.prizes.plan import IndividualPrize, PrizePlan


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitSize:
    """A unit with how many people it has, None where unknown."""

    id: int
    kind: str
    headcount: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """All that an outcome rests on.

    `attempts`: by participant, how many count. `excluded`: who takes part but can win nothing.
    `already_awarded`: winners of other rounds of the contest. `seed`: of the encouragement draw.
    """

    contenders: Sequence[Contender]
    ranking: tuple[str, ...]
    plan: PrizePlan
    units: Sequence[UnitSize]
    excluded: Collection[int]
    already_awarded: Collection[int]
    seed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """Who stands where, and who is awarded what. `placed` best first; `drawn` in the order of the draw."""

    placed: tuple[Placed, ...]
    awards: tuple[Award, ...]
    drawn: tuple[Award, ...]
    unawarded: tuple[tuple[IndividualPrize, int], ...]
    tables: tuple[CollectiveTable, ...]

    @property
    def winners(self) -> frozenset[int]:
        """Participants with a prize, drawn ones among them."""
        return frozenset(award.participant_id for award in (*self.awards, *self.drawn))


def decide(case: Case) -> Outcome:
    """Return what a case comes to, whatever the order its parts came in."""
    placed = tuple(place(case.contenders, case.ranking))
    awards = allot(placed, case.plan, excluded=case.excluded, already_awarded=case.already_awarded)
    drawn = encouragement(
        placed,
        case.plan,
        awards=awards,
        excluded=case.excluded,
        already_awarded=case.already_awarded,
        seed=case.seed,
    )
    units = unit_figures(case.contenders, case.units)
    won = winner_places(awards)
    field = [replace(unit, winner_places=won.get(unit.unit_id, ())) for unit in units]
    return Outcome(
        placed=placed,
        awards=awards,
        drawn=drawn,
        unawarded=unawarded(case.plan, awards),
        tables=allot_collective(case.plan.collective, field),
    )


def unit_figures(contenders: Iterable[Contender], units: Iterable[UnitSize]) -> list[UnitFigures]:
    """Return what is known of every unit: those from which nobody takes part too."""
    people: defaultdict[int, list[Contender]] = defaultdict(list)
    for contender in contenders:
        people[contender.unit_id].append(contender)
    return [
        UnitFigures(
            unit_id=unit.id,
            kind=unit.kind,
            headcount=unit.headcount,
            participants=len(people[unit.id]),
            attempts=sum(c.standing.attempts for c in people[unit.id]),
            full_marks=sum(c.standing.full_marks > 0 for c in people[unit.id]),
            score_sum=sum(c.standing.score for c in people[unit.id]),
        )
        for unit in units
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """How somebody's result differs between two outcomes; None where there is none, () for no prize."""

    participant_id: int
    old_score: int | None
    new_score: int | None
    old_rank: int | None
    new_rank: int | None
    old_prizes: tuple[str, ...]
    new_prizes: tuple[str, ...]


def changes(before: Outcome, after: Outcome) -> list[Change]:
    """Return everybody whose score, rank or prize differs, those with another prize first, then by new rank."""
    old, new = _places(before), _places(after)
    old_prizes, new_prizes = prizes_of(before), prizes_of(after)
    found = [
        Change(
            participant_id=person,
            old_score=old[person].contender.standing.score if person in old else None,
            new_score=new[person].contender.standing.score if person in new else None,
            old_rank=old[person].rank if person in old else None,
            new_rank=new[person].rank if person in new else None,
            old_prizes=old_prizes.get(person, ()),
            new_prizes=new_prizes.get(person, ()),
        )
        for person in old.keys() | new.keys()
    ]
    differing = [c for c in found if _old(c) != _new(c)]
    return sorted(differing, key=lambda c: (c.old_prizes == c.new_prizes, c.new_rank or len(new) + 1, c.participant_id))


def _old(change: Change) -> tuple[int | None, int | None, tuple[str, ...]]:
    return change.old_score, change.old_rank, change.old_prizes


def _new(change: Change) -> tuple[int | None, int | None, tuple[str, ...]]:
    return change.new_score, change.new_rank, change.new_prizes


def _places(outcome: Outcome) -> Mapping[int, Placed]:
    return {placed.contender.standing.participant_id: placed for placed in outcome.placed}


def prizes_of(outcome: Outcome) -> Mapping[int, tuple[str, ...]]:
    """Return the titles of each winner's prizes, in the order of awarding."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for award in (*outcome.awards, *outcome.drawn):
        found[award.participant_id] += (award.title,)
    return found
