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
    """Official rounds are ranked and reported; practice is for trying out and counts nowhere.

    External rounds are held by others, the province or the centre: their official figures are reported.
    """

    OFFICIAL = "official"
    PRACTICE = "practice"
    EXTERNAL = "external"


ROUND_KINDS: Mapping[str, str] = {
    RoundKind.OFFICIAL: N_("Đợt thi chính thức"),
    RoundKind.PRACTICE: N_("Thi thử"),
    RoundKind.EXTERNAL: N_("Cuộc thi do cấp trên tổ chức"),
}
# What a contest's totals are made of.
REPORTED_KINDS = (RoundKind.OFFICIAL, RoundKind.EXTERNAL)


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


class PredictionAsked(StrEnum):
    """On which attempts the prediction is asked."""

    EVERY = "every"
    FIRST = "first"


PREDICTION_ASKED: Mapping[str, str] = {
    PredictionAsked.EVERY: N_("Mỗi lượt thi đều dự đoán lại; tính số đã dự đoán ở lượt được xếp hạng"),
    PredictionAsked.FIRST: N_("Chỉ dự đoán ở lượt thi đầu tiên; số ấy tính cho cả đợt"),
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
