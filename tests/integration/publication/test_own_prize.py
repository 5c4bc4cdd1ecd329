"""Winners read of their prize on the page of their own result, once it is published."""

import pytest

from tests.browser import text_of
from tests.statements import statements


@pytest.fixture
def own_page(client, june):
    """The result page of one of June's people, as they see it."""

    def page(given: str) -> str:
        with client.session_transaction() as cookie:
            cookie["participant_id"] = june.people[given].id
        return text_of(client.get(f"/results/attempts/{june.entries[given]}"))

    return page


def test_winners_are_told_of_their_prize_and_others_are_not(own_page, june, published):
    assert "Bạn đạt giải: Giải Nhất" in own_page("Em")
    assert "Ông/bà đạt giải: Giải Nhì" in own_page("An")
    winners = {award["participant_id"] for award in published.content["awards"]}
    assert {given: "đạt giải: " in own_page(given) for given in june.people} == {
        given: person.id in winners for given, person in june.people.items()
    }


def test_nobody_is_told_before_publication(own_page, june, clock):
    clock.moment = june.round.closes_at
    assert "đạt giải" not in own_page("Em")


def test_a_withdrawn_publication_tells_nobody(own_page, published, session, clock):
    published.withdrawn_at = clock.moment
    session.flush()
    assert "đạt giải" not in own_page("Em")


def test_a_prize_takes_one_more_statement_once_the_round_is_over(client, june, published, session):
    with client.session_transaction() as cookie:
        cookie["participant_id"] = june.people["An"].id
    counts = []
    for _ in range(2):
        session.commit()
        session.expire_all()
        with statements() as seen:
            client.get(f"/results/attempts/{june.entries['An']}")
        counts.append(len(seen))
    assert counts == [5, 4]  # the first reads the board too
