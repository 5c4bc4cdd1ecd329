"""The list of flagged attempts: what is found in stored rows, filters, pages, statements."""

from datetime import timedelta

import pytest

from quizapp.adjudication.queries.material import material
from quizapp.models import Publication
from tests.browser import path_of, text_of
from tests.postgres import both_databases
from tests.statements import statements

INDEX = "/adjudication/"


def publish(session, clock, contest_round, *winners, version=1, **values):
    session.add(
        Publication(
            **{
                "contest_id": contest_round.contest_id,
                "round_id": contest_round.id,
                "version": version,
                "published_at": clock(),
                "complaints_until": clock(),
                "content": {"winner_ids": list(winners)},
                **values,
            }
        )
    )
    session.flush()


@pytest.mark.parametrize("path", [INDEX, "/adjudication/attempts/1", "/adjudication/exclusions"])
def test_boris_is_sent_to_the_login_and_an_analyst_refused(client, factory, path):
    answer = client.get(path)
    assert (answer.status_code, path_of(answer)) == (302, "/staff/login")
    factory.sign_in(client, role="analyst")
    assert client.get(path).status_code == 403


def test_without_a_round_the_page_says_so(client, vera):
    assert "Chưa có đợt thi" in text_of(client.get(INDEX))


def test_a_round_that_is_not_there_is_not_found(client, vera, june):
    assert client.get(f"{INDEX}?round=999").status_code == 404


def test_a_quick_attempt_is_listed_with_its_evidence_and_rank(client, vera, sit):
    sit("Nông Văn Kín", score=4, seconds=300)
    sit("Hà Đức Em", score=5, seconds=11)
    text = text_of(client.get(INDEX))

    # 11 s / 5 = 2.2 s; the lower median of 2.2 and 60 s is 2.2.
    assert (
        "Trả lời 5 câu trong 11 giây, trung bình 2,2 giây một câu; một nửa số bài của đợt cần hơn 2,2 giây một câu."
    ) in text
    assert "Hà Đức Em Trường, lớp" in text or "Hà Đức Em" in text
    assert "Nông Văn Kín" not in text
    assert "1 bài chưa quyết định, 0 đã chấp nhận, 0 đã hủy" in text
    assert "50% của 2 bài" in text


def test_three_on_a_device_are_listed_and_linked(client, vera, sit):
    family = [sit(name, device="a" * 16) for name in ("Lý Thị Một", "Lý Thị Hai", "Lý Thị Ba")]
    page = client.get(INDEX)

    assert text_of(page).count("3 người thi trên cùng một máy, thuộc 3 đơn vị. Cùng với:") == 3
    assert page.text.count(f"/adjudication/attempts/{family[0].id}") == 3


def test_a_network_is_shown_where_it_is_asked_for_and_asks_for_no_decision(client, vera, sit):
    for _ in range(10):
        sit(network="b" * 16)
    assert "Không còn bài nào chờ quyết định" in text_of(client.get(INDEX))
    text = text_of(client.get(f"{INDEX}?flag=network"))
    assert "không phải căn cứ để loại bài" in text
    assert text.count("10 người thi qua cùng một địa chỉ mạng") == 10


@both_databases
def test_equal_answers_are_found_whatever_order_the_options_were_shown_in(factory, session, june, sit, write_paper):
    versions = [factory.question(june.banks[0], number=100 + n) for n in range(5)]
    right = dict.fromkeys(versions, 0)
    same = {**right, versions[0]: 1, versions[1]: 2, versions[2]: 3, versions[3]: None}
    for minute in range(18):
        write_paper(sit(minute=minute), right)
    first, second = sit(minute=3), sit(minute=5)
    write_paper(first, same)
    write_paper(second, same, "3102")
    found = material(session, june)

    mistakes = ((versions[0].id, 2), (versions[1].id, 4), (versions[2].id, 8))
    assert {s.attempt_id: s.wrong for s in found.sittings if s.wrong} == {first.id: mistakes, second.id: mistakes}
    assert found.asked == {version.id: 20 for version in versions}
    assert found.suspects == [(first.id, second.id)]
    expected = {versions[0].id: 2, versions[1].id: 4, versions[2].id: 8, versions[3].id: 0, versions[4].id: 1}
    assert found.papers == {first.id: expected, second.id: expected}


