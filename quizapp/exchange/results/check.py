"""A file of results → every row that disagrees with what its rules, keys and papers come to. Nothing else is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.domain.league import RoundResult
from quizapp.domain.outcome import UnitSize
from quizapp.domain.text import N_
from quizapp.domain.verification import Field, LeagueMaterial, Result, RoundMaterial, league_result, round_result
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.results.cells import whole_in, whole_or_none_in, yes, yes_in
from quizapp.exchange.results.findings import Cells, Findings, body, compare_rows, records
from quizapp.exchange.results.fingerprints import (
    LENGTH,
    canonical,
    fingerprint,
    row_check,
)
from quizapp.exchange.results.layout import EXCLUDED, FINGERPRINTS, LEAGUE, RULES, UNITS, WINNERS
from quizapp.exchange.results.papers import PaperReader, Papers, compare_counting, read_questions
from quizapp.exchange.results.reading import Book, Line, open_book
from quizapp.exchange.results.rows import Shown, derived_rows
from quizapp.exchange.results.rules_reading import RuledRound, Rules, read_rules

CHANGED = N_("dòng như lúc xuất tệp (dấu vân tay của dòng không khớp)")
_PRINTED = N_("dấu vân tay như lúc xuất tệp")


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a check found. `running`: rounds that had not ended; `withheld`: those whose papers the file lacks."""

    findings: Findings
    rounds: tuple[str, ...]
    running: tuple[str, ...]
    withheld: tuple[str, ...]
    attempts: int
    people: int
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Units:
    competing: Sequence[UnitSize]
    names: Mapping[int, str]


def check_file(content: bytes) -> Report:
    """Return what of a file of results disagrees. Raises Refused where it is no such file, or can't be read."""
    book = open_book(content)
    if RULES.title not in book.parts or FINGERPRINTS.title not in book.parts:
        raise refusal("unreadable-file", reason=N_("tệp không phải tệp kết quả có phần kiểm chứng"))
    findings = Findings()
    rules = read_rules(book, findings)
    papers = Papers()
    if rules.is_known_layout:
        papers = _check_results(book, rules, findings)
    _check_fingerprints(book, findings)
    return _report(book, rules, papers, findings)


def _report(book: Book, rules: Rules, papers: Papers, findings: Findings) -> Report:
    rounds = [r for r in rules.rounds.values() if r.scope != LEAGUE]
    return Report(
        findings=findings,
        rounds=tuple(r.scope for r in rounds if r.has_papers),
        running=tuple(r.scope for r in rounds if not r.is_over),
        withheld=tuple(r.scope for r in rounds if not r.has_papers),
        attempts=len(papers.rows),
        people=len(papers.people),
        rows=sum(len(prints) for prints in book.prints.values()),
    )


def _check_results(book: Book, rules: Rules, findings: Findings) -> Papers:
    items = read_questions(book, rules, findings)
    units = _read_units(book, findings)
    excluded = frozenset(number for _, number in records(book, EXCLUDED, findings, lambda c: c.read(0, whole_in)))
    winners = _read_winners(book, rules, findings)
    papers = PaperReader(rules, items, findings).read(book)
    everybody = Field(people=papers.people, units=units.competing, excluded=excluded)
    results = _results(rules, papers, winners, everybody)
    _check_actual(rules, results, findings)
    counted = {
        placed.contender.standing.entry_id: yes(True)
        for scope, result in results.items()
        if scope != LEAGUE
        for placed in result.outcome.placed
    }
    compare_counting(papers, counted, findings)
    shown = [_shown(rules.rounds[scope], result, papers, units) for scope, result in results.items()]
    for sheet, rows in derived_rows(shown):
        expected = ([canonical(value) for value in row] for row in rows)
        compare_rows(sheet, _of_computed(body(book, sheet, findings), rules), expected, findings)
    return papers


def _of_computed(lines: Iterator[Line], rules: Rules) -> Iterator[Line]:
    """Yield the rows that something was computed for: none of a round whose rules can't be read."""
    has_league = LEAGUE not in rules.torn and not (rules.torn and rules.league)
    return (line for line in lines if line.cell(0) not in rules.torn and (line.cell(0) != LEAGUE or has_league))


def _shown(ruled: RuledRound, result: Result, papers: Papers, units: _Units) -> Shown:
    return Shown(scope=ruled.scope, outcome=result.outcome, seed=ruled.seed, names=papers.names, unit_names=units.names)


def _read_units(book: Book, findings: Findings) -> _Units:
    sizes: list[UnitSize] = []
    names: dict[int, str] = {}
    for _, (size, name, competes) in records(book, UNITS, findings, _unit):
        names[size.id] = name
        if competes:
            sizes.append(size)
    return _Units(competing=sizes, names=names)


