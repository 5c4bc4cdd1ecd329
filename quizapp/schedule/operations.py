"""Extending, suspending and resuming a round, never without a public notice."""

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.notices import NoticeKind, NoticeRefusal, notice_refusal
from quizapp.domain.text import clean_lines
from quizapp.models import Round, RoundNotice
from quizapp.schedule import queries


class RoundNotFound(LookupError):
    """There is no such round."""


class NoticeRefused(Exception):
    """The round can't be changed as the notice says: `refusal` tells why."""

    def __init__(self, refusal: NoticeRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def give_notice(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    round_id: int,
    kind: NoticeKind,
    text: str,
    new_closes_at: datetime | None = None,
) -> RoundNotice:
    """Return a notice, with the round changed as it says. `new_closes_at`: of an extension.

    Attempts that are open keep their own end. Raises RoundNotFound, NoticeRefused.
    """
    row = queries.locked_round(session, round_id)
    if row is None:
        raise RoundNotFound(round_id)
    new_closes_at = new_closes_at if kind is NoticeKind.EXTENDED else None
    refusal = notice_refusal(kind, queries.round_state(session, row), now=now, new_closes_at=new_closes_at)
    if refusal is not None:
        raise NoticeRefused(refusal)
    notice = RoundNotice(
        round_id=round_id,
        kind=kind.value,
        text=clean_lines(text),
        made_at=now,
        actor_id=actor_id,
        old_closes_at=row.closes_at if new_closes_at else None,
        new_closes_at=new_closes_at,
    )
    _change(row, kind, now=now, new_closes_at=new_closes_at)
    session.add(notice)
    session.flush()
    _record(session, row, notice)
    return notice


def _change(row: Round, kind: NoticeKind, *, now: datetime, new_closes_at: datetime | None) -> None:
    match kind:
        case NoticeKind.EXTENDED if new_closes_at is not None:
            row.closes_at = new_closes_at
            # What was counted when the round was over is to be counted anew.
            row.prediction_actual = row.settled_at = None
        case NoticeKind.SUSPENDED:
            row.suspended_at = now
        case NoticeKind.RESUMED:
            row.suspended_at = None
        case _:
            return


_ACTIONS = {
    NoticeKind.EXTENDED: "round.extend",
    NoticeKind.SUSPENDED: "round.suspend",
    NoticeKind.RESUMED: "round.resume",
    NoticeKind.WORD: "round.notice",
}


def _record(session: Session, row: Round, notice: RoundNotice) -> None:
    details: dict[str, object] = {"title": row.title, "text": notice.text}
    if notice.old_closes_at and notice.new_closes_at:
        details["changed"] = {"closes_at": [notice.old_closes_at.isoformat(), notice.new_closes_at.isoformat()]}
    audit.record(
        session,
        now=notice.made_at,
        actor_id=notice.actor_id,
        action=_ACTIONS[NoticeKind(notice.kind)],
        subject_type="round",
        subject_id=row.id,
        details=details,
    )
