"""The server's clock decides: a phone that is wrong changes nothing, and when time is up the result comes by itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser


def _seconds_left(page: Page) -> int:
    text = page.locator("#con-lai")
    expect(text).to_have_text(re.compile(r"^\d+:\d\d$"))
    minutes, seconds = text.inner_text().split(":")
    return 60 * int(minutes) + int(seconds)


def _expect_time_of_the_server(page: Page, rows: Rows, attempt: int) -> None:
    left = rows.attempt(attempt).closes_at - datetime.now(UTC)
    assert abs(_seconds_left(page) - left.total_seconds()) < 10


@pytest.mark.parametrize("minutes_off", [-10, 10])
def test_a_phone_clock_ten_minutes_wrong_changes_no_timer(phone: Visitor, rows: Rows, minutes_off: int) -> None:
    page = phone.page
    page.clock.set_system_time(datetime.now(UTC) + timedelta(minutes=minutes_off))
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    _expect_time_of_the_server(page, rows, attempt)
    steps.answer(page, {1: 0})

    page.clock.set_system_time(datetime.now(UTC))  # somebody sets the phone right, the page open
    page.wait_for_timeout(600)
    _expect_time_of_the_server(page, rows, attempt)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(600)
    _expect_time_of_the_server(page, rows, attempt)
    steps.answer(page, {2: 1})
    assert rows.saved(attempt) == {1: (1, 1), 2: (2, 1)}


def test_when_time_is_up_the_result_comes_by_itself_and_what_was_saved_is_marked(phone: Visitor, rows: Rows) -> None:
    page = phone.page
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    steps.answer(page, {1: 0, 2: 1})
    rows.close_in(attempt, 4)
    page.reload()
    steps.choose(page, 3, 2)
    steps.expect_saved(page)
    page.wait_for_url(f"**/results/attempts/{attempt}")
    stored = rows.attempt(attempt)
    assert (stored.is_timed_out, stored.answered, stored.submitted_at) == (True, 3, stored.closes_at)
    expect(page.get_by_text("Hết giờ, bài được nộp tự động")).to_be_visible()


def test_time_that_runs_out_before_submission_leads_to_the_result(phone: Visitor, rows: Rows) -> None:
    page = phone.page
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    steps.answer(page, {1: 0})
    rows.close_in(attempt, 2)
    page.goto(f"/attempts/{attempt}/finish")
    page.wait_for_url(f"**/results/attempts/{attempt}")
    assert rows.attempt(attempt).answered == 1


def test_time_that_runs_out_offline_keeps_the_page_until_the_network_is_back(phone: Visitor, rows: Rows) -> None:
    page = phone.page
    phone.expect("ERR_INTERNET_DISCONNECTED", "410")
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    steps.answer(page, {1: 0})
    rows.close_in(attempt, 3)
    page.reload()
    phone.context.set_offline(True)
    expect(page.get_by_text("Đã hết giờ làm bài.")).to_be_visible()
    page.wait_for_timeout(4_000)  # longer than the page spreads its leaving
    expect(page.get_by_text("Đã hết giờ làm bài.")).to_be_visible()
    phone.context.set_offline(False)
    page.wait_for_url(f"**/results/attempts/{attempt}")
    assert rows.attempt(attempt).answered == 1
