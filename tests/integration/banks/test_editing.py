"""Questions written and rewritten in the browser: an edit makes a version, and papers keep theirs."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks import operations, queries
from quizapp.domain.question import Image, Option, QuestionType
from quizapp.models import AuditRecord, Bank, BankQuestion, QuestionVersion, StoredImage
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.conftest import Clock
from tests.factories import Factory
from tests.integration.banks.browsing import fields_of, png, send, typed
from tests.postgres import both_databases
from tests.questions import question
from tests.statements import statements

EDIT = "/banks/thu/questions/1/edit"


@pytest.fixture
def stored(bank: Bank, factory: Factory) -> QuestionVersion:
    """Câu 1 of the bank, reviewed."""
    version = factory.question(bank, number=1)
    factory.session.commit()
    return version


def versions(session: Session) -> list[tuple[int, bool, bool, bool]]:
    """Return (version, is newest, is drawn, is reviewed) of every version there is."""
    columns = (QuestionVersion.version, QuestionVersion.is_current, QuestionVersion.is_drawn)
    rows = session.execute(select(*columns, QuestionVersion.reviewed_at).order_by(QuestionVersion.id))
    return [(row.version, row.is_current, row.is_drawn, row.reviewed_at is not None) for row in rows]


def held(session: Session, bank: Bank, number: int = 1) -> queries.StoredQuestion:
    found = queries.find_question(session, bank.id, number)
    assert found is not None
    return found


def actions(session: Session) -> list[str]:
    rows = session.scalars(
        select(AuditRecord.action).where(AuditRecord.subject_type == "bank").order_by(AuditRecord.id)
    )
    return list(rows)


# New questions


@both_databases
def test_a_new_question_comes_last_and_waits_as_a_draft(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    factory.question(bank, number=7)
    session.commit()
    fields = typed("Ở xã", "", "Ở tỉnh", key=(2,), groups=["students", "officials"], source=" Luật  số 1 ")
    answer = post_form(vera, "/banks/thu/questions/new", fields)
    assert path_of(answer) == "/banks/thu/questions/8"
    found = held(session, bank, 8)
    assert (found.state, found.drawn_version, found.newest.author) == ("draft", None, "Ma Thị Vân")
    assert found.question.options == (Option(text="Ở xã"), Option(text="Ở tỉnh", is_key=True))
    assert found.question.groups == ("officials", "students")
    assert (found.question.source, found.question.explanation) == ("Luật số 1", None)
    assert actions(session) == ["question.create"]


def test_a_new_question_can_be_reviewed_at_once(vera: FlaskClient, bank: Bank, session: Session) -> None:
    post_form(vera, "/banks/thu/questions/new", typed(action="review"))
    found = held(session, bank)
    assert (found.state, found.drawn_version, found.newest.reviewer) == ("reviewed", 1, "Ma Thị Vân")
    assert actions(session) == ["question.create", "question.review"]


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"text": ""}, ["Câu hỏi: Câu hỏi chưa có nội dung"]),
        ({"text": "x" * 2001}, ["Câu hỏi: Mục này nhiều nhất 2000 ký tự."]),
        ({"options-1-text": "x" * 501}, ["Phương án B: Mục này nhiều nhất 500 ký tự."]),
        ({"options-1-text": "Ở xã"}, ["Phương án B: Phương án A và B giống nhau."]),
        ({"key": []}, ["Các phương án: Chưa"]),
        ({"key": ["0", "1"]}, ["Các phương án: "]),
        ({"key": ["0", "5"]}, ["Phương án F: Phương án F", "Các phương án: "]),
        ({"type": "truefalse"}, ["Các phương án: Câu Đúng / Sai phải có đúng hai phương án."]),
        ({"type": "essay"}, ["Kiểu câu hỏi: Hãy chọn một mục trong danh sách."]),
        ({"difficulty": "x"}, ["Mức độ: Hãy chọn một mục trong danh sách."]),
        ({"groups": ["x"]}, ["Nhóm đối tượng: Hãy chọn một mục trong danh sách."]),
        ({"topic": "x" * 121}, ["Chủ đề: Mục này nhiều nhất 120 ký tự."]),
        ({"explanation": "x" * 10_001}, ["Giải thích: Mục này nhiều nhất 10000 ký tự."]),
        ({"source": "x" * 1001}, ["Nguồn: Mục này nhiều nhất 1000 ký tự."]),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    vera: FlaskClient, bank: Bank, session: Session, fields: dict[str, object], sentences: list[str]
) -> None:
    answer = post_form(vera, "/banks/thu/questions/new", {**typed(), "options-2-text": "Ở bản Nà Lùng", **fields})
    assert answer.status_code == 422
    for sentence in ("Chưa lưu; hãy xem lại những mục sau", *sentences):
        assert sentence in text_of(answer)
    assert ">\r\nỞ bản Nà Lùng</textarea>" in answer.text
    assert versions(session) == []


def test_letters_in_sentences_are_those_of_the_rows(vera: FlaskClient, bank: Bank) -> None:
    """Rows B and C stay blank: the third option stands in row E."""
    answer = post_form(vera, "/banks/thu/questions/new", typed("Ở xã", "", "", "Ở tỉnh", "Ở xã"))
    assert "Phương án E: Phương án A và E giống nhau." in text_of(answer)


def test_the_same_question_is_not_added_twice(vera: FlaskClient, bank: Bank, session: Session) -> None:
    post_form(vera, "/banks/thu/questions/new", typed())
    answer = post_form(vera, "/banks/thu/questions/new", typed("Ở TỈNH", "Ở xã", "Ở thôn", key=(1,)))
    assert answer.status_code == 422
    assert "Ngân hàng đã có đúng câu hỏi này (câu 1)." in text_of(answer)
    assert len(versions(session)) == 1


# Versions


def test_the_form_opens_with_what_is_stored_and_saving_it_makes_no_version(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    options = [
        {"text": text, "is_key": text != "Ba", "is_pinned": text == "Cả ba"} for text in ("Một\nhai", "Ba", "Cả ba")
    ]
    groups = ["students", "officials"]
    factory.question(bank, number=1, type="multiple", options=options, text="Dòng một\nDòng hai?", groups=groups)
    session.commit()
    page = vera.get(EDIT).text
    assert page.count(' name="key" value=') == 8
    assert page.count('type="checkbox" id="key-') == 8
    assert page.count(" checked") == 1 + 2 + 1 + 2  # type, keys, pin, groups
    answer = post_form(vera, EDIT, fields_of(held(session, bank).question, version=1, action="review"))
    assert path_of(answer) == "/banks/thu/questions/1"
    assert "Không có gì khác trước nên không tạo phiên bản mới." in text_of(vera.get("/banks/thu/questions/1"))
    assert versions(session) == [(1, True, True, True)]
    assert actions(session) == []


@both_databases
def test_an_edit_waits_as_a_draft_while_the_reviewed_version_goes_on_being_drawn(
    vera: FlaskClient, bank: Bank, stored: QuestionVersion, session: Session
) -> None:
    before = held(session, bank).question
    answer = post_form(vera, EDIT, fields_of(before, version=1, text="Trụ sở ở đâu?"))
    assert path_of(answer) == "/banks/thu/questions/1"
    assert versions(session) == [(1, False, True, True), (2, True, False, False)]
    assert session.get_one(QuestionVersion, stored.id).text == before.text
    page = text_of(vera.get("/banks/thu/questions/1"))
    assert "Phiên bản 2" in page
    assert "Đề thi vẫn dùng phiên bản 1" in page
    post_form(vera, "/banks/thu/questions/1/review", {"version": 2}, page="/banks/thu/questions/1")
    assert versions(session) == [(1, False, False, True), (2, True, True, True)]
    assert actions(session) == ["question.edit", "question.review"]


def test_save_and_review_lets_papers_draw_the_edit_at_once(
    vera: FlaskClient, bank: Bank, stored: QuestionVersion, session: Session
) -> None:
    post_form(vera, EDIT, fields_of(held(session, bank).question, version=1, text="Khác?", action="review"))
    assert versions(session) == [(1, False, False, True), (2, True, True, True)]


def test_save_and_review_of_an_unchanged_draft_reviews_it(
    vera: FlaskClient, bank: Bank, factory: Factory, session: Session
) -> None:
    factory.question(bank, number=1, reviewed_at=None, is_drawn=False)
    session.commit()
    post_form(vera, EDIT, fields_of(held(session, bank).question, version=1, action="review"))
    assert versions(session) == [(1, True, True, True)]


def test_an_edit_of_a_retired_question_stays_out_of_papers_until_it_is_restored(
    vera: FlaskClient, bank: Bank, factory: Factory, stored: QuestionVersion, session: Session
) -> None:
    factory.retire(stored)
    session.commit()
    post_form(vera, EDIT, fields_of(held(session, bank).question, version=1, text="Khác?", action="review"))
    assert versions(session) == [(1, False, False, True), (2, True, False, True)]
    post_form(vera, "/banks/thu/questions/1/restore", {}, page="/banks/thu")
    assert versions(session) == [(1, False, False, True), (2, True, True, True)]


@both_databases
def test_an_edit_of_an_outdated_version_is_refused_and_shows_what_changed_meanwhile(
    vera: FlaskClient, bank: Bank, stored: QuestionVersion, session: Session, clock: Clock
) -> None:
    before = held(session, bank).question
    values = {"now": clock(), "actor_id": None, "bank_id": bank.id, "number": 1}
    other = replace(before, text=before.text + " Nay ở đâu?")
    operations.edit_question(session, **values, based_on=1, question=other)
    session.commit()
    mine = fields_of(before, version=1, explanation="Điều tôi vừa gõ.")
    answer = post_form(vera, EDIT, mine)
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "Trong lúc ông/bà sửa, câu này đã có phiên bản mới." in shown
    assert "Hệ thống đã lưu phiên bản 2" in shown
    assert "[thêm: Nay ở đâu? ]" in shown
    assert "Điều tôi vừa gõ.</textarea>" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert len(versions(session)) == 2
    post_form(vera, EDIT, {**mine, "version": 2})
    assert versions(session)[-1] == (3, True, False, False)


@pytest.mark.parametrize("version", ["0", "99", "99999999999999999999", "x", ""])
def test_a_version_that_never_was_is_an_outdated_one(
    vera: FlaskClient, bank: Bank, stored: QuestionVersion, session: Session, version: str
) -> None:
    answer = post_form(vera, EDIT, fields_of(held(session, bank).question, version=version, text="Khác?"))
    assert answer.status_code == 409
    assert len(versions(session)) == 1


def test_a_preview_writes_nothing_and_keeps_what_the_edit_began_from(
    vera: FlaskClient, bank: Bank, stored: QuestionVersion, session: Session
) -> None:
    fields = fields_of(held(session, bank).question, version=7, type="multiple", text="Xem thử?", action="preview")
    page = vera.post(EDIT, data={**fields, "csrf_token": _token(vera)})
    assert page.status_code == 200
    assert 'class="question-stem" data-empty="(chưa có nội dung)">Xem thử?</p>' in page.text
    assert 'class="phone allows-many"' in page.text
    assert page.text.count('type="checkbox" id="key-') == 8
    assert 'name="version" value="7"' in page.text
    assert len(versions(session)) == 1


def _token(client: FlaskClient) -> str:
    return csrf_token(client.get(EDIT))


def test_warnings_are_shown_and_keep_nobody_from_saving(vera: FlaskClient, bank: Bank, session: Session) -> None:
    post_form(vera, "/banks/thu/questions/new", typed("Ở xã", "Ở tỉnh", "Cả A và B", key=(2,)))
    post_form(
        vera, "/banks/thu/questions/new", typed("Ở TỈNH", "Ở xã", "Cả A và B", key=(0,), action="draft", text="x")
    )
    for page in ("/banks/thu/questions/1", EDIT):
        shown = text_of(vera.get(page))
        assert "Nên xem lại" in shown
        assert "Phương án C nhắc đến phương án khác" in shown


def test_a_question_without_faults_has_no_warnings(
    vera: FlaskClient, bank: Bank, session: Session, clock: Clock
) -> None:
    values = {"now": clock(), "actor_id": None, "bank_id": bank.id}
    operations.add_question(session, **values, question=question(1))
    session.commit()
    assert "Nên xem lại" not in text_of(vera.get("/banks/thu/questions/1"))


def test_markup_is_shown_as_text(vera: FlaskClient, bank: Bank, session: Session) -> None:
    evil = "<img src=x onerror=alert(1)>"
    post_form(vera, "/banks/thu/questions/new", typed(evil, "B", text=evil, topic=evil, source=evil, explanation=evil))
    post_form(vera, EDIT, fields_of(held(session, bank).question, version=1, text=evil + evil, source="x"))
    for page in ("", "/questions/1", "/questions/1/edit", "/questions/1/history", "/review"):
        text = vera.get(f"/banks/thu{page}").text
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text


@both_databases
def test_pages_ask_as_often_for_one_question_as_for_three(bank: Bank, factory: Factory, session: Session) -> None:
    bank_id, counts = bank.id, []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            version = factory.question(bank, number=number)
            factory.question_version(version, reviewed_at=None)
        session.commit()
        with statements() as seen:
            queries.question_page(session, bank_id, queries.QuestionFilter(), number=1)
            page = len(seen)
            queries.review_queue(session, bank_id, but_written_by=1)
        counts.append((page, len(seen) - page))
    # The page: count, rows. The queue: all that wait, those one may review, rows.
    assert counts == [(2, 3), (2, 3)]


@both_databases
def test_the_statements_of_an_edit_are_counted(
    bank: Bank, stored: QuestionVersion, session: Session, clock: Clock
) -> None:
    before = held(session, bank).question
    values = {"now": clock(), "actor_id": None, "bank_id": bank.id, "number": 1}
    with statements() as seen:
        operations.edit_question(session, **values, based_on=1, question=replace(before, text="Khác?"))
        session.flush()
    # Lock, newest version, repeated question, newest no more, new version, audit.
    assert len(seen) == 6


# Pictures


def test_a_picture_comes_with_its_words_and_is_kept_once(vera: FlaskClient, bank: Bank, session: Session) -> None:
    fields = typed("", "Ở tỉnh", **{"picture-alt": "Sơ đồ trụ sở", "options-0-picture-alt": "Ảnh cổng xã"})
    files = {"picture__file": (png(), "a.png"), "options__0__picture__file": (png("red"), "b.png")}
    answer = send(vera, "/banks/thu/questions/new", fields, **files)
    assert path_of(answer) == "/banks/thu/questions/1"
    found = held(session, bank).question
    stored = {row.digest: row for row in session.scalars(select(StoredImage))}
    assert found.image is not None
    assert found.image == Image(digest=found.image.digest, alt="Sơ đồ trụ sở", width=40, height=30)
    assert found.options[0].image is not None
    assert (found.options[0].text, found.options[0].image.alt) == ("", "Ảnh cổng xã")
    assert {found.image.digest, found.options[0].image.digest} == set(stored)
    assert stored[found.image.digest].created_by_id is not None
    assert actions(session) == ["image.store", "image.store", "question.create"]

    fields = fields_of(found, version=1, text="Khác?", **{"picture-digest": found.image.digest, "picture-alt": "Mới"})
    fields |= {"options-0-picture-digest": "", "options-0-text": "Ở xã"}
    send(vera, EDIT, fields, options__1__picture__file=(png(), "c.png"))
    assert session.scalar(select(func.count()).select_from(StoredImage)) == 2


def test_a_picture_without_words_is_refused_and_need_not_be_sent_again(
    vera: FlaskClient, bank: Bank, session: Session
) -> None:
    answer = send(vera, "/banks/thu/questions/new", typed(), picture__file=(png(), "a.png"))
    assert answer.status_code == 422
    assert "Hãy ghi hình này cho thấy gì" in text_of(answer)
    (digest,) = session.scalars(select(StoredImage.digest))
    assert f'name="picture-digest" value="{digest}"' in answer.text
    assert f'src="/images/{digest}"' in answer.text
    again = typed(**{"picture-digest": digest, "picture-alt": "Sơ đồ"})
    assert post_form(vera, "/banks/thu/questions/new", again).status_code == 303
    assert held(session, bank).question.image == Image(digest=digest, alt="Sơ đồ", width=40, height=30)


def test_a_file_that_is_no_picture_is_refused_beside_its_field(vera: FlaskClient, bank: Bank, session: Session) -> None:
    answer = send(vera, "/banks/thu/questions/new", typed(), options__1__picture__file=(b"GIF89a nonsense", "a.gif"))
    assert answer.status_code == 422
    assert "Phương án B: Tệp này không phải hình PNG, JPEG hoặc WebP." in text_of(answer)
    assert session.scalar(select(func.count()).select_from(StoredImage)) == 0
    assert versions(session) == []


def test_a_picture_can_be_left_out_again(vera: FlaskClient, bank: Bank, session: Session) -> None:
    send(vera, "/banks/thu/questions/new", typed(**{"picture-alt": "Sơ đồ"}), picture__file=(png(), "a.png"))
    found = held(session, bank).question
    assert found.image is not None
    gone = {"picture-digest": found.image.digest, "picture-alt": "Sơ đồ", "picture-remove": "y"}
    post_form(vera, EDIT, fields_of(found, version=1, **gone))
    assert held(session, bank).question.image is None


def test_a_digest_that_nobody_stored_is_no_picture(vera: FlaskClient, bank: Bank, session: Session) -> None:
    post_form(vera, "/banks/thu/questions/new", typed(**{"picture-digest": "0" * 64, "picture-alt": "Sơ đồ"}))
    assert held(session, bank).question.image is None


def test_questions_that_differ_in_their_pictures_alone_are_two(vera: FlaskClient, bank: Bank, session: Session) -> None:
    for colour in ("green", "red"):
        fields = typed(**{"picture-alt": "Biển báo"})
        assert send(vera, "/banks/thu/questions/new", fields, picture__file=(png(colour), "a.png")).status_code == 303
    assert len(versions(session)) == 2
    assert "Câu hỏi gần giống câu 1." in text_of(vera.get("/banks/thu/questions/2"))


def test_only_the_form_of_a_question_takes_more_than_a_megabyte(vera: FlaskClient, bank: Bank) -> None:
    heavy = (b"x" * 1_200_000, "a.png")
    form = send(vera, "/banks/thu/questions/new", typed(), picture__file=heavy)
    settings = send(vera, "/banks/thu/settings", {"title": "Ngân hàng"}, file=heavy)
    assert (form.status_code, settings.status_code) == (422, 413)


def test_a_type_that_allows_many_keeps_its_keys(vera: FlaskClient, bank: Bank, session: Session) -> None:
    post_form(vera, "/banks/thu/questions/new", typed(key=(0, 2), type="multiple"))
    found = held(session, bank).question
    assert (found.type, found.key) == (QuestionType.MULTIPLE, frozenset({0, 2}))


def test_numbers_go_on_from_the_last(bank: Bank, session: Session, clock: Clock) -> None:
    values = {"now": clock(), "actor_id": None, "bank_id": bank.id}
    numbers = [operations.add_question(session, **values, question=question(n)) for n in (5, 6, 7)]
    assert numbers == [1, 2, 3]
    assert session.scalars(select(BankQuestion.number)).all() == [1, 2, 3]
