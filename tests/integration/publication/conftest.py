"""A round with people, prizes and a draw, and how staff publish it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from quizapp.models import Consent, Participant, Publication, Round
from tests.browser import post_form

SEED = "5" * 64
PLAN = {
    "individual": [
        {"title": "Giải Nhất", "count": 1, "amount": 500_000},
        {"title": "Giải Nhì", "count": 2, "amount": 300_000},
    ],
    "encouragement": 2,
    "encouragement_title": "Giải Khuyến khích",
    "encouragement_amount": 100_000,
    "collective": [{"title": "Giải tập thể", "count": 1, "formula": "highest_rate", "amount": 1_000_000}],
}


@dataclass
class Held:
    """A round of seven people; `people` by their given name."""

    round: Round
    people: dict[str, Participant] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def agree(session: Any) -> Any:
    """Let a participant agree to purposes."""

    def give(participant: Participant, *purposes: str) -> None:
        for purpose in purposes:
            session.add(
                Consent(participant_id=participant.id, purpose=purpose, version="1", given_at=participant.registered_at)
            )
        session.flush()

    return give


@pytest.fixture
def june(factory: Any, agree: Any) -> Held:
    """Seven people: Em 5/5 in 45 s, An 5/5 in 52 s, Binh and Chi level on 4/5 in 60 s, then Dung, Giang, Hai.

    All agreed that their names be published; Em is a pupil of twelve, and no guardian agreed.
    """
    contest = factory.contest(title="Cuộc thi năm 2027")
    contest_round = factory.round(
        contest, title="Đợt tháng 6", slug="thang-6", prizes=PLAN, draw_seed=SEED, complaint_days=5
    )
    village = factory.unit(name="Thôn Nà Mạ", headcount=10)
    school = factory.unit(kind="school", name="Trường THCS Hòa An", headcount=4)
    held = Held(round=contest_round)
    sat = {
        "Em": (5, 45), "An": (5, 52), "Binh": (4, 60), "Chi": (4, 60),
        "Dung": (3, 30), "Giang": (2, 30), "Hai": (1, 30),
    }  # fmt: skip
    for given, (score, seconds) in sat.items():
        is_pupil = given == "Em"
        person = factory.participant(
            contest,
            "students" if is_pupil else "residents",
            full_name=f"Ma Văn {given}",
            unit_id=(school if is_pupil else village).id,
            birth_date=date(2015, 2, 3) if is_pupil else date(1980, 1, 1 + len(held.people)),
        )
        agree(person, "contest", "publish_name")
        held.people[given] = person
        held.entries[given] = factory.attempt(person, contest_round, score=score, seconds=seconds).id
    return held


@pytest.fixture
def publish(client: Any) -> Any:
    """Publish a round or a contest as signed-in staff do, and return the answer."""

    def send(kind: str, row_id: int, reason: str = "") -> Any:
        url = f"/publication/{kind}/{row_id}/publish"
        page = client.get(url)
        seen = page.text.split('name="seen"')[1].split('value="')[1].split('"')[0]
        return post_form(client, url, {"reason": reason, "seen": seen})

    return send


@pytest.fixture
def published(client: Any, factory: Any, june: Held, publish: Any, clock: Any, session: Any) -> Publication:
    """The first version of June's round, an hour after its closing; an organiser is signed in."""
    clock.moment = june.round.closes_at
    factory.sign_in(client, role="organiser")
    assert publish("rounds", june.round.id).status_code == 303
    return session.query(Publication).one()
