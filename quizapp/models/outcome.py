"""What an outcome rests on, read from the database: for publishing, regrading and exports (domain/outcome.py)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.counting import ClosedAttempt, CountingRules, Person, contenders, number_to_guess
from quizapp.domain.league import RoundResult, league
from quizapp.domain.outcome import Case, UnitSize
from quizapp.domain.policy import RoundKind
from quizapp.domain.prizes.allotting import Contender
from quizapp.domain.prizes.plan import from_json
from quizapp.models.adjudication import PrizeExclusion
from quizapp.models.attempt import Attempt
from quizapp.models.contest import Contest, Round
from quizapp.models.participant import Participant
from quizapp.models.publication import Publication
from quizapp.models.unit import Unit

Remark = Callable[[ClosedAttempt], ClosedAttempt]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundCase:
    """A round's case, with the attempts that it was made of and the number that was to be guessed."""

    case: Case
    rules: CountingRules
    attempts: Sequence[ClosedAttempt]
    people: Mapping[int, Person]
    actual: int | None


def counting_rules(contest_round: Round) -> CountingRules:
    """Return what a round's rules say of counting and ranking."""
    return CountingRules(
        ranking=tuple(contest_round.ranking),
        counted=contest_round.counted,
        prediction_target=contest_round.prediction_target,
        prediction_asked=contest_round.prediction_asked,
        prediction_with_disqualified=contest_round.prediction_with_disqualified,
        seed=contest_round.draw_seed,
    )


def closed_attempts(session: Session, round_id: int) -> list[ClosedAttempt]:
    """Return the submitted attempts of a round, those that don't count among them, by id."""
    names = tuple(ClosedAttempt.__dataclass_fields__)
    query = select(*(getattr(Attempt, name) for name in names)).where(
        Attempt.round_id == round_id, Attempt.submitted_at.is_not(None)
    )
    return [ClosedAttempt(**dict(zip(names, row, strict=True))) for row in session.execute(query.order_by(Attempt.id))]


def people_of(session: Session, contest_id: int) -> dict[int, Person]:
    """Return the participants of a contest by id."""
    query = select(Participant.id, Participant.group, Participant.unit_id, Participant.registered_at)
    rows = session.execute(query.where(Participant.contest_id == contest_id))
    return {row.id: Person(**row._mapping) for row in rows}


def unit_sizes(session: Session) -> list[UnitSize]:
    """Return the units that may win a collective prize: in use, and no catch-all."""
    query = select(Unit.id, Unit.kind, Unit.headcount).where(Unit.is_active, Unit.is_catch_all.is_(False))
    return [UnitSize(**row._mapping) for row in session.execute(query.order_by(Unit.id))]


def excluded_people(session: Session, contest_id: int) -> frozenset[int]:
    """Return who takes part in a contest but can win nothing."""
    query = select(PrizeExclusion.participant_id).where(PrizeExclusion.contest_id == contest_id)
    return frozenset(session.scalars(query))


def published_winners(session: Session, contest_id: int, *, but_round_id: int | None) -> frozenset[int]:
    """Return the winners in the newest publications of a contest's other rounds."""
    query = (
        select(Publication.round_id, Publication.content)
        .where(
            Publication.contest_id == contest_id, Publication.round_id.is_not(None), Publication.withdrawn_at.is_(None)
        )
        .order_by(Publication.version)
    )
    newest = {row.round_id: row.content for row in session.execute(query) if row.round_id != but_round_id}
    return frozenset(winner for content in newest.values() for winner in content.get("winner_ids", ()))


def round_case(session: Session, contest_round: Round, *, remark: Remark | None = None) -> RoundCase:
    """Return the case of a round as it is now, or as it would be if `remark` changed its attempts."""
    attempts: Iterable[ClosedAttempt] = closed_attempts(session, contest_round.id)
    attempts = [remark(attempt) for attempt in attempts] if remark else attempts
    people = people_of(session, contest_round.contest_id)
    rules = counting_rules(contest_round)
    actual = number_to_guess(attempts, rules)
    found = contenders(attempts, people, rules, actual=actual)
    return RoundCase(
        case=Case(
            contenders=found,
            ranking=rules.ranking,
            plan=from_json(contest_round.prizes),
            units=unit_sizes(session),
            excluded=excluded_people(session, contest_round.contest_id),
            already_awarded=published_winners(session, contest_round.contest_id, but_round_id=contest_round.id),
            seed=contest_round.draw_seed,
        ),
        rules=rules,
        attempts=list(attempts),
        people=people,
        actual=actual,
    )


def league_case(session: Session, contest: Contest, now: datetime) -> Case:
    """Return the case of a contest over its official rounds that have opened."""
    query = select(Round).where(Round.contest_id == contest.id, Round.kind == RoundKind.OFFICIAL, Round.opens_at <= now)
    rounds = session.scalars(query.order_by(Round.opens_at, Round.id)).all()
    seed = contest.draw_seed
    results = [RoundResult(partial=r.partial_rule, contenders=_contenders(session, r)) for r in rounds]
    return Case(
        contenders=league(results, seed=seed),
        ranking=tuple(contest.league_ranking),
        plan=from_json(contest.prizes),
        units=unit_sizes(session),
        excluded=excluded_people(session, contest.id),
        already_awarded=published_winners(session, contest.id, but_round_id=None),
        seed=seed,
    )


def _contenders(session: Session, contest_round: Round) -> Sequence[Contender]:
    return round_case(session, contest_round).case.contenders
