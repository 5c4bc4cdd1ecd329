"""Tables in documents: questions by rows, options in cells, figures of a stem."""

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood
from tests.unit.exchange.questions.word.documents import (
    RED,
    cell,
    document,
    level,
    lists,
    numbered,
    paragraph,
    question,
    run,
    table,
)

RESTART, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEADER = ["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án"]
ROW = ["1", "Thủ đô là gì?", "Huế", "Hà Nội", "Vinh", "Mỹ Tho", "B"]
TOGETHER = ["STT", "Nội dung câu hỏi", "Phương án", "Đáp án"]


def word(*blocks: str | list[str], numbering: str = "") -> Parsed:
    return understood(document(*blocks, parts={"word/numbering.xml": numbering} if numbering else {}), "docx")


def test_one_question_a_row_with_a_column_an_option() -> None:
    parsed = word(table(HEADER, ROW, ["2", "Hai là gì?", "a", "b", "", "", "a"]))
    assert (texts(parsed), options(parsed), options(parsed, 1), keys(parsed)) == (
        ["Thủ đô là gì?", "Hai là gì?"],
        ["Huế", "Hà Nội", "Vinh", "Mỹ Tho"],
        ["a", "b"],
        ["B", "A"],
    )


def test_all_options_in_one_cell() -> None:
    labelled = cell("A. Huế", "B. Hà Nội", "C. Vinh")
    broken = cell("A. một\nB. hai")
    bare = cell("x", "y", "z")
    parsed = word(table(TOGETHER, ["1", "Thủ đô?", labelled, "B"], ["2", "Hai?", broken, "A"], ["3", "Ba?", bare, "C"]))
    assert ([options(parsed, n) for n in range(3)], keys(parsed)) == (
        [["Huế", "Hà Nội", "Vinh"], ["một", "hai"], ["x", "y", "z"]],
        ["B", "A", "C"],
    )


def test_stem_and_options_in_one_cell() -> None:
    parsed = word(table(["STT", "Câu hỏi", "Đáp án"], ["1", cell("Thủ đô?", "A. Huế", "B. Hà Nội"), "B"]))
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?"], ["Huế", "Hà Nội"], ["B"])


def test_the_header_may_stand_in_the_first_of_many_tables_only() -> None:
    parsed = word(table(HEADER, ROW), paragraph(""), table(["2", "Hai?", "a", "b", "c", "d", "D"]))
    assert (texts(parsed), keys(parsed)) == (["Thủ đô là gì?", "Hai?"], ["B", "D"])


def test_a_row_split_by_a_page_goes_on_with_an_empty_number() -> None:
    rest = ["", "", cell("C. Vinh", "D. Mỹ Tho"), ""]
    parsed = word(
        table(
            TOGETHER, ["1", "Thủ đô?", cell("A. Huế", "B. Hà Nội"), "B"], rest, ["2", "Hai?", cell("A. x", "B. y"), "A"]
        )
    )
    assert (options(parsed), keys(parsed)) == (["Huế", "Hà Nội", "Vinh", "Mỹ Tho"], ["B", "A"])


def test_a_question_over_several_rows_with_its_key_in_a_merged_cell() -> None:
    rows = [
        [cell(number, settings=merge), cell(stem, settings=merge), option, cell(key, settings=merge)]
        for number, stem, option, key, merge in (
            ("1", "Thủ đô?", "A. Huế", "B", RESTART), ("", "", "B. Hà Nội", "", GO_ON), ("", "", "C. Vinh", "", GO_ON),
            ("2", "Hai?", "A. x", "A", RESTART), ("", "", "B. y", "", GO_ON),
        )
    ]  # fmt: skip
    parsed = word(table(TOGETHER, *rows))
    assert (texts(parsed), options(parsed), keys(parsed)) == (
        ["Thủ đô?", "Hai?"],
        ["Huế", "Hà Nội", "Vinh"],
        ["B", "A"],
    )


def test_a_merged_stem_holds_its_rows_together_where_nothing_is_numbered() -> None:
    rows = [
        [cell(stem, settings=merge), option, key]
        for stem, option, key, merge in (
            ("Thủ đô?", "A. Huế", "B", RESTART), ("", "B. Hà Nội", "", GO_ON), ("Hai?", "A. x", "A", RESTART),
            ("", "B. y", "", GO_ON),
        )
    ]  # fmt: skip
    parsed = word(table(TOGETHER[1:], *rows))
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?", "Hai?"], ["Huế", "Hà Nội"], ["B", "A"])


def test_marks_tell_the_key_of_rows_without_a_key_column() -> None:
    red = cell(paragraph(run("Hà Nội", RED)))
    shaded = cell("x", settings='<w:shd w:val="clear" w:fill="FFFF00"/>')
    parsed = word(
        table(HEADER[:-1], ["1", "Thủ đô?", "Huế", red, "Vinh", "Mỹ Tho"], ["2", "Hai?", shaded, "y", "z", "t"])
    )
    assert keys(parsed) == ["B", "A"]


