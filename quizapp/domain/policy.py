"""A round's settings that are chosen from a list: which they are and what they are called."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from quizapp.domain.phase import Phase, phase
from quizapp.domain.text import N_


class ReviewPolicy(StrEnum):
    """When a participant may see the right answers."""

    NEVER = "never"
    AFTER_SUBMIT = "after_submit"
    AFTER_CLOSE = "after_close"


REVIEW_POLICIES: Mapping[str, str] = {
    ReviewPolicy.NEVER: N_("Không cho xem"),
    ReviewPolicy.AFTER_SUBMIT: N_("Ngay sau khi nộp bài"),
    ReviewPolicy.AFTER_CLOSE: N_("Sau khi đợt thi kết thúc"),
}


class RoundKind(StrEnum):
    """Official rounds are ranked and reported; practice is for trying out and counts nowhere."""

    OFFICIAL = "official"
    PRACTICE = "practice"


ROUND_KINDS: Mapping[str, str] = {
    RoundKind.OFFICIAL: N_("Đợt thi chính thức"),
    RoundKind.PRACTICE: N_("Thi thử"),
}


class PredictionTarget(StrEnum):
    """The number that participants are asked to guess."""

    PARTICIPANTS = "participants"
    FULL_MARKS = "full_marks"
    ATTEMPTS = "attempts"


PREDICTION_TARGETS: Mapping[str, str] = {
    PredictionTarget.PARTICIPANTS: N_("Có bao nhiêu người dự thi đợt này?"),
    PredictionTarget.FULL_MARKS: N_("Có bao nhiêu người trả lời đúng tất cả các câu hỏi?"),
    PredictionTarget.ATTEMPTS: N_("Có bao nhiêu lượt thi trong đợt này?"),
}


def may_review(policy: ReviewPolicy, now: datetime, *, opens_at: datetime, closes_at: datetime) -> bool:
    """Tell whether a participant who has submitted may see the key now."""
    match policy:
        case ReviewPolicy.AFTER_SUBMIT:
            return True
        case ReviewPolicy.AFTER_CLOSE:
            return phase(now, opens_at=opens_at, closes_at=closes_at) is Phase.CLOSED
        case ReviewPolicy.NEVER:
            return False
