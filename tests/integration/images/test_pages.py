"""Pictures of questions as they are served and shown."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from quizapp.models import Attempt, Bank, Response, StoredImage
from tests.browser import post_form, text_of
from tests.factories import Factory
from tests.postgres import both_databases
from tests.statements import statements

CONTENT = b"RIFF\x1a\x00\x00\x00WEBPVP8L"
DIGEST = "c0ffee" + "0" * 58


def image(alt: str, digest: str = DIGEST) -> dict[str, Any]:
    return {"digest": digest, "alt": alt, "width": 640, "height": 480}


@pytest.fixture
def stored(factory: Factory) -> StoredImage:
    row = StoredImage(
        digest=DIGEST, content=CONTENT, media_type="image/webp", width=640, height=480, created_at=factory.clock()
    )
    factory.session.add(row)
    factory.session.commit()
    return row


@pytest.fixture
def pictured(factory: Factory) -> Bank:
    """A bank of five questions with a picture, each of whose options is one too, the key among them."""
    bank = factory.bank()
    for number in range(1, 6):
        options = [
            {"text": "", "is_key": i == 0, "is_pinned": False, "image": image(f"Hình {i} của câu", f"{i}" * 64)}
            for i in range(4)
        ]
        factory.question(bank, number=number, options=options, image=image("Biển báo ở ngã ba"))
    return bank


@pytest.fixture
def an(client: FlaskClient, factory: Factory, pictured: Bank) -> FlaskClient:
    """The browser of the participant An, at a paper of the bank with pictures."""
    contest_round = factory.round(banks=[pictured])
    person = factory.participant(contest_round.contest)
    with client.session_transaction() as cookie:
        cookie["participant_id"] = person.id
    post_form(client, f"/attempts/rounds/{contest_round.id}", {}, page="/registration/me")
    return client


def attempt_url(factory: Factory) -> str:
    return f"/attempts/{factory.session.query(Attempt.id).scalar()}"


def test_anybody_gets_a_picture_that_a_browser_may_keep_for_good(client: FlaskClient, stored: StoredImage) -> None:
    answer = client.get(f"/images/{DIGEST}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, CONTENT, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@both_databases
@pytest.mark.parametrize("digest", ["0" * 64, DIGEST.upper(), DIGEST[:-1], "..%2F..%2Fetc%2Fpasswd", "%00", "x" * 5000])
def test_an_address_of_no_picture_is_not_found(client: FlaskClient, stored: StoredImage, digest: str) -> None:
    answer = client.get(f"/images/{digest}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_picture_takes_one_statement(client: FlaskClient, stored: StoredImage) -> None:
    with statements() as seen:
        client.get(f"/images/{DIGEST}")
    assert len(seen) == 1


def test_the_paper_shows_the_pictures_of_questions_and_options(an: FlaskClient, factory: Factory) -> None:
    page = an.get(attempt_url(factory)).text
    stem = (
        f'</legend><img class="picture" src="/images/{DIGEST}" width="640" height="480" alt="Biển báo ở ngã ba" '
        'loading="lazy" decoding="async">'
    )
    assert page.count(stem) == 5
    inside = re.findall(r'<span class="option-text"><img class="picture" [^>]*></span></label>', page)
    assert len(inside) == 20


def test_the_paper_with_pictures_takes_one_statement(an: FlaskClient, factory: Factory) -> None:
    url = attempt_url(factory)
    with statements() as seen:
        an.get(url)
    assert len(seen) == 1


def test_no_picture_tells_the_key(an: FlaskClient, factory: Factory) -> None:
    page = an.get(attempt_url(factory)).text
    options = re.findall(r'<div class="option">.*?</div>', page, re.DOTALL)
    own = r"(\d)\1{63}|Hình \d|[A-D]</span>|c\d-\d|value=\"\d\""
    assert len(options) == 20
    assert len({re.sub(own, "", option) for option in options}) == 1


def test_the_review_shows_them_too(an: FlaskClient, factory: Factory) -> None:
    url = attempt_url(factory)
    answer = post_form(an, f"{url}/submit", {}, page=f"{url}/finish")
    page = an.get(answer.location).text
    assert page.count('alt="Biển báo ở ngã ba"') == 5
    assert page.count('alt="Hình 0 của câu"') == 5


def test_a_question_without_pictures_has_no_trace_of_them(client: FlaskClient, factory: Factory) -> None:
    contest_round = factory.round()
    person = factory.participant(contest_round.contest)
    with client.session_transaction() as cookie:
        cookie["participant_id"] = person.id
    post_form(client, f"/attempts/rounds/{contest_round.id}", {}, page="/registration/me")
    page = client.get(attempt_url(factory)).text
    assert ("<img" in page, "</legend>\n" in page, factory.session.query(Response).count()) == (False, True, 5)


def test_staff_see_them_in_the_bank(client: FlaskClient, factory: Factory, pictured: Bank) -> None:
    factory.sign_in(client)
    page = client.get(f"/banks/{pictured.slug}")
    assert page.text.count('alt="Hình 0 của câu"') == 5
    assert "(để trống)" not in text_of(page)
