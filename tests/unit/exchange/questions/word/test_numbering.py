"""Automatic labels as Word counts and shows them."""

import pytest

from quizapp.exchange.questions.word.numbering import Numbering, read_numbering, written
from tests.unit.exchange.questions.word.documents import level, lists

TWO_LEVELS = level(0, "decimal", "Câu %1.", 5) + level(1, "upperLetter", "%2)") + level(2, "lowerRoman", "%1.%2.%3")


def shown(numbering: Numbering, *places: tuple[str, int]) -> list[str]:
    labels = (numbering.next_label(number, place) for number, place in places)
    return [label.text if label else "" for label in labels]


def test_levels_begin_again_under_each_entry_above_them() -> None:
    numbering = read_numbering(lists(TWO_LEVELS).encode())
    places = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("1", 2)]
    assert shown(numbering, *places) == ["Câu 5.", "A)", "B)", "Câu 6.", "A)", "6.A.i"]


def test_lists_of_one_kind_count_on_unless_one_begins_anew() -> None:
    more = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{override}</w:num>'
        for number, override in (
            (7, ""),
            (8, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
            (9, '<w:lvlOverride w:ilvl="0">' + level(0, "lowerLetter", "(%1)") + "</w:lvlOverride>"),
        )
    )
    xml = lists(level(0, "upperLetter", "%1.")).replace("</w:numbering>", more + "</w:numbering>")
    numbering = read_numbering(xml.encode())
    places = [("1", 0), ("7", 0), ("8", 0), ("8", 0), ("9", 0)]
    assert shown(numbering, *places) == ["A.", "B.", "E.", "F.", "(g)"]


def test_a_list_that_is_missing_labels_nothing() -> None:
    assert shown(read_numbering(None), ("4", 0)) == [""]


@pytest.mark.parametrize(
    ("count", "number_format", "text"),
    [(1, "upperLetter", "A"), (28, "lowerLetter", "bb"), (4, "upperRoman", "IV"), (14, "lowerRoman", "xiv"), (3,
    "decimalZero", "03"),
     (12, "decimal", "12"), (2, "chicago", "2"), (5, "none", "")],
)  # fmt: skip
def test_counts_are_written_as_readers_see_them(count: int, number_format: str, text: str) -> None:
    assert written(count, number_format) == text
