"""What a round's flags are found in, read in a few statements however many attempts there are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, String, and_, case, cast, func, select
from sqlalchemy.orm import Session

from quizapp.domain.choice import decode
from quizapp.domain.flags import Material, Paper, Sitting, suspects
from quizapp.domain.flags.material import Answer
from quizapp.models import Attempt, Participant, Publication, Response, Round
from quizapp.models.base import AnyRow

# Attempts whose papers are asked for at once: far below the databases' bounds on parameters.
_BATCH = 5000
_BETWEEN_ITEMS = " "
_BETWEEN_PARTS = ":"


def material(session: Session, contest_round: Round) -> Material:
    """Return all that a round's flags are found in, of every submitted attempt, disqualified ones too."""
    wrong, asked = _answers(session, contest_round.id)
    sittings = _sittings(session, contest_round.id, wrong)
    pairs = suspects(sittings, asked)
    return Material(
        sittings=sittings,
        suspects=pairs,
        papers=papers(session, {attempt_id for pair in pairs for attempt_id in pair}),
        asked=asked,
        won=earlier_wins(session, contest_round),
    )


def _sittings(session: Session, round_id: int, wrong: Mapping[int, tuple[Answer, ...]]) -> list[Sitting]:
    rows = session.execute(
        select(
            Attempt.id.label("attempt_id"),
            Attempt.participant_id,
            Attempt.submitted_at,
            Attempt.duration_ms,
            Attempt.answered,
            Attempt.score,
            Attempt.device,
            Attempt.network,
            Participant.group,
            Participant.unit_id,
            Participant.match_key,
            Participant.phone,
        )
        .join(Participant, Participant.id == Attempt.participant_id)
        .where(Attempt.round_id == round_id, Attempt.submitted_at.is_not(None))
    )
    return [Sitting(**row._mapping, wrong=wrong.get(row.attempt_id, ())) for row in rows]


def _answers(session: Session, round_id: int) -> tuple[Mapping[int, tuple[Answer, ...]], Mapping[int, int]]:
    """Return by attempt what was chosen and earned nothing, and by item on how many papers it stood.

    An attempt is one row, an answer a word of it: far quicker than a row an answer, and one pass over the papers.
    """
    mistake = case((and_(Response.mark == 0, Response.choice > 0), _as_text()))
    items = cast(Response.question_version_id, String)
    query = (
        select(
            Response.attempt_id,
            func.aggregate_strings(mistake, _BETWEEN_ITEMS).label("mistakes"),
            func.aggregate_strings(items, _BETWEEN_ITEMS).label("asked"),
        )
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.round_id == round_id, Attempt.submitted_at.is_not(None))
        .group_by(Response.attempt_id)
    )
    read = _reader()
    wrong: dict[int, tuple[Answer, ...]] = {}
    asked: Counter[str] = Counter()
    for row in session.execute(query):
        asked.update(row.asked.split(_BETWEEN_ITEMS))
        if row.mistakes:
            wrong[row.attempt_id] = tuple(map(read, row.mistakes.split(_BETWEEN_ITEMS)))
    return wrong, {int(item): count for item, count in asked.items()}


def _as_text() -> ColumnElement[str]:
    """Return an answer as "version:order of options:choice"."""
    parts = (Response.question_version_id, Response.option_order, func.coalesce(Response.choice, 0))
    return func.concat_ws(_BETWEEN_PARTS, *parts)


def _reader() -> Callable[[str], Answer]:
    """Return what reads an answer's text; the same text is read once, since a round has few of them."""
    known: dict[str, Answer] = {}

    def read(text: str) -> Answer:
        found = known.get(text)
        if found is None:
            item, order, choice = text.split(_BETWEEN_PARTS)
            found = known[text] = (int(item), bank_bits(int(choice), order))
        return found

    return read


def bank_bits(choice: int, option_order: str) -> int:
    """Return a choice, in places as shown, with a bit for each of the bank's options."""
    return sum(1 << int(option_order[place]) for place in decode(choice))


def papers(session: Session, attempt_ids: Iterable[int]) -> Mapping[int, Paper]:
    """Return what was chosen of each item, by attempt."""
    read = _reader()
    found = {}
    for batch in _batches(sorted(attempt_ids)):
        query = (
            select(Response.attempt_id, func.aggregate_strings(_as_text(), _BETWEEN_ITEMS).label("answers"))
            .where(Response.attempt_id.in_(batch))
            .group_by(Response.attempt_id)
        )
        for row in session.execute(query):
            found[row.attempt_id] = dict(map(read, row.answers.split(_BETWEEN_ITEMS)))
    return found


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def earlier_wins(session: Session, contest_round: Round) -> Mapping[int, Sequence[str]]:
    """Return by participant the titles of the contest's rounds that they won before this one, as last published."""
    rows = session.execute(
        select(Round.id, Round.title, Publication.content)
        .join(Publication, Publication.round_id == Round.id)
        .where(
            Round.contest_id == contest_round.contest_id,
            Round.opens_at < contest_round.opens_at,
            Publication.withdrawn_at.is_(None),
        )
        .order_by(Round.opens_at, Round.id, Publication.version)
    )
    newest: dict[int, AnyRow] = {row.id: row for row in rows}
    won: defaultdict[int, list[str]] = defaultdict(list)
    for row in newest.values():
        for winner in row.content.get("winner_ids", ()):
            won[winner].append(row.title)
    return won
