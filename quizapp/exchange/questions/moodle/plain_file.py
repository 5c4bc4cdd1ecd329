"""Files of plain text: UTF-8, with or without a mark at its beginning."""

from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import refusal

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a"))
MAX_LINES = 300_000  # 5,000 questions with 8 options need about 60,000
_HEAD = 2**18


def beginning(content: bytes) -> str:
    """Return the beginning of what may be text, for a look at it; "" if it is none, or in an encoding of two bytes."""
    head = content[:_HEAD]
    is_text = len(head.translate(None, _CONTROL)) == len(head)
    return head.decode("utf-8-sig", "replace") if is_text else ""


def lines_of(content: bytes) -> list[str]:
    """Return the lines of a file. Raises Refused where it is not UTF-8, or has too many."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal("not-utf8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        raise refusal("too-large", reason=N_("tệp có hơn %s dòng") % MAX_LINES)
    return text.split("\n")
