"""How people meet a round that others hold: a way out, a QR code, and never a paper."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from quizapp.attempts.operations import RoundNotOpen, start_attempt
from quizapp.web.clock import steady_rng
from tests.browser import post_form, text_of

LINK = 'href="https://thi.tuyenquang.example/cds?dot=1&amp;lang=vi" rel="noopener noreferrer"'


@pytest.fixture
def an(client, factory, province):
    person = factory.participant(province.contest)
    with client.session_transaction() as cookie:
        cookie["participant_id"] = person.id
    return person


def test_the_front_page_says_who_holds_it_and_leads_there(client, province):
    page = client.get("/")
    assert LINK in page.text
    assert f"/figures/rounds/{province.id}/qr.svg" in page.text
    assert "Tìm hiểu chuyển đổi số" in text_of(page)
    assert "Do Sở Khoa học và Công nghệ tổ chức." in text_of(page)
    assert "Vào thi" not in text_of(page)


def test_beside_an_open_round_of_ours_the_button_is_ours(client, factory, province):
    factory.round(province.contest, title="Đợt tháng 6")
    page = text_of(client.get("/"))
    assert "Vào thi Tôi đã có mã dự thi" in page
    assert "Sang trang dự thi" in page


def test_once_it_is_over_nothing_leads_there(client, session, clock, province):
    province.closes_at = clock() - timedelta(hours=1)
    session.flush()
    page = client.get("/")
    assert (LINK in page.text, "Tìm hiểu chuyển đổi số" in page.text) == (False, True)


def test_a_participant_is_led_there_and_offered_no_paper(client, an, province):
    page = client.get("/registration/me")
    assert LINK in page.text
    assert f"/attempts/rounds/{province.id}" not in page.text
    assert "Vào thi" not in text_of(page)


def test_no_attempt_is_started_in_it(client, session, clock, an, province):
    with pytest.raises(RoundNotOpen):
        start_attempt(session, now=clock(), rng=steady_rng(1), round_id=province.id, participant_id=an.id)


def test_its_qr_code_is_a_picture_that_anybody_may_fetch(client, province):
    answer = client.get(f"/figures/rounds/{province.id}/qr.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert ElementTree.fromstring(answer.data).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"style=" not in answer.data


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://x.example/", "https://"])
def test_an_address_that_is_none_leads_nowhere(client, session, province, url):
    province.external_url = url
    session.flush()
    page = client.get("/").text
    assert ("javascript:" in page, "ftp://" in page) == (False, False)
    assert client.get(f"/figures/rounds/{province.id}/qr.svg").status_code == 404


def test_an_organiser_s_name_is_escaped(client, session, an, province):
    province.organiser, province.title = "<b>Sở</b>", "<i>Thi</i>"
    session.flush()
    for path in ("/", "/registration/me"):
        page = client.get(path).text
        assert ("<b>Sở" in page, "<i>Thi" in page) == (False, False)


def test_a_start_by_hand_is_refused_with_a_sentence(client, app, an, province):
    start = next(r.rule for r in app.url_map.iter_rules() if r.endpoint == "attempts.start")
    path = start.replace("<int:round_id>", str(province.id))
    answer = post_form(client, path, {}, page="/registration/me")
    assert answer.status_code in (302, 303, 409)
    page = client.get("/registration/me")
    assert "Đợt thi chưa mở hoặc đã kết thúc" in text_of(page) or "Đợt thi chưa mở" in text_of(answer)
