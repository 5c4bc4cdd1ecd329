"""What the rules say of who may enter, of papers, of attempts and of marking."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from quizapp.domain.drawing import BlueprintRow, rows_for
from quizapp.domain.groups import GROUPS
from quizapp.domain.marking import PARTIAL_RULES
from quizapp.domain.phase import Period
from quizapp.domain.policy import REVIEW_POLICIES, RoundKind
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.round_rules import RoundRules
from quizapp.domain.rules_text.sentence import Param, Sentence, Term
from quizapp.domain.text import N_

_ALLOWANCES = {
    Period.ROUND: N_("Mỗi người thi nhiều nhất %(count)s lượt trong cả đợt."),
    Period.WEEK: N_("Mỗi người thi nhiều nhất %(count)s lượt một tuần, tính từ thứ Hai đến Chủ nhật."),
    Period.DAY: N_("Mỗi người thi nhiều nhất %(count)s lượt một ngày, tính từ 0 giờ."),
}
# By whether questions and whether options are shuffled.
_SHUFFLES = {
    (True, True): N_("Câu hỏi rút ngẫu nhiên; thứ tự câu hỏi và thứ tự phương án của mỗi bài một khác."),
    (True, False): N_("Câu hỏi rút ngẫu nhiên; thứ tự câu hỏi của mỗi bài một khác, phương án giữ nguyên thứ tự."),
    (False, True): N_("Câu hỏi rút ngẫu nhiên; thứ tự phương án của mỗi bài một khác."),
    (False, False): N_("Câu hỏi rút ngẫu nhiên; phương án giữ nguyên thứ tự."),
}


def may_retry(rules: RoundRules) -> bool:
    """Tell whether somebody can have more than one attempt in the round."""
    return rules.attempts_allowed != 1 or rules.attempts_period != Period.ROUND


def schedule(rules: RoundRules) -> Iterator[Sentence]:
    """Yield when the round is open."""
    yield Sentence(text=N_("Từ %(start)s đến %(end)s"), params={"start": rules.opens_at, "end": rules.closes_at})


def entry(rules: RoundRules) -> Iterator[Sentence]:
    """Yield who may enter."""
    if len(rules.admitted) == len(GROUPS):
        yield Sentence(text=N_("Mọi nhóm"))
    else:
        groups = tuple(Term(text=GROUPS[code].title) for code in rules.admitted)
        yield Sentence(text=N_("Dành cho: %(groups)s"), params={"groups": groups})
    if rules.minimum_age is not None and not rules.is_external:
        yield Sentence(
            text=N_("Người dự thi phải đủ %(age)s tuổi vào ngày bắt đầu làm bài."), params={"age": rules.minimum_age}
        )


def paper(rules: RoundRules) -> Iterator[Sentence]:
    """Yield how many questions a paper has, of what, and how it is drawn."""
    sizes = rules.paper_sizes
    if len(set(sizes.values())) == 1:
        yield Sentence(text=N_("%(count)s câu trắc nghiệm"), params={"count": max(sizes.values())})
    else:
        yield from (
            Sentence(
                text=N_("%(group)s: %(count)s câu"), params={"group": Term(text=GROUPS[code].title), "count": size}
            )
            for code, size in sizes.items()
        )
    yield from _compositions(rules)
    yield Sentence(text=_SHUFFLES[rules.shuffle_questions, rules.shuffle_options])


def _compositions(rules: RoundRules) -> Iterator[Sentence]:
    """Yield what each different paper is made of, where topics or levels are fixed."""
    groups = defaultdict(list)
    for code in rules.admitted:
        groups[rows_for(rules.blueprint, code)].append(code)
    for rows, codes in groups.items():
        if any(row.topic or row.difficulty for row in rows):
            has_levels = any(row.difficulty for row in rows)
            items = tuple(_of_a_level(row) if has_levels else _of_a_topic(row) for row in rows)
            if len(groups) == 1:
                yield Sentence(text=N_("Mỗi bài gồm:"), items=items)
            else:
                yield from (
                    Sentence(text=N_("Bài của nhóm %(group)s gồm:"), params=_named(code), items=items) for code in codes
                )


def _named(code: str) -> dict[str, Term]:
    return {"group": Term(text=GROUPS[code].title)}


def _topic(row: BlueprintRow) -> Param:
    return row.topic or Term(text=N_("Chủ đề bất kỳ"))


def _of_a_topic(row: BlueprintRow) -> Sentence:
    return Sentence(text=N_("%(topic)s: %(count)s câu"), params={"topic": _topic(row), "count": row.count})


def _of_a_level(row: BlueprintRow) -> Sentence:
    level = Term(text=DIFFICULTIES[row.difficulty] if row.difficulty else N_("bất kỳ"))
    return Sentence(
        text=N_("%(topic)s, mức %(level)s: %(count)s câu"),
        params={"topic": _topic(row), "level": level, "count": row.count},
    )


def time_limit(rules: RoundRules) -> Iterator[Sentence]:
    """Yield how long an attempt may take."""
    yield Sentence(text=N_("%(count)s phút"), params={"count": rules.time_limit_minutes})


def attempts(rules: RoundRules) -> Iterator[Sentence]:
    """Yield how often one may try, and which attempt counts."""
    if rules.attempts_allowed is None:
        yield Sentence(text=N_("Mỗi người thi bao nhiêu lượt cũng được."))
    else:
        yield Sentence(text=_ALLOWANCES[Period(rules.attempts_period)], params={"count": rules.attempts_allowed})
    if may_retry(rules) and rules.kind == RoundKind.OFFICIAL:
        yield Sentence(text=COUNTED_RULES[rules.counted].sentence)


def marks(rules: RoundRules) -> Iterator[Sentence]:
    """Yield what answers earn, and what makes a paper invalid."""
    yield from _points(rules)
    yield Sentence(text=N_("Câu trả lời sai hoặc bỏ trống được 0 điểm, không trừ vào điểm của câu khác."))
    yield Sentence(text=PARTIAL_RULES[rules.partial_rule].sentence)
    if rules.requires_all_answered:
        yield Sentence(
            text=N_(
                "Phải trả lời đủ các câu thì bài mới hợp lệ. Bài còn câu bỏ trống không được tính, nhưng vẫn trừ vào "
                "số lượt được phép."
            )
        )


def _points(rules: RoundRules) -> Iterable[Sentence]:
    """Return what a right answer earns; a question whose level is not known earns what the marking says."""
    worth = {level: rules.marking.points_of(level) for level in DIFFICULTIES}
    usual = rules.marking.points_of(None)
    if set(worth.values()) == {usual}:
        return (Sentence(text=N_("Mỗi câu trả lời đúng được %(points)s điểm."), params={"points": usual}),)
    items = tuple(
        Sentence(
            text=N_("Câu mức %(level)s: %(points)s điểm"),
            params={"level": Term(text=DIFFICULTIES[level]), "points": points},
        )
        for level, points in worth.items()
    )
    unknown = Sentence(text=N_("Câu chưa ghi mức độ: %(points)s điểm"), params={"points": usual})
    return (Sentence(text=N_("Câu trả lời đúng được:"), items=(*items, unknown)),)


def review(rules: RoundRules) -> Iterator[Sentence]:
    """Yield when the right answers are shown."""
    yield Sentence(text=REVIEW_POLICIES[rules.review])


def kind(rules: RoundRules) -> Iterator[Sentence]:
    """Yield what a practice round is for."""
    yield Sentence(text=N_("Để làm quen với cách thi; không xếp hạng và không tính vào kết quả."))


def organiser(rules: RoundRules) -> Iterator[Sentence]:
    """Yield who holds an external round, by whose rules, and where."""
    yield Sentence(text=N_("Đợt thi do %(organiser)s tổ chức."), params={"organiser": rules.organiser})
    yield Sentence(
        text=N_(
            "Đề thi, cách chấm, xếp hạng và giải thưởng theo thể lệ của đơn vị tổ chức. Số liệu chính thức do đơn vị "
            "tổ chức cung cấp được tính vào báo cáo của cuộc thi này."
        )
    )
    yield Sentence(text=N_("Địa chỉ dự thi: %(url)s"), params={"url": rules.external_url})
