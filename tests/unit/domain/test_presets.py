"""Presets against the rule sets that they are of."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import VIETNAM
from quizapp.domain.policy import RoundKind
from quizapp.domain.presets import PRESETS, PresetRules, apply, first_round
from quizapp.domain.presets.preset import SETTING_TITLES
from quizapp.domain.prizes.formulas import UnitFigures
from quizapp.domain.prizes.plan import OnePrize
from quizapp.domain.round_rules import RoundRules, RoundSettings, contradictions
from quizapp.domain.series import planned_rounds, series_contradictions

MONDAY = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)
SETTINGS = RoundSettings(
    slug="tuan-1",
    title="Tuần 1",
    kind=RoundKind.PRACTICE,
    opens_at=MONDAY,
    closes_at=MONDAY + timedelta(days=7),
    groups=("businesses",),
    blueprint=(BlueprintRow(count=3),),
    time_limit_minutes=99,
    attempts_allowed=9,
    attempts_period="day",
    shuffle_questions=False,
    shuffle_options=False,
    review="never",
    ranking=("registered",),
    shows_rank=False,
    prediction_target=None,
    bank_ids=frozenset({4, 5}),
)
ANY = None

# Row by row what is known of each rule set, "-" where its source is silent: questions, minutes, attempts, the guess,
# the ranking behind the score, the least age.
KNOWN = {
    "tuyen-quang-2021": ("-", "-", "-", "-", "-", "-"),
    "tuyen-quang-bac-ho": (10, "-", "-", "-", "-", "-"),
    "ha-giang-2022": ("-", "-", "-", "-", "-", "-"),
    "vcnet-2020": (10, "-", (ANY, "round"), "full_marks", ("prediction", "submitted"), 14),
    "bo-tu-phap-2021": (19, 20, (3, "round"), "full_marks", "-", "-"),
    "trung-uong-2025": ("-", 10, (7, "week"), "-", "-", "-"),
    "dak-lak-2025": (10, 10, (1, "day"), "participants", "-", "-"),
    "dak-lak-cchc-2022": ("-", "-", (ANY, "round"), None, ("duration", "attempts", "registered"), "-"),
    "hue-2025": (15, "-", (1, "week"), "full_marks", "-", 18),
    "binh-thuan-2024": (15, "-", "-", "full_marks", "-", "-"),
    "ben-tre-2023": (10, 10, (1, "round"), "-", "-", 12),
    "lang-son-2023": ("-", "-", "-", "attempts", ("prediction", "submitted"), 12),
    "quang-nam-2022": (
        "-",
        "-",
        (2, "round"),
        "participants",
        ("prediction", "duration", "submitted", "full_marks"),
        "-",
    ),
    "dong-nai-phap-luat": ("-", "-", (ANY, "round"), None, ("duration", "attempts"), "-"),
    "quang-ninh-2023": (9, "-", "-", "participants", ("prediction", "submitted"), "-"),
    "thai-nguyen-2026": (10, 20, (1, "round"), "participants", "-", 16),
    "soc-trang-cchc": ("-", "-", "-", "-", "-", "-"),
    "bo-gtvt-cchc": (15, "-", "-", "-", "-", "-"),
    "nghe-an-2023": ("-", "-", "-", "-", "-", "-"),
}
# Rounds, the days from one opening to the next.
ROUNDS = {
    "tuyen-quang-2021": (2, 15),
    "tuyen-quang-bac-ho": (4, 15),
    "ha-giang-2022": (4, 7),
    "vcnet-2020": (4, 7),
    "trung-uong-2025": (3, 7),
    "dak-lak-2025": (4, 2),
    "hue-2025": (4, 7),
    "binh-thuan-2024": (2, 14),
    "lang-son-2023": (5, 7),
    "quang-nam-2022": (2, 15),
    "dong-nai-phap-luat": (8, 7),
}
PRIZES = {
    "tuyen-quang-bac-ho": [(None, 1), (None, 2), (None, 3), (None, 5)],
    "hue-2025": [(group, 1) for group in ("officials", "residents") for _ in range(3)],
    "dong-nai-phap-luat": [("officials", 3), ("students", 4), ("residents", 3)],
    "thai-nguyen-2026": [(None, 1), (None, 3), (None, 5), (None, 20)],
}


def rules(code):
    return PRESETS[code].rules


@pytest.mark.parametrize("code", PRESETS)
def test_a_preset_contradicts_nothing_and_changes_neither_name_nor_dates_nor_banks(code):
    applied = apply(PRESETS[code], SETTINGS)
    assert contradictions(applied) == ()
    kept = {f.name for f in fields(RoundSettings)} - {f.name for f in fields(PresetRules)}
    assert kept == {
        *("slug", "title", "kind", "opens_at", "closes_at", "bank_ids", "shuffle_questions", "shuffle_options"),
        *("review", "shows_rank", "external_url", "organiser"),
    }
    assert applied == replace(
        SETTINGS, kind=RoundKind.OFFICIAL, **{f.name: getattr(rules(code), f.name) for f in fields(PresetRules)}
    )


def test_a_preset_makes_a_round_of_ones_own_of_one_that_others_hold():
    external = replace(SETTINGS, kind=RoundKind.EXTERNAL, external_url="https://thi.example.vn", organiser="Tỉnh")
    applied = apply(PRESETS["hue-2025"], external)
    assert (applied.kind, applied.external_url, applied.organiser) == (RoundKind.OFFICIAL, "", "")


def test_the_table_of_rule_sets_has_a_row_for_each_preset():
    assert set(KNOWN) == set(PRESETS)


@pytest.mark.parametrize("code", KNOWN)
def test_a_preset_says_what_its_source_says_and_what_it_assumes(code):
    preset = PRESETS[code]
    found = {
        "blueprint": preset.rules.question_count,
        "time_limit_minutes": preset.rules.time_limit_minutes,
        "attempts_allowed": (preset.rules.attempts_allowed, preset.rules.attempts_period),
        "prediction_target": preset.rules.prediction_target,
        "ranking": preset.rules.ranking[1:],
        "minimum_age": preset.rules.minimum_age,
    }
    told = [value if name in preset.stated else "-" for name, value in found.items()]
    assert tuple(told) == KNOWN[code]
    assert preset.rules.ranking[0] == "score"


@pytest.mark.parametrize("code", PRESETS)
def test_what_is_assumed_is_said(code):
    preset = PRESETS[code]
    assert preset.stated <= {f.name for f in fields(PresetRules)}
    assert len(preset.assumed) == len(SETTING_TITLES) - len(preset.stated & set(SETTING_TITLES))
    assert preset.note
    for name in {"minimum_age", "counted"} - preset.stated:
        assert getattr(preset.rules, name) == getattr(PresetRules(), name)


@pytest.mark.parametrize("code", PRESETS)
def test_a_preset_cites_addresses_that_can_be_opened(code):
    assert PRESETS[code].urls
    for url in PRESETS[code].urls:
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert "." in parts.netloc
        assert " " not in url
        assert url.isascii()


@pytest.mark.parametrize("code", PRESETS)
def test_rounds_follow_one_another_as_the_source_says(code):
    pattern = PRESETS[code].pattern
    series = pattern.starting(date(2027, 6, 9))  # a Wednesday
    assert series_contradictions(series) == ()
    planned = planned_rounds(series)
    assert len(planned) == pattern.count
    if code in ROUNDS:
        gap = planned[1].opens_at - planned[0].opens_at
        assert (len(planned), gap) == (ROUNDS[code][0], timedelta(days=ROUNDS[code][1]))


def test_a_week_from_monday_ten_to_the_next_monday_nine():
    first, second, *_ = planned_rounds(PRESETS["vcnet-2020"].pattern.starting(date(2027, 6, 9)))
    local = [moment.astimezone(VIETNAM) for moment in (first.opens_at, first.closes_at, second.opens_at)]
    assert [f"{moment:%a %d %H:%M}" for moment in local] == ["Mon 14 10:00", "Mon 21 09:00", "Mon 21 10:00"]
    assert (first.title, first.slug) == ("Tuần 1", "tuan-1")


def test_a_series_that_may_open_on_any_day_opens_on_the_day_asked_for():
    first, *_ = planned_rounds(PRESETS["dak-lak-2025"].pattern.starting(date(2027, 6, 9)))
    assert first.opens_at.astimezone(VIETNAM).date() == date(2027, 6, 9)
    assert first.closes_at - first.opens_at == timedelta(days=2)


def test_the_first_round_has_the_time_and_the_name_of_the_pattern():
    first = first_round(PRESETS["vcnet-2020"], SETTINGS)
    applied = apply(PRESETS["vcnet-2020"], SETTINGS)
    assert first == replace(
        applied, opens_at=MONDAY + timedelta(hours=2), closes_at=MONDAY + timedelta(days=7, hours=1)
    )
    only = first_round(PRESETS["quang-ninh-2023"], replace(SETTINGS, title="Tháng 6", slug="thang-6"))
    assert (only.title, only.slug, only.opens_at) == ("Tháng 6", "thang-6", MONDAY)


@pytest.mark.parametrize("code", PRIZES)
def test_prizes_are_those_of_the_source(code):
    assert [(prize.group, prize.count) for prize in rules(code).prizes.individual] == PRIZES[code]


def test_four_rounds_of_bac_ho_give_44_prizes():
    plan = rules("tuyen-quang-bac-ho").prizes
    assert PRESETS["tuyen-quang-bac-ho"].pattern.count * sum(prize.count for prize in plan.individual) == 44


def test_seven_topics_share_fifteen_questions():
    assert [row.count for row in rules("bo-gtvt-cchc").blueprint] == [2, 2, 4, 2, 2, 1, 2]


@pytest.mark.parametrize(("code", "most"), [("lang-son-2023", 150), ("quang-nam-2022", 300)])
def test_a_paper_is_worth_what_the_source_says(code, most):
    worth = dict(rules(code).points)
    assert set(worth.values()) == {10}
    assert rules(code).question_count * worth["medium"] == most


def test_only_full_marks_win_in_lang_son_and_only_whole_papers_count_in_quang_ninh():
    assert rules("lang-son-2023").prizes.minimum_percent == 100
    assert [code for code in PRESETS if rules(code).requires_all_answered] == ["quang-ninh-2023"]


def test_a_weekly_prize_of_dong_nai_is_won_once():
    assert [c for c in PRESETS if rules(c).prizes.one_prize is OnePrize.CONTEST] == ["dong-nai-phap-luat"]


def test_units_of_soc_trang_need_30_percent_and_from_50_people_25():
    (prize,) = rules("soc-trang-cchc").prizes.collective
    assert [prize.minimum_rate(size) for size in (1, 49, 50, 99)] == [30, 30, 25, 25]


def test_units_of_dak_lak_need_everybody_and_a_winner():
    (prize,) = rules("dak-lak-cchc-2022").prizes.collective
    assert (prize.formula, prize.requires_full_rate, prize.requires_winner) == ("highest_rate", True, True)


def test_schools_of_quang_nam_have_ten_eight_and_six_points_for_winners():
    (prize,) = rules("quang-nam-2022").prizes.collective
    assert (prize.formula, prize.winner_points[:3], prize.kinds) == ("rate_plus_winners", (10, 8, 6), ("school",))
    assert UnitFigures(unit_id=1, kind="school", headcount=40, participants=30, attempts=30).rate == 75


def test_groups_that_are_admitted_are_those_that_can_win():
    for preset in PRESETS.values():
        groups = {prize.group for prize in preset.rules.prizes.individual} - {None}
        assert groups <= set(preset.rules.groups or GROUPS)
        assert not groups or groups == set(preset.rules.groups)


def test_every_preset_sets_only_what_a_round_has():
    assert {f.name for f in fields(PresetRules)} <= {f.name for f in fields(RoundRules)}
