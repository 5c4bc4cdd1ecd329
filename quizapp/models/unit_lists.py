"""Which lists of units are still to be filled in: what units and the dashboard both remind of."""

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from quizapp.domain.groups import UNIT_KINDS
from quizapp.models.unit import Unit


def missing_lists(session: Session) -> list[str]:
    """Return the codes of the kinds of which no unit but a catch-all is in use, in the order of UNIT_KINDS."""
    listed = set(session.scalars(select(Unit.kind).where(Unit.is_active, not_(Unit.is_catch_all)).distinct()))
    return [code for code in UNIT_KINDS if code not in listed]
