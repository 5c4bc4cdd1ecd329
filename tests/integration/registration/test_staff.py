"""The staff's list of people, one person's page, and corrections."""

from datetime import date

import pytest
from sqlalchemy import select

from quizapp.models import AuditRecord, Consent, Participant
from tests.browser import path_of, post_form, text_of
from tests.statements import statements

PEOPLE = "/registration/participants"


@pytest.fixture
def organiser(client, factory):
    return factory.sign_in(client, role="organiser")


@pytest.fixture
def contest(factory):
    return factory.contest(title="Cuộc thi năm 2027")


def names(page):
    return [part.split("</a>")[0].split(">")[-1] for part in page.text.split('class="main">')[1:]]


def person(factory, contest, name, **values):
    return factory.participant(contest, full_name=name, **values)


def test_an_analyst_and_a_stranger_see_nobody(client, factory, contest):
    an = person(factory, contest, "Nguyễn Văn An")
    assert path_of(client.get(PEOPLE)) == "/staff/login"

    factory.sign_in(client, role="analyst")

    assert [client.get(url).status_code for url in (PEOPLE, f"{PEOPLE}/{an.id}", f"{PEOPLE}/{an.id}/correct")] == [
        403
    ] * 3


def test_people_stand_in_vietnamese_order_of_given_names(client, organiser, factory, contest):
    for name in ("Lê Thị Ánh", "Ma Văn Đức", "Nguyễn Văn Bình", "Trần Văn An", "Đàm Thị Dung"):
        person(factory, contest, name)

    assert names(client.get(PEOPLE)) == ["Trần Văn An", "Lê Thị Ánh", "Nguyễn Văn Bình", "Đàm Thị Dung", "Ma Văn Đức"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hạnh", ["Ma Thị Hạnh"]),
        ("hanh", ["Ma Thị Hạnh"]),
        ("THI HANH", ["Ma Thị Hạnh"]),
        ("k7p-3qma", ["Ma Thị Hạnh"]),
        ("5678", ["Nguyễn Văn An"]),
        ("0912 345 678", ["Nguyễn Văn An"]),
        ("+84 912 345 678", ["Nguyễn Văn An"]),
        ("%", []),
        ("_", []),
        ("567", []),
    ],
)
def test_people_are_found_by_part_of_a_name_code_or_phone(client, organiser, factory, contest, text, found):
    person(factory, contest, "Ma Thị Hạnh", code="K7P3QMA")
    person(factory, contest, "Nguyễn Văn An", phone="0912345678")

    assert names(client.get(PEOPLE, query_string={"q": text})) == found


def test_people_are_filtered_by_group_unit_and_contest(client, organiser, factory, contest):
    village = factory.unit(name="Thôn Nà Mạ")
    person(factory, contest, "Ma Văn Một", unit_id=village.id)
    person(factory, contest, "Ma Văn Hai")
    person(factory, contest, "Ma Văn Ba", group="students")
    old = factory.contest(is_current=False, year=2026)
    person(factory, old, "Ma Văn Cũ")

    def shown(**arguments):
        return names(client.get(PEOPLE, query_string=arguments))

    assert shown() == ["Ma Văn Ba", "Ma Văn Hai", "Ma Văn Một"]
    assert shown(group="students") == ["Ma Văn Ba"]
    assert shown(unit=village.id) == ["Ma Văn Một"]
    assert shown(contest=old.id) == ["Ma Văn Cũ"]
    assert shown(contest=999999, unit="x") == ["Ma Văn Ba", "Ma Văn Hai", "Ma Văn Một"]


def test_a_long_list_is_shown_by_pages_that_keep_the_filter(client, organiser, factory, contest):
    village = factory.unit()
    for _ in range(51):
        person(factory, contest, "Ma Văn An", unit_id=village.id)

    first = client.get(PEOPLE, query_string={"group": "residents"})

    assert (len(names(first)), "51 người" in text_of(first)) == (50, True)
    assert "/registration/participants?group=residents&amp;page=2" in first.text
    assert len(names(client.get(PEOPLE, query_string={"page": 2}))) == 1
    assert len(names(client.get(PEOPLE, query_string={"page": 99}))) == 1
    assert len(names(client.get(PEOPLE, query_string={"page": "-3"}))) == 50


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_takes_five_statements(client, organiser, factory, contest, people):
    for _ in range(people):
        person(factory, contest, "Ma Văn An")

    with statements() as seen:
        client.get(PEOPLE)

    assert len(seen) == 5  # the account; contests, units, count, rows


def test_without_a_contest_and_without_people_the_list_says_so(client, organiser, factory):
    assert "Chưa có cuộc thi nào" in text_of(client.get(PEOPLE))
    factory.contest()
    assert "Chưa có ai đăng ký" in text_of(client.get(PEOPLE))
    assert "Không tìm thấy ai" in text_of(client.get(f"{PEOPLE}?q=zzz"))


