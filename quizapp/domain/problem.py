"""What may be wrong with a question or a file of them, where it stands, and what to do about it.

A new problem is one entry in PROBLEMS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from quizapp.domain.text import N_


class Severity(StrEnum):
    """An error keeps a question out of the bank; a warning asks somebody to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """Where in a file something stands; whichever parts the format has.

    `question` is the number printed there, which may repeat; `entry` counts the file's questions from 1.
    """

    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    question: int | None = None
    entry: int | None = None

    @property
    def place(self) -> tuple[str | int | None, ...]:
        """What tells this place from the other questions' of its file."""
        return self.sheet, self.row, self.line, self.entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something in a file that an organiser has to mend or look at.

    `code` is an entry of PROBLEMS, whose sentence `params` completes.
    """

    code: str
    location: Location = Location()
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Error or warning, as PROBLEMS says."""
        return PROBLEMS[self.code].severity

    @property
    def message(self) -> str:
        """The sentence in Vietnamese that says what is wrong and how to mend it."""
        return PROBLEMS[self.code].message % self.params

    @property
    def source(self) -> str:
        """The guideline or rule behind the sentence; empty where there is none."""
        return PROBLEMS[self.code].source


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What a code of a problem means. `source`: the guideline or rule that says so, where one does."""

    severity: Severity
    message: str
    source: str = ""


_E, _W = Severity.ERROR, Severity.WARNING
# "A review of multiple-choice item-writing guidelines for classroom assessment",
# Applied Measurement in Education 15(3), 309-334; the number is that of the guideline in its table of 31.
_HALADYNA = "Haladyna, Downing & Rodriguez 2002, guideline %s"
PROBLEMS: Mapping[str, ProblemKind] = {
    "empty-text": ProblemKind(_E, N_("Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi.")),
    "text-too-long": ProblemKind(
        _E,
        N_("Nội dung quá dài: câu hỏi nhiều nhất %(limit)s ký tự, phương án nhiều nhất %(option_limit)s. Hãy rút gọn."),
    ),
    "no-options": ProblemKind(
        _E,
        N_(
            "Câu hỏi chưa có phương án trả lời nào. "
            "Hãy ghi ít nhất 2 phương án, mỗi phương án một dòng hoặc một ô, ví dụ “A. …”, “B. …”."
        ),
    ),
    "too-few-options": ProblemKind(_E, N_("Câu hỏi chỉ có %(count)s phương án. Cần ít nhất 2 phương án.")),
    "too-many-options": ProblemKind(_E, N_("Câu hỏi có %(count)s phương án. Nhiều nhất là 8 phương án.")),
    "empty-option": ProblemKind(
        _E, N_("Phương án %(option)s để trống trong khi phương án sau nó có nội dung. Hãy ghi nội dung hoặc dồn lên.")
    ),
    "no-key": ProblemKind(
        _E,
        N_(
            "Chưa có đáp án đúng. Hãy ghi chữ cái vào cột đáp án (Excel, CSV) hoặc dòng “Đáp án: B” dưới câu hỏi, "
            "gạch chân hoặc tô đậm phương án đúng (Word), hay chọn đáp án ngay trong bản xem trước."
        ),
    ),
    "key-out-of-range": ProblemKind(
        _E, N_("Đáp án “%(key)s” không ứng với phương án nào. Hãy ghi một trong các chữ cái %(letters)s.")
    ),
    "ambiguous-key": ProblemKind(
        _E,
        N_("Đáp án “%(key)s” có thể hiểu theo hai cách (%(first)s hoặc %(second)s). Hãy ghi chữ cái A, B, C, D."),
    ),
    "two-keys-for-single": ProblemKind(
        _E, N_("Câu hỏi một đáp án lại có %(count)s đáp án đúng. Hãy giữ một đáp án hoặc đổi thành câu nhiều đáp án.")
    ),
    "rare-mark": ProblemKind(
        _W,
        N_(
            "Đáp án được nhận theo dấu hiệu “%(mark)s”, trong khi hầu hết các câu khác đánh dấu bằng %(main)s. "
            "Hãy kiểm tra đáp án trong bản xem trước."
        ),
    ),
    "conflicting-marks": ProblemKind(
        _E, N_("Các dấu hiệu đáp án không khớp nhau: %(marks)s. Hãy giữ một dấu hiệu, hoặc chọn đáp án đúng ở đây.")
    ),
    "image-without-alt": ProblemKind(
        _E,
        N_(
            "Hình ở %(where)s chưa có lời mô tả. Hãy viết một câu nói hình cho thấy gì, để người không xem được hình "
            "cũng trả lời được; không nói ra đáp án."
        ),
        "WCAG 2.2, 1.1.1 Non-text Content",
    ),
    "duplicate-option": ProblemKind(
        _E, N_("Phương án %(first)s và %(second)s giống nhau. Hãy sửa một trong hai phương án.")
    ),
    "duplicate-question": ProblemKind(_E, N_("Câu hỏi trùng với câu %(other)s trong tệp. Hãy bỏ một câu.")),
    "already-in-bank": ProblemKind(_E, N_("Ngân hàng đã có câu hỏi này (câu %(other)s). Hãy bỏ câu này khỏi tệp.")),
    "near-duplicate-question": ProblemKind(_W, N_("Câu hỏi gần giống câu %(other)s. Hãy xem có trùng ý không.")),
    "near-duplicate-in-bank": ProblemKind(
        _W, N_("Câu hỏi gần giống câu %(other)s của ngân hàng “%(bank)s”. Hãy xem có trùng ý không.")
    ),
    "banks-not-compared": ProblemKind(
        _W, N_("Chưa so được với câu hỏi đã có trong các ngân hàng vì mất quá nhiều thời gian. Hãy chia tệp nhỏ hơn.")
    ),
    "option-refers-to-others": ProblemKind(
        _W,
        N_("Phương án %(option)s nhắc đến phương án khác nên được giữ nguyên vị trí khi xáo trộn."),
        _HALADYNA % "9, 25, 26",
    ),
    "key-noticeably-longest": ProblemKind(
        _W,
        N_(
            "Đáp án đúng %(option)s dài %(length)s ký tự, dài hơn hẳn các phương án còn lại (nhiều nhất %(longest)s) "
            "nên dễ bị đoán ra. Hãy rút gọn đáp án hoặc viết các phương án kia dài tương đương."
        ),
        _HALADYNA % "24, 28d",
    ),
    "key-noticeably-longest-often": ProblemKind(
        _W,
        N_(
            "%(count)s câu có đáp án đúng dài hơn hẳn các phương án còn lại nên dễ bị đoán ra: câu %(numbers)s. "
            "Hãy rút gọn đáp án hoặc viết các phương án kia dài tương đương."
        ),
        _HALADYNA % "24, 28d",
    ),
    "options-of-unequal-form": ProblemKind(
        _W,
        N_(
            "Phương án %(options)s khác dạng với các phương án còn lại: %(how)s. "
            "Hãy viết mọi phương án theo cùng một dạng để không gợi ý đáp án."
        ),
        _HALADYNA % "12, 23",
    ),
    "options-of-unequal-form-often": ProblemKind(
        _W,
        N_(
            "%(count)s câu có các phương án không cùng dạng (dấu chấm cuối, chữ hoa đầu, con số, câu dài): "
            "câu %(numbers)s. Hãy viết mọi phương án của một câu theo cùng một dạng để không gợi ý đáp án."
        ),
        _HALADYNA % "12, 23",
    ),
    "options-alike": ProblemKind(
        _W,
        N_(
            "Phương án %(first)s và %(second)s chỉ khác nhau ở chữ hoa, dấu thanh hoặc dấu câu. "
            "Hãy sửa một trong hai phương án nếu không cố ý."
        ),
        _HALADYNA % "19, 22",
    ),
    "options-alike-often": ProblemKind(
        _W,
        N_(
            "%(count)s câu có hai phương án chỉ khác nhau ở chữ hoa, dấu thanh hoặc dấu câu: câu %(numbers)s. "
            "Hãy sửa một trong hai phương án nếu không cố ý."
        ),
        _HALADYNA % "19, 22",
    ),
    "negative-without-emphasis": ProblemKind(
        _W,
        N_(
            "Câu hỏi phủ định mà chữ “%(word)s” không nổi bật nên dễ đọc sót. "
            "Hãy viết hoa thành “%(emphasised)s” hoặc hỏi theo cách khẳng định."
        ),
        _HALADYNA % "17",
    ),
    "negative-without-emphasis-often": ProblemKind(
        _W,
        N_(
            "%(count)s câu hỏi phủ định mà chữ phủ định không nổi bật nên dễ đọc sót: câu %(numbers)s. "
            "Hãy viết hoa chữ phủ định (KHÔNG, TRỪ, SAI) hoặc hỏi theo cách khẳng định."
        ),
        _HALADYNA % "17",
    ),
    "accents-missing": ProblemKind(
        _W,
        N_("Câu hỏi có vẻ viết bằng tiếng Việt không dấu. Hãy gõ lại có dấu để người dự thi đọc đúng nghĩa."),
        _HALADYNA % "12",
    ),
    "accents-missing-often": ProblemKind(
        _W,
        N_(
            "%(count)s câu có vẻ viết bằng tiếng Việt không dấu: câu %(numbers)s. "
            "Hãy gõ lại có dấu để người dự thi đọc đúng nghĩa."
        ),
        _HALADYNA % "12",
    ),
    "keys-uneven": ProblemKind(
        _W,
        N_(
            "Trong %(count)s câu có %(options)s phương án, đáp án đúng đứng không đều ở các vị trí: %(letters)s. "
            "Hãy đổi chỗ phương án ở một số câu, hoặc bật xáo trộn phương án khi tổ chức thi."
        ),
        _HALADYNA % "20",
    ),
    "options-refer-to-others-often": ProblemKind(
        _W,
        N_(
            "%(count)s câu có phương án kiểu “Tất cả các phương án trên”, “Cả A và B”: câu %(numbers)s. "
            "Biết một, hai phương án là đoán được đáp án, nên hãy thay bằng phương án có nội dung riêng nếu được."
        ),
        _HALADYNA % "9, 25, 26",
    ),
    "explanation-missing": ProblemKind(
        _W,
        N_(
            "%(count)s câu chưa có giải thích: câu %(numbers)s. "
            "Hãy bổ sung để người dự thi hiểu vì sao đáp án đúng và để người duyệt kiểm tra được."
        ),
        "Shute 2008, Focus on formative feedback, Review of Educational Research 78(1)",
    ),
    "source-missing": ProblemKind(
        _W,
        N_(
            "%(count)s câu chưa ghi nguồn: câu %(numbers)s. "
            "Hãy ghi văn bản, tài liệu làm căn cứ để trả lời được khi có thắc mắc về đáp án."
        ),
        "AERA, APA & NCME 2014, Standards for Educational and Psychological Testing, chapter 4",
    ),
    "unknown-difficulty": ProblemKind(
        _W, N_("Không hiểu mức độ “%(value)s”. Hãy ghi Nhận biết, Thông hiểu hoặc Vận dụng; tạm để trống.")
    ),
    "unknown-group": ProblemKind(
        _W,
        N_(
            "Không hiểu nhóm đối tượng “%(value)s”. "
            "Nhóm này được bỏ qua; nếu không còn nhóm nào thì câu hỏi dành cho mọi nhóm."
        ),
    ),
    "picture-left-out": ProblemKind(
        _W, N_("Câu hỏi có hình hoặc công thức không đọc được thành chữ: %(what)s. Hãy thêm hình ở trang sửa câu hỏi.")
    ),
    "legacy-font": ProblemKind(
        _W, N_("Chữ gõ bằng phông cũ (%(fonts)s) đã được đổi sang Unicode. Hãy kiểm tra dấu trong bản xem trước.")
    ),
    "unreadable-question": ProblemKind(_E, N_("Không hiểu phần này của tệp: %(reason)s. Hãy sửa rồi tải lên lần nữa.")),
    "partial-marks": ProblemKind(
        _W, N_("Tệp cho điểm từng phần; ở đây mỗi phương án chỉ đúng hoặc sai. Hãy xem lại đáp án.")
    ),
    "unsupported-type": ProblemKind(_E, N_("Loại câu hỏi “%(type)s” chưa dùng được nên bị bỏ lại.")),
    "columns-by-content": ProblemKind(
        _W, N_("Tệp không có dòng tiêu đề; các cột được hiểu theo nội dung: %(columns)s. Hãy kiểm tra bản xem trước.")
    ),
    "hidden-content": ProblemKind(
        _W, N_("Đã bỏ qua nội dung đang ẩn: %(what)s. Nếu cần nhập, hãy cho hiện lại rồi tải tệp lên lần nữa.")
    ),
    "keys-from-zero": ProblemKind(
        _W, N_("Đáp án trong tệp được hiểu là đếm từ 0 (0 là A, 1 là B). Hãy kiểm tra bản xem trước.")
    ),
    "formula-without-value": ProblemKind(
        _E, N_("Ô này chứa công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi tải lên lần nữa.")
    ),
    "answer-list": ProblemKind(
        _W, N_("Bảng đáp án trong tệp không dùng được hết: %(reason)s. Hãy kiểm tra đáp án trong bản xem trước.")
    ),
    "no-questions": ProblemKind(
        _E,
        N_(
            "Không tìm thấy câu hỏi nào trong tệp. Bảng (Excel, CSV) cần dòng tiêu đề các cột; Word và văn bản cần "
            "“Câu 1. …”, “A. …”, “B. …”; tệp GIFT, Aiken, Moodle XML, QTI cần có câu hỏi chọn phương án. "
            "Hãy xem tệp mẫu rồi sửa lại."
        ),
    ),
    "not-a-bank": ProblemKind(_E, N_("Tệp này không phải ngân hàng câu hỏi: %(reason)s.")),
    "not-utf8": ProblemKind(
        _E,
        N_(
            "Không đọc được chữ trong tệp vì tệp không ghi theo mã UTF-8. Hãy mở tệp bằng Notepad, chọn Tệp, "
            "Lưu thành (Save As), ở mục Mã hóa (Encoding) chọn UTF-8, lưu rồi tải lên lần nữa. "
            "Nếu chữ gõ bằng phông cũ (.VnTime, VNI-Times), hãy dán nội dung vào Word "
            "với đúng phông đó rồi tải tệp .docx lên."
        ),
    ),
    "unreadable-file": ProblemKind(_E, N_("Không đọc được tệp: %(reason)s. Hãy mở tệp, lưu lại rồi tải lên lần nữa.")),
    "unknown-format": ProblemKind(
        _E,
        N_(
            "Không nhận ra loại tệp. Hãy dùng tệp Word (.docx), Excel (.xlsx), CSV, văn bản thuần (.txt), "
            "GIFT, Aiken, Moodle XML hoặc QTI."
        ),
    ),
    "too-large": ProblemKind(_E, N_("Tệp quá lớn: %(reason)s. Hãy chia thành các tệp nhỏ hơn.")),
}
