"""Aiken, habit by habit."""

import pytest

from quizapp.exchange.questions import read
from quizapp.exchange.questions.moodle import aiken
from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

CAPITAL = "Thủ đô là gì?\nA. Huế\nB) Hà Nội\nANSWER: B\n"


def parsed(text: str) -> Parsed:
    return understood(text.encode(), "aiken")


def test_stem_options_and_answer_are_read() -> None:
    found = read(CAPITAL.encode(), filename="cau-hoi.txt")
    assert (found.format, texts(found), options(found), keys(found)) == (
        "aiken",
        ["Thủ đô là gì?"],
        ["Huế", "Hà Nội"],
        ["B"],
    )
    assert [question.type for question in found.questions] == ["single"]


@pytest.mark.parametrize(
    ("answer", "key"), [("B", "B"), ("b", "B"), (" A ", "A"), ("A.", "A"), ("A, B", "AB"), ("AB", "AB"), ("", "")]
)
def test_an_answer_names_options_by_letters(answer: str, key: str) -> None:
    assert keys(parsed(f"Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER:{answer}")) == [key]


@pytest.mark.parametrize("answer", ["C", "A, C", "Hà Nội", "1"])
def test_an_answer_beyond_the_options_is_an_error(answer: str) -> None:
    found = parsed(f"Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: {answer}")
    assert [(p.code, p.params, p.location.line) for p in found.problems] == [
        ("key-out-of-range", {"key": answer, "letters": "A–B"}, 1)
    ]


def test_a_stem_may_run_over_lines_and_signs_are_no_markup() -> None:
    assert texts(parsed("Dòng <b>một</b>\nDòng & hai\n\nA. x\nB. y\nANSWER: A")) == ["Dòng <b>một</b>\nDòng & hai"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("A. Huế\nANSWER: A\n", [("unreadable-question", 1), ("unreadable-question", 2)]),
        ("Thủ đô?\nA. Huế\nANSWER: A\n", [("too-few-options", 3)]),
        ("Thủ đô?\nA. Huế\nB. Hà Nội\n\nHai?\nA. x\nB. y\nANSWER: A", [("unreadable-question", 5)]),
        ("Tiêu đề\n\n" + CAPITAL, [("unreadable-question", 3)]),
        ("Thủ đô?\nA. Huế\nB. Hà Nội", [("unreadable-question", 3)]),
    ],
)
def test_what_is_out_of_order_is_told_by_its_line(text: str, problems: list[tuple[str, int]]) -> None:
    assert [(p.code, p.location.line) for p in parsed(text).file_problems] == problems


@pytest.mark.parametrize(
    "text",
    [
        "Câu 1: Thủ đô?\nA. Huế\nB. Hà Nội\nĐáp án: B\n",
        "Câu 1. Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B\n",
        "Thủ đô?\nA. Huế    B. Hà Nội\nANSWER: B\n",
        "Câu hỏi,A,B,ANSWER:\n1,x,y,A\n",
    ],
)
def test_banks_of_other_habits_are_not_taken_for_aiken(text: str) -> None:
    assert not aiken.sniff(text.encode())


def test_a_file_without_anything_holds_no_questions() -> None:
    assert codes(parsed("\n\n")) == ["no-questions"]
