"""Lists of answers: "1-A 2-B", tables of numbers and letters; and which questions they are about."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from quizapp.domain.text import N_, fold
from quizapp.exchange.questions.word.pairs import Pairs, put

_LETTERS = r"[A-Ha-h](?:\s*[,;&+]\s*[A-H])*"
_NUMBER = re.compile(r"(?:câu|question|q)?\s*(?:hỏi\s*)?(\d{1,4})\s*[.:)]?", re.IGNORECASE)
_KEY = re.compile(r"[A-Ha-h](?:\s*(?:,|;|&|\+|và|\s)\s*[A-Ha-h])*\s*[.)]?|[A-H]{2,4}")
# Blanks are taken possessively: trying every way to share a long run of them would take its square.
_PAIR = re.compile(
    rf"(?:(?:câu|question|q)\s*)?(\d{{1,4}})\s*+[-–.:)=/→>|]*+\s*+({_LETTERS})(?![^\W\d_])[.]?(?:[\s,;|/\t]+|$)",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"(?:câu\s*)?(\d{1,4})\s*(?:[-–]|đến)\s*(?:câu\s*)?(\d{1,4})\s*+[.:)]?\s*+((?:[A-H][\s,;.-]*)+)", re.IGNORECASE
)
_PAPER = re.compile(r"(?:ma(?: de)?|de|code)(?: thi)?(?: so)?\W*(?!(?:de|thi|so)\b)(\w{1,6})|(\d{3,4})")
_HEADS = re.compile(
    r"(?:cau(?: hoi| so)?|stt|tt|so(?: thu tu)?|dap an(?: dung)?|da|d/a|key|answer|question|no|dap|an|ma de|de|"
    r"diem|ket qua)?\W*"
)
_STATEMENTS = re.compile(r"(?:[a-d]\W*)?(?:dung|sai|[ds])(?:\W*(?:[a-d]\W*)?(?:dung|sai|[ds]))*", re.IGNORECASE)
_MOSTLY = 0.9
_LEAST_CODE = 100  # of a paper: codes have three digits or more


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerList:
    """Answers as a document lists them, by the papers it lists them for; "" where it names no paper."""

    papers: Mapping[str, Pairs]


def pairs_in_line(text: str) -> list[tuple[int, str]]:
    """Return the pairs of number and letters of which a line consists; nothing for any other line."""
    bare = text.strip()
    run = _RUN.fullmatch(bare)
    if run:
        letters = re.findall("[A-H]", run[3].upper())
        first, last = int(run[1]), int(run[2])
        return list(zip(range(first, last + 1), letters, strict=True)) if last - first + 1 == len(letters) else []
    pairs: list[tuple[int, str]] = []
    place = 0
    while place < len(bare):
        match = _PAIR.match(bare, place)
        if not match:
            return []
        pairs.append((int(match[1]), match[2].upper()))
        place = match.end()
    return pairs


def numbers_in_line(text: str) -> list[int]:
    """Return the numbers of a line that holds nothing else: the upper of two rows."""
    parts = [part for part in re.split(r"[\s|;,]+", text.strip()) if part]
    parts = parts[1:] if parts and _HEADS.fullmatch(fold(parts[0])) else parts
    return [int(part.strip(".")) for part in parts] if parts and all(p.strip(".").isdecimal() for p in parts) else []


def letters_in_line(text: str) -> list[str]:
    """Return the letters of a line that holds nothing else: the lower of two rows."""
    bare = re.sub(r"^\W*(?:đáp\s*án|đ/?a|key)\W*", "", text.strip(), flags=re.IGNORECASE)
    parts = [part for part in re.split(r"[\s|;,]+", bare) if part]
    return [part.upper() for part in parts] if all(re.fullmatch("[A-Ha-h]", part) for part in parts) else []


class _Sign(Enum):
    """What a cell of a table of answers holds."""

    NOTHING = auto()
    NUMBER = auto()
    KEY = auto()
    PAIRS = auto()
    HEAD = auto()
    OTHER = auto()


def _sign(text: str) -> _Sign:
    bare = text.strip()
    if not bare:
        return _Sign.NOTHING
    if _NUMBER.fullmatch(bare):
        return _Sign.NUMBER
    if _KEY.fullmatch(bare):
        return _Sign.KEY
    if pairs_in_line(bare.replace("\n", " ")):
        return _Sign.PAIRS
    folded = fold(bare)
    is_head = _HEADS.fullmatch(folded) or _PAPER.fullmatch(folded) or _STATEMENTS.fullmatch(folded)
    return _Sign.HEAD if is_head else _Sign.OTHER


@dataclass(frozen=True, slots=True)
class _Grid:
    """The texts of a table and what each cell holds."""

    texts: Sequence[Mapping[int, str]]  # row: column → text
    signs: Sequence[Mapping[int, _Sign]]

    def row_of(self, row: int, sign: _Sign) -> bool:
        """Tell whether a row holds, besides headings, nothing but `sign`."""
        found = set(self.signs[row].values()) - {_Sign.NOTHING, _Sign.HEAD}
        return found == {sign}

    def head(self, row: int) -> str:
        """Return the name that stands before a row of answers."""
        first = min(self.texts[row], default=0)
        return _paper_name(self.texts[row].get(first, "")) if self.signs[row].get(first) is not _Sign.KEY else ""


def _paper_name(text: str) -> str:
    match = _PAPER.search(fold(text))
    return (match[1] or match[2]).upper() if match else ""


def answers_in_table(rows: Sequence[Mapping[int, str]]) -> AnswerList | None:
    """Return the answers in a table of texts (row: column → text); None if it holds something else."""
    grid = _Grid(rows, [{column: _sign(text) for column, text in row.items()} for row in rows])
    counts = Counter(sign for row in grid.signs for sign in row.values())
    filled = sum(counts.values()) - counts[_Sign.NOTHING]
    if not filled or counts[_Sign.OTHER] > (1 - _MOSTLY) * filled or counts[_Sign.KEY] + counts[_Sign.PAIRS] < 2:
        return None
    papers = (
        _pairs_in_cells(grid) if counts[_Sign.PAIRS] > counts[_Sign.KEY] else _row_over_row(grid) or _side_by_side(grid)
    )
    kept = {name: pairs for name, pairs in papers.items() if pairs}
    return AnswerList(papers=kept) if kept else None


def _pairs_in_cells(grid: _Grid) -> dict[str, Pairs]:
    texts = (text for row in grid.texts for text in row.values())
    papers: dict[str, Pairs] = {"": {}}
    for text in texts:
        for number, key in pairs_in_line(text.replace("\n", " ")):
            put(papers[""], number, key)
    return papers


def _row_over_row(grid: _Grid) -> dict[str, Pairs]:
    """Return answers whose letters stand in the rows under the numbers."""
    papers: dict[str, Pairs] = {}
    numbers: dict[int, int] = {}
    below = 0
    for row in range(len(grid.texts)):
        if grid.row_of(row, _Sign.NUMBER):
            numbers, below = _numbers(grid, row), 0
        elif numbers and (grid.row_of(row, _Sign.KEY) or _is_row_of_paper(grid, row, numbers)):
            below += 1
            pairs = papers.setdefault(grid.head(row) or ("" if below == 1 else str(below)), {})
            for column, text in grid.texts[row].items():
                if _is_key(grid, row, column) and column in numbers:
                    put(pairs, numbers[column], text.strip())
    return papers


def _is_row_of_paper(grid: _Grid, row: int, numbers: Mapping[int, int]) -> bool:
    """Tell whether a row is the number of a paper and its keys: "101 | A | C" under "Mã đề | 1 | 2"."""
    signs = grid.signs[row]
    first = min(signs, default=0)
    found = {sign for column, sign in signs.items() if column != first} - {_Sign.NOTHING}
    if first in numbers or signs.get(first) is not _Sign.NUMBER or found != {_Sign.KEY} or not grid.head(row):
        return False
    return min(numbers.values()) < _LEAST_CODE and max(numbers.values()) < _numbers(grid, row)[first]


def _is_key(grid: _Grid, row: int, column: int) -> bool:
    return grid.signs[row].get(column) is _Sign.KEY


def _numbers(grid: _Grid, row: int) -> dict[int, int]:
    found = {column: _NUMBER.fullmatch(text.strip()) for column, text in grid.texts[row].items()}
    return {column: int(match[1]) for column, match in found.items() if match}


def _side_by_side(grid: _Grid) -> dict[str, Pairs]:
    """Return answers whose letters stand to the right of the numbers; several columns are several papers."""
    columns = sorted({column for row in grid.signs for column in row})
    kinds = {column: _column_kind(grid, column) for column in columns}
    papers: dict[str, Pairs] = {}
    number_column: int | None = None
    beside = 0
    for column in columns:
        if kinds[column] is _Sign.NUMBER:
            number_column, beside = column, 0
        elif kinds[column] is _Sign.KEY and number_column is not None:
            beside += 1
            name = _column_name(grid, column) or (_name_over(grid, number_column) if beside == 1 else str(beside))
            pairs = papers.setdefault(name, {})
            for number, key in _column_pairs(grid, number_column, column):
                put(pairs, number, key)
    return papers


def _column_kind(grid: _Grid, column: int) -> _Sign:
    counts = Counter(row.get(column, _Sign.NOTHING) for row in grid.signs)
    return _Sign.NUMBER if counts[_Sign.NUMBER] > counts[_Sign.KEY] else _Sign.KEY if counts[_Sign.KEY] else _Sign.OTHER


def _column_name(grid: _Grid, column: int) -> str:
    heads = (
        row[column]
        for row, signs in zip(grid.texts, grid.signs, strict=True)
        if signs.get(column) not in (None, _Sign.KEY)
    )
    return next(filter(None, map(_paper_name, heads)), "")


def _name_over(grid: _Grid, numbers: int) -> str:
    """Return the paper that a heading over the numbers and the keys beside them names."""
    rows = zip(grid.texts, grid.signs, strict=True)
    heads = (texts[numbers] for texts, signs in rows if signs.get(numbers) is _Sign.HEAD)
    return next(filter(None, map(_paper_name, heads)), "")


def _column_pairs(grid: _Grid, numbers: int, keys: int) -> Iterator[tuple[int, str]]:
    for row in range(len(grid.texts)):
        match = _NUMBER.fullmatch(grid.texts[row].get(numbers, "").strip())
        if match and _is_key(grid, row, keys):
            yield int(match[1]), grid.texts[row][keys].strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Assigned:
    """What lists of answers say: keys by the place of the question; what could not be used, in words."""

    keys: Mapping[int, str]
    complaints: tuple[str, ...] = ()


def assign(numbers: Sequence[int | None], lists: Sequence[tuple[int, Pairs]]) -> Assigned:
    """Return which question each answer is about.

    `numbers`: those printed before the questions, in order; `lists`: how many questions stand before each list, and its
    answers. Lists after a chapter are about that chapter; lists at the end, one a chapter, are taken in order.
    """
    keys: dict[int, str] = {}
    complaints: list[str] = []
    begin = 0
    for end, answers in _gathered(lists):
        stop = end if end > begin else len(numbers)
        found = _matched(numbers, range(begin, stop), answers)
        complaints += found.complaints
        keys |= found.keys
        begin = stop
    return Assigned(keys=keys, complaints=tuple(complaints))


def _gathered(lists: Sequence[tuple[int, Pairs]]) -> Iterator[tuple[int, list[Pairs]]]:
    """Yield the lists that stand in one place, those that go on where another ended joined to it."""
    groups: dict[int, list[Pairs]] = {}
    for place, pairs in lists:
        group = groups.setdefault(place, [])
        if group and not group[-1].keys() & pairs.keys() and min(pairs) > min(group[-1]):
            group[-1].update(pairs)
        else:
            group.append(dict(pairs))
    yield from groups.items()


def _matched(numbers: Sequence[int | None], places: range, answers: list[Pairs]) -> Assigned:
    runs = list(_runs(numbers, places))
    if len(answers) == len(runs) > 1:
        parts = [_by_number(numbers, run, pairs) for run, pairs in zip(runs, answers, strict=True)]
    elif len(answers) == 1:
        parts = [_by_number(numbers, places, answers[0])]
    else:
        reason = N_("có %s bảng đáp án cho %s phần câu hỏi đánh số lại từ đầu") % (len(answers), len(runs))
        return Assigned(keys={}, complaints=(reason,))
    keys = {place: key for part in parts for place, key in part.keys.items()}
    return Assigned(keys=keys, complaints=tuple(complaint for part in parts for complaint in part.complaints))


def _runs(numbers: Sequence[int | None], places: Iterable[int]) -> Iterator[list[int]]:
    """Yield the places of questions whose numbers go on; numbering that begins again begins another run."""
    run: list[int] = []
    last = 0
    for place in places:
        number = numbers[place]
        if run and number is not None and number < last and number <= 2:
            yield run
            run = []
        run.append(place)
        last = number if number is not None else last
    if run:
        yield run


def _by_number(numbers: Sequence[int | None], places: Sequence[int], answers: Pairs) -> Assigned:
    counts = Counter(numbers[place] for place in places)
    unique = all(counts[number] == 1 for number in answers if number in counts)
    if sorted(answers) == list(range(1, len(places) + 1)) and (not unique or None in counts):
        return Assigned(keys={place: answers[number] for number, place in enumerate(places, 1)})
    keys = {place: answers[number] for place in places if (number := numbers[place]) in answers and counts[number] == 1}
    missing = [number for number in answers if not counts[number]]
    complaints = []
    if missing:
        complaints.append(N_("bảng có câu %s nhưng tệp không có câu hỏi đó") % _some(missing))
    if not unique:
        repeated = [number for number in answers if counts[number] > 1]
        complaints.append(N_("số câu %s lặp lại trong tệp nên không biết đáp án là của câu nào") % _some(repeated))
    return Assigned(keys=keys, complaints=tuple(complaints))


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, sorted(numbers)[:10]))
    return shown + (", …" if len(numbers) > 10 else "")
