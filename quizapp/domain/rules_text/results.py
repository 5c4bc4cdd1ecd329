"""What the rules say of the number to guess, of ranking, of the draw and of publishing results."""

from collections.abc import Iterable, Iterator

from quizapp.domain.policy import PREDICTION_TARGETS, PredictionAsked
from quizapp.domain.prizes.allotting import ENCOURAGEMENT_DRAW
from quizapp.domain.round_rules import LeagueSettings, RoundRules
from quizapp.domain.rules_text.papers import may_retry
from quizapp.domain.rules_text.sentence import Command, Sentence
from quizapp.domain.text import N_
from quizapp.domain.tiebreak import TIEBREAKS

_TIMED = ("duration", "submitted", "registered")
_ASKED_ONCE = N_(
    "Chỉ dự đoán một lần, ở lượt thi đầu tiên; bỏ trống thì được hỏi lại ở lượt sau. Số đã dự đoán tính cho cả đợt."
)
_ASKED_EVERY = N_("Mỗi lượt thi dự đoán lại; số được xét là số đã dự đoán ở lượt được tính.")


def prediction(rules: RoundRules) -> Iterator[Sentence]:
    """Yield what is to be guessed, when it is asked, and how guesses are compared."""
    if rules.prediction_target is None:
        return
    yield Sentence(text=PREDICTION_TARGETS[rules.prediction_target])
    if may_retry(rules):
        yield Sentence(text=_ASKED_ONCE if rules.prediction_asked == PredictionAsked.FIRST else _ASKED_EVERY)
    yield Sentence(
        text=N_("Số đúng gồm cả những bài bị hủy kết quả; không gồm những bài không được tính vì lý do khác.")
        if rules.prediction_with_disqualified
        else N_("Số đúng không gồm những bài bị hủy kết quả hoặc không được tính.")
    )
    yield Sentence(text=N_("Số đúng được chốt sau khi đợt thi kết thúc và công bố cùng kết quả."))
    yield Sentence(
        text=N_("Dự đoán hơn hay kém số đúng đều tính là lệch; lệch ít hơn thì xếp trước. Không dự đoán thì xếp sau.")
        if "prediction" in rules.ranking
        else N_("Câu dự đoán không dùng để xếp hạng.")
    )


def ranking(rules: RoundRules) -> Iterator[Sentence]:
    """Yield by what people are ranked, in order, and who sees the rank."""
    yield from in_order(rules.ranking)
    yield Sentence(
        text=N_("Ngay sau khi nộp bài, mỗi người thấy thứ hạng tạm thời của mình.")
        if rules.shows_rank
        else N_("Trang kết quả của mỗi người không hiện thứ hạng.")
    )


def in_order(codes: Iterable[str]) -> Iterator[Sentence]:
    """Yield an ordered list of TIEBREAKS in words, and what becomes of those who are level."""
    rules = [TIEBREAKS[code] for code in codes]
    yield Sentence(text=N_("Lần lượt theo:"), steps=tuple(Sentence(text=rule.title) for rule in rules))
    if any(rule.code in _TIMED for rule in rules):
        yield Sentence(text=N_("Thời gian tính theo đồng hồ máy chủ, đến từng giây."))
    if any(rule.code == "lot" for rule in rules):
        yield Sentence(text=N_("Người bằng nhau ở các tiêu chí trước thì bốc thăm, nên không có đồng hạng."))
    else:
        yield Sentence(
            text=N_("Người bằng nhau ở mọi tiêu chí thì đồng hạng; hai người đồng hạng 2 thì người kế tiếp hạng 4.")
        )


def draw(rules: RoundRules | LeagueSettings) -> Iterator[Sentence]:
    """Yield how lots are drawn, and how anybody can check that."""
    lots = _lots(rules)
    if not lots:
        return
    yield Sentence(
        text=N_(
            "Số bí mật để bốc thăm được hệ thống tạo cùng đợt thi và giữ kín đến khi công bố kết quả. Mã cam kết của "
            "nó được đăng ở đây từ đầu, nên không ai đổi được số ấy."
        )
    )
    yield Sentence(
        text=N_("Khi công bố kết quả, số bí mật được công bố. Ai cũng kiểm tra được:"), steps=(_PROMISE, *lots)
    )


# What is typed is the same in every language, and so no part of the messages.
_PROMISE = Sentence(
    text=N_("Mã SHA-256 của số bí mật phải đúng bằng mã cam kết. Lệnh kiểm tra: %(command)s"),
    params={"command": Command(text="printf '%s' SỐ-BÍ-MẬT | sha256sum")},
)


def _lots(rules: RoundRules | LeagueSettings) -> tuple[Sentence, ...]:
    """Return how each kind of lot that the rules have is computed."""
    lots = []
    if "lot" in rules.ranking:
        lots.append(
            Sentence(
                text=N_("Thăm xếp hạng của một bài là kết quả của lệnh %(command)s; thăm nhỏ hơn xếp trước."),
                params={"command": Command(text="printf '%s' SỐ-BÍ-MẬT:MÃ-BÀI-THI | sha256sum")},
            )
        )
    if rules.prizes.encouragement:
        lots.append(
            Sentence(
                text=N_("Thăm may mắn của một bài là kết quả của lệnh %(command)s; thăm nhỏ nhất được rút trước."),
                params={"command": Command(text=f"printf '%s' SỐ-BÍ-MẬT:{ENCOURAGEMENT_DRAW}:MÃ-BÀI-THI | sha256sum")},
            )
        )
    return tuple(lots)


def publishing(rules: RoundRules) -> Iterator[Sentence]:
    """Yield how long results may be objected to."""
    if rules.complaint_days:
        yield Sentence(
            text=N_("Kiến nghị về kết quả được nhận trong %(days)s ngày kể từ khi công bố."),
            params={"days": rules.complaint_days},
        )
    else:
        yield Sentence(text=N_("Kết quả là chính thức ngay khi công bố."))
