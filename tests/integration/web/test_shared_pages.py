"""Pages that everybody gets alike: kept for a moment, and never wrong for somebody who knows better."""

import gzip
from datetime import timedelta

import pytest
from flask import render_template_string

from quizapp.web import shared_pages, transactions
from quizapp.web.access import ENDPOINTS
from tests.browser import post_form, text_of
from tests.statements import statements

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("leases")
PUBLIC = ("/", "/registration/", "/results/")


@pytest.fixture
def june(factory, clock):
    return factory.round(factory.contest(), title="Tuần 1", opens_at=clock() - DAY, closes_at=clock() + DAY)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_that_is_kept_costs_no_statement(client, june, path):
    client.get(path)
    first = client.get(path)
    with statements() as seen:
        again = client.get(path)
    assert (again.text, again.status_code, seen) == (first.text, 200, [])


@pytest.mark.parametrize("path", PUBLIC)
def test_it_comes_packed_to_whoever_takes_it(client, june, path):
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["Content-Encoding"], gzip.decompress(packed.data)) == ("gzip", plain.data)
    for name in ("Content-Security-Policy", "Cache-Control", "Content-Type"):
        assert packed.headers[name] == plain.headers[name]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_each_language_and_each_address_has_its_own(client, june):
    vietnamese = client.get("/")
    assert "Vào thi" in text_of(vietnamese)
    client.get("/language/en")
    english = client.get("/")
    assert "Vào thi" not in text_of(english)
    assert 'href="/registration/?group=students&amp;round=7"' in client.get("/registration/?round=7").text
    assert "round=7" not in client.get("/registration/").text


def test_whoever_is_known_is_led_to_their_own_page(app, client, factory, june):
    assert 'href="/registration/"' in client.get("/").text
    with client.session_transaction() as cookie:
        cookie["participant_id"] = factory.participant(june.contest).id
    assert 'href="/registration/me"' in client.get("/").text


def test_a_sentence_for_one_visitor_is_shown_to_that_one_alone(app, client, june):
    client.get("/registration/")
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("info", "Chỉ riêng ông/bà")]
    assert "Chỉ riêng ông/bà" in client.get("/registration/").text
    assert "Chỉ riêng ông/bà" not in client.get("/registration/").text


def test_a_page_kept_before_the_opening_is_not_shown_after_it(client, clock, june):
    june.opens_at, june.closes_at = clock() + timedelta(milliseconds=50), clock() + timedelta(milliseconds=90)
    assert "Mở lúc" in text_of(client.get("/"))
    clock.moment += timedelta(milliseconds=50)
    assert "Đang mở" in text_of(client.get("/"))
    assert "Số liệu còn thay đổi" in text_of(client.get("/results/"))
    clock.moment += timedelta(milliseconds=40)
    assert "Đang mở" not in text_of(client.get("/"))
    assert "Ban Tổ chức đang xét kết quả" in text_of(client.get("/results/"))


def test_who_is_told_that_the_closing_has_moved_meets_the_new_one(client, factory, june):
    """The reader's page was kept in the very moment before; the organiser's answer comes when it is gone."""
    factory.sign_in(client, role="organiser")
    reader = type(client)(
        client.application, client.application.response_class
    )  # no sentences for the staff wait in it
    url, fields = f"/schedule/rounds/{june.id}/notices/extended", {"text": "Gia hạn vì mưa lũ."}
    assert "10/06/2027" in text_of(reader.get("/"))
    assert post_form(client, url, {**fields, "new_closes_at": "2027-06-12T17:00"}).status_code == 303
    after = text_of(reader.get("/"))
    assert "Đóng lúc 17:00 12/06/2027" in after


def test_a_change_that_is_refused_is_answered_at_once(client, factory, june, monkeypatch):
    waits = []
    monkeypatch.setattr("quizapp.web.transactions.outlast", lambda: waits.append(1))
    factory.sign_in(client, role="organiser")
    url = f"/schedule/rounds/{june.id}/notices/extended"
    assert post_form(client, url, {"new_closes_at": "mai", "text": ""}).status_code == 422
    assert waits == []
    assert post_form(client, url, {"new_closes_at": "2027-06-12T17:00", "text": "Gia hạn vì mưa."}).status_code == 303
    assert waits == [1]


def test_a_page_with_a_token_is_never_shared(app):
    with app.test_request_context("/"), pytest.raises(RuntimeError, match="holds a token"):
        shared_pages.shared_page(lambda: render_template_string("{{ csrf_token() }}"))


def test_only_what_changes_what_others_see_is_held():
    """A file in preparation is nobody else's; what takes it in, or out again, is held."""
    assert {name for name in ENDPOINTS if name.startswith("imports.")} >= transactions._PREPARING
    assert not {"imports.confirm", "imports.undo"} & transactions._PREPARING
