"""Notices of a round: that it is extended, suspended, resumed, or a word to everybody; and when each may be given.

A new kind is one entry in NOTICE_KINDS, and where it may be refused one in NOTICE_REFUSALS.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quizapp.domain.phase import Phase, phase
from quizapp.domain.policy import ReviewPolicy
from quizapp.domain.text import N_

TEXT_BOUNDS = (10, 1000)


class NoticeKind(StrEnum):
    """What a notice is about."""

    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WORD = "notice"


NOTICE_KINDS: Mapping[str, str] = {
    NoticeKind.EXTENDED: N_("Gia hạn"),
    NoticeKind.SUSPENDED: N_("Tạm dừng"),
    NoticeKind.RESUMED: N_("Mở lại"),
    NoticeKind.WORD: N_("Thông báo"),
}
# What the form begins with, for staff to change; %(title)s: of the round. Pages write the new closing below it.
NOTICE_TEXTS: Mapping[str, str] = {
    NoticeKind.EXTENDED: N_("Ban Tổ chức gia hạn %(title)s để mọi người có thêm thời gian dự thi. Thể lệ giữ nguyên."),
    NoticeKind.SUSPENDED: N_(
        "Ban Tổ chức tạm dừng %(title)s để xử lý sự cố kỹ thuật. Bài đang làm vẫn được làm tiếp và nộp bình thường. "
        "Thời gian mở lại sẽ được thông báo tại trang này."
    ),
    NoticeKind.RESUMED: N_("Ban Tổ chức đã mở lại %(title)s. Mời mọi người tiếp tục dự thi."),
    NoticeKind.WORD: "",
}


class NoticeRefusal(StrEnum):
    """Why a notice can't be given: as it would have to change the round in a way that is not allowed."""

    CLOSES_NO_LATER = "closes_no_later"
    CLOSES_IN_THE_PAST = "closes_in_the_past"
    ANSWERS_SHOWN = "answers_shown"
    RESULTS_PUBLISHED = "results_published"
    SUSPENDED_ALREADY = "suspended_already"
    NOT_SUSPENDED = "not_suspended"
    ROUND_OVER = "round_over"


NOTICE_REFUSALS: Mapping[str, str] = {
    NoticeRefusal.CLOSES_NO_LATER: N_("Gia hạn thì thời điểm đóng mới phải sau thời điểm đóng hiện nay."),
    NoticeRefusal.CLOSES_IN_THE_PAST: N_("Thời điểm đóng mới đã qua. Hãy chọn một thời điểm sau bây giờ."),
    NoticeRefusal.ANSWERS_SHOWN: N_(
        "Đợt thi đã đóng và đáp án đã được công bố nên không gia hạn được. Hãy tạo đợt thi mới."
    ),
    NoticeRefusal.RESULTS_PUBLISHED: N_(
        "Kết quả của đợt thi đã được công bố nên không gia hạn được. Hãy tạo đợt thi mới."
    ),
    NoticeRefusal.SUSPENDED_ALREADY: N_("Đợt thi đang tạm dừng rồi. Muốn nói thêm, hãy chọn loại “Thông báo”."),
    NoticeRefusal.NOT_SUSPENDED: N_("Đợt thi không bị tạm dừng nên không cần mở lại."),
    NoticeRefusal.ROUND_OVER: N_("Đợt thi đã kết thúc nên không tạm dừng hay mở lại được; chỉ có thể gia hạn."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundState:
    """What decides which notices a round may be given."""

    opens_at: datetime
    closes_at: datetime
    suspended_at: datetime | None
    review: str
    is_published: bool = False


def notice_refusal(
    kind: NoticeKind, state: RoundState, *, now: datetime, new_closes_at: datetime | None = None
) -> NoticeRefusal | None:
    """Return why a notice of a kind can't be given now, or None. `new_closes_at`: of an extension."""
    is_over = phase(now, opens_at=state.opens_at, closes_at=state.closes_at) is Phase.CLOSED
    match kind:
        case NoticeKind.EXTENDED:
            return _extension_refusal(state, now=now, new_closes_at=new_closes_at, is_over=is_over)
        case NoticeKind.SUSPENDED | NoticeKind.RESUMED if is_over:
            return NoticeRefusal.ROUND_OVER
        case NoticeKind.SUSPENDED if state.suspended_at is not None:
            return NoticeRefusal.SUSPENDED_ALREADY
        case NoticeKind.RESUMED if state.suspended_at is None:
            return NoticeRefusal.NOT_SUSPENDED
    return None


def _extension_refusal(
    state: RoundState, *, now: datetime, new_closes_at: datetime | None, is_over: bool
) -> NoticeRefusal | None:
    if state.is_published:
        return NoticeRefusal.RESULTS_PUBLISHED
    if is_over and state.review == ReviewPolicy.AFTER_CLOSE:
        return NoticeRefusal.ANSWERS_SHOWN
    if new_closes_at is None or new_closes_at <= state.closes_at:
        return NoticeRefusal.CLOSES_NO_LATER
    return NoticeRefusal.CLOSES_IN_THE_PAST if new_closes_at <= now else None
