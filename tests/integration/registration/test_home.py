"""A participant's own page: the code, the rounds, and what can be done in them now."""

from datetime import date, timedelta

import pytest

from quizapp.models import Attempt
from quizapp.registration.queries import attempts_of, find_profile, round_cards
from tests.browser import path_of, text_of
from tests.integration.registration.conftest import HOME, REGISTER, cookie_of
from tests.statements import statements


@pytest.fixture
def contest(factory):
    return factory.contest()


@pytest.fixture
def an(factory, contest, signed_in_as):
    participant = factory.participant(contest, full_name="Nguyễn Văn An", code="K7P3QMA")
    signed_in_as(participant)
    return participant


@pytest.fixture
def sit(factory, clock):
    """Make an attempt of a participant, started some minutes ago; a score closes it."""

    def make(contest_round, participant, *, minutes_ago=0, score=None, number=1, **values):
        started_at = clock() - timedelta(minutes=minutes_ago)
        row = Attempt(
            round_id=contest_round.id,
            participant_id=participant.id,
            number=number,
            started_at=started_at,
            closes_at=started_at + timedelta(minutes=10),
            **values,
        )
        if score is not None:
            row.submitted_at, row.score, row.max_score = started_at + timedelta(minutes=4), score, 5
            row.answered, row.duration_ms = 5, 240_000
        factory.session.add(row)
        factory.session.flush()
        return row

    return make


def test_the_code_is_shown_as_it_is_read_out(client, an):
    page = text_of(client.get(HOME))

    assert "K7P-3QMA" in page
    assert "hãy chụp màn hình" in page
    assert "Nguyễn Văn An" in page
    assert "Người dân" in page
    assert "Cuộc thi chưa có đợt thi nào." in page


def test_an_open_round_is_entered_by_a_post_form(client, an, factory, contest):
    june = factory.round(contest, title="Đợt tháng 6", attempts_period="week")

    page = client.get(HOME)

    assert f'<form method="post" action="/attempts/rounds/{june.id}">' in page.text
    assert "5 câu, 10 phút. Được 2 lượt thi mỗi tuần, còn 2 lượt." in text_of(page)
    assert "Từ 08:00 08/06/2027 đến 08:00 19/06/2027" in text_of(page)


def test_a_round_to_come_and_one_that_is_over_offer_no_start(client, an, factory, contest, clock):
    week = timedelta(days=7)
    factory.round(contest, title="Đợt sau", opens_at=clock() + week, closes_at=clock() + 2 * week)
    factory.round(contest, title="Đợt trước", opens_at=clock() - 2 * week, closes_at=clock() - week)

    page = text_of(client.get(HOME))

    assert "Vào thi" not in page
    assert page.index("Đợt sau Sắp diễn ra") < page.index("Đợt trước Đã kết thúc")


def test_a_round_for_other_groups_says_so(client, an, factory, contest):
    factory.round(contest, groups=["students"])

    page = text_of(client.get(HOME))

    assert "không dành cho nhóm đã đăng ký" in page
    assert "Vào thi" not in page


def test_attempts_are_counted_within_their_period(client, an, factory, contest, sit):
    # 08:00 on Wednesday 9 June: the week began 56 hours ago; that moment is this week's, a minute before was not.
    weekly = factory.round(contest, attempts_period="week", opens_at=factory.clock() - timedelta(days=9))
    for number, minutes_ago in enumerate((56 * 60 + 1, 56 * 60), start=1):
        sit(weekly, an, minutes_ago=minutes_ago, score=3, number=number)

    assert "Được 2 lượt thi mỗi tuần, còn 1 lượt." in text_of(client.get(HOME))

    sit(weekly, an, minutes_ago=60, score=4, number=3)
    page = text_of(client.get(HOME))
    assert "Đã dùng hết lượt thi của tuần này; sang thứ Hai lại có lượt mới." in page
    assert "Vào thi" not in page


@pytest.mark.parametrize(
    ("period", "sentence"),
    [("day", "Đã dùng hết lượt thi của hôm nay"), ("round", "Đã dùng hết số lượt thi của đợt này.")],
)
def test_a_used_up_allowance_says_when_there_is_a_new_one(client, an, factory, contest, sit, period, sentence):
    limited = factory.round(contest, attempts_period=period, attempts_allowed=1)
    sit(limited, an, minutes_ago=30, score=3)

    assert sentence in text_of(client.get(HOME))


def test_a_round_without_limit_says_so(client, an, factory, contest):
    factory.round(contest, attempts_allowed=None, kind="practice")

    page = text_of(client.get(HOME))

    assert "Không giới hạn số lượt thi." in page
    assert "Thi thử" in page


