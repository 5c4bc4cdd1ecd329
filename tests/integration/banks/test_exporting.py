"""Banks as files: what a format can't carry is said before anybody downloads it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.banks.queries import bank_questions
from quizapp.exchange.questions import WRITERS, lost
from quizapp.exchange.questions.losses import PARTS
from quizapp.models import Bank
from tests.browser import text_of
from tests.factories import Factory


def test_every_format_says_what_it_leaves_behind(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    image = {"digest": "0" * 64, "alt": "Sơ đồ", "width": 4, "height": 3}
    factory.question(bank, number=1, image=image, groups=["students"])
    factory.question(bank, number=2, topic=None)
    factory.retire(factory.question(bank, number=3, image=image))
    session.commit()
    page = vera.get("/banks/thu/export")
    assert "2 câu chưa rút" in text_of(page)
    assert [f'href="/banks/thu/export.{code}"' in page.text for code in WRITERS] == [True] * len(WRITERS)
    questions = bank_questions(session, bank.id)
    for code in WRITERS:
        for part, count in lost(questions, code).items():
            assert f"{PARTS[part][0]} ({count} câu)" in text_of(page)


def test_a_format_that_carries_everything_says_so(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    factory.question(bank, number=1)
    session.commit()
    shown = text_of(vera.get("/banks/thu/export"))
    whole = [code for code in WRITERS if not lost(bank_questions(session, bank.id), code)]
    assert shown.count("Giữ được mọi nội dung của ngân hàng này.") == len(whole)


@pytest.mark.parametrize("code", sorted(WRITERS))
def test_every_format_of_the_page_can_be_downloaded(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session, code: str
) -> None:
    factory.question(bank, number=1)
    session.commit()
    answer = vera.get(f"/banks/thu/export.{code}")
    assert (answer.status_code, answer.mimetype) == (200, WRITERS[code].MEDIA_TYPE)
