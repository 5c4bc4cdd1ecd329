"""People of the four groups, from the front page to their result, with the browser closed in between."""

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

GROUPS: Mapping[str, Mapping[str, str]] = {
    "officials": {
        "Họ và tên": "Ma Thị Vân",
        "Ngày sinh": "02/09/1985",
        "Chức vụ": "Công chức tư pháp",
        "Số điện thoại": "0912 345 678",
    },
    "students": {
        "Họ và tên": "Hoàng Minh Khôi",
        "Ngày sinh": "15/03/2014",
        "Lớp": "7A",
        "Họ tên cha, mẹ hoặc người giám hộ": "Hoàng Văn Tú",
    },
    "residents": {"Họ và tên": "Nông Thị Lý", "Ngày sinh": "5/9/1951", "Số điện thoại": "+84 987 654 321"},
    "businesses": {
        "Họ và tên": "Trần Quốc Đạt",
        "Ngày sinh": "30041979",
        "Tên doanh nghiệp, hợp tác xã": "Hợp tác xã chè Hòa An",
        "Mã số thuế": "0100233488",
        "Số điện thoại": "0356 789 012",
    },
}


@pytest.mark.parametrize("group", GROUPS)
def test_a_phone_registers_practises_goes_on_after_a_closed_browser_and_sees_the_result(
    group: str, visit: Callable[..., Visitor], phone: Visitor, rows: Rows
) -> None:
    page, fields = phone.page, GROUPS[group]
    steps.fill_registration(page, group, fields)
    if group == "students":
        page.locator("#consent_guardian").check()
    page.get_by_role("button", name="Đăng ký", exact=True).last.click()
    code = page.locator(".code-card .code").inner_text()
    attempt = steps.begin(page, rows.round_id("thi-thu"))
    steps.answer(page, {1: 0, 2: 1, 3: 2, 4: 3})
    phone.leave()

    again = visit(PHONE)
    page = again.page
    page.goto("/")
    page.get_by_role("link", name="Tôi đã có mã dự thi").click()
    steps.enter_code(page, code.lower(), fields["Ngày sinh"])
    page.get_by_role("link", name="Làm tiếp").click()
    expect(page.locator("#so-cau")).to_have_text("5")
    steps.expect_picked(page, {1: 0, 2: 1, 3: 2, 4: 3})
    steps.answer(page, {5: 0, 6: 1, 7: 2})
    _finish_with_three_unanswered(page)
    again.check()

    stored = rows.attempt(attempt)
    assert (stored.answered, stored.max_score, stored.is_timed_out) == (7, 10, False)
    _expect_result(page, score=stored.score or 0)


def _finish_with_three_unanswered(page: Page) -> None:
    page.locator("#mo-danh-sach").click()
    page.get_by_role("link", name="Xem lại và nộp bài").click()
    expect(page.get_by_text("Còn 3 câu chưa trả lời")).to_be_visible()
    assert steps.listed_items(page) == [8, 9, 10]
    steps.submit(page)


def _expect_result(page: Page, *, score: int) -> None:
    expect(page.locator(".score-big")).to_have_text(f"Điểm: {score}/10")
    expect(page.locator(".answer")).to_have_count(10)
    expect(page.locator(".answer.is-right")).to_have_count(score)
    expect(page.locator(".answer.is-blank")).to_have_count(3)
