"""What organisers decide: contests, their rounds, and the edition that is shipped."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.contests import queries
from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.edition import BANK_SLUGS, REHEARSAL_SLUG, REHEARSAL_TITLE, TITLE, edition, rehearsal
from quizapp.domain.phase import edition_year, local_day
from quizapp.domain.round_rules import (
    Contradiction,
    RoundSettings,
    changed_fields,
    contradictions,
    frozen_changes,
    reopens_after_review,
)
from quizapp.domain.supply import short_groups
from quizapp.models import Bank, Contest, Round


class ContestNotFound(LookupError):
    """There is no such contest."""


class RoundNotFound(LookupError):
    """There is no such round in the contest."""


class SlugTaken(Exception):
    """Another contest, or another round of the contest, stands under the same address."""


class ContradictoryRound(Exception):
    """The settings contradict themselves: `contradictions` says where."""

    def __init__(self, found: Sequence[Contradiction]) -> None:
        super().__init__(", ".join(c.code for c in found))
        self.contradictions = tuple(found)


class PaperNotDrawable(Exception):
    """The banks can't fill the blueprint for every group admitted: `groups` says for which not."""

    def __init__(self, groups: Sequence[str]) -> None:
        super().__init__(", ".join(groups))
        self.groups = tuple(groups)


class RoundFrozen(Exception):
    """People took part by the rules that were to change: `fields` names them."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


class AnswersShown(Exception):
    """The round is over and its answers were shown; it can't be opened again."""


class RoundHasAttempts(Exception):
    """Somebody has begun an attempt in the round; it can't be deleted."""


class BanksMissing(LookupError):
    """None of the shipped banks has been imported."""


def create_contest(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    title: str,
    slug: str,
    year: int,
    is_rehearsal: bool,
    make_current: bool,
) -> Contest:
    """Return a new contest; the first there is becomes the current one. Raises SlugTaken."""
    _check_contest_slug(session, slug, but=None)
    contest = Contest(title=title, slug=slug, year=year, is_rehearsal=is_rehearsal, is_current=False, created_at=now)
    session.add(contest)
    session.flush()
    if make_current or session.scalar(select(Contest.id).where(Contest.is_current)) is None:
        _make_current(session, contest)
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="contest.create",
        subject_type="contest",
        subject_id=contest.id,
        details={
            "title": title,
            "slug": slug,
            "year": year,
            "is_rehearsal": is_rehearsal,
            "is_current": contest.is_current,
        },
    )
    return contest


def edit_contest(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    contest_id: int,
    title: str,
    slug: str,
    year: int,
    make_current: bool,
) -> Contest:
    """Return the contest, changed. Only another contest's becoming current ends its being so.

    Raises ContestNotFound, SlugTaken.
    """
    contest = session.get(Contest, contest_id)
    if contest is None:
        raise ContestNotFound(contest_id)
    _check_contest_slug(session, slug, but=contest_id)
    before = {"title": contest.title, "slug": contest.slug, "year": contest.year, "is_current": contest.is_current}
    contest.title, contest.slug, contest.year = title, slug, year
    if make_current:
        _make_current(session, contest)
    session.flush()
    after = {"title": title, "slug": slug, "year": year, "is_current": contest.is_current}
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changed:
        audit.record(
            session,
            now=now,
            actor_id=actor_id,
            action="contest.edit",
            subject_type="contest",
            subject_id=contest_id,
            details={"title": title, "changed": changed},
        )
    return contest


def _check_contest_slug(session: Session, slug: str, *, but: int | None) -> None:
    found = session.scalar(select(Contest.id).where(Contest.slug == slug))
    if found not in (None, but):
        raise SlugTaken(slug)


def _make_current(session: Session, contest: Contest) -> None:
    """Make the contest the only current one."""
    session.execute(update(Contest).where(Contest.id != contest.id).values(is_current=False))
    contest.is_current = True
    session.flush()


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
        details={name: _plain(value) for name, value in asdict(settings).items()},
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
    changed = {name: [_plain(old), _plain(new)] for name, old, new in changed_fields(before, settings)}
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
    """Delete a round that nobody has begun. Raises RoundNotFound, RoundHasAttempts."""
    row = _locked_round(session, contest_id=contest_id, round_id=round_id)
    if queries.has_attempts(session, round_id):
        raise RoundHasAttempts(round_id)
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
        details={name: _plain(value) for name, value in asdict(settings).items()},
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
    pool = queries.pool(session, settings.bank_ids)
    short = short_groups(settings.blueprint, groups=settings.admitted, pool=pool)
    if short:
        raise PaperNotDrawable(short)


def _write(session: Session, row: Round, settings: RoundSettings) -> None:
    values = asdict(settings)
    bank_ids = values.pop("bank_ids")
    for name, value in values.items():
        setattr(row, name, value if isinstance(value, datetime) else _plain(value))
    row.banks = list(session.scalars(select(Bank).where(Bank.id.in_(bank_ids)).order_by(Bank.title)))


def _plain(value: Any) -> Any:
    """Return a setting as JSON holds it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, BlueprintRow):
        return asdict(value)
    if isinstance(value, frozenset | tuple):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return [_plain(part) for part in parts]
    return str(value) if isinstance(value, str) else value


def seed_edition(session: Session, *, now: datetime) -> Contest:
    """Return the contest of the current edition, made with its rounds if there is none.

    It becomes the current contest where there is none; later it is the organisers who change over.
    Raises BanksMissing, PaperNotDrawable.
    """
    year = edition_year(now)
    contest = session.scalar(select(Contest).where(Contest.slug == str(year)))
    if contest is not None:
        return contest
    rounds = edition(year, now=now, bank_ids=_shipped_banks(session))
    contest = create_contest(
        session,
        now=now,
        actor_id=None,
        title=TITLE.format(year=year),
        slug=str(year),
        year=year,
        is_rehearsal=False,
        make_current=False,
    )
    return _with_rounds(session, contest, rounds, now=now)


def seed_rehearsal(session: Session, *, now: datetime) -> Contest:
    """Return the rehearsal, made with a round that is over and one that is open now if there is none.

    Raises BanksMissing, PaperNotDrawable.
    """
    contest = session.scalar(select(Contest).where(Contest.slug == REHEARSAL_SLUG))
    if contest is not None:
        return contest
    rounds = rehearsal(now=now, bank_ids=_shipped_banks(session))
    contest = create_contest(
        session,
        now=now,
        actor_id=None,
        title=REHEARSAL_TITLE,
        slug=REHEARSAL_SLUG,
        year=local_day(now).year,
        is_rehearsal=True,
        make_current=True,
    )
    return _with_rounds(session, contest, rounds, now=now)


def _shipped_banks(session: Session) -> frozenset[int]:
    found = queries.bank_ids(session, BANK_SLUGS)
    if not found:
        raise BanksMissing(", ".join(BANK_SLUGS))
    return found


def _with_rounds(session: Session, contest: Contest, rounds: Iterable[RoundSettings], *, now: datetime) -> Contest:
    for settings in rounds:
        create_round(session, now=now, actor_id=None, contest_id=contest.id, settings=settings)
    return contest
