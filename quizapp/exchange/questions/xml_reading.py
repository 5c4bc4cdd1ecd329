"""XML of files that somebody sent: read piece by piece, without DTD, entity or outside reference."""

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse as defused_iterparse

from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import refusal

MAX_DEPTH = 100  # of elements; a paragraph in a cell in a table in a question of somebody's stands 20 deep
MAX_TAGS = 800_000  # and entities, of a file; 5,000 questions need about 400,000
_PIECE = 2**20
_HEAD = 65536
_ASIDE = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ELEMENT = re.compile(r"\s*(?:<!DOCTYPE.*?)?<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]", re.DOTALL)


def root_name(content: bytes) -> str:
    """Return the name, without prefix, of the element that a file begins with; "" if it is no XML.

    A look for telling kinds of files apart: nothing is parsed.
    """
    head = content[:_HEAD].replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xfe\xff")
    match = _ELEMENT.match(_ASIDE.sub(" ", head)) if head.lstrip().startswith("<") else None
    return match[1] if match else ""


class _InLargePieces(io.BytesIO):
    """Gives more than it is asked for: a tag longer than a piece is scanned anew with each piece that comes."""

    def read(self, _size: int | None = -1) -> bytes:
        return super().read(_PIECE)


def signs_in(xml: bytes) -> int:
    """Return how many tags and entities a file holds at most, whatever its encoding."""
    return xml.count(b"<") + xml.count(b"&")


def trees(xml: bytes, *names: str, most_signs: int = MAX_TAGS) -> Iterator[Element]:
    """Yield each complete element called one of `names`, and in no other such, with all in it; emptied afterwards.

    Raises Refused, also where elements stand too deep or there are too many.
    """
    if signs_in(xml) > most_signs:
        raise refusal("too-large", reason=N_("tệp có quá nhiều thẻ"))
    depth = depth_inside = 0
    for event, element in elements(xml):
        step = 1 if event == "start" else -1
        depth += step
        depth_inside += step if depth_inside or element.tag in names else 0
        if depth > MAX_DEPTH:
            raise refusal("unreadable-file", reason=N_("các thẻ trong tệp lồng nhau quá sâu"))
        if step < 0 and depth_inside == 0 and element.tag in names:
            yield element
            element.clear()


def elements(xml: bytes) -> Iterator[tuple[str, Element]]:
    """Yield (event, element) at each start and end, names without namespace. Raises Refused for bad or hostile XML."""
    try:
        # Only the prolog can hold a DTD and its entities: defusedxml reads it, and refuses. The rest is read by the
        # parser in C, which is several times faster.
        next(defused_iterparse(_InLargePieces(xml), events=("start",), forbid_dtd=True), None)
        for event, element in iterparse(_InLargePieces(xml), events=("start", "end")):
            element.tag = element.tag.rpartition("}")[2]
            yield event, element
    except DefusedXmlException as error:
        raise refusal("unreadable-file", reason=N_("tệp chứa khai báo DTD hoặc thực thể không được phép")) from error
    except (ParseError, ValueError, LookupError, AssertionError) as error:
        raise refusal("unreadable-file", reason=N_("nội dung XML trong tệp bị hỏng")) from error


def ended(xml: bytes, *names: str) -> Iterator[Element]:
    """Yield each complete element called one of `names`, emptied afterwards."""
    for event, element in elements(xml):
        if event == "end" and element.tag in names:
            yield element
            element.clear()
