"""QTI 1.2, 2.1, 2.2 and 3.0: a package (.zip) or one file of it (.xml); written as a package of version 3.0."""

import posixpath
from collections.abc import Iterable, Sequence

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import Question
from quizapp.domain.text import N_
from quizapp.exchange.questions.assess import Entry, gather
from quizapp.exchange.questions.drafts import number_in
from quizapp.exchange.questions.html_text import Plain, plain
from quizapp.exchange.questions.keys import MAX_SHOWN
from quizapp.exchange.questions.parsed import Parsed, Refused, refusal
from quizapp.exchange.questions.progress import counted
from quizapp.exchange.questions.qti import version1, version2
from quizapp.exchange.questions.qti.files import MANIFEST, QtiPackage, QuestionFile, path_of
from quizapp.exchange.questions.qti.markup import html_of, named_alike
from quizapp.exchange.questions.qti.writing import written
from quizapp.exchange.questions.xml_reading import root_name, trees

CODE = "qti"
TITLE = N_("QTI 1.2, 2.1, 2.2, 3.0 (.zip, .xml)")
WRITTEN_TITLE = N_("QTI 3.0 (.zip)")
EXTENSIONS: tuple[str, ...] = (".zip", ".xml")
MEDIA_TYPE = "application/zip"
CARRIES = frozenset({"number", "topic", "difficulty", "groups", "explanation", "source", "pins"})

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_TESTS = ("assessmentTest", "qti-assessment-test")
_ROOTS = (version1.ROOT, *version2.ITEMS, *_TESTS)


def sniff(content: bytes) -> bool:
    """Tell whether a file is a zip with a manifest, or XML whose outermost element is one of QTI's."""
    if content.startswith(_ZIP):
        return MANIFEST.encode() in content
    return root_name(content) in _ROOTS


def parse(content: bytes) -> Parsed:
    """Return the questions of the package or file. Raises Refused."""
    package = QtiPackage(content) if content.startswith(_ZIP) else None
    reading = _Reading(package)
    for file in counted(package.question_files() if package else _single(content)):
        reading.take(file)
    if not reading.entries and not reading.problems:
        raise refusal("no-questions")
    return gather(reading.entries, CODE, reading.problems)


def _single(content: bytes) -> Sequence[QuestionFile]:
    if root_name(content) in _TESTS:
        reason = N_("tệp chỉ liệt kê các câu hỏi của một bài thi; hãy tải lên cả gói .zip")
        raise refusal("not-a-bank", reason=reason)
    return [QuestionFile(name="", xml=content)]


class _Reading:
    """The questions so far."""

    def __init__(self, package: QtiPackage | None) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._package = package
        self._count = 0

    def take(self, file: QuestionFile) -> None:
        """Read a file; what is wrong with its XML is said with its name."""
        try:
            if root_name(file.xml) == version1.ROOT:
                self._take_version1(file)
            else:
                self._take_version2(file)
        except Refused as refused:
            raise _named(refused, file.name) from refused

    def _take_version2(self, file: QuestionFile) -> None:
        for element in trees(file.xml, *version2.ITEMS, most_signs=version2.MAX_SIGNS):
            item = named_alike(element)
            shared = _Passages(self._package, posixpath.dirname(file.name))
            location = self._next(item.get("title", ""))
            self._add(version2.read_item(item, location=location, tags=file.tags, passage=shared.text))

    def _take_version1(self, file: QuestionFile) -> None:
        version1.refuse_too_many(file.xml)
        for document in trees(file.xml, version1.ROOT):
            for placed in version1.items(document):
                self._add(version1.read_item(placed, self._next(placed.item.get("title", ""))))

    def _next(self, title: str) -> Location:
        self._count += 1
        number = number_in(title)
        return Location(question=self._count if number is None else number, entry=self._count)

    def _add(self, found: Entry | list[Problem]) -> None:
        if isinstance(found, Entry):
            self.entries.append(found)
        else:
            self.problems += found


class _Passages:
    """The texts in a package that several items share."""

    def __init__(self, package: QtiPackage | None, folder: str) -> None:
        self._package = package
        self._folder = folder

    def text(self, reference: str) -> Plain | None:
        """Return the text that an item of the folder refers to; None if the package has none there."""
        xml = self._package.part(path_of(self._folder, reference)) if self._package else None
        for element in trees(xml, *version2.STIMULI) if xml else ():
            body = named_alike(element).find("stimulusBody")
            return None if body is None else plain(html_of(body))
        return None


def _named(refused: Refused, name: str) -> Refused:
    """Return the refusal with the name of the file in the package that it is about."""
    reason = refused.problem.params.get("reason")
    return refusal(refused.problem.code, reason=f"{reason} ({name[:MAX_SHOWN]})") if name and reason else refused


def dump(questions: Iterable[Question]) -> bytes:
    """Return a package of version 3.0; `parse` gives the questions back."""
    return written(questions)
