"""What stands in a file of questions without being one: rules, explanations, minutes, remarks."""

from quizapp.exchange.questions import read
from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

TWO = ("A. Có", "B. Không", "Đáp án: B")


def text(*lines: str) -> Parsed:
    return understood("\n".join(lines).encode(), "text")


def test_rules_before_the_questions_are_none() -> None:
    rules = ("THỂ LỆ", "1. Cán bộ xã.", "2. Người dân:", "a) Có hộ khẩu;", "b) Đang tạm trú.", "Phần 2: Dự đoán.")
    parsed = text(*rules, "BỘ CÂU HỎI", "Câu 1. Một?", *TWO, "Câu 2. Hai?", *TWO, "Câu 3. Ba?", *TWO)
    assert (texts(parsed), [question.topic for question in parsed.questions]) == (["Một?", "Hai?", "Ba?"], [None] * 3)


def test_a_slip_below_the_end_is_no_question() -> None:
    parsed = text("Câu 1. Một?", *TWO, "----- HẾT -----", "Câu 2. Ông/bà thấy đề thế nào?", "A. Dễ", "B. Khó")
    assert (texts(parsed), codes(parsed)) == (["Một?"], [])


def test_questions_below_an_end_are_kept_where_they_have_keys_or_a_heading() -> None:
    keyed = text("Câu 1. Một?", *TWO, "HẾT", "Câu 2. Hai?", *TWO)
    headed = text("Câu 1. Một?", *TWO, "HẾT", "Chương 2: Mạng", "Câu 2. Hai?", "A. Có", "B. Không")
    unkeyed = text("Câu 1. Một?", "A. Có", "B. Không", "HẾT", "Câu 2. Hai?", "A. Có", "B. Không", "ĐÁP ÁN", "1-A 2-B")
    assert (texts(keyed), texts(headed), texts(unkeyed)) == (["Một?", "Hai?"],) * 3


def test_numbered_instructions_over_a_title_are_no_questions() -> None:
    parsed = text("1. Làm trong 30 phút.", "2. Không dùng tài liệu.", "CÂU HỎI", "1. Một?", *TWO, "2. Hai?", *TWO)
    assert texts(parsed) == ["Một?", "Hai?"]


def test_an_explanation_of_each_option_begins_no_question() -> None:
    parsed = text("Câu 1. Một?", *TWO, "A. Sai, vì luật cấm.", "B. Đúng, vì luật cho.", "Câu 2. Hai?", *TWO)
    assert (texts(parsed), parsed.questions[0].explanation) == (
        ["Một?", "Hai?"],
        "A. Sai, vì luật cấm.\nB. Đúng, vì luật cho.",
    )


def test_points_of_a_law_are_no_questions() -> None:
    lines = (
        "1. Căn cước là thông tin về:",
        "a) Lai lịch;",
        "b) Nhân dạng;",
        "2. Nhận dạng là:",
        "a) Vân tay;",
        "b) Mặt.",
    )
    assert codes(read("\n".join(lines).encode(), filename="a.txt")) == ["not-a-bank"]
    assert keys(text(*lines[:3], "Đáp án: b")) == ["B"]


def test_a_remark_behind_the_last_option_is_not_part_of_it() -> None:
    parsed = text("Câu 1. Một?", "*A. Có", "B. Không", "(Dấu * là đáp án đúng)")
    assert (options(parsed), keys(parsed)) == (["Có", "Không"], ["A"])


def test_a_bank_repeated_with_its_keys_marked_is_one_bank() -> None:
    parsed = text("Câu 1. Một?", "A. Có", "B. Không", "Câu 1. Một?", "A. Có", "B. **Không**")
    assert (texts(parsed), keys(parsed)) == (["Một?"], ["B"])
