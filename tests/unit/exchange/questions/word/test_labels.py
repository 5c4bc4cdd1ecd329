"""Labels of questions and options: typed, automatic, mixed, missing, several in a line."""

import pytest

from quizapp.domain.problem import Location
from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import keys, options, texts, understood
from tests.unit.exchange.questions.word.documents import (
    BOLD,
    RED,
    document,
    level,
    lists,
    numbered,
    paragraph,
    question,
    run,
)

LETTERS = level(0, "upperLetter", "%1.")
SMALL = level(0, "lowerLetter", "%1)")
OPTIONS = ["Huế", "Hà Nội", "Đà Nẵng", "Cần Thơ"]


def text(*lines: str) -> Parsed:
    return understood("\n".join(lines).encode(), "text")


def word(*blocks: str | list[str], numbering: str = "") -> Parsed:
    return understood(document(*blocks, parts={"word/numbering.xml": numbering} if numbering else {}), "docx")


@pytest.mark.parametrize(
    "label",
    ["Câu 1.", "Câu 1:", "Câu hỏi 1:", "Câu1.", "Câu  1 :", "CÂU 1.", "Bài 1.", "Question 1:", "1.", "1)", "1:",
    "1/", "Câu 1",
     "Câu 1 -", "Câu số 1:", "Câu 1 (0,25 điểm):", "Câu 1. (0,5 điểm)"],
)  # fmt: skip
def test_a_question_may_be_labelled_in_many_ways(label: str) -> None:
    parsed = text(f"{label} Thủ đô là gì?", "A. Huế", "B. Hà Nội", "Đáp án: B")
    assert (texts(parsed), keys(parsed), parsed.locations) == (
        ["Thủ đô là gì?"],
        ["B"],
        (Location(question=1, entry=1, line=1),),
    )


@pytest.mark.parametrize(
    "form", ["{}.", "{})", "{}/", "{} .", "{} )", "({})", "{}. ", "- {}.", "{}.)", "\t{}.", "                 {}."]
)
@pytest.mark.parametrize("letters", ["ABCD", "abcd"])
def test_an_option_may_be_labelled_in_many_ways(form: str, letters: str) -> None:
    lines = [f"{form.format(letter)} {option}" for letter, option in zip(letters, OPTIONS, strict=True)]
    assert options(text("Câu 1. Thủ đô?", *lines, "Đáp án: B")) == OPTIONS


def test_labels_without_a_space_after_them() -> None:
    assert options(text("Câu 1.Thủ đô?", *(f"{a}.{b}" for a, b in zip("ABCD", OPTIONS, strict=True)))) == OPTIONS


@pytest.mark.parametrize("between", ["\t", "   ", "\t\t", " "])
def test_options_may_share_a_line(between: str) -> None:
    line = between.join(f"{letter}. {option}" for letter, option in zip("ABCD", OPTIONS, strict=True))
    assert options(text("Câu 1. Thủ đô?", line)) == OPTIONS


def test_options_may_share_lines_two_by_two() -> None:
    assert options(text("Câu 1. Thủ đô?", "A. Huế\tB. Hà Nội", "C. Đà Nẵng\tD. Cần Thơ")) == OPTIONS


def test_options_set_in_two_columns_are_ordered_by_their_letters() -> None:
    assert options(text("Câu 1. Thủ đô?", "A. Huế\tC. Đà Nẵng", "B. Hà Nội\tD. Cần Thơ", "Đáp án: B")) == OPTIONS


def test_options_may_stand_close_together() -> None:
    assert options(text("Câu 1. Bao nhiêu?", "A.80% B.85% C.90%")) == ["80%", "85%", "90%"]


def test_options_may_begin_in_the_paragraph_of_the_stem() -> None:
    parsed = text("Câu 1. Thủ đô? A. Huế", "B. Hà Nội", "C. Đà Nẵng", "D. Cần Thơ")
    assert (texts(parsed), options(parsed)) == (["Thủ đô?"], OPTIONS)


def test_a_question_may_be_one_paragraph() -> None:
    parsed = text("Câu 1. Thủ đô? A. Huế B. Hà Nội C. Đà Nẵng D. Cần Thơ Đáp án: B", "Câu 2. Hai? A. x B. y Đáp án: A")
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?", "Hai?"], OPTIONS, ["B", "A"])


