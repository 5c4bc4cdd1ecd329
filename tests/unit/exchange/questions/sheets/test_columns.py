import pytest

from tests.unit.exchange.questions.builders import (
    CAPITAL,
    HEADER,
    PLANET,
    codes,
    keys,
    options,
    texts,
    understood,
    xlsx,
)

FOUR = ["Trái Đất", "Sao Mộc", "Sao Hỏa", "Sao Thủy"]


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ("stt", "NỘI DUNG CÂU HỎI", "Phương án A", "Phương án B", "Phương án C", "Phương án D", "Đáp án đúng"),
        ("TT", "Nội dung", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án"),
        ("STT", "Cau hoi", "Lựa chọn A", "Lựa chọn B", "Lựa chọn C", "Lựa chọn D", "Câu trả lời đúng"),
        ("No.", "Question", "Option 1", "Option 2", "Option 3", "Option 4", "Correct Answer"),
        ("STT", "CÂU HỎI", "ĐÁP ÁN 1", "ĐÁP ÁN 2", "ĐÁP ÁN 3", "ĐÁP ÁN 4", "ĐÁP ÁN ĐÚNG"),
        ("STT", "Câu hỏi", "Câu trả lời 1", "Câu trả lời 2", "Câu trả lời 3", "Câu trả lời 4", "Đáp án (A/B/C/D)"),
        ("STT", "Câu", "A", "B", "C", "D", "Đáp án"),
    ],
)
def test_a_header_is_found_by_its_names(header: tuple[str, ...]) -> None:
    parsed = understood(xlsx(header, PLANET))
    assert (texts(parsed), options(parsed), keys(parsed), codes(parsed)) == (
        ["Hành tinh nào lớn nhất?"],
        FOUR,
        ["B"],
        [],
    )


def test_a_header_may_stand_under_a_letterhead() -> None:
    titles = [("ỦY BAN NHÂN DÂN XÃ",), ("NGÂN HÀNG CÂU HỎI",), ()] * 3
    parsed = understood(xlsx(*titles, HEADER, PLANET))
    assert (parsed.locations[0].row, keys(parsed)) == (11, ["B"])


def test_a_decomposed_header_is_found() -> None:
    decomposed = tuple(name.replace("Đáp án", "Đa\u0301p a\u0301n") for name in HEADER)
    assert keys(understood(xlsx(decomposed, PLANET))) == ["B"]


def test_answers_beside_a_column_of_choices_are_the_key() -> None:
    header = ("STT", "Hạng mục", "Nội dung", "Phương án trả lời", "Đáp án")
    row = (1, "Mạng", "Mật khẩu nào mạnh?", "A. 123456\nB. m@T-kh4u\nC. abc", "B")
    parsed = understood(xlsx(header, row))
    assert (options(parsed), keys(parsed), parsed.questions[0].topic) == (["123456", "m@T-kh4u", "abc"], ["B"], "Mạng")


def test_answers_beside_a_column_of_right_answers_are_the_options() -> None:
    parsed = understood(xlsx(("Câu hỏi", "Đáp án", "Đáp án đúng"), ("Mạng là gì vậy?", "Lưới\nĐường", "A")))
    assert (options(parsed), keys(parsed)) == (["Lưới", "Đường"], ["A"])


def test_a_stem_and_its_options_may_share_a_cell() -> None:
    parsed = understood(xlsx(("Câu hỏi", "Đáp án"), ("Thủ đô?\nA. Huế\nB. Hà Nội", "B")))
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?"], ["Huế", "Hà Nội"], ["B"])


def test_every_further_column_is_kept() -> None:
    header = (*HEADER, "Giải thích", "Chủ đề", "Độ khó", "Nhóm đối tượng", "TRÍCH DẪN NGUỒN CÂU HỎI", "Ghi chú")
    row = (*PLANET, "Vì nặng nhất", "KHCN", 2, "Học sinh", "Sách giáo khoa", "xem lại")
    question = understood(xlsx(header, row)).questions[0]
    assert (question.explanation, question.topic, question.difficulty, question.groups, question.source) == (
        "Vì nặng nhất",
        "Khoa học công nghệ",
        "medium",
        ("students",),
        "Sách giáo khoa",
    )


def test_words_that_are_not_understood_are_said() -> None:
    header = (*HEADER, "Mức độ", "Nhóm đối tượng")
    assert codes(understood(xlsx(header, (*PLANET, "Siêu khó", "Thợ lặn")))) == ["unknown-difficulty", "unknown-group"]


