"""What a participant sees of an attempt that is submitted."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.allowance import Entry, counts, start_refusal
from quizapp.domain.choice import to_bank
from quizapp.domain.phase import Period, Phase, period_starts_at, phase
from quizapp.domain.policy import ReviewPolicy, RoundKind, may_review
from quizapp.domain.question import Image
from quizapp.domain.ranking import Decided, counted_attempt, explain_rank, rank_among, rank_key
from quizapp.domain.tiebreak import Standing
from quizapp.models import Attempt, Participant, QuestionVersion, Response, Round, Unit
from quizapp.models.base import AnyRow
from quizapp.models.question_store import image_of
from quizapp.models.standings import RankedRound, prediction_error
from quizapp.results.queries.boards import board


class UnknownAttempt(Exception):
    """There is no such attempt, or it is somebody else's."""


class NotSubmitted(Exception):
    """The attempt is still open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnAttempt:
    """One of a participant's attempts in the round."""

    id: int
    number: int
    started_at: datetime
    submitted_at: datetime | None
    is_timed_out: bool
    answered: int | None
    score: int
    max_score: int
    duration_ms: int
    prediction: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A participant's rank so far among `total`, what decided it, how many share it, and the number guessed at."""

    rank: int
    total: int
    decided: Sequence[Decided]
    level: int
    actual: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewedOption:
    """An option where it was shown."""

    text: str
    image: Image | None
    is_key: bool
    is_chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewedItem:
    """An item as it was shown, with what was chosen and the key."""

    position: int
    text: str
    image: Image | None
    options: Sequence[ReviewedOption]
    is_answered: bool
    is_right: bool
    explanation: str | None
    source: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a participant sees of a submitted attempt.

    `attempt`: with its round and participant. `counted`: the attempt that counts, None where none does.
    `place` None: not shown. `left` None: as many attempts as one likes. `review` None: not allowed now.
    """

    attempt: AnyRow
    counted: OwnAttempt | None
    place: Place | None
    used: int
    left: int | None
    may_start: bool
    is_official: bool
    is_over: bool
    review: Sequence[ReviewedItem] | None


def result(session: Session, *, attempt_id: int, participant_id: int, now: datetime) -> Result:
    """Return a participant's result. Raises UnknownAttempt or NotSubmitted."""
    attempt = _own_result_row(session, attempt_id, participant_id)
    own = _own_attempts(session, attempt.round_id, participant_id)
    counting = [a for a in own if a.submitted_at and counts(answered=a.answered or 0, is_timed_out=a.is_timed_out)]
    counted = counted_attempt(counting) if counting else None  # type: ignore[type-var]  # submitted, all of them
    is_official = attempt.kind == RoundKind.OFFICIAL
    since = period_starts_at(now, Period(attempt.attempts_period), opens_at=attempt.opens_at)
    used = sum(a.started_at >= since for a in own)
    may_see_key = may_review(
        ReviewPolicy(attempt.review), now, opens_at=attempt.opens_at, closes_at=attempt.round_closes_at
    )
    return Result(
        attempt=attempt,
        counted=counted,
        place=_place(session, attempt, counted, of=len(counting), now=now)
        if counted and is_official and attempt.shows_rank
        else None,
        used=used,
        left=None if attempt.attempts_allowed is None else max(0, attempt.attempts_allowed - used),
        may_start=_may_start(attempt, used=used, now=now),
        is_official=is_official,
        is_over=_phase(attempt, now) is Phase.CLOSED,
        review=reviewed_items(session, attempt_id) if may_see_key else None,
    )


