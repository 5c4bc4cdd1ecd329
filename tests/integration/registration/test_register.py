"""Signing up by group: what is stored, what is refused, and who is sent where."""

from datetime import date
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from quizapp.domain.groups import GROUPS
from quizapp.domain.identity import new_code
from quizapp.models import Participant
from quizapp.registration import operations
from quizapp.registration.operations import AlreadyRegistered, Registration, register_participant
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.integration.registration.conftest import HOME, REGISTER, RETURN, cookie_of

CHILD = {"birth_date": "10/06/2011"}  # 15 on 9 June 2027, the clock's day; 16 the day after


def test_without_a_current_contest_the_page_says_so(client, factory):
    factory.contest(is_current=False)

    assert "Chưa có cuộc thi nào" in text_of(client.get(REGISTER))
    assert "Chưa có cuộc thi nào" in text_of(client.get(f"{REGISTER}?group=students"))


def test_the_groups_are_four_links_that_keep_the_round(sign_up, client):
    page = client.get(f"{REGISTER}?round=7")

    for code, group in GROUPS.items():
        assert f'href="/registration/?group={code}&amp;round=7"' in page.text
        assert group.title in page.text
    assert 'name="full_name"' not in page.text


def test_an_unknown_group_is_asked_for_again(sign_up, client):
    assert client.get(f"{REGISTER}?group=spies").text.count("group-card ") == 4
    assert sign_up.send(group="residents", url=f"{REGISTER}?group=spies").status_code == 303


@pytest.mark.parametrize(
    ("group", "own", "others"),
    [
        ("officials", ["Cơ quan, đơn vị", "Chức vụ"], ["Lớp", "Mã số thuế", "giám hộ"]),
        ("students", ["Trường", "Lớp", "giám hộ"], ["Chức vụ", "Mã số thuế"]),
        ("residents", ["Thôn"], ["Chức vụ", "Lớp", "Mã số thuế", "giám hộ"]),
        ("businesses", ["Loại hình", "Mã số thuế"], ["Chức vụ", "Lớp", "giám hộ"]),
    ],
)
def test_a_group_is_asked_its_own_fields_alone(sign_up, client, group, own, others):
    form = text_of(client.get(f"{REGISTER}?group={group}"))

    assert [label for label in own if label not in form] == []
    assert [label for label in others if label in form] == []
    assert [unit.name for code, unit in sign_up.units.items() if unit.name in form] == [sign_up.units[group].name]


def test_units_stand_in_vietnamese_order_with_the_catch_all_last_and_inactive_ones_left_out(client, factory):
    factory.contest()
    for name in ("Thôn Ăng", "Thôn Đồng", "Thôn Dài", "Thôn Anh"):
        factory.unit(name=name)
    factory.unit(name="Khác", is_catch_all=True)
    factory.unit(name="Thôn Cũ", is_active=False)

    page = client.get(f"{REGISTER}?group=residents")

    options = [part.split("</option>")[0].split(">")[-1] for part in page.text.split("<option")[1:]]
    assert options == ["Bấm để chọn", "Thôn Anh", "Thôn Ăng", "Thôn Dài", "Thôn Đồng", "Khác"]


@pytest.mark.parametrize(
    ("group", "own", "details"),
    [
        ("officials", {"detail_position": " Phó  phòng "}, {"position": "Phó phòng"}),
        ("officials", {}, {}),
        ("students", {"phone": "", "birth_date": "1/9/2010"}, {"class": "8A"}),
        ("residents", {}, {}),
        (
            "businesses",
            {"detail_tax_code": "0100109106"},
            {"business_name": "HTX Chè Hòa An", "tax_code": "0100109106"},
        ),
    ],
)
def test_each_group_registers_in_one_form(sign_up, client, clock, group, own, details):
    answer = sign_up.send(group, **own)

    assert (answer.status_code, path_of(answer)) == (303, HOME)
    (an,) = sign_up.people()
    assert an.contest_id == sign_up.contest.id
    assert (an.full_name, an.folded_name) == ("Nguyễn Văn An", "nguyen van an")
    assert (an.group, an.unit_id, an.details) == (group, sign_up.units[group].id, details)
    assert an.phone == (None if group == "students" else "0912345678")
    assert an.guardian_name is None
    assert an.registered_at == clock()
    assert cookie_of(client)["participant_id"] == an.id
    assert f"{an.code[:3]}-{an.code[3:]}" in client.get(HOME).text


def test_the_round_asked_for_comes_first_on_the_next_page(sign_up, client, factory):
    factory.round(sign_up.contest, title="Đợt một")
    later = factory.round(sign_up.contest, title="Đợt hai", kind="practice")

    answer = sign_up.send(url=f"{REGISTER}?round={later.id}")

    assert answer.location == f"{HOME}?round={later.id}"
    page = text_of(client.get(answer.location))
    assert page.index("Đợt hai") < page.index("Đợt một")


