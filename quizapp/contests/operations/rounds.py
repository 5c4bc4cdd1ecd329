"""Rounds: making, changing and deleting one."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.contests import queries
from quizapp.contests.operations.recording import plain, recorded
from quizapp.contests.operations.refusals import (
    AnswersShown,
    ContestNotFound,
    ContradictoryRound,
    PaperNotDrawable,
    RoundFrozen,
    RoundHasAttempts,
    RoundHasFigures,
    RoundNotFound,
    SlugTaken,
)
from quizapp.domain.round_rules import (
    RoundSettings,
    changed_fields,
    contradictions,
    frozen_changes,
    reopens_after_review,
)
from quizapp.domain.supply import short_groups
from quizapp.models import Bank, Contest, Round


def create_round(
    session: Session, *, now: datetime, actor_id: int | None, contest_id: int, settings: RoundSettings
) -> Round:
    """Return a new round. Raises ContestNotFound, SlugTaken, ContradictoryRound, PaperNotDrawable."""
    if session.get(Contest, contest_id) is None:
        raise ContestNotFound(contest_id)
    _check_settings(session, settings, contest_id=contest_id, but=None)
    row = Round(contest_id=contest_id)
    _write(session, row, settings)
    session.add(row)
    session.flush()
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="round.create",
        subject_type="round",
        subject_id=row.id,
        details=_details(settings),
    )
    return row


def edit_round(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    contest_id: int,
    round_id: int,
    settings: RoundSettings,
) -> Round:
    """Return the round, changed.

    Raises RoundNotFound, RoundFrozen, AnswersShown, SlugTaken, ContradictoryRound, PaperNotDrawable.
    """
    row = _locked_round(session, contest_id=contest_id, round_id=round_id)
    before = queries.round_settings(session, row)
    frozen = frozen_changes(before, settings, has_attempts=queries.has_attempts(session, round_id))
    if frozen:
        raise RoundFrozen(frozen)
    if reopens_after_review(before, settings, now=now):
        raise AnswersShown
    _check_settings(session, settings, contest_id=contest_id, but=round_id)
    _write(session, row, settings)
    session.flush()
    changed = recorded(changed_fields(before, settings))
    if changed:
        audit.record(
            session,
            now=now,
            actor_id=actor_id,
            action="round.edit",
            subject_type="round",
            subject_id=round_id,
            details={"title": settings.title, "changed": changed},
        )
    return row


def delete_round(session: Session, *, now: datetime, actor_id: int | None, contest_id: int, round_id: int) -> None:
    """Delete a round that nobody has begun. Raises RoundNotFound, RoundHasAttempts, RoundHasFigures."""
    row = _locked_round(session, contest_id=contest_id, round_id=round_id)
    if queries.has_attempts(session, round_id):
        raise RoundHasAttempts(round_id)
    if queries.has_figures(session, round_id):
        raise RoundHasFigures(round_id)
    settings = queries.round_settings(session, row)
    session.delete(row)
    session.flush()
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="round.delete",
        subject_type="round",
        subject_id=round_id,
        details=_details(settings),
    )


def _locked_round(session: Session, *, contest_id: int, round_id: int) -> Round:
    # An attempt's row refers to its round: on PostgreSQL it can't be inserted while this lock is held.
    row = session.scalar(select(Round).where(Round.id == round_id, Round.contest_id == contest_id).with_for_update())
    if row is None:
        raise RoundNotFound(round_id)
    return row


def _check_settings(session: Session, settings: RoundSettings, *, contest_id: int, but: int | None) -> None:
    found = contradictions(settings)
    if found:
        raise ContradictoryRound(found)
    taken = session.scalar(select(Round.id).where(Round.contest_id == contest_id, Round.slug == settings.slug))
    if taken not in (None, but):
        raise SlugTaken(settings.slug)
    if not settings.is_external:
        _check_papers(session, settings)


def _check_papers(session: Session, settings: RoundSettings) -> None:
    pool = queries.pool(session, settings.bank_ids)
    short = short_groups(settings.blueprint, groups=settings.admitted, pool=pool)
    if short:
        raise PaperNotDrawable(short)


def _write(session: Session, row: Round, settings: RoundSettings) -> None:
    for name, value in _values(settings).items():
        setattr(row, name, value if isinstance(value, datetime) else plain(value))
    row.banks = list(session.scalars(select(Bank).where(Bank.id.in_(settings.bank_ids)).order_by(Bank.title)))


def _values(settings: RoundSettings) -> dict[str, Any]:
    """Return the settings by their columns; the banks stand in a table of their own."""
    return {f.name: getattr(settings, f.name) for f in fields(settings) if f.name != "bank_ids"}


def _details(settings: RoundSettings) -> dict[str, Any]:
    """Return the settings as an audit record keeps them."""
    return {f.name: plain(getattr(settings, f.name)) for f in fields(settings)}
