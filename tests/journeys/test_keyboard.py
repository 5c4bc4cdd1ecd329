"""An item answered without a pointer."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser


def test_an_item_is_answered_and_left_by_keyboard_alone(desktop: Visitor, rows: Rows) -> None:
    page = desktop.page
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#c1-0")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    steps.expect_saved(page)
    steps.expect_picked(page, {1: 1})
    page.locator("#cau-sau").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#so-cau")).to_have_text("2")
    assert rows.saved(attempt)[1][0] == 1 << 1
