"""Answers as crosses under letters: a row a question, a column an option."""

import re
from collections.abc import Mapping, Sequence

from quizapp.domain.question import LETTERS
from quizapp.exchange.questions.word.answer_lists import AnswerList
from quizapp.exchange.questions.word.pairs import Pairs, put

CROSS = re.compile(r"\W*(?:[xX✓✔√☑☒✅●]|[vV])\W*|[✓✔√☑☒✅●]")
_NUMBER = re.compile(r"(?:câu\s*)?(\d{1,4})\s*[.:)]?", re.IGNORECASE)
_LEAST = 2  # letters, and questions


def crossed_answers(rows: Sequence[Mapping[int, str]]) -> AnswerList | None:
    """Return the answers of a table "Câu | A | B | C | D" with crosses (row: column → text); None for any other."""
    place, letters = next(((place, found) for place, row in enumerate(rows[:3]) if (found := _letters(row))), (0, {}))
    pairs: Pairs = {}
    for row in rows[place + 1 :] if letters else ():
        number = next((match for text in row.values() if (match := _NUMBER.fullmatch(text.strip()))), None)
        crossed = [letters[column] for column, text in row.items() if column in letters and CROSS.fullmatch(text)]
        rest = [text for column, text in row.items() if column in letters and text and not CROSS.fullmatch(text)]
        if rest or (crossed and not number):
            return None
        if number and crossed:
            put(pairs, int(number[1]), ",".join(crossed))
    return AnswerList(papers={"": pairs}) if len(pairs) >= _LEAST else None


def _letters(row: Mapping[int, str]) -> dict[int, str]:
    """Return the columns whose heads are A, B, C in order; nothing if they are not."""
    found = {column: text.strip() for column, text in sorted(row.items()) if text.strip() in tuple(LETTERS)}
    in_order = "".join(found.values()) == LETTERS[: len(found)]
    return found if in_order and len(found) >= _LEAST else {}
