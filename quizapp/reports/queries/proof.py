"""All that the results of rounds rest on, for the sheets from which anyone can compute them again (exchange/results).

Call it where one transaction sees one state of the database, as export.py does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.domain.choice import encode, to_bank
from quizapp.domain.identity import show_code
from quizapp.domain.phase import Phase, phase
from quizapp.domain.policy import RoundKind
from quizapp.domain.prizes.lots import commitment
from quizapp.domain.prizes.plan import from_json
from quizapp.domain.verification import Field, LeagueMaterial, RoundMaterial
from quizapp.exchange.results.cells import item
from quizapp.exchange.results.writing import (
    LeagueProof,
    Paper,
    Proof,
    QuestionLine,
    RoundProof,
    UnitRow,
    proof_tables,
)
from quizapp.exchange.tables import Table
from quizapp.models import Attempt, Bank, BankQuestion, Contest, Participant, QuestionVersion, Response, Round, Unit
from quizapp.models.adjudication import PrizeExclusion, RoundRuling
from quizapp.models.base import AnyRow
from quizapp.models.outcome import closed_attempts, counting_rules, people_of, published_winners, unit_sizes

_BATCH = 1000
Numbers = Mapping[int, int]  # a participant's number in the file, by id


def proof_of(
    session: Session,
    *,
    contest: Contest,
    rounds: Sequence[Round],
    is_whole_contest: bool,
    with_names: bool,
    now: datetime,
) -> Iterator[Table]:
    """Yield the sheets from which the results of rounds can be computed again; each is read to its end before the next.

    A file without names holds the papers of a round only once it is over: its keys are not given away before.
    """
    return proof_tables(
        _proof(
            session,
            contest=contest,
            rounds=[r for r in rounds if r.kind != RoundKind.EXTERNAL],
            is_whole_contest=is_whole_contest,
            with_names=with_names,
            now=now,
        )
    )


def _proof(
    session: Session,
    *,
    contest: Contest,
    rounds: Sequence[Round],
    is_whole_contest: bool,
    with_names: bool,
    now: datetime,
) -> Proof:
    shown = [r for r in rounds if with_names or _is_over(r, now)]
    reasons = _exclusions(session, contest.id)
    numbers = _numbers(session, [r.id for r in shown], reasons)
    people = {
        numbers[person.id]: replace(person, id=numbers[person.id])
        for person in people_of(session, contest.id).values()
        if person.id in numbers
    }
    sizes = unit_sizes(session)
    opened = [r for r in rounds if r.opens_at <= now] if is_whole_contest else []
    return Proof(
        contest=contest.title,
        exported_at=now,
        with_names=with_names,
        rounds=[_round(session, r, numbers, has_papers=r in shown, now=now) for r in rounds],
        league=_league(session, contest, opened, numbers, now=now) if opened and set(opened) <= set(shown) else None,
        field=Field(people=people, units=sizes, excluded=frozenset(numbers[i] for i in reasons)),
        units=_units(session, {person.unit_id for person in people.values()}, {size.id for size in sizes}),
        names=_names(session, contest.id, numbers) if with_names else {},
        excluded={numbers[i]: reason if with_names else "" for i, reason in reasons.items()},
        longest=_longest(session, [r.id for r in shown]),
        papers=lambda: _papers(session, shown, numbers),
    )


def _is_over(contest_round: Round, now: datetime) -> bool:
    return phase(now, opens_at=contest_round.opens_at, closes_at=contest_round.closes_at) is Phase.CLOSED


def _exclusions(session: Session, contest_id: int) -> dict[int, str]:
    """Return the reason of everybody who can win nothing, by id."""
    query = select(PrizeExclusion.participant_id, PrizeExclusion.reason).where(PrizeExclusion.contest_id == contest_id)
    return {row.participant_id: row.reason for row in session.execute(query)}


def _numbers(session: Session, round_ids: Sequence[int], excluded: Iterable[int]) -> Numbers:
    """Return a number for everybody in the file. They keep the order of ids, in which level people are listed."""
    query = select(Attempt.participant_id).where(Attempt.round_id.in_(round_ids), Attempt.submitted_at.is_not(None))
    ids = {*session.scalars(query.distinct()), *excluded}
    return {participant_id: number for number, participant_id in enumerate(sorted(ids), start=1)}


def _names(session: Session, contest_id: int, numbers: Numbers) -> dict[int, tuple[str, str]]:
    query = select(Participant.id, Participant.code, Participant.full_name).where(Participant.contest_id == contest_id)
    rows = session.execute(query)
    return {numbers[row.id]: (show_code(row.code), row.full_name) for row in rows if row.id in numbers}


def _units(session: Session, of_people: set[int], competing: set[int]) -> list[UnitRow]:
    """Return the units that somebody in the file belongs to, or that may win a collective prize."""
    rows = session.execute(select(Unit.id, Unit.kind, Unit.name, Unit.headcount).order_by(Unit.id))
    return [
        UnitRow(id=row.id, kind=row.kind, name=row.name, headcount=row.headcount, competes=row.id in competing)
        for row in rows
        if row.id in of_people or row.id in competing
    ]


def _round(session: Session, contest_round: Round, numbers: Numbers, *, has_papers: bool, now: datetime) -> RoundProof:
    is_over = _is_over(contest_round, now)
    rules = counting_rules(contest_round)
    attempts = closed_attempts(session, contest_round.id) if has_papers else []
    winners = published_winners(session, contest_round.contest_id, but_round_id=contest_round.id)
    return RoundProof(
        scope=contest_round.slug,
        title=contest_round.title,
        kind=contest_round.kind,
        opens_at=contest_round.opens_at,
        closes_at=contest_round.closes_at,
        points=[(str(difficulty), int(points)) for difficulty, points in contest_round.points],
        requires_all_answered=contest_round.requires_all_answered,
        has_papers=has_papers,
        promise=commitment(contest_round.draw_seed),
        questions=_questions(session, contest_round.id) if has_papers else (),
        material=RoundMaterial(
            rules=rules if is_over else replace(rules, seed=""),
            partial=contest_round.partial_rule,
            plan=from_json(contest_round.prizes),
            is_over=is_over,
            attempts=[replace(a, participant_id=numbers[a.participant_id]) for a in attempts],
            winners=_numbered(winners, numbers),
        ),
    )


def _league(
    session: Session, contest: Contest, rounds: Sequence[Round], numbers: Numbers, *, now: datetime
) -> LeagueProof:
    is_over = all(_is_over(r, now) for r in rounds)
    seed = contest.draw_seed
    winners = published_winners(session, contest.id, but_round_id=None)
    return LeagueProof(
        promise=commitment(seed),
        material=LeagueMaterial(
            ranking=tuple(contest.league_ranking),
            plan=from_json(contest.prizes),
            is_over=is_over,
            seed=seed if is_over else "",
            winners=_numbered(winners, numbers),
        ),
    )


def _numbered(participant_ids: Iterable[int], numbers: Numbers) -> frozenset[int]:
    return frozenset(numbers[i] for i in participant_ids if i in numbers)


def _questions(session: Session, round_id: int) -> list[QuestionLine]:
    """Return the question versions in the round's papers, with what is ruled of each."""
    occurring = select(Response.question_version_id).join(Attempt, Attempt.id == Response.attempt_id)
    is_in_round = (Attempt.round_id == round_id, Attempt.submitted_at.is_not(None))
    query = (
        select(
            QuestionVersion.id,
            Bank.slug,
            BankQuestion.number,
            QuestionVersion.version,
            QuestionVersion.option_count,
            QuestionVersion.key,
            QuestionVersion.difficulty,
            RoundRuling.kind,
            RoundRuling.keys.label("ruled_keys"),
        )
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == BankQuestion.bank_id)
        .outerjoin(
            RoundRuling,
            (RoundRuling.question_version_id == QuestionVersion.id) & (RoundRuling.round_id == round_id),
        )
        .where(QuestionVersion.id.in_(occurring.where(*is_in_round)))
        .order_by(QuestionVersion.id)
    )
    return [_question(row) for row in session.execute(query)]


