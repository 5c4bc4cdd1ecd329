"""The table that the project itself writes: its columns, and a question as a row of them. Reading gives it back."""

from collections.abc import Sequence

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import DIFFICULTIES, LETTERS, TYPES, Question, refers_to_others
from quizapp.domain.text import N_
from quizapp.exchange.questions.assess import letters
from quizapp.exchange.questions.keys import Counting, KeyCell, KeyReading, read_key
from quizapp.exchange.questions.sheets.table import NO_PINS
from quizapp.exchange.tables import Column, Kind, Table

SHEET = N_("Câu hỏi")
OPTION, KEY = N_("Phương án"), N_("Đáp án")
MIN_WRITTEN_OPTIONS = 4


def option_columns(count: int) -> tuple[Column, ...]:
    """Return the columns of `count` options."""
    return tuple(Column(title=f"{OPTION} {letter}", width=26) for letter in LETTERS[:count])


def columns(option_count: int) -> tuple[Column, ...]:
    """Return the columns of a bank whose questions have up to `option_count` options."""
    return (
        Column(title=N_("STT"), width=6, kind=Kind.NUMBER),
        Column(title=N_("Câu hỏi"), width=60),
        *option_columns(option_count),
        Column(title=N_("Đáp án đúng"), width=12),
        Column(title=N_("Loại"), width=14),
        Column(title=N_("Chủ đề"), width=22),
        Column(title=N_("Mức độ"), width=14),
        Column(title=N_("Nhóm đối tượng"), width=32),
        Column(title=N_("Giải thích"), width=40),
        Column(title=N_("Nguồn"), width=30),
        Column(title=N_("Giữ nguyên vị trí"), width=16),
    )


def bank_table(questions: Sequence[Question]) -> Table:
    """Return the bank as a table."""
    most = max((len(question.options) for question in questions), default=0)
    count = max(most, MIN_WRITTEN_OPTIONS)
    return Table(title=SHEET, columns=columns(count), rows=(row(question, count) for question in questions))


def row(question: Question, option_count: int) -> list[object]:
    """Return the question as a row with `option_count` columns of options."""
    texts = [option.text for option in question.options]
    return [
        question.number,
        question.text,
        *texts,
        *[""] * (option_count - len(texts)),
        _key(question),
        TYPES[question.type],
        question.topic,
        DIFFICULTIES[question.difficulty] if question.difficulty else None,
        "; ".join(GROUPS[code].title for code in question.groups),
        question.explanation,
        question.source,
        written_pins(question),
    ]


def _key(question: Question) -> str:
    """Return the key's letters, told apart from an option whose text is that letter: "D", else "Đáp án D"."""
    plain = letters(question.key)
    options = tuple(option.text for option in question.options)
    for written in (plain, f"{KEY} {plain}", f"{OPTION} {plain}"):
        if read_key(KeyCell(text=written, options=options), Counting.FROM_ONE) == KeyReading(key=question.key):
            return written
    return plain


def written_pins(question: Question) -> str:
    """Return the options that keep their place; nothing where reading would pin the same by itself."""
    pinned = frozenset(place for place, option in enumerate(question.options) if option.is_pinned)
    usual = frozenset(place for place, option in enumerate(question.options) if refers_to_others(option.text))
    if pinned == usual:
        return ""
    return letters(pinned) or NO_PINS
