"""The key by marks: each counts only where it tells the options of one question apart."""

import pytest

from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood
from tests.unit.exchange.questions.word.documents import (
    BOLD,
    ITALIC,
    RED,
    UNDERLINE,
    YELLOW,
    document,
    marked,
    paragraph,
    question,
    run,
)

FOUR = ("Huế", "Hà Nội", "Đà Nẵng", "Cần Thơ")
SHADE = '<w:shd w:val="clear" w:fill="FFFF00"/>'
GREY = '<w:color w:val="3A3A3A"/>'


def errors(content: bytes, format_code: str = "docx") -> list[str]:
    parsed = understood(content, format_code)
    return [problem.code for problem in parsed.problems if problem.severity == "error"]


def with_mark(properties: str, place: int, *, label: str = "", count: int = 3) -> list[str]:
    """Return questions of which the option at `place`, moved on by one each time, is marked."""
    blocks = []
    for number in range(count):
        lines: list[str] = []
        for index, (letter, text) in enumerate(zip("ABCD", FOUR, strict=True)):
            is_key = index == (place + number) % 4
            lines.append(marked(letter, text, properties if is_key else "", label=label if is_key else ""))
        blocks += question(number + 1, lines)
    return blocks


@pytest.mark.parametrize("mark", [BOLD, UNDERLINE, RED, YELLOW, SHADE])
def test_the_key_is_the_option_that_is_marked(mark: str) -> None:
    content = document(with_mark(mark, 1))
    assert (keys(understood(content, "docx")), errors(content)) == (["B", "C", "D"], [])


def test_italics_tell_the_key_where_most_questions_use_them() -> None:
    assert keys(understood(document(with_mark(ITALIC, 0)), "docx")) == ["A", "B", "C"]


def test_italics_of_one_question_among_many_are_a_foreign_word() -> None:
    blocks = [question(n, FOUR) for n in range(2, 9)]
    one = question(
        1, [marked("A", "Homo sapiens", ITALIC), *(marked(a, b, "") for a, b in zip("BC", FOUR, strict=False))]
    )
    assert keys(understood(document(one, *blocks), "docx")) == [""] * 8


@pytest.mark.parametrize("mark", [BOLD, UNDERLINE, RED, YELLOW])
def test_a_mark_on_the_letter_alone_is_enough(mark: str) -> None:
    assert keys(understood(document(with_mark("", 2, label=mark)), "docx")) == ["C", "D", "A"]


def test_the_letter_may_be_marked_without_its_point() -> None:
    lines = [paragraph(run("A", UNDERLINE + BOLD), run(". ", BOLD), "Huế")]
    lines += [paragraph(run(f"{letter}. ", BOLD), text) for letter, text in zip("BCD", FOUR[1:], strict=True)]
    assert keys(understood(document(question(1, lines)), "docx")) == ["A"]


def test_a_document_all_in_bold_is_not_marked_by_bold() -> None:
    lines = [marked(letter, text, BOLD, label=BOLD) for letter, text in zip("ABCD", FOUR, strict=True)]
    content = document(question(1, lines), paragraph(run("Đáp án: C", BOLD)))
    assert (keys(understood(content, "docx")), errors(content)) == (["C"], [])


def test_letters_in_bold_throughout_hide_no_key_in_bold() -> None:
    lines = [
        marked(letter, text, BOLD if letter == "D" else "", label=BOLD)
        for letter, text in zip("ABCD", FOUR, strict=True)
    ]
    assert keys(understood(document(question(1, lines)), "docx")) == ["D"]


def test_greys_and_near_blacks_are_no_colour() -> None:
    lines = [marked(letter, text, GREY if letter == "B" else "") for letter, text in zip("ABCD", FOUR, strict=True)]
    assert keys(understood(document(question(1, lines)), "docx")) == [""]


def test_an_underlined_word_is_content() -> None:
    lines = [marked(letter, text, "") for letter, text in zip("BCD", FOUR[1:], strict=True)]
    first = paragraph(run("A. Thành phố "), run("nào", UNDERLINE), run(" cũng được gọi là cố đô"))
    assert keys(understood(document(question(1, [first, *lines])), "docx")) == [""]


def test_underlined_blanks_are_noise() -> None:
    lines = [marked("A", "Huế", ""), paragraph("B. Hà Nội", run("\t  ", UNDERLINE)), marked("C", "Vinh", "")]
    assert keys(understood(document(question(1, lines)), "docx")) == [""]


def test_a_mark_set_by_hand_may_miss_a_letter() -> None:
    lines = [
        marked("A", "Huế", ""),
        paragraph("B. V", run("iên chức hoặc người lao động", UNDERLINE)),
        marked("C", "Vinh", ""),
    ]
    assert keys(understood(document(question(1, lines)), "docx")) == ["B"]


def test_marks_that_disagree_are_an_error() -> None:
    lines = [marked("A", "Huế", UNDERLINE), marked("B", "Hà Nội", RED), marked("C", "Vinh", "")]
    content = document(question(1, lines))
    parsed = understood(content, "docx")
    assert (keys(parsed), errors(content)) == ([""], ["conflicting-marks"])
    assert parsed.problems_of(0)[0].params["marks"] == "màu chữ B; gạch chân A"


