"""What the hot path reads: a paper with what was saved on it, and the pool that papers are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from quizapp.domain.choice import decode
from quizapp.domain.drawing import Candidate
from quizapp.domain.phase import Period, period_starts_at
from quizapp.domain.question import Image, QuestionType
from quizapp.models import Attempt, BankQuestion, Participant, QuestionVersion, Response, Round, round_bank
from quizapp.models.base import AnyRow
from quizapp.models.question_store import image_of


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperOption:
    """An option as it is shown; its text may be empty where it is a picture."""

    text: str
    image: Image | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperItem:
    """An item as its participant sees it: options in the order shown, and no sign of the key."""

    position: int
    text: str
    image: Image | None
    options: tuple[PaperOption, ...]
    allows_many: bool
    picked: tuple[int, ...]
    revision: int

    @property
    def is_answered(self) -> bool:
        """Tell whether something is picked."""
        return bool(self.picked)


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """An attempt's frozen paper with what was saved on it."""

    attempt_id: int
    round_title: str
    prediction_target: str | None
    closes_at: datetime
    is_submitted: bool
    items: tuple[PaperItem, ...]

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Positions of the items without an answer."""
        return tuple(item.position for item in self.items if not item.is_answered)

    def is_open(self, now: datetime) -> bool:
        """Tell whether answers may still be saved."""
        return not self.is_submitted and now < self.closes_at


@dataclass(frozen=True, kw_only=True, slots=True)
class PooledQuestion:
    """A question that may be drawn, and whether several of its options may be picked."""

    candidate: Candidate
    allows_many: bool


def find_paper(session: Session, *, attempt_id: int, participant_id: int) -> Paper | None:
    """Return a participant's own paper, or None."""
    attempt = session.execute(
        select(Attempt.closes_at, Attempt.submitted_at, Round.title, Round.prediction_target)
        .join(Round, Round.id == Attempt.round_id)
        .where(Attempt.id == attempt_id, Attempt.participant_id == participant_id)
    ).one_or_none()
    if attempt is None:
        return None
    rows = session.execute(
        select(
            Response.position,
            Response.option_order,
            Response.allows_many,
            Response.choice,
            Response.revision,
            QuestionVersion.text,
            QuestionVersion.options,
            QuestionVersion.image,
        )
        .join(QuestionVersion, QuestionVersion.id == Response.question_version_id)
        .where(Response.attempt_id == attempt_id)
        .order_by(Response.position)
    )
    return Paper(
        attempt_id=attempt_id,
        round_title=attempt.title,
        prediction_target=attempt.prediction_target,
        closes_at=attempt.closes_at,
        is_submitted=attempt.submitted_at is not None,
        items=tuple(_item(row) for row in rows),
    )


def _item(row: AnyRow) -> PaperItem:
    return PaperItem(
        position=row.position,
        text=row.text,
        image=image_of(row.image),
        options=tuple(_option(row.options[int(index)]) for index in row.option_order),
        allows_many=row.allows_many,
        picked=decode(row.choice or 0),
        revision=row.revision,
    )


def _option(stored: Mapping[str, Any]) -> PaperOption:
    return PaperOption(text=stored["text"], image=image_of(stored.get("image")))


def find_entry(session: Session, *, round_id: int, participant: AnyRow, now: datetime) -> AnyRow | None:
    """Return a round's rules with the participant's attempts: `used` in the period, `last_number`, open one."""
    own = (Attempt.round_id == Round.id, Attempt.participant_id == participant.id)
    since = case(
        (Round.attempts_period == Period.DAY, period_starts_at(now, Period.DAY, opens_at=now)),
        (Round.attempts_period == Period.WEEK, period_starts_at(now, Period.WEEK, opens_at=now)),
        else_=Round.opens_at,
    )
    used = select(func.count()).where(*own, Attempt.started_at >= since).scalar_subquery()
    last = select(func.coalesce(func.max(Attempt.number), 0)).where(*own).scalar_subquery()
    current = select(Attempt.id).where(*own, Attempt.submitted_at.is_(None)).scalar_subquery()
    return session.execute(
        select(
            Round.id,
            Round.opens_at,
            Round.closes_at,
            Round.groups,
            Round.attempts_allowed,
            Round.time_limit_minutes,
            Round.blueprint,
            Round.shuffle_questions,
            Round.shuffle_options,
            used.label("used"),
            last.label("last_number"),
            current.label("open_attempt_id"),
        ).where(Round.id == round_id, Round.contest_id == participant.contest_id)
    ).one_or_none()


