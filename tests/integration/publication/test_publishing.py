"""Publishing a round: when it is refused, what everybody then reads, and that it stays as it was."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from quizapp.models import AuditRecord, Publication, Unit
from tests.browser import path_of, post_form, text_of
from tests.integration.publication.conftest import SEED
from tests.statements import statements


def test_an_open_round_is_not_published(client, factory, june):
    factory.sign_in(client, role="organiser")
    page = client.get(f"/publication/rounds/{june.round.id}/publish")
    assert "Đợt thi chưa đóng nên chưa công bố được" in text_of(page)
    assert 'type="submit">Công bố' not in page.text
    answer = post_form(client, f"/publication/rounds/{june.round.id}/publish", {"seen": "x"})
    assert (answer.status_code, "Đợt thi chưa đóng nên chưa công bố được" in text_of(answer)) == (422, True)


def test_a_round_with_an_open_attempt_is_not_published(client, factory, june, publish, clock, session):
    factory.attempt(factory.participant(june.round.contest), june.round, submitted_at=None)
    clock.moment = june.round.closes_at
    factory.sign_in(client, role="organiser")
    answer = post_form(client, f"/publication/rounds/{june.round.id}/publish", {"seen": "x"})
    assert (answer.status_code, "Còn bài thi chưa nộp" in text_of(answer)) == (422, True)
    assert session.scalars(select(Publication)).all() == []


def test_after_closing_and_before_publishing_nobody_is_named(client, june, clock):
    clock.moment = june.round.closes_at
    text = text_of(client.get("/results/"))
    assert "Ban Tổ chức đang xét kết quả" in text
    assert "7 người dự thi" in text
    assert [word for word in ("Ma Văn", "M.V.E.", "M.V.A.", SEED) if word in text] == []


def test_winners_are_published_with_their_prizes_and_figures(client, june, published):
    client.get("/staff/logout")
    text = text_of(client.get("/results/"))
    # Em 5/5 in 45 s; An 5/5 in 52 s; Binh and Chi level on rank 3: one second prize is left, both receive it.
    assert "M.V.E. Giải Nhất 500.000 đồng Trường THCS Hòa An 5/5 45 giây 1" in text
    assert "Ma Văn An Giải Nhì 300.000 đồng Thôn Nà Mạ 5/5 52 giây 2" in text
    assert "Ma Văn Binh Giải Nhì 300.000 đồng Thôn Nà Mạ 4/5 1 phút 00 giây 3" in text
    assert "Ma Văn Chi Giải Nhì 300.000 đồng Thôn Nà Mạ 4/5 1 phút 00 giây 3" in text
    assert "cùng 5 điểm; M.V.E. làm bài 45 giây, nhanh hơn Ma Văn An (52 giây)" in text
    assert "Những người bằng nhau ở hạng cuối của một giải cùng nhận giải đó: Ma Văn Binh, Ma Văn Chi." in text
    assert "Ma Văn Em" not in text


def test_the_collective_prize_is_explained(client, published):
    # 6 of 10 villagers are 60 %, 1 of 4 pupils is 25 %.
    text = text_of(client.get("/results/"))
    assert "Thôn Nà Mạ 1 Giải tập thể 1.000.000 đồng 60 6/10 người tham gia, đạt 60%: 60 điểm × hệ số 1" in text
    assert "Trường THCS Hòa An 2 – 25 1/4 người tham gia, đạt 25%: 25 điểm × hệ số 1" in text


def test_anybody_can_draw_again_from_what_is_published(client, june, published):
    page = client.get("/results/")
    text = text_of(page)
    assert sha256(SEED.encode()).hexdigest() in text
    assert SEED in text
    entries = client.get(f"/results/draws/{published.id}.txt").text.split()
    assert sorted(map(int, entries)) == sorted(june.entries[name] for name in ("Dung", "Giang", "Hai"))
    by_lot = sorted(entries, key=lambda entry: sha256(f"{SEED}:encouragement:{entry}".encode()).hexdigest())
    assert f"trúng trước: bài thi mã {by_lot[0]} , bài thi mã {by_lot[1]} ." in text


def test_a_version_shows_what_it_showed_whatever_changes_afterwards(client, factory, june, published, session):
    client.get("/results/")  # takes the sentence that something was done
    before = client.get("/results/").text
    june.people["An"].full_name = "Tên Khác Hẳn"
    session.get(Unit, june.people["An"].unit_id).name = "Thôn Đổi Tên"
    factory.attempt(june.people["Hai"], june.round, score=5, seconds=1)
    june.round.title = "Đợt đã đổi tên"
    session.flush()
    after = client.get("/results/").text
    # Of the page around it only the link to the round says what it is called now.
    assert after.replace("Đợt đã đổi tên", "Đợt tháng 6") == before


def test_the_newest_content_is_stored_and_recorded(june, published, session):
    content = published.content
    drawn = [award for award in content["awards"] if award["place"] == 0]
    assert (published.version, published.complaints_until - june.round.closes_at) == (
        1,
        timedelta(days=5, hours=16) - timedelta(seconds=1),
    )
    assert content["winner_ids"] == sorted(award["participant_id"] for award in content["awards"])
    assert len(drawn) == 2
    assert (content["participants"], content["attempts"], content["full_marks"]) == (7, 7, 2)
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == "publication.publish")).one()
    assert (record.subject_id, record.details["version"]) == (published.id, 1)


def test_a_change_is_told_and_a_second_version_needs_a_reason(client, june, published, publish, session, factory):
    page = client.get(f"/publication/rounds/{june.round.id}")
    assert "Kết quả hiện nay đúng như bản 1" in text_of(page)
    factory.attempt(june.people["Hai"], june.round, score=5, seconds=10)
    text = text_of(client.get(f"/publication/rounds/{june.round.id}"))
    assert "Kết quả đã thay đổi so với bản đã công bố" in text
    assert "danh sách đạt giải; điểm, thời gian hoặc dự đoán của người có tên" in text
    refused = publish("rounds", june.round.id)
    assert (refused.status_code, "Hãy ghi lý do có bản mới" in text_of(refused)) == (422, True)
    assert publish("rounds", june.round.id, "Bổ sung bài nộp chậm do lỗi mạng").status_code == 303
    text = text_of(client.get("/results/"))
    assert "Bản 2, công bố lúc" in text
    assert "Lý do có bản này: Bổ sung bài nộp chậm do lỗi mạng" in text
    assert "Ma Văn Hai Giải Nhất 500.000 đồng" in text
    old = text_of(client.get("/results/?version=1"))
    assert "Đây là bản cũ" in old
    assert "M.V.E. Giải Nhất 500.000 đồng" in old
    assert client.get("/results/?version=3").status_code == 404


def test_results_that_changed_since_they_were_looked_at_are_not_published(client, factory, june, clock, session):
    clock.moment = june.round.closes_at
    factory.sign_in(client, role="organiser")
    url = f"/publication/rounds/{june.round.id}/publish"
    seen = client.get(url).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    june.people["An"].full_name = "Ma Văn Ân"
    session.flush()
    refused = post_form(client, url, {"seen": seen})
    assert (refused.status_code, "Kết quả vừa thay đổi sau khi ông/bà xem" in text_of(refused)) == (422, True)
    assert session.scalars(select(Publication)).all() == []


def test_what_was_typed_is_kept_when_it_is_refused(client, june, published):
    url = f"/publication/rounds/{june.round.id}/publish"
    refused = post_form(client, url, {"seen": "cũ", "reason": "Sửa đáp án câu 7"})
    assert (refused.status_code, ">Sửa đáp án câu 7</textarea>" in refused.text.replace("\r\n", "")) == (422, True)


def test_a_withdrawn_version_is_gone_from_the_public(client, published, session):
    url = f"/publication/versions/{published.id}/withdraw"
    refused = post_form(client, url, {"reason": " "})
    assert (refused.status_code, "Hãy ghi lý do thu hồi" in text_of(refused)) == (422, True)
    assert post_form(client, url, {"reason": "Công bố nhầm"}).status_code == 303
    text = text_of(client.get("/results/"))
    assert "Ban Tổ chức đang xét kết quả" in text
    assert "M.V.E." not in text
    assert [client.get(path).status_code for path in ("/results/?version=1", f"/results/draws/{published.id}.txt")] == [
        404,
        404,
    ]
    assert "Đã thu hồi" in text_of(client.get(f"/publication/versions/{published.id}"))
    again = post_form(client, url, {"reason": "Lần nữa"})
    assert (again.status_code, "đã được thu hồi trước đó" in text_of(again)) == (422, True)
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == "publication.withdraw")).one()
    assert record.details["reason"] == "Công bố nhầm"


def test_no_kept_page_shows_a_name_after_its_withdrawal(client, published, leases):
    reader = type(client)(
        client.application, client.application.response_class
    )  # no sentences for the staff wait in it
    assert "M.V.E." in reader.get("/results/").text
    post_form(client, f"/publication/versions/{published.id}/withdraw", {"reason": "Công bố nhầm"})
    assert "M.V.E." not in reader.get("/results/").text


def test_withdrawing_the_newest_brings_back_the_one_before(client, june, published, publish, session):
    assert publish("rounds", june.round.id, "Sửa tên đơn vị").status_code == 303
    newest = session.scalars(select(Publication).where(Publication.version == 2)).one()
    url = f"/publication/versions/{newest.id}/withdraw"
    assert "Trang kết quả sẽ hiện bản 1" in text_of(client.get(url))
    post_form(client, url, {"reason": "Nhầm"})
    assert "Bản 1, công bố lúc" in text_of(client.get("/results/"))
    # A version's number is never given twice.
    assert publish("rounds", june.round.id, "Lần ba").status_code == 303
    assert session.scalars(select(Publication.version).order_by(Publication.id)).all() == [1, 2, 3]


def test_hostile_names_are_escaped_wherever_results_stand(client, factory, june, clock, publish, session):
    hostile = "<script>alert(1)</script> An"
    june.people["An"].full_name = hostile
    june.round.prizes = {"individual": [{"title": "<b>Nhất</b>", "count": 2}]}
    june.round.title = "<i>Đợt</i>"
    session.get(Unit, june.people["An"].unit_id).name = "<u>Thôn</u>"
    session.flush()
    clock.moment = june.round.closes_at
    factory.sign_in(client, role="organiser")
    assert publish("rounds", june.round.id).status_code == 303
    version = session.scalars(select(Publication)).one().id
    pages = [
        f"/publication/rounds/{june.round.id}", f"/publication/rounds/{june.round.id}/ranking",
        "/results/", "/publication/",
        f"/publication/versions/{version}", f"/publication/versions/{version}/prize-list",
        f"/publication/versions/{version}/minutes", f"/publication/versions/{version}/withdraw",
    ]  # fmt: skip
    for path in pages:
        page = client.get(path)
        assert (path, page.status_code) == (path, 200)
        assert [tag for tag in ("<script>alert", "<b>Nhất", "<i>Đợt", "<u>Thôn") if tag in page.text] == []


def test_the_league_is_published_once_all_its_rounds_are_over(client, factory, june, published, publish, clock):
    july = factory.round(
        june.round.contest, title="Đợt tháng 7", slug="thang-7",
        opens_at=clock() - timedelta(hours=1), closes_at=clock() + timedelta(days=5),
    )  # fmt: skip
    contest = june.round.contest
    contest.prizes = {"individual": [{"title": "Giải chung cuộc", "count": 1}]}
    factory.attempt(june.people["An"], july, score=5, seconds=100)
    refused = client.get(f"/publication/contests/{contest.id}/publish")
    assert "Đợt thi chưa đóng nên chưa công bố được" in text_of(refused)
    assert client.get("/results/league").status_code == 404
    clock.moment = july.closes_at
    factory.sign_in(client, role="organiser")
    answer = publish("contests", contest.id)
    assert (answer.status_code, path_of(answer).startswith("/publication/versions/")) == (303, True)
    text = text_of(client.get("/results/league"))
    # An: 5 + 5 of 10 points; Em has June's 5 alone. 52 s + 100 s.
    assert "Ma Văn An Giải chung cuộc Thôn Nà Mạ 10/10 2 phút 32 giây 1" in text
    assert "Ma Văn An được 10 điểm, cao hơn người xếp liền sau (5 điểm)" in text
    assert "Toàn cuộc thi" in text_of(client.get("/results/"))


@pytest.mark.parametrize("extra", [0, 8])
def test_pages_take_the_same_statements_for_one_winner_and_for_many(client, factory, june, published, extra, session):
    for number in range(extra):
        factory.attempt(factory.participant(june.round.contest), june.round, score=5, seconds=20 + number)
    session.flush()
    counts = {}
    for path in (
        "/results/",
        f"/publication/rounds/{june.round.id}",
        f"/publication/versions/{published.id}",
        "/publication/",
    ):
        session.expire_all()
        with statements() as seen:
            assert client.get(path).status_code == 200
        counts[path.rstrip("0123456789")] = len(seen)
    assert counts == {"/results/": 4, "/publication/rounds/": 18, "/publication/versions/": 6, "/publication/": 5}
