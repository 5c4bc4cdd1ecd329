"""A question is written, reviewed by a second person, and changed while somebody sits at a paper that holds it."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD
from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser

BANK = "/banks/soan-tren-trang"
BEFORE, AFTER = "Trụ sở xã ở đâu?", "Trụ sở mới của xã ở đâu?"
OPTIONS = ("Ở Nà Lùng", "Ở Hòa An", "Ở Nước Hai", "Ở Đức Long", "Ở tỉnh")
ONE_QUESTION = [{"count": 1, "topic": None, "difficulty": None, "group": None}]


def test_a_question_is_written_reviewed_and_changed_while_a_paper_holds_it(
    visit: Callable[..., Visitor], rows: Rows
) -> None:
    author, reviewer = (_signed_in(visit(device), rows) for device in (DESKTOP, PHONE))
    _make_bank(author)
    _write(author)
    _review(reviewer, BEFORE)

    round_id = rows.open_round([BANK.removeprefix("/banks/")], blueprint=ONE_QUESTION, shuffle_options=False)
    first = visit(PHONE).page
    steps.sign_in(first, rows.person())
    steps.begin(first, round_id)
    expect(first.locator("#cau-1 legend")).to_have_text(BEFORE)

    _change(author)
    reviewer.goto(f"{BANK}/questions/1")
    expect(reviewer.locator(".changes ins")).to_contain_text("mới của")
    _review(reviewer, AFTER)

    steps.choose(first, 1, 0)
    steps.expect_saved(first)
    first.reload()
    expect(first.locator("#cau-1 legend")).to_have_text(BEFORE)
    second = visit(PHONE).page
    steps.sign_in(second, rows.person())
    steps.begin(second, round_id)
    expect(second.locator("#cau-1 legend")).to_have_text(AFTER)
    _expect_history(author)


def _signed_in(visitor: Visitor, rows: Rows) -> Page:
    steps.staff_sign_in(visitor.page, rows.account("organiser"), PASSWORD)
    visitor.page.wait_for_url("**/reports/**")
    return visitor.page


def _make_bank(page: Page) -> None:
    page.goto("/banks/")
    page.get_by_role("textbox", name="Tên ngân hàng").fill("Soạn trên trang")
    page.get_by_role("button", name="Tạo ngân hàng").click()
    page.wait_for_url(f"**{BANK}")
    page.get_by_role("link", name="Cài đặt").click()
    page.get_by_label("Cần người thứ hai duyệt").check()
    page.get_by_role("button", name="Lưu cài đặt").click()
    expect(page.get_by_text("Đã lưu cài đặt ngân hàng.")).to_be_visible()


def _write(page: Page) -> None:
    """Write the question, and look at the phone beside it after each step."""
    page.get_by_role("link", name="Thêm câu hỏi").click()
    phone = page.locator("#dien-thoai")
    shown = phone.locator(".option-text")
    page.locator("#text").fill(BEFORE)
    expect(phone.locator(".question-stem")).to_have_text(BEFORE)

    assert page.locator(".option-row:visible").count() == 4
    page.get_by_role("button", name="Thêm phương án").click()
    for place, text in enumerate(OPTIONS):
        page.locator(f"#options-{place}-text").fill(text)
    expect(shown).to_have_text(list(OPTIONS))
    page.get_by_role("group", name="Phương án C").get_by_role("button", name="Bỏ").click()
    expect(shown).to_have_text([text for text in OPTIONS if text != OPTIONS[2]])
    expect(page.locator("#options-2-text")).to_have_value(OPTIONS[3])

    _allow_many_and_back(page)
    page.get_by_role("group", name="Phương án B").get_by_label("Đáp án đúng").check()
    _add_picture(page)
    assert page.get_by_role("button", name="Lưu và duyệt").count() == 0  # a second person does
    page.get_by_role("button", name="Lưu bản nháp").last.click()
    expect(page.locator(".bank-question .pill").first).to_have_text("Bản nháp")
    expect(page.locator(".shown-options .is-key")).to_contain_text(OPTIONS[1])
    expect(page.get_by_text("một người khác cần đọc lại và duyệt")).to_be_visible()


def _allow_many_and_back(page: Page) -> None:
    keys = page.locator(".option-row:visible input[name=key]")
    for kind, control in (("Nhiều đáp án", "checkbox"), ("Một đáp án", "radio")):
        page.get_by_role("radio", name=kind).check()
        expect(page.get_by_text("Có thể chọn nhiều phương án")).to_be_visible(visible=control == "checkbox")
        assert keys.evaluate_all("inputs => [...new Set(inputs.map((i) => i.type))]") == [control]


def _add_picture(page: Page) -> None:
    content = BytesIO()
    Image.new("RGB", (64, 48), "green").save(content, "PNG")
    page.locator(".picture-field summary").first.click()
    page.locator("#picture-file").set_input_files(
        {"name": "sơ đồ.png", "mimeType": "image/png", "buffer": content.getvalue()}
    )
    page.locator("#picture-alt").fill("Sơ đồ trung tâm xã")
    drawn = page.locator("#dien-thoai").get_by_role("img", name="Sơ đồ trung tâm xã")
    expect(drawn).to_be_visible()


def _review(page: Page, text: str) -> None:
    """Find the question among those that wait, and say that it is right."""
    page.goto(BANK)
    page.get_by_role("link", name="Câu chờ duyệt (1)").click()
    page.get_by_role("link", name="Duyệt lần lượt từng câu").click()
    expect(page.locator(".bank-question .question-stem")).to_have_text(text)
    expect(page.locator(".bank-question").get_by_role("img", name="Sơ đồ trung tâm xã")).to_be_visible()
    page.get_by_role("button", name="Duyệt").click()
    expect(page.get_by_text("Đã duyệt câu 1.")).to_be_visible()


def _change(page: Page) -> None:
    page.goto(f"{BANK}/questions/1")
    page.get_by_role("link", name="Sửa câu này").click()
    page.locator("#text").fill(AFTER)
    expect(page.locator("#dien-thoai .question-stem")).to_have_text(AFTER)
    expect(page.locator("#dien-thoai").get_by_role("img", name="Sơ đồ trung tâm xã")).to_be_visible()
    page.get_by_role("button", name="Lưu bản nháp").last.click()
    expect(page.get_by_text("Đề thi vẫn dùng phiên bản 1.")).to_be_visible()


def _expect_history(page: Page) -> None:
    page.goto(f"{BANK}/questions/1/history")
    newest, oldest = page.locator("main section.card").all()
    expect(newest.locator("ins")).to_contain_text("mới của")
    expect(newest.get_by_text("Đang dùng trong đề thi")).to_be_visible()
    for version in (newest, oldest):
        expect(version.locator(".uses li")).to_have_count(1)
        expect(version.locator(".uses li")).to_contain_text("1 bài thi")


def test_a_question_is_written_without_scripts(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = visit(PHONE, java_script_enabled=False)
    visitor.expect("csp: GET")  # how Chromium puts it that a script is not even fetched
    page = _signed_in(visitor, rows)
    page.goto("/banks/chuyen-doi-so/questions/new")
    assert page.locator(".option-row:visible").count() == 8
    page.get_by_role("radio", name="Nhiều đáp án").check()
    page.locator("#text").fill("Việc nào làm được trên điện thoại?")
    for place, text in ((0, "Nộp hồ sơ"), (1, "Tra cứu hồ sơ"), (7, "Nhận bản giấy")):
        page.locator(f"#options-{place}-text").fill(text)
    page.get_by_role("button", name="Xem trước").click()
    shown = page.locator("#dien-thoai .option-text")
    expect(shown).to_have_text(["Nộp hồ sơ", "Tra cứu hồ sơ", "Nhận bản giấy"])
    for place in (0, 1):
        page.locator(f"#key-{place}").check()
    page.get_by_role("button", name="Lưu bản nháp").last.click()
    expect(page.locator(".shown-options .is-key .option-text")).to_have_text(["A. Nộp hồ sơ", "B. Tra cứu hồ sơ"])
    visitor.check()


def test_the_pages_of_a_bank_fit_a_phone(visit: Callable[..., Visitor], rows: Rows) -> None:
    visitor = visit(PHONE)
    page = _signed_in(visitor, rows)
    bank = "/banks/khoa-hoc-cong-nghe"
    for path in ("", "/settings", "/export", "/review", "/questions/new"):
        page.goto(bank + path)
        visitor.check()
    for path in ("", "/edit", "/history"):
        page.goto(f"{bank}/questions/3{path}")
        visitor.check()


def test_a_picture_that_is_too_large_is_refused_before_it_is_sent(visit: Callable[..., Visitor], rows: Rows) -> None:
    page = _signed_in(visit(DESKTOP), rows)
    page.goto("/banks/chuyen-doi-so/questions/new")
    page.locator(".picture-field summary").first.click()
    heavy = {"name": "nặng.png", "mimeType": "image/png", "buffer": b"x" * (5 * 1024 * 1024 + 1)}
    page.locator("#picture-file").set_input_files(heavy)
    expect(page.get_by_text("Tệp hình lớn hơn 5 MB nên chưa được chọn.")).to_be_visible()
    expect(page.locator("#picture-file")).to_have_value("")


def test_true_and_false_are_offered_and_drafts_are_ticked_with_one_box(
    visit: Callable[..., Visitor], rows: Rows
) -> None:
    page = _signed_in(visit(DESKTOP), rows)
    bank = "/banks/doi-moi-sang-tao"
    for text in ("Trời mưa?", "Trời nắng?"):
        page.goto(f"{bank}/questions/new")
        page.get_by_role("radio", name="Đúng / Sai").check()
        expect(page.locator("#dien-thoai .option-text")).to_have_text(["Đúng", "Sai"])
        assert page.locator(".option-row:visible").count() == 2
        page.locator("#key-0").check()
        page.locator("#text").fill(text)
        page.get_by_role("button", name="Lưu bản nháp").last.click()
        page.wait_for_url(re.compile(r"/questions/\d+$"))
    page.goto(f"{bank}/review")
    page.get_by_label("Chọn cả 2 câu trên trang này").check()
    page.get_by_role("button", name="Duyệt những câu đã chọn").click()
    expect(page.get_by_text("Đã duyệt 2 câu.")).to_be_visible()
