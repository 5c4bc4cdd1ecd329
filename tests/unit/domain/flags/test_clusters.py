"""Several identities behind one thing, and repeat winners, by hand."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.flags import Finding, Material
from quizapp.domain.flags.clusters import (
    MANY_ON_A_NETWORK,
    one_device,
    one_network,
    same_identity,
    same_phone,
)
from quizapp.domain.flags.material import MOST_OTHERS
from quizapp.domain.flags.winners import repeat_winners
from tests.unit.domain.flags.sittings import seen, sitting


def test_three_people_on_one_device_are_linked_with_each_other():
    family = [sitting(n, device="a", unit_id=n % 2) for n in (1, 2, 3)]
    result = one_device(Material(sittings=[*family, sitting(4, device="b"), sitting(5)]))

    evidence = {"people": 3, "units": 2}
    assert result.findings == [
        Finding(flag="device", attempt_id=1, evidence=evidence, others=(2, 3)),
        Finding(flag="device", attempt_id=2, evidence=evidence, others=(1, 3)),
        Finding(flag="device", attempt_id=3, evidence=evidence, others=(1, 2)),
    ]
    assert (result.total, result.figures) == (5, {"clusters": 1, "largest": 3})


def test_two_on_a_device_are_a_couple():
    assert seen(one_device(Material(sittings=[sitting(1, device="a"), sitting(2, device="a")]))) == []


def test_three_attempts_of_two_people_are_two_people():
    sittings = [sitting(n, device="a", participant_id=p) for n, p in ((1, 1), (2, 1), (3, 2))]

    assert seen(one_device(Material(sittings=sittings))) == []


def test_a_person_is_flagged_once_on_the_best_attempt_from_the_device():
    # Person 1: 12 points on the device, 18 on it, 19 on another: the 18 is the best that was made on it.
    sittings = [
        sitting(1, device="a", participant_id=1, score=12),
        sitting(2, device="a", participant_id=1, score=18),
        sitting(3, device="a", participant_id=2),
        sitting(4, device="a", participant_id=3),
    ]
    assert seen(one_device(Material(sittings=sittings))) == [2, 3, 4]


def test_an_attempt_elsewhere_does_not_hide_the_one_on_the_device():
    sittings = [
        sitting(1, device="a", participant_id=1, score=12),
        sitting(2, device="b", participant_id=1, score=19),
        sitting(3, device="a"),
        sitting(4, device="a"),
    ]
    assert seen(one_device(Material(sittings=sittings))) == [1, 3, 4]


def test_the_largest_cluster_comes_first():
    small = [sitting(n, device="a") for n in (1, 2, 3)]
    large = [sitting(n, device="b") for n in (4, 5, 6, 7)]

    assert seen(one_device(Material(sittings=[*small, *large]))) == [4, 5, 6, 7, 1, 2, 3]


def test_a_network_needs_ten_people():
    nine, ten = ([sitting(n, network="a") for n in range(count)] for count in (9, MANY_ON_A_NETWORK))

    assert (seen(one_network(Material(sittings=nine))), len(seen(one_network(Material(sittings=ten))))) == ([], 10)


def test_what_is_not_known_joins_nobody():
    sittings = [sitting(n) for n in range(20)]
    material = Material(sittings=sittings)

    assert [seen(rule(material)) for rule in (one_device, one_network, same_phone)] == [[], [], []]


def test_name_and_birth_date_in_two_units_are_one_identity():
    sittings = [
        sitting(1, match_key="an nguyen van|1980-01-01|1", unit_id=1),
        sitting(2, match_key="an nguyen van|1980-01-01|2", unit_id=2),
        sitting(3, match_key="an nguyen van|1980-01-02|3", unit_id=3),
    ]
    result = same_identity(Material(sittings=sittings))

    assert [(f.attempt_id, f.others, f.evidence) for f in result.findings] == [
        (1, (2,), {"people": 2, "units": 2}),
        (2, (1,), {"people": 2, "units": 2}),
    ]


def test_a_number_shared_within_a_unit_and_group_is_a_family():
    family = [sitting(n, phone="0912345678") for n in (1, 2)]
    elsewhere = sitting(3, phone="0912345678", unit_id=2)
    pupil = sitting(3, phone="0912345678", group="students")

    assert seen(same_phone(Material(sittings=family))) == []
    assert seen(same_phone(Material(sittings=[*family, elsewhere]))) == [1, 2, 3]
    assert seen(same_phone(Material(sittings=[*family, pupil]))) == [1, 2, 3]


def test_of_a_school_the_nearest_in_time_are_linked():
    school = [sitting(n, network="a", minute=n) for n in range(100)]
    others = {f.attempt_id: f.others for f in one_network(Material(sittings=school)).findings}

    assert others[50] == (44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56)
    assert (others[0], others[99]) == (tuple(range(1, 13)), tuple(range(87, 99)))


def test_winners_of_earlier_rounds_are_flagged_once_the_most_often_first():
    sittings = [
        sitting(1, score=10),
        sitting(2, participant_id=1, score=15),
        sitting(3),
        sitting(4),
    ]
    result = repeat_winners(Material(sittings=sittings, won={1: ["Tuần 1"], 4: ["Tuần 1", "Tuần 2"], 9: ["Tuần 1"]}))

    assert result.findings == [
        Finding(flag="winner", attempt_id=4, evidence={"wins": 2, "rounds": "Tuần 1, Tuần 2"}),
        Finding(flag="winner", attempt_id=2, evidence={"wins": 1, "rounds": "Tuần 1"}),
    ]
    assert result.total == 3


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abc")), max_size=60))
def test_clusters_hold_people_and_are_linked_both_ways_or_bounded(pairs):
    sittings = [sitting(n, participant_id=p, device=d) for n, (p, d) in enumerate(pairs)]
    findings = one_device(Material(sittings=sittings)).findings
    people = {d: {p for p, device in pairs if device == d} for d in "abc"}

    assert len(findings) == sum(len(found) for found in people.values() if len(found) >= 3)
    for finding in findings:
        assert finding.attempt_id not in finding.others
        assert len(finding.others) == min(MOST_OTHERS, finding.evidence["people"] - 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ab"), st.integers(0, 5)), max_size=30), st.randoms())
def test_clusters_ignore_the_order_of_the_rows(rows, rng):
    sittings = [sitting(n, participant_id=p, device=d, score=s) for n, (p, d, s) in enumerate(rows)]
    shuffled = rng.sample(sittings, len(sittings))

    def found(rows):
        return sorted(one_device(Material(sittings=rows)).findings, key=lambda f: (f.attempt_id, f.others))

    assert found(sittings) == found(shuffled)