def test_an_open_attempt_is_gone_on_with_and_shows_the_time_left(client, an, factory, contest, sit):
    attempt = sit(factory.round(contest), an, minutes_ago=3)

    page = client.get(HOME)

    assert "Còn 7 phút 00 giây." in text_of(page)
    assert f'href="/attempts/{attempt.id}"' in page.text
    assert "Vào thi" not in text_of(page)


def test_an_attempt_whose_time_is_up_leads_to_its_result_and_the_next_can_start(client, an, factory, contest, sit):
    attempt = sit(factory.round(contest), an, minutes_ago=11)

    page = client.get(HOME)

    assert "Làm tiếp" not in text_of(page)
    assert f'href="/attempts/{attempt.id}"' in page.text
    assert "Vào thi" in text_of(page)


def test_submitted_attempts_lead_to_their_results(client, an, factory, contest, sit):
    attempt = sit(factory.round(contest), an, minutes_ago=30, score=4)

    page = client.get(HOME)

    assert "4/5 Xem kết quả" in text_of(page)
    assert f'/results/attempts/{attempt.id}"' in page.text or f'/results/{attempt.id}"' in page.text


def test_another_participants_attempts_are_not_shown(client, an, factory, contest, sit):
    june = factory.round(contest)
    sit(june, factory.participant(contest), minutes_ago=3)

    assert "Làm tiếp" not in text_of(client.get(HOME))


def test_the_round_being_taken_stands_before_other_open_ones(factory, contest, an, sit, clock):
    first = factory.round(contest)
    taken = factory.round(contest)
    practice = factory.round(contest, kind="practice", opens_at=clock() - timedelta(days=5))
    sit(taken, an)
    session = factory.session()
    session.commit()

    cards = round_cards(session, find_profile(session, an.id), attempts_of(session, an.id), now=clock())

    assert [card.id for card in cards] == [taken.id, first.id, practice.id]


def test_of_a_blueprint_a_groups_own_rows_are_counted(factory, contest, an, clock):
    row = {"topic": None, "difficulty": None}
    factory.round(contest, blueprint=[{"count": 20, "group": None, **row}, {"count": 8, "group": "residents", **row}])
    session = factory.session()
    session.commit()

    (card,) = round_cards(session, find_profile(session, an.id), attempts_of(session, an.id), now=clock())

    assert card.question_count == 8


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_takes_three_statements(client, an, factory, contest, sit, rounds):
    for _ in range(rounds):
        sit(factory.round(contest), an, minutes_ago=30, score=4)

    with statements() as seen:
        assert client.get(HOME).status_code == 200

    assert len(seen) == 3


def test_a_participant_who_was_deleted_is_forgotten_and_led_to_sign_up(client, an, factory):
    factory.session.delete(an)
    factory.session.flush()

    answer = client.get(HOME)

    assert path_of(answer) == REGISTER
    assert "participant_id" not in cookie_of(client)
    assert client.get(REGISTER).status_code == 200


def test_the_privacy_notice_names_every_purpose_and_the_office(client):
    page = text_of(client.get("/registration/privacy"))

    for part in ("tổ chức cuộc thi, xét giải", "công bố họ tên", "các đợt thi sau", "người giám hộ", "91/2025/QH15"):
        assert part in page
    assert "Phòng Văn hóa - Xã hội xã Hòa An" in page
    assert "12 tháng" in page


@pytest.mark.parametrize(
    ("birth_date", "is_refused"),
    [(date(2013, 6, 9), False), (date(2013, 6, 10), True)],  # today: 9 June 2027
)
def test_a_round_is_offered_from_its_least_age_on(client, factory, contest, signed_in_as, birth_date, is_refused):
    contest_round = factory.round(contest, minimum_age=14)
    signed_in_as(factory.participant(contest, birth_date=birth_date))
    page = client.get(HOME)
    assert (f'action="/attempts/rounds/{contest_round.id}"' in page.text) is not is_refused
    assert ("chưa đủ tuổi để tham gia đợt thi này." in text_of(page)) is is_refused


def test_a_suspended_round_is_not_offered_and_its_open_attempt_goes_on(client, an, factory, contest, sit, clock):
    contest_round = factory.round(contest, suspended_at=clock())
    page = client.get(HOME)
    assert f'action="/attempts/rounds/{contest_round.id}"' not in page.text
    assert "Đợt thi đang tạm dừng." in text_of(page)
    attempt = sit(contest_round, an)
    assert f"/attempts/{attempt.id}" in client.get(HOME).text
