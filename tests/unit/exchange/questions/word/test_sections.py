"""What stands around questions: sections, passages, notes; and what is no question."""

import pytest

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

ONE = ("A. một", "B. hai", "C. ba", "D. bốn")


def text(*lines: str) -> Parsed:
    return understood("\n".join(lines).encode(), "text")


def topics(parsed: Parsed) -> list[str | None]:
    return [question.topic for question in parsed.questions]


def left_out(parsed: Parsed) -> list[str]:
    return [str(problem.params["type"]) for problem in parsed.problems if problem.code == "unsupported-type"]


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Chương 2:", "Chương 2"), ("Chương 2: Mạng máy tính", "Chương 2: Mạng máy tính"), ("CHƯƠNG II. MẠNG",
        "CHƯƠNG II. MẠNG"),
        ("Chủ đề: An toàn thông tin", "An toàn thông tin"), ("Chủ đề 3: An toàn", "An toàn"),
        ("CHỦ ĐỀ: CHUYỂN ĐỔI SỐ", "Chuyển đổi số"),
        ("Phần I: Chuyển đổi số", "Chuyển đổi số"), ("PHẦN I. ĐỔI MỚI SÁNG TẠO", "Đổi mới sáng tạo"),
        ("Phần thứ nhất", "Phần thứ nhất"),
        ("II. CHUYỂN ĐỔI SỐ", "Chuyển đổi số"), ("Chuyên đề 1: KHCN", "Khoa học công nghệ"), ("Lĩnh vực: Y tế", "Y tế"),
        ("PHẦN I. TRẮC NGHIỆM (7 điểm)", None), ("A. TRẮC NGHIỆM", None), ("MỤC 1. AN TOÀN", "MỤC 1. AN TOÀN"),
        ("# Chủ đề: Mạng", "Mạng"),
    ],
)  # fmt: skip
def test_a_heading_names_the_topic_of_the_questions_under_it(heading: str, topic: str | None) -> None:
    parsed = text(heading, "Câu 1. Một?", *ONE, "Câu 2. Hai?", *ONE)
    assert (topics(parsed), options(parsed)[-1]) == ([topic, topic], "bốn")


def test_sections_may_follow_one_another() -> None:
    parsed = text(
        "NGÂN HÀNG CÂU HỎI",
        "Chủ đề: Y tế",
        "Câu 1. Một?",
        *ONE,
        "Đáp án: A",
        "Chủ đề: Giáo dục",
        "Câu 1. Hai?",
        *ONE,
        "Đáp án: B",
    )
    assert topics(parsed) == ["Y tế", "Giáo dục"]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ([""], [], [None, "Y tế", "Y tế", "Y tế"]),
        ([], [""], ["Y tế", None, None, None]),
        ([], [], [None, "Y tế", "Y tế", "Y tế"]),
        ([], ["Mức độ: Nhận biết"], ["Y tế", None, None, None]),
    ],
)
def test_a_topic_after_a_question_is_a_heading_where_it_stands_over_the_next(
    above: list[str], below: list[str], expected: list[str | None]
) -> None:
    first, *others = ([f"Câu {n}. Hỏi?", *ONE, "Đáp án: A"] for n in (1, 2, 3, 4))
    parsed = text(*first, *above, "Chủ đề: Y tế", *below, *(line for lines in others for line in lines))
    assert topics(parsed) == expected


def test_a_topic_under_most_questions_is_a_note() -> None:
    lines = ((f"Câu {n}. Hỏi?", *ONE, "Đáp án: A", f"Chủ đề: Chủ đề {n}") for n in (1, 2, 3))
    assert topics(text(*(line for part in lines for line in part))) == ["Chủ đề 1", "Chủ đề 2", "Chủ đề 3"]


def test_a_chapters_title_may_stand_on_the_line_below() -> None:
    assert topics(text("CHƯƠNG I", "ĐẠI CƯƠNG VỀ MẠNG", "Câu 1. Một?", *ONE)) == ["CHƯƠNG I: ĐẠI CƯƠNG VỀ MẠNG"]


def test_a_subheading_goes_on_from_no_option() -> None:
    parsed = text("Chương 1: Mạng", "Câu 1. Một?", *ONE, "1.2. Khái niệm chung", "Câu 2. Hai?", *ONE)
    assert (topics(parsed), options(parsed)[-1]) == (["Chương 1: Mạng", "1.2. Khái niệm chung"], "bốn")


def test_a_title_is_no_topic() -> None:
    assert topics(text("BỘ CÂU HỎI TRẮC NGHIỆM", "TÌM HIỂU PHÁP LUẬT NĂM 2026", "Câu 1. Một?", *ONE)) == [None]


