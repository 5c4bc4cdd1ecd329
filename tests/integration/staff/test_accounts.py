"""Accounts: making, changing, disabling, and their passwords."""

import re
from random import Random

import pytest
from sqlalchemy import select

from quizapp.models import AuditRecord, StaffAccount, StaffSession, ThrottleEvent
from quizapp.staff import operations
from tests.browser import path_of, post_form, text_of
from tests.factories import PASSWORD
from tests.postgres import both_databases
from tests.statements import statements

ACCOUNTS = "/staff/accounts"
NEW = "con trâu đi trước cái cày"


def another(client):
    """A browser beside `client`."""
    return type(client)(client.application, client.application.response_class, use_cookies=True)


def is_signed_in(client):
    return client.get("/staff/password").status_code == 200


def shown_password(page):
    return re.search(r"\b[A-Z0-9]{4}(-[A-Z0-9]{4}){3}\b", text_of(page)).group()


def sign_in(client, email, password):
    return post_form(client, "/staff/login", {"email": email, "password": password}).status_code == 303


def last_record(session):
    return session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1)).one()


def test_a_new_account_gets_a_password_that_works_once_and_has_to_be_changed(client, factory, session):
    actor = factory.sign_in(client)
    fields = {"email": " Van.Ma@HoaAn.example ", "full_name": "Ma  Thị Vân", "role": "organiser"}
    page = post_form(client, f"{ACCOUNTS}/create", fields)
    assert page.status_code == 200
    password = shown_password(page)
    account = session.scalars(select(StaffAccount).where(StaffAccount.email == "van.ma@hoaan.example")).one()
    assert (account.full_name, account.role, account.must_change_password) == ("Ma Thị Vân", "organiser", True)
    assert password not in account.password_hash
    record = last_record(session)
    assert (record.action, record.actor_id, record.details) == (
        "staff.create_account",
        actor.id,
        {"email": "van.ma@hoaan.example", "role": "organiser"},
    )

    newcomer = another(client)
    assert sign_in(newcomer, "van.ma@hoaan.example", password)
    assert path_of(newcomer.get("/units/")) == "/staff/password"
    fields = {"current": password, "new": NEW, "again": NEW}
    assert post_form(newcomer, "/staff/password", fields).status_code == 303
    assert newcomer.get("/units/").status_code == 200
    assert not sign_in(another(client), "van.ma@hoaan.example", password)
    assert sign_in(another(client), "van.ma@hoaan.example", NEW)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "van@"}, "Email chưa đúng"),
        ({"email": ""}, "Hãy nhập email."),
        ({"email": "a" * 250 + "@x.vn"}, "nhiều nhất 254 ký tự"),
        ({"full_name": " "}, "Hãy nhập họ và tên."),
        ({"full_name": "Vân" * 41}, "nhiều nhất 120 ký tự"),
        ({"full_name": "Ma\x07Vân"}, "Có ký tự lạ"),
        ({"role": "king"}, "Hãy chọn một vai trò"),
    ],
)
def test_a_new_account_with_a_field_that_is_wrong_is_refused_beside_it(client, factory, session, fields, sentence):
    factory.sign_in(client)
    given = {"email": "moi@hoaan.example", "full_name": "Ma Thị Vân", "role": "analyst"} | fields
    page = post_form(client, f"{ACCOUNTS}/create", given)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert len(session.scalars(select(StaffAccount)).all()) == 1


def test_an_address_has_one_account(client, factory):
    first = factory.sign_in(client)
    page = post_form(
        client, f"{ACCOUNTS}/create", {"email": first.email.upper(), "full_name": "Ma Thị Vân", "role": "analyst"}
    )
    assert page.status_code == 422
    assert "Đã có tài khoản dùng email này." in text_of(page)


def test_the_operation_refuses_what_the_command_line_may_give_it(session, clock):
    given = {"now": clock(), "actor_id": None, "full_name": "Vân", "rng": Random(1)}
    with pytest.raises(operations.InvalidEmail):
        operations.create_account(session, email="van", role="analyst", **given)
    with pytest.raises(operations.UnknownRole):
        operations.create_account(session, email="van@hoaan.example", role="king", **given)


def test_name_role_and_use_can_be_changed_and_are_on_record(client, factory, session):
    actor = factory.sign_in(client)
    other = factory.account("analyst")
    fields = {"full_name": "Nông Văn Dền", "role": "organiser", "is_active": "y"}
    answer = post_form(client, f"{ACCOUNTS}/{other.id}", fields)
    assert (answer.status_code, path_of(answer)) == (303, ACCOUNTS)
    assert (other.full_name, other.role, other.is_active) == ("Nông Văn Dền", "organiser", True)
    record = last_record(session)
    assert (record.action, record.actor_id, record.subject_id) == ("staff.edit_account", actor.id, other.id)
    assert record.details == {
        "email": other.email,
        "changed": {"full_name": ["Ma Thị Vân", "Nông Văn Dền"], "role": ["analyst", "organiser"]},
    }