def _own_result_row(session: Session, attempt_id: int, participant_id: int) -> AnyRow:
    row = session.execute(
        select(
            Attempt.id,
            Attempt.number,
            Attempt.round_id,
            Attempt.participant_id,
            Attempt.submitted_at,
            Attempt.is_timed_out,
            Attempt.prediction,
            Attempt.score,
            Attempt.max_score,
            Attempt.answered,
            Attempt.duration_ms,
            Round.title.label("round_title"),
            Round.kind,
            Round.opens_at,
            Round.closes_at.label("round_closes_at"),
            Round.groups,
            Round.attempts_allowed,
            Round.attempts_period,
            Round.review,
            Round.ranking,
            Round.shows_rank,
            Round.prediction_target,
            Participant.full_name,
            Participant.code,
            Participant.group,
            Participant.registered_at,
            Unit.name.label("unit_name"),
        )
        .join(Round, Round.id == Attempt.round_id)
        .join(Participant, Participant.id == Attempt.participant_id)
        .join(Unit, Unit.id == Participant.unit_id)
        .where(Attempt.id == attempt_id, Attempt.participant_id == participant_id)
    ).one_or_none()
    if row is None:
        raise UnknownAttempt
    if row.submitted_at is None:
        raise NotSubmitted
    return row


def _own_attempts(session: Session, round_id: int, participant_id: int) -> list[OwnAttempt]:
    columns = [getattr(Attempt, name) for name in OwnAttempt.__dataclass_fields__]
    rows = session.execute(
        select(*columns).where(Attempt.round_id == round_id, Attempt.participant_id == participant_id)
    )
    return [OwnAttempt(**row) for row in rows.mappings()]


def _phase(row: AnyRow, now: datetime) -> Phase:
    return phase(now, opens_at=row.opens_at, closes_at=row.round_closes_at)


def _may_start(row: AnyRow, *, used: int, now: datetime) -> bool:
    rules = Entry(
        opens_at=row.opens_at,
        closes_at=row.round_closes_at,
        groups=row.groups,
        attempts_allowed=row.attempts_allowed,
    )
    return start_refusal(rules, now=now, group=row.group, attempts_used=used) is None


def _place(session: Session, row: AnyRow, counted: OwnAttempt, *, of: int, now: datetime) -> Place:
    ranked = RankedRound(
        id=row.round_id,
        opens_at=row.opens_at,
        closes_at=row.round_closes_at,
        ranking=row.ranking,
        prediction_target=row.prediction_target,
    )
    kept = board(session, ranked, now)
    assert counted.submitted_at is not None
    own = Standing(
        participant_id=row.participant_id,
        score=counted.score,
        duration_ms=counted.duration_ms,
        submitted_at=counted.submitted_at,
        attempts=of,
        registered_at=row.registered_at,
        prediction_error=prediction_error(counted.prediction, kept.actual),
    )
    key = rank_key(own, ranked.ranking)
    keys = kept.with_own(row.participant_id, key)
    return Place(
        rank=rank_among(key, keys),
        total=len(keys),
        decided=explain_rank(key, keys, ranked.ranking),
        level=bisect_right(keys, key) - bisect_left(keys, key) - 1,
        actual=kept.actual,
    )


def reviewed_items(session: Session, attempt_id: int) -> Sequence[ReviewedItem]:
    """Return the items of an attempt as they were shown, with the key: ask only where may_review() allows it."""
    rows = session.execute(
        select(
            Response.position,
            Response.option_order,
            Response.choice,
            Response.mark,
            QuestionVersion.text,
            QuestionVersion.options,
            QuestionVersion.image,
            QuestionVersion.explanation,
            QuestionVersion.source,
        )
        .join(QuestionVersion, QuestionVersion.id == Response.question_version_id)
        .where(Response.attempt_id == attempt_id)
        .order_by(Response.position)
    )
    return [_reviewed(row) for row in rows]


def _reviewed(row: AnyRow) -> ReviewedItem:
    order = [int(digit) for digit in row.option_order]
    chosen = to_bank(row.choice or 0, order)
    return ReviewedItem(
        position=row.position,
        text=row.text,
        image=image_of(row.image),
        options=[_reviewed_option(row.options[index], is_chosen=index in chosen) for index in order],
        is_answered=bool(row.choice),
        is_right=bool(row.mark),
        explanation=row.explanation,
        source=row.source,
    )


def _reviewed_option(stored: Mapping[str, Any], *, is_chosen: bool) -> ReviewedOption:
    return ReviewedOption(
        text=stored["text"], image=image_of(stored.get("image")), is_key=stored["is_key"], is_chosen=is_chosen
    )
