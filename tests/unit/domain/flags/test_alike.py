"""Equal answers, by hand and against comparing every two papers."""

from collections import Counter
from itertools import combinations
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.flags import Finding, Material, suspects
from quizapp.domain.flags.alike import equal_answers
from tests.unit.domain.flags.sittings import seen, sitting

KEY = 1  # the first option of the bank


def examined(papers, minutes=None, people=None):
    """The findings of papers, by attempt, submitted at these minutes: a minute after one another by default."""
    asked = Counter(item for paper in papers.values() for item in paper)
    sittings = [
        sitting(
            attempt_id,
            minute=(minutes or {}).get(attempt_id, attempt_id),
            participant_id=(people or {}).get(attempt_id, attempt_id),
            wrong=tuple((item, choice) for item, choice in paper.items() if choice not in (0, KEY)),
        )
        for attempt_id, paper in papers.items()
    ]
    found = suspects(sittings, asked)
    return equal_answers(Material(sittings=sittings, suspects=found, papers=papers, asked=asked))


def crowd(count, **others):
    """Papers of six items: everybody has all right, but for those named."""
    right = dict.fromkeys(range(6), KEY)
    papers = dict.fromkeys(range(1, count + 1), right)
    return papers | {int(name[1:]): {**right, **wrong} for name, wrong in others.items()}


def test_two_who_made_the_same_three_mistakes_within_minutes_are_flagged():
    # 20 papers; each mistake stands on 2 of 20: by chance one paper in 10 × 10 × 10 = 1000 has all three.
    same = {0: 2, 1: 4, 2: 8}
    result = examined(crowd(20, p3=same, p5=same))

    evidence = {"one_in": 1000, "shared": 6, "same_wrong": 3, "apart_ms": 120_000}
    assert result.findings == [
        Finding(flag="answers", attempt_id=3, evidence=evidence, others=(5,)),
        Finding(flag="answers", attempt_id=5, evidence=evidence, others=(3,)),
    ]
    assert result.total == 20


def test_what_chance_does_more_often_than_once_in_a_thousand_is_not_flagged():
    # Two mistakes on 2 of 20 papers each: one paper in 100.
    same = {0: 2, 1: 4}
    assert seen(examined(crowd(20, p3=same, p5=same))) == []


def test_two_rare_mistakes_are_enough():
    # 70 papers: 35 × 35 = 1225.
    same = {0: 2, 1: 4}
    result = examined(crowd(70, p3=same, p5=same))

    assert [f.evidence["one_in"] for f in result.findings] == [1225, 1225]


def test_one_different_choice_on_a_shared_item_clears_both():
    same = {0: 2, 1: 4, 2: 8}
    assert seen(examined(crowd(20, p3=same, p5={**same, 4: 2}))) == []


def test_an_unanswered_item_is_a_choice_too():
    same = {0: 2, 1: 4, 2: 8}
    assert seen(examined(crowd(20, p3={**same, 4: 0}, p5=same))) == []
    assert seen(examined(crowd(20, p3={**same, 4: 0}, p5={**same, 4: 0}))) == [3, 5]


def test_items_that_only_one_has_say_nothing():
    same = {0: 2, 1: 4, 2: 8}
    papers = crowd(20, p3={**same, 6: KEY, 7: 2}, p5={**same, 8: 4})
    result = examined(papers)

    assert [(f.attempt_id, f.evidence["shared"]) for f in result.findings] == [(3, 6), (5, 6)]


def test_too_few_shared_items_say_nothing():
    same = {0: 2, 1: 4, 2: 8}
    papers = crowd(20, p3=same, p5=same)
    papers[5] = {item: choice for item, choice in papers[5].items() if item < 4} | dict.fromkeys((10, 11, 12), KEY)
    assert seen(examined(papers)) == []


def test_an_hour_apart_is_no_copying():
    same = {0: 2, 1: 4, 2: 8}
    papers = crowd(20, p3=same, p5=same)

    assert seen(examined(papers, minutes={3: 0, 5: 5})) == [3, 5]
    assert seen(examined(papers, minutes={3: 0, 5: 5.1})) == []
    assert seen(examined(papers, minutes={3: 0, 5: 65})) == []


def test_the_borders_of_periods_hide_nobody():
    same = {0: 2, 1: 4, 2: 8}
    papers = crowd(20, p3=same, p5=same)

    assert [seen(examined(papers, minutes={3: m, 5: m + 4.9})) for m in range(10)] == [[3, 5]] * 10


def test_a_persons_own_second_attempt_is_no_copy():
    same = {0: 2, 1: 4, 2: 8}
    assert seen(examined(crowd(20, p3=same, p5=same), people={3: 77, 5: 77})) == []


