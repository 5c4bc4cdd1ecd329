"""The rules page and its print: what the settings say, and nothing they don't."""

from datetime import timedelta

import pytest

from quizapp.domain.prizes.lots import commitment
from tests.browser import text_of
from tests.statements import statements

PLAN = {
    "individual": [
        {"title": "Giải Nhất", "count": 1, "group": None, "amount": 500000},
        {"title": "Giải Nhì", "count": 2, "group": "students"},
    ],
    "encouragement": 3,
    "encouragement_title": "Giải may mắn",
    "collective": [
        {
            "title": "Cờ thi đua",
            "count": 1,
            "formula": "highest_rate",
            "kinds": ["school"],
            "minimum_rates": [[50, 25]],
        }
    ],
}


def page(client, address="/contests/rules"):
    answer = client.get(address)
    assert answer.status_code == 200
    return text_of(answer)


def test_rules_say_what_the_settings_say(client, factory):
    factory.round(
        groups=["officials", "students"],
        minimum_age=14,
        blueprint=[
            {"count": 5, "topic": None, "difficulty": None, "group": None},
            {"count": 4, "topic": None, "difficulty": None, "group": "students"},
        ],
        time_limit_minutes=12,
        attempts_allowed=None,
        counted="last",
        partial_rule="half",
        points=[["hard", 3]],
        requires_all_answered=True,
        ranking=["prediction", "submitted"],
        prediction_target="full_marks",
        prediction_asked="first",
        review="never",
        complaint_days=5,
    )
    said = page(client)
    assert "Thời gian Từ 08:00 08/06/2027 đến 08:00 19/06/2027" in said
    assert "Đối tượng Dành cho: Cán bộ, công chức, viên chức; Học sinh" in said
    assert "Người dự thi phải đủ 14 tuổi vào ngày bắt đầu làm bài." in said
    assert "Số câu hỏi Cán bộ, công chức, viên chức: 5 câu Học sinh: 4 câu" in said
    assert "Thời gian làm bài 12 phút" in said
    assert "Số lượt thi Mỗi người thi bao nhiêu lượt cũng được. Lượt được tính là lượt nộp sau cùng" in said
    assert (
        "Câu trả lời đúng được: Câu mức Nhận biết: 1 điểm Câu mức Thông hiểu: 1 điểm Câu mức Vận dụng: 3 điểm" in said
    )
    assert "chọn thiếu nhưng không sai thì được nửa số điểm của câu" in said
    assert "Phải trả lời đủ các câu thì bài mới hợp lệ." in said
    assert "Câu hỏi dự đoán Có bao nhiêu người trả lời đúng tất cả các câu hỏi? Chỉ dự đoán một lần" in said
    assert "Xếp hạng Lần lượt theo: Dự đoán gần đúng hơn Nộp bài sớm hơn" in said
    assert "Kiến nghị về kết quả được nhận trong 5 ngày kể từ khi công bố." in said
    assert "Xem đáp án Không cho xem" in said
    for silent in ("Bốc thăm", "Giải thưởng", "điểm cao nhất"):
        assert silent not in said


def test_prizes_are_told_as_tables_with_how_they_are_awarded(client, factory):
    factory.round(prizes=PLAN)
    said = page(client)
    assert (
        "Giải Dành cho Số giải Mỗi giải (đồng) Giải Nhất Tất cả 1 500.000 Giải Nhì Học sinh 2 – "
        "Giải may mắn Rút thăm 3 –" in said
    )
    assert "Mỗi người nhận nhiều nhất một giải trong đợt thi." in said
    assert "Giải Dành cho Số giải Cờ thi đua Trường học 1 Cách xét: Tỷ lệ tham gia cao nhất." in said
    assert "Đơn vị có từ 50 người trở lên phải có ít nhất 25% số người dự thi." in said


def test_the_promise_of_a_draw_is_told_from_the_start_and_its_seed_never_is(client, factory):
    drawn = factory.round(prizes=PLAN)
    plain = factory.round(drawn.contest)
    answer = client.get("/contests/rules").text
    assert commitment(drawn.draw_seed) in answer
    for secret in (drawn.draw_seed, plain.draw_seed, commitment(plain.draw_seed)):
        assert secret not in answer


