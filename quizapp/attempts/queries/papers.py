"""Papers as their participants see them, and what is saved on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.attempts.queries.closing import ASKED_TARGET
from quizapp.domain.choice import decode
from quizapp.domain.question import Image
from quizapp.models import Attempt, QuestionVersion, Response, Round
from quizapp.models.base import AnyRow, table_of
from quizapp.models.prepared import Prepared
from quizapp.models.question_store import image_of

_ATTEMPT, _ROUND = table_of(Attempt), table_of(Round)
_RESPONSE, _VERSION = table_of(Response), table_of(QuestionVersion)

_OWN = (
    select(_ATTEMPT.c.id, _ATTEMPT.c.closes_at, _ATTEMPT.c.submitted_at, _ROUND.c.title, ASKED_TARGET)
    .join(_ROUND, _ROUND.c.id == _ATTEMPT.c.round_id)
    .where(_ATTEMPT.c.id == bindparam("attempt_id"), _ATTEMPT.c.participant_id == bindparam("participant_id"))
    .subquery("own")
)
# What is said of the attempt stands in each row: two statements would be two journeys to the database.
_SAVED = (
    select(
        _OWN.c.closes_at,
        _OWN.c.submitted_at,
        _OWN.c.title,
        _OWN.c.prediction_target,
        _RESPONSE.c.position,
        _RESPONSE.c.choice,
        _RESPONSE.c.revision,
    )
    .join_from(_OWN, _RESPONSE, _RESPONSE.c.attempt_id == _OWN.c.id)
    .order_by(_RESPONSE.c.position)
)
_SAVED_ITEMS = Prepared(_SAVED)
_PAPER_ITEMS = Prepared(
    _SAVED.add_columns(
        _RESPONSE.c.option_order, _RESPONSE.c.allows_many, _VERSION.c.text, _VERSION.c.options, _VERSION.c.image
    ).join(_VERSION, _VERSION.c.id == _RESPONSE.c.question_version_id)
)
_SAVED_STATE = Prepared(
    select(
        _ATTEMPT.c.participant_id,
        _ATTEMPT.c.submitted_at,
        _ATTEMPT.c.closes_at,
        _RESPONSE.c.choice,
        _RESPONSE.c.revision,
        _RESPONSE.c.option_count,
        _RESPONSE.c.allows_many,
    )
    .join(_RESPONSE, _RESPONSE.c.attempt_id == _ATTEMPT.c.id)
    .where(_ATTEMPT.c.id == bindparam("attempt_id"), _RESPONSE.c.position == bindparam("position"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedItem:
    """What is saved at a position; `picked` in places as shown."""

    position: int
    picked: tuple[int, ...]
    revision: int

    @property
    def is_answered(self) -> bool:
        """Tell whether something is picked."""
        return bool(self.picked)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperOption:
    """An option as it is shown; its text may be empty where it is a picture."""

    text: str
    image: Image | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperItem(SavedItem):
    """An item as its participant sees it: options in the order shown, and no sign of the key."""

    text: str
    image: Image | None
    options: tuple[PaperOption, ...]
    allows_many: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """An attempt and what is saved in it."""

    attempt_id: int
    round_title: str
    prediction_target: str | None
    closes_at: datetime
    is_submitted: bool
    items: Sequence[SavedItem]

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(item.is_answered for item in self.items)

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Positions of the items without an answer."""
        return tuple(item.position for item in self.items if not item.is_answered)

    def is_open(self, now: datetime) -> bool:
        """Tell whether answers may still be saved."""
        return not self.is_submitted and now < self.closes_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper(Progress):
    """An attempt's frozen paper with what was saved on it."""

    items: Sequence[PaperItem]


def find_paper(session: Session, *, attempt_id: int, participant_id: int) -> Paper | None:
    """Return a participant's own paper, or None."""
    rows = _rows(_PAPER_ITEMS, session, attempt_id, participant_id)
    return Paper(**_attempt(rows[0], attempt_id), items=tuple(map(_item, rows))) if rows else None


def find_progress(session: Session, *, attempt_id: int, participant_id: int) -> Progress | None:
    """Return what is saved in a participant's own attempt, or None."""
    rows = _rows(_SAVED_ITEMS, session, attempt_id, participant_id)
    items = tuple(SavedItem(position=r.position, picked=decode(r.choice or 0), revision=r.revision) for r in rows)
    return Progress(**_attempt(rows[0], attempt_id), items=items) if rows else None


def _rows(statement: Prepared, session: Session, attempt_id: int, participant_id: int) -> Sequence[AnyRow]:
    return statement.read(session, {"attempt_id": attempt_id, "participant_id": participant_id}).all()


def _attempt(row: AnyRow, attempt_id: int) -> dict[str, Any]:
    return {
        "attempt_id": attempt_id,
        "round_title": row.title,
        "prediction_target": row.prediction_target,
        "closes_at": row.closes_at,
        "is_submitted": row.submitted_at is not None,
    }


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


def saved_state(session: Session, *, attempt_id: int, position: int) -> AnyRow | None:
    """Return what is stored at a position, with the attempt's owner and times."""
    asked = {"attempt_id": attempt_id, "position": position}
    return _SAVED_STATE.read(session, asked).one_or_none()
