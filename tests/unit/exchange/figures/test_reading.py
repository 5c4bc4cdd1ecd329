"""Lists of official figures: headings, rows, the template, and files that can't be read."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from quizapp.domain.official_figures import NamedUnit, match_rows
from quizapp.exchange.figures import read_figures, template
from quizapp.exchange.figures.reader import read


def workbook(*rows, title="Sheet"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rows_of(content):
    return [(r["unit"], r["group"], *r["cells"].values()) for r in read(content)["rows"]]


LIST = workbook(
    ("BÁO CÁO KẾT QUẢ",),
    (),
    ("TT", "Tên đơn vị", "Nhóm", "Số người dự thi", "Số lượt thi", "Đúng tất cả", "Giải"),
    (1, "Thôn Nà Mạ", "Người dân", 1234, 2000, 3, 1),
    (2, "Trường THCS Hòa An", "Học sinh", 50, None, None, None),
    (3, "Thôn Khuôn Hà", "Người dân", None, None, None, None),
    (None, "TỔNG CỘNG", None, 1284, 2050, 3, 1),
    title="Kết quả",
)


def test_rows_below_the_headings_are_read_and_sums_and_empty_ones_are_not():
    assert rows_of(LIST) == [
        ("Thôn Nà Mạ", "Người dân", "1234", "2000", "3", "1"),
        ("Trường THCS Hòa An", "Học sinh", "50", "", "", ""),
    ]
    assert [r["place"] for r in read(LIST)["rows"]] == ["Kết quả:4", "Kết quả:5"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_separates_it(separator, encoding):
    text = "Đơn vị,Số người,Số lượt\r\nThôn Nà Mạ,12,20\r\n".replace(",", separator)
    assert rows_of(text.encode(encoding)) == [("Thôn Nà Mạ", "", "12", "20", "", "")]


def test_headings_are_known_without_accents_in_any_case():
    assert rows_of(workbook(("DON VI", "SO NGUOI"), ("Thôn 1", 5))) == [("Thôn 1", "", "5", "", "", "")]


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (workbook(("Họ và tên", "Điểm"), ("An", 9)), "unreadable-file", "tiêu đề"),
        (workbook(("Đơn vị", "Số người")), "unreadable-file", "không có dòng số liệu"),
        (b"", "unreadable-file", "tiêu đề"),
        (b"PK\x03\x04 nonsense", "unreadable-file", "cắt cụt"),
        ("Đơn vị,Số người".encode("cp1258", "replace") + b"\xff", "not-utf8", ""),
        (workbook(("Đơn vị", "Số người"), *(("Thôn", 1) for _ in range(1001))), "too-large", "1000"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, code, reason):
    problem = read(content)["problem"]
    assert (problem["code"], reason in problem["params"].get("reason", "")) == (code, True)


def test_the_template_read_back_names_every_unit():
    units = [
        NamedUnit(id=1, kind="village", name="=Thôn Nà Mạ"),
        NamedUnit(id=2, kind="agency", name="Trạm Y tế"),
        NamedUnit(id=3, kind="enterprise", name="Trạm Y tế"),
    ]
    assert read(template(units))["problem"]["params"]["reason"] == "dưới dòng tiêu đề không có dòng số liệu nào"
    filled = _filled(template(units))
    rows = read_figures(filled).rows
    assert [m.unit_id for m in match_rows(rows, units)] == [1, 2, 3]


def _filled(content):
    book = load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows(min_row=2):
        row[2].value = 7
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_child_reads_the_file_and_one_that_dies_is_a_problem_of_the_file():
    assert [row.unit for row in read_figures(LIST).rows] == ["Thôn Nà Mạ", "Trường THCS Hòa An"]
    assert read_figures(LIST, module="quizapp.no_such_module").problem.code == "unreadable-file"
