"""What is frozen of a round once people took part by it.

A new frozen setting is one entry in FREEZES; the form follows.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from quizapp.domain.phase import Period, Phase, phase
from quizapp.domain.policy import ReviewPolicy
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.round_rules.settings import RoundSettings
from quizapp.domain.text import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Freeze:
    """A change that is refused once a round has attempts. `breaks` compares the settings before and after."""

    field: str
    sentence: str
    breaks: Callable[[RoundSettings, RoundSettings], bool]


# The shorter the period, the sooner an allowance is renewed.
_PERIODS_BY_GENEROSITY = (Period.DAY, Period.WEEK, Period.ROUND)


def _is_allowance_smaller(before: RoundSettings, after: RoundSettings) -> bool:
    """Tell whether somebody could have fewer attempts left after the change than before."""
    if after.attempts_allowed is None:
        return False
    if before.attempts_allowed is None or after.attempts_allowed < before.attempts_allowed:
        return True
    renewals = [_PERIODS_BY_GENEROSITY.index(Period(s.attempts_period)) for s in (before, after)]
    return renewals[1] > renewals[0]


def _is_blueprint_other(before: RoundSettings, after: RoundSettings) -> bool:
    """Tell whether a paper could come out otherwise: rows may be listed in another order."""
    return Counter(before.blueprint) != Counter(after.blueprint)


def _are_points_other(before: RoundSettings, after: RoundSettings) -> bool:
    """Tell whether a question could be worth something else: what isn't named is worth the usual."""
    return any(before.marking.points_of(level) != after.marking.points_of(level) for level in DIFFICULTIES)


def _is_age_higher(before: RoundSettings, after: RoundSettings) -> bool:
    return (after.minimum_age or 0) > (before.minimum_age or 0)


FREEZES: tuple[Freeze, ...] = (
    Freeze(
        field="kind",
        sentence=N_("Đã có lượt thi nên không đổi được loại đợt thi."),
        breaks=lambda before, after: before.kind != after.kind,
    ),
    Freeze(
        field="opens_at",
        sentence=N_("Đã có lượt thi nên không lùi thời điểm mở được."),
        breaks=lambda before, after: after.opens_at > before.opens_at,
    ),
    Freeze(
        field="closes_at",
        sentence=N_("Đã có lượt thi nên chỉ gia hạn được, không đóng sớm hơn lịch đã công bố."),
        breaks=lambda before, after: after.closes_at < before.closes_at,
    ),
    Freeze(
        field="groups",
        sentence=N_("Đã có lượt thi nên chỉ thêm được nhóm, không bỏ nhóm nào."),
        breaks=lambda before, after: not set(before.admitted) <= set(after.admitted),
    ),
    Freeze(
        field="time_limit_minutes",
        sentence=N_("Đã có lượt thi nên không đổi được thời gian làm bài: mọi người phải có thời gian như nhau."),
        breaks=lambda before, after: before.time_limit_minutes != after.time_limit_minutes,
    ),
    Freeze(
        field="attempts_allowed",
        sentence=N_("Đã có lượt thi nên chỉ tăng được số lượt thi, không giảm."),
        breaks=_is_allowance_smaller,
    ),
    Freeze(
        field="banks",
        sentence=N_("Đã có lượt thi nên không đổi được ngân hàng câu hỏi: các đề đã rút từ những ngân hàng này."),
        breaks=lambda before, after: before.bank_ids != after.bank_ids,
    ),
    Freeze(
        field="blueprint",
        sentence=N_("Đã có lượt thi nên không đổi được ma trận đề: các đề đã rút theo ma trận này."),
        breaks=_is_blueprint_other,
    ),
    Freeze(
        field="shuffle_questions",
        sentence=N_("Đã có lượt thi nên không đổi được cách xáo trộn câu hỏi."),
        breaks=lambda before, after: before.shuffle_questions != after.shuffle_questions,
    ),
    Freeze(
        field="shuffle_options",
        sentence=N_("Đã có lượt thi nên không đổi được cách xáo trộn phương án."),
        breaks=lambda before, after: before.shuffle_options != after.shuffle_options,
    ),
    Freeze(
        field="ranking",
        sentence=N_("Đã có lượt thi nên không đổi được cách xếp hạng: mọi người đã dự thi theo cách này."),
        breaks=lambda before, after: before.ranking != after.ranking,
    ),
    Freeze(
        field="prediction_target",
        sentence=N_("Đã có lượt thi nên không đổi được câu hỏi dự đoán."),
        breaks=lambda before, after: before.prediction_target != after.prediction_target,
    ),
    Freeze(
        field="counted",
        sentence=N_("Đã có lượt thi nên không đổi được lượt nào được tính."),
        breaks=lambda before, after: before.counted != after.counted,
    ),
    Freeze(
        field="partial_rule",
        sentence=N_("Đã có lượt thi nên không đổi được cách chấm câu nhiều đáp án."),
        breaks=lambda before, after: before.partial_rule != after.partial_rule,
    ),
    Freeze(
        field="points",
        sentence=N_("Đã có lượt thi nên không đổi được điểm của mỗi câu."),
        breaks=_are_points_other,
    ),
    Freeze(
        field="requires_all_answered",
        sentence=N_("Đã có lượt thi nên không đổi được việc có phải trả lời đủ các câu hay không."),
        breaks=lambda before, after: before.requires_all_answered != after.requires_all_answered,
    ),
    Freeze(
        field="minimum_age",
        sentence=N_("Đã có lượt thi nên chỉ hạ hoặc bỏ được tuổi tối thiểu, không nâng lên."),
        breaks=_is_age_higher,
    ),
    Freeze(
        field="prediction_asked",
        sentence=N_("Đã có lượt thi nên không đổi được lượt nào được hỏi dự đoán."),
        breaks=lambda before, after: before.prediction_asked != after.prediction_asked,
    ),
    Freeze(
        field="prediction_with_disqualified",
        sentence=N_("Đã có lượt thi nên không đổi được cách đếm con số để so với dự đoán."),
        breaks=lambda before, after: before.prediction_with_disqualified != after.prediction_with_disqualified,
    ),
    Freeze(
        field="prizes",
        sentence=N_("Đã có lượt thi nên không đổi được cơ cấu giải: mọi người đã dự thi theo thể lệ có các giải này."),
        breaks=lambda before, after: not after.prizes.means_the_same_as(before.prizes),
    ),
    Freeze(
        field="complaint_days",
        sentence=N_("Đã có lượt thi nên chỉ kéo dài được thời gian nhận khiếu nại, không rút ngắn."),
        breaks=lambda before, after: after.complaint_days < before.complaint_days,
    ),
)
FREEZE_SENTENCES: Mapping[str, str] = {freeze.field: freeze.sentence for freeze in FREEZES}


def frozen_changes(before: RoundSettings, after: RoundSettings, *, has_attempts: bool) -> tuple[str, ...]:
    """Return the fields whose change is refused, since papers were drawn and people took part by these rules."""
    if not has_attempts:
        return ()
    return tuple(freeze.field for freeze in FREEZES if freeze.breaks(before, after))


def reopens_after_review(before: RoundSettings, after: RoundSettings, *, now: datetime) -> bool:
    """Tell whether a change would open a round again whose answers people may have seen since it closed."""
    is_over = phase(now, opens_at=before.opens_at, closes_at=before.closes_at) is Phase.CLOSED
    return is_over and before.review == ReviewPolicy.AFTER_CLOSE and after.closes_at > before.closes_at