def test_two_marked_options_are_an_error_too() -> None:
    lines = [marked("A", "Huế", RED), marked("B", "Hà Nội", RED), marked("C", "Vinh", "")]
    assert errors(document(with_mark(RED, 0), question(9, lines))) == ["conflicting-marks"]


def test_two_marked_options_are_meant_where_the_question_asks_for_several() -> None:
    lines = [marked("A", "Huế", RED), marked("B", "Hà Nội", RED), marked("C", "Vinh", "")]
    parsed = understood(document(with_mark(RED, 0), question(9, lines, "Chọn các đáp án đúng.")), "docx")
    assert (keys(parsed)[-1], parsed.questions[-1].type) == ("AB", "multiple")


def test_a_mark_against_the_key_in_words_is_an_error() -> None:
    content = document(with_mark(UNDERLINE, 1, count=1), paragraph("Đáp án: C"))
    assert errors(content) == ["conflicting-marks"]


def test_formatting_that_mostly_disagrees_with_the_keys_in_words_is_no_mark() -> None:
    blocks: list[str] = []
    for number in range(6):
        blocks += [
            *question(number + 1, [marked("A", "Huế", BOLD), marked("B", "Hà Nội", ""), marked("C", "Vinh", "")])
        ]
        blocks += [paragraph("Đáp án: B")]
    assert (keys(understood(document(blocks), "docx")), errors(document(blocks))) == (["B"] * 6, [])


def test_questions_without_a_mark_are_never_completed() -> None:
    content = document(with_mark(YELLOW, 0), [line for n in (4, 5) for line in question(n, FOUR)])
    assert (keys(understood(content, "docx")), errors(content)) == (["A", "B", "C", "", ""], ["no-key", "no-key"])


def test_a_rare_other_mark_tells_the_key_where_the_usual_one_is_missing() -> None:
    lines = [marked("A", "Huế", ""), marked("B", "Hà Nội", BOLD), marked("C", "Vinh", "")]
    assert keys(understood(document(with_mark(UNDERLINE, 0), question(4, lines)), "docx")) == ["A", "B", "C", "B"]


def test_a_style_may_carry_the_mark() -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:style w:type="character" w:styleId="Dung"><w:rPr>{RED}</w:rPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Me"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Me"><w:rPr>{BOLD}</w:rPr></w:style></w:styles>'
    )
    by_run = question(1, [marked("A", "Huế", '<w:rStyle w:val="Dung"/>'), marked("B", "Vinh", "")])
    by_paragraph = question(2, [marked("A", "Huế", ""), paragraph("B. Vinh", settings='<w:pStyle w:val="Con"/>')])
    content = document(by_run, by_paragraph, parts={"word/styles.xml": styles})
    assert keys(understood(content, "docx")) == ["A", "B"]


@pytest.mark.parametrize(
    "option",
    ["*B. Hà Nội", "B. *Hà Nội", "B. Hà Nội*", "B. Hà Nội (*)", "B.* Hà Nội", "B. Hà Nội ✓", "B. Hà Nội (Đáp án đúng)"],
)
def test_a_star_tells_the_key_and_is_no_text(option: str) -> None:
    content = f"Câu 1. Thủ đô?\nA. Huế\n{option}\nC. Vinh".encode()
    parsed = understood(content, "text")
    assert (keys(parsed), options(parsed)) == (["B"], ["Huế", "Hà Nội", "Vinh"])


def test_stars_on_every_option_are_content() -> None:
    parsed = understood("Câu 1. Con trỏ?\nA. *p\nB. *q\nĐáp án: A".encode(), "text")
    assert (keys(parsed), options(parsed)) == (["A"], ["*p", "*q"])


def test_bold_of_pasted_markdown_is_a_mark() -> None:
    parsed = understood("**Câu 1:** Thủ đô?\n- A. Huế\n- **B. Hà Nội**\n- C. Vinh".encode(), "text")
    assert (texts(parsed), keys(parsed), options(parsed)) == (["Thủ đô?"], ["B"], ["Huế", "Hà Nội", "Vinh"])


def test_a_bank_of_several_keys_a_question_is_one_of_multiple_choice() -> None:
    blocks = [
        question(n, [marked("A", f"{n}a", RED), marked("B", f"{n}b", RED), marked("C", f"{n}c", "")])
        for n in range(1, 4)
    ]
    blocks += with_mark(RED, 0)
    assert keys(understood(document(*blocks), "docx")) == ["AB", "AB", "AB", "A", "B", "C"]
    assert "conflicting-marks" not in codes(understood(document(*blocks), "docx"))


def test_formatting_that_mostly_stands_on_several_options_is_no_mark() -> None:
    blocks: list[str] = []
    for number in range(1, 5):
        bold = "AB" if number < 4 else "A"
        lines = [
            marked(letter, f"{letter}{number}", (BOLD if letter in bold else "") + (YELLOW if letter == "C" else ""))
            for letter in "ABCD"
        ]
        blocks += question(number, lines)
    assert (keys(understood(document(blocks), "docx")), errors(document(blocks))) == (["C"] * 4, [])