def test_kahoots_template_is_read() -> None:
    header = (
        None,
        "Question - max 120 characters",
        *(f"Answer {n} - max 75 characters" for n in range(1, 5)),
        "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
        "Correct answer(s) - choose at least one",
    )
    rows = [(1, "Which are planets?", "Mars", "Moon", "Venus", "Sun", 20, "1,3"), *((n,) for n in range(2, 100))]
    parsed = understood(xlsx(*[("Quiz template",)] * 7, header, *rows))
    assert (texts(parsed), keys(parsed), codes(parsed)) == (["Which are planets?"], ["AC"], [])


def test_quizizzs_template_is_read_and_other_kinds_are_left_out() -> None:
    header = (
        "Question Text",
        "Question Type",
        *(f"Option {n}" for n in range(1, 6)),
        "Correct Answer",
        "Time in seconds",
    )
    hints = (
        "Text of the question\n\n(required)",
        "Question Type",
        *["Text for option"] * 5,
        "The correct option choice",
    )
    parsed = understood(
        xlsx(
            header,
            hints,
            ("Largest planet?", "Multiple Choice", "Earth", "Mars", "Jupiter", None, None, 3, 20),
            ("Which are planets?", "Checkbox", "Mars", "Moon", "Venus", None, None, "1,3", 20),
            ("What would you do?", "Open-Ended", None, None, None, None, None, None, 20),
            ("Your favourite?", "Poll", "Star", "Planet", None, None, None, None, 20),
        )
    )
    assert (keys(parsed), [q.type for q in parsed.questions], codes(parsed)) == (
        ["C", "AC"],
        ["single", "multiple"],
        ["unsupported-type", "unsupported-type"],
    )


def test_columns_without_header_are_understood_by_content_and_said() -> None:
    places = (2, 3, 3, 1, 2, 3, 3, 1)
    rows = [(n, f"Câu hỏi số {n} là gì?", "một", "hai", "ba", place, "Điều 5") for n, place in enumerate(places, 1)]
    parsed = understood(xlsx(*rows))
    assert (keys(parsed), codes(parsed), parsed.problems[0].params) == (
        ["B", "C", "C", "A", "B", "C", "C", "A"],
        ["columns-by-content"],
        {"columns": "A là số thứ tự, B là câu hỏi, C–E là phương án, F là đáp án"},
    )


def test_options_of_one_cell_are_found_without_header() -> None:
    rows = [(f"Câu hỏi thứ {n} là gì?", "A. có\nB. không\nC. chưa rõ", "ABC"[n % 3]) for n in range(5)]
    parsed = understood(xlsx(*rows))
    assert (options(parsed), keys(parsed), codes(parsed)) == (
        ["có", "không", "chưa rõ"],
        ["A", "B", "C", "A", "B"],
        ["columns-by-content"],
    )


def test_a_heading_of_unknown_names_is_not_a_question() -> None:
    rows = [(f"Câu hỏi thứ {n} là gì?", "có", "không", "AB"[n % 2]) for n in range(5)]
    parsed = understood(xlsx(("Prompt", "First", "Second", "Solution"), *rows))
    assert keys(parsed) == ["A", "B", "A", "B", "A"]


def test_notes_to_the_right_of_the_data_are_ignored() -> None:
    parsed = understood(xlsx(HEADER, (*PLANET, None, None, "hỏi lại anh Nam"), CAPITAL))
    assert (keys(parsed), codes(parsed)) == (["B", "D"], [])


@pytest.mark.parametrize(
    "rows",
    [
        [("Mã 101", "Mã 102"), *[(n, "ABCD"[n % 4], "DCBA"[n % 4]) for n in range(1, 25)]],
        [("Câu hỏi", "Đáp án"), *[(n, "ABCD"[n % 4]) for n in range(1, 25)]],
        [("Tên", "Giới tính", "Đơn giá"), ("Nguyễn Thị Bình", "Nữ", "500k"), ("Trần Văn An", "Nam", "700k")],
    ],
)
def test_a_sheet_of_something_else_is_refused_by_name(rows: list[tuple[object, ...]]) -> None:
    assert codes(understood(xlsx(*rows))) == ["not-a-bank"]


def test_a_bank_without_questions_is_refused() -> None:
    assert codes(understood(xlsx(HEADER))) == ["no-questions"]
