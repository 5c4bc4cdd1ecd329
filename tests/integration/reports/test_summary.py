"""The figures of a report, against counting by hand."""

import json
from collections import Counter, defaultdict
from datetime import timedelta
from statistics import mean, median

import pytest

from quizapp.domain.allowance import Closed, exclusion
from quizapp.domain.distribution import band_of
from quizapp.domain.groups import GROUPS
from quizapp.domain.participation import Scope
from quizapp.domain.phase import VIETNAM
from quizapp.reports.queries.summary import contest_scope, participation_summary, statistics_json
from tests.postgres import both_databases

pytestmark = both_databases


def counts(attempt):
    closed = Closed(answered=attempt.answered, is_complete=attempt.answered == 5, is_timed_out=attempt.is_timed_out)
    return exclusion(closed, requires_all_answered=False) is None


def is_within(attempt, person, scope):
    return (
        attempt.round_id in scope.round_ids
        and (not scope.groups or person.group in scope.groups)
        and (not scope.unit_ids or person.unit_id in scope.unit_ids)
    )


def counted_of(found, scope):
    """(attempt, person) pairs of the scope that count."""
    return [
        (a, found.people[a.participant_id])
        for a in found.attempts
        if is_within(a, found.people[a.participant_id], scope) and a.submitted_at and counts(a)
    ]


def figures(pairs):
    """Participants, attempts, full marks, mean and median of the best of each sitting; by hand."""
    best = defaultdict(int)
    for attempt, _person in pairs:
        sitting = attempt.round_id, attempt.participant_id
        best[sitting] = max(best[sitting], attempt.score)
    return (
        len({p.id for _a, p in pairs}),
        len(pairs),
        len({p.id for a, p in pairs if a.score == a.max_score}),
        mean(best.values()) if best else None,
        median(best.values()) if best else None,
    )


def line_figures(line):
    return line.participants, line.attempts, line.full_marks, line.scores.mean, line.scores.median


def scopes(found):
    rounds = tuple(r.id for r in found.rounds)
    yield Scope(contest_id=found.contest.id, round_ids=rounds)
    yield Scope(contest_id=found.contest.id, round_ids=rounds[:1])
    yield Scope(contest_id=found.contest.id, round_ids=(found.practice.id,))
    yield Scope(contest_id=found.contest.id, round_ids=rounds, groups=("students", "residents"))
    yield Scope(contest_id=found.contest.id, round_ids=rounds, unit_ids=tuple(u.id for u in found.units[::3]))
    yield Scope(contest_id=found.contest.id, round_ids=())


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_what_counting_by_hand_gives(session, crowd, seed):
    found = crowd(seed)
    for scope in scopes(found):
        summary = participation_summary(session, scope)
        pairs = counted_of(found, scope)
        assert line_figures(summary.total) == pytest.approx(figures(pairs))
        for line in summary.participation.groups:
            assert line_figures(line) == pytest.approx(figures([x for x in pairs if x[1].group == line.code]))
        for unit in summary.participation.units:
            own = [x for x in pairs if x[1].unit_id == unit.unit.id]
            assert line_figures(unit.line) == pytest.approx(figures(own))
        days = Counter(a.submitted_at.astimezone(VIETNAM).date() for a, _p in pairs)
        assert {d.day: d.attempts for d in summary.days} == days
        hours = Counter(a.submitted_at.astimezone(VIETNAM).hour for a, _p in pairs)
        assert {hour: n for hour, n in enumerate(summary.hours) if n} == hours
        bands = Counter(band_of(a.score, a.max_score) for a, _p in pairs)
        assert {b.band.code: b.attempts for b in summary.bands if b.attempts} == bands


@pytest.mark.parametrize("seed", range(4))
def test_sums_agree(session, crowd, seed):
    found = crowd(seed)
    for scope in scopes(found):
        summary = participation_summary(session, scope)
        rows = summary.participation
        total = summary.total
        for lines in (rows.groups, rows.kinds, [u.line for u in rows.units]):
            assert sum(line.participants for line in lines) == total.participants
            assert sum(line.attempts for line in lines) == total.attempts
            assert sum(line.full_marks for line in lines) == total.full_marks
            assert sum(line.enrolled for line in lines) == total.enrolled
        attempts = [
            sum(d.attempts for d in summary.days),
            sum(sum(d.by_group.values()) for d in summary.days),
            sum(summary.hours),
            sum(b.attempts for b in summary.bands),
            sum(b.attempts for b in summary.bins),
        ]
        assert attempts == [total.attempts] * 5


def test_what_is_not_counted_stands_on_a_line_of_its_own(session, crowd):
    found = crowd(2)
    scope = contest_scope(session, contest_id=found.contest.id)
    summary = participation_summary(session, scope)
    mine = [a for a in found.attempts if a.round_id in scope.round_ids]
    assert summary.unfinished.open == sum(a.submitted_at is None for a in mine)
    assert summary.unfinished.empty == sum(a.is_timed_out and a.answered == 0 for a in mine)
    assert summary.total.attempts + summary.unfinished.open + summary.unfinished.empty == len(mine)


def test_practice_is_left_out_of_a_contest_s_totals(session, crowd):
    found = crowd(3)
    assert contest_scope(session, contest_id=found.contest.id).round_ids == tuple(r.id for r in found.rounds)


def test_whoever_takes_part_in_both_rounds_is_one_participant(session, factory):
    contest = factory.contest()
    june, september = factory.round(contest), factory.round(contest)
    an = factory.participant(contest)
    factory.attempt(an, june, score=5)
    factory.attempt(an, september, score=4)
    summary = participation_summary(session, contest_scope(session, contest_id=contest.id))
    assert (summary.total.participants, summary.total.attempts, summary.total.full_marks) == (1, 2, 1)
    assert {(t.round_id, t.participants) for t in summary.rounds} == {(june.id, 1), (september.id, 1)}
    assert summary.total.scores.mean == 4.5


def test_an_attempt_at_the_turn_of_a_day_belongs_to_vietnam_s_day(session, factory, clock):
    contest_round = factory.round()
    midnight = clock().replace(hour=17, minute=0)  # 00:00 in Vietnam
    for submitted_at in (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(hours=23, minutes=59)):
        factory.attempt(factory.participant(contest_round.contest), contest_round, submitted_at=submitted_at)
    summary = participation_summary(session, contest_scope(session, contest_id=contest_round.contest_id))
    assert [(f"{d.day:%d/%m}", d.attempts) for d in summary.days] == [("09/06", 1), ("10/06", 2)]


def test_statistics_are_json_with_every_sum_in_it(session, crowd):
    found = crowd(1)
    whole = json.loads(json.dumps(statistics_json(session, contest=found.contest)))
    assert (whole["contest"], whole["round"]) == (found.contest.slug, None)
    assert [g["code"] for g in whole["groups"]] == list(GROUPS)
    assert sum(g["participants"] for g in whole["groups"]) == whole["participants"]
    assert sum(u["attempts"] for u in whole["units"]) == whole["attempts"]
    assert sum(d["attempts"] for d in whole["days"]) == whole["attempts"]
    assert [r["slug"] for r in whole["rounds"]] == [r.slug for r in found.rounds]
    assert sum(r["attempts"] for r in whole["rounds"]) == whole["attempts"]
    one = statistics_json(session, contest=found.contest, contest_round=found.rounds[0])
    assert one["round"] == found.rounds[0].slug
    assert one["attempts"] == whole["rounds"][0]["attempts"]
