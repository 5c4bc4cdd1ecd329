"""The pages of banks: lists, filters, making a bank, retiring a question."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.queries import bank_questions, bank_summaries
from quizapp.cli.shipped import ShippedBankBroken, load_shipped_banks
from quizapp.models import AuditRecord, Bank
from tests.browser import path_of, post_form, text_of
from tests.conftest import Clock
from tests.factories import Factory
from tests.postgres import both_databases
from tests.statements import statements
from tests.unit.test_shipped_banks import FOLDER


def shown(client: FlaskClient, query: str) -> list[int]:
    """Return the numbers of the questions that the bank's page shows."""
    page = client.get(f"/banks/thu{query}").text
    return [int(part.split('"')[0]) for part in page.split('id="cau-')[1:]]


def test_a_bank_is_made_from_its_name(vera: FlaskClient, session: Session) -> None:
    answer = post_form(vera, "/banks/", {"title": "  An toàn  thông tin (đợt 1) "})
    assert path_of(answer) == "/banks/an-toan-thong-tin-dot-1"
    assert session.scalars(select(Bank.title)).all() == ["An toàn thông tin (đợt 1)"]
    assert session.scalars(select(AuditRecord.action).where(AuditRecord.subject_type == "bank")).all() == [
        "bank.create"
    ]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("", "Hãy nhập tên ngân hàng câu hỏi."),
        ("ab", "Tên ngân hàng có từ 3 đến 120 ký tự."),
        ("x" * 121, "Tên ngân hàng có từ 3 đến 120 ký tự."),
        ("Tên\x07lạ", "Có ký tự lạ không nhìn thấy được."),
        ("!!!", "Tên cần có ít nhất một chữ cái hoặc chữ số."),
        ("THU", "Đã có ngân hàng câu hỏi tên này."),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_beside_its_field(
    vera: FlaskClient, bank: Bank, session: Session, title: str, sentence: str
) -> None:
    answer = post_form(vera, "/banks/", {"title": title})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert session.scalars(select(Bank.slug)).all() == ["thu"]


def test_only_what_papers_draw_is_counted_by_topic_and_difficulty(bank: Bank, factory: Factory) -> None:
    factory.question(bank, number=1, topic="Khoa học công nghệ", difficulty="hard")
    factory.question(bank, number=2, topic=None, difficulty=None)
    factory.question(bank, number=3, difficulty="hard")
    factory.retire(factory.question(bank, number=4))
    factory.question(bank, number=5, reviewed_at=None, is_drawn=False)
    (summary,) = bank_summaries(factory.session())
    assert (summary.questions, summary.drafts, summary.retired) == (3, 1, 1)
    assert summary.topics == {"Khoa học công nghệ": 1, None: 1, "Chuyển đổi số": 1}
    assert summary.difficulties == {"hard": 2, None: 1}


@pytest.mark.parametrize("banks", [1, 3])
def test_the_list_of_banks_asks_four_times_however_many_there_are(factory: Factory, banks: int) -> None:
    for _ in range(banks):
        factory.bank(questions=2)
    with statements() as seen:
        bank_summaries(factory.session())
    assert len(seen) == 4


@both_databases
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("?q=tru+so+XÃ", [1]),
        ("?q=xã+nông", []),
        ("?q=100%25", [3]),
        ("?q=d_t", []),
        ("?topic=Đổi+mới+sáng+tạo", [2]),
        ("?difficulty=hard", [2]),
        ("?group=officials", [1, 2, 4, 5]),
        ("?group=students", [2, 3, 4, 5]),
        ("?state=retired", [4]),
        ("?state=reviewed", [1, 2, 3]),
        ("?state=draft", [5]),
        ("?topic=khong-co&difficulty=x&group=y&state=z&page=w", [1, 2, 3, 4, 5]),
        ("?page=99", [1, 2, 3, 4, 5]),
    ],
)
def test_questions_are_found_by_words_topic_difficulty_group_and_state(
    vera: FlaskClient, bank: Bank, factory: Factory, query: str, numbers: list[int]
) -> None:
    factory.question(bank, number=1, folded="tru so ubnd xa o dau?", groups=["officials", "residents"])
    factory.question(bank, number=2, topic="Đổi mới sáng tạo", difficulty="hard")
    factory.question(bank, number=3, folded="dat 100% hay 1000?", groups=["students"])
    factory.retire(factory.question(bank, number=4))
    factory.question(bank, number=5, reviewed_at=None, is_drawn=False)
    factory.session.commit()
    assert shown(vera, query) == numbers


def test_a_long_bank_is_shown_by_50(vera: FlaskClient, bank: Bank, factory: Factory) -> None:
    for number in range(1, 62):
        factory.question(bank, number=number)
    factory.session.commit()
    assert shown(vera, "?q=thu&page=2") == list(range(51, 62))
    assert "/banks/thu?q=thu&amp;page=1" in vera.get("/banks/thu?q=thu&page=2").text


def test_a_retired_question_is_not_drawn_until_it_is_restored(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    for number in (1, 2):
        factory.question(bank, number=number)
    session.commit()
    answer = post_form(vera, "/banks/thu/questions/1/retire?q=thu", {}, page="/banks/thu")
    assert answer.location == "/banks/thu?q=thu#cau-1"
    assert [q.number for q in bank_questions(session, bank.id)] == [2]
    post_form(vera, "/banks/thu/questions/1/restore", {}, page="/banks/thu")
    assert [q.number for q in bank_questions(session, bank.id)] == [1, 2]
    actions = session.scalars(select(AuditRecord.action).where(AuditRecord.subject_type == "bank")).all()
    assert actions == ["question.retire", "question.restore"]


def test_a_question_that_is_not_there_cannot_be_retired(vera: FlaskClient, bank: Bank) -> None:
    assert post_form(vera, "/banks/thu/questions/9/retire", {}, page="/banks/thu").status_code == 404


def test_shipped_banks_are_loaded_once_and_left_alone_afterwards(factory: Factory, clock: Clock) -> None:
    session = factory.session()
    own = factory.bank(slug="hoa-an", questions=1)
    loaded = load_shipped_banks(session, now=clock(), folder=FOLDER)
    assert loaded == ["khoa-hoc-cong-nghe", "doi-moi-sang-tao", "chuyen-doi-so"]
    assert load_shipped_banks(session, now=clock(), folder=FOLDER) == []
    counts = {summary.slug: summary.questions for summary in bank_summaries(session)}
    assert counts == {"chuyen-doi-so": 136, "doi-moi-sang-tao": 116, "khoa-hoc-cong-nghe": 120, own.slug: 1}


def test_a_damaged_shipped_bank_is_named(factory: Factory, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "banks.json").write_text('{"hong": "Hỏng"}', encoding="utf-8")
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(ShippedBankBroken, match=r"hong\.xlsx"):
        load_shipped_banks(factory.session(), now=clock(), folder=tmp_path)