def test_a_mistake_that_most_make_is_worth_nothing():
    # Everybody picks the same three wrong options: two equal papers are what is to be expected.
    same = {0: 2, 1: 4, 2: 8}
    assert seen(examined({n: {**dict.fromkeys(range(6), KEY), **same} for n in range(1, 21)})) == []


def test_the_least_likely_twin_is_the_evidence_and_comes_first():
    # Of 40 papers three share items 0-2 (40/3 each: 13 + 1/3 cubed is 2370.4), two share four mistakes: 20^4 = 160,000.
    three, two = {0: 2, 1: 4, 2: 8}, {0: 8, 1: 8, 3: 4, 4: 4}
    result = examined(crowd(40, p3=three, p5=three, p6=three, p7=two, p8=two))

    assert [(f.attempt_id, f.evidence["one_in"], f.others) for f in result.findings] == [
        (7, 160_000, (8,)),
        (8, 160_000, (7,)),
        (3, 2370, (5, 6)),
        (5, 2370, (6, 3)),
        (6, 2370, (5, 3)),
    ]


def test_of_two_twins_the_less_likely_is_the_evidence():
    # Paper 3 equals 5 on items 0-5 with mistakes 0-2, and 7 on items 6-11 with mistakes 6-9. Every item stands on 20
    # papers, every mistake on 2: one paper in 10^3 and one in 10^4.
    first, second = {0: 2, 1: 4, 2: 8}, {6: 2, 7: 4, 8: 8, 9: 2}
    right = dict.fromkeys(range(12), KEY)
    papers = dict.fromkeys(range(1, 21), right)
    papers[3] = {**right, **first, **second}
    papers[5] = {**dict.fromkeys(range(6), KEY), **first}
    papers[7] = {**dict.fromkeys(range(6, 12), KEY), **second}
    papers |= {30: dict.fromkeys(range(6), KEY), 31: dict.fromkeys(range(6, 12), KEY)}
    found = {f.attempt_id: f for f in examined(papers).findings}

    assert {attempt_id: f.others for attempt_id, f in found.items()} == {3: (7, 5), 5: (3,), 7: (3,)}
    assert {attempt_id: f.evidence["one_in"] for attempt_id, f in found.items()} == {3: 10_000, 5: 1000, 7: 10_000}


ANSWERS = st.dictionaries(st.integers(0, 7), st.sampled_from([0, KEY, 2, 4]), min_size=4)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 8), ANSWERS), min_size=2, max_size=12))
def test_every_flagged_pair_is_one_that_comparing_every_two_finds(rows):
    papers = {n: paper for n, (_minute, _person, paper) in enumerate(rows)}
    minutes = {n: row[0] for n, row in enumerate(rows)}
    people = {n: row[1] for n, row in enumerate(rows)}
    equal = {
        pair
        for pair in combinations(papers, 2)
        if abs(minutes[pair[0]] - minutes[pair[1]]) <= 5
        and people[pair[0]] != people[pair[1]]
        and len(shared := papers[pair[0]].keys() & papers[pair[1]].keys()) >= 5
        and all(papers[pair[0]][item] == papers[pair[1]][item] for item in shared)
    }
    for finding in examined(papers, minutes, people).findings:
        assert {tuple(sorted((finding.attempt_id, other))) for other in finding.others} <= equal
        assert int(finding.evidence["one_in"]) >= 1000


@settings(max_examples=40)
@given(st.lists(st.sampled_from([2, 4, 8]), min_size=6, max_size=6), st.integers(0, 4), st.randoms())
def test_a_copy_among_papers_of_chance_is_always_found(mistakes, apart, rng):
    # 60 papers of 12 items with half of them wrong at random; two share six mistakes that nobody else makes.
    papers = {n: {item: rng.choice([KEY, KEY, KEY, 16, 32, 64]) for item in range(12)} for n in range(1, 61)}
    copied = dict(enumerate([*mistakes, *[KEY] * 6]))
    papers |= {100: copied, 101: copied}
    minutes = {n: n / 10 for n in range(1, 61)} | {100: 3, 101: 3 + apart}

    assert {100, 101} <= set(seen(examined(papers, minutes)))


def test_the_work_grows_with_the_number_of_sittings():
    """All within minutes, all with the same few mistakes: comparing every two of 20,000 would take minutes."""
    papers = {n: {item: 2 if (n + item) % 3 else KEY for item in range(8)} for n in range(20_000)}
    begun = process_time()
    examined(papers, minutes={n: n / 10_000 for n in papers})

    assert process_time() - begun < 10
