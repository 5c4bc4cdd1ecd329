"""The whole way with scripts switched off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser


def _without_scripts(visit: Callable[..., Visitor]) -> Visitor:
    visitor = visit(PHONE, java_script_enabled=False)
    visitor.expect("csp: GET")  # how Chromium puts it that a script is not even fetched
    return visitor


def test_forms_alone_lead_from_sign_up_to_the_result(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = _without_scripts(visit)
    page = visitor.page
    fields = {"Họ và tên": "Lục Thị Mai", "Ngày sinh": "01-01-1960", "Số điện thoại": "0912345678"}
    steps.register(page, "residents", fields)
    visitor.check()
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    for position in range(1, 11):
        visitor.check()
        expect(page.locator("#so-cau")).to_have_text(str(position))
        if position != 6:
            steps.choose(page, position, position % 4)
        steps.move_on(page)
    expect(page.get_by_text("Còn 1 câu chưa trả lời")).to_be_visible()
    assert steps.listed_items(page) == [6]
    page.locator("main .question-numbers a").click()
    steps.choose(page, 6, 3)
    steps.move_on(page)
    page.goto(f"/attempts/{attempt}/finish")
    expect(page.get_by_text("Tất cả các câu đã được trả lời")).to_be_visible()
    visitor.check()
    steps.submit(page)
    visitor.check()

    stored = rows.attempt(attempt)
    expect(page.locator(".score-big")).to_have_text(f"Điểm: {stored.score}/10")
    assert stored.answered == 10
    assert {position: choice for position, (choice, _) in rows.saved(attempt).items()} == {
        position: 1 << (3 if position == 6 else position % 4) for position in range(1, 11)
    }


def test_a_choice_changed_without_scripts_replaces_the_first(visit: Callable[..., Visitor], rows: Rows) -> None:
    page = _without_scripts(visit).page
    steps.sign_in(page, rows.person())
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    for place in (0, 2):
        page.goto(f"/attempts/{attempt}?cau=1")
        steps.choose(page, 1, place)
        steps.move_on(page)
        expect(page.locator("#so-cau")).to_have_text("2")
    assert rows.saved(attempt) == {1: (1 << 2, 2)}