def test_consents_are_unticked_and_stored_with_version_and_time(sign_up, client, clock):
    assert " checked" not in client.get(f"{REGISTER}?group=students").text

    sign_up.send(consent_publish_name="y")

    (an,) = sign_up.people()
    consents = sign_up.consents(an.id)
    assert {(c.purpose, c.version, c.given_at) for c in consents.values()} == {
        ("contest", "2026-11", clock()),
        ("publish_name", "2026-11", clock()),
    }


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"full_name": ""}, "Hãy nhập họ và tên."),
        ({"full_name": "An"}, "Hãy nhập đủ họ và tên"),
        ({"full_name": "Nguyễn Văn 4n"}, "Hãy nhập đủ họ và tên"),
        ({"full_name": "<b>Nguyễn</b> An"}, "Hãy nhập đủ họ và tên"),
        ({"full_name": "Nguyễn " + "An" * 40}, "Mục này nhiều nhất 80 ký tự."),
        ({"full_name": "Nguyễn Văn An\x00"}, "Có ký tự lạ"),
        ({"birth_date": ""}, "Hãy nhập ngày sinh."),
        ({"birth_date": "5/9/68"}, "năm có bốn chữ số"),
        ({"birth_date": "31/02/1968"}, "Không có ngày này trong lịch"),
        ({"birth_date": "10/06/2021"}, "Người dự thi từ 6 đến 110 tuổi"),  # 5 years old until tomorrow
        ({"birth_date": "09/06/1916"}, "Người dự thi từ 6 đến 110 tuổi"),  # 111 years old today
        ({"birth_date": "10/06/2027"}, "Người dự thi từ 6 đến 110 tuổi"),  # tomorrow
        ({"unit_id": "0"}, "Hãy chọn một mục trong danh sách."),
        ({"unit_id": None}, "Hãy chọn một mục trong danh sách."),
        ({"unit_id": "999999"}, "Hãy chọn một mục trong danh sách."),
        ({"unit_id": "1 OR 1=1"}, "Hãy chọn một mục trong danh sách."),
        ({"unit_id": "9" * 40}, "Hãy chọn một mục trong danh sách."),
        ({"phone": ""}, "Hãy nhập số điện thoại."),
        ({"phone": "12345"}, "Số điện thoại di động có 10 chữ số"),
        ({"consent_contest": None}, "Cần đồng ý mục này mới dự thi được."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_is_kept(sign_up, changed, sentence):
    answer = sign_up.send(**changed)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert sign_up.count() == 0
    for name, value in sign_up.fields().items():
        if name in ("full_name", "birth_date", "phone") and name not in changed:
            assert f'value="{value}"' in answer.text
    if "unit_id" not in changed:
        assert f'<option selected value="{sign_up.units["residents"].id}">' in answer.text
    if "consent_contest" not in changed:
        assert 'checked class="choice-input" id="consent_contest"' in answer.text


@pytest.mark.parametrize("birth_date", ["09/06/2021", "10/06/1916"])
def test_the_youngest_and_the_oldest_admitted_register(sign_up, birth_date):
    guardian = {"guardian_name": "Nguyễn Văn Bình", "consent_guardian": "y"}

    assert sign_up.send("students", birth_date=birth_date, **guardian).status_code == 303


def test_a_unit_of_another_group_is_refused(sign_up):
    answer = sign_up.send(unit_id=sign_up.units["officials"].id)

    assert answer.status_code == 422
    assert sign_up.count() == 0


@pytest.mark.parametrize(
    ("group", "changed", "sentence"),
    [
        ("students", {"detail_class": ""}, "Hãy điền mục này."),
        ("students", {"detail_class": "8" * 21}, "Mục này nhiều nhất 20 ký tự."),
        ("businesses", {"detail_business_name": ""}, "Hãy điền mục này."),
        ("businesses", {"detail_tax_code": "0100109107"}, "Mã số thuế chưa đúng."),
    ],
)
def test_the_details_of_a_group_are_checked_as_its_entry_says(sign_up, group, changed, sentence):
    answer = sign_up.send(group, birth_date="01/01/2000", **changed)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_name_typed_in_one_case_gets_its_capitals(sign_up, stranger):
    sign_up.send(full_name="  nguyễn  văn AN ")
    sign_up.send(full_name="MA THỊ HẠNH", client=stranger)

    assert [row.full_name for row in sign_up.people()] == ["nguyễn văn AN", "Ma Thị Hạnh"]


def test_changing_the_group_keeps_what_was_typed_and_stores_nothing(sign_up):
    answer = sign_up.send("students", switch="residents", birth_date="5/9")

    assert answer.status_code == 200
    assert 'value="Nguyễn Văn An"' in answer.text
    assert 'value="5/9"' in answer.text
    assert 'name="group" type="hidden" value="residents"' in answer.text
    assert "error" not in answer.text
    assert sign_up.count() == 0


def test_a_student_under_16_needs_a_guardian(sign_up):
    refused = sign_up.send("students", **CHILD)

    assert refused.status_code == 422
    said = text_of(refused)
    assert "cần họ tên cha, mẹ hoặc người giám hộ" in said
    assert "cần cha, mẹ hoặc người giám hộ đồng ý" in said
    assert 'value="8A"' in refused.text

    sign_up.send("students", **CHILD, guardian_name="nguyễn thị bình", consent_guardian="y")

    (an,) = sign_up.people()
    assert an.guardian_name == "Nguyễn Thị Bình"
    assert set(sign_up.consents(an.id)) == {"contest", "guardian"}


@pytest.mark.parametrize("missing", ["guardian_name", "consent_guardian"])
def test_of_a_guardian_both_name_and_consent_are_needed(sign_up, missing):
    guardian = {"guardian_name": "Nguyễn Thị Bình", "consent_guardian": "y", missing: None}

    assert sign_up.send("students", **CHILD, **guardian).status_code == 422
    assert sign_up.count() == 0


def test_a_resident_under_16_is_asked_for_a_guardian_once_the_birth_date_shows_it(sign_up, client):
    assert "guardian_name" not in client.get(f"{REGISTER}?group=residents").text

    asked = sign_up.send(**CHILD)

    assert asked.status_code == 422
    assert 'name="guardian_name"' in asked.text
    assert 'value="Nguyễn Văn An"' in asked.text
    guardian = {"guardian_name": "Nguyễn Thị Bình", "consent_guardian": "y"}
    assert sign_up.send(**CHILD, **guardian).status_code == 303


def test_a_guardian_of_somebody_of_16_is_not_kept(sign_up):
    sign_up.send("students", birth_date="09/06/2011", guardian_name="Nguyễn Thị Bình", consent_guardian="y")

    (an,) = sign_up.people()
    assert an.guardian_name is None
    assert set(sign_up.consents(an.id)) == {"contest"}


def test_a_family_may_share_one_phone(sign_up, stranger):
    sign_up.send()

    answer = sign_up.send(full_name="Nguyễn Thị Bình", client=stranger)

    assert path_of(answer) == HOME
    assert [row.phone for row in sign_up.people()] == ["0912345678", "0912345678"]


def test_the_same_person_is_led_to_the_code_and_told_nothing(sign_up, stranger, factory):
    an = factory.participant(
        sign_up.contest,
        full_name="Nguyễn Văn An",
        birth_date=date(1968, 9, 5),
        unit_id=sign_up.units["residents"].id,
        phone="0987654321",
    )

    answer = sign_up.send(client=stranger, full_name="AN NGUYEN VAN", phone="0911111111")

    assert (answer.status_code, path_of(answer)) == (303, RETURN)
    page = stranger.get(answer.location)
    assert "Có vẻ người này đã đăng ký." in text_of(page)
    assert "Phòng Văn hóa - Xã hội xã Hòa An" in text_of(page)
    for secret in (an.code, f"{an.code[:3]}-{an.code[3:]}", "0987654321", "1968"):
        assert secret not in answer.text + page.text.replace("05/09/1968 hoặc gõ liền 05091968", "")
    assert "participant_id" not in cookie_of(stranger)
    assert sign_up.count() == 1


def test_the_same_browser_registering_again_goes_on_to_its_own_page(sign_up, client):
    sign_up.send()
    token = csrf_token(client.get(HOME))

    answer = client.post(f"{REGISTER}?round=3", data={**sign_up.fields(), "csrf_token": token})

    assert (answer.status_code, answer.location) == (303, f"{HOME}?round=3")
    assert sign_up.count() == 1


def test_somebody_elses_browser_is_led_to_the_code_like_any_other(sign_up, client):
    sign_up.send(full_name="Ma Thị Hạnh")
    token = csrf_token(client.get(HOME))
    an, hanh = {**sign_up.fields(), "csrf_token": token}, cookie_of(client)["participant_id"]
    client.post(REGISTER, data=an)
    with client.session_transaction() as cookie:
        cookie["participant_id"] = hanh

    answer = client.post(REGISTER, data={**an, "csrf_token": csrf_token(client.get(HOME))})

    assert path_of(answer) == RETURN
    assert cookie_of(client)["participant_id"] == hanh


def test_a_registered_browser_that_opens_sign_up_is_led_to_its_own_page(sign_up, client):
    sign_up.send()

    answer = client.get(f"{REGISTER}?round=5")

    assert (answer.status_code, answer.location) == (302, f"{HOME}?round=5")


def test_the_participant_of_last_year_may_register_for_this_year(sign_up, client, factory, signed_in_as):
    last_year = factory.contest(is_current=False)
    signed_in_as(factory.participant(last_year, full_name="Nguyễn Văn An", birth_date=date(1968, 9, 5)))

    assert client.get(f"{REGISTER}?group=residents").status_code == 200
    assert path_of(sign_up.send()) == HOME


def test_the_cookie_of_whoever_used_the_browser_before_is_renewed(sign_up, client):
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": "token-of-staff", "something": "old", "language": "vi"})

    sign_up.send()

    (an,) = sign_up.people()
    kept = cookie_of(client)
    assert (kept["participant_id"], kept["language"], kept["_permanent"]) == (an.id, "vi", True)
    assert "something" not in kept
    assert "_user_id" not in kept


def test_leaving_forgets_the_participant_on_this_browser(sign_up, client):
    sign_up.send()

    answer = post_form(client, "/registration/leave", {}, page=HOME)

    assert (answer.status_code, path_of(answer)) == (303, REGISTER)
    assert "participant_id" not in cookie_of(client)
    assert path_of(client.get(HOME)) == RETURN


@pytest.mark.parametrize("url", [REGISTER, RETURN, "/registration/leave"])
def test_a_post_without_a_token_changes_nothing(sign_up, client, url):
    answer = client.post(url, data=sign_up.fields())

    assert answer.status_code == 400
    assert sign_up.count() == 0


def _registration(unit, **changed):
    values = {
        "full_name": "Nguyễn Văn An",
        "birth_date": date(1968, 9, 5),
        "group": "residents",
        "unit_id": unit.id,
        "consents": frozenset({"contest"}),
    }
    return Registration(**{**values, **changed})


def _register(sign_up, clock, *, seed=1, **changed):
    return register_participant(
        sign_up.factory.session(),
        now=clock(),
        rng=Random(seed),
        contest_id=sign_up.contest.id,
        registration=_registration(sign_up.units["residents"], **changed),
    )


def test_a_code_that_is_taken_is_drawn_again(sign_up, clock):
    rng = Random(1)
    first_code, second_code = new_code(rng), new_code(rng)

    one = _register(sign_up, clock)
    other = _register(sign_up, clock, full_name="Ma Thị Hạnh")

    assert (one.code, other.code) == (first_code, second_code)


def test_codes_are_not_drawn_without_end(sign_up, clock):
    class Stuck(Random):
        def choices(self, population, *, k, **_rest):
            return population[0] * k

    def register(name):
        return register_participant(
            sign_up.factory.session(),
            now=clock(),
            rng=Stuck(),
            contest_id=sign_up.contest.id,
            registration=_registration(sign_up.units["residents"], full_name=name),
        )

    register("Nguyễn Văn An")
    with pytest.raises(operations.NoFreeCode):
        register("Ma Thị Hạnh")


def test_registering_the_same_person_names_the_first(sign_up, clock):
    first = _register(sign_up, clock).id

    with pytest.raises(AlreadyRegistered) as refusal:
        _register(sign_up, clock, seed=2, full_name="An Nguyễn Văn")

    assert refusal.value.participant_id == first


def test_the_same_person_of_another_unit_or_contest_is_another_participant(sign_up, clock, factory):
    _register(sign_up, clock)

    _register(sign_up, clock, seed=2, unit_id=factory.unit().id)
    sign_up.contest = factory.contest()
    _register(sign_up, clock, seed=3)

    assert sign_up.count() == 3


def test_another_refusal_of_the_database_is_not_taken_for_a_conflict(sign_up, clock):
    sign_up.contest.id = 999999
    with pytest.raises(IntegrityError):
        _register(sign_up, clock)


def test_a_unit_that_is_closed_or_never_was_takes_nobody(sign_up, clock, factory):
    closed = factory.unit(is_active=False)

    for unit_id in (closed.id, 999999):
        with pytest.raises(operations.UnitClosed):
            _register(sign_up, clock, unit_id=unit_id)
    assert sign_up.count() == 0


def test_vietnamese_order_is_stored_by_given_name(sign_up, clock, factory):
    for seed, name in enumerate(("Nguyễn Văn Bình", "Trần Văn An", "Lê Thị Ánh")):
        _register(sign_up, clock, seed=seed, full_name=name)

    ordered = factory.session.scalars(select(Participant.full_name).order_by(Participant.sort_key)).all()
    assert ordered == ["Trần Văn An", "Lê Thị Ánh", "Nguyễn Văn Bình"]
