"""Prizes as the staff type them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from quizapp.contests.forms import RoundForm, round_data
from quizapp.domain.audit_actions import FIELDS
from quizapp.domain.edition import official_round
from quizapp.domain.presets import PRESETS, apply
from quizapp.domain.prizes.plan import (
    CollectivePrize,
    DrawAmong,
    IndividualPrize,
    OnePrize,
    PrizePlan,
    from_json,
    to_json,
)
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.round_rules import changed_fields
from quizapp.models import Round
from tests.browser import post_form, text_of
from tests.integration.contests.organising import (
    address,
    begin_attempt,
    last_record,
    prize_row,
    round_fields,
    stored_fields,
)

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def vera(client, factory):
    """The organiser, signed in."""
    return factory.sign_in(client, role="organiser")


@pytest.fixture
def new_round(client, factory, vera):
    """Post a new round's form with changes."""
    contest, bank = factory.contest(), factory.bank(questions=6)

    def post(**changes):
        return post_form(client, f"/contests/{contest.id}/rounds/new", round_fields(bank, **changes))

    post.contest = contest
    return post


def unit_prize(number=0, **values):
    prefix = f"prizes-collective-{number}"
    fields = {
        "title": "Tập thể nhất",
        "count": "1",
        "amount": "",
        "formula": "highest_rate",
        "winner_points": "10, 8, 6, 4, 2",
        "minimum_rates-0-headcount": "",
        "minimum_rates-0-percent": "",
        **values,
    }
    return {f"{prefix}-{name}": value for name, value in fields.items()}


def stored_plan(session):
    return from_json(session.scalars(select(Round)).one().prizes)


