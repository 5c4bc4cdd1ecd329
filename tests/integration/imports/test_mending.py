"""Questions of a file put right on the preview: what changes, what is still wrong, what is taken in."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.banks.queries import bank_questions
from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import Difficulty, Option, Question, QuestionType
from quizapp.exchange.questions import Parsed, pack, unpack
from quizapp.imports.operations import store_reading, store_upload
from quizapp.imports.queries import MendedFile, mend_of
from quizapp.models import AuditRecord, Bank, QuestionImport
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.conftest import Clock
from tests.integration.imports.conftest import Upload
from tests.postgres import both_databases
from tests.questions import question, questions, without_key

TILES = "Câu đọc được %s Câu nhập được %s Lỗi phải sửa %s Chỗ cần xem lại %s"


def act(client: FlaskClient, preview: str, position: int, action: str, **fields: object) -> TestResponse:
    """Press a button of a question and return the answer."""
    return post_form(client, f"{preview}/questions/{position}{action}", fields, page=preview)


def confirmed(client: FlaskClient, session: Session, bank: Bank, preview: str, **fields: object) -> list[Question]:
    """Take a file in and return what the bank holds then."""
    assert post_form(client, f"{preview}/confirm", fields, page=preview).status_code == 303
    return bank_questions(session, bank.id)


def edited(question: Question, **changes: object) -> dict[str, object]:
    """Return the fields of the edit form as a browser sends them; None in `changes` leaves a field out."""
    fields: dict[str, object] = {
        "type": question.type.value,
        "text": question.text,
        "topic": question.topic or "",
        "difficulty": question.difficulty.value if question.difficulty else "",
        "groups": list(question.groups),
        "explanation": question.explanation or "",
        "source": question.source or "",
    }
    for place, option in enumerate(question.options):
        fields[f"options-{place}-text"] = option.text
        fields |= {f"options-{place}-is_key": "y"} if option.is_key else {}
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def save(client: FlaskClient, preview: str, position: int, fields: dict[str, object]) -> TestResponse:
    """Send the edit form, opened first."""
    path = f"{preview}/questions/{position}"
    page = client.get(path)
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen is not None
    return client.post(path, data={"seen": seen[1], **fields, "csrf_token": csrf_token(page)})


@both_databases
def test_a_key_is_chosen_with_one_tap_and_the_file_is_whole(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting([question(1), without_key(2)])
    answer = act(vera, preview, 2, "/key", key=1)
    assert (answer.status_code, answer.location) == (303, f"{preview}?page=1#cau-2")
    page = text_of(vera.get(preview))
    assert TILES % (2, 2, 0, 0) in page
    assert "Đã sửa 1 câu, bỏ 0 câu. Tệp gốc giữ nguyên." in page
    taken = confirmed(vera, session, bank, preview)
    assert [q.key for q in taken] == [{1}, {1}]


def test_only_an_option_of_the_question_can_be_its_key(vera: FlaskClient, bank: Bank, waiting: Upload) -> None:
    preview = waiting([without_key(1)])
    for wrong in ({"key": 3}, {"key": "x"}, {}, {"key": "99999999999999999999"}):
        assert act(vera, preview, 1, "/key", **wrong).status_code == 303
        assert "Hãy chọn đáp án trong các phương án của câu hỏi." in text_of(vera.get(preview))
    assert TILES % (1, 0, 1, 0) in text_of(vera.get(preview))


def test_several_keys_make_a_question_of_several(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting([without_key(1)])
    act(vera, preview, 1, "/key", key=["0", "2"])
    [taken] = confirmed(vera, session, bank, preview)
    assert (taken.type, taken.key) == (QuestionType.MULTIPLE, {0, 2})


def test_a_dropped_question_stays_out_and_can_be_taken_back(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting([question(1), without_key(2), question(3)])
    act(vera, preview, 2, "/drop")
    page = text_of(vera.get(preview))
    assert TILES % (3, 2, 0, 0) in page
    assert "Đã bỏ" in page
    act(vera, preview, 2, "/restore")
    assert TILES % (3, 2, 1, 0) in text_of(vera.get(preview))
    act(vera, preview, 2, "/drop")
    assert [q.text for q in confirmed(vera, session, bank, preview)] == [question(1).text, question(3).text]


def test_a_mend_is_taken_back(vera: FlaskClient, bank: Bank, waiting: Upload) -> None:
    preview = waiting([without_key(1)])
    act(vera, preview, 1, "/key", key=0)
    assert "Lấy lại như trong tệp" in text_of(vera.get(preview))
    act(vera, preview, 1, "/restore")
    page = text_of(vera.get(preview))
    assert TILES % (1, 0, 1, 0) in page
    assert "Lấy lại như trong tệp" not in page


def test_everything_of_a_question_can_be_edited(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting([question(1)])
    wanted = Question(
        number=1,
        type=QuestionType.MULTIPLE,
        text="Dòng một\nDòng hai?",
        options=(
            Option(text="Một", is_key=True),
            Option(text="Hai"),
            Option(text="Tất cả đều đúng", is_key=True, is_pinned=True),
        ),
        topic="Chủ đề của xã",
        difficulty=Difficulty.HARD,
        groups=("officials", "residents"),
        explanation="Vì thế.",
        source="Luật",
    )
    fields = {**edited(wanted), "options-2-is_pinned": "y", "options-3-text": "  "}
    answer = save(vera, preview, 1, fields)
    assert (answer.status_code, answer.location) == (303, f"{preview}?page=1#cau-1")
    assert confirmed(vera, session, bank, preview) == [wanted]


def test_the_form_opens_with_the_question_as_it_is_now(vera: FlaskClient, bank: Bank, waiting: Upload) -> None:
    preview = waiting([without_key(1)])
    act(vera, preview, 1, "/key", key=2)
    page = vera.get(f"{preview}/questions/1").text
    checked = re.findall(r'<input checked[^>]*name="options-(\d)-is_key"', page)
    assert checked == ["2"]
    assert "Ở xã</textarea>" in page


def test_a_refused_edit_keeps_what_was_typed_and_says_what_is_wrong(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting([question(1)])
    fields = edited(question(1), text="", topic="Chủ đề vừa gõ")
    del fields["options-1-is_key"]
    answer = save(vera, preview, 1, fields)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Câu hỏi: Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi." in page
    assert "Các phương án: Chưa có đáp án đúng." in page
    assert 'value="Chủ đề vừa gõ"' in answer.text
    assert session.scalars(select(QuestionImport.mends)).one() == {}


def test_an_option_in_a_row_that_opens_on_demand_is_shown_when_it_is_used(
    vera: FlaskClient, bank: Bank, waiting: Upload
) -> None:
    preview = waiting([question(1)])
    rows = vera.get(f"{preview}/questions/1").text.split("Thêm phương án")
    assert [part.count('role="group"') for part in rows] == [4, 4]
    blank = {f"options-{place}-text": "" for place in (4, 5, 7)}
    answer = save(vera, preview, 1, edited(question(1), **blank, **{"options-6-text": "Phương án thứ năm"}))
    assert answer.status_code == 303, text_of(answer)
    rows = vera.get(f"{preview}/questions/1").text.split("Thêm phương án")
    assert [part.count('role="group"') for part in rows] == [5, 3]


def test_of_two_who_edit_one_question_the_second_is_shown_what_the_first_wrote(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting([question(1)])
    path = f"{preview}/questions/1"
    page = vera.get(path)
    stale = re.search(r'name="seen" value="(\w+)"', page.text)
    assert stale is not None
    save(vera, preview, 1, edited(question(1), text="Bản của người thứ nhất?"))
    late = {**edited(question(1), text="Bản của người thứ hai?"), "seen": stale[1], "csrf_token": csrf_token(page)}
    answer = vera.post(path, data=late)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Câu này vừa được người khác sửa" in shown
    assert "Bản của người thứ nhất?" in shown
    assert "Bản của người thứ hai?</textarea>" in answer.text
    seen = re.search(r'name="seen" value="(\w+)"', answer.text)
    assert seen is not None
    assert vera.post(path, data={**late, "seen": seen[1]}).status_code == 303
    assert [q.text for q in confirmed(vera, session, bank, preview)] == ["Bản của người thứ hai?"]


def test_two_who_mend_different_questions_both_are_heard(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting([without_key(1), question(2, text="Câu khác?"), question(3)])
    token = csrf_token(vera.get(preview))
    vera.post(f"{preview}/questions/1/key", data={"key": "2", "csrf_token": token})
    vera.post(f"{preview}/questions/3/drop", data={"csrf_token": token})
    assert [q.key for q in confirmed(vera, session, bank, preview)] == [{2}, {1}]


def test_who_confirms_what_was_changed_meanwhile_is_shown_it_first(
    vera: FlaskClient, bank: Bank, waiting: Upload, session: Session
) -> None:
    preview = waiting(questions(3))
    page = vera.get(preview)
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen is not None
    act(vera, preview, 2, "/drop")
    answer = vera.post(f"{preview}/confirm", data={"seen": seen[1], "csrf_token": csrf_token(page)})
    assert answer.status_code == 422
    assert "Vừa có người khác sửa tệp này." in text_of(answer)
    assert "Ghi 2 câu vào ngân hàng" in text_of(answer)
    assert bank_questions(session, bank.id) == []


def test_a_repeat_is_none_once_the_other_is_dropped(vera: FlaskClient, bank: Bank, waiting: Upload) -> None:
    preview = waiting([question(1), question(2, text=question(1).text, options=question(1).options)])
    assert "Câu hỏi trùng với câu 1 trong tệp." in text_of(vera.get(preview))
    act(vera, preview, 1, "/drop")
    page = text_of(vera.get(preview))
    assert "Câu hỏi trùng với câu 1 trong tệp." not in page
    assert TILES % (2, 1, 0, 0) in page


def test_a_mend_that_repeats_another_question_is_an_error(vera: FlaskClient, bank: Bank, waiting: Upload) -> None:
    preview = waiting([question(1), question(2)])
    save(vera, preview, 1, edited(question(2)))
    assert "Câu hỏi trùng với câu 1 trong tệp." in text_of(vera.get(preview))


def test_counts_of_mends_are_on_record(vera: FlaskClient, bank: Bank, waiting: Upload, session: Session) -> None:
    preview = waiting([without_key(1), without_key(2), question(3)])
    act(vera, preview, 1, "/key", key=0)
    act(vera, preview, 2, "/drop")
    confirmed(vera, session, bank, preview)
    details = session.scalars(select(AuditRecord.details).where(AuditRecord.action == "bank.import")).one()
    assert {name: details[name] for name in ("imported", "skipped", "mended", "dropped")} == {
        "imported": 2,
        "skipped": 0,
        "mended": 1,
        "dropped": 1,
    }


def test_what_was_taken_in_is_mended_no_more(vera: FlaskClient, bank: Bank, waiting: Upload, session: Session) -> None:
    preview = waiting(questions(2))
    token = csrf_token(vera.get(preview))
    confirmed(vera, session, bank, preview)
    for action in ("/key", "/drop", "/restore", ""):
        data = {**edited(question(1)), "key": "0", "csrf_token": token}
        answer = vera.post(f"{preview}/questions/1{action}", data=data)
        assert (answer.status_code, path_of(answer)) in ((303, "/banks/thu"), (302, "/banks/thu"))
    assert [q.key for q in bank_questions(session, bank.id)] == [{1}, {1}]


@pytest.mark.parametrize("position", [0, 3, 999])
def test_a_question_that_the_file_has_not_is_not_found(
    vera: FlaskClient, bank: Bank, waiting: Upload, position: int
) -> None:
    preview = waiting(questions(2))
    codes = [act(vera, preview, position, action, key=0).status_code for action in ("/key", "/drop")]
    assert [*codes, vera.get(f"{preview}/questions/{position}").status_code] == [404] * 3


# What is left of a file's problems once a question was mended


def file_with(found: Question, *codes: str, now: Question | None = None) -> MendedFile:
    """Return a file of one question in which a reader found these problems, and its mend."""
    place = Location(row=2, entry=1)
    problems = tuple(Problem(code=code, location=place, params={"value": "x"}) for code in codes)
    read = pack(Parsed(format="xlsx", questions=(found,), locations=(place,), problems=problems))
    return MendedFile(read, {} if now is None else {"0": mend_of(now)})


def codes_of(file: MendedFile) -> list[str]:
    return [problem.code for problem in file.problems[0]]


def test_a_chosen_key_answers_what_was_wrong_with_the_key_alone() -> None:
    found = ("ambiguous-key", "conflicting-marks", "key-out-of-range", "legacy-font", "unknown-difficulty")
    assert codes_of(file_with(without_key(1), *found)) == list(found)
    assert codes_of(file_with(without_key(1), *found, now=question(1, options=without_key(1).options))) == [
        "no-key",
        "legacy-font",
        "unknown-difficulty",
    ]
    options = tuple(Option(text=o.text, is_key=place == 0) for place, o in enumerate(without_key(1).options))
    keyed = question(1, options=options)
    assert codes_of(file_with(without_key(1), *found, now=keyed)) == ["legacy-font", "unknown-difficulty"]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"text": "Câu viết lại?"}, ["unknown-group", "unknown-difficulty", "picture-left-out"]),
        ({"difficulty": None}, ["legacy-font", "formula-without-value", "unknown-group", "picture-left-out"]),
        ({"groups": ()}, ["legacy-font", "formula-without-value", "unknown-difficulty", "picture-left-out"]),
    ],
)
def test_what_was_rewritten_is_asked_for_no_more(changes: dict[str, object], left: list[str]) -> None:
    found = ("legacy-font", "formula-without-value", "unknown-group", "unknown-difficulty", "picture-left-out")
    assert codes_of(file_with(question(1), *found, now=question(1, **changes))) == left


def test_a_file_without_mends_is_what_was_read(bank: Bank, session: Session, clock: Clock) -> None:
    parsed = Parsed(
        format="csv",
        questions=(question(1), without_key(2), question(3)),
        locations=tuple(Location(line=n) for n in (2, 3, 4)),
        problems=(
            Problem(code="hidden-content", params={"what": "trang tính Ẩn"}),
            Problem(code="no-key", location=Location(line=3)),
        ),
    )
    assert MendedFile(pack(parsed), {}).parsed() == parsed
    stored = store_upload(
        session, now=clock(), actor_id=None, bank_id=bank.id, filename="a.csv", format_code=None, content=b"a"
    )
    store_reading(session, stored, now=clock(), parsed=parsed, alike={})
    assert unpack(session.scalars(select(QuestionImport.parsed)).one()) == parsed
