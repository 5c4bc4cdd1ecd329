"""Grids → questions: the logic that every table shares, whichever file it came in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import LETTERS, Question
from quizapp.domain.text import N_, fold
from quizapp.exchange.questions import keys, names
from quizapp.exchange.questions.assess import Entry, gather, options_of, stem_of, type_of
from quizapp.exchange.questions.keys import Counting, KeyCell
from quizapp.exchange.questions.parsed import Parsed, refusal
from quizapp.exchange.questions.sheets.columns import KEY, Columns, find_header, with_options_told
from quizapp.exchange.questions.sheets.content import columns_by_content, described
from quizapp.exchange.questions.sheets.grids import Grid
from quizapp.exchange.questions.sheets.rows import Draft, numbered, read_rows

NO_PINS = N_("Không")  # says that no option keeps its place, where one refers to others


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """What one grid turned out to hold."""

    grid: Grid
    columns: Columns
    drafts: list[Draft]
    problems: tuple[Problem, ...] = ()


def questions_in(grids: Sequence[Grid], format_code: str, problems: Sequence[Problem] = ()) -> Parsed:
    """Return the questions of every grid that is a bank. Raises Refused where none is."""
    readings = _readings(grids)
    drafts = [draft for reading in readings for draft in reading.drafts]
    if not drafts:
        raise refusal("no-questions") if readings else _not_a_bank(grids)
    noticed = [problem for reading in readings for problem in reading.problems]
    return _weighed(drafts, format_code, [*problems, *noticed])


def _readings(grids: Sequence[Grid]) -> list[_Reading]:
    """Read the grids with a header row; where none has one, those whose content shows the columns."""
    headed = [reading for reading in map(_by_header, grids) if reading]
    if not headed:
        return [reading for reading in map(_by_content, grids) if reading]
    titles = {reading.grid.title for reading in headed}
    others = [_continued(grid, headed) for grid in grids if grid.title not in titles]
    return headed + [reading for reading in others if reading]


def _by_header(grid: Grid) -> _Reading | None:
    found = find_header(grid.rows)
    if not found:
        return None
    start = found[0] + 1
    columns = with_options_told(found[1], grid.rows[start:])
    drafts = read_rows(grid, columns, start)
    if drafts and not any(draft.options for draft in drafts):
        return None  # a list of answers: "Câu hỏi | Đáp án" with numbers under "Câu hỏi"
    return _Reading(grid=grid, columns=columns, drafts=drafts, problems=grid.problems)


def _by_content(grid: Grid) -> _Reading | None:
    found = columns_by_content(grid)
    if not found:
        return None
    start, columns = found
    told = Problem(
        code="columns-by-content", location=Location(sheet=grid.title), params={"columns": described(columns)}
    )
    drafts = read_rows(grid, columns, start)
    return _Reading(grid=grid, columns=columns, drafts=drafts, problems=(told, *grid.problems))


def _continued(grid: Grid, headed: Sequence[_Reading]) -> _Reading | None:
    """Read a sheet without header on which the table of the sheets before it goes on, in the same columns."""
    found = _by_content(grid)
    for reading in headed:
        same = found and set(found.columns.options) <= set(reading.columns.options)
        if found and same and found.columns.place(KEY) == reading.columns.place(KEY):
            return replace(found, columns=reading.columns, drafts=read_rows(grid, reading.columns, 0))
    return None


def _not_a_bank(grids: Sequence[Grid]) -> Exception:
    if not any(grid.rows for grid in grids):
        return refusal("no-questions")
    texts = [text for grid in grids for row in grid.rows for text in row.cells.values()]
    if sum(keys.looks_like_key(text) or text.isdecimal() for text in texts) > 0.8 * len(texts):
        return refusal("not-a-bank", reason=N_("giống bảng đáp án, không có nội dung câu hỏi và phương án"))
    return refusal("not-a-bank", reason=N_("không thấy cột câu hỏi, các phương án và đáp án"))


def _weighed(drafts: list[Draft], format_code: str, noticed: list[Problem]) -> Parsed:
    count = keys.counting(_key_cell(draft) for draft in drafts)
    if count is Counting.FROM_ZERO:
        noticed.append(Problem(code="keys-from-zero"))
    pairs = list(numbered(drafts))
    left_out = [_unsupported(number, draft) for number, draft in pairs if not names.is_known_type(draft.type)]
    kept = [_entry(draft, number, count) for number, draft in pairs if names.is_known_type(draft.type)]
    return gather(kept, format_code, [*noticed, *left_out])


def _unsupported(number: int, draft: Draft) -> Problem:
    location = replace(draft.location, question=number)
    return Problem(code="unsupported-type", location=location, params={"type": draft.type[: keys.MAX_SHOWN]})


def _entry(draft: Draft, number: int, count: Counting) -> Entry:
    location = replace(draft.location, question=number)
    cell = _key_cell(draft)
    reading = keys.read_key(cell, count)
    groups, unknown_groups = names.groups(draft.groups)
    question = Question(
        text=stem_of(draft.stem),
        options=options_of(draft.options, reading.key, _pinned(draft)),
        type=names.question_type(draft.type) or type_of(draft.options, reading.key),
        number=number,
        topic=names.topic(draft.topic),
        difficulty=names.difficulty(draft.difficulty),
        groups=groups,
        explanation=draft.explanation or None,
        source=draft.source or None,
    )
    wrong_key = keys.key_problem(reading, cell, location)
    problems = [wrong_key] if wrong_key else []
    problems += _misunderstood(draft, location, unknown_groups)
    return Entry(question=question, location=location, problems=tuple(problems))


def _key_cell(draft: Draft) -> KeyCell:
    return KeyCell(text=draft.key, options=draft.options, is_numbered=draft.is_numbered)


def _pinned(draft: Draft) -> frozenset[int] | None:
    """Return the options that a row says keep their place; None where it says nothing."""
    if fold(draft.pins) == fold(NO_PINS):
        return frozenset()
    letters = [character for character in draft.pins.upper() if character in LETTERS]
    return frozenset(LETTERS.index(character) for character in letters) if letters else None


def _misunderstood(draft: Draft, location: Location, unknown_groups: Sequence[str]) -> Iterator[Problem]:
    if draft.difficulty and names.difficulty(draft.difficulty) is None:
        yield Problem(
            code="unknown-difficulty", location=location, params={"value": draft.difficulty[: keys.MAX_SHOWN]}
        )
    for name in unknown_groups:
        yield Problem(code="unknown-group", location=location, params={"value": name[: keys.MAX_SHOWN]})
