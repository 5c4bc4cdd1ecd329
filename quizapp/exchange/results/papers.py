"""The sheets of questions and papers → attempts marked anew, each compared with the marks that the file gives it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from quizapp.domain.allowance import Closed, exclusion
from quizapp.domain.choice import decode, encode
from quizapp.domain.counting import ClosedAttempt, Person
from quizapp.domain.marking import AnsweredItem, MarkingRules, mark, most_of
from quizapp.domain.rulings import RulingKind, accepted_keys, ruling_of
from quizapp.exchange.results.cells import (
    NotACell,
    item,
    item_in,
    keys_in,
    letters_in,
    moment_in,
    whole_in,
    whole_or_none_in,
    yes_in,
)
from quizapp.exchange.results.findings import Cells, Findings, Misread, records
from quizapp.exchange.results.layout import PAPERS, QUESTIONS
from quizapp.exchange.results.reading import Book, Line
from quizapp.exchange.results.rules_reading import RuledRound, Rules

_MAX_OPTIONS = 8
# Columns of PAPERS.
_ID, _SCOPE, _PERSON, _CODE, _NAME, _GROUP, _UNIT, _REGISTERED, _NUMBER, _STARTED, _SUBMITTED = range(11)
_DURATION, _TIMED_OUT, _ANSWERED, _SCORE, _MOST, _PREDICTION, _EXCLUSION, _COUNTS, _ITEMS = range(11, 20)
_DISQUALIFIED = "disqualified"


@dataclass(frozen=True, kw_only=True, slots=True)
class Worth:
    """What an item's cell should say, the most it could earn, what it earns, and whether it was answered."""

    cell: str
    mark: int
    most: int
    is_answered: bool


@dataclass(kw_only=True, slots=True)
class Papers:
    """Attempts by round, as they should be. `names`: code and name by the person's number.

    `rows`: by the attempt's id, where it stands and whether the file says that it counts.
    """

    attempts: dict[str, list[ClosedAttempt]] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    rows: dict[int, Line] = field(default_factory=dict)


Items = Mapping[tuple[str, int], AnsweredItem]


def read_questions(book: Book, rules: Rules, findings: Findings) -> Items:
    """Return each round's question versions by their ids, as unanswered items with all keys that are accepted."""
    found: dict[tuple[str, int], AnsweredItem] = {}
    for line, (place, made) in records(book, QUESTIONS, findings, lambda cells: _question(cells, rules)):
        if place in found:
            findings.add(QUESTIONS.title, line.number, found=line.cell(1), expected="mỗi câu một dòng trong đợt thi")
        found.setdefault(place, made)
    return found


def _question(cells: Cells, rules: Rules) -> tuple[tuple[str, int], AnsweredItem]:
    scope, version_id = cells.read(0, _known(rules)), cells.read(1, whole_in)
    option_count = cells.read(5, _option_count)
    key = cells.read(6, _within(option_count))
    kind = cells.read(8, _ruling_kind) or None
    ruled = cells.read(9, keys_in)
    if any(options >> option_count for options in ruled):
        raise Misread(9, "các phương án của câu")
    ruling = ruling_of(kind, [decode(options) for options in ruled])
    marking = rules.rounds[scope].marking if scope in rules.rounds else MarkingRules()
    return (scope, version_id), AnsweredItem(
        position=0,
        keys=tuple(encode(options) for options in accepted_keys(frozenset(decode(key)), ruling)),
        choice=None,
        points=marking.points_of(cells.text(7)),
        is_void=kind == RulingKind.VOID,
        is_given=kind == RulingKind.GIVE,
    )


def _known(rules: Rules) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in rules.rounds and text not in rules.torn:
            raise NotACell("đợt thi có trong trang Thể lệ")
        return text

    return read


def _option_count(text: str) -> int:
    count = whole_in(text)
    if not 2 <= count <= _MAX_OPTIONS:
        raise NotACell("từ 2 đến 8")
    return count