def test_an_open_attempt_is_no_material(session, june, sit, factory):
    factory.attempt(factory.participant(june.contest), june, submitted_at=None, device="a" * 16)
    sit()
    assert len(material(session, june).sittings) == 1


def test_winners_of_earlier_rounds_are_flagged_by_the_newest_version(client, vera, session, clock, factory, june, sit):
    kin, em = sit("Nông Văn Kín"), sit("Hà Đức Em")
    may = factory.round(june.contest, title="Đợt tháng 5", opens_at=june.opens_at - timedelta(days=30))
    later = factory.round(june.contest, title="Đợt tháng 7", opens_at=june.opens_at + timedelta(hours=1))
    publish(session, clock, may, kin.participant_id, em.participant_id, version=1)
    publish(session, clock, may, kin.participant_id, version=2)
    publish(session, clock, later, em.participant_id)
    assert material(session, june).won == {kin.participant_id: ["Đợt tháng 5"]}
    text = text_of(client.get(f"{INDEX}?round={june.id}"))
    assert "Đã đạt giải 1 lần: Đợt tháng 5." in text
    assert "Hà Đức Em" not in text


def test_a_published_round_says_that_a_new_version_is_needed(client, vera, session, clock, june, sit):
    attempt = sit(seconds=10)
    assert "Kết quả đã công bố" not in text_of(client.get(INDEX))
    publish(session, clock, june, version=3)
    for path in (INDEX, f"/adjudication/attempts/{attempt.id}"):
        assert "Công chúng đang xem bản số 3." in text_of(client.get(path))


def test_a_round_that_is_open_says_so(client, vera, factory, june):
    still = factory.round(june.contest)
    assert "Đợt thi chưa kết thúc" in text_of(client.get(f"{INDEX}?round={still.id}"))
    assert "Đợt thi chưa kết thúc" not in text_of(client.get(f"{INDEX}?round={june.id}"))


def test_who_ranks_best_comes_first_and_of_one_flag_the_most_striking(client, vera, sit):
    quickest = sit("Nông Văn Kín", score=3, seconds=9)
    best = sit("Hà Đức Em", score=5, seconds=11)
    page = {flag: client.get(f"{INDEX}?flag={flag}").text for flag in ("", "speed")}

    def order(text):
        return sorted((quickest.id, best.id), key=lambda found: text.index(f"/adjudication/attempts/{found}"))

    assert (order(page[""]), order(page["speed"])) == ([best.id, quickest.id], [quickest.id, best.id])


def test_what_makes_no_sense_in_the_address_filters_nothing(client, vera, sit):
    sit("Hà Đức Em", seconds=9)
    assert "Hà Đức Em" in text_of(client.get(f"{INDEX}?flag=moon&state=sun&page=-3"))


def test_a_long_list_comes_in_pages(client, vera, sit):
    for number in range(26):
        sit(f"Người Số {number}", seconds=10)
    first, second = (client.get(f"{INDEX}?page={n}").text for n in (1, 2))
    assert (first.count("Người Số"), second.count("Người Số")) == (25, 1)


def test_hostile_names_are_text(client, vera, factory, june, sit):
    unit = factory.unit(name="<i>Thôn</i>")
    person = factory.participant(june.contest, full_name="<script>alert(1)</script>", unit_id=unit.id)
    attempt = sit(participant=person, seconds=10, device="a" * 16)
    others = [sit(device="a" * 16) for _ in range(2)]
    for path in (INDEX, f"/adjudication/attempts/{attempt.id}", f"/adjudication/attempts/{others[0].id}"):
        page = client.get(path)
        assert ("<script>alert" in page.text, "<i>Thôn" in page.text) == (False, False)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(client, vera, sit, rows):
    for _ in range(rows):
        sit(seconds=10, device="a" * 16)
    with statements() as seen:
        assert client.get(INDEX).status_code == 200
    assert len(seen) == 11