def test_a_mark_inside_the_cell_of_all_options() -> None:
    choices = cell("A. Huế", paragraph(run("B. Hà Nội", RED)), "C. Vinh")
    assert keys(word(table(TOGETHER[:-1], ["1", "Thủ đô?", choices]))) == ["B"]


def test_a_table_without_header_is_understood_by_its_content_and_says_so() -> None:
    rows = [[str(n), f"Câu hỏi dài thứ {n}?", f"a{n}", f"b{n}", f"c{n}", "B"] for n in range(1, 5)]
    parsed = word(table(*rows))
    assert (keys(parsed), "columns-by-content" in codes(parsed)) == (["B"] * 4, True)


def test_sections_notes_and_topics_of_a_table() -> None:
    header = [*HEADER, "Mức độ", "Giải thích"]
    parsed = word(
        table(
            header,
            [cell("Phần I: An toàn thông tin", settings='<w:gridSpan w:val="9"/>')],
            [*ROW, "Thông hiểu", "Vì thế."],
        )
    )
    found = parsed.questions[0]
    assert (found.topic, found.difficulty, found.explanation) == ("Phần I: An toàn thông tin", "medium", "Vì thế.")


def test_numbers_by_word_in_the_first_column() -> None:
    row = [cell(numbered(1, "")), *ROW[1:]]
    parsed = word(
        table(HEADER, row, [row[0], "Hai?", "a", "b", "c", "d", "C"]), numbering=lists(level(0, "decimal", "%1."))
    )
    assert [location.question for location in parsed.locations] == [1, 2]


def test_options_in_cells_of_a_table_under_the_stem() -> None:
    parsed = word(
        paragraph("Câu 1. Thủ đô?"), table(["A. Huế", "B. Hà Nội"], ["C. Vinh", "D. Mỹ Tho"]), paragraph("Đáp án: C")
    )
    assert (options(parsed), keys(parsed)) == (["Huế", "Hà Nội", "Vinh", "Mỹ Tho"], ["C"])


def test_options_in_cells_read_down_the_columns_by_their_letters() -> None:
    parsed = word(paragraph("Câu 1. Thủ đô?"), table(["A. Huế", "C. Vinh"], ["B. Hà Nội", "D. Mỹ Tho"]))
    assert options(parsed) == ["Huế", "Hà Nội", "Vinh", "Mỹ Tho"]


def test_letters_in_cells_of_their_own() -> None:
    parsed = word(paragraph("Câu 1. Thủ đô?"), table(["A", "Huế", "B", "Hà Nội"], ["C", "Vinh", "D", "Mỹ Tho"]))
    assert options(parsed) == ["Huế", "Hà Nội", "Vinh", "Mỹ Tho"]


def test_a_table_of_two_by_two_inside_a_cell() -> None:
    inner = table(["A. Huế", "B. Hà Nội"], ["C. Vinh", "D. Mỹ Tho"])
    for outer in (table(["Câu 1.", cell("Thủ đô?", inner)]), table(TOGETHER[:-1], ["1", "Thủ đô?", cell(inner)])):
        parsed = word(outer)
        assert (texts(parsed), options(parsed)) == (["Thủ đô?"], ["Huế", "Hà Nội", "Vinh", "Mỹ Tho"])


def test_a_frame_of_one_cell_around_a_question() -> None:
    parsed = word(table([cell("Câu 1. Thủ đô?", "A. Huế", "B. Hà Nội", "Đáp án: B")]))
    assert (texts(parsed), keys(parsed)) == (["Thủ đô?"], ["B"])


def test_figures_belong_to_the_stem() -> None:
    figures = table(["Năm", "2020", "2021"], ["Số dân", "97", "98"])
    parsed = word(
        paragraph("Câu 1. Cho bảng số liệu:"),
        figures,
        paragraph("Năm nào đông hơn?"),
        paragraph("A. 2020"),
        paragraph("B. 2021"),
    )
    assert texts(parsed) == ["Cho bảng số liệu:\nNăm | 2020 | 2021\nSố dân | 97 | 98\nNăm nào đông hơn?"]


def test_tables_and_typed_questions_may_follow_one_another() -> None:
    parsed = word(
        question(1, ["x", "y"]), paragraph("Đáp án: A"), table(HEADER, ["2", *ROW[1:]]), question(3, ["z", "t"])
    )
    assert ([location.question for location in parsed.locations], keys(parsed)) == ([1, 2, 3], ["A", "B", ""])


def test_a_row_that_was_deleted_is_left_out() -> None:
    deleted = "<w:tr><w:trPr><w:del/></w:trPr>" + "".join(cell(text) for text in ["9", *ROW[1:]]) + "</w:tr>"
    content = table(HEADER, ROW).replace("</w:tbl>", deleted + "</w:tbl>")
    assert len(word(content).questions) == 1


def test_a_table_of_something_else_is_no_bank() -> None:
    assert codes(word(table(["Tên", "Giới tính"], ["An", "Nam"], ["Bình", "Nữ"]))) == ["not-a-bank"]
