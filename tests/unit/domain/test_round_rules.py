"""Rules about a round's rules: contradictions, what is frozen."""

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.groups import GROUPS
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan
from quizapp.domain.round_rules import (
    CONTRADICTIONS,
    FREEZES,
    LEAGUE_FREEZE_SENTENCES,
    LeagueSettings,
    RoundSettings,
    changed_fields,
    contradictions,
    external_round,
    frozen_changes,
    league_contradictions,
    league_frozen_changes,
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


ONE_EACH = PrizePlan(
    individual=(
        IndividualPrize(title="Giải Nhất", count=1),
        IndividualPrize(title="Giải Nhất học sinh", count=1, group="students"),
    )
)
EXTERNAL = external_round(
    slug="tinh",
    title="Cuộc thi của tỉnh",
    opens_at=MONDAY,
    closes_at=MONDAY + timedelta(days=20),
    groups=(),
    organiser="Sở Khoa học và Công nghệ",
    external_url="https://thi.tuyenquang.gov.vn/cds?dot=1",
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
        ({"ranking": ("lot", "score")}, "lot-not-last"),
        ({"ranking": ("score", "lot", "duration")}, "lot-not-last"),
        ({"kind": "secret"}, "unknown-kind"),
        ({"attempts_period": "month"}, "unknown-period"),
        ({"review": "always"}, "unknown-review"),
        ({"counted": "luckiest"}, "unknown-counted"),
        ({"partial_rule": "quarter"}, "unknown-partial-rule"),
        ({"prediction_target": "weather"}, "unknown-prediction"),
        ({"prediction_asked": "never"}, "unknown-prediction-asked"),
        ({"minimum_age": 0}, "minimum-age"),
        ({"minimum_age": 101}, "minimum-age"),
        ({"points": (("easy", 0),)}, "points"),
        ({"points": (("easy", 1), ("hard", 11))}, "points"),
        ({"points": (("trivial", 1),)}, "points"),
        ({"points": (("easy", 1), ("easy", 2))}, "points"),
        ({"complaint_days": -1}, "complaint-days"),
        ({"complaint_days": 91}, "complaint-days"),
        ({"organiser": "Sở Tư pháp"}, "held-here-with-organiser"),
        ({"external_url": "https://thi.example.vn"}, "held-here-with-organiser"),
        ({"kind": "practice", "prizes": PrizePlan(encouragement=5, encouragement_title="A")}, "prizes-in-practice"),
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
        {"prediction_target": "participants", "prediction_asked": "first"},  # asked, but not ranked by
        {"prediction_asked": "first", "prediction_with_disqualified": True},  # said of what isn't asked
        {"ranking": ("score", "full_marks", "lot")},
        {"ranking": ("lot",)},
        {"minimum_age": 1},
        {"minimum_age": 100},
        {"points": (("easy", 1), ("medium", 2), ("hard", 10))},
        {"points": (("hard", 3),)},
        {"complaint_days": 0},
        {"complaint_days": 90},
        {"kind": "practice"},
        {"prizes": ONE_EACH},
    ],
)
def test_what_stands_on_the_edge_is_no_contradiction(changes):
    assert codes(**changes) == []


def test_a_prize_is_refused_with_its_rows_and_the_part_of_the_plan():
    plan = replace(ONE_EACH, individual=(*ONE_EACH.individual, IndividualPrize(title="", count=0)))
    found = contradictions(replace(SETTINGS, groups=("officials",), prizes=plan))
    assert [(f.code, f.field, f.part, f.rows) for f in found] == [
        ("prize-title", "prizes", "individual", (3,)),
        ("prize-count", "prizes", "individual", (3,)),
        ("prize-of-group-not-admitted", "prizes", "individual", (2,)),
    ]


def test_a_round_that_others_hold_needs_no_papers_ranking_or_prizes():
    assert contradictions(EXTERNAL) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"organiser": "  "}, "no-organiser"),
        ({"organiser": "a" * 201}, "no-organiser"),
        ({"closes_at": MONDAY}, "closes-before-opening"),
        ({"groups": ("martians",)}, "unknown-group"),
        ({"bank_ids": frozenset({1})}, "external-with-papers"),
        ({"blueprint": (BlueprintRow(count=1),)}, "external-with-papers"),
        ({"ranking": ("score",)}, "external-with-papers"),
        ({"prediction_target": "attempts"}, "external-with-papers"),
        ({"prizes": ONE_EACH}, "external-with-papers"),
    ],
)
def test_what_a_round_of_others_can_not_be(changes, code):
    assert [c.code for c in contradictions(replace(EXTERNAL, **changes))] == [code]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "thi.tuyenquang.gov.vn",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://thi.vn/",
        "https://",
        "https://thi",
        "https://.",
        "//thi.vn",
        "https://thi.vn/a b",
        "https://thi.vn/\u202e",
        "https://thi.vn/\n",
        "https://[thi.vn",
        "https://thi.vn/" + "a" * 490,
    ],
)
def test_what_no_browser_should_open_is_no_address(address):
    assert [c.code for c in contradictions(replace(EXTERNAL, external_url=address))] == ["external-url"]


