"""The kinds of question that other systems know and a contest can't use, as a report names them.

A new kind is one entry in the mapping of the format that has it.
"""

from quizapp.domain.problem import Location, Problem
from quizapp.domain.text import N_
from quizapp.exchange.questions.keys import MAX_SHOWN

ESSAY = N_("Tự luận")
SHORT_ANSWER = N_("Trả lời ngắn")
NUMERICAL = N_("Điền số")
CALCULATED = N_("Tính toán")
MATCHING = N_("Ghép đôi")
ORDERING = N_("Sắp thứ tự")
BLANKS = N_("Điền vào chỗ trống")
DROPDOWNS = N_("Chọn từ cho chỗ trống")
DRAGGING = N_("Kéo thả")
CATEGORIES = N_("Phân loại")
HOTSPOT = N_("Chọn trên hình")
DRAWING = N_("Vẽ")
UPLOAD = N_("Nộp tệp")
PASSAGE = N_("Đoạn văn, không có câu hỏi")
SEVERAL = N_("Nhiều phần trong một câu")
OTHER = N_("Không rõ loại")


def left_out(kind: str, location: Location) -> Problem:
    """Return the report of a question that is left out for its kind."""
    return Problem(code="unsupported-type", location=location, params={"type": kind[:MAX_SHOWN]})
