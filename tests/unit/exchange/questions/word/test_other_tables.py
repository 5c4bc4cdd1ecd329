"""Tables whose columns are called otherwise, and answers as crosses."""

import pytest

from tests.unit.exchange.questions.builders import keys, options, texts, understood, xlsx
from tests.unit.exchange.questions.word.documents import BOLD, cell, document, paragraph, question, run, table

FOUR = ["Huế", "Hà Nội", "Đà Nẵng", "Cần Thơ"]
LINES = [f"{letter}. {option}" for letter, option in zip("ABCD", FOUR, strict=True)]


def test_a_column_called_answers_may_hold_the_options() -> None:
    lines = [paragraph(LINES[0]), paragraph(run(LINES[1], BOLD)), *map(paragraph, LINES[2:])]
    rows = [[str(n), f"Thành phố nào, lần {n}?", cell(*lines)] for n in (1, 2)]
    parsed = understood(document(table(["STT", "CÂU HỎI", "ĐÁP ÁN"], *rows)), "docx")
    assert (options(parsed), keys(parsed)) == (FOUR, ["B", "B"])


@pytest.mark.parametrize("name", ["Câu hỏi và các phương án", "Nội dung cần hỏi"])
def test_stem_and_options_may_share_a_column_of_any_name(name: str) -> None:
    rows = [[str(n), "NB", "B", cell(paragraph(f"Hỏi {n}?"), *map(paragraph, LINES))] for n in (1, 2)]
    parsed = understood(document(table(["STT", "Mức độ", "Đáp án", name], *rows)), "docx")
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Hỏi 1?", "Hỏi 2?"], FOUR, ["B", "B"])


def test_one_of_two_columns_is_crossed_for_true_or_false() -> None:
    header, rows = ("STT", "Nội dung", "Đúng", "Sai"), [("1", "Huế ở Nga.", "", "X"), ("2", "Huế là cố đô.", "X", "")]
    word = understood(document(table(list(header), *map(list, rows))), "docx")
    sheet = understood(xlsx(header, *rows))
    assert [keys(word), keys(sheet)] == [["B", "A"]] * 2
    assert [options(word), options(sheet)] == [["Đúng", "Sai"]] * 2


def test_a_cross_stands_in_the_row_of_the_option() -> None:
    below, above = "<w:vMerge/>", '<w:vMerge w:val="restart"/>'
    rows = []
    for place, line in enumerate(LINES):
        merge = below if place else above
        texts_above = ("", "") if place else ("1", "Ở đâu?")
        rows.append([*(cell(part, settings=merge) for part in texts_above), line, "X" if place == 2 else ""])
    parsed = understood(document(table(["STT", "Câu hỏi", "Phương án trả lời", "Đáp án đúng"], *rows)), "docx")
    assert (options(parsed), keys(parsed)) == (FOUR, ["C"])


def test_a_table_of_crosses_lists_answers() -> None:
    crosses = table(["Câu", *"ABCD"], ["1", "", "X", "", ""], ["2", "", "", "", "x"])
    parsed = understood(document(question(1, FOUR), question(2, FOUR), crosses), "docx")
    assert keys(parsed) == ["B", "D"]


def test_a_table_of_markdown_is_a_table() -> None:
    head = ["| STT | Câu hỏi | A | B | Đáp án |", "|---|---|---|---|---|"]
    rows = [*head, "| 1 | Một? | Có | Không | B |", "| 2 | Hai? | Ừ | Thôi | A |"]
    parsed = understood("\n".join(rows).encode(), "text")
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Một?", "Hai?"], ["Có", "Không"], ["B", "A"])
