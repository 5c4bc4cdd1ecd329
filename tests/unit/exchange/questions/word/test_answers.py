"""Keys in words: lines under the questions, lists and tables of answers."""

import pytest

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, understood
from tests.unit.exchange.questions.word.documents import document, paragraph, question, table

FOUR = ("một", "hai", "ba", "bốn")


def text(*lines: str) -> Parsed:
    return understood("\n".join(lines).encode(), "text")


def asked(*numbers: int) -> list[str]:
    return [
        line
        for n in numbers
        for line in (f"Câu {n}. Hỏi điều {n}?", *(f"{a}. {b}{n}" for a, b in zip("ABCD", FOUR, strict=True)))
    ]


def word(*blocks: str | list[str]) -> Parsed:
    return understood(document(*blocks), "docx")


def errors(parsed: Parsed) -> list[str]:
    return [problem.code for problem in parsed.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    "line",
    ["Đáp án: B", "Đáp án : B.", "Đáp án đúng: B", "Đáp án đúng là: B", "ĐÁP ÁN: B", "ĐA: B", "Đ/A: B", "Đáp án B",
    "ANSWER: B",
     "Answer: B", "Key: B", "Chọn B", "Chọn đáp án B.", "=> Chọn B", "→ Đáp án: B", "(Đáp án: B)", "[Đáp án: B]",
     "**Đáp án: B**",
     "Đáp án: b", "Đáp án: B. hai1", "Đáp án: hai1", "Trả lời: B", "Correct answer: B", "Đáp án chính xác: B",
     "✅ Đáp án: B"],
)  # fmt: skip
def test_a_line_under_the_question_names_its_key(line: str) -> None:
    parsed = text(*asked(1), line, *asked(2), "Đáp án: D")
    assert (keys(parsed), errors(parsed), options(parsed)[3]) == (["B", "D"], [], "bốn1")


def test_a_line_may_name_several_keys() -> None:
    parsed = text(*asked(1), "Đáp án: A, C", *asked(2), "Đáp án: BD", *asked(3), "Đáp án: A và B")
    assert (keys(parsed), [question.type for question in parsed.questions]) == (["AC", "BD", "AB"], ["multiple"] * 3)


def test_the_key_may_stand_on_the_line_below_its_word() -> None:
    assert keys(text(*asked(1), "Đáp án", "C", *asked(2), "Đáp án:", "D")) == ["C", "D"]


def test_words_after_the_key_are_its_explanation() -> None:
    parsed = text(*asked(1), "Đáp án: B. Vì theo Điều 3.", *asked(2), "Đáp án: A", "Theo Luật Giáo dục.")
    assert [(question.explanation, key) for question, key in zip(parsed.questions, keys(parsed), strict=True)] == [
        ("Vì theo Điều 3.", "B"),
        ("Theo Luật Giáo dục.", "A"),
    ]


def test_a_letter_and_a_text_that_disagree_ask() -> None:
    assert errors(text(*asked(1), "Đáp án: B. ba1")) == ["ambiguous-key"]


def test_a_key_beyond_the_options_is_an_error() -> None:
    assert errors(text(*asked(1), "Đáp án: F")) == ["key-out-of-range"]


def test_a_solution_may_name_the_key() -> None:
    parsed = text(
        *asked(1),
        "Lời giải",
        "Chọn C",
        "Vì ba lớn hơn hai.",
        "A. sai vì nhỏ",
        *asked(2),
        "Hướng dẫn giải:",
        "Ta có x. Chọn D",
    )
    assert keys(parsed)[0] == "C"
    assert parsed.questions[0].explanation == "Vì ba lớn hơn hai.\nA. sai vì nhỏ"


