"""People who can win no prize: adding them by list and by search, and taking them off."""

import pytest
from sqlalchemy import select

from quizapp.adjudication import operations
from quizapp.models import AuditRecord, PrizeExclusion
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.statements import statements

LIST = "/adjudication/exclusions"


@pytest.fixture
def contest(factory):
    return factory.contest()


def excluded(session, contest):
    rows = session.execute(
        select(PrizeExclusion.participant_id, PrizeExclusion.reason).where(PrizeExclusion.contest_id == contest.id)
    )
    return {row.participant_id: row.reason for row in rows}


def add(client, contest, people="", reason="Ban Tổ chức", **fields):
    return post_form(client, f"{LIST}/{contest.id}", {"people": people, "reason": reason, **fields}, page=LIST)


def test_codes_and_names_are_added_in_any_case_and_once(client, vera, factory, session, contest):
    kin = factory.participant(contest, full_name="Nông Văn Kín")
    em = factory.participant(contest, full_name="Hà Đức Em")
    code = f"{kin.code[:3]}-{kin.code[3:]}".lower()
    answer = add(client, contest, f"{code}\n\n  ha duc em \n{kin.code}\n")
    assert (answer.status_code, path_of(answer)) == (303, LIST)
    assert excluded(session, contest) == {kin.id: "Ban Tổ chức", em.id: "Ban Tổ chức"}
    text = text_of(client.get(answer.location))
    assert "Đã thêm 2 người vào danh sách không xét giải." in text
    assert "Hà Đức Em" in text


def test_whoever_is_on_the_list_stays_with_the_first_reason(client, vera, factory, session, contest):
    kin = factory.participant(contest)
    add(client, contest, kin.code, "Tổ Thư ký")
    page = client.get(add(client, contest, kin.code, "Khác").location)
    assert "Đã thêm 0 người" in text_of(page)
    assert excluded(session, contest) == {kin.id: "Tổ Thư ký"}


def test_a_name_that_several_have_asks_for_the_code(client, vera, factory, session, contest):
    first, second = (factory.participant(contest, full_name="Nguyễn Văn An") for _ in range(2))
    other = factory.participant(contest, full_name="Hà Đức Em")
    page = add(client, contest, "Nguyễn Văn An\nHà Đức Em")
    text = text_of(page)
    assert page.status_code == 422
    assert "Có 2 người tên “Nguyễn Văn An”; hãy ghi mã:" in text
    assert all(f"{p.code[:3]}-{p.code[3:]}" in text for p in (first, second))
    assert "Nguyễn Văn An\nHà Đức Em</textarea>" in page.text
    assert (excluded(session, contest), other.id in excluded(session, contest)) == ({}, False)


def test_a_line_that_means_nobody_is_named_and_everything_kept(client, vera, factory, session, contest):
    stranger = factory.participant(factory.contest(is_current=False), full_name="Người Cuộc Khác")
    kin = factory.participant(contest, full_name="Nông Văn Kín")
    page = add(client, contest, f"Nông Văn Kín\nNgười Cuộc Khác\n{stranger.code}", "Lý do của tôi")
    text = text_of(page)
    assert page.status_code == 422
    assert "Không tìm thấy “Người Cuộc Khác” trong cuộc thi này" in text
    assert f"Không tìm thấy “{stranger.code}”" in text
    assert "Lý do của tôi" in text
    assert (excluded(session, contest), kin.full_name in text) == ({}, True)


@pytest.mark.parametrize("people", ["", " \n "])
def test_an_empty_list_is_refused(client, vera, session, contest, people):
    page = add(client, contest, people)
    assert (page.status_code, "Hãy đánh dấu ít nhất một người" in text_of(page)) == (422, True)


def test_without_a_reason_nothing_is_added_and_the_list_kept(client, vera, factory, session, contest):
    kin = factory.participant(contest)
    page = add(client, contest, kin.code, "")
    assert (page.status_code, "Hãy ghi lý do, ví dụ: thành viên Ban Tổ chức" in text_of(page)) == (422, True)
    assert (excluded(session, contest), kin.code in page.text) == ({}, True)


def test_more_lines_than_anybody_needs_are_refused(client, vera, contest):
    page = add(client, contest, "\n".join(f"Người {n}" for n in range(301)))
    assert (page.status_code, "Nhiều nhất 300 dòng" in text_of(page)) == (422, True)


def test_people_are_picked_from_a_search(client, vera, factory, session, contest):
    kin, em = factory.participant(contest, full_name="Nông Văn Kín"), factory.participant(contest)
    page = client.get(f"{LIST}?q=van kin")
    assert (f'name="participant" value="{kin.id}"' in page.text, f'value="{em.id}"' in page.text) == (True, False)
    fields = {"participant": kin.id, "reason": "Ra đề", "people": "", "q": "van kin", "csrf_token": csrf_token(page)}
    assert client.post(f"{LIST}/{contest.id}", data=fields).status_code == 303
    assert excluded(session, contest) == {kin.id: "Ra đề"}
    assert "Không tìm thấy ai chưa có trong danh sách" in text_of(client.get(f"{LIST}?q=van kin"))


def test_what_was_ticked_and_searched_for_stays_when_the_reason_is_missing(client, vera, factory, contest):
    kin = factory.participant(contest, full_name="Nông Văn Kín")
    page = add(client, contest, "", "", participant=kin.id, q="van kin")
    assert page.status_code == 422
    assert f'name="participant" value="{kin.id}" checked' in page.text


def test_a_search_takes_no_wildcards(client, vera, factory, contest):
    factory.participant(contest, full_name="Nông Văn Kín")
    assert "Không tìm thấy ai" in text_of(client.get(f"{LIST}?q=%"))


def test_people_of_another_contest_are_not_taken(session, factory, clock, contest):
    stranger = factory.participant(factory.contest(is_current=False))
    with pytest.raises(operations.NobodyChosen):
        operations.exclude_from_prizes(
            session, now=clock(), actor_id=None, contest_id=contest.id, participant_ids=[stranger.id], reason="x"
        )


def test_taking_somebody_off_is_possible_once_and_audited(client, vera, factory, session, contest):
    kin = factory.participant(contest)
    add(client, contest, kin.code)
    for _ in range(2):
        page = client.get(LIST)
        data = {"csrf_token": csrf_token(page)}
        assert client.post(f"{LIST}/{contest.id}/{kin.id}/remove", data=data).status_code == 303
    assert excluded(session, contest) == {}
    actions = session.scalars(select(AuditRecord.action).order_by(AuditRecord.id)).all()
    assert actions == ["prize_exclusion.add", "prize_exclusion.remove"]


def test_hostile_names_and_reasons_are_text(client, vera, factory, contest):
    person = factory.participant(contest, full_name="<script>alert(1)</script>")
    page = client.get(add(client, contest, person.code, "<b>vì</b>").location)
    assert ("<script>alert" in page.text, "<b>vì" in page.text) == (False, False)
    refused = add(client, contest, "<script>alert(2)</script>")
    assert (refused.status_code, "<script>alert" in refused.text) == (422, False)


def test_a_contest_that_is_not_there_is_not_found(client, vera, contest):
    assert client.get(f"{LIST}?contest=999").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(client, vera, factory, contest, rows):
    people = [factory.participant(contest) for _ in range(rows)]
    add(client, contest, "\n".join(p.code for p in people))
    with statements() as seen:
        assert client.get(LIST).status_code == 200
    assert len(seen) == 4
