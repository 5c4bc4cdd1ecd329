from datetime import date

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import Option, Question, QuestionType
from tests.unit.exchange.questions.builders import (
    CAPITAL,
    HEADER,
    PLANET,
    codes,
    inline,
    inline_bank,
    keys,
    options,
    package,
    saved,
    sheet_xml,
    texts,
    understood,
    workbook,
    xlsx,
)


def test_a_row_becomes_a_question_with_its_place() -> None:
    parsed = understood(xlsx(HEADER, PLANET))
    assert parsed.questions == (
        Question(
            number=1,
            text="Hành tinh nào lớn nhất?",
            options=(
                Option(text="Trái Đất"),
                Option(text="Sao Mộc", is_key=True),
                Option(text="Sao Hỏa"),
                Option(text="Sao Thủy"),
            ),
        ),
    )
    assert parsed.locations == (Location(sheet="Bảng", row=2, question=1),)


def test_every_sheet_with_a_header_is_read() -> None:
    book = workbook(("Một", (HEADER, PLANET)), ("Lời dặn", (("Xin đọc kỹ",),)), ("Hai", (HEADER, CAPITAL)))
    parsed = understood(saved(book))
    assert [(where.sheet, where.row) for where in parsed.locations] == [("Một", 2), ("Hai", 2)]


def test_a_table_goes_on_on_the_next_sheet_without_header() -> None:
    more = [(n, f"Câu hỏi thứ {n} là gì?", "một", "hai", "ba", "bốn", "C") for n in range(3, 6)]
    parsed = understood(saved(workbook(("Một", (HEADER, PLANET)), ("Hai", more))))
    assert (keys(parsed), codes(parsed)) == (["B", "C", "C", "C"], ["columns-by-content"])


def test_a_repeated_header_and_blank_rows_are_passed_over() -> None:
    parsed = understood(xlsx(HEADER, PLANET, (), HEADER, CAPITAL))
    assert (keys(parsed), codes(parsed)) == (["B", "D"], [])


def test_a_section_names_the_topic_of_the_rows_under_it() -> None:
    parsed = understood(
        xlsx(HEADER, PLANET, ("Chủ đề: Chuyển đổi số",), CAPITAL, ("Phần II. Lịch sử",), (3, *PLANET[1:]))
    )
    assert [question.topic for question in parsed.questions] == [None, "Chuyển đổi số", "Phần II. Lịch sử"]


def test_a_question_without_options_is_not_taken_for_a_section() -> None:
    parsed = understood(xlsx(HEADER, PLANET, (2, "Phần mềm nào dùng để gọi điện?")))
    assert (texts(parsed)[1], codes(parsed)) == ("Phần mềm nào dùng để gọi điện?", ["no-options", "no-key"])


def test_cells_are_what_a_reader_sees() -> None:
    book = workbook(("Bảng", (HEADER, (1, "Bao nhiêu?", 0.3, date(2024, 12, 22), 5.0, 1234567, "A"))))
    sheet = book["Bảng"]
    sheet["C2"].number_format = "0%"
    sheet["D2"].number_format = "dd/mm/yyyy"
    sheet["F2"].number_format = "#,##0"
    assert options(understood(saved(book))) == ["30%", "22/12/2024", "5", "1,234,567"]


def test_rich_text_is_joined_and_raised_figures_stay_raised() -> None:
    raised = CellRichText("10", TextBlock(InlineFont(vertAlign="superscript"), "9"), " byte")
    lowered = CellRichText(
        "Khí CO", TextBlock(InlineFont(vertAlign="subscript"), "2"), TextBlock(InlineFont(b=True), "!")
    )
    parsed = understood(xlsx(HEADER, (1, lowered, raised, "b", "c", "d", "A")))
    assert (texts(parsed), options(parsed)[0]) == (["Khí CO₂!"], "10⁹ byte")


def test_decomposed_text_is_composed() -> None:
    parsed = understood(xlsx(HEADER, (1, "Ho\u0300a bi\u0300nh la\u0300 gi\u0300?", *PLANET[2:])))
    assert texts(parsed) == ["Hòa bình là gì?"]


def test_line_breaks_and_escapes_of_a_cell_are_read() -> None:
    rows = inline(*HEADER) + inline("1", "Dòng một_x000D_\nDòng hai", *map(str, PLANET[2:]))
    assert texts(understood(package(sheet_xml(rows)))) == ["Dòng một\nDòng hai"]


def test_a_formula_is_its_cached_value() -> None:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("1", "Tổng là?"))
    row = f'<row>{cells}<c><f>1+1</f><v>2</v></c><c t="str"><f>A</f><v>ba</v></c><c t="b"><v>1</v></c>'
    key = '<c/><c t="inlineStr"><is><t>A</t></is></c></row>'
    parsed = understood(package(sheet_xml(inline(*HEADER) + row + key)))
    assert (options(parsed), keys(parsed)) == (["2", "ba", "TRUE"], ["A"])


def test_a_formula_never_computed_is_an_error_of_its_row() -> None:
    parsed = understood(xlsx(HEADER, (1, "Tổng là?", "=1+1", "ba", "bốn", "năm", "B"), CAPITAL))
    assert parsed.problems[0] == Problem(
        code="formula-without-value", location=Location(sheet="Bảng", row=2, column="C")
    )
    assert [question.number for question in parsed.good_questions()] == [2]