@pytest.mark.parametrize(
    "lines",
    [
        ["1-A 2-B 3-C"], ["1.A", "2.B", "3.C"], ["1a 2b 3c"], ["1A; 2B; 3C"], ["1. A\t2. B\t3. C"], ["Câu 1: A",
        "Câu 2: B", "Câu 3: C"],
        ["1) A", "2) B", "3) C"], ["Câu 1 - A, Câu 2 - B, Câu 3 - C"], ["1\t2\t3", "A\tB\tC"], ["Câu 1 2 3",
        "Đáp án A B C"],
        ["1-3: ABC"], ["1 A", "2 B", "3 C"], ["| 1 | 2 | 3 |", "| A | B | C |"], ["Câu 1: Chọn A. Vì x", "Câu 2: B",
        "Vì y", "Câu 3: Đáp án C"],
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "heading", ["BẢNG ĐÁP ÁN", "ĐÁP ÁN", "Đáp án tham khảo", "ĐÁP ÁN VÀ LỜI GIẢI CHI TIẾT", "--- HẾT ---\nĐÁP ÁN:"]
)
def test_answers_may_be_listed_at_the_end(lines: list[str], heading: str) -> None:
    parsed = text(*asked(1, 2, 3), heading, *lines)
    assert (keys(parsed), errors(parsed)) == (["A", "B", "C"], [])


def test_solutions_at_the_end_are_explanations() -> None:
    parsed = text(*asked(1, 2), "LỜI GIẢI CHI TIẾT", "Câu 1: B", "Vì hai là số chẵn.", "Câu 2.", "Ta có bốn.", "Chọn D")
    assert [(q.explanation, key) for q, key in zip(parsed.questions, keys(parsed), strict=True)] == [
        ("Vì hai là số chẵn.", "B"),
        ("Ta có bốn.", "D"),
    ]


def test_questions_repeated_with_their_solutions_are_the_same_questions() -> None:
    solved = [*asked(1), "Lời giải", "Chọn B", *asked(2), "Lời giải", "Chọn C"]
    parsed = text(*asked(1, 2), "HẾT", "HƯỚNG DẪN GIẢI CHI TIẾT", *solved)
    assert (keys(parsed), errors(parsed)) == (["B", "C"], [])


PAIRS = table(["Câu", "Đáp án", "Câu", "Đáp án"], ["1", "A", "3", "C"], ["2", "B", "4", "D"])
ROWS = table(["Câu", "1", "2", "3", "4"], ["Đ/A", "A", "B", "C", "D"])
BANDS = table(["1", "2"], ["A", "B"], ["3", "4"], ["C", "D"])
CELLS = table(["1-A", "2-B"], ["3. C", "4D"])
COLUMNS = table(["Câu", "Đáp án"], *([str(n), key] for n, key in enumerate("ABCD", 1)))


@pytest.mark.parametrize("answers", [PAIRS, ROWS, BANDS, CELLS, COLUMNS])
@pytest.mark.parametrize("heading", [[paragraph("ĐÁP ÁN")], []])
def test_answers_may_stand_in_a_table(answers: str, heading: list[str]) -> None:
    parsed = word(*(question(n, FOUR) for n in (1, 2, 3, 4)), heading, answers)
    assert (keys(parsed), errors(parsed)) == (["A", "B", "C", "D"], [])


PAPERS = table(["Câu", "Mã 101", "Mã 102"], ["1", "A", "B"], ["2", "C", "D"])


def test_of_several_papers_that_is_taken_which_the_document_is() -> None:
    parsed = word(paragraph("Mã đề thi: 102"), *(question(n, FOUR) for n in (1, 2)), PAPERS)
    assert keys(parsed) == ["B", "D"]


def test_of_several_papers_none_is_guessed() -> None:
    parsed = word(*(question(n, FOUR) for n in (1, 2)), PAPERS)
    assert (keys(parsed), "answer-list" in codes(parsed)) == (["", ""], True)


PAPERS_IN_PAIRS = table(
    ["Mã đề 101", "", "Mã đề 102", ""], ["Câu", "Đáp án"] * 2, ["1", "A", "1", "B"], ["2", "C", "2", "D"]
)
PAPERS_IN_ROWS = table(["Mã đề", "1", "2"], ["101", "A", "C"], ["102", "B", "D"])


@pytest.mark.parametrize("papers", [PAPERS_IN_PAIRS, PAPERS_IN_ROWS])
@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Mã đề thi: 101", ["A", "C"]), ("Mã đề thi: 102", ["B", "D"]), ("Mã đề thi: 103", ["", ""]), ("", ["", ""])],
)
def test_papers_may_be_pairs_of_columns_or_rows(papers: str, heading: str, expected: list[str]) -> None:
    parsed = word(paragraph(heading), *(question(n, FOUR) for n in (1, 2)), papers)
    assert (keys(parsed), "answer-list" in codes(parsed)) == (expected, not expected[0])


def test_papers_beside_the_numbers_are_no_rows() -> None:
    beside = table(["Mã đề", "101", "102"], ["1", "A", "B"], ["2", "C", "D"])
    assert keys(word(paragraph("Mã đề thi: 102"), *(question(n, FOUR) for n in (1, 2)), beside)) == ["B", "D"]


@pytest.mark.parametrize(
    "answers",
    [
        table(["Câu", "Đáp án"], ["1", "A"], ["2", "B"], ["2", "C"]),
        table(["Câu", "Đáp án", "Câu", "Đáp án"], ["1", "A", "1", "A"], ["2", "B", "2", "C"]),
        table(["1", "2", "2"], ["A", "B", "C"]),
        table(["1-A", "2-B"], ["2-C", ""]),
        table(["Câu", "A", "B", "C"], ["1", "x", "", ""], ["2", "", "x", ""], ["2", "", "", "x"]),
        paragraph("1-A 2-B 2-C"),
    ],
)
def test_a_number_with_two_keys_in_one_list_has_none(answers: str) -> None:
    parsed = word(*(question(n, FOUR) for n in (1, 2)), paragraph("ĐÁP ÁN"), answers)
    assert (keys(parsed), errors(parsed)) == (["A", ""], ["conflicting-marks"])


