"""Signing in and out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import select

from quizapp.models import AuditRecord, StaffSession, ThrottleEvent
from quizapp.staff import operations
from quizapp.staff.queries import Credentials, find_signed_in
from tests.browser import csrf_token, path_of, post_form, text_of
from tests.factories import PASSWORD
from tests.statements import statements

LOGIN = "/staff/login"
PRIVATE = "/staff/accounts"


def enter(client, email, password=PASSWORD, page=LOGIN):
    return post_form(client, page, {"email": email, "password": password})


def home(client):
    """The address of the page that staff begin on."""
    with client.application.test_request_context():
        return url_for("reports.index")


def another(client):
    """A browser beside `client`."""
    return type(client)(client.application, client.application.response_class, use_cookies=True)


def token_of(client):
    with client.session_transaction() as cookie:
        return cookie.get("_user_id")


def test_the_right_password_signs_in_and_leads_to_the_reports(client, factory):
    account = factory.account()
    answer = enter(client, account.email)
    assert (answer.status_code, path_of(answer)) == (303, home(client))
    assert client.get(PRIVATE).status_code == 200


def test_the_address_may_be_typed_in_capitals_with_spaces(client, factory):
    account = factory.account()
    assert enter(client, f"  {account.email.upper()} ").status_code == 303


def test_a_wrong_password_an_unknown_address_and_a_disabled_account_get_the_same_answer(client, factory):
    known, disabled = factory.account(), factory.account(is_active=False)
    answers = [
        enter(client, known.email, "sai-mat-khau-roi"),
        enter(client, "khong.co@hoaan.example", PASSWORD),
        enter(client, disabled.email, PASSWORD),
    ]
    texts = [text_of(answer) for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "Email hoặc mật khẩu chưa đúng." in texts[0]
    assert texts[0] == texts[1] == texts[2]
    assert token_of(client) is None


def test_what_was_typed_is_kept_but_the_password(client, factory):
    answer = enter(client, factory.account().email, "sai-mat-khau-roi")
    assert 'value="administrator-1@hoaan.example"' in answer.text
    assert "sai-mat-khau-roi" not in answer.text


@pytest.mark.parametrize("fields", [{"email": "", "password": ""}, {"email": "a" * 300, "password": "p" * 200}])
def test_an_empty_or_endless_field_is_refused_beside_it(client, factory, fields):
    answer = post_form(client, LOGIN, fields)
    assert (answer.status_code, answer.text.count('<p class="error"')) == (422, 2)


def test_an_unknown_address_costs_a_hash_as_slow_as_a_known_one():
    own = operations.hash_password(PASSWORD)
    assert own.rsplit("$", 2)[0] == operations.DUMMY_HASH.rsplit("$", 2)[0] == "$argon2id$v=19$m=19456,t=2,p=1"
    assert operations.verify_password(Credentials(account_id=7, is_active=True, password_hash=own), PASSWORD) == 7
    with pytest.raises(operations.WrongPassword):
        operations.verify_password(None, PASSWORD)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "/%09/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil",
        "",
    ],
)
def test_the_next_page_is_on_this_site_or_it_is_the_reports(client, factory, target):
    page = f"{LOGIN}?next={target}"
    token = csrf_token(client.get(page))
    answer = client.post(page, data={"email": factory.account().email, "password": PASSWORD, "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, home(client))


def test_the_page_that_was_asked_for_comes_after_signing_in(client, factory):
    sent = client.get("/staff/audit?action=unit.edit")
    assert path_of(sent) == LOGIN
    answer = enter(client, factory.account().email, page=sent.location)
    assert answer.location == "/staff/audit?action=unit.edit"


def test_the_cookie_holds_a_token_and_the_table_its_hash_alone(client, factory, session, clock):
    account = factory.account()
    enter(client, account.email)
    token = token_of(client)
    (row,) = session.scalars(select(StaffSession)).all()
    assert len(token) == 43
    assert row.token_hash != token
    assert (row.account_id, row.created_at, row.expires_at) == (
        account.id,
        clock.moment,
        clock.moment + timedelta(hours=12),
    )


def test_every_login_has_a_token_and_a_csrf_token_of_its_own(client, factory):
    account = factory.account()
    known_before = csrf_token(client.get(LOGIN))
    with client.session_transaction() as cookie:
        cookie["_user_id"] = planted = "planted-by-somebody-else"
    enter(client, account.email)
    assert client.post("/staff/logout", data={"csrf_token": known_before}).status_code == 400
    other = another(client)
    enter(other, account.email)
    assert len({planted, token_of(client), token_of(other)}) == 3


def test_a_session_ends_after_twelve_hours(client, factory, clock):
    enter(client, factory.account().email)
    clock.moment += timedelta(hours=12) - timedelta(seconds=1)
    assert client.get(PRIVATE).status_code == 200
    clock.moment += timedelta(seconds=1)
    assert path_of(client.get(PRIVATE)) == LOGIN


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie(client, factory, session, clock):
    enter(client, factory.account().email)
    token = token_of(client)
    assert post_form(client, "/staff/logout", {}, page=PRIVATE).status_code == 303
    assert token_of(client) is None
    thief = another(client)
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert path_of(thief.get(PRIVATE)) == LOGIN
    assert session.scalar(select(StaffSession.ended_at)) == clock.moment


def test_sign_out_is_no_link(client, factory):
    factory.sign_in(client)
    assert client.get("/staff/logout").status_code == 405
    assert client.get(PRIVATE).status_code == 200


def test_signing_in_and_out_is_on_record(client, factory, session):
    account = factory.account()
    enter(client, account.email)
    post_form(client, "/staff/logout", {}, page=PRIVATE)
    rows = session.execute(select(AuditRecord.action, AuditRecord.actor_id).order_by(AuditRecord.id)).all()
    assert rows == [("staff.login", account.id), ("staff.logout", account.id)]


def test_the_ninth_try_in_a_quarter_of_an_hour_is_refused_though_right(client, factory, clock):
    account = factory.account()
    for _ in range(8):
        assert enter(client, account.email, "sai-mat-khau-roi").status_code == 422
        clock.moment += timedelta(seconds=1)
    refused = enter(client, account.email)
    assert (refused.status_code, token_of(client)) == (429, None)
    assert "Thử quá nhiều lần." in text_of(refused)
    clock.moment += timedelta(minutes=15)
    assert enter(client, account.email).status_code == 303


def test_an_unknown_address_is_throttled_alike(client, clock, session):
    answers = []
    for _ in range(9):
        answers.append(enter(client, "khong.co@hoaan.example").status_code)
        clock.moment += timedelta(seconds=1)
    assert answers == [422] * 8 + [429]


def test_sixty_tries_from_one_address_are_enough_whatever_the_account(client, factory, session, clock):
    session.add_all(
        ThrottleEvent(scope="login-address", subject="127.0.0.1", happened_at=clock.moment) for _ in range(60)
    )
    session.flush()
    assert enter(client, factory.account().email).status_code == 429


def test_a_failure_is_counted_although_the_login_is_refused(client, factory, session, clock):
    account = factory.account()
    enter(client, account.email, "sai-mat-khau-roi")
    rows = session.execute(select(ThrottleEvent.scope, ThrottleEvent.subject).order_by(ThrottleEvent.scope)).all()
    assert rows == [("login-account", account.email), ("login-address", "127.0.0.1")]


def test_a_success_is_not_counted_and_forgives_no_failure(client, factory, session, clock):
    account = factory.account()
    enter(client, account.email, "sai-mat-khau-roi")
    clock.moment += timedelta(seconds=1)
    enter(client, account.email)
    moments = session.scalars(select(ThrottleEvent.happened_at)).all()
    assert moments == [clock.moment - timedelta(seconds=1)] * 2


def test_one_statement_a_request_tells_who_is_signed_in(client, factory, session, clock):
    factory.sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with statements() as seen:
        user = find_signed_in(session, token=token, now=clock.moment)
    assert (len(seen), user.role) == (1, "administrator")


def test_the_signed_in_go_straight_on(client, factory):
    factory.sign_in(client)
    assert path_of(client.get(f"{LOGIN}?next=/staff/audit")) == "/staff/audit"


def test_a_page_of_an_error_asks_nothing_of_the_database(client, factory):
    factory.sign_in(client)
    with statements() as seen:
        assert client.get("/no/such/page").status_code == 404
    assert seen == []


def test_twenty_tries_at_once_are_no_way_round_the_limit(own_app):
    own_app.config["WTF_CSRF_ENABLED"] = False

    def try_once(_number):
        fields = {"email": "van@hoaan.example", "password": PASSWORD}
        return own_app.test_client().post(LOGIN, data=fields).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(try_once, range(20)))
    assert statuses == [422] * 8 + [429] * 12
