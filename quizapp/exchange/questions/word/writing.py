"""A bank as a Word document that people read and `docx.py` reads back.

A heading, then for each question, a paragraph a line below, those with nothing to say left out:

    Câu 7. Stem                       "Câu 7. " is bold; a line break of a text is one in Word too (w:br)
    A. An option
    B. Another
    Đáp án: B                         several: "A, C"
    Loại: Nhiều đáp án                only where options and key would be taken for another type (assess.type_of)
    Giải thích: …
    Nguồn: …
    Chủ đề: …
    Mức độ: Thông hiểu
    Nhóm đối tượng: Học sinh; Doanh nghiệp, hợp tác xã
    Giữ nguyên vị trí: C, D           only where refers_to_others would pin others; none: "Không"

An option's text is missing only where it is a picture, whose words then stand for it.
"""

from collections.abc import Iterable, Iterator

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import DIFFICULTIES, LETTERS, TYPES, Option, Question
from quizapp.domain.text import N_
from quizapp.exchange.questions.assess import letters, type_of
from quizapp.exchange.questions.sheets.layout import written_pins
from quizapp.exchange.questions.word.page import HEADING, NOTE, OPTION, STEM, Page, Placing, bold, plain

CARRIES = frozenset({"number", "topic", "difficulty", "groups", "explanation", "source", "pins"})

TITLE = N_("NGÂN HÀNG CÂU HỎI")
NUMBERED = N_("Câu %s. ")
KEY, TYPE = N_("Đáp án"), N_("Loại")
EXPLANATION, SOURCE = N_("Giải thích"), N_("Nguồn")
TOPIC, DIFFICULTY = N_("Chủ đề"), N_("Mức độ")
PARTICIPANTS, PINS = N_("Nhóm đối tượng"), N_("Giữ nguyên vị trí")


def dump(questions: Iterable[Question]) -> bytes:
    """Return the questions as a document; without a number of its own a question gets its place."""
    page = Page(TITLE)
    page.add(HEADING, [bold(TITLE)], Placing(ends_block=True))
    for place, question in enumerate(questions, 1):
        _write(page, question, place if question.number is None else question.number)
    return page.content()


def _write(page: Page, question: Question, number: int) -> None:
    page.add(STEM, [bold(NUMBERED % number), plain(question.text)])
    for place, option in enumerate(question.options):
        page.add(OPTION, [plain(f"{LETTERS[place]}. {words(option)}")])
    notes = list(_notes(question))
    for place, (name, text) in enumerate(notes, 1):
        page.add(NOTE, [bold(f"{name}: "), plain(text)], Placing(ends_block=place == len(notes)))


def words(option: Option) -> str:
    """Return an option's text, or what its picture shows where it has none."""
    return option.text or (option.image.alt if option.image else "")


def _notes(question: Question) -> Iterator[tuple[str, str]]:
    """Yield what is written below the options, as (name, text)."""
    notes = (
        (EXPLANATION, question.explanation),
        (SOURCE, question.source),
        (TOPIC, question.topic),
        (DIFFICULTY, DIFFICULTIES[question.difficulty] if question.difficulty else None),
        (PARTICIPANTS, "; ".join(GROUPS[code].title for code in question.groups)),
        (PINS, written_pins(question)),
    )
    yield KEY, letters(question.key)
    yield from ((name, text) for name, text in ((TYPE, _type(question)), *notes) if text)


def _type(question: Question) -> str:
    """Return the type's name where reading would take the question for another."""
    inferred = type_of([option.text for option in question.options], question.key)
    return "" if inferred is question.type else TYPES[question.type]
