"""Rules about a round's rules: contradictions, what is frozen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.groups import GROUPS
from quizapp.domain.round_rules import (
    FREEZES,
    RoundSettings,
    changed_fields,
    contradictions,
    frozen_changes,
    reopens_after_review,
)

MONDAY = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)
SETTINGS = RoundSettings(
    slug="thang-6",
    title="Đợt tháng 6",
    kind="official",
    opens_at=MONDAY,
    closes_at=MONDAY + timedelta(days=20),
    groups=(),
    blueprint=(BlueprintRow(topic="A", count=3), BlueprintRow(topic="B", count=2)),
    time_limit_minutes=20,
    attempts_allowed=2,
    attempts_period="week",
    shuffle_questions=True,
    shuffle_options=True,
    review="after_close",
    ranking=("score", "duration"),
    shows_rank=True,
    prediction_target=None,
    bank_ids=frozenset({1}),
)


def codes(**changes):
    return [c.code for c in contradictions(replace(SETTINGS, **changes))]


def fields(**changes):
    return frozen_changes(SETTINGS, replace(SETTINGS, **changes), has_attempts=True)


def test_sound_settings_hold_no_contradiction():
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_at": MONDAY}, "closes-before-opening"),
        ({"closes_at": MONDAY - timedelta(seconds=1)}, "closes-before-opening"),
        ({"groups": ("officials", "martians")}, "unknown-group"),
        ({"time_limit_minutes": 0}, "time-limit"),
        ({"time_limit_minutes": 241}, "time-limit"),
        ({"attempts_allowed": 0}, "attempts"),
        ({"attempts_allowed": 101}, "attempts"),
        ({"bank_ids": frozenset()}, "no-bank"),
        ({"blueprint": ()}, "no-row"),
        ({"blueprint": (BlueprintRow(count=5), BlueprintRow(topic="A", count=0))}, "empty-row"),
        ({"blueprint": (BlueprintRow(count=101),)}, "too-many-questions"),
        ({"blueprint": (BlueprintRow(count=5, group="students"),)}, "group-without-rows"),
        ({"ranking": ()}, "no-ranking"),
        ({"ranking": ("score", "luck")}, "unknown-ranking"),
        ({"ranking": ("score", "duration", "score")}, "repeated-ranking"),
        ({"ranking": ("score", "prediction")}, "ranking-without-prediction"),
    ],
)
def test_each_contradiction_is_found(changes, code):
    assert codes(**changes) == [code]


def test_a_row_for_a_group_that_may_not_enter_is_a_contradiction():
    rows = (BlueprintRow(count=5), BlueprintRow(count=5, group="students"))
    assert codes(groups=("officials",), blueprint=rows) == ["row-of-group-not-admitted"]


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": MONDAY + timedelta(seconds=1)},
        {"time_limit_minutes": 1},
        {"time_limit_minutes": 240},
        {"attempts_allowed": 1},
        {"attempts_allowed": 100},
        {"attempts_allowed": None},
        {"blueprint": (BlueprintRow(count=100),)},
        {"groups": ("students",), "blueprint": (BlueprintRow(count=5, group="students"),)},
        {"ranking": ("prediction",), "prediction_target": "participants"},
    ],
)
def test_what_stands_on_the_edge_is_no_contradiction(changes):
    assert codes(**changes) == []


def test_paper_sizes_are_sums_of_the_rows_of_each_group():
    rows = (BlueprintRow(topic="A", count=3), BlueprintRow(topic="B", count=2), BlueprintRow(count=4, group="students"))
    settings = replace(SETTINGS, groups=("students", "officials"), blueprint=rows)
    assert settings.paper_sizes == {"officials": 3 + 2, "students": 4}


def test_nothing_is_frozen_before_the_first_attempt():
    other = replace(SETTINGS, blueprint=(BlueprintRow(count=1),), time_limit_minutes=5, ranking=("submitted",))
    assert frozen_changes(SETTINGS, other, has_attempts=False) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "practice"}, "kind"),
        ({"opens_at": MONDAY + timedelta(minutes=1)}, "opens_at"),
        ({"closes_at": MONDAY + timedelta(days=19)}, "closes_at"),
        ({"groups": ("officials",)}, "groups"),
        ({"time_limit_minutes": 25}, "time_limit_minutes"),
        ({"attempts_allowed": 1}, "attempts_allowed"),
        ({"attempts_period": "round"}, "attempts_allowed"),
        ({"bank_ids": frozenset({1, 2})}, "banks"),
        ({"blueprint": SETTINGS.blueprint[:1]}, "blueprint"),
        ({"shuffle_questions": False}, "shuffle_questions"),
        ({"shuffle_options": False}, "shuffle_options"),
        ({"ranking": ("duration", "score")}, "ranking"),
        ({"prediction_target": "participants"}, "prediction_target"),
    ],
)
def test_what_papers_and_people_went_by_is_frozen(changes, field):
    assert fields(**changes) == (field,)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Đợt tháng 6 (gia hạn)"},
        {"slug": "thang-sau"},
        {"opens_at": MONDAY - timedelta(days=1)},
        {"closes_at": MONDAY + timedelta(days=27)},
        {"groups": tuple(GROUPS)},
        {"attempts_allowed": 3},
        {"attempts_allowed": None},
        {"attempts_period": "day"},
        {"review": "never"},
        {"shows_rank": False},
        {"blueprint": SETTINGS.blueprint[::-1]},
    ],
)
def test_what_takes_nothing_from_anybody_stays_open(changes):
    assert fields(**changes) == ()


def test_a_limit_where_there_was_none_is_frozen():
    before = replace(SETTINGS, attempts_allowed=None)
    assert frozen_changes(before, replace(SETTINGS, attempts_allowed=100), has_attempts=True) == ("attempts_allowed",)


def test_every_frozen_setting_has_a_sentence_of_its_own():
    assert len({freeze.sentence for freeze in FREEZES}) == len(FREEZES) == 12


@pytest.mark.parametrize(
    ("review", "days_after_closing", "reopens"),
    [("after_close", 0, True), ("after_close", -1, False), ("after_submit", 0, False), ("never", 0, False)],
)
def test_a_round_opens_no_more_once_closing_has_shown_the_answers(review, days_after_closing, reopens):
    before = replace(SETTINGS, review=review)
    after = replace(before, closes_at=before.closes_at + timedelta(days=7), review="never")
    now = before.closes_at + timedelta(days=days_after_closing)
    assert reopens_after_review(before, after, now=now) is reopens


def test_a_closed_round_may_keep_its_closing():
    assert reopens_after_review(SETTINGS, replace(SETTINGS, title="Mới"), now=SETTINGS.closes_at) is False


def test_changed_fields_are_named_with_both_values():
    after = replace(SETTINGS, title="Mới", shows_rank=False)
    assert list(changed_fields(SETTINGS, after)) == [("title", "Đợt tháng 6", "Mới"), ("shows_rank", True, False)]
