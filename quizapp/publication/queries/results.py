"""What a round, or a contest over its rounds, comes to now: computed from the attempts, as it would be published."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.consent import published_name
from quizapp.domain.counting import prediction_of
from quizapp.domain.identity import needs_guardian
from quizapp.domain.league import LEAGUE_PARTIAL
from quizapp.domain.outcome import Case, Outcome, decide
from quizapp.domain.participation import Participation, Scope, UnitEntry, summarise
from quizapp.domain.phase import local_day
from quizapp.domain.policy import RoundKind
from quizapp.domain.published import Content, Named, Subject, freeze, named_people
from quizapp.domain.rules_in_words import RuledBy
from quizapp.models import Consent, Contest, Participant, Round, Unit
from quizapp.models.base import AnyRow
from quizapp.models.outcome import RoundCase, league_case, round_case
from quizapp.models.participation import turnouts, unit_entries


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What results come to, and what would be published of it. `partial`: the rule by which marks are points."""

    case: Case
    outcome: Outcome
    content: Content
    partial: str


def round_result(session: Session, contest_round: Round) -> Result:
    """Return what a round comes to now."""
    found = round_case(session, contest_round)
    units = unit_entries(session)
    subject = Subject(
        title=contest_round.title,
        contest_title=contest_round.contest.title,
        opens_at=contest_round.opens_at,
        closes_at=contest_round.closes_at,
        partial=contest_round.partial_rule,
        rules=RuledBy(
            counted=contest_round.counted,
            partial_rule=contest_round.partial_rule,
            prediction_target=contest_round.prediction_target,
            prediction_asked=contest_round.prediction_asked,
            prediction_with_disqualified=contest_round.prediction_with_disqualified,
        ),
        actual=found.actual,
        predictions=_predictions(found),
        participation=_participation(session, contest_round.contest_id, (contest_round.id,), units),
        units={unit.id: unit.name for unit in units},
        shows_leading=contest_round.shows_rank and not found.case.plan.individual,
    )
    return _result(session, found.case, subject)


def league_result(session: Session, contest: Contest, now: datetime) -> Result:
    """Return what a contest comes to over its official rounds that have opened."""
    case = league_case(session, contest, now)
    units = unit_entries(session)
    subject = Subject(
        title=contest.title,
        contest_title=contest.title,
        opens_at=None,
        closes_at=None,
        partial=LEAGUE_PARTIAL,
        rules=RuledBy(counted=None, partial_rule=LEAGUE_PARTIAL),
        actual=None,
        predictions={},
        participation=_participation(session, contest.id, _held_here(session, contest.id), units),
        units={unit.id: unit.name for unit in units},
        shows_leading=not case.plan.individual,
    )
    return _result(session, case, subject)


def _result(session: Session, case: Case, subject: Subject) -> Result:
    outcome = decide(case)
    named = _published_people(session, named_people(outcome, shows_leading=subject.shows_leading))
    return Result(case=case, outcome=outcome, content=freeze(case, outcome, subject, named), partial=subject.partial)


def _predictions(found: RoundCase) -> Mapping[int, int | None]:
    """Return by participant the guess that counts."""
    own: dict[int, list[int]] = {}
    for index, attempt in enumerate(found.attempts):
        own.setdefault(attempt.participant_id, []).append(index)
    by_id = {attempt.id: attempt for attempt in found.attempts}
    guesses = {}
    for contender in found.case.contenders:
        who = contender.standing.participant_id
        attempts = [found.attempts[index] for index in own[who]]
        guesses[who] = prediction_of(by_id[contender.standing.entry_id], attempts, found.rules)
    return guesses


def _held_here(session: Session, contest_id: int) -> tuple[int, ...]:
    """Return the rounds that a league is made of: those of others have figures alone."""
    query = select(Round.id).where(Round.contest_id == contest_id, Round.kind == RoundKind.OFFICIAL)
    return tuple(session.scalars(query.order_by(Round.id)))


def _participation(
    session: Session, contest_id: int, round_ids: tuple[int, ...], units: Iterable[UnitEntry]
) -> Participation:
    scope = Scope(contest_id=contest_id, round_ids=round_ids)
    return summarise(turnouts(session, scope), (), list(units), scope)


def _published_people(session: Session, participant_ids: Collection[int]) -> Mapping[int, Named]:
    purposes = _purposes(session, participant_ids)
    return {
        row.id: Named(name=_published_name(row, purposes.get(row.id, ())), unit_name=row.unit_name)
        for row in people(session, participant_ids).values()
    }


def _published_name(row: AnyRow, purposes: Collection[str]) -> str:
    is_minor = needs_guardian(local_day(row.registered_at), row.birth_date)
    return published_name(row.full_name, purposes=purposes, is_minor=is_minor)


def _purposes(session: Session, participant_ids: Collection[int]) -> Mapping[int, set[str]]:
    query = select(Consent.participant_id, Consent.purpose).where(Consent.participant_id.in_(participant_ids))
    found: dict[int, set[str]] = {}
    for row in session.execute(query):
        found.setdefault(row.participant_id, set()).add(row.purpose)
    return found


def people(session: Session, participant_ids: Collection[int]) -> Mapping[int, AnyRow]:
    """Return who participants are, by id, with full names: for the staff."""
    columns = (
        Participant.id,
        Participant.full_name,
        Participant.code,
        Participant.birth_date,
        Participant.group,
        Participant.unit_id,
        Participant.phone,
        Participant.registered_at,
        Participant.guardian_name,
        Unit.name.label("unit_name"),
    )
    query = select(*columns).join(Unit, Unit.id == Participant.unit_id).where(Participant.id.in_(participant_ids))
    return {row.id: row for row in session.execute(query)}
