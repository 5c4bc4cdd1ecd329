"""Why one result stands before another: which figures are named, and that sentences fit the rules."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.explanation import WORDINGS, Clause, Measure, explain, to_json
from quizapp.domain.ranking import rank
from quizapp.domain.tiebreak import TIEBREAKS, Standing

NOON = datetime(2027, 6, 9, 5, 0, tzinfo=UTC)


def standing(participant_id=1, score=10, seconds=45, **values):
    return Standing(
        **{
            "participant_id": participant_id,
            "score": score,
            "duration_ms": seconds * 1000,
            "submitted_at": NOON,
            "attempts": 1,
            "registered_at": NOON,
            "entry_id": participant_id,
            **values,
        }
    )


def said(first, second, rules):
    found = explain(first, second, rules)
    clauses = [(c.sentence, c.first, c.second) for c in found.level]
    decisive = found.decisive
    return clauses, decisive and (decisive.sentence, decisive.first, decisive.second)


def test_every_rule_has_its_words():
    assert list(WORDINGS) == list(TIEBREAKS)


def test_the_first_rule_that_differs_decides_and_those_before_are_level():
    level, decisive = said(standing(1, seconds=45), standing(2, seconds=52), ("score", "duration", "submitted"))
    assert level == [("cùng %(first)s điểm", 10, 10)]
    assert decisive == ("%(a)s làm bài %(first)s, nhanh hơn %(b)s (%(second)s)", 45_000, 52_000)


def test_parts_of_a_second_decide_nothing_and_are_not_shown():
    level, decisive = said(standing(1, duration_ms=45_900), standing(2, duration_ms=45_100), ("duration", "submitted"))
    assert level[0] == ("cùng làm bài trong %(first)s", 45_000, 45_000)
    assert decisive is None


def test_a_guess_stands_before_none():
    first, second = standing(1, prediction_error=400), standing(2)
    _level, decisive = said(first, second, ("score", "prediction"))
    assert decisive == ("%(a)s dự đoán lệch %(first)s, còn %(b)s không dự đoán", 400, None)


def test_guesses_that_are_not_known_yet_are_passed_over_in_silence():
    level, _decisive = said(standing(1, seconds=1), standing(2, seconds=2), ("score", "prediction", "duration"))
    assert [clause[0] for clause in level] == ["cùng %(first)s điểm"]


def test_level_people_have_no_decisive_clause():
    found = explain(standing(1), standing(2), ("score", "duration"))
    assert (len(found.level), found.decisive) == (2, None)


def test_who_stands_behind_is_refused():
    with pytest.raises(ValueError, match="stands before"):
        explain(standing(1, score=9), standing(2, score=10), ("score",))


def test_json_keeps_moments_as_texts():
    earlier = standing(1, submitted_at=NOON - timedelta(seconds=1))
    found = to_json(explain(earlier, standing(2), ("submitted",), "half"))
    assert found == {
        "level": [],
        "decisive": {
            "sentence": "%(a)s nộp bài lúc %(first)s, sớm hơn %(b)s (%(second)s)",
            "measure": "moment",
            "first": "2027-06-09T04:59:59+00:00",
            "second": "2027-06-09T05:00:00+00:00",
        },
        "partial": "half",
    }


@pytest.mark.parametrize(
    ("code", "better", "worse"),
    [
        ("score", {"score": 3}, {"score": 2}),
        ("prediction", {"prediction_error": 1}, {"prediction_error": 2}),
        ("duration", {"seconds": 1}, {"seconds": 2}),
        ("submitted", {"submitted_at": NOON}, {"submitted_at": NOON + timedelta(seconds=1)}),
        ("attempts", {"attempts": 1}, {"attempts": 2}),
        ("registered", {"registered_at": NOON}, {"registered_at": NOON + timedelta(seconds=1)}),
        ("full_marks", {"full_marks": 2}, {"full_marks": 1}),
        ("lot", {"lot": 1}, {"lot": 2}),
    ],
)
def test_each_rule_names_the_figures_of_both(code, better, worse):
    clause = explain(standing(1, **better), standing(2, **worse), (code,)).decisive
    wording = WORDINGS[code]
    names = {"a": "An", "b": "Bình", "first": "1", "second": "2"}
    assert isinstance(clause, Clause)
    assert (clause.measure in Measure, clause.sentence) == (True, wording.ahead)
    assert "An" in clause.sentence % names
    assert "Bình" in clause.sentence % names
    assert (clause.first, clause.second) == (
        wording.figure(standing(1, **better)),
        wording.figure(standing(2, **worse)),
    )


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(0, 2)), min_size=2, max_size=8),
    st.permutations(["score", "duration", "prediction", "lot"]),
)
def test_neighbours_of_a_ranking_are_always_explained(figures, rules):
    standings = [
        standing(i, score=score, seconds=seconds, prediction_error=error, lot=i)
        for i, (score, seconds, error) in enumerate(figures)
    ]
    ranked = rank(standings, rules)
    for one, following in pairwise(ranked):
        found = explain(one.standing, following.standing, rules)
        assert (found.decisive is None) == (one.rank == following.rank)
        assert all(clause.first == clause.second for clause in found.level if clause.measure is not Measure.NUMBER)
