"""Gathers the answers that a document lists apart from its questions, line by line."""

import re
from dataclasses import dataclass, field

from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.answer_lists import (
    AnswerList,
    letters_in_line,
    numbers_in_line,
    pairs_in_line,
)
from quizapp.exchange.questions.word.lines import Marked, as_written
from quizapp.exchange.questions.word.pairs import Pairs, put
from quizapp.exchange.questions.word.sights import Kind, Sight

_KEY_FIRST = re.compile(
    r"\W*(?:(?:chọn|đáp án|đáp án đúng|trả lời)\s*(?:đáp án|là)?\s*:?\s*)?"
    r"(?P<key>(?-i:[A-H])(?:\s*(?:,|;|&|và)\s*(?-i:[A-H]))*)(?:\s*[.:)–-]+\s*(?P<rest>.*)|\W*)",
    re.IGNORECASE | re.DOTALL,
)
_SHORT = re.compile(r"\W*(?:đáp án\s*:?\s*)?(?P<key>[A-Ha-h](?:\s*[,;&]\s*[A-H])*)\s*[.)\]*]*", re.IGNORECASE)


def short_key(text: Marked) -> str:
    """Return the letters of which a line consists; nothing for any other line."""
    match = _SHORT.fullmatch(text.text.strip())
    return match["key"].upper() if match else ""


@dataclass(slots=True)
class _List:
    """One list while it is read. `place`: how many questions stand before it."""

    place: int
    pairs: Pairs = field(default_factory=dict)
    explanations: Pairs = field(default_factory=dict)


class Answers:
    """All lists of a document."""

    def __init__(self) -> None:
        self.tables: list[tuple[int, AnswerList]] = []
        self._lists: list[_List] = []
        self._numbers: list[int] = []  # the upper of two rows
        self._solved: int | None = None  # the question whose solution goes on

    def begin(self, place: int, table: AnswerList | None) -> None:
        """Begin a list after `place` questions; `table` holds all of it."""
        self._solved = None
        if table is not None:
            self.tables.append((place, table))
        else:
            self.heading(place)

    def heading(self, place: int) -> None:
        """Begin another list where a heading stands between lists."""
        if self._lists and self._lists[-1].pairs:
            self._lists.append(_List(place))
        self._solved = None

    def _at(self, place: int) -> _List:
        if not self._lists or self._lists[-1].place != place:
            self._lists.append(_List(place))
        return self._lists[-1]

    def _put(self, place: int, number: int, key: str) -> None:
        answers = self._at(place)
        if number in answers.pairs and number == 1:
            answers = _List(place)
            self._lists.append(answers)
        put(answers.pairs, number, key)

    def solution(self, found: Sight, place: int) -> None:
        """Take a line that begins with a question's number: "Câu 1: B. Vì …"."""
        if len(numbers_in_line(found.whole().text)) > 1:
            self.line(found, place)
            return
        number = found.number or 0
        self._solved = number
        match = _KEY_FIRST.fullmatch(found.body.text)
        if match:
            self._put(place, number, match["key"])
        rest = (match["rest"] or "" if match else found.body.text).strip()
        if rest:
            self._explain(place, rest)

    def line(self, found: Sight, place: int) -> None:
        """Take a line of a list."""
        text = found.whole().text
        pairs = pairs_in_line(text)
        letters = letters_in_line(text)
        if pairs:
            for number, key in pairs:
                self._put(place, number, key)
        elif self._numbers and len(letters) == len(self._numbers):
            for number, key in zip(self._numbers, letters, strict=True):
                self._put(place, number, key)
            self._numbers = []
        elif len(numbers_in_line(text)) > 1:
            self._numbers = numbers_in_line(text)
        elif self._solved is not None:
            self._go_on(found, place)

    def _go_on(self, found: Sight, place: int) -> None:
        """Go on with a solution: it may name its key on a line of its own."""
        key = short_key(found.body) if found.kind is Kind.KEY else ""
        if key and self._solved is not None:
            self._at(place).pairs.setdefault(self._solved, key)
        elif not wording.END.fullmatch(found.whole().text.casefold()):
            text = found.body if found.kind is Kind.NOTE else found.whole()
            self._explain(place, as_written([text]))

    def _explain(self, place: int, text: str) -> None:
        texts = self._at(place).explanations
        if self._solved is not None and text:
            texts[self._solved] = "\n".join(filter(None, (texts.get(self._solved), text)))

    def lists(self) -> list[tuple[int, AnswerList]]:
        """Return the lists with how many questions stand before each."""
        typed = [(found.place, AnswerList(papers={"": found.pairs})) for found in self._lists if found.pairs]
        return sorted([*self.tables, *typed], key=lambda found: found[0])

    def explanations(self) -> list[tuple[int, Pairs]]:
        """Return the solutions' texts in the same way."""
        return [(found.place, found.explanations) for found in self._lists if found.explanations]
