"""The template that organisers fill in: an empty table with drop-downs, an example, help."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import DIFFICULTIES, LETTERS, TOPICS, Difficulty, Option, Question, QuestionType
from quizapp.domain.text import N_
from quizapp.exchange.questions.sheets.layout import SHEET, columns, row

EXAMPLE, HELP = N_("Ví dụ"), N_("Hướng dẫn")
VALUES = N_("Các giá trị của cột")
OPTION_COUNT = 6
LAST_ROW = 1001  # drop-downs reach this far

_EXAMPLES = (
    Question(
        number=1,
        text=N_("Ngày Chuyển đổi số quốc gia là ngày nào?"),
        options=(
            Option(text="10/10", is_key=True),
            Option(text="22/12"),
            Option(text="18/5"),
            Option(text="02/9"),
        ),
        topic=TOPICS[2],
        difficulty=Difficulty.EASY,
        explanation=N_("Thủ tướng Chính phủ chọn ngày 10/10 hằng năm."),
        source=N_("Quyết định số 505/QĐ-TTg ngày 22/4/2022"),
    ),
    Question(
        number=2,
        text=N_("Việc nào giúp bảo vệ tài khoản trên mạng?"),
        options=(
            Option(text=N_("Đặt mật khẩu mạnh"), is_key=True),
            Option(text=N_("Cho người lạ mã OTP")),
            Option(text=N_("Bật xác thực hai lớp"), is_key=True),
        ),
        type=QuestionType.MULTIPLE,
        topic=TOPICS[2],
        difficulty=Difficulty.MEDIUM,
        groups=("students", "residents"),
    ),
    Question(
        number=3,
        text=N_("Đổi mới sáng tạo chỉ dành cho doanh nghiệp lớn."),
        options=(Option(text=N_("Đúng")), Option(text=N_("Sai"), is_key=True)),
        type=QuestionType.TRUE_FALSE,
        topic=TOPICS[1],
        difficulty=Difficulty.EASY,
    ),
)
_ADVICE = (
    N_("Ghi câu hỏi vào trang tính “Câu hỏi”, mỗi câu một dòng. Trang “Ví dụ” và trang này không được nhập."),
    N_("Mỗi câu có từ 2 đến 8 phương án. Cần phương án G, H thì thêm cột “Phương án G”, “Phương án H”."),
    N_("Đáp án đúng ghi bằng chữ cái, ví dụ: B. Câu có nhiều đáp án đúng: A, C."),
    N_("Câu Đúng / Sai: ghi Đúng và Sai vào phương án A và B."),
    N_("Cột Chủ đề, Mức độ, Nhóm đối tượng, Giải thích, Nguồn có thể để trống. Để trống nhóm: câu dành cho mọi nhóm."),
    N_("Nhiều nhóm: ngăn cách bằng dấu chấm phẩy, ví dụ: Học sinh; Người dân."),
    N_("Giữ nguyên vị trí: chữ cái của phương án không bị xáo trộn, ví dụ: D cho “Tất cả các phương án trên”."),
)
_HEADING = PatternFill("solid", fgColor="FFDCE6F1")


def template() -> bytes:
    """Return the workbook to fill in. Only its first sheet is read when it comes back."""
    workbook = Workbook()
    blank = workbook.active
    _lay_out(blank, SHEET)
    example = workbook.create_sheet()
    _lay_out(example, EXAMPLE)
    for question in _EXAMPLES:
        example.append(row(question, OPTION_COUNT))
    lists = _write_help(workbook.create_sheet(HELP))
    _offer(blank, lists)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _lay_out(sheet: Any, title: str) -> None:
    """Write the headings; wrap the text of every column as wide as it is meant to be."""
    sheet.title = title
    sheet.freeze_panes = "C2"
    for index, column in enumerate(columns(OPTION_COUNT), 1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = column.width
        dimension.alignment = Alignment(wrap_text=True, vertical="top")
        cell = sheet.cell(row=1, column=index, value=column.title)
        cell.font = Font(bold=True)
        cell.fill = _HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write_help(sheet: Any) -> dict[str, str]:
    """Write the advice, and under it the lists that the drop-downs show; return where each list stands."""
    sheet.column_dimensions["A"].width = 100
    for text in _ADVICE:
        sheet.append([text])
        sheet.cell(row=sheet.max_row, column=1).alignment = Alignment(wrap_text=True)
    lists = {
        N_("Đáp án đúng"): list(LETTERS[:OPTION_COUNT]),
        N_("Chủ đề"): list(TOPICS),
        N_("Mức độ"): list(DIFFICULTIES.values()),
        N_("Nhóm đối tượng"): [group.title for group in GROUPS.values()],
    }
    return {title: _write_list(sheet, title, entries) for title, entries in lists.items()}


def _write_list(sheet: Any, title: str, entries: Sequence[str]) -> str:
    sheet.append([])
    sheet.append([f"{VALUES} {title}"])
    sheet.cell(row=sheet.max_row, column=1).font = Font(bold=True)
    first = sheet.max_row + 1
    for entry in entries:
        sheet.append([entry])
    return f"'{HELP}'!$A${first}:$A${sheet.max_row}"


def _offer(sheet: Any, lists: dict[str, str]) -> None:
    """Give the columns their drop-downs; other values stay allowed, since a key may be "A, C"."""
    for index, column in enumerate(columns(OPTION_COUNT), 1):
        if column.title in lists:
            offer = DataValidation(type="list", formula1=lists[column.title], allow_blank=True, showErrorMessage=False)
            offer.add(f"{get_column_letter(index)}2:{get_column_letter(index)}{LAST_ROW}")
            sheet.add_data_validation(offer)