def _unit(cells: Cells) -> tuple[UnitSize, str, bool]:
    size = UnitSize(id=cells.read(0, whole_in), kind=cells.text(1), headcount=cells.read(3, whole_or_none_in))
    return size, cells.text(2), cells.read(4, yes_in)


def _read_winners(book: Book, rules: Rules, findings: Findings) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = {scope: set() for scope in rules.rounds}
    for line, (scope, number) in records(book, WINNERS, findings, lambda c: (c.text(0), c.read(1, whole_in))):
        if scope in found:
            found[scope].add(number)
        elif scope not in rules.torn:
            expected = "đợt thi có trong trang Thể lệ"
            findings.add(WINNERS.title, line.number, column=WINNERS.heading(0), found=scope, expected=expected)
    return found


def _results(rules: Rules, papers: Papers, winners: Mapping[str, set[int]], everybody: Field) -> dict[str, Result]:
    """Return what every round comes to that can be computed, the league last."""
    results: dict[str, Result] = {}
    for ruled in rules.rounds.values():
        if ruled.scope != LEAGUE and ruled.has_papers:
            results[ruled.scope] = round_result(_round_material(ruled, papers, winners), everybody)
    if rules.league is not None and not rules.torn:
        rounds = [
            RoundResult(partial=rules.rounds[scope].marking.partial, contenders=result.contenders)
            for scope, result in results.items()
        ]
        results[LEAGUE] = league_result(_league_material(rules.league, winners), rounds, everybody)
    return results


def _round_material(ruled: RuledRound, papers: Papers, winners: Mapping[str, set[int]]) -> RoundMaterial:
    return RoundMaterial(
        rules=ruled.counting,
        partial=ruled.marking.partial,
        plan=ruled.plan,
        is_over=ruled.is_over,
        attempts=papers.attempts.get(ruled.scope, []),
        winners=winners[ruled.scope],
    )


def _league_material(ruled: RuledRound, winners: Mapping[str, set[int]]) -> LeagueMaterial:
    return LeagueMaterial(
        ranking=ruled.ranking, plan=ruled.plan, is_over=ruled.is_over, seed=ruled.seed, winners=winners[LEAGUE]
    )


def _check_actual(rules: Rules, results: Mapping[str, Result], findings: Findings) -> None:
    for scope, result in results.items():
        ruled = rules.rounds[scope]
        if scope != LEAGUE and ruled.actual != (expected := canonical(result.actual)):
            findings.add(RULES.title, ruled.actual_row, column=RULES.heading(2), found=ruled.actual, expected=expected)


def _check_fingerprints(book: Book, findings: Findings) -> None:
    """Note every row, of every sheet, that isn't what it was when the file was written and isn't noted already."""
    prints = _read_fingerprints(book, findings)
    for title in book.parts:
        if title == FINGERPRINTS.title:
            continue
        if title not in book.prints:
            for _ in book.lines(title):
                pass
        _compare_prints(title, book.prints[title], prints, findings)
    for title in prints.rows.keys() - book.parts.keys():
        findings.add(title, 1, found="", expected=N_("có trang tính này"))


_EMPTY = fingerprint(())


@dataclass(kw_only=True, slots=True)
class _Prints:
    """Sheet → row → fingerprint. `is_torn`: some were changed themselves, so that a row may lack its own."""

    rows: dict[str, dict[int, str]] = field(default_factory=dict)
    is_torn: bool = False


def _compare_prints(title: str, found: Mapping[int, str], prints: _Prints, findings: Findings) -> None:
    expected = prints.rows.get(title, {})
    for number in sorted(expected if prints.is_torn else found.keys() | expected.keys()):
        if (title, number) not in findings.rows and found.get(number, _EMPTY) != expected.get(number, _EMPTY):
            findings.add(title, number, found="", expected=CHANGED)


def _read_fingerprints(book: Book, findings: Findings) -> _Prints:
    """Return all fingerprints but those in rows that were changed themselves, which are noted."""
    prints = _Prints()
    for line in body(book, FINGERPRINTS, findings):
        title, start, digits = line.cell(0), line.cell(1), line.cell(2).removesuffix(".")
        if line.cell(3) != row_check((title, start, digits)) or not line.cell(2).endswith(".") or not start.isdigit():
            findings.add(FINGERPRINTS.title, line.number, found=line.cell(3), expected=_PRINTED)
            prints.is_torn = True
            continue
        rows = prints.rows.setdefault(title, {})
        for offset in range(0, len(digits), LENGTH):
            rows[int(start) + offset // LENGTH] = digits[offset : offset + LENGTH]
    return prints
