"""Standings of a round from the attempts that count, for the rules of domain/ranking.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from quizapp.domain.phase import Phase, phase
from quizapp.domain.policy import PredictionTarget
from quizapp.domain.prizes.lots import lot
from quizapp.domain.tiebreak import Standing
from quizapp.models.attempt import Attempt
from quizapp.models.base import AnyRow
from quizapp.models.contest import Round
from quizapp.models.counting import counted_attempts, is_counted, is_counted_or_disqualified

_BATCH = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedRound:
    """What ranking asks of a round."""

    id: int
    opens_at: datetime
    closes_at: datetime
    ranking: Sequence[str]
    prediction_target: str | None
    draw_seed: str = ""
    prediction_with_disqualified: bool = False

    def is_over(self, now: datetime) -> bool:
        """Tell whether the round has closed."""
        return phase(now, opens_at=self.opens_at, closes_at=self.closes_at) is Phase.CLOSED


def ranked_round(contest_round: Round) -> RankedRound:
    """Return what ranking asks of a round."""
    return RankedRound(
        id=contest_round.id,
        opens_at=contest_round.opens_at,
        closes_at=contest_round.closes_at,
        ranking=contest_round.ranking,
        prediction_target=contest_round.prediction_target,
        draw_seed=contest_round.draw_seed,
        prediction_with_disqualified=contest_round.prediction_with_disqualified,
    )


def actual_number(session: Session, ranked: RankedRound, now: datetime) -> int | None:
    """Return what participants were asked to guess, or None while the round is not over or nothing was asked.

    Disqualified attempts are counted where the rules say so.
    """
    if ranked.prediction_target is None or not ranked.is_over(now):
        return None
    numbers = {
        PredictionTarget.PARTICIPANTS: func.count(Attempt.participant_id.distinct()),
        PredictionTarget.FULL_MARKS: func.count(
            case((Attempt.score == Attempt.max_score, Attempt.participant_id)).distinct()
        ),
        PredictionTarget.ATTEMPTS: func.count(),
    }
    number = numbers[PredictionTarget(ranked.prediction_target)]
    counts = is_counted_or_disqualified() if ranked.prediction_with_disqualified else is_counted()
    return session.scalar(select(number).where(Attempt.round_id == ranked.id, counts))


def prediction_error(prediction: int | None, actual: int | None) -> int | None:
    """Return by how much a guess missed; None where nothing was guessed or the number is not known yet."""
    return None if prediction is None or actual is None else abs(prediction - actual)


def standing(row: AnyRow, actual: int | None, seed: str = "") -> Standing:
    """Return the standing of a row of counted_attempts(). `seed`: of the final draw, where the rules have one."""
    return Standing(
        participant_id=row.participant_id,
        score=row.score,
        duration_ms=row.duration_ms,
        submitted_at=row.submitted_at,
        attempts=row.attempts,
        registered_at=row.registered_at,
        prediction_error=prediction_error(row.prediction, actual),
        full_marks=row.full_marks,
        entry_id=row.id,
        lot=lot(seed, row.id) if seed else 0,
    )


def lot_seed(ranked: RankedRound) -> str:
    """Return the seed that lots are drawn with, empty where the ranking needs none."""
    return ranked.draw_seed if "lot" in ranked.ranking else ""


def standings(session: Session, ranked: RankedRound, actual: int | None) -> Iterator[Standing]:
    """Yield the standing of everybody whose attempt counts in a round, in no order."""
    counted = counted_attempts(ranked.id).subquery().c
    columns = (
        counted.id,
        counted.full_marks,
        counted.participant_id,
        counted.score,
        counted.duration_ms,
        counted.submitted_at,
        counted.attempts,
        counted.registered_at,
        counted.prediction,
    )
    for row in session.execute(select(*columns).execution_options(yield_per=_BATCH)):
        yield standing(row, actual, lot_seed(ranked))
