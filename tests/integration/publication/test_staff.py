"""The staff's pages of results: who is let in, provisional results, ranks, cascades, papers."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from quizapp.models import AuditRecord, PrizeExclusion, Publication
from tests.browser import path_of, text_of
from tests.integration.publication.conftest import PLAN, SEED

PAPERS = ("prize-list", "minutes", "prize-list.xlsx", "hand-over.json")


def pages_of(june, publication):
    contest = june.round.contest.id
    papers = [f"/publication/versions/{publication.id}/{paper}" for paper in PAPERS]
    return [
        "/publication/",
        *(f"/publication/rounds/{june.round.id}{page}" for page in ("", "/ranking", "/publish")),
        *(f"/publication/contests/{contest}{page}" for page in ("", "/ranking", "/publish")),
        f"/publication/versions/{publication.id}",
        f"/publication/versions/{publication.id}/withdraw",
        *papers,
    ]


def test_strangers_are_sent_to_the_login(client, june, published):
    client.delete_cookie("quizapp")
    for path in pages_of(june, published):
        assert (path, path_of(client.get(path))) == (path, "/staff/login")


def test_an_analyst_sees_nothing_of_it(client, factory, june, published):
    factory.sign_in(client, role="analyst")
    assert {client.get(path).status_code for path in pages_of(june, published)} == {403}


def test_an_organiser_sees_every_page(client, june, published):
    assert {path: client.get(path).status_code for path in pages_of(june, published)} == dict.fromkeys(
        pages_of(june, published), 200
    )


@pytest.mark.parametrize(
    "path", ["rounds/99", "rounds/99/ranking", "contests/99", "versions/99", "versions/99/minutes"]
)
def test_what_is_not_there_is_not_found(client, factory, path):
    factory.sign_in(client, role="organiser")
    assert client.get(f"/publication/{path}").status_code == 404


def test_practice_has_no_results(client, factory):
    practice = factory.round(kind="practice")
    factory.sign_in(client, role="organiser")
    assert client.get(f"/publication/rounds/{practice.id}").status_code == 404


def test_without_a_round_the_list_says_so(client, factory):
    factory.sign_in(client, role="organiser")
    assert "Chưa có đợt thi chính thức" in text_of(client.get("/publication/"))


def test_the_list_tells_how_far_each_round_is(client, factory, june, clock, publish):
    factory.sign_in(client, role="organiser")
    assert "Đang thi" in text_of(client.get("/publication/"))
    clock.moment = june.round.closes_at
    factory.sign_in(client, role="organiser")
    assert "Chờ công bố" in text_of(client.get("/publication/"))
    publish("rounds", june.round.id)
    assert "Bản 1, " in text_of(client.get("/publication/"))


def test_while_a_round_is_open_its_results_are_provisional(client, factory, june):
    factory.sign_in(client, role="organiser")
    page = client.get(f"/publication/rounds/{june.round.id}")
    text = text_of(page)
    assert "Kết quả tạm tính" in text
    assert "/publish" not in page.text
    assert "Giải Khuyến khích" not in text
    assert SEED not in text
    assert "Ma Văn Em công bố: M.V.E. Giải Nhất 500.000 đồng Trường THCS Hòa An" in text


def test_who_is_excluded_is_passed_over_with_the_reason(client, factory, june, session, clock):
    session.add(
        PrizeExclusion(
            contest_id=june.round.contest_id, participant_id=june.people["Em"].id, reason="Tổ thư ký", made_at=clock()
        )
    )
    session.flush()
    factory.sign_in(client, role="organiser")
    text = text_of(client.get(f"/publication/rounds/{june.round.id}"))
    assert "Ma Văn An Giải Nhất 500.000 đồng Thôn Nà Mạ 5/5 52 giây 2" in text
    assert "Trước khi đến Giải Nhất của Ma Văn An: Ma Văn Em (hạng 1) thuộc danh sách không xét giải." in text


def test_prizes_that_nobody_is_left_for_are_named(client, factory, june, session):
    june.round.prizes = {**PLAN, "individual": [{"title": "Giải Học sinh", "count": 3, "group": "students"}]}
    session.flush()
    factory.sign_in(client, role="organiser")
    text = text_of(client.get(f"/publication/rounds/{june.round.id}"))
    assert "Không có người nhận: Giải Học sinh (Học sinh) × 2." in text


def test_ranks_in_all_the_group_and_the_unit_stand_side_by_side(client, factory, june):
    factory.sign_in(client, role="organiser")
    village = june.people["An"].unit_id
    text = text_of(client.get(f"/publication/rounds/{june.round.id}/ranking?group=residents&unit={village}"))
    # An is second of all, first of the residents and of the village; Binh and Chi share the places behind.
    codes = {name: f"{person.code[:3]}-{person.code[3:]}" for name, person in june.people.items()}
    assert f"Ma Văn An {codes['An']} 2 1 1 Người dân Thôn Nà Mạ 5/5 52 giây Giải Nhì" in text
    assert f"Ma Văn Chi {codes['Chi']} 3 2 2 " in text
    assert f"Ma Văn Dung {codes['Dung']} 5 4 4 " in text
    assert "Ma Văn Em" not in text
    assert "Ma Văn Binh và Ma Văn Chi bằng nhau ở mọi tiêu chí" in text


def test_a_unit_that_is_not_there_filters_nothing(client, factory, june):
    factory.sign_in(client, role="organiser")
    assert "7 người" in text_of(client.get(f"/publication/rounds/{june.round.id}/ranking?group=x&unit=99999"))


def test_a_long_ranking_comes_in_pages_and_explains_across_them(client, factory, june):
    village = factory.unit()
    for number in range(50):
        person = factory.participant(june.round.contest, unit_id=village.id, full_name=f"Người Số {number}")
        factory.attempt(person, june.round, score=0, seconds=60 + number)
    factory.sign_in(client, role="organiser")
    first, second = (client.get(f"/publication/rounds/{june.round.id}/ranking?page={n}") for n in (1, 2))
    assert "Người Số 42 làm bài 1 phút 42 giây, nhanh hơn Người Số 43 (1 phút 43 giây)" in text_of(first)
    assert "Người Số 43" in text_of(second)
    assert "Người Số 42" not in text_of(second)


def test_the_prize_list_has_full_names_years_sums_and_room_to_sign(client, published):
    text = text_of(client.get(f"/publication/versions/{published.id}/prize-list"))
    assert "1 Ma Văn Em 2015 Trường THCS Hòa An Giải Nhất 500.000" in text
    assert "1 Thôn Nà Mạ Giải tập thể 1.000.000" in text
    assert "Ký nhận" in text
    # 500,000 + 3 × 300,000 + 2 × 100,000 + 1,000,000
    assert "Tổng số tiền: 2.600.000 đồng (Hai triệu sáu trăm nghìn đồng)." in text


def test_the_workbook_is_the_same_list_and_is_recorded(client, published, session):
    book = load_workbook(BytesIO(client.get(f"/publication/versions/{published.id}/prize-list.xlsx").data))
    assert book.sheetnames == ["Cá nhân", "Tập thể"]
    rows = list(book["Cá nhân"].iter_rows(values_only=True))
    assert rows[1] == (1, "Ma Văn Em", 2015, "Trường THCS Hòa An", "Giải Nhất", 500_000, None)
    assert len(rows) == 1 + 6
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == "publication.download")).one()
    assert record.details == {"title": "Đợt tháng 6", "version": 1, "format": "xlsx"}


def test_minutes_and_data_say_the_same(client, published):
    text = text_of(client.get(f"/publication/versions/{published.id}/minutes"))
    found = json.loads(client.get(f"/publication/versions/{published.id}/hand-over.json").data)
    assert "Số người dự thi: 7; số lượt thi: 7; số người đúng tất cả: 2." in text
    assert (found["participants"], found["decision"]["sum"], found["drawn_among"]) == (7, 2_600_000, 3)
    assert f"({found['decision']['sum_in_words']})" in text


def test_one_prize_in_the_contest_looks_at_what_is_published(client, factory, june, published, session, clock):
    july = factory.round(
        june.round.contest, title="Đợt tháng 7",
        prizes={"individual": [{"title": "Giải Nhất", "count": 1}], "one_prize": "contest"},
    )  # fmt: skip
    factory.attempt(june.people["Em"], july, score=5)
    late = factory.participant(june.round.contest, full_name="Người Mới", unit_id=june.people["An"].unit_id)
    factory.attempt(late, july, score=1)
    text = text_of(client.get(f"/publication/rounds/{july.id}"))
    assert "Người Mới công bố: N.M. Giải Nhất" in text
    assert "Ma Văn Em (hạng 1) đã có giải khác, mỗi người chỉ nhận một giải." in text
    session.scalars(select(Publication)).one().withdrawn_at = clock()
    session.flush()
    assert "Ma Văn Em công bố: M.V.E. Giải Nhất" in text_of(client.get(f"/publication/rounds/{july.id}"))


def test_the_seed_is_shown_to_nobody_before_it_is_published(client, factory, june, clock):
    clock.moment = june.round.closes_at
    factory.sign_in(client, role="administrator")
    pages = [client.get(f"/publication/rounds/{june.round.id}{page}") for page in ("", "/ranking", "/publish")]
    assert [SEED in page.text for page in pages] == [False] * 3
    assert "Giải Khuyến khích 100.000 đồng" in text_of(pages[0])
