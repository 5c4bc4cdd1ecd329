"""Forms of our own pages alone: a token that was verified once is still its session's and nobody else's."""

import pytest

from tests.browser import csrf_token
from tests.conftest import Browser

PAGE = "/registration/return"
FORM = {"code": "ABCDEF"}
ENCRYPTED = {"base_url": "https://localhost"}


@pytest.fixture(autouse=True)
def contest(factory):
    factory.contest()


def sent(client, token, **how):
    data = FORM if token is None else {**FORM, "csrf_token": token}
    return client.post(PAGE, data=data, **how).status_code


def is_taken(code):
    """Tell whether the form itself was read: it then says what is wrong with the code."""
    assert code in (400, 422)
    return code == 422


def test_a_token_is_taken_as_often_as_it_is_sent(client):
    token = csrf_token(client.get(PAGE))
    assert [is_taken(sent(client, token)) for _ in range(3)] == [True] * 3


def test_pages_of_one_visit_show_one_token_and_those_of_others_another(client, app):
    ours = {csrf_token(client.get(PAGE)) for _ in range(3)}
    theirs = csrf_token(Browser(app, app.response_class).get(PAGE))
    assert len(ours) == 1
    assert theirs not in ours


def test_a_token_verified_for_one_session_is_refused_for_another(client, app):
    token = csrf_token(client.get(PAGE))
    assert is_taken(sent(client, token))
    other = Browser(app, app.response_class)
    other.get(PAGE)
    assert not is_taken(sent(other, token))
    assert not is_taken(sent(Browser(app, app.response_class), token))


def test_a_missing_or_forged_token_is_refused_each_time(client):
    token = csrf_token(client.get(PAGE))
    assert is_taken(sent(client, token))
    body, _, signature = token.rpartition(".")
    forged = f"{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    for wrong in (None, "", forged, token + "x", "x"):
        assert [is_taken(sent(client, wrong)) for _ in range(2)] == [False] * 2, wrong


def test_a_scripts_token_comes_in_a_header(client):
    token = csrf_token(client.get(PAGE))
    assert is_taken(sent(client, None, headers={"X-CSRFToken": token}))


def test_an_encrypted_form_comes_from_a_page_of_ours(client):
    token = csrf_token(client.get(PAGE, **ENCRYPTED))

    def answered(referrer):
        headers = {} if referrer is None else {"Referer": referrer}
        return is_taken(sent(client, token, headers=headers, **ENCRYPTED))

    assert answered("https://localhost/registration/return")
    for foreign in (None, "https://evil.example/", "http://localhost/", "https://localhost:8443/"):
        assert not answered(foreign), foreign
    assert answered("https://localhost/")
