"""People of a contest who can win no prize, and finding those who are to be added."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.identity import read_code
from quizapp.domain.text import fold
from quizapp.models import Contest, Participant, PrizeExclusion, StaffAccount, Unit
from quizapp.models.base import AnyRow

MOST_FOUND = 20


def contest_choices(session: Session) -> Sequence[AnyRow]:
    """Return all contests, the current one first."""
    query = select(Contest.id, Contest.title).order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id)
    return session.execute(query).all()


def excluded_people(session: Session, contest_id: int) -> Sequence[AnyRow]:
    """Return who can win no prize in a contest, in the Vietnamese order of names."""
    query = (
        select(
            PrizeExclusion.participant_id,
            PrizeExclusion.reason,
            PrizeExclusion.made_at,
            StaffAccount.full_name.label("actor"),
            Participant.full_name,
            Participant.code,
            Participant.group,
            Unit.name.label("unit_name"),
        )
        .join(Participant, Participant.id == PrizeExclusion.participant_id)
        .join(Unit, Unit.id == Participant.unit_id)
        .outerjoin(StaffAccount, StaffAccount.id == PrizeExclusion.actor_id)
        .where(PrizeExclusion.contest_id == contest_id)
        .order_by(Participant.sort_key, Participant.id)
    )
    return session.execute(query).all()


def search_people(session: Session, contest_id: int, text: str) -> Sequence[AnyRow]:
    """Return at most MOST_FOUND participants whose name or code holds `text` and who are not excluded yet."""
    code = read_code(text)
    meant = Participant.folded_name.contains(fold(text), autoescape=True)
    query = (
        _people(contest_id)
        .where(or_(meant, Participant.code == code) if code else meant, PrizeExclusion.participant_id.is_(None))
        .order_by(Participant.sort_key, Participant.id)
        .limit(MOST_FOUND)
    )
    return session.execute(query).all()


def people_by_line(session: Session, contest_id: int, lines: Sequence[str]) -> Mapping[str, Sequence[AnyRow]]:
    """Return the participants that each line means, by code or by full name. One statement."""
    codes = {code for line in lines if (code := read_code(line))}
    names = {fold(line) for line in lines}
    rows = session.execute(
        _people(contest_id).where(or_(Participant.code.in_(codes), Participant.folded_name.in_(names)))
    )
    found: defaultdict[str, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
        found[row.folded_name].append(row)
    return {line: found.get(read_code(line) or "", found.get(fold(line), [])) for line in lines}


def _people(contest_id: int) -> Select[Any]:
    is_same = (PrizeExclusion.participant_id == Participant.id) & (PrizeExclusion.contest_id == Participant.contest_id)
    columns: tuple[Any, ...] = (
        Participant.id,
        Participant.full_name,
        Participant.folded_name,
        Participant.code,
        Participant.birth_date,
        Participant.group,
        Unit.name.label("unit_name"),
        PrizeExclusion.participant_id.is_not(None).label("is_excluded"),
    )
    return (
        select(*columns)
        .join(Unit, Unit.id == Participant.unit_id)
        .outerjoin(PrizeExclusion, is_same)
        .where(Participant.contest_id == contest_id)
    )
