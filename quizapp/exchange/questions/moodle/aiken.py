"""Aiken (.txt): a stem, lettered options, "ANSWER: B".

Source: docs.moodle.org, Aiken format. A stem may run over several lines here; an option may not.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import QuestionType
from quizapp.domain.text import N_, clean, clean_lines
from quizapp.exchange.questions.assess import Entry, gather
from quizapp.exchange.questions.drafts import Draft, entry
from quizapp.exchange.questions.html_text import Plain
from quizapp.exchange.questions.keys import MAX_SHOWN, KeyCell, KeyReading, key_problem
from quizapp.exchange.questions.moodle.plain_file import beginning, lines_of
from quizapp.exchange.questions.parsed import Parsed, refusal
from quizapp.exchange.questions.progress import counted

CODE = "aiken"
TITLE = N_("Aiken của Moodle (.txt)")
EXTENSIONS: tuple[str, ...] = (".txt", ".aiken")
MEDIA_TYPE = "text/plain"

_SIGN = "ANSWER:"
_OPTION = re.compile(r"[A-Z][).][ \t]?")
_ANSWER = re.compile(r"ANSWER:\s*(.*)", re.IGNORECASE)
_KEY = re.compile(r"[A-Z](?:[\s,;&]*[A-Z])*[).]?")
_NUMBERED = re.compile(r"(?:câu|question|bài)(?: hỏi)?\s*\d+\s*[.:)]", re.IGNORECASE)
_SEVERAL = re.compile(r"\s{2,}B[).]\s?\S|\tB[).]")  # the next option on the same line: not Aiken's habit
_NO_STEM = N_("phương án hoặc dòng ANSWER không thuộc câu hỏi nào; hãy ghi câu hỏi ở dòng phía trên")
_UNFINISHED = N_("câu hỏi ở phía trên chưa có dòng ANSWER")


@dataclass(kw_only=True, slots=True)
class _Open:
    """A question whose ANSWER has not come yet."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    is_followed_by_blank: bool = False


def sniff(content: bytes) -> bool:
    """Tell whether a file is text with ANSWER lines under lettered options, and not numbered as Word banks are."""
    lines = [line.strip() for line in beginning(content).split("\n")]
    if any(_NUMBERED.match(line) or _SEVERAL.search(line) for line in lines):
        return False
    held = [line for line in lines if line]
    closed = sum(bool(line.startswith(_SIGN) and _OPTION.match(above)) for above, line in pairwise(held))
    return closed > 0


def parse(content: bytes) -> Parsed:
    """Return the questions of the file. Raises Refused."""
    reading = _Reading()
    lines = lines_of(content)
    for number, line in enumerate(counted(lines), 1):
        reading.take(number, clean(line))
    reading.finish(len(lines))
    if not reading.entries and not reading.problems:
        raise refusal("no-questions")
    return gather(reading.entries, CODE, reading.problems)


class _Reading:
    """The questions so far, and the one that is open."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._open: _Open | None = None
        self._count = 0

    def take(self, number: int, line: str) -> None:
        answer, option = _ANSWER.match(line), _OPTION.match(line)
        if not line:
            self._blank()
        elif answer:
            self._answer(number, answer[1])
        elif option:
            self._option(number, line[option.end() :])
        else:
            self._stem(number, line)

    def finish(self, last: int) -> None:
        if self._open:
            self._wrong(last, _UNFINISHED)

    def _blank(self) -> None:
        if self._open:
            self._open.is_followed_by_blank = True

    def _stem(self, number: int, line: str) -> None:
        if self._open and (self._open.options or self._open.is_followed_by_blank):
            self._wrong(number, _UNFINISHED)
            self._open = None
        self._open = self._open or _Open(line=number)
        self._open.stem.append(line)

    def _option(self, number: int, text: str) -> None:
        if self._open:
            self._open.options.append(text)
            self._open.is_followed_by_blank = False
        else:
            self._wrong(number, _NO_STEM)

    def _answer(self, number: int, text: str) -> None:
        question, self._open = self._open, None
        if question is None:
            self._wrong(number, _NO_STEM)
        elif len(question.options) < 2:
            location = Location(line=number, question=self._next(), entry=self._count)
            count = len(question.options)
            self.problems.append(Problem(code="too-few-options", location=location, params={"count": count}))
        else:
            self.entries.append(_closed(question, text, self._next()))

    def _wrong(self, number: int, reason: str) -> None:
        location = Location(line=number)
        self.problems.append(Problem(code="unreadable-question", location=location, params={"reason": reason}))

    def _next(self) -> int:
        self._count += 1
        return self._count


def _closed(question: _Open, answer: str, number: int) -> Entry:
    location = Location(line=question.line, question=number, entry=number)
    key = _places(answer.upper())
    is_beyond = any(place >= len(question.options) for place in key) or bool(answer and not key)
    cell = KeyCell(text=answer, options=tuple(question.options))
    problem = key_problem(KeyReading(is_out_of_range=is_beyond), cell, location)
    return entry(
        Draft(
            location=location,
            number=number,
            stem=Plain(text=clean_lines("\n".join(question.stem))),
            options=[Plain(text=text) for text in question.options],
            key=frozenset() if is_beyond else key,
            type=QuestionType.MULTIPLE if len(key) > 1 else QuestionType.SINGLE,
            problems=(problem,) if problem else (),
        )
    )


def _places(answer: str) -> frozenset[int]:
    """Return the options, from 0, that an ANSWER line names; a letter beyond the last one too."""
    letters = re.sub(r"[^A-Z]", "", answer) if len(answer) <= MAX_SHOWN and _KEY.fullmatch(answer) else ""
    return frozenset(ord(letter) - ord("A") for letter in letters)
