"""What a participant sees of an attempt that is submitted."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.domain.allowance import Applicant, Entry, start_refusal
from quizapp.domain.phase import Period, Phase, period_starts_at, phase
from quizapp.domain.policy import PredictionAsked, ReviewPolicy, RoundKind, may_review
from quizapp.domain.prizes.lots import lot
from quizapp.domain.ranking import Decided, counted_attempt, explain_rank, rank_among, rank_key
from quizapp.domain.tiebreak import Standing
from quizapp.models.base import AnyRow
from quizapp.models.standings import RankedRound, lot_seed, prediction_error
from quizapp.results.queries.boards import board
from quizapp.results.queries.own_rows import OwnAttempt, find_result, own_attempts, score_changes
from quizapp.results.queries.published import prizes_of
from quizapp.results.queries.review import ReviewedItem, reviewed_items


class UnknownAttempt(Exception):
    """There is no such attempt, or it is somebody else's."""


class NotSubmitted(Exception):
    """The attempt is still open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A participant's rank so far among `total`, what decided it, how many share it, and the number guessed at."""

    rank: int
    total: int
    decided: Sequence[Decided]
    level: int
    actual: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a participant sees of a submitted attempt.

    `attempt`: with its round and participant. `counted`: the attempt that counts, None where none does.
    `place` None: not shown. `left` None: as many attempts as one likes. `review` None: not allowed now.
    `prizes`: titles of those that were published as this participant's.
    `changes`: by regrades, the newest first: old_score, old_max_score, new_score, new_max_score, reason, made_at.
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
    prizes: Sequence[str]
    changes: Sequence[AnyRow]


def result(session: Session, *, attempt_id: int, participant_id: int, now: datetime) -> Result:
    """Return a participant's result. Raises UnknownAttempt or NotSubmitted."""
    attempt = _own_result_row(session, attempt_id, participant_id)
    own = own_attempts(session, round_id=attempt.round_id, participant_id=participant_id)
    counting = _counting(own)
    counted = counted_attempt(counting, attempt.counted) if counting else None  # type: ignore[type-var]  # submitted
    is_official = attempt.kind == RoundKind.OFFICIAL
    since = period_starts_at(now, Period(attempt.attempts_period), opens_at=attempt.opens_at)
    used = sum(a.started_at >= since for a in own)
    is_over = _phase(attempt, now) is Phase.CLOSED
    may_see_key = may_review(
        ReviewPolicy(attempt.review), now, opens_at=attempt.opens_at, closes_at=attempt.round_closes_at
    )
    return Result(
        attempt=attempt,
        counted=counted,
        place=_place(session, attempt, counted, own, now=now)
        if counted and is_official and attempt.shows_rank
        else None,
        used=used,
        left=None if attempt.attempts_allowed is None else max(0, attempt.attempts_allowed - used),
        may_start=_may_start(attempt, used=used, now=now),
        is_official=is_official,
        is_over=is_over,
        review=reviewed_items(session, attempt) if may_see_key else None,
        prizes=prizes_of(session, round_id=attempt.round_id, participant_id=participant_id)
        if is_over and is_official
        else (),
        changes=score_changes(session, attempt_id) if attempt.has_changed else (),
    )


def _own_result_row(session: Session, attempt_id: int, participant_id: int) -> AnyRow:
    row = find_result(session, attempt_id=attempt_id, participant_id=participant_id)
    if row is None:
        raise UnknownAttempt
    if row.submitted_at is None:
        raise NotSubmitted
    return row


def _phase(row: AnyRow, now: datetime) -> Phase:
    return phase(now, opens_at=row.opens_at, closes_at=row.round_closes_at)


def _may_start(row: AnyRow, *, used: int, now: datetime) -> bool:
    rules = Entry(
        opens_at=row.opens_at,
        closes_at=row.round_closes_at,
        groups=row.groups,
        attempts_allowed=row.attempts_allowed,
        suspended_at=row.suspended_at,
        minimum_age=row.minimum_age,
    )
    applicant = Applicant(group=row.group, birth_date=row.birth_date, attempts_used=used)
    return start_refusal(rules, applicant, now=now) is None


def _place(
    session: Session, row: AnyRow, counted: OwnAttempt, attempts: Sequence[OwnAttempt], *, now: datetime
) -> Place:
    counting = _counting(attempts)
    ranked = RankedRound(
        id=row.round_id,
        opens_at=row.opens_at,
        closes_at=row.round_closes_at,
        ranking=row.ranking,
        prediction_target=row.prediction_target,
        draw_seed=row.draw_seed,
        prediction_with_disqualified=row.prediction_with_disqualified,
    )
    kept = board(session, ranked, now)
    assert counted.submitted_at is not None
    own = Standing(
        participant_id=row.participant_id,
        score=counted.score,
        duration_ms=counted.duration_ms,
        submitted_at=counted.submitted_at,
        attempts=len(counting),
        full_marks=sum(a.score == a.max_score for a in counting),
        entry_id=counted.id,
        lot=lot(lot_seed(ranked), counted.id) if lot_seed(ranked) else 0,
        registered_at=row.registered_at,
        prediction_error=prediction_error(_prediction(row, counted, attempts), kept.actual),
    )
    key = rank_key(own, ranked.ranking)
    with kept.with_own(row.participant_id, key) as keys:
        return Place(
            rank=rank_among(key, keys),
            total=len(keys),
            decided=explain_rank(key, keys, ranked.ranking),
            level=bisect_right(keys, key) - bisect_left(keys, key) - 1,
            actual=kept.actual,
        )


def _counting(attempts: Sequence[OwnAttempt]) -> list[OwnAttempt]:
    return [a for a in attempts if a.submitted_at and a.exclusion is None]


def _prediction(row: AnyRow, counted: OwnAttempt, attempts: Sequence[OwnAttempt]) -> int | None:
    if row.prediction_asked != PredictionAsked.FIRST:
        return counted.prediction
    return next((a.prediction for a in attempts if a.prediction is not None), None)
