"""The questions that stood in a round's papers, with what was chosen of them, the most suspicious first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, literal_column, select
from sqlalchemy.orm import Session

from quizapp.domain.choice import to_bank
from quizapp.domain.key_check import Chosen, OptionShare, Rival, option_shares, percent, rival, suspicion, upper_bound
from quizapp.domain.question import Question
from quizapp.domain.rulings import RULING_KINDS, Key, Ruling, accepted_keys
from quizapp.domain.text import fold
from quizapp.models import Attempt, Bank, BankQuestion, QuestionVersion, Response, Round
from quizapp.models.base import AnyRow
from quizapp.models.question_store import VERSION_COLUMNS, question_of
from quizapp.regrading.queries.rounds import marking_rules, rulings_in_force


class QuestionNotAsked(LookupError):
    """The question stands in no submitted paper of the round."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedQuestion:
    """A question version as a round asked it. `facility`: mean mark in percent of the most, None where it is void.

    `stored`: its place in the bank. `asked`: on how many submitted papers; `blank`: on how many unanswered.
    `keys`: those that earn all the points. `rival`: what speaks against the key, None where nothing can be said.
    """

    stored: AnyRow
    question: Question
    key: Key
    keys: Sequence[Key]
    ruling: Ruling | None
    asked: int
    blank: int
    facility: Fraction | None
    shares: Sequence[OptionShare]
    rival: Rival | None

    @property
    def key_options(self) -> Key:
        """The options that stand in some key."""
        return frozenset().union(*self.keys)

    @property
    def is_suspicious(self) -> bool:
        """Tell whether the key looks wrong; that of a question that nobody is marked by any more does not."""
        is_settled = self.ruling is not None and not RULING_KINDS[self.ruling.kind].needs_key
        return not is_settled and self.rival is not None and self.rival.is_striking

    @property
    def order(self) -> tuple[object, ...]:
        """What the list is sorted by: those whose key looks wrong first, then by what speaks against the key."""
        return (not self.is_suspicious, -suspicion(self.rival), 100 if self.facility is None else self.facility)


def listed_questions(session: Session, contest_round: Round) -> list[ListedQuestion]:
    """Return the questions of a round's submitted papers, the most suspicious first."""
    listed = _questions(session, contest_round, None)
    return sorted(listed, key=lambda q: (*q.order, q.stored.id))


def holding(listed: Sequence[ListedQuestion], text: str) -> Sequence[ListedQuestion]:
    """Return the questions whose text or options hold `text`, whatever its accents and case, in the same order."""
    wanted = fold(text)
    return [q for q in listed if wanted in q.stored.folded] if wanted else listed


def question_in_round(session: Session, contest_round: Round, version_id: int) -> ListedQuestion:
    """Return one question of a round's submitted papers. Raises QuestionNotAsked."""
    found = _questions(session, contest_round, version_id)
    if not found:
        raise QuestionNotAsked(version_id)
    return found[0]


def _questions(session: Session, contest_round: Round, version_id: int | None) -> list[ListedQuestion]:
    chosen = _chosen(session, contest_round.id, version_id)
    rulings = rulings_in_force(session, contest_round.id)
    rules = marking_rules(contest_round)
    listed = []
    for row in session.execute(_versions(chosen)):
        key, ruling = frozenset(map(int, row.key)), rulings.get(row.id)
        picks, earned = chosen[row.id]
        asked = sum(c.count for c in picks)
        keys = accepted_keys(key, ruling)
        is_void = ruling is not None and ruling.kind == "void"
        most = 0 if is_void else rules.points_of(row.difficulty) * rules.parts * asked
        listed.append(
            ListedQuestion(
                stored=row,
                question=question_of(row, number=row.number),
                key=key,
                keys=keys,
                ruling=ruling,
                asked=asked,
                blank=sum(c.count for c in picks if not c.options),
                facility=percent(earned, most),
                shares=option_shares(picks, row.option_count),
                rival=rival(picks, keys),
            )
        )
    return listed


def _versions(version_ids: Iterable[int]) -> Select[Any]:
    return (
        select(
            *VERSION_COLUMNS,
            QuestionVersion.id,
            QuestionVersion.key,
            QuestionVersion.option_count,
            QuestionVersion.is_current,
            QuestionVersion.folded,
            BankQuestion.number,
            Bank.slug.label("bank_slug"),
            Bank.title.label("bank_title"),
        )
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == BankQuestion.bank_id)
        .where(QuestionVersion.id.in_(list(version_ids)))
    )


def _submitted(round_id: int) -> ColumnElement[bool]:
    return and_(Attempt.round_id == round_id, Attempt.submitted_at.is_not(None))


def _chosen(session: Session, round_id: int, version_id: int | None) -> Mapping[int, tuple[list[Chosen], int]]:
    """Return what was chosen of each question, and the sum of its marks. `version_id` None: of all."""
    is_upper = Attempt.score >= _upper_bound(session, round_id)
    # A zero of the statement's own: two parameters are two expressions to PostgreSQL.
    choice = func.coalesce(Response.choice, literal_column("0", Integer))
    query = (
        select(
            Response.question_version_id,
            Response.option_order,
            choice.label("choice"),
            func.count().label("papers"),
            func.sum(case((is_upper, 1), else_=0)).label("upper"),
            func.sum(Response.mark).label("earned"),
        )
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(_submitted(round_id))
        .group_by(Response.question_version_id, Response.option_order, choice)
    )
    if version_id is not None:
        query = query.where(Response.question_version_id == version_id)
    return _by_version(session.execute(query))


def _by_version(rows: Iterable[AnyRow]) -> Mapping[int, tuple[list[Chosen], int]]:
    """Add up rows of the same options, in whatever order these were shown."""
    counts: defaultdict[int, defaultdict[Key, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    earned: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        entry = counts[row.question_version_id][to_bank(row.choice, tuple(map(int, row.option_order)))]
        entry[0] += row.papers
        entry[1] += row.upper
        earned[row.question_version_id] += row.earned or 0
    return {
        version: (
            [Chosen(options=options, count=n, upper=upper) for options, (n, upper) in found.items()],
            earned[version],
        )
        for version, found in counts.items()
    }


def _upper_bound(session: Session, round_id: int) -> int:
    query = select(Attempt.score, func.count()).where(_submitted(round_id)).group_by(Attempt.score)
    return upper_bound({score: count for score, count in session.execute(query) if score is not None}) or 0
