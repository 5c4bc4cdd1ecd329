"""Keys in words: a list of letters is read whole or not at all."""

import time

import pytest

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

FIVE = ("A. Huế", "B. Hà Nội", "C. Đà Nẵng", "D. Cần Thơ")


def asked(*after: str, label: str = "Câu 1.") -> Parsed:
    return understood("\n".join((f"{label} Thành phố nào?", *FIVE, *after)).encode(), "text")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("a, b, d", "ABD"),
        ("A - B - D", "ABD"),
        ("A. C. D", "ACD"),
        ("A, B, D đều đúng", "ABD"),
        ("A, C (chọn đủ mới tính điểm)", "AC"),
        ("a và c", "AC"),
        ("ý B", "B"),
        ("B - Hà Nội", "B"),
        ("b. Vì là thủ đô", "B"),
    ],
)
def test_all_letters_of_a_key_are_read(said: str, expected: str) -> None:
    parsed = asked(f"Đáp án: {said}")
    assert (keys(parsed), [p for p in parsed.problems if p.severity == "error"]) == ([expected], [])


@pytest.mark.parametrize("said", ["B. A, C đều sai", "A, B hoặc C", "B hoặc C"])
def test_a_list_that_may_go_on_is_no_key(said: str) -> None:
    parsed = asked(f"Đáp án: {said}")
    assert (keys(parsed), "key-out-of-range" in codes(parsed)) == ([""], True)


def test_an_option_that_names_letters_may_be_repeated_after_its_own() -> None:
    lines = ("Câu 1. Đâu là cố đô?", "A. Huế", "B. Hoa Lư", "C. A và B", "Đáp án: C. A và B")
    assert keys(understood("\n".join(lines).encode(), "text")) == ["C"]


@pytest.mark.parametrize("line", ["=> B", "→ B.", "Vậy đáp án đúng là: B", "KQ: B", "Đap án: B", "Ðáp án： B"])
def test_a_key_line_may_be_worded_in_many_ways(line: str) -> None:
    parsed = asked(line)
    assert (keys(parsed), options(parsed)[3]) == (["B"], "Cần Thơ")


def test_a_key_may_stand_in_the_label_of_the_question() -> None:
    parsed = asked(label="Câu 1 (Đáp án B):")
    assert (keys(parsed), texts(parsed)) == (["B"], ["Thành phố nào?"])


def test_letters_with_dd_count_as_laws_letter() -> None:
    lines = [f"{letter}) Giấy tờ {letter}" for letter in "abcdđe"]
    parsed = understood("\n".join(("Câu 1. Giấy tờ nào?", *lines, "Đáp án: a, đ, e")).encode(), "text")
    assert (keys(parsed), options(parsed)[4:]) == (["AEF"], ["Giấy tờ đ", "Giấy tờ e"])


def test_without_options_nothing_is_said_of_the_key() -> None:
    parsed = understood("\n".join(("Câu 1. Một?", *FIVE, "Đáp án: A", "Câu 2. Hai?", "Đáp án: A")).encode(), "text")
    found = [problem.code for problem in parsed.problems if problem.location.question == 2]
    assert ("no-options" in found, "key-out-of-range" in found) == (True, False)


@pytest.mark.parametrize(
    "key",
    ["A" + " " * 19_000 + "x", "A đều" + " " * 19_000, "A" + " ," * 9_000, "A B " * 4_000, "1" + " " * 19_000 + "x"],
)
def test_a_long_key_line_takes_no_time(key: str) -> None:
    before = time.process_time()
    asked(f"Đáp án: {key}", key, *(f"Câu{' ' * 19_000}x" for _ in range(3)), f"A. Huế{' ' * 19_000}x")
    assert time.process_time() - before < 2
