"""Moodle XML (.xml): Moodle's own exchange of questions.

Source: docs.moodle.org, Moodle XML format; question/format/xml/format.php where that is silent.
"""

from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import Question, QuestionType
from quizapp.domain.text import N_, clean_lines
from quizapp.exchange.questions import kinds
from quizapp.exchange.questions.assess import MAX_QUESTIONS, Entry, gather
from quizapp.exchange.questions.drafts import TRUE_FALSE_TEXTS, Draft, entry, number_in
from quizapp.exchange.questions.html_text import Plain, plain, plain_where_marked
from quizapp.exchange.questions.kinds import left_out
from quizapp.exchange.questions.moodle.category import topic_of
from quizapp.exchange.questions.moodle.grades import is_graded, key_of
from quizapp.exchange.questions.moodle.xml_writing import written
from quizapp.exchange.questions.parsed import Parsed, refusal
from quizapp.exchange.questions.progress import counted_of
from quizapp.exchange.questions.tags import read_tags
from quizapp.exchange.questions.xml_reading import root_name, trees

CODE = "moodle-xml"
TITLE = N_("Moodle XML (.xml)")
EXTENSIONS: tuple[str, ...] = (".xml",)
MEDIA_TYPE = "application/xml"
CARRIES = frozenset({"number", "topic", "difficulty", "groups", "explanation", "source", "pins"})

_ROOT = "quiz"
_CHOICES = ("multichoice", "multichoiceset", "truefalse")
_KINDS: Mapping[str, str] = {
    "essay": kinds.ESSAY,
    "shortanswer": kinds.SHORT_ANSWER,
    "pmatch": kinds.SHORT_ANSWER,
    "regexp": kinds.SHORT_ANSWER,
    "numerical": kinds.NUMERICAL,
    "calculated": kinds.CALCULATED,
    "calculatedsimple": kinds.CALCULATED,
    "calculatedmulti": kinds.CALCULATED,
    "formulas": kinds.CALCULATED,
    "stack": kinds.CALCULATED,
    "matching": kinds.MATCHING,
    "match": kinds.MATCHING,
    "randomsamatch": kinds.MATCHING,
    "ordering": kinds.ORDERING,
    "cloze": kinds.BLANKS,
    "multianswer": kinds.BLANKS,
    "gapfill": kinds.BLANKS,
    "gapselect": kinds.DROPDOWNS,
    "ddwtos": kinds.DRAGGING,
    "ddimageortext": kinds.DRAGGING,
    "ddmarker": kinds.DRAGGING,
    "ddmatch": kinds.DRAGGING,
    "description": kinds.PASSAGE,
}


def sniff(content: bytes) -> bool:
    """Tell whether a file is XML whose outermost element is Moodle's."""
    return root_name(content) == _ROOT


def parse(content: bytes) -> Parsed:
    """Return the questions of the file. Raises Refused."""
    reading = _Reading()
    for element in counted_of(trees(content, "question"), content.count(b"<question ")):
        reading.take(element)
    if not reading.entries and not reading.problems:
        raise refusal("no-questions")
    return gather(reading.entries, CODE, reading.problems)


class _Reading:
    """The questions so far, and the category that the next ones stand in."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._topic: str | None = None
        self._count = 0

    def take(self, element: Element) -> None:
        kind = element.get("type", "").strip().lower()
        if kind == "category":
            self._topic = topic_of(element.findtext("category/text") or "")
            return
        self._count += 1
        number = number_in(element.findtext("name/text") or "")
        location = Location(question=self._count if number is None else number, entry=self._count)
        if kind in _CHOICES:
            self.entries.append(entry(_draft(element, kind, location, self._topic)))
        else:
            self.problems.append(left_out(_KINDS.get(kind, kind or kinds.OTHER), location))
        if self._count > 2 * MAX_QUESTIONS:
            raise refusal("too-large", reason=N_("hơn %s câu hỏi") % (2 * MAX_QUESTIONS))


def _draft(element: Element, kind: str, location: Location, topic: str | None) -> Draft:
    answers = element.findall("answer")
    grades = [_grade(answer) for answer in answers]
    qtype = _type(element, kind)
    feedback = element.find("generalfeedback")
    return Draft(
        location=location,
        number=location.question or 0,
        stem=_stem(element),
        options=[Plain(text=text) for text in TRUE_FALSE_TEXTS] if kind == "truefalse" else _options(answers),
        key=_true_or_false(answers, grades) if kind == "truefalse" else key_of(grades, qtype),
        type=qtype,
        topic=topic,
        feedback=Plain(text="") if feedback is None else _text(feedback),
        tags=read_tags(tag.text or "" for tag in element.findall("tags/tag/text")),
        is_graded=is_graded(grades, qtype),
    )


def _type(element: Element, kind: str) -> QuestionType:
    if kind == "truefalse":
        return QuestionType.TRUE_FALSE
    single = (element.findtext("single") or "true").strip().lower()
    if kind == "multichoiceset" or single in ("false", "0"):
        return QuestionType.MULTIPLE
    return QuestionType.SINGLE


def _grade(answer: Element) -> float:
    """Return what an answer is worth, in hundredths; nothing where the file says no number."""
    try:
        grade = float(answer.get("fraction", "0").strip().replace(",", "."))
    except ValueError:
        return 0.0
    return grade if -1000 < grade < 1000 else 0.0


def _true_or_false(answers: Sequence[Element], grades: Sequence[float]) -> frozenset[int]:
    """Return the key of a true/false question: 0 for true, 1 for false."""
    words = [(answer.findtext("text") or "").strip().lower() for answer in answers]
    right = {word for word, grade in zip(words, grades, strict=True) if grade > 0}
    return frozenset(place for place, word in enumerate(("true", "false")) if word in right)


def _stem(element: Element) -> Plain:
    """Return the stem; a picture of Moodle 1.9 stands beside it, not in it."""
    question = element.find("questiontext")
    text = Plain(text="") if question is None else _text(question)
    old = (element.findtext("image") or "").strip()
    return Plain(text=text.text, pictures=text.pictures + bool(old))


def _options(answers: Sequence[Element]) -> list[Plain]:
    return [_text(answer) for answer in answers]


def _text(element: Element) -> Plain:
    """Return a text in the format that its element names; Moodle 1.9 named none."""
    text = element.findtext("text") or ""
    match element.get("format"):
        case "html":
            return plain(text)
        case None | "moodle_auto_format":
            return plain_where_marked(text)
        case _:
            return Plain(text=clean_lines(text))


def dump(questions: Iterable[Question]) -> bytes:
    """Return a Moodle XML file; `parse` gives the questions back."""
    return written(questions).encode()
