"""Which sheets and columns there are. Everything is found by its place, so that an edited heading hides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.exchange.tables import Column, Kind

VERSION = 1
# In the column that names the round: what holds for the whole file, and the table over all rounds.
WHOLE_FILE, LEAGUE = "", "*"
YES, NO = "Có", "Không"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A sheet's title and its columns. `goes_on`: after these there is one for each item of the longest paper."""

    title: str
    columns: tuple[Column, ...]
    goes_on: bool = False

    def heading(self, column: int) -> str:
        """Return the heading of a column, counted from 0; "" where there is none."""
        if column < len(self.columns):
            return self.columns[column].title
        return item_heading(column - len(self.columns)) if self.goes_on else ""


def item_heading(index: int) -> str:
    """Return the heading of an item of a paper, counted from 0."""
    return f"Câu {index + 1}"


def _text(title: str, width: int = 14) -> Column:
    return Column(title=title, width=width)


def _number(title: str, width: int = 10) -> Column:
    return Column(title=title, width=width, kind=Kind.NUMBER)


_ROUND = _text("Đợt thi")
# People are numbered within the file; code and name stand beside the number only where the file is to hold names.
_PERSON = (_number("Người số"), _text("Mã dự thi", 12), _text("Họ và tên", 28))
_ENTRY = _number("Mã bài thi")

RULES = Sheet(title="Thể lệ", columns=(_ROUND, _text("Mục", 28), _text("Nội dung", 60), _text("Ý nghĩa", 60)))
QUESTIONS = Sheet(
    title="Câu hỏi",
    columns=(
        _ROUND,
        _number("Mã phiên bản"),
        _text("Ngân hàng"),
        _number("Câu số"),
        _number("Phiên bản"),
        _number("Số phương án"),
        _text("Đáp án"),
        _text("Độ khó"),
        _text("Xử lý"),
        _text("Đáp án theo xử lý", 20),
    ),
)
PAPERS = Sheet(
    title="Bài làm",
    goes_on=True,
    columns=(
        _ENTRY,
        _ROUND,
        *_PERSON,
        _text("Nhóm"),
        _number("Đơn vị số"),
        _text("Đăng ký lúc", 34),
        _number("Lượt thứ"),
        _text("Bắt đầu", 34),
        _text("Nộp bài", 34),
        _number("Thời gian (ms)", 12),
        _text("Hết giờ", 9),
        _number("Số câu đã trả lời"),
        _number("Điểm (phần)"),
        _number("Điểm tối đa (phần)"),
        _number("Dự đoán"),
        _text("Không tính vì"),
        _text("Là lượt được tính", 9),
    ),
)
STANDING = Sheet(
    title="Xếp hạng đầy đủ",
    columns=(
        _ROUND,
        _number("Hạng"),
        *_PERSON,
        _ENTRY,
        _text("Nhóm"),
        _number("Đơn vị số"),
        _number("Điểm (phần)"),
        _number("Điểm tối đa (phần)"),
        _number("Sai lệch dự đoán"),
        _number("Thời gian (ms)", 12),
        _text("Nộp bài", 34),
        _number("Số lượt"),
        _number("Số lượt đúng tất cả"),
        _text("Đăng ký lúc", 34),
        _text("Lá thăm", 20),
    ),
)
INDIVIDUAL = Sheet(
    title="Giải cá nhân",
    columns=(
        _ROUND,
        _text("Giải", 24),
        _text("Giải của nhóm"),
        _number("Số tiền", 12),
        *_PERSON,
        _ENTRY,
        _number("Đơn vị số"),
        _number("Hạng trong danh sách"),
        _number("Hạng chung"),
        _text("Đồng hạng", 9),
        _text("Người bị bỏ qua trước đó", 40),
    ),
)
DRAWN = Sheet(
    title="Bốc thăm",
    columns=(
        _ROUND,
        _number("Thứ tự"),
        _text("Giải", 24),
        _number("Số tiền", 12),
        *_PERSON,
        _ENTRY,
        _number("Đơn vị số"),
        _text("Lá thăm", 70),
    ),
)
COLLECTIVE = Sheet(
    title="Giải tập thể",
    columns=(
        _ROUND,
        _number("Bảng"),
        _number("Đơn vị số"),
        _text("Tên đơn vị", 30),
        _number("Người dự thi"),
        _number("Lượt thi"),
        _text("Tổng điểm xét giải", 18),
        _number("Hạng"),
        _text("Giải", 24),
        _number("Số tiền", 12),
        _text("Đồng hạng", 9),
        _text("Không xét vì", 30),
    ),
)
UNITS = Sheet(
    title="Đơn vị",
    columns=(
        _number("Đơn vị số"),
        _text("Loại"),
        _text("Tên đơn vị", 36),
        _number("Số người"),
        _text("Xét giải tập thể", 9),
    ),
)
EXCLUDED = Sheet(title="Không xét giải", columns=(*_PERSON, _text("Lý do", 40)))
WINNERS = Sheet(title="Đã có giải ở đợt khác", columns=(_ROUND, _number("Người số")))
FINGERPRINTS = Sheet(
    title="Dấu vân tay",
    columns=(_text("Trang tính", 24), _number("Từ dòng"), _text("Dấu vân tay các dòng", 60), _text("Kiểm", 20)),
)
SHEETS = (RULES, QUESTIONS, PAPERS, STANDING, INDIVIDUAL, DRAWN, COLLECTIVE, UNITS, EXCLUDED, WINNERS, FINGERPRINTS)

FILE_KEYS: Mapping[str, str] = {
    "layout": "Phiên bản cách ghi của tệp này",
    "contest": "Cuộc thi",
    "exported_at": "Thời điểm xuất tệp (giờ Việt Nam)",
    "with_names": "Tệp có họ tên và mã dự thi",
}
LEAGUE_KEYS: Mapping[str, str] = {
    "is_over": "Đã kết thúc khi xuất tệp",
    "papers": "Tệp có bài làm",
    "ranking": "Tiêu chí xếp hạng, theo thứ tự (JSON)",
    "prizes": "Cơ cấu giải (JSON)",
    "commitment": "SHA-256 của mã bốc thăm, công bố từ khi tạo đợt thi",
    "draw_seed": "Mã bốc thăm; chỉ ghi khi đã kết thúc",
}
ROUND_KEYS: Mapping[str, str] = {
    "title": "Tên đợt thi",
    "kind": "Loại đợt thi",
    "opens_at": "Mở",
    "closes_at": "Đóng",
    **LEAGUE_KEYS,
    "counted": "Lượt được tính của mỗi người",
    "partial_rule": "Cách chấm câu có nhiều đáp án",
    "parts": "Số phần của một điểm; mọi cột “phần” tính theo đơn vị này",
    "points": "Điểm của câu theo độ khó (JSON); không nêu là 1 điểm",
    "requires_all_answered": "Phải trả lời đủ mọi câu",
    "prediction_target": "Câu hỏi dự đoán",
    "prediction_asked": "Dự đoán ở lượt nào",
    "prediction_with_disqualified": "Số thực tế có kể bài bị hủy kết quả",
    "actual": "Số thực tế của câu hỏi dự đoán; chỉ ghi khi đã kết thúc",
}
