"""The sheet of rules → what each round is counted, marked and awarded by."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from quizapp.domain.counting import CountingRules
from quizapp.domain.marking import PARTIAL_RULES, MarkingRules
from quizapp.domain.policy import PredictionAsked, PredictionTarget
from quizapp.domain.prizes.formulas import FORMULAS
from quizapp.domain.prizes.lots import commitment
from quizapp.domain.prizes.plan import MalformedPlan, PrizePlan, from_json
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.tiebreak import TIEBREAKS
from quizapp.exchange.results.cells import NotACell, json_in, moment_in, whole_in, yes_in
from quizapp.exchange.results.findings import Cells, Findings, records
from quizapp.exchange.results.layout import (
    FILE_KEYS,
    LEAGUE,
    LEAGUE_KEYS,
    NO,
    ROUND_KEYS,
    RULES,
    VERSION,
    WHOLE_FILE,
    YES,
)
from quizapp.exchange.results.reading import Book

_KEY, _VALUE = 1, 2
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledRound:
    """A round as the file's rules have it, or the league, which has no rules of counting and marking.

    `actual` and `actual_row`: what the file says of the number to guess, and where.
    """

    scope: str
    is_over: bool
    has_papers: bool
    ranking: tuple[str, ...]
    plan: PrizePlan
    seed: str
    counting: CountingRules
    marking: MarkingRules
    requires_all_answered: bool
    actual: str
    actual_row: int


@dataclass(kw_only=True, slots=True)
class Rules:
    """All rounds whose rules can be read, by their name in the file; `torn`: those whose rules can't."""

    rounds: dict[str, RuledRound] = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)
    is_known_layout: bool = True

    @property
    def league(self) -> RuledRound | None:
        """The table over all rounds, where the file has one."""
        return self.rounds.get(LEAGUE)


class _Torn(Exception):
    """A round lacks a rule or has one that can't be read."""


class _Scope:
    """The rules of one round by key, each read with the place that it stands at."""

    def __init__(self, scope: str, findings: Findings) -> None:
        self.scope = scope
        self.entries: dict[str, tuple[int, str]] = {}
        self._findings = findings

    def add(self, row: int, key: str, value: str) -> None:
        """Take one row."""
        if key in self.entries or key not in keys_of(self.scope):
            self._note(row, key, "mục của đợt thi, mỗi mục một dòng", column=_KEY)
        self.entries.setdefault(key, (row, value))

    def read(self, key: str, reader: Callable[[str], Value]) -> Value:
        """Return what `reader` makes of a rule. Raises _Torn."""
        if key not in self.entries:
            first = min((row for row, _ in self.entries.values()), default=1)
            self._note(first, "", f"có mục {key}", column=_KEY)
            raise _Torn
        row, text = self.entries[key]
        try:
            return reader(text)
        except NotACell as error:
            self._note(row, text, str(error))
            raise _Torn from error

    def compare(self, key: str, expected: str) -> None:
        """Note it where a rule that follows from others says something else."""
        row, text = self.entries.get(key, (1, ""))
        if text != expected:
            self._note(row, text, expected)

    def _note(self, row: int, found: str, expected: str, *, column: int = _VALUE) -> None:
        self._findings.add(RULES.title, row, column=RULES.heading(column), found=found, expected=expected)


def keys_of(scope: str) -> Mapping[str, str]:
    """Return the keys that the rules of a round, of the league or of the whole file have, with their meanings."""
    return {WHOLE_FILE: FILE_KEYS, LEAGUE: LEAGUE_KEYS}.get(scope, ROUND_KEYS)


def read_rules(book: Book, findings: Findings) -> Rules:
    """Return the rules of every round; what can't be read, or disagrees with itself, is noted."""
    scopes: dict[str, _Scope] = {}
    for line, (scope, key, value, meaning) in records(book, RULES, findings, _entry):
        scopes.setdefault(scope, _Scope(scope, findings)).add(line.number, key, value)
        if meaning != (expected := keys_of(scope).get(key, meaning)):
            findings.add(RULES.title, line.number, column=RULES.heading(3), found=meaning, expected=expected)
    whole = scopes.pop(WHOLE_FILE, _Scope(WHOLE_FILE, findings))
    whole.compare("layout", str(VERSION))
    rules = Rules(is_known_layout=whole.entries.get("layout", (1, ""))[1] == str(VERSION))
    for scope, entries in scopes.items():
        try:
            rules.rounds[scope] = _round(entries)
            _check(entries, whole, rules.rounds[scope])
        except _Torn:
            rules.torn.add(scope)
    return rules


