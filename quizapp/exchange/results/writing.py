"""What a file of results rests on → its sheets. Rows of papers are written as they come; nothing is kept."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quizapp.domain.league import RoundResult
from quizapp.domain.marking import PARTIAL_RULES
from quizapp.domain.prizes.plan import to_json
from quizapp.domain.verification import Field, LeagueMaterial, Result, RoundMaterial, league_result, round_result
from quizapp.exchange.results.cells import as_json, keys_text, letters, moment, yes
from quizapp.exchange.results.layout import (
    EXCLUDED,
    FILE_KEYS,
    LEAGUE,
    LEAGUE_KEYS,
    NO,
    PAPERS,
    QUESTIONS,
    ROUND_KEYS,
    RULES,
    UNITS,
    VERSION,
    WHOLE_FILE,
    WINNERS,
    YES,
    Sheet,
    item_heading,
)
from quizapp.exchange.results.rows import Row, Shown, derived_rows
from quizapp.exchange.tables import Column, Table


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionLine:
    """A question version that occurs in a round, and what is ruled of it. Keys: options in the bank's order."""

    version_id: int
    bank: str
    number: int
    version: int
    option_count: int
    key: int
    difficulty: str | None
    ruling: str | None
    ruled_keys: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A closed attempt with what it was marked from. `items`: cells.item() of each position."""

    id: int
    scope: str
    participant: int
    number: int
    started_at: datetime
    submitted_at: datetime
    duration_ms: int
    is_timed_out: bool
    answered: int
    score: int
    max_score: int
    prediction: int | None
    exclusion: str | None
    items: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundProof:
    """A round. `has_papers`: False for one that is running, in a file without names: its keys are not given away.

    `material` holds no seed while the round is running; `promise` is the seed's commitment all the same.
    """

    scope: str
    title: str
    kind: str
    opens_at: datetime
    closes_at: datetime
    points: Sequence[tuple[str, int]]
    requires_all_answered: bool
    has_papers: bool
    promise: str
    material: RoundMaterial
    questions: Sequence[QuestionLine]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeagueProof:
    """The table over all rounds of a contest."""

    promise: str
    material: LeagueMaterial


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRow:
    """A unit. `competes`: it may win a collective prize."""

    id: int
    kind: str
    name: str
    headcount: int | None
    competes: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """All that a file holds. People go by numbers of the file; `names`: code and name of each, where it has names.

    `excluded`: the reason of each that can win nothing. `papers` is called once. `longest`: items of the longest paper.
    """

    contest: str
    exported_at: datetime
    with_names: bool
    rounds: Sequence[RoundProof]
    league: LeagueProof | None
    field: Field
    units: Sequence[UnitRow]
    names: Mapping[int, tuple[str, str]]
    excluded: Mapping[int, str]
    longest: int
    papers: Callable[[], Iterable[Paper]]


def proof_tables(proof: Proof) -> Iterator[Table]:
    """Yield the sheets of a file but the fingerprints, in their order."""
    results = {r.scope: round_result(r.material, proof.field) for r in proof.rounds if r.has_papers}
    shown = [_shown(proof, r.scope, results[r.scope], r.material.rules.seed) for r in proof.rounds if r.has_papers]
    if proof.league is not None:
        result = league_result(proof.league.material, _reached(proof, results), proof.field)
        shown.append(_shown(proof, LEAGUE, result, proof.league.material.seed))
    counted = {p.contender.standing.entry_id for r in results.values() for p in r.outcome.placed}
    yield _table(RULES, _rules(proof, results))
    yield _table(QUESTIONS, (_question(r, q) for r in proof.rounds if r.has_papers for q in r.questions))
    items = (Column(title=item_heading(index), width=12) for index in range(proof.longest))
    yield _table(PAPERS, (_paper(proof, paper, counted) for paper in proof.papers()), *items)
    for sheet, rows in derived_rows(shown):
        yield _table(sheet, rows)
    yield _table(UNITS, ((u.id, u.kind, u.name, u.headcount, yes(u.competes)) for u in proof.units))
    yield _table(EXCLUDED, ((n, *proof.names.get(n, ("", "")), why) for n, why in sorted(proof.excluded.items())))
    yield _table(WINNERS, _winners(proof))


def _table(sheet: Sheet, rows: Iterable[Row], *further: Column) -> Table:
    return Table(title=sheet.title, columns=(*sheet.columns, *further), rows=rows)


def _shown(proof: Proof, scope: str, result: Result, seed: str) -> Shown:
    unit_names = {unit.id: unit.name for unit in proof.units}
    return Shown(scope=scope, outcome=result.outcome, seed=seed, names=proof.names, unit_names=unit_names)


def _reached(proof: Proof, results: Mapping[str, Result]) -> list[RoundResult]:
    return [
        RoundResult(partial=r.material.partial, contenders=results[r.scope].contenders)
        for r in proof.rounds
        if r.has_papers
    ]


def _rules(proof: Proof, results: Mapping[str, Result]) -> Iterator[Row]:
    whole = {
        "layout": VERSION,
        "contest": proof.contest,
        "exported_at": moment(proof.exported_at),
        "with_names": _flag(proof.with_names),
    }
    yield from _lines(WHOLE_FILE, FILE_KEYS, whole)
    for each in proof.rounds:
        result = results.get(each.scope)
        yield from _lines(each.scope, ROUND_KEYS, round_values(each, result.actual if result else None))
    if proof.league is not None:
        yield from _lines(LEAGUE, LEAGUE_KEYS, _league_values(proof.league))


def _lines(scope: str, keys: Mapping[str, str], values: Mapping[str, object]) -> Iterator[Row]:
    return ((scope, key, values[key], meaning) for key, meaning in keys.items())


def round_values(each: RoundProof, actual: int | None) -> dict[str, object]:
    """Return what the sheet of rules says of a round, by key."""
    rules = each.material.rules
    return {
        "title": each.title,
        "kind": each.kind,
        "opens_at": moment(each.opens_at),
        "closes_at": moment(each.closes_at),
        "is_over": _flag(each.material.is_over),
        "papers": _flag(each.has_papers),
        "ranking": as_json(rules.ranking),
        "prizes": as_json(to_json(each.material.plan)),
        "commitment": each.promise,
        "draw_seed": rules.seed,
        "counted": rules.counted,
        "partial_rule": each.material.partial,
        "parts": PARTIAL_RULES[each.material.partial].parts,
        "points": as_json(each.points),
        "requires_all_answered": _flag(each.requires_all_answered),
        "prediction_target": rules.prediction_target,
        "prediction_asked": rules.prediction_asked,
        "prediction_with_disqualified": _flag(rules.prediction_with_disqualified),
        "actual": actual,
    }


def _league_values(league: LeagueProof) -> dict[str, object]:
    return {
        "is_over": _flag(league.material.is_over),
        "papers": YES,
        "ranking": as_json(league.material.ranking),
        "prizes": as_json(to_json(league.material.plan)),
        "commitment": league.promise,
        "draw_seed": league.material.seed,
    }


def _flag(is_so: bool) -> str:
    return YES if is_so else NO


def _question(each: RoundProof, line: QuestionLine) -> Row:
    return (
        each.scope,
        line.version_id,
        line.bank,
        line.number,
        line.version,
        line.option_count,
        letters(line.key),
        line.difficulty,
        line.ruling,
        keys_text(line.ruled_keys),
    )


def _paper(proof: Proof, paper: Paper, counted: Collection[int]) -> Row:
    person = proof.field.people[paper.participant]
    return (
        paper.id,
        paper.scope,
        paper.participant,
        *proof.names.get(paper.participant, ("", "")),
        person.group,
        person.unit_id,
        moment(person.registered_at),
        paper.number,
        moment(paper.started_at),
        moment(paper.submitted_at),
        paper.duration_ms,
        yes(paper.is_timed_out),
        paper.answered,
        paper.score,
        paper.max_score,
        paper.prediction,
        paper.exclusion,
        yes(paper.id in counted),
        *paper.items,
        *[None] * (proof.longest - len(paper.items)),
    )


def _winners(proof: Proof) -> Iterator[Row]:
    scopes = [(r.scope, r.material.winners) for r in proof.rounds if r.has_papers]
    if proof.league is not None:
        scopes.append((LEAGUE, proof.league.material.winners))
    return ((scope, number) for scope, winners in scopes for number in sorted(winners))
