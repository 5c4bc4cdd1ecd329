"""The rules in words: every setting is spoken of, and what is said changes with it."""

import subprocess
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.policy import RoundKind
from quizapp.domain.prizes.allotting import ENCOURAGEMENT_DRAW
from quizapp.domain.prizes.lots import commitment, lot, seed_for
from quizapp.domain.prizes.plan import CollectivePrize, DrawAmong, IndividualPrize, OnePrize, PrizePlan
from quizapp.domain.round_rules import LeagueSettings, RoundRules
from quizapp.domain.rules_text import (
    CLAUSES,
    SILENT,
    Command,
    Term,
    alike,
    collective_lists,
    individual_rows,
    league_told,
    told,
)
from quizapp.domain.rules_text.awards import collective, individual

MONDAY = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)
PLAN = PrizePlan(
    individual=(
        IndividualPrize(title="Giải Nhất", count=1, amount=500_000),
        IndividualPrize(title="Giải Nhì", count=2, group="students"),
    ),
    minimum_percent=50,
    encouragement=3,
    encouragement_title="Giải may mắn",
    collective=(CollectivePrize(title="Giải tập thể", count=1, formula="highest_rate", kinds=("school",)),),
)
RULES = RoundRules(
    slug="tuan-1",
    title="Tuần 1",
    kind=RoundKind.OFFICIAL,
    opens_at=MONDAY,
    closes_at=MONDAY + timedelta(days=7),
    groups=(),
    blueprint=(BlueprintRow(topic="A", count=3), BlueprintRow(topic="B", difficulty="easy", count=2)),
    time_limit_minutes=20,
    attempts_allowed=2,
    attempts_period="week",
    shuffle_questions=True,
    shuffle_options=True,
    review="after_close",
    ranking=("score", "prediction", "lot"),
    shows_rank=True,
    prediction_target="participants",
    prizes=PLAN,
)
EXTERNAL = replace(RULES, kind=RoundKind.EXTERNAL, organiser="Tỉnh đoàn", external_url="https://thi.example.vn/")
OTHER = {
    "kind": RoundKind.PRACTICE,
    "opens_at": MONDAY + timedelta(hours=1),
    "closes_at": MONDAY + timedelta(days=8),
    "groups": ("students",),
    "blueprint": (BlueprintRow(topic="A", count=3), BlueprintRow(topic="B", difficulty="hard", count=2)),
    "time_limit_minutes": 15,
    "attempts_allowed": None,
    "attempts_period": "day",
    "shuffle_questions": False,
    "shuffle_options": False,
    "review": "never",
    "ranking": ("score", "lot"),
    "shows_rank": False,
    "prediction_target": "attempts",
    "prediction_asked": "first",
    "prediction_with_disqualified": True,
    "counted": "last",
    "partial_rule": "half",
    "points": (("hard", 3),),
    "requires_all_answered": True,
    "minimum_age": 14,
    "complaint_days": 3,
    "prizes": replace(PLAN, one_prize=OnePrize.CONTEST),
}


def plain(value):
    if isinstance(value, tuple):
        return "; ".join(map(plain, value))
    return value.text if isinstance(value, Term | Command) else value


def words(sentence):
    """A sentence completed as an English or Vietnamese page would, with the items below it."""
    own = sentence.text % {name: plain(value) for name, value in sentence.params.items()} if sentence.params else ""
    return " ".join([own or sentence.text, *(f"({words(item)})" for item in (*sentence.items, *sentence.steps))])


def spoken(clauses):
    return {clause.code: [words(sentence) for sentence in clause.sentences] for clause in clauses}


def said(code, **changes):
    return spoken(told(replace(RULES, **changes)))[code]


def test_every_setting_is_spoken_of_or_known_to_be_silent():
    spoken_of = {name for clause in CLAUSES for name in clause.fields}
    assert spoken_of | set(SILENT) == {f.name for f in fields(RoundRules)}
    assert not spoken_of & set(SILENT)


@pytest.mark.parametrize("name", sorted(OTHER))
def test_another_value_of_a_setting_changes_what_is_said_by_a_clause_that_claims_it(name):
    before, after = spoken(told(RULES)), spoken(told(replace(RULES, **{name: OTHER[name]})))
    claiming = {clause.code for clause in CLAUSES if name in clause.fields}
    changed = {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}
    assert changed & claiming
    if name != "kind":  # on which it depends what is said at all
        assert changed <= claiming | {"draw"}


def test_the_values_tried_are_of_all_settings_of_rounds_held_here():
    assert set(OTHER) == {f.name for f in fields(RoundRules)} - set(SILENT) - {"organiser", "external_url"}


