"""Units: agencies, schools, villages, enterprises."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Model, SortKey


class Unit(Model):
    """Something that participants belong to. `headcount`: how many could take part, None where unknown."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("kind", "folded_name"),
        CheckConstraint("headcount IS NULL OR headcount > 0", name="headcount_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    folded_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(SortKey)
    headcount: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    # "Thôn khác": stands last in the picker, so that nobody is shut out by an incomplete list.
    is_catch_all: Mapped[bool] = mapped_column(default=False)
