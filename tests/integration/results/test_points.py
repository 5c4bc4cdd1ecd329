"""Points by difficulty and parts of a key, as participants and staff read them."""

from tests.browser import text_of

# In 840 parts of a point: 1/3 + 4/3 + 3/2 = 19/6 of 6 points is 2660 of 5040.
PARTS = {"score": 2660, "max_score": 5040}


def test_parts_of_points_are_shown_with_two_decimals_wherever_a_score_is(client, factory, signed_in_as):
    contest_round = factory.round(partial_rule="no_wrong", points=[["medium", 2], ["hard", 3]])
    an = factory.participant(contest_round.contest)
    attempt = factory.attempt(an, contest_round, **PARTS)
    signed_in_as(an)
    assert "Điểm: 3,17 /6" in text_of(client.get(f"/results/attempts/{attempt.id}"))
    assert "3,17/6" in text_of(client.get("/registration/me"))
    factory.sign_in(client, role="organiser")
    assert "3,17/6" in text_of(client.get(f"/results/standing?round={contest_round.id}"))
    assert "3,17/6" in text_of(client.get(f"/registration/participants/{an.id}"))


def test_halves_and_whole_points_are_shown_as_they_are(client, factory, signed_in_as):
    contest_round = factory.round(partial_rule="half")
    an = factory.participant(contest_round.contest)
    signed_in_as(an)
    half = factory.attempt(an, contest_round, score=7, max_score=10)  # 3 1/2 of 5
    whole = factory.attempt(an, contest_round, score=8, max_score=10)
    assert "Điểm: 3,5 /5" in text_of(client.get(f"/results/attempts/{half.id}"))
    assert "Điểm: 4 /5" in text_of(client.get(f"/results/attempts/{whole.id}"))