def test_letters_inside_options_are_no_labels() -> None:
    parsed = text("Câu 1. Vitamin nào?", "A. Vitamin A. B. Vitamin B. C. Vitamin C. D. Vitamin D.")
    assert options(parsed) == ["Vitamin A.", "Vitamin B.", "Vitamin C.", "Vitamin D."]
    below = text("Câu 1. Vitamin nào?", "A. Vitamin B.", "B. Vitamin C.", "C. Vitamin D.", "D. Vitamin E.")
    assert options(below) == ["Vitamin B.", "Vitamin C.", "Vitamin D.", "Vitamin E."]


def test_a_stem_may_hold_the_letters_of_the_options() -> None:
    parsed = text("Câu 1. Chọn một trong A, B, C, D. Đáp án nào đúng?", "A. một", "B. hai", "Đáp án: A")
    assert (texts(parsed), options(parsed)) == (["Chọn một trong A, B, C, D. Đáp án nào đúng?"], ["một", "hai"])


def test_an_option_may_begin_with_a_letter() -> None:
    parsed = text("Câu 1. Nhóm máu?", "A. A và B", "B. B âm", "C. A và B đúng", "D. Cả A, B", "Đáp án: B")
    assert (options(parsed), keys(parsed)) == (["A và B", "B âm", "A và B đúng", "Cả A, B"], ["B"])


def test_automatic_labels_are_read_as_the_reader_sees_them() -> None:
    stem = [numbered(1, f"Nội dung thứ {n}?") for n in (1, 2)]
    choices = [[numbered(n, option) for option in ("Huế", "Vinh")] for n in (2, 3)]
    numbering = lists(level(0, "decimal", "Câu %1:", 7), LETTERS, LETTERS)
    parsed = word(stem[0], choices[0], paragraph("Đáp án: B"), stem[1], choices[1], numbering=numbering)
    assert (texts(parsed), options(parsed), keys(parsed)) == (
        ["Nội dung thứ 1?", "Nội dung thứ 2?"],
        ["Huế", "Vinh"],
        ["B", ""],
    )
    assert [location.question for location in parsed.locations] == [7, 8]


def test_questions_and_options_may_be_levels_of_one_list() -> None:
    numbering = lists(level(0, "decimal", "%1.") + level(1, "upperLetter", "%2."))
    blocks = [numbered(1, stem, level=place) for stem, place in
              (("Một là?", 0), ("a1", 1), ("b1", 1), ("Hai là?", 0), ("a2", 1), ("b2", 1))]  # fmt: skip
    parsed = word(*blocks, numbering=numbering)
    assert (texts(parsed), options(parsed, 1)) == (["Một là?", "Hai là?"], ["a2", "b2"])


def test_a_list_may_begin_at_b_since_a_is_typed_behind_the_stem() -> None:
    numbering = lists(level(0, "upperLetter", "%1.", 2))
    blocks = [paragraph(run("Câu 1: Thủ đô?", BOLD), " A. Huế "), *(numbered(1, option) for option in OPTIONS[1:])]
    parsed = word(*blocks, paragraph("Đáp án: B"), numbering=numbering)
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?"], OPTIONS, ["B"])


def test_a_list_begun_anew_counts_from_its_start() -> None:
    numbering = lists(LETTERS).replace(
        "</w:numbering>",
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num></w:numbering>",
    )
    first = [paragraph("Câu 1. Một?"), numbered(1, "a1"), numbered(1, "b1")]
    second = [paragraph("Câu 2. Hai?"), numbered(9, "a2"), numbered(9, "b2")]
    parsed = word(*first, *second, numbering=numbering)
    assert [options(parsed, n) for n in (0, 1)] == [["a1", "b1"], ["a2", "b2"]]


def test_a_style_may_carry_the_list() -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="Chon"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        "</w:styles>"
    )
    choices = [paragraph(option, settings='<w:pStyle w:val="Chon"/>') for option in OPTIONS]
    content = document(
        paragraph("Câu 1. Thủ đô?"), choices, parts={"word/numbering.xml": lists(LETTERS), "word/styles.xml": styles}
    )
    assert options(understood(content, "docx")) == OPTIONS


