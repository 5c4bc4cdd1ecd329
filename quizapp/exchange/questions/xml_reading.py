"""XML of files that somebody sent: read piece by piece, without DTD, entity or outside reference."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse as defused_iterparse

from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import refusal


def elements(xml: bytes) -> Iterator[tuple[str, Element]]:
    """Yield (event, element) at each start and end, names without namespace. Raises Refused for bad or hostile XML."""
    try:
        # Only the prolog can hold a DTD and its entities: defusedxml reads it, and refuses. The rest is read by the
        # parser in C, which is several times faster.
        next(defused_iterparse(io.BytesIO(xml), events=("start",), forbid_dtd=True), None)
        for event, element in iterparse(io.BytesIO(xml), events=("start", "end")):
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