def test_saving_what_is_there_already_leaves_no_record(client, factory, session):
    factory.sign_in(client)
    other = factory.account("analyst")
    fields = {"full_name": other.full_name, "role": "analyst", "is_active": "y"}
    assert post_form(client, f"{ACCOUNTS}/{other.id}", fields).status_code == 303
    assert session.scalars(select(AuditRecord)).all() == []


def test_disabling_ends_every_session_of_the_account_and_of_no_other(client, factory):
    factory.sign_in(client)
    other = factory.account("organiser")
    phones = [another(client), another(client)]
    for phone in phones:
        factory.sign_in(phone, other)
    assert [is_signed_in(phone) for phone in phones] == [True, True]
    post_form(client, f"{ACCOUNTS}/{other.id}", {"full_name": other.full_name, "role": "organiser"})
    assert [is_signed_in(phone) for phone in phones] == [False, False]
    assert is_signed_in(client)
    assert not sign_in(another(client), other.email, PASSWORD)


def test_an_account_disabled_in_the_database_itself_is_signed_out_too(client, factory, session):
    own = factory.sign_in(client)
    own.is_active = False
    session.flush()
    assert not is_signed_in(client)


def test_enabling_again_brings_no_old_session_back(client, factory):
    factory.sign_in(client)
    other, phone = factory.account("organiser"), another(client)
    factory.sign_in(phone, other)
    fields = {"full_name": other.full_name, "role": "organiser"}
    post_form(client, f"{ACCOUNTS}/{other.id}", fields)
    post_form(client, f"{ACCOUNTS}/{other.id}", fields | {"is_active": "y"})
    assert not is_signed_in(phone)
    assert sign_in(phone, other.email, PASSWORD)


@pytest.mark.parametrize(
    "change", [{"role": "administrator"}, {"role": "organiser", "is_active": "y"}], ids=["disabled", "demoted"]
)
def test_the_last_active_administrator_stays(client, factory, session, change):
    last = factory.sign_in(client)
    factory.account("administrator", is_active=False)
    factory.account("organiser")
    page = post_form(client, f"{ACCOUNTS}/{last.id}", {"full_name": "Tên Mới", **change})
    assert page.status_code == 422
    assert "tài khoản quản trị duy nhất đang dùng" in text_of(page)
    session.expire_all()
    assert (last.role, last.is_active) == ("administrator", True)


@pytest.mark.parametrize(
    "change", [{"role": "administrator"}, {"role": "organiser", "is_active": "y"}], ids=["disabled", "demoted"]
)
def test_an_administrator_beside_another_may_go(client, factory, change):
    factory.sign_in(client)
    other = factory.account("administrator")
    answer = post_form(client, f"{ACCOUNTS}/{other.id}", {"full_name": other.full_name, **change})
    assert answer.status_code == 303


@both_databases
def test_changing_the_last_administrators_name_is_no_refusal(session, factory, clock):
    last = factory.account()
    operations.edit_account(
        session,
        now=clock(),
        actor_id=last.id,
        account_id=last.id,
        full_name="Tên Mới",
        role="administrator",
        is_active=True,
    )
    with pytest.raises(operations.LastAdministrator):
        operations.edit_account(
            session,
            now=clock(),
            actor_id=last.id,
            account_id=last.id,
            full_name="Tên Mới",
            role="analyst",
            is_active=True,
        )
    assert (last.full_name, last.role) == ("Tên Mới", "administrator")


def test_a_reset_password_is_shown_once_and_ends_the_sessions_of_the_account(client, factory, session):
    actor = factory.sign_in(client)
    other, phone = factory.account("organiser"), another(client)
    factory.sign_in(phone, other)
    page = post_form(client, f"{ACCOUNTS}/{other.id}/reset-password", {}, page=f"{ACCOUNTS}/{other.id}")
    password = shown_password(page)
    assert not is_signed_in(phone)
    assert not sign_in(another(client), other.email, PASSWORD)
    assert sign_in(phone, other.email, password)
    assert path_of(phone.get("/units/")) == "/staff/password"
    record = session.scalars(select(AuditRecord).where(AuditRecord.action == "staff.reset_password")).one()
    assert (record.actor_id, record.details) == (actor.id, {"email": other.email})
    assert password not in client.get(ACCOUNTS).text


