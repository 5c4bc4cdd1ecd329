"""Drafts are reviewed: one by one, many at once, and where the bank asks for it by a second person."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks import operations, queries
from quizapp.domain.review import State, may_review
from quizapp.models import AuditRecord, Bank, BankQuestion, QuestionVersion, StaffAccount
from tests.browser import path_of, post_form, text_of
from tests.conftest import Clock
from tests.factories import Factory
from tests.integration.banks.browsing import fields_of, typed
from tests.postgres import both_databases
from tests.statements import statements

DRAFT = {"reviewed_at": None, "is_drawn": False}


@pytest.fixture
def careful(bank: Bank, session: Session) -> Bank:
    """The bank at /banks/thu, which asks for a second person."""
    bank.needs_second_person = True
    session.commit()
    return bank


def states(session: Session, bank: Bank) -> dict[int, State]:
    rows = queries.question_page(session, bank.id, queries.QuestionFilter(), number=1).rows
    return {row.number: row.state for row in rows}


def reviewers(session: Session) -> list[int | None]:
    return list(session.scalars(select(QuestionVersion.reviewed_by_id).order_by(QuestionVersion.id)))


def test_one_tap_reviews_a_draft_and_leads_to_the_next(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    for number in (1, 3, 5):
        factory.question(bank, number=number, **DRAFT)
    factory.question(bank, number=2)
    factory.retire(factory.question(bank, number=4, **DRAFT))
    session.commit()
    path = []
    for number in (3, 5, 1):
        page = f"/banks/thu/questions/{number}"
        answer = post_form(vera, f"{page}/review", {"version": 1, "next": "yes"}, page=page)
        path.append(path_of(answer))
    # After the last the bank begins anew; a retired draft waits for nobody.
    assert path == ["/banks/thu/questions/5", "/banks/thu/questions/1", "/banks/thu/review"]
    assert states(session, bank) == {1: "reviewed", 2: "reviewed", 3: "reviewed", 4: "retired", 5: "reviewed"}
    assert "Không có câu nào chờ duyệt" in text_of(vera.get("/banks/thu/review"))


def test_a_review_without_next_stays_with_the_question(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    factory.question(bank, number=1, **DRAFT)
    session.commit()
    answer = post_form(vera, "/banks/thu/questions/1/review", {"version": 1}, page="/banks/thu/questions/1")
    assert path_of(answer) == "/banks/thu/questions/1"
    page = text_of(vera.get("/banks/thu/questions/1"))
    assert "Ma Thị Vân duyệt lúc 08:00 09/06/2027" in page
    assert "Duyệt câu này" not in page


def test_a_second_tap_reviews_nothing_twice(vera: FlaskClient, bank: Bank, factory: Factory, session: Session) -> None:
    factory.question(bank, number=1, **DRAFT)
    session.commit()
    for _ in range(2):
        post_form(vera, "/banks/thu/questions/1/review", {"version": 1}, page="/banks/thu")
    assert "Câu này đã được duyệt trước đó." in text_of(vera.get("/banks/thu"))
    assert session.scalars(select(AuditRecord.action).where(AuditRecord.subject_type == "bank")).all() == [
        "question.review"
    ]


def test_a_version_that_was_replaced_meanwhile_is_not_reviewed(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    factory.question_version(factory.question(bank, number=1, **DRAFT))
    session.commit()
    answer = post_form(vera, "/banks/thu/questions/1/review", {"version": 1, "next": "yes"}, page="/banks/thu")
    assert path_of(answer) == "/banks/thu/questions/1"
    assert "Câu này vừa có phiên bản mới nên chưa được duyệt." in text_of(vera.get("/banks/thu/questions/1"))
    assert reviewers(session) == [None, None]


def test_a_question_that_is_not_there_cannot_be_reviewed(vera: FlaskClient, bank: Bank) -> None:
    assert post_form(vera, "/banks/thu/questions/9/review", {"version": 1}, page="/banks/thu").status_code == 404


def test_nobody_reviews_their_own_words_where_a_second_person_is_asked_for(
    vera: FlaskClient, careful: Bank, session: Session
) -> None:
    page = text_of(vera.get("/banks/thu/questions/new"))
    assert "Lưu và duyệt" not in page
    assert "Ngân hàng này cần người thứ hai duyệt" in page
    refused = post_form(vera, "/banks/thu/questions/new", typed(action="review"))
    assert refused.status_code == 422
    assert "người viết câu hỏi không tự duyệt được câu của mình" in text_of(refused)
    post_form(vera, "/banks/thu/questions/new", typed())
    page = text_of(vera.get("/banks/thu/questions/1"))
    assert "Duyệt, sang câu tiếp" not in page
    assert "một người khác cần đọc lại và duyệt" in page
    post_form(vera, "/banks/thu/questions/1/review", {"version": 1}, page="/banks/thu")
    assert reviewers(session) == [None]


def test_a_second_person_reviews_what_another_wrote(
    vera: FlaskClient, careful: Bank, factory: Factory, session: Session
) -> None:
    author = factory.account("organiser", full_name="Nông Văn Oanh")
    factory.question(careful, number=1, created_by_id=author.id, **DRAFT)
    session.commit()
    assert "Nông Văn Oanh viết lúc" in text_of(vera.get("/banks/thu/questions/1"))
    post_form(vera, "/banks/thu/questions/1/review", {"version": 1}, page="/banks/thu")
    assert states(session, careful) == {1: "reviewed"}


def test_who_changes_a_draft_has_written_it(
    vera: FlaskClient, careful: Bank, factory: Factory, session: Session
) -> None:
    """Oanh wrote version 1, Vera changed a word: now Vera may not review, Oanh may."""
    oanh = factory.account("organiser")
    factory.question(careful, number=1, created_by_id=oanh.id, **DRAFT)
    session.commit()
    found = queries.find_question(session, careful.id, 1)
    assert found is not None
    post_form(vera, "/banks/thu/questions/1/edit", fields_of(found.question, version=1, text="Khác?"))
    post_form(vera, "/banks/thu/questions/1/review", {"version": 2}, page="/banks/thu")
    assert reviewers(session) == [None, None]


@both_databases
def test_the_database_and_the_rule_agree_on_who_may_review(
    bank: Bank, factory: Factory, session: Session, clock: Clock
) -> None:
    vera, oanh = (factory.account("organiser").id for _ in range(2))
    authors = {1: None, 2: vera, 3: oanh}
    for number, author in authors.items():
        factory.question(bank, number=number, created_by_id=author, **DRAFT)
    for needs_second_person in (False, True):
        expected = [
            number
            for number, author in authors.items()
            if may_review(author_id=author, reviewer_id=vera, needs_second_person=needs_second_person)
        ]
        queue = queries.review_queue(session, bank.id, but_written_by=vera if needs_second_person else None)
        assert [row.number for row in queue.rows] == expected
        assert (queue.total, queue.reviewable) == (3, len(expected))


@both_databases
def test_many_are_reviewed_at_once_and_the_rest_is_named(
    vera: FlaskClient, careful: Bank, factory: Factory, session: Session
) -> None:
    me = session.scalars(select(StaffAccount.id)).one()
    older = factory.question(careful, number=1)
    factory.question_version(older, reviewed_at=None)
    factory.question(careful, number=2, **DRAFT)
    factory.question(careful, number=3, created_by_id=me, **DRAFT)
    factory.question_version(factory.question(careful, number=4, **DRAFT), reviewed_at=None)
    session.commit()
    page = vera.get("/banks/thu/review")
    assert page.text.count('name="draft"') == 3
    assert "1 câu do ông/bà viết cần một người khác duyệt." in text_of(page)
    ticked = ["1-2", "2-1", "3-1", "4-1", "9-1", "x", "1-2-3", "²-1", "99999999999-1"]
    post_form(vera, "/banks/thu/review", {"draft": ticked})
    shown = text_of(vera.get("/banks/thu/review"))
    assert "Đã duyệt 2 câu." in shown
    assert "Bỏ qua câu 3, 4, 9" in shown
    assert states(session, careful) == {1: "reviewed", 2: "reviewed", 3: "draft", 4: "draft"}
    drawn = select(BankQuestion.number, QuestionVersion.version).join(QuestionVersion).where(QuestionVersion.is_drawn)
    assert [tuple(row) for row in session.execute(drawn.order_by(BankQuestion.number))] == [(1, 2), (2, 1)]
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == "question.review_many")).one()
    assert record.details == {"count": 2, "numbers": [1, 2]}


def test_nothing_ticked_is_said(vera: FlaskClient, bank: Bank) -> None:
    post_form(vera, "/banks/thu/review", {}, page="/banks/thu")
    assert "Hãy chọn những câu cần duyệt." in text_of(vera.get("/banks/thu/review"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_review_of_many_takes_six_statements(
    bank: Bank, factory: Factory, session: Session, clock: Clock, count: int
) -> None:
    for number in range(1, count + 1):
        factory.question(bank, number=number, **DRAFT)
    values = {"now": clock(), "actor_id": None, "bank_id": bank.id}
    with statements() as seen:
        operations.review_questions(session, **values, versions=dict.fromkeys(range(1, count + 1), 1))
        session.flush()
    # Lock, newest versions, drawn before no more, reviewed, drawn, audit.
    assert len(seen) == 6


# The bank's settings


def test_a_second_person_is_asked_for_from_now_on_and_what_was_reviewed_stays(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    factory.question(bank, number=1)
    session.commit()
    answer = post_form(vera, "/banks/thu/settings", {"title": " Tên  mới ", "needs_second_person": "y"})
    assert path_of(answer) == "/banks/thu"
    assert (bank.title, bank.needs_second_person, bank.slug) == ("Tên mới", True, "thu")
    assert states(session, bank) == {1: "reviewed"}
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == "bank.edit")).one()
    assert record.details == {
        "title": "Tên mới",
        "changed": {"title": ["Ngân hàng thu", "Tên mới"], "needs_second_person": [False, True]},
    }


def test_settings_that_say_the_same_are_no_change(vera: FlaskClient, bank: Bank, session: Session) -> None:
    post_form(vera, "/banks/thu/settings", {"title": "Ngân hàng thu"})
    assert session.scalars(select(AuditRecord.id).where(AuditRecord.action == "bank.edit")).all() == []


def test_settings_that_cannot_be_used_are_refused_beside_their_field(
    vera: FlaskClient, bank: Bank, session: Session
) -> None:
    answer = post_form(vera, "/banks/thu/settings", {"title": "ab"})
    assert answer.status_code == 422
    assert "Tên ngân hàng có từ 3 đến 120 ký tự." in text_of(answer)
    assert 'value="ab"' in answer.text