def find_participant(session: Session, participant_id: int) -> AnyRow | None:
    """Return a participant's id, contest and group, locked where the database locks rows: starts queue up."""
    return session.execute(
        select(Participant.id, Participant.contest_id, Participant.group)
        .where(Participant.id == participant_id)
        .with_for_update()
    ).one_or_none()


def pool(session: Session, round_id: int) -> dict[int, PooledQuestion]:
    """Return the questions that a round's papers are drawn from, by version id."""
    rows = session.execute(
        select(
            QuestionVersion.id,
            QuestionVersion.type,
            QuestionVersion.option_count,
            QuestionVersion.pinned,
            QuestionVersion.topic,
            QuestionVersion.difficulty,
            QuestionVersion.groups,
        )
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .join(round_bank, round_bank.c.bank_id == BankQuestion.bank_id)
        .where(round_bank.c.round_id == round_id, QuestionVersion.is_drawn)
        .order_by(QuestionVersion.id)
    )
    return {row.id: _pooled(row) for row in rows}


def _pooled(row: AnyRow) -> PooledQuestion:
    return PooledQuestion(
        candidate=Candidate(
            version_id=row.id,
            option_count=row.option_count,
            topic=row.topic,
            difficulty=row.difficulty,
            pinned=frozenset(map(int, row.pinned)),
            groups=frozenset(row.groups),
        ),
        allows_many=row.type == QuestionType.MULTIPLE,
    )


def locked_attempt(session: Session, attempt_id: int) -> AnyRow | None:
    """Return what submitting needs to know of an attempt, its row locked until the transaction ends.

    A save that overlaps holds the row for sharing: it is stored before this returns, or refused after.
    """
    return session.execute(
        select(
            Attempt.id,
            Attempt.round_id,
            Attempt.participant_id,
            Attempt.started_at,
            Attempt.closes_at,
            Attempt.submitted_at,
        )
        .where(Attempt.id == attempt_id)
        .with_for_update()
    ).one_or_none()


def overdue_attempt_ids(session: Session, now: datetime, *, limit: int) -> Sequence[int]:
    """Return open attempts whose time is up, the oldest first."""
    return session.scalars(
        select(Attempt.id)
        .where(Attempt.submitted_at.is_(None), Attempt.closes_at <= now)
        .order_by(Attempt.closes_at)
        .limit(limit)
    ).all()


def answered_items(session: Session, attempt_id: int) -> Sequence[AnyRow]:
    """Return each item's position, option order, choice and the bank's key."""
    return session.execute(
        select(Response.position, Response.option_order, Response.choice, QuestionVersion.key)
        .join(QuestionVersion, QuestionVersion.id == Response.question_version_id)
        .where(Response.attempt_id == attempt_id)
    ).all()


def saved_state(session: Session, *, attempt_id: int, position: int) -> AnyRow | None:
    """Return what is stored at a position, with the attempt's owner and times."""
    return session.execute(
        select(
            Attempt.participant_id,
            Attempt.submitted_at,
            Attempt.closes_at,
            Response.choice,
            Response.revision,
            Response.option_count,
            Response.allows_many,
        )
        .join(Response, Response.attempt_id == Attempt.id)
        .where(Attempt.id == attempt_id, Response.position == position)
    ).one_or_none()