def test_typed_and_automatic_labels_may_be_mixed_and_places_decide() -> None:
    red = run("Hai", RED)
    blocks = [paragraph("Câu 1: Hỏi?"), numbered(1, "Một\t\tb. Chín"), numbered(1, red, run("\t\td. Bốn"))]
    parsed = word(*blocks, numbering=lists(SMALL))
    assert (options(parsed), keys(parsed)) == (["Một", "Chín", "Hai", "Bốn"], ["C"])


def test_repeated_letters_are_counted_by_their_places() -> None:
    parsed = text("Câu 1. Hỏi?", "A. một", "B. hai", "B. ba", "C. bốn")
    assert options(parsed) == ["một", "hai", "ba", "bốn"]


def test_a_key_letter_that_labels_and_places_read_differently_asks() -> None:
    parsed = text("Câu 1. Hỏi?", "A. một", "B. hai", "B. ba", "C. bốn", "Đáp án: C")
    assert [problem.code for problem in parsed.problems_of(0)][:1] == ["ambiguous-key"]


def test_an_option_without_a_label_between_two_others() -> None:
    assert options(text("Câu 1. Hỏi?", "A. một", "hai", "C. ba", "D. bốn")) == ["một", "hai", "ba", "bốn"]


def test_the_first_option_without_a_label() -> None:
    parsed = text("Câu 1. Hỏi?", "một", "B. hai", "C. ba", "D. bốn")
    assert (texts(parsed), options(parsed)) == (["Hỏi?"], ["một", "hai", "ba", "bốn"])


def test_a_dash_may_stand_for_the_point_of_a_label() -> None:
    assert options(text("Câu 1. Hỏi?", "A. một", "B. hai", "C. ba", "D- bốn")) == ["một", "hai", "ba", "bốn"]


def test_stems_and_options_may_go_on_over_lines() -> None:
    parsed = text("Câu 1. Dòng một", "dòng hai?", "A. nửa đầu", "nửa sau", "B. hai", "Câu 2. Ba?", "A. x", "B. y")
    assert (texts(parsed)[0], options(parsed)) == ("Dòng một\ndòng hai?", ["nửa đầu\nnửa sau", "hai"])


def test_the_next_question_may_begin_in_the_last_options_paragraph() -> None:
    parsed = text("Câu 43: Một?", "A. x", "B. y Câu 44: Hai?", "A. z", "B. t")
    assert (texts(parsed), options(parsed), options(parsed, 1)) == (["Một?", "Hai?"], ["x", "y"], ["z", "t"])


def test_labels_may_vary_and_numbers_repeat() -> None:
    lines = [
        "Câu 1. Một?",
        "A. x1",
        "B. y1",
        "Câu2: Hai?",
        "A. x2",
        "B. y2",
        "3: Ba?",
        "A. x3",
        "B. y3",
        "Câu 3. Bốn?",
        "A. x4",
        "B. y4",
    ]
    parsed = text(*lines)
    assert texts(parsed) == ["Một?", "Hai?", "Ba?", "Bốn?"]
    assert [(location.question, location.entry) for location in parsed.locations] == [(1, 1), (2, 2), (3, 3), (3, 4)]


def test_a_tag_before_the_stem_is_its_difficulty() -> None:
    parsed = text("[1] Một?", "A. x", "B. y", "ANSWER: A", "", "[3] Hai?", "A. x", "B. y", "ANSWER: B")
    assert [(q.text, q.number, q.difficulty) for q in parsed.questions] == [("Một?", 1, "easy"), ("Hai?", 2, "hard")]


@pytest.mark.parametrize("tag", ["(TH)", "[TH]", "(Thông hiểu)", "[2]", "(Mức 2)"])
def test_difficulty_tags_after_the_label(tag: str) -> None:
    for label in (f"Câu 1 {tag}:", f"Câu 1. {tag}"):
        parsed = text(f"{label} Một?", "A. x", "B. y")
        assert [(q.text, q.difficulty) for q in parsed.questions] == [("Một?", "medium")]


def test_brackets_before_a_stem_are_content() -> None:
    assert texts(text("Câu 19: (chọn câu sai) Muốn xóa trang?", "A. x", "B. y")) == ["(chọn câu sai) Muốn xóa trang?"]


def test_a_file_may_have_no_labels_at_all() -> None:
    parsed = text("Thủ đô?", *OPTIONS, "ANSWER: B", "", "Một cộng một?", "1", "2", "3", "4", "ANSWER: B")
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?", "Một cộng một?"], OPTIONS, ["B", "B"])


