"""Everything that goes wrong has a page of the project's own."""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from quizapp.attempts import queries
from quizapp.web.errors import TEXTS
from tests.browser import csrf_token, post_form, text_of


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 502, 503])
def test_each_code_has_a_page_that_says_what_to_do(app, client, monkeypatch, code):
    def refuse():
        error = HTTPException()
        error.code = code
        raise error

    monkeypatch.setitem(app.view_functions, "contests.landing", refuse)

    page = client.get("/")

    assert page.status_code == code
    assert TEXTS[code].title in text_of(page)
    assert TEXTS[code].text in text_of(page)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("UPDATE", {}, Exception("database or disk is full")), 503),
        (IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed")), 409),
        (ZeroDivisionError("a secret detail"), 500),
    ],
)
def test_a_failure_inside_shows_a_page_and_no_detail(app, client, monkeypatch, error, code):
    def fail():
        raise error

    monkeypatch.setitem(app.view_functions, "contests.landing", fail)

    page = client.get("/")

    assert page.status_code == code
    assert TEXTS[code].title in text_of(page)
    assert "secret" not in page.text
    assert "Traceback" not in page.text


def test_a_host_of_somebody_else_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_body_that_is_too_large_is_refused(client, factory):
    factory.contest()
    token = csrf_token(client.get("/registration/return"))

    answer = client.post("/registration/return", data={"csrf_token": token, "code": "x" * 2_000_000})

    assert answer.status_code == 413


def test_a_form_without_its_token_leads_back_to_the_page_it_was_on(client):
    page = client.post("/attempts/7/submit", headers={"Referer": "http://localhost/attempts/7/finish"})

    assert page.status_code == 400
    assert "Trang đã mở quá lâu" in text_of(page)
    assert 'href="/registration/return?next=/attempts/7/finish"' in page.text


def test_every_page_carries_the_headers_that_protect_it(client, factory):
    factory.contest()

    headers = client.get("/").headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'none'", "'self'", "'self'")
    assert (policy["frame-ancestors"], policy["base-uri"], policy["form-action"]) == ("'none'", "'none'", "'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_database_that_fails_while_saving_acknowledges_nothing(client, factory, monkeypatch):
    contest_round = factory.round()
    with client.session_transaction() as cookie:
        cookie["participant_id"] = factory.participant(contest_round.contest).id
    started = post_form(client, f"/attempts/rounds/{contest_round.id}", {}, page="/registration/me")
    token = csrf_token(client.get(started.location))

    def fail(*_args, **_values):
        raise OperationalError("SELECT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(queries, "saved_state", fail)
    answer = client.post(
        f"{started.location}/items/1",
        data={"choice": ["0", "1"], "revision": "1", "csrf_token": token},
        headers={"Accept": "application/json"},
    )

    assert (answer.status_code, sorted(answer.json)) == (503, ["error", "message"])
