"""Text that would be a script if a page let it: in forms, questions, file names, and in what refusals say of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from quizapp.domain.question import Option, Question
from quizapp.exchange.questions import dump
from tests.factories import PASSWORD
from tests.journeys import steps
from tests.journeys.rows import Rows
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

SCRIPT = "<script>window.hostile = 1</script>"
IMAGE = "<img src=x onerror='window.hostile = 1'>"
CLOSING = '"></textarea></title><svg onload=window.hostile=1>'
QUESTIONS = (
    Question(
        text=f"Thẻ {SCRIPT} dùng để làm gì?",
        options=(
            Option(text=IMAGE, is_key=True),
            Option(text=CLOSING),
            Option(text="{{ 7 * 7 }}"),
            Option(text="&lt;b&gt;"),
        ),
        topic=f"Chủ đề {IMAGE}",
        explanation=f"Vì {CLOSING}",
        source=SCRIPT,
    ),
)


def _expect_harmless(visitor: Visitor, *shown: str) -> None:
    """Check that a page shows these texts as they were typed; a script that ran or was blocked is a complaint."""
    for text in shown:
        expect(visitor.page.get_by_text(text).first).to_be_visible()
    assert visitor.page.evaluate("window.hostile") is None
    visitor.check()


def test_text_that_looks_like_script_is_shown_as_text(
    visit: Callable[..., Visitor], desktop: Visitor, rows: Rows
) -> None:
    page = desktop.page
    steps.staff_sign_in(page, rows.account(), PASSWORD)
    page.wait_for_url("**/reports/**")
    bank = f"Ngân hàng {IMAGE}"
    steps.upload(page, bank, filename=f"{IMAGE}.xlsx", content=dump(QUESTIONS, "xlsx"))
    _expect_harmless(desktop, QUESTIONS[0].text, IMAGE, CLOSING)
    steps.confirm_import(page, 1)
    _expect_harmless(desktop, QUESTIONS[0].text, bank)
    slug = page.url.rsplit("/", 1)[1]
    desktop.expect("422")
    page.goto(f"/imports/into/{slug}")
    page.locator("input[type=file]").set_input_files(
        {"name": f"{SCRIPT}.xlsx", "mimeType": "text/plain", "buffer": f"{IMAGE}\n{SCRIPT}".encode()}
    )
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    _expect_harmless(desktop)

    phone = visit(PHONE)
    name = _register_business(phone)
    attempt = steps.begin(
        phone.page,
        rows.open_round(
            [slug], blueprint=[{"count": 1, "topic": None, "difficulty": None, "group": None}], review="after_submit"
        ),
    )
    _expect_harmless(phone, QUESTIONS[0].text, IMAGE, CLOSING, "{{ 7 * 7 }}", "&lt;b&gt;")
    steps.choose(phone.page, 1, 0)
    steps.move_on(phone.page)
    phone.page.wait_for_url("**/finish")
    steps.submit(phone.page)
    _expect_harmless(phone, QUESTIONS[0].text, IMAGE)
    assert rows.attempt(attempt).answered == 1

    page.goto("/registration/participants")
    page.get_by_role("link", name=name).first.click()
    _expect_harmless(desktop, SCRIPT)
    page.goto("/staff/audit")
    _expect_harmless(desktop)


def _register_business(phone: Visitor) -> str:
    """Register with hostile text in every field; where it is refused, what was typed is kept, and is put right."""
    page, name = phone.page, "Đàm Văn Thật"
    phone.expect("422")
    fields = {
        "Họ và tên": SCRIPT,
        "Ngày sinh": IMAGE[:40],
        "Tên doanh nghiệp, hợp tác xã": SCRIPT,
        "Mã số thuế": CLOSING[:20],
        "Số điện thoại": IMAGE[:20],
    }
    steps.fill_registration(page, "businesses", fields)
    _send(page)
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.get_by_role("textbox", name="Họ và tên")).to_have_value(SCRIPT)
    _expect_harmless(phone)
    for label, text in {"Họ và tên": name, "Ngày sinh": "01/02/1970", "Số điện thoại": "0912345678"}.items():
        page.get_by_role("textbox", name=label).fill(text)
    page.get_by_role("textbox", name="Mã số thuế").fill("")
    _send(page)
    expect(page.locator(".code-card .code")).to_be_visible()
    return name


def _send(page: Page) -> None:
    page.get_by_role("button", name="Đăng ký", exact=True).last.click()