def test_questions_without_labels_between_empty_lines() -> None:
    parsed = text("Thủ đô?", "A. Huế", "B. Hà Nội", "", "Một cộng một?", "A. 1", "B. 2", "", "Ba?", "A. 3", "B. 4")
    assert (texts(parsed), options(parsed, 1)) == (["Thủ đô?", "Một cộng một?", "Ba?"], ["1", "2"])


def test_lists_in_a_stem_belong_to_it() -> None:
    parsed = text(
        "Câu 1. Cho các nhận định:", "a) một", "b) hai", "c) ba", "Số nhận định đúng:", "A. 1", "B. 2", "C. 3"
    )
    assert (texts(parsed), options(parsed)) == (
        ["Cho các nhận định:\na) một\nb) hai\nc) ba\nSố nhận định đúng:"],
        ["1", "2", "3"],
    )
    parsed = text("Câu 1. Cho:", "1. một", "2. hai", "- ba", "Chọn:", "A. 1", "B. 2", "Câu 2. Hai?", "A. x", "B. y")
    assert texts(parsed)[0] == "Cho:\n1. một\n2. hai\n- ba\nChọn:"


def test_numbers_in_a_stem_are_no_questions_where_questions_are_numbered_bare() -> None:
    parsed = text(
        "1. Một?",
        "A. x",
        "B. y",
        "2. Cho:",
        "1. một",
        "2. hai",
        "3. ba",
        "Chọn:",
        "A. 1",
        "B. 2",
        "3. Ba?",
        "A. z",
        "B. t",
    )
    assert texts(parsed) == ["Một?", "Cho:\n1. một\n2. hai\n3. ba\nChọn:", "Ba?"]


def test_an_automatic_list_in_a_stem_keeps_its_labels() -> None:
    numbering = lists(level(0, "decimal", "%1)"), level(0, "bullet", "•"))
    parsed = word(
        paragraph("Câu 1. Cho:"), numbered(1, "một"), numbered(1, "hai"), numbered(2, "ba"), paragraph("A. x"),
        paragraph("B. y"), numbering=numbering,
    )  # fmt: skip
    assert texts(parsed) == ["Cho:\n1) một\n2) hai\n- ba"]


def test_bullets_are_options_where_no_option_has_a_letter() -> None:
    parsed = text("Câu 1. Thủ đô?", "☐ Huế", "☑ Hà Nội", "☐ Vinh", "Câu 2. Hai?", "- một", "- hai", "Đáp án: B")
    assert (options(parsed), options(parsed, 1), keys(parsed)) == (
        ["Huế", "Hà Nội", "Vinh"],
        ["một", "hai"],
        ["B", "B"],
    )


def test_decomposed_letters_are_stored_composed() -> None:
    parsed = word(question(1, ["Hue\u0302\u0301", "Ha\u0300 No\u0323\u0302i"], "Thu\u0309 đo\u0302?"))
    assert (texts(parsed), options(parsed)) == (["Thủ đô?"], ["Huế", "Hà Nội"])


def test_an_accent_in_a_run_of_its_own_joins_its_letter() -> None:
    assert texts(word(paragraph("Câu 1. Tha", run("\u0301ng?", BOLD)), paragraph("A. x"), paragraph("B. y"))) == [
        "Tháng?"
    ]


def test_two_to_eight_options_are_read_and_more_are_an_error() -> None:
    eight = text("Câu 1. Hỏi?", *(f"{letter}. {letter * 2}" for letter in "ABCDEFGH"), "Đáp án: H")
    assert (len(options(eight)), keys(eight)) == (8, ["H"])


def test_a_stray_fifth_option_is_an_option() -> None:
    assert (
        len(options(text("Câu 1. Hỏi?", "A. a1", "B. b1", "C. c1", "D. d1", "E. e1", "Câu 2. Hai?", "A. x", "B. y")))
        == 5
    )


def test_a_bare_number_may_jump_after_a_finished_question() -> None:
    asked = [f"{label} Hỏi gì?\nA. Một\nB. Hai\nĐáp án: B" for label in ("Câu 46.", "Câu 4:", "17:")]
    parsed = understood("\n\n".join(asked).encode(), "text")
    assert [(question.number, question.text) for question in parsed.questions] == [(n, "Hỏi gì?") for n in (46, 4, 17)]