def test_lines_that_only_look_like_sections_belong_to_their_stem() -> None:
    parsed = text("Câu 1. Theo quy định tại", "Mục 2, Chương 3 của Luật thì phần mềm là gì?", *ONE)
    assert texts(parsed) == ["Theo quy định tại\nMục 2, Chương 3 của Luật thì phần mềm là gì?"]
    assert texts(text("Câu 1. Phần nào?", "Phần 2: Luật", *ONE)) == ["Phần nào?\nPhần 2: Luật"]


def test_lessons_are_sections_where_questions_are_called_something_else() -> None:
    parsed = text("Bài 1: Thông tin", "Câu 1. Một?", *ONE, "Bài 2: Dữ liệu", "Câu 1. Hai?", *ONE)
    assert (topics(parsed), len(parsed.questions)) == (["Bài 1: Thông tin", "Bài 2: Dữ liệu"], 2)


def test_the_ministrys_other_parts_are_left_out_with_their_counts() -> None:
    parsed = text(
        "<g3> ", "PHẦN I. Câu trắc nghiệm nhiều phương án lựa chọn. Thí sinh trả lời từ câu 1 đến câu 1.",
        "Câu 1. Một?", *ONE, "Đáp án: A",
        "PHẦN II. Câu trắc nghiệm đúng sai. Trong mỗi ý a), b), c), d) ở mỗi câu, thí sinh chọn đúng hoặc sai.",
        "Câu 1. Cho thông tin:", "a) Đúng một", "b) Sai hai", "c) Ba", "d) Bốn", "Câu 2. Cho:", "a) x", "b) y",
        "c) z", "d) t",
        "PHẦN III. Câu trắc nghiệm trả lời ngắn.", "Câu 1. Bao nhiêu?", "Đáp án: 27",
    )  # fmt: skip
    assert (texts(parsed), keys(parsed), left_out(parsed)) == (
        ["Một?"],
        ["A"],
        ["đúng/sai từng ý (PHẦN II, 2 câu)", "đúng/sai từng ý (PHẦN II, 2 câu)", "trả lời ngắn (PHẦN III, 1 câu)"],
    )


def test_other_kinds_are_recognised_without_a_heading() -> None:
    parsed = text(
        "Câu 1. Cho:",
        "a) x",
        "b) y",
        "c) z",
        "d) t",
        "Đáp án: a-Đ, b-S, c-Đ, d-S",
        "Câu 2. Bao nhiêu?",
        "Đáp án: 27",
        "Câu 3. Ba?",
        *ONE,
    )
    assert (texts(parsed), left_out(parsed)) == (["Ba?"], ["đúng/sai từng ý (1 câu)", "trả lời ngắn (1 câu)"])


def test_statements_that_are_right_or_wrong_are_questions() -> None:
    parsed = text(
        "PHẦN II. ĐÚNG/SAI",
        "Câu 1. Nước sôi ở 100 độ.",
        "Đáp án: Đúng",
        "Câu 2. Hai?",
        "A. Đúng",
        "B. Sai",
        "Đáp án: B",
    )
    assert ([q.type for q in parsed.questions], keys(parsed), options(parsed)) == (
        ["truefalse"] * 2,
        ["A", "B"],
        ["Đúng", "Sai"],
    )


def test_essays_are_left_out() -> None:
    parsed = text("A. TRẮC NGHIỆM", "Câu 1. Một?", *ONE, "B. TỰ LUẬN (3 điểm)", "Câu 1. Trình bày.", "Câu 2. Nêu.")
    assert (texts(parsed), left_out(parsed)) == (["Một?"], ["tự luận (phần B, 2 câu)"] * 2)


def test_essays_numbered_bare_are_left_out_too() -> None:
    parsed = text(
        "I. TRẮC NGHIỆM", "1. Một?", *ONE, "2. Hai?", *ONE, "II. TỰ LUẬN", "1. Nêu khái niệm.", "2. Trình bày."
    )
    assert (texts(parsed), len(left_out(parsed))) == (["Một?", "Hai?"], 2)


def test_the_end_ends_the_last_option() -> None:
    parsed = text("Câu 1. Một?", *ONE, "----- HẾT -----", "Thí sinh không được sử dụng tài liệu.", "Họ tên: ....")
    assert (options(parsed), len(parsed.questions)) == (["một", "hai", "ba", "bốn"], 1)


@pytest.mark.parametrize(
    "word",
    ["Lời giải", "Lời giải:", "Giải thích:", "Hướng dẫn chi tiết:", "Hướng dẫn giải", "Giải:", "Lời giải chi tiết"],
)
def test_an_explanation_goes_on_to_the_next_question(word: str) -> None:
    parsed = text(
        "Câu 1. Một?", *ONE, "Đáp án: A", word, "Vì một.", "1. Thứ nhất", "A. không phải phương án", "Câu 2. Hai?", *ONE
    )
    assert parsed.questions[0].explanation == "Vì một.\n1. Thứ nhất\nA. không phải phương án"
    assert texts(parsed) == ["Một?", "Hai?"]


