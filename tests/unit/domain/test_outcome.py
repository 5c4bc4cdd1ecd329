"""What a round comes to, and how two outcomes differ."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.outcome import Case, UnitSize, changes, decide, unit_figures
from quizapp.domain.prizes.allotting import Contender
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan
from quizapp.domain.tiebreak import Standing

OPENS = datetime(2027, 6, 7, 1, tzinfo=UTC)
NA_MA, KHUOI_LUONG = 1, 2
UNITS = (UnitSize(id=NA_MA, kind="village", headcount=4), UnitSize(id=KHUOI_LUONG, kind="village", headcount=2))
PLAN = PrizePlan(
    individual=(IndividualPrize(title="Giải Nhất", count=1), IndividualPrize(title="Giải Nhì", count=1)),
    encouragement=1,
    encouragement_title="Giải may mắn",
    collective=(CollectivePrize(title="Cờ thi đua", count=1, formula="highest_rate"),),
)


def contender(person: int, score: int, seconds: int = 60, unit_id: int = NA_MA) -> Contender:
    return Contender(
        group="residents",
        unit_id=unit_id,
        max_score=10,
        standing=Standing(
            participant_id=person,
            score=score,
            duration_ms=seconds * 1000,
            submitted_at=OPENS + timedelta(minutes=person),
            attempts=1,
            registered_at=OPENS,
            entry_id=person,
            full_marks=int(score == 10),
        ),
    )


def case(contenders: list[Contender], **values: object) -> Case:
    return Case(
        **{
            "contenders": contenders,
            "ranking": ("score", "duration"),
            "plan": PLAN,
            "units": UNITS,
            "excluded": (),
            "already_awarded": (),
            "seed": "ab",
            **values,
        }
    )


FIELD = [
    contender(1, 10, 50),
    contender(2, 10, 40, KHUOI_LUONG),
    contender(3, 9),
    contender(4, 7, 30, KHUOI_LUONG),
]


def test_an_outcome_holds_ranks_prizes_draw_and_units():
    outcome = decide(case(FIELD))
    assert [p.contender.standing.participant_id for p in outcome.placed] == [2, 1, 3, 4]
    assert [(a.title, a.participant_id) for a in outcome.awards] == [("Giải Nhất", 2), ("Giải Nhì", 1)]
    assert outcome.winners >= {1, 2}
    assert len(outcome.drawn) == 1
    assert outcome.drawn[0].participant_id in {3, 4}
    # Nà Mạ 2 of 4 is 50%, Khuổi Luông 2 of 2 is 100%.
    (table,) = outcome.tables
    assert [(line.unit.unit_id, line.award and line.award.title) for line in table.lines] == [
        (KHUOI_LUONG, "Cờ thi đua"),
        (NA_MA, None),
    ]


@given(st.permutations(FIELD))
def test_the_order_that_contenders_come_in_changes_nothing(contenders):
    assert decide(case(list(contenders))) == decide(case(FIELD))


def test_a_units_figures_are_those_of_its_people():
    na_ma, khuoi_luong = unit_figures(FIELD, UNITS)
    assert (na_ma.participants, na_ma.attempts, na_ma.full_marks, na_ma.score_sum) == (2, 2, 1, 19)
    assert (khuoi_luong.participants, khuoi_luong.full_marks, khuoi_luong.score_sum) == (2, 1, 17)


def test_the_same_outcome_has_no_changes():
    assert changes(decide(case(FIELD)), decide(case(FIELD))) == []


def test_every_score_rank_and_prize_that_differs_is_listed_prizes_first():
    # Person 3 rises from 9 to 10 in 20 s and stands first: 2 falls to second, 1 to third without a prize.
    plan = replace(PLAN, encouragement=0)
    risen = [FIELD[0], FIELD[1], contender(3, 10, 20), FIELD[3]]
    found = changes(decide(case(FIELD, plan=plan)), decide(case(risen, plan=plan)))
    assert [
        (c.participant_id, c.old_score, c.new_score, c.old_rank, c.new_rank, c.old_prizes, c.new_prizes) for c in found
    ] == [
        (3, 9, 10, 3, 1, (), ("Giải Nhất",)),
        (2, 10, 10, 1, 2, ("Giải Nhất",), ("Giải Nhì",)),
        (1, 10, 10, 2, 3, ("Giải Nhì",), ()),
    ]


def test_who_is_gone_and_who_is_new_are_listed():
    plan = PrizePlan()
    found = changes(decide(case(FIELD[:2], plan=plan)), decide(case(FIELD[1:3], plan=plan)))
    assert [(c.participant_id, c.old_rank, c.new_rank) for c in found] == [(3, None, 2), (1, 2, None)]
