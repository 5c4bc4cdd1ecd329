"""The files of a QTI package that hold questions, in the order of its manifest.

Source: IMS Content Packaging 1.1.4 and 1.2. What the manifest calls a test, a picture or a style is not opened.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from quizapp.domain.text import N_
from quizapp.exchange.questions.assess import MAX_QUESTIONS
from quizapp.exchange.questions.package import Package, open_package
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.qti.metadata import tags_in
from quizapp.exchange.questions.qti.version1 import ROOT
from quizapp.exchange.questions.qti.version2 import ITEMS
from quizapp.exchange.questions.tags import Tags
from quizapp.exchange.questions.xml_reading import root_name, trees

MANIFEST = "imsmanifest.xml"
MAX_ENTRIES = 20_000  # 5,000 items, as many entries of macOS beside them, and their folders
_KIND = "imsqti"  # what the types of QTI's resources begin with
_ENDINGS = (".xml", ".qti")
_OF_MACOS = "__MACOSX/"
_HOLDING_QUESTIONS = (ROOT, *ITEMS)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionFile:
    """A file that holds questions; `tags`: what the manifest says about it."""

    name: str
    xml: bytes
    tags: Tags = field(default_factory=Tags)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Resource:
    """A resource of the manifest: what it is, its own file, the files that belong to it."""

    kind: str
    own: str
    files: tuple[str, ...]
    tags: Tags


class QtiPackage:
    """A zip with a manifest."""

    def __init__(self, content: bytes) -> None:
        self._package: Package = open_package(content, max_entries=MAX_ENTRIES)
        self._names = dict.fromkeys(name for name in self._package.names if not name.startswith(_OF_MACOS))
        manifests = [name for name in self._names if posixpath.basename(name) == MANIFEST]
        if not manifests:
            raise refusal("unreadable-file", reason=N_("gói QTI thiếu tệp imsmanifest.xml"))
        self._manifest = min(manifests, key=len)  # a folder may have been zipped instead of what is in it
        self._folder = posixpath.dirname(self._manifest)

    def question_files(self) -> list[QuestionFile]:
        """Return the files that hold questions, unread. Raises Refused."""
        return _bounded(self._listed(self._resources())) or _bounded(
            file for name in self._names if (file := self._opened(name, Tags()))
        )

    def part(self, name: str) -> bytes | None:
        """Return the file called `name`, a path from the package's top; None if there is none."""
        return self._package.part(name) if name in self._names else None

    def _resources(self) -> list[_Resource]:
        """Return the manifest's resources; of a package that marks those of QTI, these only."""
        xml = self._package.part(self._manifest) or b""
        if xml.count(b"<resource") > MAX_ENTRIES:
            raise refusal("too-large", reason=N_("tệp nén có quá nhiều phần"))
        found = [_resource(element) for element in trees(xml, "resource")]
        return [resource for resource in found if resource.kind.startswith(_KIND)] or found

    def _listed(self, resources: Sequence[_Resource]) -> Iterator[QuestionFile]:
        seen: set[str] = set()
        for resource in resources:
            for reference in (resource.own, *resource.files):
                name = path_of(self._folder, reference)
                tags = resource.tags if reference == resource.own else Tags()
                file = self._opened(name, tags) if name not in seen else None
                seen.add(name)
                if file:
                    yield file

    def _opened(self, name: str, tags: Tags) -> QuestionFile | None:
        """Return the file called `name` if it holds questions."""
        if not name.lower().endswith(_ENDINGS):
            return None
        xml = self.part(name)
        if xml is None or root_name(xml) not in _HOLDING_QUESTIONS:
            return None
        return QuestionFile(name=name, xml=xml, tags=tags)


def _bounded(files: Iterable[QuestionFile]) -> list[QuestionFile]:
    found = list(islice(files, MAX_QUESTIONS + 1))
    if len(found) > MAX_QUESTIONS:
        raise refusal("too-large", reason=N_("gói có hơn %s câu hỏi") % MAX_QUESTIONS)
    return found


def _resource(element: Element) -> _Resource:
    return _Resource(
        kind=element.get("type", ""),
        own=element.get("href", ""),
        files=tuple(file.get("href", "") for file in element.findall("file")),
        tags=tags_in(element),
    )


def path_of(folder: str, reference: str) -> str:
    """Return the path, from the package's top, that a reference in a file of `folder` means. Raises Refused."""
    path = posixpath.normpath(posixpath.join(folder, unquote(reference).replace("\\", "/")))
    if path.startswith(("../", "/")) or path == "..":
        raise refusal("unreadable-file", reason=N_("tệp nén có phần mang đường dẫn không hợp lệ"))
    return path
