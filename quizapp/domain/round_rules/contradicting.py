"""What contradicts itself in a round's settings.

A new contradiction is one entry in CONTRADICTIONS, in the part for the rounds that it concerns; the form follows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from quizapp.domain.groups import GROUPS
from quizapp.domain.marking import PARTIAL_RULES
from quizapp.domain.phase import PERIODS
from quizapp.domain.policy import PREDICTION_ASKED, PREDICTION_TARGETS, REVIEW_POLICIES, ROUND_KINDS, RoundKind
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.round_rules.found import Found, found_in_prizes, found_in_ranking
from quizapp.domain.round_rules.settings import (
    AGE_BOUNDS,
    ATTEMPTS_BOUNDS,
    COMPLAINT_BOUNDS,
    MAX_ORGANISER,
    MAX_QUESTIONS,
    MAX_URL,
    POINTS_BOUNDS,
    TIME_LIMIT_BOUNDS,
    RoundSettings,
)
from quizapp.domain.text import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Something that can't be in a round: `field` names the setting to change, `sentence` says what to do."""

    code: str
    field: str
    sentence: str
    holds: Callable[[RoundSettings], bool]


def _is_within(value: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _are_points_bad(settings: RoundSettings) -> bool:
    """Tell whether points are out of bounds, twice for a difficulty, or for one that isn't known."""
    levels = [level for level, _ in settings.points]
    return (
        not set(levels) <= set(DIFFICULTIES)
        or len(set(levels)) < len(levels)
        or not all(_is_within(worth, POINTS_BOUNDS) for _, worth in settings.points)
    )


def _has_what_is_held_here(settings: RoundSettings) -> bool:
    held = (settings.bank_ids, settings.blueprint, settings.ranking, settings.prediction_target)
    return any(held) or settings.prizes.has_prizes


def is_web_address(text: str) -> bool:
    """Tell whether a text is an address that a browser opens and a QR code can carry."""
    if len(text) > MAX_URL or any(letter.isspace() or not letter.isprintable() for letter in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".")
    except ValueError:  # a bracket without its pair
        return False


_OF_ALL: tuple[Contradiction, ...] = (
    Contradiction(
        code="unknown-kind",
        field="kind",
        sentence=N_("Hãy chọn loại đợt thi trong danh sách."),
        holds=lambda s: s.kind not in ROUND_KINDS,
    ),
    Contradiction(
        code="closes-before-opening",
        field="closes_at",
        sentence=N_("Thời điểm đóng phải sau thời điểm mở. Hãy chọn lại ngày, giờ đóng."),
        holds=lambda s: s.closes_at <= s.opens_at,
    ),
    Contradiction(
        code="unknown-group",
        field="groups",
        sentence=N_("Có nhóm không nằm trong danh sách. Hãy chọn lại."),
        holds=lambda s: not set(s.groups) <= set(GROUPS),
    ),
)
_OF_HELD_HERE: tuple[Contradiction, ...] = (
    Contradiction(
        code="time-limit",
        field="time_limit_minutes",
        sentence=N_("Thời gian làm bài phải từ 1 đến 240 phút."),
        holds=lambda s: not _is_within(s.time_limit_minutes, TIME_LIMIT_BOUNDS),
    ),
    Contradiction(
        code="attempts",
        field="attempts_allowed",
        sentence=N_("Số lượt thi phải từ 1 đến 100; để trống nếu không giới hạn."),
        holds=lambda s: s.attempts_allowed is not None and not _is_within(s.attempts_allowed, ATTEMPTS_BOUNDS),
    ),
    Contradiction(
        code="unknown-period",
        field="attempts_period",
        sentence=N_("Hãy chọn cách tính số lượt trong danh sách."),
        holds=lambda s: s.attempts_period not in PERIODS,
    ),
    Contradiction(
        code="minimum-age",
        field="minimum_age",
        sentence=N_("Tuổi tối thiểu phải từ 1 đến 100; để trống nếu không quy định."),
        holds=lambda s: s.minimum_age is not None and not _is_within(s.minimum_age, AGE_BOUNDS),
    ),
    Contradiction(
        code="no-bank",
        field="banks",
        sentence=N_("Hãy chọn ít nhất một ngân hàng câu hỏi."),
        holds=lambda s: not s.bank_ids,
    ),
    Contradiction(
        code="no-row",
        field="blueprint",
        sentence=N_("Ma trận đề chưa có dòng nào. Hãy nhập số câu ở ít nhất một dòng."),
        holds=lambda s: not s.blueprint,
    ),
    Contradiction(
        code="empty-row",
        field="blueprint",
        sentence=N_("Số câu của mỗi dòng phải từ 1 trở lên; dòng không dùng thì để trống."),
        holds=lambda s: any(row.count < 1 for row in s.blueprint),
    ),
    Contradiction(
        code="row-of-group-not-admitted",
        field="blueprint",
        sentence=N_("Có dòng dành cho nhóm không được dự thi. Hãy sửa dòng đó hoặc cho nhóm ấy dự thi."),
        holds=lambda s: any(row.group is not None and row.group not in s.admitted for row in s.blueprint),
    ),
    Contradiction(
        code="group-without-rows",
        field="blueprint",
        sentence=N_("Có nhóm được dự thi nhưng chưa có đề. Hãy thêm dòng dành cho mọi nhóm hoặc cho nhóm ấy."),
        holds=lambda s: bool(s.blueprint) and 0 in s.paper_sizes.values(),
    ),
    Contradiction(
        code="too-many-questions",
        field="blueprint",
        sentence=N_("Một bài thi có nhiều nhất 100 câu. Hãy giảm số câu."),
        holds=lambda s: max(s.paper_sizes.values(), default=0) > MAX_QUESTIONS,
    ),
    Contradiction(
        code="unknown-review",
        field="review",
        sentence=N_("Hãy chọn trong danh sách khi nào cho xem đáp án."),
        holds=lambda s: s.review not in REVIEW_POLICIES,
    ),
    Contradiction(
        code="unknown-counted",
        field="counted",
        sentence=N_("Hãy chọn trong danh sách lượt thi nào được tính."),
        holds=lambda s: s.counted not in COUNTED_RULES,
    ),
    Contradiction(
        code="unknown-partial-rule",
        field="partial_rule",
        sentence=N_("Hãy chọn cách chấm câu nhiều đáp án trong danh sách."),
        holds=lambda s: s.partial_rule not in PARTIAL_RULES,
    ),
    Contradiction(
        code="points",
        field="points",
        sentence=N_("Điểm của mỗi câu phải là số nguyên từ 1 đến 10. Hãy nhập lại điểm theo mức độ."),
        holds=_are_points_bad,
    ),
    Contradiction(
        code="unknown-prediction",
        field="prediction_target",
        sentence=N_("Hãy chọn câu hỏi dự đoán trong danh sách."),
        holds=lambda s: s.prediction_target is not None and s.prediction_target not in PREDICTION_TARGETS,
    ),
    Contradiction(
        code="unknown-prediction-asked",
        field="prediction_asked",
        sentence=N_("Hãy chọn trong danh sách lượt nào được hỏi dự đoán."),
        holds=lambda s: s.prediction_asked not in PREDICTION_ASKED,
    ),
    Contradiction(
        code="ranking-without-prediction",
        field="prediction_target",
        sentence=N_("Xếp hạng theo dự đoán thì phải có câu hỏi dự đoán. Hãy chọn câu hỏi, hoặc bỏ tiêu chí dự đoán."),
        holds=lambda s: "prediction" in s.ranking and s.prediction_target is None,
    ),
    Contradiction(
        code="complaint-days",
        field="complaint_days",
        sentence=N_("Thời gian nhận khiếu nại phải từ 0 đến 90 ngày; không nhận khiếu nại thì ghi 0."),
        holds=lambda s: not _is_within(s.complaint_days, COMPLAINT_BOUNDS),
    ),
    Contradiction(
        code="prizes-in-practice",
        field="prizes",
        sentence=N_("Thi thử không xếp hạng nên không có giải. Hãy bỏ các giải, hoặc chọn đợt thi chính thức."),
        holds=lambda s: s.kind == RoundKind.PRACTICE and s.prizes.has_prizes,
    ),
    Contradiction(
        code="held-here-with-organiser",
        field="kind",
        sentence=N_(
            "Đợt thi tổ chức tại đây thì không có đơn vị khác tổ chức hay địa chỉ trang thi khác. Hãy bỏ các mục đó."
        ),
        holds=lambda s: bool(s.organiser or s.external_url),
    ),
)
_OF_EXTERNAL: tuple[Contradiction, ...] = (
    Contradiction(
        code="no-organiser",
        field="organiser",
        sentence=N_("Hãy ghi đơn vị tổ chức, nhiều nhất 200 ký tự. Ví dụ: Sở Khoa học và Công nghệ tỉnh."),
        holds=lambda s: not s.organiser.strip() or len(s.organiser) > MAX_ORGANISER,
    ),
    Contradiction(
        code="external-url",
        field="external_url",
        sentence=N_(
            "Địa chỉ trang thi phải bắt đầu bằng https:// hoặc http://, không có dấu cách. "
            "Hãy chép nguyên địa chỉ từ trình duyệt."
        ),
        holds=lambda s: not is_web_address(s.external_url),
    ),
    Contradiction(
        code="external-with-papers",
        field="kind",
        sentence=N_(
            "Cuộc thi do cấp trên tổ chức thì không ra đề, xếp hạng hay trao giải tại đây. Hãy bỏ những phần đó."
        ),
        holds=_has_what_is_held_here,
    ),
)
CONTRADICTIONS = (*_OF_ALL, *_OF_HELD_HERE, *_OF_EXTERNAL)


def contradictions(settings: RoundSettings) -> tuple[Found, ...]:
    """Return what in the settings contradicts itself; empty where they can stand."""
    return tuple(_found(settings))


def _found(settings: RoundSettings) -> Iterator[Found]:
    for entry in (*_OF_ALL, *(_OF_EXTERNAL if settings.is_external else _OF_HELD_HERE)):
        if entry.holds(settings):
            yield Found(code=entry.code, field=entry.field, sentence=entry.sentence)
    if not settings.is_external:
        yield from found_in_ranking(settings.ranking, field="ranking")
        yield from found_in_prizes(settings.prizes, settings.admitted)
