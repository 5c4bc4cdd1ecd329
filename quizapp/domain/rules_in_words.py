"""The rules that a published result rests on, in words: kept with it, so that they can be read again years later."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from quizapp.domain.marking import PARTIAL_RULES
from quizapp.domain.policy import PREDICTION_ASKED, PREDICTION_TARGETS
from quizapp.domain.prizes.plan import DRAW_AMONG, ONE_PRIZE, PrizePlan
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.text import N_
from quizapp.domain.tiebreak import TIEBREAKS


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledBy:
    """What counting went by. `counted` None: a league, whose rounds have rules of their own."""

    counted: str | None
    partial_rule: str = "none"
    prediction_target: str | None = None
    prediction_asked: str = "every"
    prediction_with_disqualified: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the rules as what JSON holds."""
        return asdict(self)


def rules_in_words(rules: RuledBy, ranking: Sequence[str], plan: PrizePlan) -> list[dict[str, Any]]:
    """Return the rules as sentences with what completes them; a list of titles where a sentence has one.

    Each is {"sentence", "params", "titles"}.
    """
    sentences = [*_counting(rules)]
    sentences.append(_sentence(N_("Xếp hạng lần lượt theo:"), titles=[TIEBREAKS[code].title for code in ranking]))
    if "lot" not in ranking:
        sentences.append(_sentence(N_("Người bằng nhau ở mọi tiêu chí thì đồng hạng.")))
    return [*sentences, *_prizes(plan)]


def _counting(rules: RuledBy) -> list[dict[str, Any]]:
    if rules.counted is None:
        return [_sentence(N_("Điểm, thời gian làm bài và số lượt thi của mỗi người được cộng qua các đợt."))]
    sentences = [_sentence(COUNTED_RULES[rules.counted].sentence)]
    if rules.partial_rule != "none":
        sentences.append(_sentence(PARTIAL_RULES[rules.partial_rule].sentence))
    if rules.prediction_target is not None:
        titles = [PREDICTION_TARGETS[rules.prediction_target], PREDICTION_ASKED[rules.prediction_asked]]
        sentences.append(_sentence(N_("Câu hỏi dự đoán:"), titles=titles))
        sentences.append(
            _sentence(
                N_("Con số thực tế có tính cả bài bị hủy kết quả.")
                if rules.prediction_with_disqualified
                else N_("Con số thực tế không tính bài bị hủy kết quả.")
            )
        )
    return sentences


def _prizes(plan: PrizePlan) -> list[dict[str, Any]]:
    sentences = []
    if plan.individual:
        sentences.append(_sentence(ONE_PRIZE[plan.one_prize]))
    if plan.minimum_percent:
        text = N_("Chỉ xét giải cho người đạt từ %(percent)s%% số điểm tối đa.")
        sentences.append(_sentence(text, params={"percent": plan.minimum_percent}))
    if plan.encouragement:
        text = N_("Giải khuyến khích được bốc thăm trong số người chưa có giải:")
        sentences.append(_sentence(text, titles=[DRAW_AMONG[plan.encouragement_among]]))
    return sentences


def _sentence(text: str, *, params: dict[str, int] | None = None, titles: Sequence[str] = ()) -> dict[str, Any]:
    return {"sentence": text, "params": params or {}, "titles": list(titles)}
