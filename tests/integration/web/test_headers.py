"""Every answer says how a browser is to treat it; a script's answer no more than that."""

import pytest

PAGES = ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy")


def of_pages(answer):
    """Return how many of the headers that are about pages an answer carries, each of them once."""
    assert all(len(answer.headers.getlist(name)) <= 1 for name in (*PAGES, "X-Content-Type-Options", "Cache-Control"))
    return sum(name in answer.headers for name in PAGES)


@pytest.mark.parametrize(
    ("path", "code"),
    [("/", 200), ("/registration/me", 302), ("/nowhere", 404), ("/registration/return", 200)],
)
def test_pages_errors_and_redirects_carry_all_of_them(client, factory, path, code):
    factory.contest()
    answer = client.get(path)
    assert answer.status_code == code
    assert of_pages(answer) == len(PAGES)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_scripts_answer_carries_what_is_about_it(client):
    answer = client.get("/attempts/1/state", headers={"Accept": "application/json"})
    assert (answer.status_code, of_pages(answer)) == (401, 0)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_files_that_never_change_are_kept(client):
    style = client.get("/static/x/bundle/participant.css")
    assert "immutable" in style.headers["Cache-Control"]
    assert "no-store" not in style.headers["Cache-Control"]
    assert of_pages(style) == len(PAGES)


def test_only_an_encrypted_answer_asks_for_encryption(client, factory):
    factory.contest()
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers
