"""What is published of an outcome: what it holds, what counts as a change, until when complaints are taken."""

import json
from copy import deepcopy
from datetime import UTC, datetime

import pytest

from quizapp.domain.outcome import Case, UnitSize, decide
from quizapp.domain.participation import Scope, Turnout, UnitEntry, summarise
from quizapp.domain.prizes.allotting import Contender
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan
from quizapp.domain.published import Named, Subject, complaints_until, digest, freeze, named_people
from quizapp.domain.published_changes import CHANGED, changed_parts
from quizapp.domain.rules_in_words import RuledBy, rules_in_words
from quizapp.domain.tiebreak import Standing

NOON = datetime(2027, 6, 9, 5, 0, tzinfo=UTC)
# (participant, group, unit, score): five people in the order that they rank.
FIELD = (
    (1, "officials", 10, 9),
    (2, "students", 20, 8),
    (3, "officials", 10, 7),
    (4, "students", 20, 6),
    (5, "students", 20, 5),
)
PLAN = PrizePlan(
    individual=(
        IndividualPrize(title="Giải Nhất", count=1),
        IndividualPrize(title="Giải HS", count=1, group="students"),
    ),
    encouragement=1,
    encouragement_title="Giải KK",
    collective=(CollectivePrize(title="Tập thể", count=1, formula="highest_rate"),),
)


def contender(who, group, unit, score):
    standing = Standing(
        participant_id=who, score=score, duration_ms=60_000, submitted_at=NOON, attempts=1, registered_at=NOON,
        entry_id=100 + who,
    )  # fmt: skip
    return Contender(standing=standing, group=group, unit_id=unit, max_score=10)


def content(plan=PLAN, *, shows_leading=False, field=FIELD, ranking=("score",), **values):
    case = Case(
        contenders=[contender(*row) for row in field],
        ranking=ranking,
        plan=plan,
        units=(UnitSize(id=10, kind="agency", headcount=3), UnitSize(id=20, kind="school", headcount=7)),
        excluded=(),
        already_awarded=(),
        seed="s",
    )
    outcome = decide(case)
    units = (
        UnitEntry(id=10, kind="agency", name="Phòng", headcount=3),
        UnitEntry(id=20, kind="school", name="Trường", headcount=7),
    )
    turnouts = [
        Turnout(group="officials", unit_id=10, participants=2, attempts=2, full_marks=0),
        Turnout(group="students", unit_id=20, participants=3, attempts=3, full_marks=0),
    ]
    subject = Subject(
        title="Đợt 1", contest_title="Cuộc thi", opens_at=NOON, closes_at=NOON, partial="none",
        rules=RuledBy(counted="best"), actual=None, predictions={},
        participation=summarise(turnouts, (), units, Scope(contest_id=1, round_ids=(1,))),
        units={10: "Phòng", 20: "Trường"}, shows_leading=shows_leading,
    )  # fmt: skip
    people = {
        who: Named(name=f"N{who}", unit_name="Đơn vị") for who in named_people(outcome, shows_leading=shows_leading)
    }
    return {**freeze(case, outcome, subject, people), **values}


def test_prizes_of_all_then_of_the_group_then_those_drawn():
    # 1 wins over all; of the pupils 2 is the best; 3, 4 and 5 take part in the draw.
    awards = content()["awards"]
    assert [(a["title"], a["participant_id"], a["rank"], a["overall_rank"]) for a in awards[:2]] == [
        ("Giải Nhất", 1, 1, 1),
        ("Giải HS", 2, 1, 2),
    ]
    assert awards[2]["place"] == 0
    assert content()["draw"]["entries"] == [103, 104, 105]
    assert content()["winner_ids"] == sorted(a["participant_id"] for a in awards)


def test_a_winner_is_explained_against_the_next_of_the_same_list():
    first, pupil = content()["awards"][:2]
    # 2 is next to 1 among all and has a prize; 4, not 3, is next to 2 among the pupils: 8 points stand before 6.
    assert (first["why"]["before"], first["why"]["decisive"]["second"]) == ("N2", 8)
    assert (pupil["why"]["decisive"]["first"], pupil["why"]["decisive"]["second"]) == (8, 6)


def test_nobody_without_a_prize_is_named():
    found = content(PrizePlan(individual=(IndividualPrize(title="Giải Nhất", count=1),)))
    assert found["awards"][0]["why"]["before"] == ""
    assert "N2" not in json.dumps(found)


