"""Everything about one attempt: whose, when, what was chosen and when it was saved, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from quizapp.adjudication.queries.material import bank_bits
from quizapp.adjudication.queries.reviewing import with_people
from quizapp.domain.choice import decode
from quizapp.domain.flags import Paper
from quizapp.domain.marking import ALL_OR_NOTHING
from quizapp.models import Attempt, Contest, Decision, QuestionVersion, Response, Round, RoundRuling, StaffAccount
from quizapp.models.base import AnyRow
from quizapp.models.marking import answered_item


class UnknownAttempt(LookupError):
    """There is no such attempt, or it is still open: there is nothing to decide yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemLine:
    """An item as it was shown. `chosen`: places, from 0; `keys`: those of each accepted answer.

    `is_void`, `is_given`: what was ruled of it. `after`: since the save before, or since the start.
    `is_alike`: the paper compared with has the same choice; None where it has not the item, or none is compared.
    """

    position: int
    text: str
    chosen: tuple[int, ...]
    keys: tuple[tuple[int, ...], ...]
    mark: int
    is_void: bool
    is_given: bool
    saved_at: datetime | None
    after: timedelta | None
    is_alike: bool | None


def get_attempt(session: Session, attempt_id: int) -> AnyRow:
    """Return a submitted attempt with its participant. Raises UnknownAttempt."""
    row = session.execute(
        with_people().where(Attempt.id == attempt_id, Attempt.submitted_at.is_not(None))
    ).one_or_none()
    if row is None:
        raise UnknownAttempt(attempt_id)
    return row


def get_round(session: Session, round_id: int) -> tuple[Round, str]:
    """Return a round and its contest's title. LookupError where there is none."""
    row = session.execute(
        select(Round, Contest.title).join(Contest, Contest.id == Round.contest_id).where(Round.id == round_id)
    ).one()
    return row[0], row[1]


def siblings(session: Session, attempt: AnyRow) -> Sequence[AnyRow]:
    """Return the person's attempts in the round, open ones too, in order."""
    columns = (
        Attempt.id,
        Attempt.number,
        Attempt.submitted_at,
        Attempt.score,
        Attempt.max_score,
        Attempt.duration_ms,
        Attempt.exclusion,
    )
    own = (Attempt.round_id == attempt.round_id, Attempt.participant_id == attempt.participant_id)
    return session.execute(select(*columns).where(*own).order_by(Attempt.number)).all()


def decisions(session: Session, attempt_id: int) -> Sequence[AnyRow]:
    """Return what was decided of an attempt, the newest first."""
    query = (
        select(
            Decision.id,
            Decision.made_at,
            Decision.verdict,
            Decision.reason,
            Decision.flags,
            Decision.evidence,
            StaffAccount.full_name.label("actor"),
        )
        .outerjoin(StaffAccount, StaffAccount.id == Decision.actor_id)
        .where(Decision.attempt_id == attempt_id)
        .order_by(Decision.id.desc())
    )
    return session.execute(query).all()


def newest_decision_ids(session: Session, attempt_ids: Sequence[int]) -> Mapping[int, int]:
    """Return the id of the newest decision on each of these attempts that has one."""
    query = select(Decision.attempt_id, func.max(Decision.id)).where(Decision.attempt_id.in_(attempt_ids))
    return {row[0]: row[1] for row in session.execute(query.group_by(Decision.attempt_id))}


def item_lines(session: Session, attempt: AnyRow, compared: Paper) -> Sequence[ItemLine]:
    """Return the items of an attempt in the order of the paper. `compared`: another's choices, empty for none."""
    is_ruled = and_(
        RoundRuling.question_version_id == Response.question_version_id, RoundRuling.round_id == attempt.round_id
    )
    rows = session.execute(
        select(
            Response.position,
            Response.question_version_id,
            Response.option_order,
            Response.choice,
            Response.mark,
            Response.saved_at,
            QuestionVersion.text,
            QuestionVersion.key,
            QuestionVersion.difficulty,
            RoundRuling.kind.label("ruling"),
            RoundRuling.keys.label("ruled_keys"),
        )
        .join(QuestionVersion, QuestionVersion.id == Response.question_version_id)
        .outerjoin(RoundRuling, is_ruled)
        .where(Response.attempt_id == attempt.id)
        .order_by(Response.position)
    ).all()
    spans = _spans([row.saved_at for row in rows if row.saved_at], attempt.started_at)
    return [_line(row, spans, compared) for row in rows]


def _spans(moments: Sequence[datetime], started_at: datetime) -> Mapping[datetime, timedelta]:
    """Return the time from the moment before to each; the first is measured from the start."""
    ordered = sorted(set(moments))
    return {moment: moment - before for before, moment in zip([started_at, *ordered], ordered, strict=False)}


def _line(row: AnyRow, spans: Mapping[datetime, timedelta], compared: Paper) -> ItemLine:
    item = answered_item(row, ALL_OR_NOTHING)
    other = compared.get(row.question_version_id)
    return ItemLine(
        position=row.position,
        text=row.text,
        chosen=decode(row.choice or 0),
        keys=tuple(map(decode, item.keys)),
        mark=row.mark or 0,
        is_void=item.is_void,
        is_given=item.is_given,
        saved_at=row.saved_at,
        after=spans.get(row.saved_at) if row.saved_at else None,
        is_alike=None if other is None else other == bank_bits(row.choice or 0, row.option_order),
    )