@pytest.mark.parametrize("address", ["http://thi.vn", "https://thi.vn:8443/đợt-1?x=%20#y", "HTTPS://THI.VN/"])
def test_what_a_browser_opens_is_an_address(address):
    assert contradictions(replace(EXTERNAL, external_url=address)) == ()


def test_every_contradiction_has_a_code_and_a_sentence_of_its_own():
    assert len({c.code for c in CONTRADICTIONS}) == len(CONTRADICTIONS)
    assert len({c.sentence for c in CONTRADICTIONS}) == len(CONTRADICTIONS)
    names = {setting.name for setting in dataclass_fields(RoundSettings)} | {"banks"}
    assert {c.field for c in CONTRADICTIONS} <= names
    assert {freeze.field for freeze in FREEZES} <= names


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
        ({"counted": "first"}, "counted"),
        ({"partial_rule": "half"}, "partial_rule"),
        ({"points": (("hard", 2),)}, "points"),
        ({"requires_all_answered": True}, "requires_all_answered"),
        ({"minimum_age": 1}, "minimum_age"),
        ({"prediction_asked": "first"}, "prediction_asked"),
        ({"prediction_with_disqualified": True}, "prediction_with_disqualified"),
        ({"prizes": ONE_EACH}, "prizes"),
        ({"complaint_days": 6}, "complaint_days"),
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
        {"complaint_days": 8},
        {"points": (("easy", 1), ("medium", 1), ("hard", 1))},  # what every question was worth before
    ],
)
def test_what_takes_nothing_from_anybody_stays_open(changes):
    assert fields(**changes) == ()


def test_a_limit_where_there_was_none_is_frozen():
    before = replace(SETTINGS, attempts_allowed=None)
    assert frozen_changes(before, replace(SETTINGS, attempts_allowed=100), has_attempts=True) == ("attempts_allowed",)


@pytest.mark.parametrize(("after", "is_frozen"), [(17, True), (16, False), (15, False), (None, False)])
def test_the_least_age_may_only_be_lowered(after, is_frozen):
    before = replace(SETTINGS, minimum_age=16)
    changed = frozen_changes(before, replace(before, minimum_age=after), has_attempts=True)
    assert changed == (("minimum_age",) if is_frozen else ())


def test_prizes_listed_otherwise_are_the_same_prizes():
    unit_prize = CollectivePrize(
        title="A", count=1, formula="rank_points", kinds=("village", "school"), weights=(("score", 2), ("people", 1))
    )
    before = replace(SETTINGS, prizes=PrizePlan(collective=(unit_prize,)))
    listed = replace(unit_prize, kinds=("school", "village"), weights=(("people", 1), ("score", 2)))
    after = replace(before, prizes=PrizePlan(collective=(listed,)))
    assert frozen_changes(before, after, has_attempts=True) == ()
    other = replace(before, prizes=PrizePlan(collective=(replace(listed, weights=(("people", 2), ("score", 1))),)))
    assert frozen_changes(before, other, has_attempts=True) == ("prizes",)


def test_every_frozen_setting_has_a_sentence_of_its_own():
    assert len({freeze.sentence for freeze in FREEZES}) == len(FREEZES) == 21


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


# The league over a contest's rounds


def test_the_usual_league_holds_no_contradiction():
    assert league_contradictions(LeagueSettings()) == ()


def test_a_league_is_refused_its_ranking_and_its_prizes():
    league = LeagueSettings(
        ranking=("lot", "score", "score"), prizes=PrizePlan(individual=(IndividualPrize(title="A", count=0),))
    )
    assert [(f.code, f.field, f.part) for f in league_contradictions(league)] == [
        ("repeated-ranking", "league_ranking", ""),
        ("lot-not-last", "league_ranking", ""),
        ("prize-count", "prizes", "individual"),
    ]


def test_a_league_is_frozen_once_people_took_part():
    usual, other = LeagueSettings(), LeagueSettings(ranking=("score",), prizes=ONE_EACH)
    assert league_frozen_changes(usual, other, has_attempts=False) == ()
    assert league_frozen_changes(usual, other, has_attempts=True) == tuple(LEAGUE_FREEZE_SENTENCES)
    assert league_frozen_changes(usual, LeagueSettings(prizes=ONE_EACH), has_attempts=True) == ("prizes",)
    assert league_frozen_changes(usual, LeagueSettings(), has_attempts=True) == ()
