"""The network goes away, replies get lost, the server is busy: what was chosen is neither lost nor counted twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

SAVES = re.compile(r"/attempts/\d+/items/\d+$")
OFFLINE = ("ERR_INTERNET_DISCONNECTED",)


@pytest.fixture
def attempt(phone: Visitor, rows: Rows) -> int:
    """A paper that lies open on the phone."""
    steps.sign_in(phone.page, rows.person())
    return steps.begin(phone.page, rows.round_id("thi-thu"))


def _expect_waiting(page: Page) -> None:
    expect(page.locator("#trang-thai")).to_have_text(steps.WAITING)
    expect(page.locator("#mat-mang")).to_be_visible()


def test_answers_given_offline_are_saved_when_the_network_is_back(phone: Visitor, rows: Rows, attempt: int) -> None:
    page = phone.page
    phone.expect(*OFFLINE)
    steps.answer(page, {1: 0})
    phone.context.set_offline(True)
    for position, place in {2: 1, 3: 2, 4: 3}.items():
        steps.choose(page, position, place)
        steps.move_on(page)
    _expect_waiting(page)
    phone.check()
    assert rows.saved(attempt) == {1: (1, 1)}

    phone.context.set_offline(False)
    steps.expect_saved(page)
    expect(page.locator("#mat-mang")).to_be_hidden()
    assert rows.saved(attempt) == {1: (1, 1), 2: (2, 1), 3: (4, 1), 4: (8, 1)}
    page.reload()
    steps.expect_picked(page, {1: 0, 2: 1, 3: 2, 4: 3})


def test_submitting_offline_waits_for_the_network(phone: Visitor, rows: Rows, attempt: int) -> None:
    page = phone.page
    phone.expect(*OFFLINE)
    phone.context.set_offline(True)
    steps.choose(page, 1, 0)
    page.locator("#mo-danh-sach").click()
    page.locator("[data-finish]").click()
    expect(page.get_by_text("Còn câu chưa gửi được vì mất mạng.")).to_be_visible()
    phone.context.set_offline(False)
    steps.expect_saved(page)
    phone.context.set_offline(True)
    page.locator("#mo-danh-sach").click()
    page.locator("[data-finish]").click()
    expect(page.get_by_text("Hãy đợi có mạng rồi nộp bài.")).to_be_visible()
    phone.context.set_offline(False)
    page.locator("#mo-danh-sach").click()
    page.locator("[data-finish]").click()
    page.wait_for_url("**/finish")

    phone.context.set_offline(True)
    page.locator("#nop-bai button[type=submit]").click()
    expect(page.get_by_text("Hãy đợi có mạng rồi bấm “Nộp bài” lần nữa.")).to_be_visible()
    phone.context.set_offline(False)
    steps.submit(page)
    assert rows.saved(attempt) == {1: (1, 1)}
    assert rows.attempt(attempt).answered == 1


def test_a_page_closed_offline_sends_what_it_kept_when_it_is_opened_again(
    phone: Visitor, rows: Rows, attempt: int
) -> None:
    page = phone.page
    phone.expect("ERR_FAILED")
    page.route(SAVES, lambda route: route.abort())
    steps.choose(page, 1, 3)
    _expect_waiting(page)
    page.close()
    assert rows.saved(attempt) == {}

    page = phone.context.new_page()
    page.goto(f"/attempts/{attempt}")
    steps.expect_saved(page)
    steps.expect_picked(page, {1: 3})
    assert rows.saved(attempt) == {1: (8, 1)}


def test_a_reply_lost_after_the_commit_is_asked_for_again_and_counts_once(
    phone: Visitor, rows: Rows, attempt: int
) -> None:
    page = phone.page
    phone.expect("ERR_CONNECTION_RESET")
    committed: list[int] = []

    def lose_the_first_reply(route: Route) -> None:
        if committed:
            route.continue_()
            return
        committed.append(route.fetch().status)
        route.abort("connectionreset")

    page.route(SAVES, lose_the_first_reply)
    steps.choose(page, 1, 2)
    _expect_waiting(page)
    assert rows.saved(attempt) == {1: (4, 1)}
    steps.expect_saved(page)
    assert committed == [200]
    assert rows.saved(attempt) == {1: (4, 1)}


def test_a_busy_server_is_asked_again(phone: Visitor, rows: Rows, attempt: int) -> None:
    page = phone.page
    phone.expect("503")
    answered: list[int] = []

    def be_busy_once(route: Route) -> None:
        if not answered:
            answered.append(503)
            route.fulfill(status=503, json={"error": "Máy chủ đang bận"})
        else:
            route.continue_()

    page.route(SAVES, be_busy_once)
    steps.choose(page, 1, 1)
    expect(page.locator("#trang-thai")).to_have_text(steps.WAITING)
    steps.expect_saved(page)
    assert rows.saved(attempt) == {1: (2, 1)}


def test_a_choice_changed_while_the_first_is_under_way_is_what_is_stored(
    phone: Visitor, rows: Rows, attempt: int
) -> None:
    page = phone.page
    page.route(SAVES, lambda route: (page.wait_for_timeout(150), route.continue_()))
    for place in (0, 1, 2, 3):
        steps.choose(page, 1, place)
    steps.expect_saved(page)
    choice, _revision = rows.saved(attempt)[1]
    assert choice == 1 << 3


def test_a_cleared_browser_asks_for_the_code_and_goes_on(visit: Callable[..., Visitor], rows: Rows) -> None:
    phone, person = visit(PHONE), rows.person()
    page = phone.page
    steps.sign_in(page, person)
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    steps.answer(page, {1: 0, 2: 1})
    phone.expect("400", "401")
    phone.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    steps.choose(page, 3, 2)
    expect(page.get_by_text("Phiên làm việc đã hết.")).to_be_visible()
    steps.choose(page, 3, 3)
    expect(page.get_by_text("Phiên làm việc đã hết.")).to_be_visible()
    expect(page.locator("#trang-thai")).to_have_text("Chưa lưu được")
    assert rows.saved(attempt) == {1: (1, 1), 2: (2, 1)}

    page.get_by_role("link", name="Nhập mã dự thi").click()
    steps.enter_code(page, person.code, person.birth_date)
    page.wait_for_url(f"**/attempts/{attempt}")
    steps.expect_saved(page)
    steps.expect_picked(page, {1: 0, 2: 1, 3: 3})  # the third had waited on the phone
    assert rows.saved(attempt)[3][0] == 1 << 3