def test_a_round_that_others_hold_is_told_by_who_holds_it_and_where_and_by_nothing_of_papers_or_prizes():
    assert list(spoken(told(EXTERNAL))) == ["organiser", "schedule", "entry"]
    for change in ({"organiser": "Sở Tư pháp"}, {"external_url": "https://khac.example.vn/"}):
        assert spoken(told(replace(EXTERNAL, **change)))["organiser"] != spoken(told(EXTERNAL))["organiser"]


def test_the_least_age_of_a_round_that_others_hold_is_theirs_to_ask_for():
    assert spoken(told(replace(EXTERNAL, minimum_age=14)))["entry"] == ["Mọi nhóm"]


def test_which_attempt_counts_is_nothing_to_know_of_practice():
    assert spoken(told(replace(RULES, kind=RoundKind.PRACTICE)))["attempts"] == [
        "Mỗi người thi nhiều nhất 2 lượt một tuần, tính từ thứ Hai đến Chủ nhật."
    ]


def test_practice_has_neither_ranking_nor_prizes():
    assert list(spoken(told(replace(RULES, kind=RoundKind.PRACTICE)))) == [
        "kind",
        "schedule",
        "entry",
        "paper",
        "time-limit",
        "attempts",
        "marks",
        "review",
    ]


@pytest.mark.parametrize(
    ("allowed", "period", "sentences"),
    [
        (None, "round", 2),
        (1, "round", 1),  # there is no other attempt that could count
        (1, "day", 2),
        (3, "week", 2),
    ],
)
def test_which_attempt_counts_is_said_where_there_can_be_several(allowed, period, sentences):
    assert len(said("attempts", attempts_allowed=allowed, attempts_period=period)) == sentences
    asked = [s for s in said("prediction", attempts_allowed=allowed, attempts_period=period) if "lượt thi" in s]
    assert len(asked) == sentences - 1


def test_papers_of_different_sizes_are_told_group_by_group():
    blueprint = (BlueprintRow(count=5), BlueprintRow(count=4, group="students"))
    assert said("paper", groups=("officials", "students"), blueprint=blueprint)[:-1] == [
        "Cán bộ, công chức, viên chức: 5 câu",
        "Học sinh: 4 câu",
    ]


def test_fixed_topics_and_levels_are_told():
    topics = (BlueprintRow(topic="A", count=3), BlueprintRow(count=1))
    assert said("paper", blueprint=topics)[1] == "Mỗi bài gồm: (A: 3 câu) (Chủ đề bất kỳ: 1 câu)"
    assert said("paper")[:-1] == ["5 câu trắc nghiệm", "Mỗi bài gồm: (A, mức bất kỳ: 3 câu) (B, mức Nhận biết: 2 câu)"]


def test_level_people_share_a_rank_unless_lots_are_drawn():
    assert said("ranking", ranking=("score", "duration"))[1:3] == [
        "Thời gian tính theo đồng hồ máy chủ, đến từng giây.",
        "Người bằng nhau ở mọi tiêu chí thì đồng hạng; hai người đồng hạng 2 thì người kế tiếp hạng 4.",
    ]
    assert said("ranking")[0] == "Lần lượt theo: (Điểm cao hơn) (Dự đoán gần đúng hơn) (Bốc thăm)"
    assert said("ranking")[1] == "Người bằng nhau ở các tiêu chí trước thì bốc thăm, nên không có đồng hạng."


def test_whether_disqualified_papers_are_in_the_number_is_said_in_advance():
    assert said("prediction")[2] == "Số đúng không gồm những bài bị hủy kết quả hoặc không được tính."
    assert said("prediction", prediction_with_disqualified=True)[2].startswith("Số đúng gồm cả những bài bị hủy")


def test_a_guess_that_ranks_nobody_is_called_so():
    assert said("prediction", ranking=("score",))[-1] == "Câu dự đoán không dùng để xếp hạng."
    assert "prediction" not in spoken(told(replace(RULES, prediction_target=None, ranking=("score",))))


def test_points_are_told_by_level_where_they_differ_or_a_question_without_a_level_would():
    assert said("marks")[0] == "Mỗi câu trả lời đúng được 1 điểm."
    ten = tuple((level, 10) for level in ("easy", "medium", "hard"))
    assert said("marks", points=ten)[0] == (
        "Câu trả lời đúng được: (Câu mức Nhận biết: 10 điểm) (Câu mức Thông hiểu: 10 điểm) "
        "(Câu mức Vận dụng: 10 điểm) (Câu chưa ghi mức độ: 1 điểm)"
    )


def test_a_draw_is_told_where_there_is_one():
    nothing = replace(PLAN, encouragement=0)
    assert "draw" not in spoken(told(replace(RULES, ranking=("score",), prizes=nothing)))
    assert said("draw", prizes=nothing)[1].count("sha256sum") == 2  # the promise, the rank's lot
    assert said("draw")[1].count("sha256sum") == 3  # and the encouragement's