def test_notes_under_a_question() -> None:
    parsed = text(
        "Câu 1. Một?", *ONE, "Đáp án: B", "Giải thích: Vì hai.", "Nguồn: Luật số 1", "Chủ đề: KHCN",
        "Mức độ: Thông hiểu",
        "Nhóm đối tượng: Học sinh; Người lạ", "Giữ nguyên vị trí: C, D", "Câu 2. Hai?", *ONE,
        "Căn cứ pháp lý: Điều 3", "Mức độ: khó lắm",
    )  # fmt: skip
    first, second = parsed.questions
    assert (first.explanation, first.source, first.topic, first.difficulty, first.groups) == (
        "Vì hai.", "Luật số 1", "Khoa học công nghệ", "medium", ("students",),
    )  # fmt: skip
    assert [option.is_pinned for option in first.options] == [False, False, True, True]
    assert (second.source, second.topic, second.difficulty) == ("Điều 3", None, None)
    assert [code for code in codes(parsed) if code.startswith("unknown")] == ["unknown-group", "unknown-difficulty"]


def test_the_source_of_figures_belongs_to_the_stem() -> None:
    parsed = text("Câu 1. Cho bảng:", "(Nguồn: Niên giám thống kê)", "Năm nào?", *ONE)
    assert (texts(parsed), parsed.questions[0].source) == (["Cho bảng:\n(Nguồn: Niên giám thống kê)\nNăm nào?"], None)


@pytest.mark.parametrize(
    "line",
    ["Đọc thông tin sau và trả lời câu hỏi 2, 3:", "Đọc đoạn văn sau và trả lời các câu từ 2 đến 3",
    "Dựa vào bảng sau, trả lời câu 2 và câu 3",
     "Cho thông tin sau và trả lời câu hỏi từ câu 2 đến câu 3:", "Read the passage and answer questions 2 to 3"],
)  # fmt: skip
def test_a_passage_is_read_before_the_questions_it_names(line: str) -> None:
    parsed = text("Câu 1. Một?", *ONE, line, "Ngày xưa.", "Câu 2. Hai?", *ONE, "Câu 3. Ba?", *ONE, "Câu 4. Bốn?", *ONE)
    assert texts(parsed) == ["Một?", f"{line}\nNgày xưa.\nHai?", f"{line}\nNgày xưa.\nBa?", "Bốn?"]
    assert options(parsed)[-1] == "bốn"


def test_a_question_without_a_stem_takes_the_instruction_above_it() -> None:
    line = "Mark the letter A, B, C, or D to indicate the word that differs"
    parsed = text(
        line, "Question 1. A. heat B. seat", "Question 2.", "A. x", "B. y", "Question 3. Which?", "A. z", "B. t"
    )
    assert texts(parsed) == [line, line, "Which?"]


def test_an_instruction_for_everybody_is_no_passage() -> None:
    parsed = text("Thí sinh trả lời từ câu 1 đến câu 12. Mỗi câu hỏi chọn một phương án.", "Câu 1. Một?", *ONE)
    assert texts(parsed) == ["Một?"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Kính gửi các đồng chí,", "Hôm nay trời đẹp.", "Trân trọng."],
        ["1. Mục đích", "2. Yêu cầu", "3. Tổ chức thực hiện"],
    ],
)
def test_a_text_of_something_else_is_no_bank(lines: list[str]) -> None:
    assert codes(text(*lines)) == ["not-a-bank"]


@pytest.mark.parametrize("form", ["{0}) {0}", "{0}. ........", "{0}."])
def test_an_empty_form_is_no_bank(form: str) -> None:
    lines = [line for n in (1, 2, 3) for line in (f"Câu {n}: …", *(form.format(letter) for letter in "ABCD"))]
    assert codes(text(*lines)) == ["not-a-bank"]


def test_an_empty_option_is_never_passed_as_good() -> None:
    assert "empty-option" in codes(text("Câu 1. Một?", "A. một", "B.", "C. ba", "D. bốn", "Đáp án: C"))
    assert keys(text("Câu 1. Một?", "A. một", "B.", "C. ba", "D. bốn", "Đáp án: C")) == ["C"]


def test_options_that_refer_to_others_are_pinned() -> None:
    parsed = text("Câu 1. Một?", "A. một", "B. hai", "C. Cả A và B", "Đáp án: C")
    assert (
        [option.is_pinned for option in parsed.questions[0].options],
        "option-refers-to-others" in codes(parsed),
    ) == (
        [False, False, True],
        True,
    )
