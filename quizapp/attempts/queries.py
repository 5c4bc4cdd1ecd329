"""What the hot path reads: a paper with what was saved on it, and the pool that papers are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from quizapp.domain.choice import decode
from quizapp.domain.drawing import Candidate
from quizapp.domain.phase import Period, period_starts_at
from quizapp.domain.policy import PredictionAsked
from quizapp.domain.question import Image, QuestionType
from quizapp.models import Attempt, BankQuestion, Participant, QuestionVersion, Response, Round, RoundRuling, round_bank
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


def _asked_target() -> ColumnElement[str | None]:
    """Return what an attempt's participant is asked to guess, NULL where they have guessed for all of the round."""
    earlier = aliased(Attempt)
    has_guessed = exists().where(
        earlier.round_id == Attempt.round_id,
        earlier.participant_id == Attempt.participant_id,
        earlier.number < Attempt.number,
        earlier.prediction.is_not(None),
    )
    return case(
        (and_(Round.prediction_asked == PredictionAsked.FIRST, has_guessed), None), else_=Round.prediction_target
    )


# Built once: to build it for every paper and every submission took longer than to execute it.
_ASKED_TARGET = _asked_target().label("prediction_target")


def find_paper(session: Session, *, attempt_id: int, participant_id: int) -> Paper | None:
    """Return a participant's own paper, or None."""
    attempt = session.execute(
        select(Attempt.closes_at, Attempt.submitted_at, Round.title, _ASKED_TARGET)
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
            Round.kind,
            Round.opens_at,
            Round.closes_at,
            Round.suspended_at,
            Round.minimum_age,
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
    """Return a participant's contest, group and birth date, locked where the database locks rows: starts queue up."""
    return session.execute(
        select(Participant.id, Participant.contest_id, Participant.group, Participant.birth_date)
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
    """Return what submitting needs to know of an attempt and its round, its row locked until the transaction ends.

    A save that overlaps holds the row for sharing: it is stored before this returns, or refused after.

    The round's row is locked for sharing, and first: a regrade that is being adopted holds it (regrading/operations),
    so that an attempt is submitted before it and marked anew by it, or after it and marked by its rulings. Locked the
    other way round, a second tap on an attempt that the regrade is about to change would be a deadlock.
    """
    return session.execute(
        select(
            Attempt.id,
            Attempt.round_id,
            Attempt.participant_id,
            Attempt.started_at,
            Attempt.closes_at,
            Attempt.submitted_at,
            Round.partial_rule,
            Round.points,
            Round.requires_all_answered,
            _ASKED_TARGET,
        )
        .join(Round, Round.id == Attempt.round_id)
        .where(Attempt.id == attempt_id)
        # SQLAlchemy writes one such clause; PostgreSQL takes the locks in the order of the clauses.
        .with_for_update(of=Round, read=True)
        .suffix_with("FOR UPDATE OF attempt", dialect="postgresql")
    ).one_or_none()


def overdue_attempt_ids(session: Session, now: datetime, *, limit: int) -> Sequence[int]:
    """Return open attempts whose time is up, the oldest first."""
    return session.scalars(
        select(Attempt.id)
        .where(Attempt.submitted_at.is_(None), Attempt.closes_at <= now)
        .order_by(Attempt.closes_at)
        .limit(limit)
    ).all()


def answered_items(session: Session, attempt: AnyRow) -> Sequence[AnyRow]:
    """Return each item's position, option order, choice, difficulty, the bank's key, and what is ruled of it."""
    is_ruled = and_(
        RoundRuling.question_version_id == Response.question_version_id, RoundRuling.round_id == attempt.round_id
    )
    return session.execute(
        select(
            Response.position,
            Response.option_order,
            Response.choice,
            QuestionVersion.key,
            QuestionVersion.difficulty,
            RoundRuling.kind.label("ruling"),
            RoundRuling.keys.label("ruled_keys"),
        )
        .join(QuestionVersion, QuestionVersion.id == Response.question_version_id)
        .outerjoin(RoundRuling, is_ruled)
        .where(Response.attempt_id == attempt.id)
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