def _question(row: AnyRow) -> QuestionLine:
    return QuestionLine(
        version_id=row.id,
        bank=row.slug,
        number=row.number,
        version=row.version,
        option_count=row.option_count,
        key=encode(map(int, row.key)),
        difficulty=row.difficulty,
        ruling=row.kind,
        ruled_keys=tuple(encode(key) for key in row.ruled_keys or ()),
    )


def _longest(session: Session, round_ids: Sequence[int]) -> int:
    query = select(func.max(Response.position)).join(Attempt, Attempt.id == Response.attempt_id)
    return session.scalar(query.where(Attempt.round_id.in_(round_ids), Attempt.submitted_at.is_not(None))) or 0


def _papers(session: Session, rounds: Iterable[Round], numbers: Numbers) -> Iterator[Paper]:
    """Yield the closed attempts of rounds in the order of their ids, a batch read at a time."""
    for contest_round in rounds:
        last_id = 0
        while batch := _attempts_after(session, contest_round.id, last_id):
            items = _items(session, [row.id for row in batch])
            for row in batch:
                values = {name: getattr(row, name) for name in _PAPER_FIELDS}
                participant = numbers[row.participant_id]
                yield Paper(**values, scope=contest_round.slug, participant=participant, items=items[row.id])
            last_id = batch[-1].id


_PAPER_FIELDS = (
    "id",
    "number",
    "started_at",
    "submitted_at",
    "duration_ms",
    "is_timed_out",
    "answered",
    "score",
    "max_score",
    "prediction",
    "exclusion",
)


def _attempts_after(session: Session, round_id: int, last_id: int) -> Sequence[AnyRow]:
    columns = (Attempt.participant_id, *(getattr(Attempt, name) for name in _PAPER_FIELDS))
    query = select(*columns).where(
        Attempt.round_id == round_id, Attempt.submitted_at.is_not(None), Attempt.id > last_id
    )
    return session.execute(query.order_by(Attempt.id).limit(_BATCH)).all()


def _items(session: Session, attempt_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Return the cells of each attempt's items, in the order of their positions."""
    query = (
        select(Response.attempt_id, Response.question_version_id, Response.option_order, Response.choice, Response.mark)
        .where(Response.attempt_id.in_(attempt_ids))
        .order_by(Response.attempt_id, Response.position)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for attempt_id, version_id, order, choice, mark in session.execute(query):
        found[attempt_id].append(item(version_id, _in_bank_order(choice or 0, order), mark or 0))
    return found


@lru_cache(maxsize=65536)
def _in_bank_order(choice: int, option_order: str) -> int:
    return encode(to_bank(choice, tuple(map(int, option_order))))
