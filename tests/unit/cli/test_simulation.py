"""Invented people and what they do: like a commune's, and the same for the same seed."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from quizapp.cli.simulation import behaviour, crowd, people, timetable
from quizapp.cli.simulation.behaviour import Character, Item
from quizapp.cli.simulation.crowd import Unit
from quizapp.cli.simulation.people import Place
from quizapp.cli.simulation.timetable import Window
from quizapp.domain.groups import GROUPS
from quizapp.domain.identity import age_on, normalise_phone
from quizapp.domain.phase import VIETNAM
from quizapp.domain.text import clean

TODAY = date(2027, 6, 7)
OPENS_AT = datetime(2027, 6, 7, 1, tzinfo=UTC)  # Monday, 08:00 in Vietnam
CLOSES_AT = datetime(2027, 6, 27, 15, tzinfo=UTC)  # Sunday, 22:00
WINDOW = Window(opens_at=OPENS_AT, closes_at=CLOSES_AT, until=CLOSES_AT)


def _place(group: str, name: str = "Thôn Nà Mạ") -> Place:
    return Place(id=1, group=group, name=name, weight=1.0)


def _unit(unit_id: int, **values: object) -> Unit:
    fields: dict[str, object] = {"group": "residents", "name": f"Thôn {unit_id}", "headcount": 100}
    return Unit(**{"id": unit_id, "is_catch_all": False, "registered": 0, **fields, **values})  # type: ignore[arg-type]


def _items(count: int, allows_many: bool = False) -> list[Item]:
    return [
        Item(position=p, question_id=p, option_count=4, key=0b0010, difficulty="easy", allows_many=allows_many)
        for p in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("group", "name", "youngest", "oldest"),
    [
        ("officials", "Phòng Kinh tế", 23, 60),
        ("students", "Trường THCS Hòa An", 11, 15),
        ("students", "Trường THPT Hòa An", 15, 18),
        ("students", "Trường Tiểu học Hòa An", 8, 11),
        ("residents", "Thôn Nà Mạ", 18, 84),
        ("businesses", "Hợp tác xã", 22, 68),
    ],
)
def test_ages_fit_the_group(group: str, name: str, youngest: int, oldest: int) -> None:
    rng = Random(1)
    ages = [age_on(TODAY, people.invent(rng, _place(group, name), today=TODAY).birth_date) for _ in range(300)]
    assert youngest <= min(ages)
    assert max(ages) <= oldest


def test_who_is_under_16_has_a_guardian_who_consented() -> None:
    rng = Random(1)
    for _ in range(300):
        person = people.invent(rng, _place("students", "Trường THPT"), today=TODAY)
        is_minor = age_on(TODAY, person.birth_date) < 16
        assert (person.guardian_name is not None) == is_minor
        assert ("guardian" in person.consents) == is_minor
        assert "contest" in person.consents


@pytest.mark.parametrize("group", GROUPS)
def test_people_fill_in_what_their_group_is_asked(group: str) -> None:
    rng = Random(2)
    for _ in range(100):
        person = people.invent(rng, _place(group), today=TODAY)
        required = {d.code for d in GROUPS[group].details if d.is_required}
        assert required <= set(person.details)
        assert all(len(value) <= 200 and clean(value) == value for value in person.details.values())
        assert person.phone is not None or not GROUPS[group].is_phone_required
        assert person.phone is None or normalise_phone(person.phone) == person.phone
        assert clean(person.full_name) == person.full_name


def test_surnames_are_those_of_several_peoples() -> None:
    rng = Random(3)
    names = [people.invent(rng, _place("residents"), today=TODAY).full_name.split()[0] for _ in range(500)]
    assert {"Ma", "Hoàng", "Nông", "Lương", "Bàn", "Triệu", "Giàng", "Nguyễn", "Ninh"} <= set(names)


def test_same_seed_invents_the_same_people() -> None:
    first = [people.invent(Random(7), _place("residents"), today=TODAY) for _ in range(3)]
    assert first == [people.invent(Random(7), _place("residents"), today=TODAY) for _ in range(3)]


def test_opening_and_end_are_busier_than_the_middle() -> None:
    weights = [timetable.day_weight(day, 21) for day in range(21)]
    assert weights[0] > 3 * weights[10]
    assert weights[20] > 3 * weights[10]
    assert timetable.day_weight(5, 21, is_weekend=True) < weights[5]


def test_moments_lie_in_the_window_and_peak_three_times_a_day() -> None:
    rng = Random(4)
    found = [timetable.moment(rng, WINDOW, "residents") for _ in range(2000)]
    assert all(OPENS_AT <= m < CLOSES_AT for m in found)
    hours = Counter(m.astimezone(VIETNAM).hour for m in found)
    assert min(hours[9], hours[10], hours[14], hours[15], hours[19], hours[20]) > 2 * max(
        hours[7], hours[12], hours[17]
    )
    assert hours[20] > hours[10]  # people of the villages come in the evening
    assert min(hours) >= 6


def test_nothing_begins_after_the_present() -> None:
    rng = Random(5)
    until = OPENS_AT + timedelta(minutes=40)
    found = [
        timetable.moment(rng, Window(opens_at=OPENS_AT, closes_at=CLOSES_AT, until=until), "officials")
        for _ in range(50)
    ]
    assert all(OPENS_AT <= m < until for m in found)


def test_somebodys_sittings_do_not_overlap() -> None:
    pause = timedelta(minutes=25)
    plan = crowd.sittings(Random(6), ["students"] * 400, WINDOW, pause=pause)
    assert [s.starts_at for s in plan] == sorted(s.starts_at for s in plan)
    by_person: dict[int, list[datetime]] = {}
    for sitting in plan:
        by_person.setdefault(sitting.person, []).append(sitting.starts_at)
    assert set(by_person) == set(range(400))
    assert all(b - a >= pause for times in by_person.values() for a, b in pairwise(times))
    assert 1.2 < len(plan) / 400 < 1.6


def test_no_unit_gives_more_people_than_it_has() -> None:
    rng = Random(8)
    units = [_unit(1, headcount=10, registered=4), _unit(2, headcount=1000), _unit(3, headcount=None)]
    taken = Counter(p.id for p in crowd.origins(rng, crowd.places(rng, units), 500))
    assert taken[1] <= 5  # 98% of 10 is 9, of whom 4 are there
    assert taken[2] <= 980
    assert taken.total() == 500


def test_larger_units_give_more_people() -> None:
    rng = Random(9)
    units = [_unit(1, headcount=50), _unit(2, headcount=5000)]
    taken = Counter(p.id for p in crowd.origins(rng, crowd.places(rng, units), 300))
    assert taken[2] > 5 * taken[1]


def test_a_group_with_one_unit_of_unknown_size_still_comes() -> None:
    rng = Random(10)
    units = [_unit(1, headcount=None, is_catch_all=True), _unit(2, group="students", headcount=700)]
    taken = Counter(p.group for p in crowd.origins(rng, crowd.places(rng, units), 300))
    assert min(taken.values()) > 40


def test_chance_of_a_right_answer_follows_the_model() -> None:
    # 1/4 + 3/4 · 1/(1 + e^0) = 0.25 + 0.375
    assert behaviour.chance(0.5, 0.5, 4) == 0.625
    assert behaviour.chance(0.0, 0.0, 2) == 0.75
    assert behaviour.chance(9.0, 0.0, 4) > 0.99
    assert behaviour.chance(-9.0, 0.0, 4) == pytest.approx(0.25, abs=0.01)


def test_the_able_answer_better() -> None:
    def right(ability: float) -> int:
        who = Character(ability=ability, seconds_per_item=10)
        last = {s.position: s.choice for s in behaviour.steps(Random(1), who, _items(200), earlier_attempts=0)}
        return sum(choice == 0b0010 for choice in last.values())

    assert right(-2.0) < right(0.0) < right(2.0) <= 200
    assert right(6.0) > 190


def test_steps_follow_one_another_with_rising_revisions() -> None:
    steps = [*behaviour.steps(Random(3), Character(ability=0, seconds_per_item=10), _items(60), earlier_attempts=0)]
    assert [s.after for s in steps] == sorted(s.after for s in steps)
    by_position: dict[int, list[int]] = {}
    for step in steps:
        by_position.setdefault(step.position, []).append(step.revision)
    assert {tuple(revisions) for revisions in by_position.values()} == {(1,), (1, 2)}


@pytest.mark.parametrize("allows_many", [False, True])
def test_wrong_answers_are_choices_that_the_item_takes(allows_many: bool) -> None:
    who = Character(ability=-9, seconds_per_item=10)
    steps = behaviour.steps(Random(4), who, _items(200, allows_many=allows_many), earlier_attempts=0)
    choices = {s.choice for s in steps}
    assert all(0 < choice < 16 for choice in choices)
    assert allows_many or all(choice.bit_count() == 1 for choice in choices)


def test_most_hand_in_a_whole_paper_and_a_few_give_up() -> None:
    rng = Random(5)
    ends = Counter((count == 20, hands_in) for count, hands_in in (behaviour.items_done(rng, 20) for _ in range(4000)))
    assert 0.92 < ends[True, True] / 4000 < 0.97
    assert 100 < ends[False, False] < 260
    assert ends[False, True] > 0
    assert ends[True, False] == 0