def test_all_of_a_plan_is_stored_as_it_was_typed(session, new_round):
    answer = new_round(
        **prize_row(0, " Giải  Nhất ", "1", amount="1.000.000"),
        **prize_row(1, "", ""),  # left blank: not used
        **prize_row(2, "Giải Nhì học sinh", "2", "students", "500000 đ"),
        **{
            "prizes-one_prize": "contest",
            "prizes-minimum_percent": "50",
            "prizes-encouragement": "20",
            "prizes-encouragement_title": "Giải may mắn",
            "prizes-encouragement_amount": "50 000",
            "prizes-encouragement_among": "full_marks",
        },
        **unit_prize(
            formula="rate_plus_winners",
            kinds=["village", "school"],
            amount="2.000.000",
            winner_points="10 8;6",
            **{
                "weights-rate": "2",
                "weights-winners": "1",
                "minimum_rates-0-headcount": "",
                "minimum_rates-0-percent": "30",
                "minimum_rates-1-headcount": "50",
                "minimum_rates-1-percent": "25",
                "requires_full_rate": "",
                "requires_winner": "y",
            },
        ),
    )
    assert answer.status_code == 303
    assert stored_plan(session) == PrizePlan(
        individual=(
            IndividualPrize(title="Giải Nhất", count=1, amount=1_000_000),
            IndividualPrize(title="Giải Nhì học sinh", count=2, group="students", amount=500_000),
        ),
        one_prize=OnePrize.CONTEST,
        minimum_percent=50,
        encouragement=20,
        encouragement_title="Giải may mắn",
        encouragement_amount=50_000,
        encouragement_among=DrawAmong.FULL_MARKS,
        collective=(
            CollectivePrize(
                title="Tập thể nhất",
                count=1,
                formula="rate_plus_winners",
                kinds=("school", "village"),
                weights=(("rate", 2), ("winners", 1)),
                winner_points=(10, 8, 6),
                minimum_rates=((0, 30), (50, 25)),
                requires_winner=True,
                amount=2_000_000,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (prize_row(0, "Giải Nhất", ""), "Giải cá nhân: Dòng 1: Số lượng của mỗi giải phải từ 1 đến 1.000"),
        (prize_row(0, "", "3"), "Giải cá nhân: Dòng 1: Có giải chưa có tên"),
        (prize_row(0, "", "", amount="500.000"), "Giải cá nhân: Dòng 1: Có giải chưa có tên"),
        # A blank row before it: the page's third row is the second prize.
        (
            {**prize_row(0, "A", "1"), **prize_row(1, "", ""), **prize_row(2, "a", "2")},
            "Giải cá nhân: Dòng 3: Có hai giải cùng tên cho cùng một nhóm.",
        ),
        (prize_row(0, "A", "một"), "Giải cá nhân: Dòng 1: Hãy nhập một số nguyên"),
        (prize_row(0, "A", "1", amount="5 triệu"), "Giải cá nhân: Dòng 1: Hãy nhập số tiền bằng chữ số"),
        (prize_row(0, "A", "1", amount="1.00.000"), "Giải cá nhân: Dòng 1: Hãy nhập số tiền bằng chữ số"),
        (prize_row(0, "A", "1", amount="-5"), "Giải cá nhân: Dòng 1: Hãy nhập số tiền bằng chữ số"),
        (prize_row(0, "A", "1", amount="99.000.000.000"), "Giải cá nhân: Dòng 1: Số tiền của mỗi giải phải từ 0"),
        (prize_row(0, "A", "1", "martians"), "Giải cá nhân: Dòng 1: Hãy chọn một mục trong danh sách."),
        (prize_row(0, "A\u202e", "1"), "Giải cá nhân: Dòng 1: Có ký tự lạ không nhìn thấy được."),
        (
            {"groups": ["students"], **prize_row(0, "A", "1", "officials")},
            "Giải cá nhân: Dòng 1: Có giải dành cho nhóm không được dự thi.",
        ),
        ({"kind": "practice", **prize_row(0, "A", "1")}, "Giải cá nhân: Thi thử không xếp hạng nên không có giải."),
        ({"prizes-minimum_percent": "101"}, "(% điểm tối đa): Điểm tối thiểu để xét giải phải từ 0%"),
        ({"prizes-encouragement": "5"}, "Tên giải rút thăm: Giải rút thăm chưa có tên"),
        ({"prizes-one_prize": "two"}, "Số giải của một người: Hãy chọn một mục trong danh sách."),
        (unit_prize(title=""), "Giải tập thể: Giải tập thể 1: Có giải tập thể chưa có tên"),
        (unit_prize(formula="luck"), "Giải tập thể: Giải tập thể 1: Hãy chọn một mục trong danh sách."),
        (unit_prize(kinds=["tribe"]), "Giải tập thể: Giải tập thể 1: Hãy chọn một mục trong danh sách."),
        (
            unit_prize(**{"weights-score": "2"}),
            "Cách xét “Tỷ lệ tham gia cao nhất” không tính “Tổng điểm thi”. Hãy xóa hệ số này",
        ),
        (unit_prize(**{"weights-rate": "0"}), "Giải tập thể 1: Mọi hệ số đều bằng 0"),
        (unit_prize(winner_points="10, tám"), "Giải tập thể 1: Hãy nhập các số nguyên cách nhau bằng dấu phẩy"),
        (unit_prize(winner_points="8, 10"), "Giải tập thể 1: Điểm cộng cho giải cá nhân phải từ 0 đến 1.000"),
        (
            unit_prize(**{"minimum_rates-0-headcount": "50"}),
            "Giải tập thể 1: Dòng 1: Hãy nhập tỷ lệ tối thiểu, hoặc xóa trắng cả dòng.",
        ),
        (unit_prize(**{"minimum_rates-0-percent": "101"}), "Giải tập thể 1: Tỷ lệ tối thiểu phải từ 0% đến 100%"),
    ],
)
def test_a_plan_that_can_not_be_is_refused_beside_the_field(session, new_round, changes, sentence):
    answer = new_round(**changes)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert session.scalars(select(Round)).all() == []


def test_what_was_typed_of_a_refused_plan_is_kept(new_round):
    answer = new_round(title="", **prize_row(0, HOSTILE, "abc", amount="5 triệu"), **unit_prize(winner_points="x y"))
    assert answer.status_code == 422
    for value in ("&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "abc", "5 triệu", "Tập thể nhất", "x y"):
        assert f'value="{value}"' in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("action", "name"),
    [("add-prize", "prizes-individual-1-title"), ("add-collective", "prizes-collective-1-minimum_rates-1-percent")],
)
def test_more_rows_are_had_without_a_script_and_store_nothing(session, new_round, action, name):
    answer = new_round(action=action, **prize_row(0, "Giải Nhất", "1"), **unit_prize())
    assert answer.status_code == 200
    assert f'name="{name}"' in answer.text
    assert 'value="Giải Nhất"' in answer.text
    assert 'value="Tập thể nhất"' in answer.text
    assert session.scalars(select(Round)).all() == []


def test_the_number_of_rows_has_an_end(new_round):
    rows = {}
    for number in range(60):
        rows |= prize_row(number, f"Giải {number}", "1")
    answer = new_round(action="add-prize", **rows)
    assert "prizes-individual-49-title" in answer.text
    assert "prizes-individual-50-title" not in answer.text


def test_a_stored_plan_comes_back_unchanged(client, session, factory, vera):
    plan = PrizePlan(
        individual=(IndividualPrize(title="Giải Nhất", count=2, group="students", amount=300_000),),
        encouragement=3,
        encouragement_title="May mắn",
        collective=(
            CollectivePrize(title="Tập thể", count=1, formula="highest_rate", minimum_rates=((50, 25),), amount=7),
        ),
    )
    contest_round = factory.round(prizes=to_json(plan))
    page = client.get(address(contest_round))
    for name, value in {
        "prizes-individual-0-title": "Giải Nhất",
        "prizes-individual-0-amount": "300.000",
        "prizes-encouragement": "3",
        "prizes-collective-0-minimum_rates-0-percent": "25",
        "prizes-collective-0-winner_points": "10, 8, 6, 4, 2",
    }.items():
        assert re.search(f'name="{name}" type="(text|number)" value="{value}"', page.text)
    fields = stored_fields(
        contest_round,
        **prize_row(0, "Giải Nhất", "2", "students", "300.000"),
        **unit_prize(
            title="Tập thể", amount="7", **{"minimum_rates-0-headcount": "50", "minimum_rates-0-percent": "25"}
        ),
        **{"prizes-encouragement": "3", "prizes-encouragement_title": "May mắn"},
    )
    assert post_form(client, address(contest_round), fields).status_code == 303
    assert last_record(session) is None


def test_a_change_of_prizes_is_recorded_by_its_parts(client, session, factory, vera):
    contest_round = factory.round(prizes=to_json(PrizePlan(individual=(IndividualPrize(title="Giải Nhất", count=1),))))
    fields = stored_fields(
        contest_round,
        **prize_row(0, "Giải Nhất", "2", "students", "300.000"),
        **unit_prize(),
        **{"prizes-minimum_percent": "50"},
    )
    post_form(client, address(contest_round), fields)
    assert last_record(session).details["changed"] == {
        "prizes.individual": ["Giải Nhất × 1", "Giải Nhất × 2 (group: students, amount: 300000)"],
        "prizes.minimum_percent": [0, 50],
        "prizes.collective": [
            None,
            "Tập thể nhất × 1 (formula: highest_rate, winner_points: [10, 8, 6, 4, 2])",
        ],
    }


def test_every_part_of_a_plan_has_a_name_in_the_record():
    assert {f"prizes.{part}" for part in to_json(PrizePlan())} <= set(FIELDS)


def test_prizes_can_not_be_read_into_the_page(client, factory, vera):
    plan = PrizePlan(individual=(IndividualPrize(title=HOSTILE, count=1),))
    contest_round = factory.round(prizes=to_json(plan))
    begin_attempt(factory, contest_round)
    page = client.get(address(contest_round))
    assert "<script>alert" not in page.text
    assert f"{HOSTILE}: 1 giải" in text_of(page)


# More prizes than people


def test_more_prizes_than_people_are_asked_about_once(client, session, factory, new_round):
    for _ in range(2):
        factory.participant(new_round.contest)
    rows = prize_row(0, "Giải Nhất", "3")
    answer = new_round(**rows)
    assert answer.status_code == 422
    assert "Có 3 giải nhưng mới có 2 người đăng ký. Hãy giảm số giải;" in text_of(answer)
    assert 'name="expects_more_people"' in answer.text
    assert new_round(**rows, expects_more_people="y").status_code == 303
    assert stored_plan(session).individual[0].count == 3


def test_a_plan_that_stands_is_not_asked_about_again(client, factory, vera):
    plan = PrizePlan(individual=(IndividualPrize(title="Giải Nhất", count=3),))
    contest_round = factory.round(prizes=to_json(plan))
    factory.participant(contest_round.contest)
    fields = stored_fields(contest_round, title="Tên khác", **prize_row(0, "Giải Nhất", "3"))
    assert post_form(client, address(contest_round), fields).status_code == 303


def test_prizes_of_a_group_are_compared_with_its_people_alone(factory, new_round):
    for _ in range(3):
        factory.participant(new_round.contest, group="residents")
    answer = new_round(**prize_row(0, "Giải Nhất", "1", "students"))
    assert "Có 1 giải dành cho nhóm “Học sinh” nhưng nhóm này mới có 0 người đăng ký." in text_of(answer)


def test_people_of_groups_that_may_not_enter_win_nothing(factory, new_round):
    for _ in range(3):
        factory.participant(new_round.contest, group="residents")
    factory.participant(new_round.contest, group="students")
    answer = new_round(groups=["students"], **prize_row(0, "Giải Nhất", "2"))
    assert "Có 2 giải nhưng mới có 1 người đăng ký." in text_of(answer)


def test_before_anybody_has_registered_nothing_is_asked(new_round):
    assert new_round(**prize_row(0, "Giải Nhất", "1000")).status_code == 303


@pytest.mark.parametrize("code", list(PRESETS))
def test_a_form_made_of_a_rule_set_says_the_same_rules(app, session, code):
    opens_at = datetime(2027, 6, 7, 1, tzinfo=UTC)
    fresh = official_round(6, opens_at=opens_at, closes_at=opens_at + timedelta(days=20), bank_ids=frozenset())
    settings = apply(PRESETS[code], fresh)
    with app.test_request_context():
        said = RoundForm(data=round_data(settings)).settings(settings)
    assert [name for name, _, _ in changed_fields(settings, said) if name not in ("prizes", "points")] == []
    assert said.prizes.means_the_same_as(settings.prizes)
    assert [said.marking.points_of(level) for level in DIFFICULTIES] == [
        settings.marking.points_of(level) for level in DIFFICULTIES
    ]
