"""Files by which other systems' projects test their own importers, read where they lie."""

from collections import Counter
from pathlib import Path

import pytest

from quizapp.domain.problem import Severity
from quizapp.exchange.questions import Parsed, read
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not (SAMPLES / "gift").exists(), reason=f"the samples are not at {SAMPLES}")
SINGLE_FILES = [*sorted((SAMPLES / "moodle-xml").glob("*.xml")), *sorted((SAMPLES / "qti12").glob("*/*.xml"))]


def sample(name: str) -> Parsed:
    return read((SAMPLES / name).read_bytes())


def counts(parsed: Parsed) -> tuple[int, int, int, int]:
    """Return how many questions are single, multiple, true/false, and how many reports say that one was left out."""
    kinds = Counter(question.type.value for question in parsed.questions)
    return kinds["single"], kinds["multiple"], kinds["truefalse"], codes(parsed).count("unsupported-type")


@needs_samples
@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("gift/examples.txt", "gift", (16, 2, 5, 20)),
        ("gift/questions.gift.txt", "gift", (1, 1, 3, 4)),
        ("gift/questions_crlf.gift.txt", "gift", (1, 1, 3, 4)),
        ("gift/questions_in_category.gift.txt", "gift", (1, 0, 1, 2)),
        ("aiken/questions.aiken.txt", "aiken", (2, 0, 0, 0)),
        ("aiken/aiken_errors.txt", "aiken", (3, 0, 0, 0)),
        ("moodle-xml/multichoice.xml", "moodle-xml", (1, 0, 0, 0)),
        ("moodle-xml/truefalse.xml", "moodle-xml", (0, 0, 2, 0)),
        ("moodle-xml/sample_questions_with_old_image_tag.xml", "moodle-xml", (1, 0, 0, 1)),
        ("moodle-xml/error_invalid_grades.xml", "moodle-xml", (0, 1, 0, 0)),
        ("qti12/test_qti_1.2.zip", "qti", (1, 1, 1, 0)),
        ("qti21/test_qti_2.1.zip", "qti", (1, 1, 1, 2)),
        ("qti22/test_qti_2.2.zip", "qti", (1, 1, 1, 3)),
    ],
)
def test_a_sample_holds_what_its_row_says(name: str, code: str, expected: tuple[int, int, int, int]) -> None:
    parsed = sample(name)
    assert (parsed.format, counts(parsed)) == (code, expected)


@needs_samples
def test_a_gift_file_of_windows_is_refused_whole() -> None:
    parsed = sample("gift/questions_encoding_windows-1252.gift.txt")
    assert (parsed.questions, codes(parsed)) == ((), ["not-utf8"])


@needs_samples
def test_aikens_errors_stand_at_their_lines() -> None:
    problems = sample("aiken/aiken_errors.txt").problems
    assert [p.location.line for p in problems if p.severity is Severity.ERROR] == [3, 5, 7, 18]


@needs_samples
def test_gifts_one_category_is_the_topic_of_its_questions() -> None:
    topics = {question.topic for question in sample("gift/questions_in_category.gift.txt").questions}
    assert topics == {"Default for New Features"}


@needs_samples
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gift/questions.gift.txt", ["A", "AC", "B", "A", "A"]),
        ("moodle-xml/error_invalid_grades.xml", ["BCE"]),
        ("moodle-xml/truefalse.xml", ["B", "A"]),
        ("qti12/test_qti_1.2.zip", ["B", "D", "ACDG"]),
        ("qti21/test_qti_2.1.zip", ["A", "D", "ABD"]),
        ("qti22/test_qti_2.2.zip", ["AD", "A", "A"]),
        ("qti12/items_1.2/multiple_answer_canvas.xml", ["ACD"]),
        ("qti12/items_1.2/question_group.xml", ["A"] * 10),
    ],
)
def test_the_keys_are_those_of_the_file(name: str, expected: list[str]) -> None:
    assert keys(sample(name)) == expected


@needs_samples
def test_formulas_that_are_options_are_read() -> None:
    assert options(sample("qti21/test_qti_2.1.zip"), 1) == ["1/6", "1/5", "1/4", "1/3", "1/2"]


@needs_samples
def test_a_passage_of_canvas_stands_above_its_question() -> None:
    assert texts(sample("qti12/items_1.2/stimulus_with_child_item.xml")) == ["some content\nthe answer is letter A"]


@needs_samples
@pytest.mark.parametrize("path", SINGLE_FILES, ids=lambda path: path.name)
def test_each_single_file_gives_good_questions_or_says_why_not(path: Path) -> None:
    code = "moodle-xml" if path.parent.name == "moodle-xml" else "qti"
    parsed = understood(path.read_bytes(), code)
    assert parsed.format == code
    assert list(parsed.good_questions()) or any(p.severity is Severity.ERROR for p in parsed.problems)
    assert all(len(question.options) > 1 and question.key for question in parsed.good_questions())
