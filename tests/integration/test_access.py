"""Every page of the app, walked: who is let in, and what a form without its token gets.

Pages that are added later are walked too.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter
from werkzeug.routing.converters import NumberConverter

from quizapp.domain.roles import ROLES, Permission, Role
from quizapp.web.access import ENDPOINTS, Visitor, check_table
from tests.browser import path_of

SAFE = {"GET", "HEAD", "OPTIONS"}
LOGIN = "/staff/login"
RETURN = "registration.return_with_code"


def walk(app: Flask, *needed: Permission | Visitor) -> Iterator[tuple[str, str, str]]:
    """Yield (endpoint, method, path) of every page that asks for one of `needed`, ids filled with 1."""
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if ENDPOINTS[rule.endpoint] in needed:
                for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                    values = {name: _filled(rule._converters[name]) for name in rule.arguments}
                    yield rule.endpoint, method, urls.build(rule.endpoint, values, method=method)


def _filled(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, NumberConverter) else "1"


def answers(client, app, *needed, but=()):
    """Return (endpoint, method, status, path it leads to) of every page that asks for one of `needed`."""
    found = []
    for endpoint, method, path in walk(app, *needed):
        if endpoint in but:
            continue
        answer = client.open(path, method=method)
        found.append((endpoint, method, answer.status_code, path_of(answer)))
    return found


@pytest.fixture
def without_csrf(app, monkeypatch):
    """Forms need no token: what is asked is who may send them."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def return_path(app):
    with app.test_request_context():
        return app.url_map.bind("localhost").build(RETURN)


def test_boris_is_let_in_nowhere_but_where_anybody_is_by_name(client, app, without_csrf, return_path):
    staff = answers(client, app, *Permission)
    assert [a for a in staff if a[2:] != (302, LOGIN)] == []
    participants = answers(client, app, Visitor.PARTICIPANT)
    assert [a for a in participants if a[2:] != (302, return_path)] == []
    assert len(staff) > 20
    assert len(participants) > 4


def test_staff_pages_are_public_by_no_mistake():
    """The table itself can be wrong: of the staff's features only the login page and a published study are."""
    public = {endpoint for endpoint, needed in ENDPOINTS.items() if needed is Visitor.ANYBODY}
    assert {e for e in public if e.split(".")[0] in ("banks", "reports", "staff", "units")} == {
        "banks.study",
        "staff.login",
    }


def test_a_script_of_boris_is_told_so_in_json(client, app, without_csrf):
    for _endpoint, method, path in walk(app, Visitor.PARTICIPANT):
        answer = client.open(path, method=method, headers={"Accept": "application/json"})
        assert (path, answer.status_code, answer.mimetype) == (path, 401, "application/json")


def test_a_participant_enters_no_page_of_the_staff(client, app, factory, without_csrf):
    an = factory.participant(factory.contest())
    with client.session_transaction() as cookie:
        cookie["participant_id"] = an.id
    assert [a for a in answers(client, app, *Permission) if a[2:] != (302, LOGIN)] == []


def test_staff_are_no_participants(client, app, factory, without_csrf, return_path):
    factory.sign_in(client)
    assert [a for a in answers(client, app, Visitor.PARTICIPANT) if a[2:] != (302, return_path)] == []


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ORGANISER])
def test_nobody_enters_what_their_role_is_not_for(client, app, factory, without_csrf, role):
    factory.sign_in(client, role=role)
    refused = answers(client, app, *(set(Permission) - ROLES[role]))
    assert [a for a in refused if a[2] != 403] == []
    assert refused != []


def test_an_analyst_stays_out_of_units_banks_people_and_accounts(client, factory):
    factory.sign_in(client, role="analyst")
    paths = ("/units/", "/units/paste", "/staff/accounts", "/staff/audit")
    assert [client.get(path).status_code for path in paths] == [403] * 4


def test_a_one_time_password_opens_the_change_of_password_alone(client, app, factory, without_csrf):
    factory.sign_in(client, factory.account(must_change_password=True))
    others = answers(client, app, *Permission, but=("staff.change_password", "staff.logout"))
    assert [a for a in others if a[2:] != (302, "/staff/password")] == []
    assert client.get("/staff/password").status_code == 200


@pytest.mark.parametrize("persona", ["boris", "an", "vera"])
def test_no_form_is_taken_without_its_token(client, app, factory, persona):
    if persona == "an":
        an = factory.participant(factory.contest())
        with client.session_transaction() as cookie:
            cookie["participant_id"] = an.id
    if persona == "vera":
        factory.sign_in(client)
    unsafe = [page for page in walk(app, *Permission, *Visitor) if page[1] not in SAFE]
    taken = [page for page in unsafe if client.open(page[2], method=page[1]).status_code != 400]
    assert taken == []
    assert len(unsafe) > 10


def test_a_token_of_another_browser_is_none(client, app, factory):
    account = factory.account()
    page = client.get(LOGIN).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    other = type(client)(app, app.response_class, use_cookies=True)
    other.get(LOGIN)
    fields = {"email": account.email, "password": "x", "csrf_token": token}
    assert other.post(LOGIN, data=fields).status_code == 400


def test_a_page_that_the_table_does_not_name_stops_the_app():
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/new", "feature.new", lambda: "")
    with pytest.raises(LookupError, match=r"feature\.new"):
        check_table(app)