def test_weeks_with_the_same_rules_are_told_once_with_their_times(client, factory, clock):
    contest = factory.contest()
    week = timedelta(days=7)
    for number in range(3):
        opens_at = clock() + number * week
        factory.round(contest, title=f"Tuần {number + 1}", opens_at=opens_at, closes_at=opens_at + week)
    factory.round(
        contest, title="Chung kết", time_limit_minutes=30, opens_at=clock() + 4 * week, closes_at=clock() + 5 * week
    )
    said = page(client)
    assert (
        "Quy định chung của 3 đợt: Tuần 1 đến Tuần 3 Tuần 1 Từ 08:00 09/06/2027 đến 08:00 16/06/2027 Đang mở "
        "Tuần 2 Từ 08:00 16/06/2027 đến 08:00 23/06/2027 Sắp diễn ra" in said
    )
    assert said.count("Số lượt thi") == 2  # once for the weeks, once for the final


def test_the_league_is_told_where_there_is_more_than_one_round(client, factory):
    contest = factory.contest(league_ranking=["score", "attempts"], prizes={"individual": PLAN["individual"][:1]})
    factory.round(contest)
    factory.round(contest, kind="practice")
    assert "cả cuộc thi" not in page(client)
    factory.round(contest)
    said = page(client)
    league = said[said.index("Xếp hạng và giải thưởng cả cuộc thi") :]
    assert "Điểm các đợt thi của mỗi người được cộng lại" in league
    assert "Lần lượt theo: Điểm cao hơn Ít lượt thi hơn" in league
    assert "Giải Nhất Tất cả 1 500.000" in league


def test_what_is_over_comes_last_and_folded(client, factory, clock):
    contest = factory.contest()
    day = timedelta(days=1)
    factory.round(contest, title="Đã xong", opens_at=clock() - 9 * day, closes_at=clock() - 5 * day)
    factory.round(contest, title="Để tập", kind="practice")
    factory.round(contest, title="Đang thi", time_limit_minutes=30)
    answer = client.get("/contests/rules").text
    places = [answer.index(f"<h2>{title}</h2>") for title in ("Đang thi", "Để tập", "Đã xong")]
    assert places == sorted(places)
    assert answer.count("<summary>Xem quy định của đợt đã kết thúc</summary>") == 1
    assert "<details" not in client.get("/contests/rules/print").text


def test_a_round_that_others_hold_leads_to_them(client, factory):
    factory.round(
        kind="external", organiser="Tỉnh đoàn", external_url="https://thi.example.vn/dot-1", banks=[], blueprint=[]
    )
    answer = client.get("/contests/rules")
    assert "Đơn vị tổ chức Đợt thi do Tỉnh đoàn tổ chức." in text_of(answer)
    assert '<a class="go" href="https://thi.example.vn/dot-1" rel="noopener noreferrer">' in answer.text
    assert "Cách tính điểm" not in text_of(answer)


def test_hostile_names_are_shown_as_text(client, factory):
    hostile = "<img src=x onerror=alert(1)> %(count)s"
    contest = factory.contest(title=hostile)
    factory.round(
        contest,
        title=hostile,
        blueprint=[{"count": 5, "topic": hostile, "difficulty": None, "group": None}],
        prizes={"individual": [{"title": hostile, "count": 1}]},
    )
    factory.round(contest, kind="external", organiser=hostile, external_url="https://thi.example.vn/", title=hostile)
    for address in ("/contests/rules", "/contests/rules/print"):
        answer = client.get(address)
        assert "<img src=x" not in answer.text
        assert text_of(answer).count(hostile) >= 4


@pytest.mark.parametrize("address", ["/contests/rules", "/contests/rules/print"])
@pytest.mark.parametrize("rounds", [1, 3])
def test_the_rules_take_one_statement(client, factory, rounds, address):
    contest = factory.contest()
    for _ in range(rounds):
        factory.round(contest, prizes=PLAN)
    factory.session.expire_all()
    with statements() as seen:
        client.get(address)
    assert len(seen) == 1


def test_the_print_says_what_the_page_says(client, factory):
    contest = factory.contest(slug="2027")
    factory.round(contest, prizes=PLAN, ranking=["score", "lot"])
    on_screen, printed = page(client), page(client, "/contests/rules/print?contest=2027")
    rules = on_screen[on_screen.index("Thời gian Từ") : on_screen.index("Bản in thể lệ")]
    assert rules.strip() in printed
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in printed


def test_rules_of_another_contest_are_had_by_its_slug(client, factory):
    factory.contest(title="Cuộc thi nay")
    factory.contest(title="Cuộc thi xưa", slug="2026", is_current=False)
    for address in ("/contests/rules", "/contests/rules/print"):
        assert "Cuộc thi nay" in page(client, address)
        assert "Cuộc thi xưa" in page(client, f"{address}?contest=2026")
        assert client.get(f"{address}?contest=2025").status_code == 404


def test_without_a_contest_the_rules_page_says_so_and_there_is_nothing_to_print(client):
    assert "Chưa có thể lệ" in page(client)
    assert client.get("/contests/rules/print").status_code == 404
