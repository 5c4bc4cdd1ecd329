"""Which rounds and contests have results, in what state they are, and the versions published of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.phase import Phase, phase
from quizapp.domain.policy import RoundKind
from quizapp.domain.text import N_
from quizapp.models import Attempt, Contest, Decision, Publication, Round, StaffAccount
from quizapp.models.base import AnyRow


class State(StrEnum):
    """How far the results of a round are."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    PUBLISHED = "published"


STATES: Mapping[str, str] = {
    State.UPCOMING: N_("Chưa mở"),
    State.OPEN: N_("Đang thi"),
    State.CLOSING: N_("Đang chốt bài"),
    State.CLOSED: N_("Chờ công bố"),
    State.PUBLISHED: N_("Đã công bố"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedRound:
    """A round in the list. `version`: the newest one that is published, None for none."""

    row: AnyRow
    state: State
    version: AnyRow | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedContest:
    """A contest in the list, with its official rounds. `version`: of the league's results."""

    row: AnyRow
    rounds: Sequence[ListedRound]
    version: AnyRow | None


def listed_contests(session: Session, now: datetime) -> Sequence[ListedContest]:
    """Return the contests that have official rounds, the current one first. Four statements."""
    contests = session.execute(
        select(Contest.id, Contest.title, Contest.is_current, Contest.is_rehearsal).order_by(
            Contest.is_current.desc(), Contest.year.desc(), Contest.id
        )
    ).all()
    rounds, newest, unfinished = _rounds(session), _newest(session), open_rounds(session)
    by_contest: dict[int, list[ListedRound]] = defaultdict(list)
    for row in rounds:
        version = newest.get((row.contest_id, row.id))
        state = state_of(row, now, has_open=row.id in unfinished, is_published=version is not None)
        by_contest[row.contest_id].append(ListedRound(row=row, state=state, version=version))
    return [
        ListedContest(row=c, rounds=by_contest[c.id], version=newest.get((c.id, None)))
        for c in contests
        if by_contest[c.id]
    ]


def _rounds(session: Session) -> Sequence[AnyRow]:
    columns = (Round.id, Round.contest_id, Round.title, Round.opens_at, Round.closes_at, Round.suspended_at)
    query = select(*columns).where(Round.kind == RoundKind.OFFICIAL).order_by(Round.opens_at, Round.id)
    return session.execute(query).all()


def _newest(session: Session) -> Mapping[tuple[int, int | None], AnyRow]:
    columns = (Publication.id, Publication.contest_id, Publication.round_id, Publication.version)
    query = (
        select(*columns, Publication.published_at)
        .where(Publication.withdrawn_at.is_(None))
        .order_by(Publication.version)
    )
    return {(row.contest_id, row.round_id): row for row in session.execute(query)}


def open_rounds(session: Session) -> frozenset[int]:
    """Return the rounds in which an attempt is still open."""
    return frozenset(session.scalars(select(Attempt.round_id).where(Attempt.submitted_at.is_(None)).distinct()))


def state_of(row: AnyRow | Round, now: datetime, *, has_open: bool, is_published: bool) -> State:
    """Return how far the results of a round are."""
    match phase(now, opens_at=row.opens_at, closes_at=row.closes_at):
        case Phase.UPCOMING:
            return State.UPCOMING
        case Phase.OPEN:
            return State.OPEN
        case Phase.CLOSED:
            if has_open:
                return State.CLOSING
            return State.PUBLISHED if is_published else State.CLOSED


def is_unsettled(now: datetime) -> ColumnElement[bool]:
    """Return the condition: official, over without an open attempt, and the number to guess isn't noted."""
    has_open = exists().where(Attempt.round_id == Round.id, Attempt.submitted_at.is_(None))
    return and_(Round.kind == RoundKind.OFFICIAL, Round.closes_at <= now, Round.settled_at.is_(None), ~has_open)


def is_reopened() -> ColumnElement[bool]:
    """Return the condition: settled, and extended beyond that moment afterwards."""
    return and_(Round.settled_at.is_not(None), Round.closes_at > Round.settled_at)


def is_anything_to_settle(session: Session, now: datetime) -> bool:
    """Tell whether a round is to be settled, or to be settled anew."""
    query = select(Round.id).where(or_(is_unsettled(now), is_reopened())).limit(1)
    return session.scalar(query) is not None


def find_round(session: Session, round_id: int) -> Round | None:
    """Return an official round, or None: others have no results here."""
    found = session.get(Round, round_id)
    return found if found is not None and found.kind == RoundKind.OFFICIAL else None


def official_rounds(session: Session, contest_id: int) -> Sequence[Round]:
    """Return the rounds that a contest's league is made of."""
    query = select(Round).where(Round.contest_id == contest_id, Round.kind == RoundKind.OFFICIAL)
    return session.scalars(query.order_by(Round.opens_at, Round.id)).all()


def versions(session: Session, *, contest_id: int, round_id: int | None) -> Sequence[AnyRow]:
    """Return the versions published of a round, or of the league, the newest first, withdrawn ones too."""
    columns = (
        Publication.id,
        Publication.version,
        Publication.published_at,
        Publication.reason,
        Publication.complaints_until,
        Publication.withdrawn_at,
        StaffAccount.full_name.label("actor"),
    )
    query = select(*columns).outerjoin(StaffAccount, StaffAccount.id == Publication.actor_id)
    is_meant = Publication.round_id.is_(None) if round_id is None else Publication.round_id == round_id
    return session.execute(
        query.where(Publication.contest_id == contest_id, is_meant).order_by(Publication.version.desc())
    ).all()


def find_publication(session: Session, publication_id: int) -> Publication | None:
    """Return a version, or None."""
    return session.get(Publication, publication_id)


def decision_counts(session: Session, round_ids: Sequence[int]) -> Mapping[str, int]:
    """Return how many attempts of rounds have which verdict as the newest one."""
    newest = (
        select(func.max(Decision.id))
        .join(Attempt, Attempt.id == Decision.attempt_id)
        .where(Attempt.round_id.in_(round_ids))
        .group_by(Decision.attempt_id)
    )
    query = select(Decision.verdict, func.count().label("decided")).where(Decision.id.in_(newest))
    return {row.verdict: row.decided for row in session.execute(query.group_by(Decision.verdict))}
