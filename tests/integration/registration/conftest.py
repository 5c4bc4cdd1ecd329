"""A contest with units of every kind, and An, who signs up."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select

from quizapp.domain.groups import GROUPS
from quizapp.models import Consent, Participant
from tests.browser import post_form
from tests.conftest import Browser

REGISTER = "/registration/"
HOME = "/registration/me"
RETURN = "/registration/return"


@dataclass
class SignUp:
    """The sign-up form of one contest as a browser without scripts sends it."""

    client: Any
    factory: Any
    contest: Any
    units: dict[str, Any]
    base: dict[str, object] = field(
        default_factory=lambda: {
            "full_name": "Nguyễn Văn An",
            "birth_date": "05/09/1968",
            "phone": "0912 345 678",
            "consent_contest": "y",
        }
    )

    def fields(self, group: str = "residents", **changed: object) -> dict[str, object]:
        """Return what An fills in; a field given as None is not sent."""
        own = {"group": group, "unit_id": self.units[group].id}
        if group == "students":
            own["detail_class"] = "8A"
        if group == "businesses":
            own["detail_business_name"] = "HTX Chè Hòa An"
        return {name: value for name, value in {**self.base, **own, **changed}.items() if value is not None}

    def send(self, group: str = "residents", url: str = REGISTER, client: Any = None, **changed: object) -> Any:
        page = f"{REGISTER}?group={group}"
        return post_form(client or self.client, url, self.fields(group, **changed), page=page)

    def people(self) -> list[Participant]:
        return list(self.factory.session.scalars(select(Participant).order_by(Participant.id)))

    def count(self) -> int:
        return self.factory.session.scalar(select(func.count(Participant.id)))

    def consents(self, participant_id: int) -> dict[str, Any]:
        rows = self.factory.session.scalars(select(Consent).where(Consent.participant_id == participant_id))
        return {row.purpose: row for row in rows}


@pytest.fixture
def sign_up(client, factory):
    contest = factory.contest(title="Cuộc thi năm 2027")
    units = {code: factory.unit(kind=group.unit_kind.code, name=f"Đơn vị {code}") for code, group in GROUPS.items()}
    for code, group in GROUPS.items():
        factory.unit(kind=group.unit_kind.code, name=f"Đơn vị khác của {code}", is_catch_all=True)
    return SignUp(client=client, factory=factory, contest=contest, units=units)


@pytest.fixture
def signed_in_as(client):
    """Let the browser be a participant's."""

    def sign_in(participant):
        with client.session_transaction() as cookie:
            cookie["participant_id"] = participant.id

    return sign_in


@pytest.fixture
def stranger(app, client):
    """The browser of somebody else."""
    return Browser(app, app.response_class, use_cookies=True)


def cookie_of(client) -> dict[str, Any]:
    with client.session_transaction() as cookie:
        return dict(cookie)
