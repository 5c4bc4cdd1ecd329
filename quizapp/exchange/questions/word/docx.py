"""Word documents (.docx)."""

from quizapp.domain.text import N_
from quizapp.exchange.questions.package import looks_like_document, open_package
from quizapp.exchange.questions.parsed import Parsed
from quizapp.exchange.questions.word.bank import understood
from quizapp.exchange.questions.word.document import read_document
from quizapp.exchange.questions.word.writing import CARRIES, dump

__all__ = ["CARRIES", "CODE", "EXTENSIONS", "MEDIA_TYPE", "TITLE", "dump", "parse", "sniff"]

CODE = "docx"
TITLE = N_("Word (.docx)")
EXTENSIONS: tuple[str, ...] = (".docx",)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sniff(content: bytes) -> bool:
    """Tell whether a file may be a Word document, of today's kind or the old one."""
    return looks_like_document(content)


def parse(content: bytes) -> Parsed:
    """Return the questions of the document. Raises Refused."""
    document = read_document(open_package(content))
    return understood(document.blocks, CODE, document.problems)
