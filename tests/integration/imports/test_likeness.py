"""Questions that are nearly the same, in the file and in the banks, side by side."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.differences import PartKind
from quizapp.domain.problem import Location
from quizapp.domain.question import Option
from quizapp.exchange.questions import Parsed
from quizapp.imports.operations import import_questions
from quizapp.imports.queries import compared, find_preview
from quizapp.models import Bank, QuestionImport
from tests.browser import text_of
from tests.conftest import Clock
from tests.factories import Factory
from tests.integration.imports.conftest import Upload
from tests.integration.imports.test_mending import act, edited, save
from tests.postgres import both_databases
from tests.questions import question, questions
from tests.statements import statements

CARD = question(
    1,
    text="Cơ quan nào cấp thẻ căn cước cho công dân Việt Nam?",
    options=tuple(
        Option(text=text, is_key=text == "Công an")
        for text in ("Công an", "Tòa án nhân dân", "Ủy ban nhân dân xã", "Viện kiểm sát")
    ),
)
ALIKE = question(2, text="Cơ quan nào cấp thẻ căn cước cho công dân Việt Nam vậy?", options=CARD.options[::-1])
IN_BANK = "Câu hỏi gần giống câu 1 của ngân hàng “Ngân hàng khác”."
IN_FILE = "Câu hỏi gần giống câu 1. Hãy xem có trùng ý không."


@pytest.fixture
def other_bank(factory: Factory, clock: Clock) -> Bank:
    """Another bank, which holds CARD."""
    bank = factory.bank(slug="khac")
    bank.title = "Ngân hàng khác"
    parsed = Parsed(format="csv", questions=(CARD,), locations=(Location(line=1),))
    import_questions(factory.session, now=clock(), actor_id=None, bank_id=bank.id, parsed=parsed, skip_bad=False)
    factory.session.commit()
    return bank


@both_databases
def test_a_question_nearly_held_by_another_bank_is_shown_beside_it(
    vera: FlaskClient, bank: Bank, other_bank: Bank, upload: Upload
) -> None:
    page = vera.get(upload([question(1), ALIKE]))
    assert IN_BANK in text_of(page)
    assert "Đặt cạnh câu 1 của ngân hàng “Ngân hàng khác”" in text_of(page)
    assert re.findall(r"<mark>(.*?)</mark>", page.text) == [" vậy"]
    assert "Câu nhập được 2" in text_of(page)


def test_what_the_bank_itself_holds_word_for_word_is_an_error_and_said_once(
    vera: FlaskClient, other_bank: Bank, upload: Upload, session: Session, bank: Bank, clock: Clock
) -> None:
    parsed = Parsed(format="csv", questions=(CARD,), locations=(Location(line=1),))
    import_questions(session, now=clock(), actor_id=None, bank_id=bank.id, parsed=parsed, skip_bad=False)
    session.commit()
    page = text_of(vera.get(upload([CARD])))
    assert page.count("gần giống") == 0
    assert "Ngân hàng đã có câu hỏi này (câu 1)." in page


def test_a_question_nearly_another_of_its_file_is_shown_beside_it(
    vera: FlaskClient, bank: Bank, upload: Upload
) -> None:
    page = vera.get(upload([CARD, ALIKE]))
    assert IN_FILE in text_of(page)
    assert "Đặt cạnh câu 1 trong tệp" in text_of(page)


def test_a_question_whose_double_was_dropped_or_rewritten_is_like_none(
    vera: FlaskClient, bank: Bank, upload: Upload
) -> None:
    preview = upload([CARD, ALIKE])
    act(vera, preview, 1, "/drop")
    assert "gần giống" not in text_of(vera.get(preview))
    act(vera, preview, 1, "/restore")
    assert IN_FILE in text_of(vera.get(preview))
    save(vera, preview, 1, edited(question(5)))
    assert "gần giống" not in text_of(vera.get(preview))


def test_a_rewritten_question_is_compared_anew(vera: FlaskClient, bank: Bank, other_bank: Bank, upload: Upload) -> None:
    preview = upload([question(7), question(8, text="Chữ ký số có giá trị thế nào?")])
    assert "gần giống" not in text_of(vera.get(preview))
    save(vera, preview, 1, edited(ALIKE))
    page = vera.get(preview)
    assert IN_BANK in text_of(page)
    assert "Đặt cạnh câu 1 của ngân hàng “Ngân hàng khác”" in text_of(page)
    save(vera, preview, 2, edited(CARD))
    assert "Câu hỏi gần giống câu 7. Hãy xem có trùng ý không." in text_of(vera.get(preview))


def test_a_held_question_that_is_gone_is_shown_no_more(
    vera: FlaskClient, bank: Bank, other_bank: Bank, upload: Upload, session: Session
) -> None:
    preview = upload([ALIKE])
    stored = session.scalars(select(QuestionImport)).one()
    read = stored.parsed or {}
    stored.parsed = {**read, "alike": {"0": {**read["alike"]["0"], "version_id": 10_000}}}
    session.commit()
    page = text_of(vera.get(preview))
    assert "Đặt cạnh" not in page
    assert IN_BANK in page


@both_databases
def test_a_preview_asks_the_same_few_questions_of_the_database_whatever_its_size(
    vera: FlaskClient, bank: Bank, other_bank: Bank, upload: Upload, session: Session
) -> None:
    counts = []
    for content in ([ALIKE], [ALIKE, *questions(120)]):
        preview = upload(content)
        with statements() as seen:
            assert vera.get(preview).status_code == 200
        counts.append(len(seen))
    # Who is signed in, how far the file is, what it holds, the bank's own questions, the ones alike.
    assert counts == [5, 5]


# Side by side


def said(parts: object, kind: PartKind) -> str:
    return "".join(part.text for part in parts if part.kind in (PartKind.SAME, kind))


def test_options_stand_beside_those_they_are_most_like_whatever_their_order() -> None:
    one = question(1, options=(Option(text="Ở xã", is_key=True), Option(text="Ở tỉnh"), Option(text="Một")))
    other = question(
        2, options=(Option(text="Ở tỉnh khác"), Option(text="ở xã"), Option(text="Hai"), Option(text="Ba"))
    )
    rows = compared(one, other).options
    assert [(said(row.parts, PartKind.REMOVED), said(row.parts, PartKind.ADDED)) for row in rows] == [
        ("Ở xã", "ở xã"),
        ("Ở tỉnh", "Ở tỉnh khác"),
        ("Một", "Hai"),
        ("", "Ba"),
    ]
    assert [(row.is_key, row.is_key_there) for row in rows] == [
        (True, False),
        (False, False),
        (False, False),
        (None, False),
    ]


def test_a_file_whose_numbers_repeat_is_compared_with_the_question_that_was_meant(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    import_id = int(upload([question(5), CARD, ALIKE], "a.xlsx").rsplit("/", 1)[1])
    stored = session.scalars(select(QuestionImport).where(QuestionImport.id == import_id)).one()
    assert (stored.parsed or {})["twins"] == {"2": 1}
    preview = find_preview(session, import_id)
    assert preview is not None
    assert preview.file.twin(2) == 1
