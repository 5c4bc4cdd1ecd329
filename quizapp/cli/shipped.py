"""The banks that come with the project, taken into the database where it lacks them."""

import json
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.operations import create_bank
from quizapp.exchange.questions import read
from quizapp.imports.operations import import_questions
from quizapp.models import Bank

SHIPPED_TITLES = "banks.json"


class ShippedBankBroken(Exception):
    """A bank that comes with the project can't be read without a problem: the installation is damaged."""


def load_shipped_banks(session: Session, *, now: datetime, folder: Path) -> list[str]:
    """Add the banks of `folder` that the database doesn't have, and return their slugs.

    A bank whose slug is there already is left alone, whatever was made of it. Raises ShippedBankBroken.
    """
    titles: dict[str, str] = json.loads((folder / SHIPPED_TITLES).read_text(encoding="utf-8"))
    known = set(session.scalars(select(Bank.slug).where(Bank.slug.in_(titles))))
    missing = [slug for slug in titles if slug not in known]
    for slug in missing:
        _load(session, now=now, slug=slug, title=titles[slug], path=folder / f"{slug}.xlsx")
    return missing


def _load(session: Session, *, now: datetime, slug: str, title: str, path: Path) -> None:
    parsed = read(path.read_bytes(), filename=path.name)
    if parsed.has_errors or not parsed.questions:
        raise ShippedBankBroken(f"{path.name}: {[problem.message for problem in parsed.problems]}")
    bank = create_bank(session, now=now, actor_id=None, title=title, slug=slug)
    import_questions(session, now=now, actor_id=None, bank_id=bank.id, parsed=parsed, skip_bad=False)
