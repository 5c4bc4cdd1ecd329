"""A file with mistakes on its way into a bank, mended by thumb and by mouse; a large one, watched and cancelled."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from quizapp.domain.question import Option, Question
from quizapp.exchange.questions import dump
from tests.factories import PASSWORD
from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser


def _file() -> bytes:
    """A good question, one whose key is missing, one that has no options to choose from."""
    mark = uuid4().hex[:8]
    sound = Question(
        text=f"Chữ ký số {mark} dùng để làm gì?",
        options=(Option(text="Ký tài liệu trên mạng", is_key=True), Option(text="Gọi điện"), Option(text="Nấu ăn")),
    )
    without_key = Question(
        text=f"Thẻ căn cước {mark} do ai cấp?",
        options=(Option(text="Cơ quan công an"), Option(text="Trường học"), Option(text="Bưu điện")),
    )
    bare = Question(text=f"Câu {mark} bỏ dở?", options=(Option(text="Một phương án", is_key=True),))
    return dump([sound, without_key, bare], "xlsx")


def _large_file() -> bytes:
    options = (Option(text="Phương án đúng là phương án này", is_key=True), Option(text="Phương án khác"))
    return dump([Question(text=f"Câu hỏi {uuid4().hex} là gì?", options=options) for _ in range(4000)], "csv")


def _signed_in(visit: Callable[..., Visitor], rows: Rows, device: Mapping[str, Any], **options: Any) -> Visitor:
    visitor = visit(device, **options)
    steps.staff_sign_in(visitor.page, rows.account(), PASSWORD)
    visitor.page.wait_for_url("**/reports/**")
    return visitor


def _mend_and_confirm(page: Page) -> None:
    """Choose the missing key, drop what can't be mended, and take the rest in."""
    steps.upload(page, f"Ngân hàng {uuid4().hex[:6]}", filename="câu hỏi.xlsx", content=_file())
    expect(page.get_by_role("button", name="Chỉ nhập 1 câu đúng").first).to_be_visible()
    page.locator("#cau-2 .key-choice", has_text="Cơ quan công an").click()
    expect(page.locator("#cau-2 .is-key")).to_contain_text("Cơ quan công an")
    expect(page.locator("#cau-2")).to_be_in_viewport()
    page.locator("#cau-3").get_by_role("button", name="Bỏ câu này").click()
    expect(page.locator("#cau-3")).to_contain_text("Đã bỏ")
    steps.confirm_import(page, 2)


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_mistakes_are_mended_on_the_preview(visit: Callable[..., Visitor], rows: Rows, device: dict[str, Any]) -> None:
    visitor = _signed_in(visit, rows, device)
    _mend_and_confirm(visitor.page)
    visitor.check()


def test_mistakes_are_mended_without_scripts(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = _signed_in(visit, rows, PHONE, java_script_enabled=False)
    visitor.expect("csp: GET")  # how Chromium puts it that a script is not even fetched
    _mend_and_confirm(visitor.page)


def test_a_question_is_edited_and_what_was_typed_survives_a_refusal(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = _signed_in(visit, rows, PHONE)
    visitor.expect("422")
    page = visitor.page
    steps.upload(page, f"Ngân hàng {uuid4().hex[:6]}", filename="câu hỏi.xlsx", content=_file())
    page.locator("#cau-3").get_by_role("link", name="Sửa").click()
    page.locator("#text").fill("Câu đã viết lại?")
    page.get_by_role("button", name="Lưu câu đã sửa").click()
    expect(page.locator("#error-summary")).to_contain_text("Cần ít nhất 2 phương án")
    expect(page.locator("#text")).to_have_value("Câu đã viết lại?")
    visitor.check()
    page.locator("#options-1-text").fill("Phương án thứ hai")
    page.get_by_role("button", name="Lưu câu đã sửa").click()
    expect(page.locator("#cau-3")).to_contain_text("Câu đã viết lại?")
    expect(page.get_by_role("button", name="Chỉ nhập 2 câu đúng").first).to_be_visible()


def test_a_file_that_is_being_read_moves_a_bar_and_can_be_cancelled(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = _signed_in(visit, rows, PHONE)
    page = visitor.page
    import_id = rows.file_being_read()
    page.goto(f"/imports/{import_id}")
    bar = page.locator("progress")
    expect(bar).to_be_visible()
    expect(page.get_by_text("Có thể rời trang này")).to_be_visible()
    assert bar.evaluate("bar => bar.value") < 50
    rows.reading_goes_on(import_id, done=0.6)
    expect(page.locator("#phan-tram")).to_have_text(re.compile("^[6-9][0-9]$"))
    assert bar.evaluate("bar => bar.value") >= 59.5
    visitor.check()
    page.get_by_role("button", name="Dừng và bỏ tệp này").click()
    expect(page.get_by_text("Đã bỏ tệp; ngân hàng không thay đổi.")).to_be_visible()


def test_a_large_file_is_there_when_somebody_comes_back(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = _signed_in(visit, rows, DESKTOP)
    page = visitor.page
    steps.upload(page, f"Ngân hàng {uuid4().hex[:6]}", filename="câu hỏi.csv", content=_large_file())
    preview = page.url
    page.goto("/banks/")
    time.sleep(1)
    page.goto(preview)
    expect(page.locator(".tiles")).to_contain_text(re.compile("Câu đọc được\\s*4.000"))
    visitor.check()