def test_a_number_with_the_same_key_twice_has_it() -> None:
    answers = table(["Câu", "Đáp án"], ["1", "A, C"], ["2", "B"], ["1", "C và A."])
    parsed = word(*(question(n, FOUR) for n in (1, 2)), paragraph("ĐÁP ÁN"), answers)
    assert (keys(parsed), errors(parsed)) == (["AC", "B"], [])


def test_a_list_with_gaps_completes_nothing() -> None:
    parsed = text(*asked(1, 2, 3), "ĐÁP ÁN", "1-A 3-C")
    assert (keys(parsed), errors(parsed)) == (["A", "", "C"], ["no-key"])


def test_a_list_may_be_split_over_lines_and_tables() -> None:
    parsed = word(
        *(question(n, FOUR) for n in (1, 2, 3, 4)),
        paragraph("ĐÁP ÁN"),
        table(["1", "2"], ["A", "B"]),
        paragraph("3-C 4-D"),
    )
    assert keys(parsed) == ["A", "B", "C", "D"]


def test_a_list_that_names_other_questions_says_so() -> None:
    parsed = text(*asked(1, 2), "ĐÁP ÁN", "1-A 2-B 3-C")
    told = [problem.params["reason"] for problem in parsed.problems if problem.code == "answer-list"]
    assert (keys(parsed), told) == (["A", "B"], ["bảng có câu 3 nhưng tệp không có câu hỏi đó"])


def test_a_list_against_a_line_is_an_error() -> None:
    parsed = text(*asked(1), "Đáp án: B", *asked(2), "Đáp án: C", "BẢNG ĐÁP ÁN", "1-A 2-C")
    assert (keys(parsed), errors(parsed)) == (["", "C"], ["conflicting-marks"])


def test_chapters_that_count_anew_have_a_list_each() -> None:
    chapters = [*asked(1, 2), "ĐÁP ÁN", "1-A 2-B", "Chương 2: Hai", *asked(1, 2), "ĐÁP ÁN", "1-C 2-D"]
    assert keys(text(*chapters)) == ["A", "B", "C", "D"]
    at_end = [
        "Chương 1",
        *asked(1, 2),
        "Chương 2",
        *asked(1, 2),
        "ĐÁP ÁN",
        "Chương 1",
        "1-A 2-B",
        "Chương 2",
        "1-C 2-D",
    ]
    assert keys(text(*at_end)) == ["A", "B", "C", "D"]


def test_a_list_that_counts_on_is_matched_by_places_where_numbers_repeat() -> None:
    parsed = text("Chương 1", *asked(1, 2), "Chương 2", *asked(1, 2), "ĐÁP ÁN", "1-A 2-B 3-C 4-D")
    assert keys(parsed) == ["A", "B", "C", "D"]


def test_a_number_that_repeats_is_not_guessed() -> None:
    parsed = text(*asked(1, 2, 3, 3), "ĐÁP ÁN", "1-A 2-B 3-C")
    assert (keys(parsed), "answer-list" in codes(parsed)) == (["A", "B", "", ""], True)


@pytest.mark.parametrize(
    "lines",
    [
        ["BẢNG ĐÁP ÁN", "1-A 2-B 3-C 4-D"],
        ["1. A", "2. B", "3. C"],
        ["Câu 1: A", "Câu 2: B"],
        ["ĐÁP ÁN MÔN TOÁN", "1A", "2B"],
    ],
)
def test_a_list_of_answers_by_itself_is_no_bank(lines: list[str]) -> None:
    parsed = text(*lines)
    assert (codes(parsed), parsed.problems[0].params["reason"].startswith("giống bảng đáp án")) == (
        ["not-a-bank"],
        True,
    )


def test_a_table_of_answers_by_itself_is_no_bank() -> None:
    assert codes(word(paragraph("ĐÁP ÁN"), PAIRS)) == ["not-a-bank"]


def test_a_letter_in_brackets_behind_most_stems_is_the_key() -> None:
    lines = [("Một? [B]", "A. x", "B. y"), ("Hai? (A)", "A. x", "B. z")]
    parsed = text(*(line for n, (stem, *rest) in enumerate(lines, 1) for line in (f"Câu {n}. {stem}", *rest)))
    assert ([question.text for question in parsed.questions], keys(parsed)) == (["Một?", "Hai?"], ["B", "A"])
    once = text("Câu 1. Nguyên tố nào là bo (B)", "A. x", "B. y", *asked(2, 3))
    assert (keys(once)[0], once.questions[0].text) == ("", "Nguyên tố nào là bo (B)")


def test_the_options_text_may_follow_the_letter_in_brackets() -> None:
    assert keys(text(*asked(1), "Đáp án: B (hai1)")) == ["B"]
