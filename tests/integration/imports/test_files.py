"""What is brought and kept: files under any name, pasted text, the list of imports, the file as it came."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse, encode_multipart

from quizapp.banks.queries import bank_questions
from quizapp.models import Bank, ImportedFile, QuestionImport
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.conftest import Clock
from tests.integration.imports.conftest import Upload, send_file
from tests.questions import question, questions

PASTED = "Câu hỏi,A,B,Đáp án đúng\nChữ ký số dùng để làm gì?,Ký tài liệu,Gọi điện,A\n"


def paste(client: FlaskClient, text: str, **fields: str) -> TestResponse:
    """Send text in place of a file, as a browser does: an empty file beside it."""
    page = "/imports/into/thu"
    data = {"text": text, "csrf_token": csrf_token(client.get(page)), **fields}
    boundary, body = encode_multipart(data)  # here, since the client leaves its own large files open
    return client.post(page, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_pasted_text_is_read_like_a_file(vera: FlaskClient, bank: Bank, session: Session) -> None:
    answer = paste(vera, PASTED.replace("\n", "\r\n"))
    assert answer.status_code == 303, text_of(answer)
    page = text_of(vera.get(answer.location))
    assert "Tệp “Văn bản dán 08.00 09-06-2027.txt”" in page
    assert "Câu đọc được 1 Câu nhập được 1" in page
    post_form(vera, f"{answer.location}/confirm", {}, page=answer.location)
    assert [q.text for q in bank_questions(session, bank.id)] == ["Chữ ký số dùng để làm gì?"]
    assert session.scalars(select(ImportedFile.content)).one() == PASTED.encode()


def test_text_that_can_not_be_read_stays_in_its_box(vera: FlaskClient, bank: Bank, session: Session) -> None:
    answer = paste(vera, "Xin chào bà con.")
    assert answer.status_code == 422
    assert "Không nhập được tệp “Văn bản dán" in text_of(answer)
    assert "Xin chào bà con.</textarea>" in answer.text
    assert session.scalars(select(QuestionImport.id)).all() == []


def test_a_megabyte_and_more_can_be_pasted(vera: FlaskClient, bank: Bank) -> None:
    rows = "".join(f"{'dài ' * 300}{n}?,Ký tài liệu,Gọi điện,A\n" for n in range(1000))
    answer = paste(vera, PASTED + rows)
    assert answer.status_code == 303
    assert "Câu đọc được 1.001" in text_of(vera.get(answer.location))


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "Hãy chọn tệp hoặc dán nội dung."), ("  \n ", "Hãy chọn tệp hoặc")]
)
def test_nothing_is_no_file(vera: FlaskClient, bank: Bank, text: str, sentence: str) -> None:
    answer = paste(vera, text)
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_file_and_a_text_are_one_too_many(vera: FlaskClient, bank: Bank) -> None:
    answer = send_file(vera, "/imports/into/thu", b"x", "a.csv", text="y")
    assert answer.status_code == 422
    assert "không làm cả hai" in text_of(answer)


def test_the_kind_that_is_chosen_overrules_the_content(vera: FlaskClient, bank: Bank) -> None:
    assert "Không đọc được tệp" in text_of(paste(vera, PASTED, format="xlsx"))


def rows_of(page: TestResponse) -> Sequence[str]:
    """Return the filenames in the list of imports, in order."""
    return [part.split("<")[0] for part in page.text.split('<th scope="row" class="main">')[1:]]


def test_the_list_holds_what_waits_and_what_was_taken_in_the_newest_first(
    vera: FlaskClient, bank: Bank, upload: Upload, clock: Clock
) -> None:
    first = upload(questions(2), "thứ nhất.xlsx")
    post_form(vera, f"{first}/confirm", {}, page=first)
    clock.moment += timedelta(hours=1)
    second = upload([question(8)], "thứ hai.xlsx")
    page = vera.get("/imports/of/thu")
    assert rows_of(page) == ["thứ hai.xlsx", "thứ nhất.xlsx"]
    text = text_of(page)
    assert "thứ hai.xlsx Chờ xác nhận 09:00 09/06/2027 1 Xem trước" in text
    assert "thứ nhất.xlsx Đã ghi 08:00 09/06/2027 2 Tải tệp gốc Hoàn tác" in text
    assert f'href="{second}"' in page.text
    post_form(vera, f"{second}/cancel", {}, page="/imports/of/thu")
    assert rows_of(vera.get("/imports/of/thu")) == ["thứ nhất.xlsx"]


def test_a_file_is_given_back_as_it_came_and_never_as_a_page(vera: FlaskClient, bank: Bank) -> None:
    content = PASTED.encode() + b"<script>alert(1)</script>,x,y,A\n"
    preview = path_of(send_file(vera, "/imports/into/thu", content, "câu hỏi.html"))
    answer = vera.get(f"{preview}/file")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, content, "application/octet-stream")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"cau hoi.html\"; filename*=UTF-8''c%C3%A2u%20h%E1%BB%8Fi.html"
    )


def test_the_file_is_kept_until_the_import_is_undone(
    vera: FlaskClient, bank: Bank, upload: Upload, session: Session
) -> None:
    preview = upload(questions(2))
    post_form(vera, f"{preview}/confirm", {}, page=preview)
    assert vera.get(f"{preview}/file").data.startswith(b"PK")
    post_form(vera, f"{preview}/undo", {}, page="/imports/of/thu")
    assert vera.get(f"{preview}/file").status_code == 404
    assert bank_questions(session, bank.id) == []


def test_files_and_mends_are_for_those_who_manage_banks(client: FlaskClient, bank: Bank, factory: object) -> None:
    factory.sign_in(client, role="analyst")
    paths = ("/imports/1", "/imports/1/file", "/imports/1/progress", "/imports/1/questions/1", "/imports/of/thu")
    assert [client.get(path).status_code for path in paths] == [403] * 5