def test_the_commands_that_are_told_print_the_promise_and_the_lots_that_are_drawn_by():
    (how,) = [sentence for clause in told(RULES) if clause.code == "draw" for sentence in clause.sentences[1:]]
    printed = [
        subprocess.run(
            ["sh", "-c", item.params["command"].text.replace("SỐ-BÍ-MẬT", "ab12").replace("MÃ-BÀI-THI", "7")],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()[0]
        for item in how.steps
    ]
    lots = [lot("ab12", 7), lot(seed_for(ENCOURAGEMENT_DRAW, "ab12"), 7)]
    assert printed == [commitment("ab12"), *(f"{drawn:064x}" for drawn in lots)]


def test_no_complaints_window_is_no_number_of_days():
    assert said("publishing", complaint_days=0) == ["Kết quả là chính thức ngay khi công bố."]


@pytest.mark.parametrize(
    "change",
    [
        {"individual": ()},
        {"one_prize": OnePrize.NONE},
        {"minimum_percent": 0},
        {"encouragement": 0},
        {"encouragement_among": DrawAmong.FULL_MARKS},
        {"encouragement_title": "Giải khác"},
        {"encouragement_amount": 50_000},
    ],
)
def test_another_plan_is_another_text_or_table(change):
    other = replace(PLAN, **change)

    def text(plan):
        return [words(sentence) for sentence in individual(plan)], individual_rows(plan)

    assert text(other) != text(PLAN)


def test_every_part_of_a_plan_is_told():
    told_of = {"individual", "one_prize", "minimum_percent", "encouragement", "encouragement_title"}
    told_of |= {"encouragement_amount", "encouragement_among", "collective"}
    assert told_of == {f.name for f in fields(PrizePlan)}


UNITS = CollectivePrize(title="Giải tập thể", count=1, formula="rate_plus_winners", kinds=("school",))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Cờ thi đua"},
        {"count": 2},
        {"formula": "rank_points"},
        {"kinds": ()},
        {"weights": (("rate", 2), ("winners", 1))},
        {"winner_points": (5, 3)},
        {"minimum_rates": ((50, 25),)},
        {"requires_full_rate": True},
        {"requires_winner": True},
        {"amount": 1},
    ],
)
def test_every_part_of_a_collective_prize_is_told(change):
    def text(prize):
        (only,) = collective_lists(PrizePlan(collective=(prize,)))
        return only.rows, [words(sentence) for sentence in only.sentences]

    assert text(replace(UNITS, **change)) != text(UNITS)
    assert len(fields(CollectivePrize)) == 10


def test_minimum_rates_by_size_are_told_in_order():
    (only,) = collective_lists(PrizePlan(collective=(replace(UNITS, minimum_rates=((50, 25), (1, 30))),)))
    assert [words(s) for s in only.sentences if "ít nhất" in s.text] == [
        "Đơn vị có từ 1 đến 49 người phải có ít nhất 30% số người dự thi.",
        "Đơn vị có từ 50 người trở lên phải có ít nhất 25% số người dự thi.",
    ]


def test_prizes_of_one_list_are_told_together_and_other_lists_apart():
    prizes = (UNITS, replace(UNITS, title="Giải Nhì", count=3), replace(UNITS, kinds=("agency",)))
    assert [[row.title for row in text.rows] for text in collective_lists(PrizePlan(collective=prizes))] == [
        ["Giải tập thể", "Giải Nhì"],
        ["Giải tập thể"],
    ]
    assert list(collective(PrizePlan())) == []


def test_a_rate_is_told_of_where_units_are_compared_or_admitted_by_it():
    by_points = replace(UNITS, formula="rank_points")
    assert [words(s) for s in collective(PrizePlan(collective=(by_points,)))] == [
        "Đơn vị chưa có người dự thi thì không được xét."
    ]
    assert [words(s) for s in collective(PrizePlan(collective=(UNITS,)))][1] == (
        "Tỷ lệ dự thi tính trên số người của đơn vị do Ban Tổ chức ghi nhận, nhiều nhất là 100%."
    )


def test_rounds_that_differ_in_name_and_time_alone_are_told_together():
    week = timedelta(days=7)
    later = replace(RULES, slug="tuan-2", title="Tuần 2", opens_at=MONDAY + week, closes_at=MONDAY + 2 * week)
    assert alike(later) == alike(RULES)
    assert alike(replace(later, time_limit_minutes=21)) != alike(RULES)


def test_the_league_is_told_by_its_ranking_and_by_prizes_where_it_has_any():
    assert list(spoken(league_told(LeagueSettings()))) == ["ranking"]
    assert list(spoken(league_told(LeagueSettings(prizes=PLAN)))) == ["ranking", "draw", "prizes", "collective"]
