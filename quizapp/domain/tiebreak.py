"""The rules by which one result stands before another.

A new rule is one entry in TIEBREAKS: the round's form, ranking and the printed explanation follow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from quizapp.domain.text import N_

# A guess that was not given stands behind every guess that was.
NO_PREDICTION = 10**9


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A participant's counted attempt and what ranking may ask of it.

    `prediction_error`: |guess - actual|; None while the actual number is not known or nothing was guessed.
    `duration_ms`: from start to submission. `attempts`: counting ones of the participant in the round, `full_marks`
    of them with everything right. `entry_id`: the counted attempt. `lot`: of the final draw (domain/prizes/lots.py).
    """

    participant_id: int
    score: int
    duration_ms: int
    submitted_at: datetime
    attempts: int
    registered_at: datetime
    prediction_error: int | None = None
    full_marks: int = 0
    entry_id: int = 0
    lot: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Tiebreak:
    """A rule: the smaller `key`, the better. `reason` completes "A stands before B because …"."""

    code: str
    title: str
    reason: str
    key: Callable[[Standing], float]


TIEBREAKS: Mapping[str, Tiebreak] = {
    t.code: t
    for t in (
        Tiebreak(
            code="score",
            title=N_("Điểm cao hơn"),
            reason=N_("có điểm cao hơn"),
            key=lambda s: -s.score,
        ),
        Tiebreak(
            code="prediction",
            title=N_("Dự đoán gần đúng hơn"),
            reason=N_("dự đoán gần đúng hơn"),
            key=lambda s: NO_PREDICTION if s.prediction_error is None else s.prediction_error,
        ),
        Tiebreak(
            code="duration",
            title=N_("Thời gian làm bài ngắn hơn"),
            reason=N_("làm bài nhanh hơn"),
            key=lambda s: s.duration_ms // 1000,
        ),
        Tiebreak(
            code="submitted",
            title=N_("Nộp bài sớm hơn"),
            reason=N_("nộp bài sớm hơn"),
            key=lambda s: s.submitted_at.timestamp() // 1,
        ),
        Tiebreak(
            code="attempts",
            title=N_("Ít lượt thi hơn"),
            reason=N_("dùng ít lượt thi hơn"),
            key=lambda s: s.attempts,
        ),
        Tiebreak(
            code="registered",
            title=N_("Đăng ký sớm hơn"),
            reason=N_("đăng ký sớm hơn"),
            key=lambda s: s.registered_at.timestamp() // 1,
        ),
        Tiebreak(
            code="full_marks",
            title=N_("Nhiều lượt đúng tất cả hơn"),
            reason=N_("có nhiều lượt đúng tất cả hơn"),
            key=lambda s: -s.full_marks,
        ),
        Tiebreak(
            code="lot",
            title=N_("Bốc thăm"),
            reason=N_("được xếp trước khi bốc thăm"),
            key=lambda s: s.lot,
        ),
    )
}
DEFAULT_RULES = ("score", "duration", "submitted")
