"""Marks that are no key: of links, of formatting that runs on, of a single question, on two options of one."""

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, understood
from tests.unit.exchange.questions.word.documents import (
    BOLD,
    RED,
    UNDERLINE,
    document,
    marked,
    paragraph,
    question,
    run,
)

FOUR = ("Huế", "Hà Nội", "Đà Nẵng", "Cần Thơ")
BLUE = '<w:color w:val="0000FF"/>' + UNDERLINE
LINK = f"<w:hyperlink>{run('dichvucong.gov.vn', BLUE)}</w:hyperlink>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + run("dichvucong.gov.vn", BLUE)
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def bank(marks: list[dict[int, str]], *, label: str = "") -> Parsed:
    """Return a bank of questions; `marks`: option → its mark."""
    blocks = []
    for number, of_options in enumerate(marks, 1):
        lines = []
        for place, (letter, text) in enumerate(zip("ABCD", FOUR, strict=True)):
            lines.append(marked(letter, text, of_options.get(place, ""), label=label if place == 0 else ""))
        blocks += question(number, lines)
    return understood(document(blocks), "docx")


def test_a_link_is_no_mark() -> None:
    for link in (LINK, FIELD, f"<w:fldSimple w:instr=' HYPERLINK x'>{run('a.vn', BLUE)}</w:fldSimple>"):
        lines = [paragraph("A. ", link), *(paragraph(f"{letter}. {letter}{letter}") for letter in "BCD")]
        assert keys(understood(document(question(1, lines)), "docx")) == [""]


def test_a_mark_after_a_link_still_counts() -> None:
    lines = [paragraph("A. ", FIELD), marked("B", "Huế", UNDERLINE), marked("C", "Vinh", "")]
    assert keys(understood(document(question(1, lines)), "docx")) == ["B"]


def test_a_mark_of_one_question_among_many_is_an_oversight() -> None:
    assert keys(bank([{1: RED}] * 11 + [{3: BOLD}])) == ["B"] * 11 + [""]
    assert keys(bank([{}] * 11 + [{3: BOLD}])) == [""] * 12


def test_a_rare_mark_beside_a_common_one_is_told_about() -> None:
    parsed = bank([{1: RED}] * 10 + [{3: BOLD}] * 2)
    assert (keys(parsed)[-2:], codes(parsed).count("rare-mark")) == (["D", "D"], 2)


def test_a_small_bank_may_mark_each_question_in_its_own_way() -> None:
    assert keys(bank([{1: RED}] * 4 + [{3: BOLD}])) == ["B"] * 4 + ["D"]


def test_bold_that_runs_on_into_every_a_is_no_key() -> None:
    assert keys(bank([{}] * 6, label=BOLD)) == [""] * 6
    assert keys(bank([{2: RED}] * 6, label=BOLD)) == ["C"] * 6


def test_two_marked_options_disagree_unless_questions_ask_for_several() -> None:
    parsed = bank([{1: RED}] * 17 + [{1: RED, 2: RED}] * 3)
    assert (keys(parsed)[-3:], codes(parsed).count("conflicting-marks")) == ([""] * 3, 3)
