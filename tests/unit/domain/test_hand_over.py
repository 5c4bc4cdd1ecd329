"""Papers for handing prizes over: who receives what, the sums, and amounts in words."""

import json
from datetime import UTC, datetime

import pytest

from quizapp.domain.hand_over import FullName, Version, in_words, minutes, prize_decision, to_json

NOON = datetime(2027, 6, 9, 5, 0, tzinfo=UTC)
VERSION = Version(number=2, published_at=NOON, reason="Sửa đáp án câu 7", complaints_until=NOON)


def award(participant_id, name, title, amount, group=None):
    return {
        "participant_id": participant_id, "name": name, "unit": "Thôn Nà Mạ", "title": title, "amount": amount,
        "group": group,
    }  # fmt: skip


CONTENT = {
    "contest_title": "Cuộc thi năm 2027",
    "title": "Đợt tháng 6",
    "participants": 7,
    "attempts": 9,
    "full_marks": 2,
    "target": "participants",
    "actual": 7,
    "awards": [
        award(1, "M.V.E.", "Giải Nhất", 500_000),
        award(2, "Ma Văn An", "Giải Nhì", 300_000),
        award(3, "Ma Văn Bình", "Giải Nhì", 300_000),
        award(4, "L.V.C.", "Giải Nhì", 200_000, group="students"),
    ],
    "collective": [
        {
            "lines": [
                {"name": "Thôn Nà Mạ", "title": "Giải tập thể", "amount": 1_000_000},
                {"name": "Thôn Khác", "title": None, "amount": 0},
            ]
        }
    ],
    "draw": {"seed": "5" * 64, "entries": [5, 6, 7]},
}
NAMES = {1: FullName(name="Ma Văn Em", birth_year=2015), 2: FullName(name="Ma Văn An", birth_year=1980)}


def test_papers_have_full_names_and_what_was_published_where_somebody_is_gone():
    people = prize_decision(CONTENT, VERSION, NAMES).people
    assert [(r.name, r.birth_year) for r in people] == [
        ("Ma Văn Em", 2015),
        ("Ma Văn An", 1980),
        ("Ma Văn Bình", None),
        ("L.V.C.", None),
    ]


def test_sums_are_added_up_by_prize_and_in_all():
    decision = prize_decision(CONTENT, VERSION, NAMES)
    # 1 × 500,000 + 2 × 300,000 + 1 × 200,000 + 1 × 1,000,000 = 2,300,000
    assert [(t.title, t.group, t.count, t.sum) for t in decision.totals] == [
        ("Giải Nhất", None, 1, 500_000),
        ("Giải Nhì", None, 2, 600_000),
        ("Giải Nhì", "students", 1, 200_000),
        ("Giải tập thể", None, 1, 1_000_000),
    ]
    assert (decision.sum, decision.sum_in_words) == (2_300_000, "Hai triệu ba trăm nghìn đồng")


def test_only_units_with_a_prize_are_recipients():
    assert [(r.name, r.title) for r in prize_decision(CONTENT, VERSION, {}).units] == [("Thôn Nà Mạ", "Giải tập thể")]


def test_minutes_hold_figures_draw_and_reason_and_are_json():
    found = to_json(minutes(CONTENT, VERSION, NAMES, grounds=["Căn cứ thể lệ"]))
    names = ("participants", "attempts", "full_marks", "target", "actual", "drawn_among", "reason", "published_at")
    assert [found[name] for name in names] == [
        7, 9, 2, "participants", 7, 3, "Sửa đáp án câu 7", "2027-06-09T05:00:00+00:00",
    ]  # fmt: skip
    assert found["decision"]["grounds"] == ["Căn cứ thể lệ"]
    assert found["decision"]["people"][0]["name"] == "Ma Văn Em"
    assert json.loads(json.dumps(found)) == found


def test_without_a_draw_there_is_no_seed():
    found = minutes({**CONTENT, "draw": None}, VERSION, NAMES)
    assert (found.draw_seed, found.drawn_among) == (None, 0)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (300_000, "Ba trăm nghìn đồng"),
        (1_500_000, "Một triệu năm trăm nghìn đồng"),
        (21_050_000, "Hai mươi mốt triệu không trăm năm mươi nghìn đồng"),
        (1_000_000_015, "Một tỷ không trăm mười lăm đồng"),
        (12_000_000_000, "Mười hai tỷ đồng"),
    ],
)
def test_amounts_in_words(amount, words):
    assert in_words(amount) == words
