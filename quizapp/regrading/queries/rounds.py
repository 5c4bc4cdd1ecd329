"""A round as regrading sees it: its rules of marking, the rulings in force, the regrades before."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from quizapp.domain.marking import MarkingRules
from quizapp.domain.rulings import Ruling, ruling_of
from quizapp.models import Publication, Regrade, Round, RoundRuling, StaffAccount
from quizapp.models.base import AnyRow


class RoundNotFound(LookupError):
    """There is no such round."""


def get_round(session: Session, round_id: int) -> Round:
    """Return a round with its contest. Raises RoundNotFound."""
    found = session.scalar(select(Round).options(joinedload(Round.contest)).where(Round.id == round_id))
    if found is None:
        raise RoundNotFound(round_id)
    return found


def marking_rules(contest_round: Round) -> MarkingRules:
    """Return a round's rules of marking."""
    return MarkingRules(partial=contest_round.partial_rule, points=dict(contest_round.points))


def rulings_in_force(session: Session, round_id: int) -> dict[int, Ruling]:
    """Return what is ruled of a round's questions, by question version."""
    query = select(RoundRuling.question_version_id, RoundRuling.kind, RoundRuling.keys)
    found = {
        row.question_version_id: ruling_of(row.kind, row.keys)
        for row in session.execute(query.where(RoundRuling.round_id == round_id))
    }
    return {version: ruling for version, ruling in found.items() if ruling is not None}


def past_regrades(session: Session, round_id: int) -> Sequence[AnyRow]:
    """Return a round's regrades, the newest first: reason, who, when, how many attempts changed."""
    query = (
        select(
            Regrade.id, Regrade.made_at, Regrade.reason, Regrade.attempts_changed, StaffAccount.full_name.label("actor")
        )
        .outerjoin(StaffAccount, StaffAccount.id == Regrade.actor_id)
        .where(Regrade.round_id == round_id)
        .order_by(Regrade.id.desc())
    )
    return session.execute(query).all()


def has_publication(session: Session, round_id: int) -> bool:
    """Tell whether results of a round are shown to the public."""
    is_shown = (Publication.round_id == round_id, Publication.withdrawn_at.is_(None))
    return bool(session.scalar(select(exists().where(*is_shown))))