def _within(option_count: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        options = letters_in(text)
        if not options or options >> option_count:
            raise NotACell("chữ cái của phương án đúng")
        return options

    return read


def _ruling_kind(text: str) -> str:
    if text and text not in tuple(RulingKind):
        raise NotACell("một trong: " + ", ".join(RulingKind))
    return text


class PaperReader:
    """Reads and marks papers; what a cell is worth is found once, however many papers have it."""

    def __init__(self, rules: Rules, items: Items, findings: Findings) -> None:
        self.papers = Papers()
        self._rules = rules
        self._items = items
        self._findings = findings
        self._worth: dict[tuple[str, str], Worth] = {}

    def read(self, book: Book) -> Papers:
        """Return all attempts, having noted where the file's marks aren't what the rules and answers give."""
        for line, attempt in records(book, PAPERS, self._findings, self._attempt):
            if attempt is None:
                continue
            if attempt.id in self.papers.rows:
                self._add(line, _ID, "mã không trùng bài khác")
                continue
            # The items aren't kept: only what is compared once everybody's place is known.
            self.papers.rows[attempt.id] = Line(number=line.number, cells=(line.cell(_COUNTS),))
            self.papers.attempts.setdefault(line.cell(_SCOPE), []).append(attempt)
        return self.papers

    def _attempt(self, cells: Cells) -> ClosedAttempt | None:
        """Return an attempt as it should be, None in a round whose rules can't be read."""
        scope = cells.read(_SCOPE, _known(self._rules))
        if (ruled := self._rules.rounds.get(scope)) is None:
            return None
        person = self._person(cells)
        started, submitted = cells.read(_STARTED, moment_in), cells.read(_SUBMITTED, moment_in)
        duration = cells.read(_DURATION, whole_in)
        self._compare(cells.line, _DURATION, (submitted - started) // timedelta(milliseconds=1))
        worth = [self._item(cells, column, scope, ruled) for column in self._item_columns(cells.line)]
        score, most = sum(w.mark for w in worth), sum(w.most for w in worth)
        self._compare(cells.line, _SCORE, score)
        self._compare(cells.line, _MOST, most)
        return ClosedAttempt(
            id=cells.read(_ID, whole_in),
            participant_id=person.id,
            number=cells.read(_NUMBER, whole_in),
            submitted_at=submitted,
            duration_ms=duration,
            score=score,
            max_score=most,
            prediction=cells.read(_PREDICTION, whole_or_none_in),
            exclusion=self._exclusion(cells, ruled, worth),
        )

    def _person(self, cells: Cells) -> Person:
        """Return who sat the attempt; every attempt of a person must say the same of them."""
        person = Person(
            id=cells.read(_PERSON, whole_in),
            group=cells.text(_GROUP),
            unit_id=cells.read(_UNIT, whole_in),
            registered_at=cells.read(_REGISTERED, moment_in),
        )
        name = (cells.text(_CODE), cells.text(_NAME))
        known = self.papers.people.setdefault(person.id, person)
        known_name = self.papers.names.setdefault(person.id, name)
        for column, found, first in (
            (_CODE, name[0], known_name[0]),
            (_NAME, name[1], known_name[1]),
            (_GROUP, person.group, known.group),
            (_UNIT, person.unit_id, known.unit_id),
            (_REGISTERED, person.registered_at, known.registered_at),
        ):
            if found != first:
                self._add(cells.line, column, "như ở bài trước của cùng người")
        return known

    def _item_columns(self, line: Line) -> Sequence[int]:
        """Return the columns of the paper's items: one after another, without a gap."""
        filled = [column for column in range(_ITEMS, len(line.cells)) if line.cells[column]]
        if filled and filled[-1] - _ITEMS + 1 != len(filled):
            gap = next(column for column in range(_ITEMS, len(line.cells)) if not line.cells[column])
            self._add(line, gap, "câu của bài làm")
        return filled

    def _item(self, cells: Cells, column: int, scope: str, ruled: RuledRound) -> Worth:
        place = scope, cells.text(column)
        if (known := self._worth.get(place)) is None:
            known = self._worth[place] = cells.read(column, lambda text: self._marked(scope, text, ruled))
        self._compare(cells.line, column, known.cell)
        return known

    def _marked(self, scope: str, text: str, ruled: RuledRound) -> Worth:
        version_id, choice, _ = item_in(text)
        asked = self._items.get((scope, version_id))
        if asked is None:
            raise NotACell("câu có trong trang Câu hỏi")
        answered = AnsweredItem(
            position=asked.position,
            keys=asked.keys,
            choice=choice or None,
            points=asked.points,
            is_void=asked.is_void,
            is_given=asked.is_given,
        )
        earned = mark(answered, ruled.marking)
        return Worth(
            cell=item(version_id, choice, earned),
            mark=earned,
            most=most_of(answered, ruled.marking),
            is_answered=bool(choice),
        )

    def _exclusion(self, cells: Cells, ruled: RuledRound, worth: Sequence[Worth]) -> str | None:
        """Return why an attempt doesn't count; that it is disqualified is decided by people and stands as it is."""
        answered = sum(w.is_answered for w in worth)
        self._compare(cells.line, _ANSWERED, answered)
        closed = Closed(
            answered=answered,
            is_complete=answered == len(worth),
            is_timed_out=cells.read(_TIMED_OUT, yes_in),
            is_disqualified=cells.text(_EXCLUSION) == _DISQUALIFIED,
        )
        found = exclusion(closed, requires_all_answered=ruled.requires_all_answered)
        self._compare(cells.line, _EXCLUSION, found or "")
        return found

    def _compare(self, line: Line, column: int, expected: object) -> None:
        self._findings.compare(PAPERS, line, column, str(expected))

    def _add(self, line: Line, column: int, expected: str) -> None:
        heading = PAPERS.heading(column)
        self._findings.add(PAPERS.title, line.number, column=heading, found=line.cell(column), expected=expected)


def compare_counting(papers: Papers, counted: Mapping[int, str], findings: Findings) -> None:
    """Note attempts that the file says count and don't, or the other way round. `counted`: id to what should stand."""
    for attempt_id, line in papers.rows.items():
        found, expected = line.cell(0), counted.get(attempt_id, "")
        if found != expected:
            findings.add(PAPERS.title, line.number, column=PAPERS.heading(_COUNTS), found=found, expected=expected)
