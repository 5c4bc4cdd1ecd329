"""Pages are packed for who can unpack them; an answer shorter than a packet is passed on as it is."""

import gzip

import pytest

PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def answer(app, client, monkeypatch):
    """Returns the answer to a browser that unpacks, of a page with such a text."""

    def answered(text, headers=PACKED):
        monkeypatch.setitem(app.view_functions, "contests.landing", lambda: text)
        return client.get("/", headers=headers)

    return answered


def test_a_page_is_packed(answer):
    text = "Chuyển đổi số. " * 100
    page = answer(text)
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.data).decode() == text
    assert "Accept-Encoding" in page.headers["Vary"]
    assert int(page.headers["Content-Length"]) == len(page.data) < len(text.encode()) / 10


def test_who_does_not_unpack_gets_the_page_as_it_is(answer):
    page = answer("x" * 5000, headers={})
    assert "Content-Encoding" not in page.headers
    assert page.text == "x" * 5000


@pytest.mark.parametrize(("length", "is_packed"), [(0, False), (499, False), (500, True)])
def test_only_what_is_worth_it_is_packed(answer, length, is_packed):
    page = answer("x" * length)
    assert ("Content-Encoding" in page.headers) == is_packed