def test_ones_own_password_is_not_reset_without_the_current_one(client, factory, session):
    own = factory.sign_in(client)
    before = own.password_hash
    answer = post_form(client, f"{ACCOUNTS}/{own.id}/reset-password", {}, page=ACCOUNTS)
    assert (answer.status_code, path_of(answer)) == (303, "/staff/password")
    assert own.password_hash == before


@pytest.mark.parametrize("path", [f"{ACCOUNTS}/999999", f"{ACCOUNTS}/999999/reset-password"])
def test_an_account_that_is_not_there_is_not_found(client, factory, path):
    factory.sign_in(client)
    assert post_form(client, path, {"full_name": "x"}, page=ACCOUNTS).status_code == 404


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(client, factory, session):
    own, phone = factory.sign_in(client), another(client)
    factory.sign_in(phone, own)
    answer = post_form(client, "/staff/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(phone)
    assert last_record(session).action == "staff.change_password"
    assert session.scalars(select(ThrottleEvent)).all() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "sai-mat-khau-roi"}, "Mật khẩu hiện tại chưa đúng."),
        ({"current": ""}, "Hãy nhập mật khẩu hiện tại."),
        ({"again": NEW + "x"}, "Hai lần nhập mật khẩu mới chưa giống nhau."),
        ({"new": "ngắn quá", "again": "ngắn quá"}, "ít nhất 12 ký tự"),
        ({"new": "matkhau12345", "again": "matkhau12345"}, "quá dễ đoán"),
        ({"new": PASSWORD, "again": PASSWORD}, "phải khác mật khẩu hiện tại"),
        ({"new": "EMAIL", "again": "EMAIL"}, "không được giống địa chỉ email"),
    ],
)
def test_a_change_of_password_that_is_wrong_changes_nothing(client, factory, session, fields, sentence):
    own = factory.sign_in(client)
    before = own.password_hash
    given = {"current": PASSWORD, "new": NEW, "again": NEW} | fields
    given = {name: own.email if value == "EMAIL" else value for name, value in given.items()}
    page = post_form(client, "/staff/password", given)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert PASSWORD not in page.text
    session.expire_all()
    assert own.password_hash == before


def test_whoever_sits_down_at_a_signed_in_browser_cannot_guess_the_password_for_long(client, factory):
    factory.sign_in(client)
    wrong = {"current": "sai-mat-khau-roi", "new": NEW, "again": NEW}
    for _ in range(8):
        assert "chưa đúng" in text_of(post_form(client, "/staff/password", wrong))
    page = post_form(client, "/staff/password", wrong | {"current": PASSWORD})
    assert page.status_code == 422
    assert "Thử quá nhiều lần" in text_of(page)


def test_a_password_that_the_form_never_saw_is_refused_by_the_operation(session, factory, clock):
    own = factory.account()
    with pytest.raises(operations.UnfitPassword):
        operations.change_password(session, now=clock(), actor_id=own.id, session_id=1, password="ngắn quá")


def test_a_password_spelt_by_another_keyboard_is_the_same(client, factory):
    own = factory.sign_in(client)
    decomposed = "con tra\u0302u đi trươ\u0301c ca\u0301i ca\u0300y"
    composed = "con trâu đi trước cái cày"
    post_form(client, "/staff/password", {"current": PASSWORD, "new": decomposed, "again": decomposed})
    assert sign_in(another(client), own.email, composed)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_twice_however_long_it_is(client, factory, count):
    factory.sign_in(client)
    for _ in range(count - 1):
        factory.account("analyst")
    with statements() as seen:
        page = client.get(ACCOUNTS)
    assert len(seen) == 2  # who is signed in, the list
    assert page.text.count('<td class="main">') == count


def test_the_list_says_who_signed_in_last_and_who_is_locked(client, factory, session):
    factory.sign_in(client)
    factory.account("organiser", is_active=False)
    factory.account("analyst", must_change_password=True)
    text = text_of(client.get(ACCOUNTS))
    assert [text.count(words) for words in ("Đang dùng", "Đã khóa", "Chờ đổi mật khẩu", "chưa lần nào")] == [1, 1, 1, 2]
    assert "08:00 09/06/2027" in text


def test_sessions_long_over_are_forgotten_at_the_next_login(session, factory, clock):
    own = factory.account()
    for moment in (clock().replace(year=2026), clock()):
        operations.open_session(session, now=moment, rng=Random(str(moment)), account_id=own.id)
    assert session.scalars(select(StaffSession.created_at)).all() == [clock()]
