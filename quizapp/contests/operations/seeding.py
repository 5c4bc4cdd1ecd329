"""The edition that is shipped, and its rehearsal."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.contests import queries
from quizapp.contests.operations.contests import create_contest
from quizapp.contests.operations.refusals import BanksMissing
from quizapp.contests.operations.rounds import create_round
from quizapp.domain.edition import BANK_SLUGS, REHEARSAL_SLUG, REHEARSAL_TITLE, TITLE, edition, rehearsal
from quizapp.domain.phase import edition_year, local_day
from quizapp.domain.round_rules import RoundSettings
from quizapp.models import Contest


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