def test_what_is_hidden_is_left_out_and_said() -> None:
    book = workbook(("Bảng", (HEADER, PLANET, CAPITAL, (3, *PLANET[1:]))), ("Nháp", (HEADER, CAPITAL)))
    book["Bảng"].row_dimensions[3].hidden = True
    book["Bảng"].column_dimensions["F"].hidden = True
    book["Nháp"].sheet_state = "hidden"
    parsed = understood(saved(book))
    assert options(parsed) == ["Trái Đất", "Sao Mộc", "Sao Hỏa"]
    assert [problem.params.get("what") for problem in parsed.problems] == ["trang tính Nháp", "cột F", "dòng 3", None]


def test_a_topic_merged_down_its_column_holds_for_each_row() -> None:
    header = (*HEADER, "Chủ đề")
    book = workbook(("Bảng", (header, (*PLANET, "CĐS"), CAPITAL)))
    book["Bảng"].merge_cells("H2:H3")
    assert [question.topic for question in understood(saved(book)).questions] == ["Chuyển đổi số", "Chuyển đổi số"]


def test_several_letters_make_a_multiple_question_and_two_options_true_or_false() -> None:
    rows = [
        (1, "Chọn các số chẵn?", 1, 2, 3, 4, "B, D"),
        (2, "Nước sôi ở 100 độ C.", "Đúng", "Sai", None, None, "Đúng"),
    ]
    parsed = understood(xlsx(HEADER, *rows))
    assert [question.type for question in parsed.questions] == [QuestionType.MULTIPLE, QuestionType.TRUE_FALSE]


def test_a_single_question_with_two_keys_is_an_error() -> None:
    parsed = understood(xlsx((*HEADER, "Loại"), (*PLANET[:6], "A, B", "Một đáp án")))
    assert codes(parsed) == ["two-keys-for-single"]


def test_a_true_or_false_row_may_leave_its_options_out() -> None:
    parsed = understood(
        xlsx((*HEADER, "Loại"), (1, "Nước sôi ở 100 độ C.", None, None, None, None, "S", "Đúng/Sai"), PLANET)
    )
    assert (options(parsed), keys(parsed)) == (["Đúng", "Sai"], ["B", "B"])


def test_an_option_that_names_others_is_pinned() -> None:
    parsed = understood(xlsx(HEADER, (*PLANET[:5], "Tất cả các phương án trên", "B")))
    assert [option.is_pinned for option in parsed.questions[0].options] == [False, False, False, True]


def test_pins_may_be_said() -> None:
    header = (*HEADER, "Giữ nguyên vị trí")
    rows = [(*PLANET, "A, B"), (2, "Chọn gì?", "một", "hai", "ba", "Tất cả các phương án trên", "A", "Không")]
    parsed = understood(xlsx(header, *rows))
    pins = [[option.is_pinned for option in question.options] for question in parsed.questions]
    assert pins == [[True, True, False, False], [False, False, False, False]]


def test_a_file_that_counts_from_zero_is_read_so_and_says_it() -> None:
    rows = [(n, f"Câu hỏi thứ {n}?", "một", "hai", "ba", "bốn", n) for n in range(3)]
    parsed = understood(xlsx(HEADER, *rows))
    assert (keys(parsed), codes(parsed)) == (["A", "B", "C"], ["keys-from-zero"])


def test_a_file_that_may_count_from_zero_or_one_asks() -> None:
    rows = [(n, f"Câu hỏi thứ {n}?", "một", "hai", "ba", "bốn", n) for n in range(1, 4)]
    parsed = understood(xlsx(HEADER, *rows))
    assert codes(parsed) == ["ambiguous-key"] * 3
    assert parsed.problems[0].params == {"key": "1", "first": "A", "second": "B"}


def test_bad_questions_are_returned_with_their_problems() -> None:
    parsed = understood(
        xlsx(HEADER, (1, "Một?", "a", "a", "c", "d", "A"), (2, "Hai?", "a", None, "c", "d", "F"), PLANET)
    )
    assert [[problem.code for problem in parsed.problems_of(index)] for index in range(3)] == [
        ["duplicate-option"],
        ["empty-option", "key-out-of-range"],
        [],
    ]


def test_the_same_question_twice_is_an_error_whatever_the_order_of_options() -> None:
    again = (2, "HÀNH TINH nào  lớn nhất?", "Sao Mộc", "Trái Đất", "Sao Hỏa", "Sao Thủy", "A")
    parsed = understood(xlsx(HEADER, PLANET, again))
    assert (codes(parsed), parsed.problems[0].params) == (["duplicate-question"], {"other": 1})


def test_a_row_without_number_gets_its_place() -> None:
    parsed = understood(xlsx(HEADER, PLANET, (None, *CAPITAL[1:]), ("Câu 7", "Ba?", "a", "b", "c", "d", "A")))
    assert [question.number for question in parsed.questions] == [1, 2, 7]


def test_styles_that_openpyxl_cannot_read_are_no_obstacle() -> None:
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fills><fill><patternFill>'
        '<extLst><ext uri="smNativeData"/></extLst></patternFill></fill></fills>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    )
    row = inline("1", "Bao nhiêu?", "một", "hai", "ba").removesuffix("</row>")
    row += '<c s="1"><v>0.3</v></c><c t="inlineStr"><is><t>D</t></is></c></row>'
    parsed = understood(package(sheet_xml(inline(*HEADER) + row), {"xl/styles.xml": styles}))
    assert options(parsed)[3] == "30%"


def test_letters_that_are_options_too_can_be_told_apart() -> None:
    row = (1, "Nhóm máu nào nhận được mọi nhóm?", "O", "A", "B", "AB")
    assert codes(understood(xlsx(HEADER, (*row, "A")))) == ["ambiguous-key"]
    assert keys(understood(xlsx(HEADER, (*row, "Đáp án A")))) == ["A"]


def test_rows_and_cells_without_references_are_counted() -> None:
    assert keys(understood(package(sheet_xml(inline_bank())))) == ["B"]
