"""The front page and the change of language."""

import gzip
from datetime import timedelta

import pytest

from quizapp.models import Attempt
from tests.browser import path_of, text_of
from tests.statements import statements


def attempt(factory, contest_round, participant, *, number=1, score=None, answered=5, is_timed_out=False):
    """An attempt, submitted where a score is given; full marks are 5."""
    is_open = score is None
    started_at = factory.clock() - timedelta(hours=1)
    factory.session.add(
        Attempt(
            round_id=contest_round.id,
            participant_id=participant.id,
            number=number,
            started_at=started_at,
            closes_at=started_at + timedelta(minutes=10),
            submitted_at=None if is_open else started_at + timedelta(minutes=5),
            score=score,
            max_score=None if is_open else 5,
            answered=None if is_open else answered,
            duration_ms=None if is_open else 300_000,
            is_timed_out=is_timed_out,
            exclusion="empty" if is_timed_out and not answered else None,
        )
    )
    factory.session.flush()


def test_without_a_contest_the_front_page_says_when_to_come_back(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "Chưa có cuộc thi nào" in text_of(page)


def test_the_front_page_tells_what_is_open_and_how_to_take_part(client, factory):
    contest = factory.contest(title="Cuộc thi trực tuyến tìm hiểu khoa học năm 2027")
    factory.round(contest, title="Đợt tháng 6", attempts_period="week", closes_at=factory.clock() + timedelta(days=5))
    page = text_of(client.get("/"))
    assert "Đang mở, còn 5 ngày Tìm hiểu khoa học năm 2027 Đợt tháng 6, từ 08/06 đến 14/06/2027." in page
    assert "5 câu trắc nghiệm, 10 phút. Mỗi người thi nhiều nhất 2 lượt một tuần." in page
    assert "Vào thi Tôi đã có mã dự thi" in page


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=23), "còn 2 ngày"),
        (timedelta(days=1), "còn 1 ngày"),
        (timedelta(hours=23, minutes=59), "còn 23 giờ"),
        (timedelta(minutes=59), "còn 59 phút"),
        (timedelta(seconds=5), "còn 1 phút"),
    ],
)
def test_what_is_left_is_told_in_the_largest_unit(client, factory, left, words):
    factory.round(closes_at=factory.clock() + left)
    assert f"Đang mở, {words}" in text_of(client.get("/"))


def test_figures_count_people_attempts_and_people_with_everything_right(client, factory):
    contest_round = factory.round()
    ann, bob, cam, dan = (factory.participant(contest_round.contest) for _ in range(4))
    attempt(factory, contest_round, ann, score=5)
    attempt(factory, contest_round, ann, number=2, score=5)
    attempt(factory, contest_round, bob, score=3)
    attempt(factory, contest_round, cam, score=0, answered=0, is_timed_out=True)  # counts nowhere
    attempt(factory, contest_round, dan)  # still sitting
    # People: An and Bob. Attempts: 2 of An's and 1 of Bob's. Everything right: An, once.
    assert "2 người dự thi 3 lượt thi 1 đúng tất cả" in text_of(client.get("/"))


def test_figures_are_those_of_the_open_round_else_of_the_last_one(client, factory, clock):
    contest = factory.contest()
    day = timedelta(days=1)
    june = factory.round(contest, opens_at=clock() - 30 * day, closes_at=clock() - 10 * day)
    september = factory.round(contest, opens_at=clock() + 30 * day, closes_at=clock() + 50 * day)
    person = factory.participant(contest)
    attempt(factory, june, person, score=5)
    assert "1 người dự thi 1 lượt thi 1 đúng tất cả" in text_of(client.get("/"))
    september.opens_at = clock() - day
    factory.session.flush()
    assert "0 người dự thi 0 lượt thi 0 đúng tất cả" in text_of(client.get("/"))


@pytest.mark.parametrize(
    ("rounds", "button"),
    [
        ([("official", -1, 1)], "Vào thi"),
        ([("official", 5, 9), ("practice", -1, 1)], "Thi thử"),
        ([("official", 5, 9)], "Đăng ký dự thi"),
        ([("official", -9, -5)], "Xem kết quả"),
        ([("practice", -1, 1)], "Thi thử"),
    ],
)
def test_the_one_thing_to_do_follows_from_what_is_open(client, factory, rounds, button):
    contest = factory.contest()
    for kind, opens, closes in rounds:
        moments = {"opens_at": timedelta(days=opens), "closes_at": timedelta(days=closes)}
        factory.round(contest, kind=kind, **{name: factory.clock() + delta for name, delta in moments.items()})
    assert f"{button} Tôi đã có mã dự thi" in text_of(client.get("/"))


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_front_page_takes_two_statements(client, factory, rounds):
    contest = factory.contest()
    for _ in range(rounds):
        factory.round(contest)
    factory.session.expire_all()
    with statements() as seen:
        client.get("/")
    assert len(seen) == 2


def test_a_browser_that_knows_a_participant_goes_straight_in_at_no_further_statement(app, client, factory):
    home = next(rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == "registration.home")
    contest_round = factory.round()
    person = factory.participant(contest_round.contest)
    with client.session_transaction() as cookie:
        cookie["participant_id"] = person.id
    with statements() as seen:
        page = client.get("/")
    assert len(seen) == 2
    assert f'<a class="button gold big block" href="{home}">Vào thi</a>' in page.text


def test_the_front_page_and_its_style_sheet_are_at_most_35_kb_on_the_wire(client, factory):
    contest = factory.contest()
    for _ in range(3):
        factory.round(contest)
    page = client.get("/")
    files = [
        part for part in page.text.split('"') if part.startswith("/static/") and part.endswith((".css", ".svg", ".js"))
    ]
    answers = [page, *(client.get(path, buffered=True) for path in sorted(set(files)))]
    on_the_wire = sum(len(gzip.compress(answer.data, 5)) for answer in answers)
    assert len(answers) >= 3  # the page, its style sheet and its mark
    assert on_the_wire <= 35 * 1024


def test_the_language_is_kept_and_leads_back(client):
    answer = client.get("/language/en", headers={"Referer": "http://localhost/contests/rules?contest=2026"})
    assert (answer.status_code, answer.location) == (303, "/contests/rules?contest=2026")
    with client.session_transaction() as cookie:
        assert cookie["language"] == "en"


@pytest.mark.parametrize(
    "referrer",
    [
        None,
        "http://evil.example/contests/rules",
        "http://localhost.evil.example/",
        "http://localhost//evil.example/",
        "http://localhost/\\evil.example/",
        "javascript:alert(1)",
    ],
)
def test_the_language_page_leads_to_no_other_site(client, referrer):
    answer = client.get("/language/vi", headers={"Referer": referrer} if referrer else {})
    assert (answer.status_code, path_of(answer), answer.location) == (303, "/", "/")


def test_a_language_that_is_not_offered_is_not_found(client):
    assert client.get("/language/fr").status_code == 404
