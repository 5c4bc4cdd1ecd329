"""Two tabs, two phones, a double tap, the back button: nothing is lost, nothing is counted twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

FRESH_MS = 4_000  # static/js/attempts/queue.js


def _come_to_the_front(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_late_save_of_an_older_tab_gives_way_but_a_fresh_choice_there_wins(phone: Visitor, rows: Rows) -> None:
    older = phone.page
    steps.sign_in(older, rows.person())
    attempt = steps.begin(older, rows.round_id("thi-thu"))
    newer = phone.context.new_page()
    newer.goto(f"/attempts/{attempt}")
    phone.expect("ERR_FAILED", "409")

    older.route("**/items/*", lambda route: route.abort())
    steps.choose(older, 1, 0)
    expect(older.locator("#trang-thai")).to_have_text(steps.WAITING)
    steps.choose(newer, 1, 1)
    steps.expect_saved(newer)
    older.wait_for_timeout(FRESH_MS)
    older.unroute("**/items/*")
    steps.expect_saved(older)
    expect(older.get_by_text("đang hiện câu trả lời mới nhất")).to_be_visible()
    steps.expect_picked(older, {1: 1})
    assert rows.saved(attempt) == {1: (1 << 1, 1)}

    steps.choose(newer, 1, 2)
    steps.expect_saved(newer)
    steps.choose(older, 1, 3)  # by somebody who sees it, in a tab that knows an older revision
    steps.expect_saved(older)
    assert rows.saved(attempt) == {1: (1 << 3, 3)}


def test_a_tab_that_saves_leaves_alone_what_waits_in_another(phone: Visitor, rows: Rows) -> None:
    older = phone.page
    steps.sign_in(older, rows.person())
    attempt = steps.begin(older, rows.round_id("thi-thu"))
    newer = phone.context.new_page()
    newer.goto(f"/attempts/{attempt}")
    phone.expect("ERR_FAILED")

    older.route("**/items/*", lambda route: route.abort())
    steps.choose(older, 1, 0)
    expect(older.locator("#trang-thai")).to_have_text(steps.WAITING)
    steps.move_on(newer)
    steps.choose(newer, 2, 1)
    steps.expect_saved(newer)
    older.close()  # the phone was short of memory
    newer.reload()
    steps.expect_saved(newer)
    steps.expect_picked(newer, {1: 0, 2: 1})
    assert rows.saved(attempt) == {1: (1 << 0, 1), 2: (1 << 1, 1)}


def test_a_second_phone_goes_on_and_the_first_catches_up_when_it_comes_to_the_front(
    visit: Callable[..., Visitor], rows: Rows
) -> None:
    person = rows.person()
    first, second = visit(PHONE).page, visit(PHONE).page
    steps.sign_in(first, person)
    attempt = steps.begin(first, rows.round_id("thi-thu"))
    steps.answer(first, {1: 0})
    steps.sign_in(second, person)
    second.get_by_role("link", name="Làm tiếp").click()
    steps.expect_picked(second, {1: 0})
    steps.answer(second, {2: 1, 3: 2})
    _come_to_the_front(first)
    expect(first.locator("#c3-2")).to_be_checked()
    steps.expect_picked(first, {1: 0, 2: 1, 3: 2})
    expect(first.locator("#da-lam")).to_have_text("3")
    steps.choose(first, 2, 3)
    steps.expect_saved(first)
    assert rows.saved(attempt) == {1: (1, 1), 2: (1 << 3, 2), 3: (1 << 2, 1)}


def test_a_phone_left_behind_is_led_to_the_result_after_the_other_submitted(
    visit: Callable[..., Visitor], rows: Rows
) -> None:
    person = rows.person()
    first, second = visit(PHONE), visit(PHONE).page
    steps.sign_in(first.page, person)
    attempt = steps.begin(first.page, rows.round_id("thi-thu"))
    steps.sign_in(second, person)
    second.goto(f"/attempts/{attempt}/finish")
    steps.submit(second)
    first.expect("410")
    steps.choose(first.page, 1, 0)
    first.page.wait_for_url(f"**/results/attempts/{attempt}")
    assert rows.saved(attempt) == {}


def test_two_taps_on_start_and_on_submit_make_one_attempt_and_back_does_not_reopen_it(
    phone: Visitor, rows: Rows
) -> None:
    page, person, round_id = phone.page, rows.person(), rows.round_id("thi-thu")
    steps.sign_in(page, person)
    page.goto(f"/registration/me?round={round_id}")
    page.locator(f"form[action$='/attempts/rounds/{round_id}'] button[type=submit]").dblclick()
    page.wait_for_url("**/attempts/*")
    attempt = steps.attempt_id(page)
    steps.answer(page, {1: 0})
    page.goto(f"/attempts/{attempt}/finish")
    page.locator("#nop-bai button[type=submit]").dblclick()
    page.wait_for_url("**/results/**")
    stored = rows.attempt(attempt)
    assert rows.attempt_count(person) == 1
    assert (stored.answered, stored.is_timed_out) == (1, False)

    for _ in range(2):
        page.go_back()
        page.wait_for_url(f"**/results/attempts/{attempt}")
    page.goto(f"/attempts/{attempt}")
    page.wait_for_url(f"**/results/attempts/{attempt}")
    again = rows.attempt(attempt)
    assert (again.submitted_at, again.score) == (stored.submitted_at, stored.score)


def test_a_link_that_names_a_choice_answers_for_nobody(phone: Visitor, rows: Rows) -> None:
    page = phone.page
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    steps.answer(page, {1: 0})
    stored = rows.saved(attempt)

    page.goto(f"{page.url.split('?')[0]}?cau=1&chon=3")

    expect(page).to_have_url(re.compile(r"\?cau=1$"))
    steps.expect_picked(page, {1: 0})
    assert rows.saved(attempt) == stored
