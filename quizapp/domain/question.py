"""A question as authored: stem, options, key, and what is wrong with it.

A new problem is one entry in PROBLEMS; a new difficulty one entry in Difficulty and DIFFICULTIES.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from quizapp.domain.text import N_, fold

MIN_OPTIONS = 2
MAX_OPTIONS = 8
MAX_TEXT = 2000
MAX_OPTION_TEXT = 500
LETTERS = "ABCDEFGH"


class QuestionType(StrEnum):
    """How many options may be the key."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "truefalse"


class Difficulty(StrEnum):
    """How hard the author takes the question to be; what participants made of it is facility."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


TYPES: Mapping[str, str] = {
    QuestionType.SINGLE: N_("Một đáp án"),
    QuestionType.MULTIPLE: N_("Nhiều đáp án"),
    QuestionType.TRUE_FALSE: N_("Đúng / Sai"),
}
DIFFICULTIES: Mapping[str, str] = {
    Difficulty.EASY: N_("Nhận biết"),
    Difficulty.MEDIUM: N_("Thông hiểu"),
    Difficulty.HARD: N_("Vận dụng"),
}
# The contest's topics as the plan names them; a bank may hold others, kept as they are written.
TOPICS: tuple[str, ...] = (
    N_("Khoa học công nghệ"),
    N_("Đổi mới sáng tạo"),
    N_("Chuyển đổi số"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture kept beside the questions, by the SHA-256 of its file; `alt` says in words what it shows."""

    digest: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One alternative; a pinned option keeps its place when options are shuffled."""

    text: str
    is_key: bool = False
    is_pinned: bool = False
    image: Image | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question as an author wrote it. `groups` empty: it suits every group of participants."""

    text: str
    options: tuple[Option, ...]
    type: QuestionType = QuestionType.SINGLE
    number: int | None = None
    topic: str | None = None
    difficulty: Difficulty | None = None
    groups: tuple[str, ...] = ()
    explanation: str | None = None
    source: str | None = None
    image: Image | None = None

    @property
    def key(self) -> frozenset[int]:
        """Indexes, from 0, of the options that are right."""
        return frozenset(i for i, option in enumerate(self.options) if option.is_key)


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


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What a code of a problem means."""

    severity: Severity
    message: str


_E, _W = Severity.ERROR, Severity.WARNING
PROBLEMS: Mapping[str, ProblemKind] = {
    "empty-text": ProblemKind(_E, N_("Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi.")),
    "text-too-long": ProblemKind(
        _E,
        N_("Nội dung quá dài: câu hỏi nhiều nhất %(limit)s ký tự, phương án nhiều nhất %(option_limit)s. Hãy rút gọn."),
    ),
    "too-few-options": ProblemKind(_E, N_("Câu hỏi chỉ có %(count)s phương án. Cần ít nhất 2 phương án.")),
    "too-many-options": ProblemKind(_E, N_("Câu hỏi có %(count)s phương án. Nhiều nhất là 8 phương án.")),
    "empty-option": ProblemKind(
        _E, N_("Phương án %(option)s để trống trong khi phương án sau nó có nội dung. Hãy ghi nội dung hoặc dồn lên.")
    ),
    "no-key": ProblemKind(_E, N_("Chưa có đáp án đúng. Hãy ghi chữ cái của đáp án đúng, ví dụ: B.")),
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
    "conflicting-marks": ProblemKind(
        _E, N_("Các dấu hiệu đáp án không khớp nhau: %(marks)s. Hãy giữ một dấu hiệu, hoặc chọn đáp án đúng ở đây.")
    ),
    "duplicate-option": ProblemKind(
        _E, N_("Phương án %(first)s và %(second)s giống nhau. Hãy sửa một trong hai phương án.")
    ),
    "duplicate-question": ProblemKind(_E, N_("Câu hỏi trùng với câu %(other)s trong tệp. Hãy bỏ một câu.")),
    "already-in-bank": ProblemKind(_E, N_("Ngân hàng đã có câu hỏi này (câu %(other)s). Hãy bỏ câu này khỏi tệp.")),
    "near-duplicate-question": ProblemKind(_W, N_("Câu hỏi gần giống câu %(other)s. Hãy xem có trùng ý không.")),
    "option-refers-to-others": ProblemKind(
        _W, N_("Phương án %(option)s nhắc đến phương án khác nên được giữ nguyên vị trí khi xáo trộn.")
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
    "unsupported-type": ProblemKind(_E, N_("Loại câu hỏi “%(type)s” chưa dùng được nên bị bỏ lại.")),
    "columns-by-content": ProblemKind(
        _W, N_("Tệp không có dòng tiêu đề; các cột được hiểu theo nội dung: %(columns)s. Hãy kiểm tra bản xem trước.")
    ),
    "hidden-content": ProblemKind(_W, N_("Bỏ qua phần bị ẩn: %(what)s. Hãy bỏ ẩn nếu cần nhập.")),
    "keys-from-zero": ProblemKind(
        _W, N_("Đáp án trong tệp được hiểu là đếm từ 0 (0 là A, 1 là B). Hãy kiểm tra bản xem trước.")
    ),
    "formula-without-value": ProblemKind(
        _E, N_("Ô này chứa công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi tải lên lần nữa.")
    ),
    "no-questions": ProblemKind(
        _E, N_("Không tìm thấy câu hỏi nào trong tệp. Hãy dùng tệp mẫu hoặc kiểm tra dòng tiêu đề các cột.")
    ),
    "not-a-bank": ProblemKind(_E, N_("Tệp này không phải ngân hàng câu hỏi: %(reason)s.")),
    "not-utf8": ProblemKind(_E, N_("Tệp không phải UTF-8. Hãy lưu lại với mã UTF-8 rồi tải lên.")),
    "unreadable-file": ProblemKind(_E, N_("Không đọc được tệp: %(reason)s. Hãy mở tệp, lưu lại rồi tải lên lần nữa.")),
    "unknown-format": ProblemKind(_E, N_("Không nhận ra loại tệp. Hãy dùng tệp Excel (.xlsx) hoặc CSV theo mẫu.")),
    "too-large": ProblemKind(_E, N_("Tệp quá lớn: %(reason)s. Hãy chia thành các tệp nhỏ hơn.")),
}

# "Tất cả các phương án trên", "Cả A và B", "A và C đúng", "Cả 2 phương án", "Đáp án 1 và 2": such an option
# only makes sense in its place (formats.md, Word section; real sheets number options too).
_WORD = r"(phuong an|dap an|cau|y|loai|lua chon|dieu|truong hop|noi dung)"
_ALL = r"(tat ca|ca|khong co|khong phai|deu|(ca )?(hai|ba|bon|2|3|4))"
_END = r"(tren|neu tren|o tren|nay|dung|sai|deu dung|deu sai)"
_LABEL = r"[a-h1-8]"
_REFERRING = (
    rf"{_ALL}( cac| nhung)? {_WORD}( \w+){{0,2}} {_END}",
    rf"ca (hai|ba|bon|2|3|4) {_WORD}( {_END})?",
    rf"(ca )?({_WORD} )?{_LABEL}(, ?{_LABEL})*( va |, | hoac | & ){_LABEL}( {_END})?",
    rf"ca {_LABEL}( ?, ?{_LABEL})+( {_END})?",
    r"tat ca( deu)? (dung|sai)",
    rf"tat ca( cac)? {_WORD}( {_END})*",
    r"(all|none) of the above",
    rf"khong (co )?{_WORD} nao( o tren| tren)?( (la )?dung)?",
)


def refers_to_others(option_text: str) -> bool:
    """Tell whether an option only makes sense beside the other options, so that it must keep its place."""
    bare = fold(option_text).rstrip(" .;!")
    return any(re.fullmatch(pattern, bare) for pattern in _REFERRING)


def validate(question: Question, location: Location = Location()) -> Iterator[Problem]:
    """Yield what is wrong with `question`: its stem, its options, its key, in that order."""
    if location.question is None:
        location = replace(location, question=question.number)
    yield from _stem_problems(question, location)
    yield from _option_problems(question, location)
    yield from _key_problems(question, location)


def _stem_problems(question: Question, location: Location) -> Iterator[Problem]:
    if not question.text:
        yield Problem(code="empty-text", location=location)
    if len(question.text) > MAX_TEXT or any(len(o.text) > MAX_OPTION_TEXT for o in question.options):
        yield Problem(
            code="text-too-long", location=location, params={"limit": MAX_TEXT, "option_limit": MAX_OPTION_TEXT}
        )


def _option_problems(question: Question, location: Location) -> Iterator[Problem]:
    count = len(question.options)
    if count < MIN_OPTIONS:
        yield Problem(code="too-few-options", location=location, params={"count": count})
    if count > MAX_OPTIONS:
        yield Problem(code="too-many-options", location=location, params={"count": count})
        return
    seen: dict[tuple[str, Image | None], int] = {}
    for index, option in enumerate(question.options):
        letter = LETTERS[index]
        if not option.text and option.image is None:
            yield Problem(code="empty-option", location=location, params={"option": letter})
            continue
        if refers_to_others(option.text):
            yield Problem(code="option-refers-to-others", location=location, params={"option": letter})
        # Accents and case tell options apart in Vietnamese ("Ba", "Bà"), so only exact repeats are errors.
        first = seen.setdefault((option.text, option.image), index)
        if first != index:
            yield Problem(
                code="duplicate-option", location=location, params={"first": LETTERS[first], "second": letter}
            )


def _key_problems(question: Question, location: Location) -> Iterator[Problem]:
    keys = len(question.key)
    if not keys:
        yield Problem(code="no-key", location=location)
    elif keys > 1 and question.type is not QuestionType.MULTIPLE:
        yield Problem(code="two-keys-for-single", location=location, params={"count": keys})
