"""The history of a question: who wrote what when, what it changed, and in whose papers it stands."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.banks import queries
from quizapp.models import Bank, Response
from tests.browser import text_of
from tests.factories import Factory
from tests.postgres import both_databases
from tests.statements import statements


def put_in_paper(factory: Factory, attempt_id: int, version_id: int, position: int = 1) -> None:
    factory.session.add(
        Response(
            attempt_id=attempt_id,
            position=position,
            question_version_id=version_id,
            option_order="0123",
            option_count=4,
            allows_many=False,
        )
    )
    factory.session.flush()


def test_history_tells_who_wrote_and_reviewed_each_version_and_what_it_changed(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    oanh = factory.account("organiser", full_name="Nông Văn Oanh")
    first = factory.question(bank, number=1, text="Trụ sở xã ở đâu?", difficulty="easy")
    changed = {"text": "Trụ sở mới của xã ở đâu?", "difficulty": "hard", "created_by_id": oanh.id}
    factory.question_version(first, **changed)
    session.commit()
    page = vera.get("/banks/thu/questions/1/history")
    shown = text_of(page)
    assert shown.index("Phiên bản 2 Chưa duyệt Nông Văn Oanh viết lúc 08:00 09/06/2027") < shown.index("Phiên bản 1")
    assert "Phiên bản 1 Đang dùng trong đề thi Hệ thống viết lúc" in shown
    assert "Trụ sở [thêm: mới của ] xã ở đâu?" in shown
    assert "Mức độ [bỏ: Nhận biết ] [thêm: Thông" not in shown
    assert "Mức độ [bỏ: Nhận biết ] [thêm: Vận dụng ]" in shown
    assert "Giải thích Trụ" not in shown
    assert (page.text.count("<ins>"), page.text.count("<del>")) == (2, 1)


@both_databases
def test_history_tells_in_which_rounds_papers_hold_which_version(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    first = factory.question(bank, number=1)
    other = factory.question(bank, number=2)
    june, july = (factory.round(factory.contest(), banks=[bank], title=f"Đợt tháng {n}") for n in (6, 7))
    for contest_round, version in ((june, first), (june, first), (july, first), (june, other)):
        attempt = factory.attempt(factory.participant(contest_round.contest), contest_round)
        put_in_paper(factory, attempt.id, version.id)
    second = factory.question_version(first)
    attempt = factory.attempt(factory.participant(july.contest), july)
    put_in_paper(factory, attempt.id, second.id)
    found = queries.version_uses(session, first.question_id)
    assert {version: {(use.round, use.papers) for use in uses} for version, uses in found.items()} == {
        1: {("Đợt tháng 6", 2), ("Đợt tháng 7", 1)},
        2: {("Đợt tháng 7", 1)},
    }
    session.commit()
    assert "Đợt tháng 6, " in text_of(vera.get("/banks/thu/questions/1/history"))
    assert "Chưa có trong bài thi nào." not in text_of(vera.get("/banks/thu/questions/1/history"))


@pytest.mark.parametrize("count", [1, 3])
def test_history_asks_three_times_however_many_versions_there_are(
    bank: Bank, factory: Factory, session: Session, count: int
) -> None:
    version = factory.question(bank, number=1)
    for _ in range(count - 1):
        version = factory.question_version(version)
    with statements() as seen:
        queries.find_question(session, bank.id, 1)
        queries.question_versions(session, version.question_id)
        queries.version_uses(session, version.question_id)
    assert len(seen) == 3


def test_a_draft_shows_what_it_changes_in_what_papers_draw(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    """Version 2 is a draft that nobody reviewed: version 3 is compared with version 1, which papers draw."""
    first = factory.question(bank, number=1, text="Một hai ba?")
    second = factory.question_version(first, text="Một hai?")
    factory.question_version(second, text="Một hai ba bốn?")
    session.commit()
    shown = text_of(vera.get("/banks/thu/questions/1"))
    assert "Khác phiên bản đang dùng trong đề thi Câu hỏi Một hai ba [thêm: bốn ] ?" in shown


def test_a_question_that_is_not_there_has_no_pages(vera: FlaskClient, bank: Bank) -> None:
    paths = ("/banks/thu/questions/1", "/banks/thu/questions/1/edit", "/banks/thu/questions/1/history")
    assert [vera.get(path).status_code for path in paths] == [404, 404, 404]
