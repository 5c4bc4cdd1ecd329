"""Coming back with a code and the birth date, on whatever phone."""

from datetime import date, timedelta

import pytest

from quizapp.web.throttle import LIMITS
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.integration.registration.conftest import HOME, RETURN, cookie_of
from tests.statements import statements

WRONG = "Mã dự thi hoặc ngày sinh chưa đúng."
TOO_MANY = "Thử quá nhiều lần."


@pytest.fixture
def an(factory):
    contest = factory.contest()
    return factory.participant(contest, full_name="Nguyễn Văn An", birth_date=date(1968, 9, 5), code="K7P3QMA")


def come_back(client, code="K7P-3QMA", birth_date="05/09/1968", **fields):
    return post_form(client, RETURN, {"code": code, "birth_date": birth_date, **fields})


@pytest.mark.parametrize("code", ["K7P3QMA", "k7p-3qma", " K7P 3QMA ", "k7p.3qma", "k 7 p 3 q m a"])
def test_a_code_is_read_in_any_case_and_spacing(client, an, code):
    answer = come_back(client, code)

    assert (answer.status_code, path_of(answer)) == (303, HOME)
    assert cookie_of(client)["participant_id"] == an.id


def test_an_unknown_code_and_a_wrong_birth_date_get_the_same_answer_by_the_same_statements(client, stranger, an):
    def attempt(browser, **fields):
        token = csrf_token(browser.get(RETURN))
        data = {"code": "K7P-3QMA", "birth_date": "05/09/1968", **fields, "csrf_token": token}
        with statements() as seen:
            answer = browser.post(RETURN, data=data)
        said = answer.text.replace(token, "")
        for name, value in fields.items():
            said = said.replace(value, name)
        return answer.status_code, len(said), [statement.split(" WHERE ")[0] for statement in seen], text_of(answer)

    unknown = attempt(client, code="QQQ-QQQQ")
    wrong = attempt(stranger, birth_date="06/09/1968")

    assert (unknown[0], wrong[0]) == (422, 422)
    assert unknown[2] == wrong[2]
    assert unknown[3] == wrong[3]
    assert WRONG in unknown[3]
    assert "participant_id" not in cookie_of(client)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": ""}, "Hãy nhập mã dự thi."),
        ({"code": "K7P-3Q"}, "Mã dự thi gồm 7 chữ và số"),
        ({"code": "0O1I5S2"}, "Mã dự thi gồm 7 chữ và số"),
        ({"birth_date": ""}, "Hãy nhập ngày sinh."),
        ({"birth_date": "5/9/68"}, "năm có bốn chữ số"),
    ],
)
def test_what_can_be_no_code_or_day_is_said_beside_the_field(client, an, fields, sentence):
    answer = come_back(client, **fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_code_is_throttled_even_when_the_right_birth_date_comes_at_last(client, an, clock):
    for _ in range(LIMITS["return-code"].failures):
        assert WRONG in text_of(come_back(client, birth_date="01/01/1970"))

    answer = come_back(client)

    assert answer.status_code == 429
    assert TOO_MANY in text_of(answer)
    assert "participant_id" not in cookie_of(client)
    clock.moment += timedelta(minutes=15, seconds=1)
    assert path_of(come_back(client)) == HOME


def test_one_throttled_code_leaves_the_others_of_a_village_alone(client, an, factory):
    contest_id = an.contest_id
    factory.participant(factory.contest(id=contest_id + 1), birth_date=date(1970, 1, 1), code="AAAAAAA")
    for _ in range(LIMITS["return-code"].failures):
        come_back(client, birth_date="01/01/1970")

    assert path_of(come_back(client, "AAA-AAAA", "01/01/1970")) == HOME


def test_an_address_is_throttled_over_many_codes(client, an, monkeypatch):
    limit = type(LIMITS["return-address"])(failures=3, period=timedelta(minutes=15))
    monkeypatch.setitem(LIMITS, "return-address", limit)
    for code in ("AAA-AAAA", "CCC-CCCC", "DDD-DDDD"):
        assert come_back(client, code).status_code == 422

    assert come_back(client).status_code == 429


def test_coming_back_rightly_again_and_again_is_never_throttled(client, an):
    for _ in range(LIMITS["return-code"].failures + 2):
        assert path_of(come_back(client)) == HOME


def test_a_local_page_asked_for_before_is_gone_on_to(client, an):
    page = client.get(f"{RETURN}?next=/attempts/7?cau=3")
    fields = {"code": "K7P-3QMA", "birth_date": "05/09/1968", "csrf_token": csrf_token(page)}
    assert 'name="next" type="hidden" value="/attempts/7?cau=3"' in page.text

    assert client.post(RETURN, data={**fields, "next": "/attempts/7?cau=3"}).location == "/attempts/7?cau=3"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "javascript:x",
    ],
)
def test_a_page_of_another_site_is_not(client, an, target):
    assert "evil" not in client.get(RETURN, query_string={"next": target}).text

    assert come_back(client, next=target).location == HOME


def test_a_page_that_needs_a_participant_leads_here_and_back(client, an):
    answer = client.get(HOME)

    assert path_of(answer) == RETURN
    page = client.get(answer.location)
    assert "Phiên làm việc trên máy này đã hết." in text_of(page)
    assert f'value="{HOME}"' in page.text


def test_an_open_attempt_is_gone_on_with_on_another_phone(client, stranger, factory):
    contest_round = factory.round()
    factory.participant(contest_round.contest, birth_date=date(1968, 9, 5), code="K7P3QMA")
    come_back(client)
    started = post_form(client, f"/attempts/rounds/{contest_round.id}", {}, page=HOME)

    come_back(stranger)

    page = stranger.get(HOME)
    assert "Làm tiếp" in text_of(page)
    assert f'href="{path_of(started)}"' in page.text
