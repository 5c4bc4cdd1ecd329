"""Publishing results, withdrawing what was published, and noting the number to guess once a round is over."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.phase import Phase, phase
from quizapp.domain.published import Content, complaints_until, digest
from quizapp.models import Contest, Publication, Round
from quizapp.models.standings import actual_number, ranked_round
from quizapp.publication.queries.results import league_result, round_result
from quizapp.publication.queries.rounds import is_reopened, is_unsettled, official_rounds, open_rounds


class RoundStillOpen(Exception):
    """A round has not closed yet, so that its results may change."""


class AttemptsStillOpen(Exception):
    """Somebody's attempt is still open; the server closes it within a minute of its time."""


class ReasonMissing(Exception):
    """A further version of published results needs a reason."""


class ResultsChanged(Exception):
    """The results are no longer those that were looked at."""


class AlreadyWithdrawn(Exception):
    """The version is withdrawn already."""


def refuse_unfinished(session: Session, rounds: Sequence[Round], now: datetime) -> None:
    """Raise RoundStillOpen or AttemptsStillOpen unless all results of the rounds are final."""
    if not rounds or any(phase(now, opens_at=r.opens_at, closes_at=r.closes_at) is not Phase.CLOSED for r in rounds):
        raise RoundStillOpen
    if open_rounds(session) & {r.id for r in rounds}:
        raise AttemptsStillOpen


def publish_round(
    session: Session, *, now: datetime, actor_id: int | None, contest_round: Round, reason: str, seen: str
) -> Publication:
    """Publish a round's results as they are now and return the version.

    `seen`: digest of the content that was looked at. Raises RoundStillOpen, AttemptsStillOpen, ReasonMissing or
    ResultsChanged.
    """
    refuse_unfinished(session, [contest_round], now)
    settle_rounds(session, now)
    return _publish(
        session,
        round_result(session, contest_round).content,
        now=now,
        actor_id=actor_id,
        contest_id=contest_round.contest_id,
        round_id=contest_round.id,
        days=contest_round.complaint_days,
        reason=reason,
        seen=seen,
    )


def publish_league(
    session: Session, *, now: datetime, actor_id: int | None, contest: Contest, reason: str, seen: str
) -> Publication:
    """Publish a contest's results over its rounds, all of which must be over. Refuses as publish_round() does."""
    rounds = official_rounds(session, contest.id)
    refuse_unfinished(session, rounds, now)
    return _publish(
        session,
        league_result(session, contest, now).content,
        now=now,
        actor_id=actor_id,
        contest_id=contest.id,
        round_id=None,
        days=max(r.complaint_days for r in rounds),
        reason=reason,
        seen=seen,
    )


def _publish(
    session: Session,
    content: Content,
    *,
    now: datetime,
    actor_id: int | None,
    contest_id: int,
    round_id: int | None,
    days: int,
    reason: str,
    seen: str,
) -> Publication:
    version = 1 + _last_version(session, contest_id, round_id)
    if version > 1 and not reason:
        raise ReasonMissing
    if digest(content) != seen:
        raise ResultsChanged
    publication = Publication(
        contest_id=contest_id,
        round_id=round_id,
        version=version,
        published_at=now,
        actor_id=actor_id,
        reason=reason,
        complaints_until=complaints_until(now, days),
        content=content,
    )
    session.add(publication)
    session.flush()
    _record(session, publication, action="publication.publish", now=now, actor_id=actor_id, reason=reason)
    return publication


def _last_version(session: Session, contest_id: int, round_id: int | None) -> int:
    is_meant = Publication.round_id.is_(None) if round_id is None else Publication.round_id == round_id
    query = select(func.max(Publication.version)).where(Publication.contest_id == contest_id, is_meant)
    return session.scalar(query) or 0


def withdraw(session: Session, *, now: datetime, actor_id: int | None, publication: Publication, reason: str) -> None:
    """Take a version from the public; it stays with the staff. Raises ReasonMissing or AlreadyWithdrawn."""
    if publication.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if not reason:
        raise ReasonMissing
    publication.withdrawn_at = now
    session.flush()
    _record(session, publication, action="publication.withdraw", now=now, actor_id=actor_id, reason=reason)


def _record(
    session: Session, publication: Publication, *, action: str, now: datetime, actor_id: int | None, reason: str
) -> None:
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action=action,
        subject_type="publication",
        subject_id=publication.id,
        details={"title": publication.content["title"], "version": publication.version, "reason": reason},
    )


def settle_rounds(session: Session, now: datetime) -> int:
    """Note the number to guess of every official round that is over and has no open attempt; return how many.

    A round that was extended after that is open again: what was noted of it is forgotten.
    """
    session.execute(update(Round).where(is_reopened()).values(settled_at=None, prediction_actual=None))
    rounds = session.scalars(select(Round).where(is_unsettled(now)).order_by(Round.id)).all()
    for contest_round in rounds:
        contest_round.prediction_actual = actual_number(session, ranked_round(contest_round), now)
        contest_round.settled_at = now
    session.flush()
    return len(rounds)


def record_download(
    session: Session, *, now: datetime, actor_id: int | None, publication: Publication, file_format: str
) -> None:
    """Record that somebody took the prize list of a version, with full names, as a file."""
    details = {"title": publication.content["title"], "version": publication.version, "format": file_format}
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="publication.download",
        subject_type="publication",
        subject_id=publication.id,
        details=details,
    )