def test_the_best_are_listed_where_that_is_asked():
    found = content(PrizePlan(), shows_leading=True)
    assert [(row["rank"], row["name"]) for row in found["leading"]] == [(n, f"N{n}") for n in range(1, 6)]
    assert found["leading"][0]["why"]["before"] == "N2"
    assert found["leading"][4]["why"] is None
    assert (found["draw"], found["awards"]) == (None, [])


def test_fractions_are_kept_exactly():
    lines = content()["collective"][0]["lines"]
    # 2 of 3 are 66 2/3 %, 3 of 7 are 42 6/7 %.
    assert [(line["name"], line["total"]) for line in lines] == [("Phòng", "200/3"), ("Trường", "300/7")]


def test_units_stand_by_rate():
    assert [(u["name"], u["rank_by_rate"], u["participants"]) for u in content()["units"]] == [
        ("Phòng", 1, 2),
        ("Trường", 1, 3),
    ]


def test_it_is_plain_json_and_its_digest_tells_it_from_others():
    found = content()
    assert json.loads(json.dumps(found)) == found
    assert digest(found) == digest(json.loads(json.dumps(found)))
    assert digest(found) != digest({**found, "title": "Đợt 2"})


def test_lots_in_the_ranking_reveal_the_seed_too():
    draw = content(PrizePlan(), ranking=("score", "lot"))["draw"]
    assert (draw["seed"], draw["in_ranking"], draw["entries"], draw["drawn"]) == ("s", True, [], [])


def changed(**values):
    return changed_parts(content(), content(**values))


def test_the_same_result_has_not_changed_whatever_people_are_called():
    after = content()
    for row in after["awards"]:
        row["name"] = "Tên mới"
    assert changed_parts(content(), after) == ()


@pytest.mark.parametrize(("code", "values"), [("actual", {"actual": 3}), ("participants", {"attempts": 99})])
def test_a_number_that_differs_is_a_change(code, values):
    assert changed(**values) == (code,)


def test_another_score_of_a_winner_is_a_change():
    after = deepcopy(content())
    after["awards"][0]["score"] = 10
    assert changed_parts(content(), after) == ("scores",)


def test_another_winner_changes_winners_scores_and_the_draw():
    swapped = ((2, "students", 20, 9), (1, "officials", 10, 8), *FIELD[2:])
    assert set(changed(field=swapped)) >= {"awards", "scores", "draw"}
    assert set(changed(field=swapped)) <= set(CHANGED)


def test_another_order_of_units_is_a_change():
    after = deepcopy(content())
    after["collective"][0]["lines"].reverse()
    assert changed_parts(content(), after) == ("collective",)


@pytest.mark.parametrize(
    ("moment", "days", "until"),
    [
        # 12:00 on June 9 in Vietnam: two days later until 23:59:59, which is 16:59:59 UTC.
        (NOON, 2, datetime(2027, 6, 11, 16, 59, 59, tzinfo=UTC)),
        # 00:30 on June 10 in Vietnam
        (datetime(2027, 6, 9, 17, 30, tzinfo=UTC), 1, datetime(2027, 6, 11, 16, 59, 59, tzinfo=UTC)),
        (NOON, 0, NOON),
    ],
)
def test_complaints_are_taken_to_the_end_of_a_day(moment, days, until):
    assert complaints_until(moment, days) == until


def test_the_rules_are_told_from_the_settings():
    rules = RuledBy(counted="first", partial_rule="half", prediction_target="attempts", prediction_asked="first")
    said = rules_in_words(rules, ("score", "lot"), PrizePlan(minimum_percent=50))
    assert [part["sentence"] for part in said] == [
        "Lượt được tính là lượt nộp đầu tiên; các lượt sau chỉ để ôn luyện.",
        "Câu có nhiều đáp án: chọn thiếu nhưng không sai thì được nửa số điểm của câu.",
        "Câu hỏi dự đoán:",
        "Con số thực tế không tính bài bị hủy kết quả.",
        "Xếp hạng lần lượt theo:",
        "Chỉ xét giải cho người đạt từ %(percent)s%% số điểm tối đa.",
    ]
    assert said[4]["titles"] == ["Điểm cao hơn", "Bốc thăm"]
    assert said[5]["params"] == {"percent": 50}
