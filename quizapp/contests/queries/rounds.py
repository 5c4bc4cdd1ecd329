"""Rounds and contests as they are edited."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.policy import RoundKind
from quizapp.domain.prizes.plan import from_json
from quizapp.domain.round_rules import LeagueSettings, RoundSettings
from quizapp.models import (
    Attempt,
    Contest,
    ExternalFigure,
    Round,
    round_bank,
)


def rules_of(row: Round) -> dict[str, Any]:
    """Return a round's columns as RoundRules takes them."""
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.kind,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "groups": tuple(row.groups),
        "blueprint": tuple(BlueprintRow(**entry) for entry in row.blueprint),
        "time_limit_minutes": row.time_limit_minutes,
        "attempts_allowed": row.attempts_allowed,
        "attempts_period": row.attempts_period,
        "shuffle_questions": row.shuffle_questions,
        "shuffle_options": row.shuffle_options,
        "review": row.review,
        "ranking": tuple(row.ranking),
        "shows_rank": row.shows_rank,
        "prediction_target": row.prediction_target,
        "prediction_asked": row.prediction_asked,
        "prediction_with_disqualified": row.prediction_with_disqualified,
        "counted": row.counted,
        "partial_rule": row.partial_rule,
        "points": tuple((level, worth) for level, worth in row.points),
        "requires_all_answered": row.requires_all_answered,
        "minimum_age": row.minimum_age,
        "complaint_days": row.complaint_days,
        "prizes": from_json(row.prizes),
        "external_url": row.external_url,
        "organiser": row.organiser,
    }


def round_settings(session: Session, row: Round) -> RoundSettings:
    """Return all that was decided of a round."""
    banks = session.scalars(select(round_bank.c.bank_id).where(round_bank.c.round_id == row.id))
    return RoundSettings(**rules_of(row), bank_ids=frozenset(banks))


def league_settings(contest: Contest) -> LeagueSettings:
    """Return the rules of the league over a contest's rounds."""
    return LeagueSettings(ranking=tuple(contest.league_ranking), prizes=from_json(contest.prizes))


def find_contest(session: Session, contest_id: int) -> Contest | None:
    """Return a contest, or None."""
    return session.get(Contest, contest_id)


def find_round(session: Session, *, contest_id: int, round_id: int) -> Round | None:
    """Return a round of a contest, or None."""
    return session.scalar(select(Round).where(Round.id == round_id, Round.contest_id == contest_id))


def rounds_of(session: Session, contest_id: int) -> Sequence[Round]:
    """Return the rounds of a contest in the order they open."""
    return session.scalars(select(Round).where(Round.contest_id == contest_id).order_by(Round.opens_at, Round.id)).all()


def has_figures(session: Session, round_id: int) -> bool:
    """Tell whether official figures were entered for a round."""
    found = select(ExternalFigure.unit_id).where(ExternalFigure.round_id == round_id)
    return session.scalar(found.limit(1)) is not None


def has_attempts(session: Session, round_id: int) -> bool:
    """Tell whether anybody has begun an attempt in a round."""
    return session.scalar(select(Attempt.id).where(Attempt.round_id == round_id).limit(1)) is not None


def has_ranked_attempts(session: Session, contest_id: int) -> bool:
    """Tell whether anybody has begun an attempt in a round of a contest that is ranked."""
    begun = (
        select(Attempt.id)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.contest_id == contest_id, Round.kind == RoundKind.OFFICIAL)
    )
    return session.scalar(begun.limit(1)) is not None


def attempt_count(session: Session, round_id: int) -> int:
    """Return how many attempts were begun in a round."""
    return session.scalar(select(func.count()).where(Attempt.round_id == round_id)) or 0
