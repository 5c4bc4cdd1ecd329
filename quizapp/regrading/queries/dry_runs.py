"""What another ruling would change: every mark and score, every rank and prize. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.domain.counting import ClosedAttempt
from quizapp.domain.outcome import Change, Outcome, changes, decide
from quizapp.domain.phase import Phase, phase
from quizapp.domain.regrade import (
    AttemptChange,
    fingerprint,
    packed,
    with_ruling,
)
from quizapp.domain.rulings import Ruling
from quizapp.models import Attempt, Decision, PrizeExclusion, Publication, Regrade, Round
from quizapp.models.outcome import (
    counting_rules,
    excluded_people,
    published_winners,
    round_case,
    unit_sizes,
)
from quizapp.regrading.queries.remarking import attempt_changes
from quizapp.regrading.queries.rounds import rulings_in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChange:
    """A unit whose collective prizes would differ."""

    unit_id: int
    old_prizes: tuple[str, ...]
    new_prizes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DryRun:
    """What would change if `new` were ruled of a question where `old` is in force; None: no ruling.

    `submitted`: attempts of the round. `attempts`: whose mark of the question, score or best possible score differs.
    `people`: whose score, rank or prize differs. `old_actual` and `new_actual`: the number to guess, None where
    nothing was asked. `fingerprint`: what adoption compares, so that nobody adopts what they have not seen.
    """

    version_id: int
    old: Ruling | None
    new: Ruling | None
    submitted: int
    attempts: Sequence[AttemptChange]
    people: Sequence[Change]
    units: Sequence[UnitChange]
    old_actual: int | None
    new_actual: int | None
    fingerprint: str

    @property
    def other_results(self) -> int:
        """How many attempts would have another result."""
        return sum(change.is_other_result for change in self.attempts)

    @property
    def other_scores(self) -> int:
        """How many people would have another score."""
        return sum(change.old_score != change.new_score for change in self.people)

    @property
    def other_ranks(self) -> int:
        """How many people would have another rank."""
        return sum(change.old_rank != change.new_rank for change in self.people)

    @property
    def other_prizes(self) -> int:
        """How many people would have another prize, or one more or less."""
        return sum(change.old_prizes != change.new_prizes for change in self.people)


def dry_run(session: Session, contest_round: Round, *, version_id: int, ruling: Ruling | None, now: datetime) -> DryRun:
    """Return what would change if `ruling` were in force for a question; None: no ruling."""
    held = rulings_in_force(session, contest_round.id)
    attempts = attempt_changes(session, contest_round, version_id, old=held.get(version_id), new=ruling)
    by_id = {change.attempt_id: change for change in attempts}
    before = round_case(session, contest_round)
    after = round_case(session, contest_round, remark=lambda attempt: _remarked(attempt, by_id))
    old, new = decide(before.case), decide(after.case)
    return DryRun(
        version_id=version_id,
        old=held.get(version_id),
        new=ruling,
        submitted=len(before.attempts),
        attempts=attempts,
        people=changes(old, new),
        units=_unit_changes(old, new),
        old_actual=before.actual,
        new_actual=after.actual,
        fingerprint=basis(session, contest_round, version_id=version_id, ruling=ruling, attempts=attempts, now=now),
    )


def basis(
    session: Session,
    contest_round: Round,
    *,
    version_id: int,
    ruling: Ruling | None,
    attempts: Sequence[AttemptChange],
    now: datetime,
) -> str:
    """Return the fingerprint of a dry run of this moment, without deciding ranks and prizes.

    While a round is open, people submit all the time: ranks are provisional then, and only the attempts that the
    ruling changes are held against what was seen. Once it is over, so is all that ranks and prizes rest on.
    """
    held = rulings_in_force(session, contest_round.id)
    marking = (contest_round.partial_rule, sorted(map(tuple, contest_round.points)))
    relied_on = _relied_on(session, contest_round) if _is_over(contest_round, now) else ()
    return fingerprint(packed(held), packed(with_ruling(held, version_id, ruling)), marking, attempts, relied_on)


def _relied_on(session: Session, contest_round: Round) -> Sequence[object]:
    return (
        counting_rules(contest_round),
        sorted(contest_round.prizes.items()),
        unit_sizes(session),
        sorted(excluded_people(session, contest_round.contest_id)),
        sorted(published_winners(session, contest_round.contest_id, but_round_id=contest_round.id)),
        _closed_attempts(session, contest_round.id),
    )


def _closed_attempts(session: Session, round_id: int) -> Sequence[object]:
    columns = (Attempt.id, Attempt.score, Attempt.max_score, Attempt.exclusion, Attempt.prediction)
    query = select(*columns).where(Attempt.round_id == round_id, Attempt.submitted_at.is_not(None))
    return [tuple(row) for row in session.execute(query.order_by(Attempt.id))]


def _is_over(contest_round: Round, now: datetime) -> bool:
    return phase(now, opens_at=contest_round.opens_at, closes_at=contest_round.closes_at) is Phase.CLOSED


def _remarked(attempt: ClosedAttempt, by_id: Mapping[int, AttemptChange]) -> ClosedAttempt:
    change = by_id.get(attempt.id)
    return replace(attempt, score=change.new_score, max_score=change.new_max_score) if change else attempt


def _unit_changes(before: Outcome, after: Outcome) -> list[UnitChange]:
    old, new = _unit_prizes(before), _unit_prizes(after)
    return [
        UnitChange(unit_id=unit, old_prizes=old.get(unit, ()), new_prizes=new.get(unit, ()))
        for unit in sorted(old.keys() | new.keys())
        if old.get(unit) != new.get(unit)
    ]


def _unit_prizes(outcome: Outcome) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for table in outcome.tables:
        for line in table.lines:
            if line.award is not None:
                found[line.unit.unit_id] = (*found.get(line.unit.unit_id, ()), line.award.title)
    return found


def round_state(session: Session, contest_round: Round) -> tuple[object, ...]:
    """Return how many attempts are submitted, first, and what tells that a dry run is out of date."""
    sums = select(
        func.count(),
        func.max(Attempt.submitted_at),
        func.sum(Attempt.score),
        func.sum(Attempt.max_score),
        func.count(Attempt.exclusion),
        select(func.max(Regrade.id)).where(Regrade.round_id == contest_round.id).scalar_subquery(),
        select(func.max(Decision.id)).scalar_subquery(),
        select(func.max(Publication.id)).scalar_subquery(),
        select(func.count()).where(PrizeExclusion.contest_id == contest_round.contest_id).scalar_subquery(),
    ).where(Attempt.round_id == contest_round.id, Attempt.submitted_at.is_not(None))
    return (*session.execute(sums).one(), repr(contest_round.prizes), tuple(contest_round.ranking))