def _entry(cells: Cells) -> tuple[str, str, str, str]:
    return cells.text(0), cells.text(_KEY), cells.text(_VALUE), cells.text(3)


def _round(scope: _Scope) -> RuledRound:
    is_league = scope.scope == LEAGUE
    ranking = scope.read("ranking", _ranking)
    seed = scope.read("draw_seed", str)
    return RuledRound(
        scope=scope.scope,
        is_over=scope.read("is_over", yes_in),
        has_papers=scope.read("papers", yes_in),
        ranking=ranking,
        plan=scope.read("prizes", _plan),
        seed=seed,
        counting=_no_counting(ranking, seed) if is_league else _counting(scope, ranking, seed),
        marking=MarkingRules() if is_league else _marking(scope),
        requires_all_answered=not is_league and scope.read("requires_all_answered", yes_in),
        actual="" if is_league else scope.read("actual", str),
        actual_row=0 if is_league else scope.entries["actual"][0],
    )


def _counting(scope: _Scope, ranking: tuple[str, ...], seed: str) -> CountingRules:
    return CountingRules(
        ranking=ranking,
        counted=scope.read("counted", _one_of(COUNTED_RULES)),
        prediction_target=scope.read("prediction_target", _one_of(("", *PredictionTarget))) or None,
        prediction_asked=scope.read("prediction_asked", _one_of(tuple(PredictionAsked))),
        prediction_with_disqualified=scope.read("prediction_with_disqualified", yes_in),
        seed=seed,
    )


def _no_counting(ranking: tuple[str, ...], seed: str) -> CountingRules:
    return CountingRules(
        ranking=ranking,
        counted="best",
        prediction_target=None,
        prediction_asked=PredictionAsked.EVERY,
        prediction_with_disqualified=False,
        seed=seed,
    )


def _marking(scope: _Scope) -> MarkingRules:
    partial = scope.read("partial_rule", _one_of(PARTIAL_RULES))
    return MarkingRules(partial=partial, points=dict(scope.read("points", _points)))


def _check(scope: _Scope, whole: _Scope, ruled: RuledRound) -> None:
    """Note what a round's rules say twice and differently."""
    if ruled.seed or ruled.is_over:
        scope.compare("commitment", commitment(ruled.seed) if ruled.seed else "")
    if ruled.scope == LEAGUE:
        return
    scope.compare("parts", str(ruled.marking.parts))
    is_over = scope.read("closes_at", moment_in) <= whole.read("exported_at", moment_in)
    scope.compare("is_over", YES if is_over else NO)
    scope.read("opens_at", moment_in)


def _one_of(codes: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in codes:
            raise NotACell("một trong: " + ", ".join(code or "(trống)" for code in codes))
        return text

    return read


def _ranking(text: str) -> tuple[str, ...]:
    content = json_in(text)
    if not isinstance(content, list) or not all(isinstance(code, str) and code in TIEBREAKS for code in content):
        raise NotACell("danh sách tiêu chí xếp hạng")
    return tuple(content)


def _points(text: str) -> list[tuple[str, int]]:
    content = json_in(text)
    if not isinstance(content, list) or not all(_is_points_row(row) for row in content):
        raise NotACell("danh sách [độ khó, số điểm]")
    return [(row[0], whole_in(str(row[1]))) for row in content]


def _is_points_row(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 2 and isinstance(row[0], str) and type(row[1]) is int


def _plan(text: str) -> PrizePlan:
    try:
        plan = from_json(json_in(text))
    except MalformedPlan as error:
        raise NotACell("cơ cấu giải") from error
    if not all(prize.formula in FORMULAS for prize in plan.collective):
        raise NotACell("cơ cấu giải với cách xét giải tập thể đã biết")
    return plan