def test_a_page_shows_all_that_is_stored_of_a_person(client, organiser, factory, contest, clock):
    an = person(
        factory,
        contest,
        "Ma Văn An",
        group="students",
        birth_date=date(2014, 5, 9),
        phone="0912345678",
        details={"class": "8A"},
        guardian_name="Ma Văn Bình",
        code="K7P3QMA",
    )
    factory.session.add(Consent(participant_id=an.id, purpose="contest", version="2026-11", given_at=clock()))
    factory.session.flush()

    page = text_of(client.get(f"{PEOPLE}/{an.id}"))

    for part in (
        "K7P-3QMA",
        "09/05/2014",
        "Học sinh",
        "8A",
        "0912345678",
        "Ma Văn Bình",
        "bản 2026-11, 08:00 09/06/2027",
    ):
        assert part in page
    assert "chưa có người giám hộ" not in page
    assert client.get(f"{PEOPLE}/999999").status_code == 404


def test_a_child_without_a_guardian_is_pointed_out(client, organiser, factory, contest):
    an = person(factory, contest, "Ma Văn An", group="students", birth_date=date(2014, 5, 9))

    assert "Dưới 16 tuổi, chưa có người giám hộ" in text_of(client.get(f"{PEOPLE}/{an.id}"))


def corrected(client, an, **changed):
    fields = {
        "full_name": an.full_name,
        "birth_date": f"{an.birth_date:%d/%m/%Y}",
        "unit_id": an.unit_id,
        "phone": an.phone or "",
        **changed,
    }
    return post_form(client, f"{PEOPLE}/{an.id}/correct", fields)


def test_a_correction_is_recorded_with_what_was_before(client, organiser, factory, contest, clock):
    old_unit, new_unit = factory.unit(name="Thôn Nà Mạ"), factory.unit(name="Thôn Nà Tè")
    an = person(factory, contest, "Ma Van An", birth_date=date(1968, 9, 5), unit_id=old_unit.id, code="K7P3QMA")

    answer = corrected(
        client, an, full_name="Ma Văn Ân", birth_date="6/9/1968", unit_id=new_unit.id, phone="0912345678"
    )

    assert (answer.status_code, path_of(answer)) == (303, f"{PEOPLE}/{an.id}")
    factory.session.expire_all()
    an = factory.session.get(Participant, an.id)
    assert (an.full_name, an.folded_name, an.birth_date) == ("Ma Văn Ân", "ma van an", date(1968, 9, 6))
    assert an.match_key == f"an ma van|1968-09-06|{new_unit.id}"
    assert (an.unit_id, an.phone) == (new_unit.id, "0912345678")
    record = factory.session.scalars(select(AuditRecord)).one()
    assert (record.action, record.actor_id, record.recorded_at) == ("participant.correct", organiser.id, clock())
    assert (record.subject_type, record.subject_id) == ("participant", an.id)
    assert record.details == {
        "code": "K7P-3QMA",
        "changed": {
            "full_name": ["Ma Van An", "Ma Văn Ân"],
            "birth_date": ["05/09/1968", "06/09/1968"],
            "unit": ["Thôn Nà Mạ", "Thôn Nà Tè"],
            "phone": [None, "0912345678"],
        },
    }


def test_a_correction_that_changes_nothing_records_nothing(client, organiser, factory, contest):
    an = person(factory, contest, "Ma Văn An")

    assert corrected(client, an).status_code == 303
    assert factory.session.scalars(select(AuditRecord)).all() == []


def test_a_correction_into_another_person_of_the_contest_is_refused(client, organiser, factory, contest):
    village = factory.unit()
    person(factory, contest, "Ma Văn An", birth_date=date(1968, 9, 5), unit_id=village.id)
    other = person(factory, contest, "Ma Văn Bình", birth_date=date(1968, 9, 5), unit_id=village.id)

    answer = corrected(client, other, full_name="An Ma Văn")

    assert answer.status_code == 422
    assert "đã có một người khác cùng họ tên, ngày sinh và đơn vị" in text_of(answer)
    assert 'value="An Ma Văn"' in answer.text
    factory.session.expire_all()
    assert factory.session.get(Participant, other.id).full_name == "Ma Văn Bình"
    assert factory.session.scalars(select(AuditRecord)).all() == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"full_name": ""}, "Hãy nhập họ và tên."),
        ({"birth_date": "31/02/1970"}, "Không có ngày này trong lịch"),
        ({"unit_id": "999999"}, "Hãy chọn một mục trong danh sách."),
        ({"phone": "12"}, "Số điện thoại di động có 10 chữ số"),
    ],
)
def test_a_correction_is_checked_like_a_sign_up(client, organiser, factory, contest, changed, sentence):
    an = person(factory, contest, "Ma Văn An")

    answer = corrected(client, an, **changed)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_unit_that_is_closed_stays_the_participants_own(client, organiser, factory, contest):
    village = factory.unit(name="Thôn Cũ", is_active=False)
    an = person(factory, contest, "Ma Văn An", unit_id=village.id)

    assert corrected(client, an, phone="0912345678").status_code == 303


def test_an_id_that_no_column_can_hold_is_a_page_that_does_not_exist(client, organiser):
    assert client.get(f"{PEOPLE}/{2**31}").status_code == 404
    assert client.get(f"{PEOPLE}/{10**30}").status_code == 404
