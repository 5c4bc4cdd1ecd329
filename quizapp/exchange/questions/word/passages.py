"""Lines above questions: passages that several questions are about, and instructions for questions without a stem."""

import re

from quizapp.domain.text import fold
from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.lines import Line, Marked
from quizapp.exchange.questions.word.sights import Kind, Sight

_MAX_LINES = 200
_FOR_ALL = re.compile(
    r"(?:cac|nhung) cau (?:hoi )?(?:sau|duoi|ben duoi|tiep theo)|questions (?:below|that follow)"
    r"|cau hoi (?:sau|duoi day)"
)


class Passages:
    """The lines that belong to no question, and the questions they are read before."""

    def __init__(self) -> None:
        self._lines: list[tuple[Line, Marked]] = []
        self._numbers: frozenset[int] = frozenset()
        self._is_for_all = False
        self._is_used = False

    def begins(self, found: Sight) -> bool:
        """Tell whether a line after a question begins a passage or an instruction for the next ones."""
        bare = fold(found.whole().text)
        if found.kind is not Kind.TEXT or len(bare) > 600:
            return False
        names = bool(_numbers(bare)) or bool(_FOR_ALL.search(bare))
        return bool(wording.INSTRUCTION.match(bare)) or (names and bool(wording.PASSAGE.match(bare)))

    def names_questions(self, found: Sight) -> bool:
        """Tell whether a line says for which questions it is."""
        return bool(_numbers(fold(found.whole().text)))

    def line(self, found: Sight) -> None:
        """Take a line that belongs to no question."""
        bare = fold(found.whole().text)
        if self._is_used or self.begins(found):
            self.forget()
        if wording.PASSAGE.match(bare) and not self._numbers:
            self._numbers = _numbers(bare)
            self._is_for_all = not self._numbers and bool(_FOR_ALL.search(bare))
        if len(self._lines) < _MAX_LINES:
            self._lines.append((found.line, found.whole()))

    def forget(self) -> None:
        """Forget all lines: a heading stands between them and the next question."""
        self._lines, self._numbers, self._is_for_all, self._is_used = [], frozenset(), False, False

    def of_question(self, number: int | None) -> tuple[list[Marked], list[Marked]]:
        """Return what a question's passage is, and what it may take for its stem if it has none."""
        self._is_used = True
        texts = [text for _, text in self._lines]
        if self._numbers:
            return (texts, []) if number in self._numbers else ([], [])
        return (texts, []) if self._is_for_all else ([], texts)

    def take_stem(self) -> list[Marked]:
        """Take away the lines that a question without label has for its stem: those since the last empty line."""
        stem: list[Marked] = []
        while self._lines and not self._is_used:
            line, text = self._lines.pop()
            stem.insert(0, text)
            if line.has_gap:
                return stem
        return stem[-1:]


def _numbers(bare: str) -> frozenset[int]:
    """Return the numbers of the questions that a line names: "câu 17, 18", "từ câu 5 đến câu 8"."""
    match = wording.RANGE.search(bare)
    if not match:
        one = wording.ONE_QUESTION.search(bare)
        return frozenset([int(one["first"])]) if one else frozenset()
    numbers = [int(number) for number in re.findall(r"\d+", match[0])]
    is_range = bool(re.search(r"den|toi|to|through|->|[-–→]", match["rest"]))
    if is_range and len(numbers) == 2 and numbers[0] < numbers[1] < numbers[0] + 60:
        return frozenset(range(numbers[0], numbers[1] + 1))
    return frozenset(numbers)
