"""Signs that look like others, labels that are mistyped, lists that are not restarted."""

import pytest

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import keys, options, texts, understood
from tests.unit.exchange.questions.word.documents import document, level, lists, numbered, paragraph

FOUR = ["Huế", "Hà Nội", "Đà Nẵng", "Cần Thơ"]


def text(*lines: str) -> Parsed:
    return understood("\n".join(lines).encode(), "text")


@pytest.mark.parametrize(
    ("stem", "first", "key"),
    [
        ("\u200bCâu 1. Ở đâu?", "A. Huế", "Đáp án: A"),
        ("Câu 1：Ở đâu?", "Ａ．Huế", "Đáp án： A"),
        ("Câu 1. Ở đâu?", "\ufeffA. Huế", "\u2060Ðáp án: A"),
        ("Câu 1. Ở đâu?", "А. Huế", "Đáp án: А"),  # Cyrillic
        ("Câu thứ 1: Ở đâu?", "A. Huế", "Đáp án: A"),
        ("Cấu 1, Ở đâu?", "A. Huế", "Đáp án: A"),
        ("❓ Câu 1: Ở đâu?", "❌ A. Huế", "Đáp án: A"),
    ],
)
def test_signs_that_look_alike_are_read_alike(stem: str, first: str, key: str) -> None:
    parsed = text("Câu 0. Trước?", "A. Có", "B. Không", "Đáp án: B", stem, first, "B. Hà Nội", key)
    assert (texts(parsed)[1], options(parsed, 1), keys(parsed)[1]) == ("Ở đâu?", FOUR[:2], "A")


def test_eth_in_a_text_is_dd() -> None:
    assert options(text("Câu 1. Ở đâu?", "A. Ðà Nẵng", "B. Huế"))[0] == "Đà Nẵng"


@pytest.mark.parametrize(
    ("place", "typed"), [(3, "Đ. Cần Thơ"), (1, "8. Hà Nội"), (1, "B, Hà Nội"), (3, "D; Cần Thơ"), (2, "C Đà Nẵng")]
)
def test_a_mistyped_label_is_told_by_its_neighbours(place: int, typed: str) -> None:
    lines = [f"{letter}. {option}" for letter, option in zip("ABCD", FOUR, strict=True)]
    lines[place] = typed
    assert options(text("Câu 1. Ở đâu?", *lines)) == FOUR


@pytest.mark.parametrize("form", ["{} {}", "{}, {}"])
def test_letters_in_a_row_are_labels_without_a_point(form: str) -> None:
    lines = [form.format(letter, option) for letter, option in zip("ABCD", FOUR, strict=True)]
    parsed = text("Câu 1. Ở đâu?", *lines, "Đáp án: B")
    assert (options(parsed), keys(parsed)) == (FOUR, ["B"])


def test_a_word_of_one_letter_begins_no_option() -> None:
    parsed = text("Câu 1. Vitamin nào?", "A. Loại có trong cam là", "C ở dạng viên", "B. Loại khác")
    assert options(parsed)[0] == "Loại có trong cam là C ở dạng viên".replace(" C ở", "\nC ở")


@pytest.mark.parametrize("chosen", ["Ⓑ Hà Nội", "☒ B. Hà Nội", "✅ B. Hà Nội", "B. Hà Nội (Đúng)."])
def test_a_sign_on_an_option_is_the_key(chosen: str) -> None:
    parsed = text("Câu 1. Ở đâu?", "A. Huế", chosen, "C. Đà Nẵng")
    assert (keys(parsed), options(parsed)) == (["B"], FOUR[:3])


def test_signs_of_wrong_options_are_taken_off() -> None:
    parsed = text("Câu 1. Ở đâu?", "A. Huế (Sai)", "B. Hà Nội (Đúng)", "C. Đà Nẵng (Sai).")
    assert (keys(parsed), options(parsed)) == (["B"], FOUR[:3])


def test_numbers_of_options_are_taken_off() -> None:
    blocks = [
        line
        for n in (1, 2)
        for line in (f"Câu {n}. Hỏi {n}?", *(f"{i}. {o}" for i, o in enumerate(FOUR, 1)), "Đáp án: 2")
    ]
    parsed = text(*blocks)
    assert (options(parsed), keys(parsed)) == (FOUR, ["B", "B"])


def test_automatic_letters_that_go_on_begin_with_a_in_each_question() -> None:
    blocks = [
        line
        for n in range(1, 5)
        for line in (paragraph(f"Câu {n}. Hỏi {n}?"), *(numbered(1, option) for option in FOUR), paragraph("Đáp án: B"))
    ]
    parts = {"word/numbering.xml": lists(level(0, "upperLetter", "%1."))}
    parsed = understood(document(blocks, parts=parts), "docx")
    assert ([options(parsed, n) for n in range(4)], keys(parsed)) == ([FOUR] * 4, ["B"] * 4)


def test_bullets_under_automatic_numbers_are_options() -> None:
    blocks = [
        line
        for n in range(1, 4)
        for line in (numbered(1, f"Hỏi {n}?"), *(numbered(2, option) for option in FOUR), paragraph("Đáp án: B"))
    ]
    parts = {"word/numbering.xml": lists(level(0, "decimal", "%1."), level(0, "bullet", "•"))}
    parsed = understood(document(blocks, parts=parts), "docx")
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Hỏi 1?", "Hỏi 2?", "Hỏi 3?"], FOUR, ["B"] * 3)


def test_the_soft_hyphen_of_an_old_font_is_a_letter() -> None:
    font = '<w:rFonts w:ascii=".VnTime"/>'
    stem = f"<w:p><w:r><w:rPr>{font}</w:rPr><w:t>C©u 1. §</w:t><w:softHyphen/><w:t>îc</w:t></w:r></w:p>"
    assert texts(understood(document(stem, paragraph("A. Có"), paragraph("B. Không")), "docx")) == ["Được"]
