"""Signed cookies that are verified once: what a request does to its session is nobody else's."""

import time
from http.cookies import SimpleCookie

import pytest
from flask import session as cookie


@pytest.fixture
def signed(app):
    """A cookie that holds a participant and a sentence."""
    serializer = app.session_interface.get_signing_serializer(app)
    return serializer.dumps({"participant_id": 7, "_flashes": [("info", "Một")]})


def held(app, value):
    with app.test_request_context("/", headers={"Cookie": f"quizapp={value}"}):
        return dict(cookie)


def test_a_request_that_changes_what_it_holds_changes_no_other(app, signed):
    with app.test_request_context("/", headers={"Cookie": f"quizapp={signed}"}):
        cookie["_flashes"].append(("bad", "Hai"))
        cookie["participant_id"] = 8
    assert held(app, signed) == {"participant_id": 7, "_flashes": [("info", "Một")]}


def test_a_cookie_that_is_not_ours_holds_nothing(app, signed):
    assert held(app, signed) != {}
    body, _, signature = signed.rpartition(".")
    other = ("A" if signature[0] != "A" else "B") + signature[1:]
    for forged in (f"{body}.{other}", "x" + signed, signed.replace(".", "", 1), "x"):
        assert held(app, forged) == {}


def test_a_cookie_is_too_old_though_it_was_verified_before(app, signed, monkeypatch):
    assert held(app, signed)["participant_id"] == 7
    limit = app.permanent_session_lifetime.total_seconds()
    then = time.time()
    monkeypatch.setattr(time, "time", lambda: then + limit + 2)
    assert held(app, signed) == {}


def test_what_is_set_comes_back(client):
    answer = client.get("/language/en")
    value = SimpleCookie(answer.headers["Set-Cookie"])["quizapp"].value
    assert held(client.application, value) == {"language": "en"}
