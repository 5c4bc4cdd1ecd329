"""From a file to a bank: upload, preview, confirm, and every way in which it must not happen."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.queries import bank_questions
from quizapp.domain.problem import Location
from quizapp.domain.question import Option, QuestionType
from quizapp.exchange.questions import MAX_BYTES, Parsed
from quizapp.imports.operations import confirm_import, import_questions, store_reading, store_upload
from quizapp.models import Attempt, AuditRecord, Bank, BankQuestion, QuestionImport, QuestionVersion, Response
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.conftest import Clock
from tests.factories import Factory
from tests.integration.imports.conftest import Upload, send_file
from tests.postgres import both_databases
from tests.questions import question, questions, without_key
from tests.statements import statements


def held(session: Session) -> tuple[int, int, int]:
    """Return how many questions, versions and uploads are stored."""
    tables = (BankQuestion, QuestionVersion, QuestionImport)
    return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)  # type: ignore[return-value]


def confirm(client: FlaskClient, preview: str, **fields: object) -> str:
    """Press the preview's main button and return the path that follows."""
    answer = post_form(client, f"{preview}/confirm", fields, page=preview)
    assert answer.status_code == 303
    return path_of(answer)


def test_a_good_file_is_previewed_then_written_whole(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    written = [
        *questions(3),
        question(
            4,
            type=QuestionType.MULTIPLE,
            options=(Option(text="Một", is_key=True), Option(text="Hai", is_key=True), Option(text="Ba")),
        ),
    ]
    preview = upload(written)
    page = text_of(vera.get(preview))
    assert "Câu đọc được 4 Câu nhập được 4 Lỗi phải sửa 0 Chỗ cần xem lại 0" in page
    assert page.count("Đáp án đúng") == 5
    assert held(session) == (0, 0, 1)

    assert confirm(vera, preview) == "/banks/thu"
    assert bank_questions(session, bank.id) == written
    assert "Đã ghi 4 câu vào ngân hàng." in text_of(vera.get("/banks/thu"))


def test_what_is_done_to_a_bank_is_on_record(vera: FlaskClient, bank: Bank, upload: Upload, session: Session) -> None:
    confirm(vera, upload(questions(2)))
    records = session.execute(
        select(AuditRecord.action, AuditRecord.details["imported"].as_integer())
        .where(AuditRecord.subject_type == "bank", AuditRecord.subject_id == bank.id)
        .order_by(AuditRecord.id)
    ).all()
    assert [tuple(record) for record in records] == [("bank.upload", None), ("bank.import", 2)]


def test_numbers_go_on_from_the_last_import(vera: FlaskClient, bank: Bank, upload: Upload, session: Session) -> None:
    confirm(vera, upload(questions(2)))
    confirm(vera, upload([question(7), question(8)]))
    assert [q.number for q in bank_questions(session, bank.id)] == [1, 2, 3, 4]


def test_an_error_is_shown_beside_its_question_with_sheet_and_row(
    vera: FlaskClient, bank: Bank, upload: Upload
) -> None:
    page = text_of(vera.get(upload([question(1), without_key(2)])))
    assert "Câu đọc được 2 Câu nhập được 1 Lỗi phải sửa 1 Chỗ cần xem lại 0" in page
    assert "dòng 3 Chưa có đáp án đúng. Hãy ghi chữ cái vào cột đáp án" in page
    assert "Đến câu đầu tiên cần xem: câu 2" in page


def test_each_problem_leads_to_the_next_question_that_has_one(vera: FlaskClient, bank: Bank, upload: Upload) -> None:
    page = vera.get(upload([question(1), without_key(2), question(3), without_key(4)])).text
    assert re.findall(r'href="[^"]*#cau-(\d)"', page) == ["2", "4"]


def test_a_file_with_an_error_is_not_written(vera: FlaskClient, bank: Bank, upload: Upload, session: Session) -> None:
    preview = upload([question(1), without_key(2)])
    answer = post_form(vera, f"{preview}/confirm", {}, page=preview)
    assert answer.status_code == 422
    assert "Tệp còn lỗi nên chưa ghi câu nào." in text_of(answer)
    assert held(session) == (0, 0, 1)


def test_good_questions_alone_are_written_when_that_is_asked(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    preview = upload([question(1), without_key(2), question(3)])
    assert "Chỉ nhập 2 câu đúng" in text_of(vera.get(preview))
    confirm(vera, preview, skip_bad="yes")
    assert [q.text for q in bank_questions(session, bank.id)] == [question(1).text, question(3).text]


def test_nothing_is_written_where_no_question_is_good(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    preview = upload([without_key(1)])
    answer = post_form(vera, f"{preview}/confirm", {"skip_bad": "yes"}, page=preview)
    assert (answer.status_code, held(session)) == (422, (0, 0, 1))


def test_a_double_tap_writes_once(vera: FlaskClient, bank: Bank, upload: Upload, session: Session) -> None:
    preview = upload(questions(2))
    token = csrf_token(vera.get(preview))
    answers = [vera.post(f"{preview}/confirm", data={"csrf_token": token}) for _ in range(2)]
    assert [path_of(answer) for answer in answers] == ["/banks/thu", "/banks/thu"]
    assert held(session) == (2, 2, 1)
    assert "không ghi thêm lần nữa" in text_of(vera.get("/banks/thu"))


def test_a_question_that_the_bank_holds_is_an_error_though_its_options_moved(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    confirm(vera, upload(questions(2)))
    moved = question(2, options=tuple(reversed(question(2).options)), text="THỦ TỤC SỐ 2 LÀM Ở ĐÂU?")
    preview = upload([moved, question(3)])
    assert "Ngân hàng đã có câu hỏi này (câu 2)." in text_of(vera.get(preview))
    confirm(vera, preview, skip_bad="yes")
    assert [q.text for q in bank_questions(session, bank.id)] == [question(n).text for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Không đọc được tệp"),
        (b"PK\x03\x04 cut short", "Không đọc được tệp"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "Không nhận ra loại tệp"),
        ("Tên,Tuổi\nAn,12\n".encode(), "không phải ngân hàng câu hỏi"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence_and_nothing_is_kept(
    vera: FlaskClient, bank: Bank, session: Session, content: bytes, sentence: str
) -> None:
    answer = send_file(vera, "/imports/into/thu", content, "tệp lạ.xlsx")
    assert answer.status_code == 422
    assert "Không nhập được tệp “tệp lạ.xlsx”" in text_of(answer)
    assert sentence in text_of(answer)
    assert held(session) == (0, 0, 0)


def test_a_form_without_a_file_says_so(vera: FlaskClient, bank: Bank) -> None:
    answer = post_form(vera, "/imports/into/thu", {"format": ""})
    assert answer.status_code == 422
    assert "Hãy chọn tệp hoặc dán nội dung." in text_of(answer)


def test_a_file_beyond_the_limit_gets_the_page_for_too_large(vera: FlaskClient, bank: Bank, session: Session) -> None:
    answer = send_file(vera, "/imports/into/thu", b"x" * (MAX_BYTES + 100_000), "nặng.xlsx")
    assert answer.status_code == 413
    assert "Tệp câu hỏi có thể lớn đến 20 MB" in text_of(answer)
    assert held(session) == (0, 0, 0)


def test_only_the_upload_takes_more_than_a_megabyte(vera: FlaskClient, bank: Bank) -> None:
    paths = ("/imports/into/thu", "/banks/")
    codes = [send_file(vera, path, b"x" * 1_100_000, "lớn.csv").status_code for path in paths]
    assert codes == [422, 413]


def test_markup_in_questions_file_names_and_messages_is_shown_as_text(
    vera: FlaskClient, bank: Bank, upload: Upload
) -> None:
    evil = "<script>alert(1)</script>"
    content = f"Câu hỏi,A,B,Đáp án đúng,Mức độ,Giải thích\n{evil}?,{evil}a,{evil}b,{evil}c,{evil}d,{evil}e\n".encode()
    preview = upload(content, f"{evil}.csv")
    page = vera.get(preview)
    assert evil not in page.text
    # Stem, two options, key and difficulty in their messages, explanation, and the file's name.
    assert page.text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 7


def test_markup_in_a_bank_is_shown_as_text(vera: FlaskClient, bank: Bank, upload: Upload) -> None:
    evil = "<img src=x onerror=alert(1)>"
    confirm(vera, upload([question(1, text=evil, topic=evil, explanation=evil, source=evil)], f"{evil}.xlsx"))
    page = vera.get("/banks/thu?q=img").text
    assert "<img src=x" not in page
    # Stem, topic as the filter's value, its label and a tag, explanation, source.
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 6
    history = vera.get("/imports/of/thu").text
    assert (history.count("<img src=x"), history.count("&lt;img src=x onerror=alert(1)&gt;.xlsx")) == (0, 1)


def test_a_long_file_is_previewed_by_50_and_written_whole(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    preview = upload([*questions(119), without_key(120)])
    first, last = vera.get(preview), vera.get(f"{preview}?page=3")
    assert (
        first.text.count('<article class="card bank-question"'),
        last.text.count('<article class="card bank-question"'),
    ) == (50, 20)
    assert re.search(r'href="[^"]*page=3#cau-120"', first.text)
    confirm(vera, preview, skip_bad="yes")
    assert len(bank_questions(session, bank.id)) == 119


def test_a_cancelled_upload_is_forgotten(vera: FlaskClient, bank: Bank, upload: Upload, session: Session) -> None:
    preview = upload(questions(1))
    assert path_of(post_form(vera, f"{preview}/cancel", {}, page=preview)) == "/banks/thu"
    assert held(session) == (0, 0, 0)
    assert vera.get(preview).status_code == 404


def test_an_upload_that_nobody_confirmed_in_a_week_is_forgotten_with_the_next(
    bank: Bank, session: Session, clock: Clock
) -> None:
    def keep(number: int) -> int:
        parsed = Parsed(format="csv", questions=(question(number),), locations=(Location(line=1),))
        who = {"now": clock(), "actor_id": None, "bank_id": bank.id}
        stored = store_upload(session, **who, filename="a.csv", format_code=None, content=b"a")
        assert store_reading(session, stored, now=clock(), parsed=parsed, alike={})
        return stored

    def kept() -> list[int]:
        return list(session.scalars(select(QuestionImport.id).order_by(QuestionImport.id)))

    stale, confirmed = keep(1), keep(2)
    confirm_import(session, now=clock(), actor_id=None, import_id=confirmed, skip_bad=False)
    clock.moment += timedelta(days=6)
    fresh = keep(3)
    assert kept() == [stale, confirmed, fresh]
    clock.moment += timedelta(days=2)
    newest = keep(4)
    assert kept() == [confirmed, fresh, newest]


@both_databases
def test_an_import_can_be_undone_while_no_paper_uses_it(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    confirm(vera, upload(questions(2)))
    second = upload([question(8), question(9)])
    confirm(vera, second)
    answer = post_form(vera, f"{second}/undo", {}, page="/banks/thu")
    assert (answer.status_code, path_of(answer)) == (303, "/banks/thu")
    assert [q.text for q in bank_questions(session, bank.id)] == [question(1).text, question(2).text]
    assert "xóa 2 câu của lần nhập đó" in text_of(vera.get("/banks/thu"))


def test_an_import_that_papers_use_stays(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session, factory: Factory
) -> None:
    preview = upload(questions(3))
    confirm(vera, preview)
    contest_round = factory.round(banks=[bank])
    participant = factory.participant(contest_round.contest)
    versions = session.scalars(select(QuestionVersion.id).order_by(QuestionVersion.id)).all()
    for version in versions[:2]:
        give_paper(session, contest_round.id, participant.id, version, number=version)
    session.commit()
    post_form(vera, f"{preview}/undo", {}, page="/banks/thu")
    assert "Không hoàn tác được: 2 câu của lần nhập này đã có trong bài thi." in text_of(vera.get("/banks/thu"))
    assert held(session) == (3, 3, 1)


def give_paper(session: Session, round_id: int, participant_id: int, version_id: int, *, number: int) -> None:
    """Store a submitted paper of one question."""
    moment = Clock().moment
    attempt = Attempt(
        round_id=round_id,
        participant_id=participant_id,
        number=number,
        started_at=moment,
        closes_at=moment + timedelta(minutes=10),
        submitted_at=moment,
        score=0,
        max_score=1,
        answered=0,
        duration_ms=0,
    )
    session.add(attempt)
    session.flush()
    session.add(
        Response(
            attempt_id=attempt.id,
            position=1,
            question_version_id=version_id,
            option_order="0123",
            option_count=4,
            allows_many=False,
        )
    )
    session.flush()


def test_importing_an_export_gives_the_bank_back(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session, factory: Factory
) -> None:
    pinned = (*question(1).options[:3], Option(text="Tất cả các phương án trên", is_pinned=True))
    confirm(vera, upload([question(1, options=pinned), *questions(4)[1:], question(5, text="Dòng một\nDòng hai =1+1")]))
    for code in ("xlsx", "csv"):
        exported = vera.get(f"/banks/thu/export.{code}")
        assert exported.headers["Content-Disposition"] == f"attachment; filename=thu.{code}"
        other = factory.bank(slug=f"ban-sao-{code}")
        session.commit()
        path = f"/imports/into/{other.slug}"
        confirm(vera, str(send_file(vera, path, exported.data, "x", format=code).location))
        assert bank_questions(session, other.id) == bank_questions(session, bank.id)


def test_an_unknown_format_or_bank_is_not_found(vera: FlaskClient, bank: Bank) -> None:
    paths = ("/banks/thu/export.exe", "/banks/khong-co", "/imports/into/khong-co", "/imports/99")
    assert [vera.get(path).status_code for path in paths] == [404, 404, 404, 404]


def test_the_template_is_read_back_without_an_error(vera: FlaskClient, bank: Bank) -> None:
    template = vera.get("/imports/template.xlsx")
    assert template.headers["Content-Disposition"] == "attachment; filename=mau-cau-hoi.xlsx"
    assert template.data.startswith(b"PK")


@both_databases
def test_writing_takes_the_same_few_statements_for_one_question_and_for_many(
    bank: Bank, session: Session, clock: Clock
) -> None:
    bank_id, counts = bank.id, []
    for first, size in ((1, 1), (1001, 5000)):
        numbers = range(first, first + size)
        parsed = Parsed(
            format="csv",
            questions=tuple(question(n) for n in numbers),
            locations=tuple(Location(line=n) for n in numbers),
        )
        with statements() as seen:
            import_questions(session, now=clock(), actor_id=None, bank_id=bank_id, parsed=parsed, skip_bad=False)
            session.flush()
        counts.append(len(seen))
    # Lock, what is held, last number, places, their ids, versions, audit.
    assert counts == [7, 7]
