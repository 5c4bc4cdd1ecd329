"""What people do on the pages, step by step; a journey is made of these."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

from tests.journeys.rows import Person

SAVED, WAITING = "Đã lưu", "Chờ mạng"


def fill_registration(page: Page, group: str, fields: Mapping[str, str]) -> None:
    """Fill in a group's sign-up form; the last unit of the picker, and the one consent that is asked for."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("Vào thi|Thi thử|Đăng ký")).first.click()
    page.locator(f".group-card.{group}").click()
    for label, text in fields.items():
        page.get_by_role("textbox", name=label).fill(text)
    last = page.locator("select[name=unit_id] option").last.get_attribute("value")
    page.locator("select[name=unit_id]").select_option(last)
    page.locator("#consent_contest").check()


def register(page: Page, group: str, fields: Mapping[str, str]) -> str:
    """Register somebody and return their code."""
    fill_registration(page, group, fields)
    page.get_by_role("button", name="Đăng ký", exact=True).last.click()
    expect(page.locator(".code-card .code")).to_be_visible()
    return page.locator(".code-card .code").inner_text()


def enter_code(page: Page, code: str, birth_date: str) -> None:
    """Fill in and send the form that lets somebody in again."""
    page.get_by_role("textbox", name="Mã dự thi").fill(code)
    page.get_by_role("textbox", name="Ngày sinh").fill(birth_date)
    page.get_by_role("button", name="Tiếp tục").click()


def sign_in(page: Page, person: Person) -> None:
    """Let a registered person in on this browser."""
    page.goto("/registration/return")
    enter_code(page, person.code, person.birth_date)
    expect(page.locator(".code-card .code")).to_have_text(person.code)


def begin(page: Page, round_id: int) -> int:
    """Begin an attempt in a round from one's own page, and return its id."""
    page.goto(f"/registration/me?round={round_id}")
    page.locator(f"form[action$='/attempts/rounds/{round_id}'] button[type=submit]").click()
    page.wait_for_url("**/attempts/*")
    return attempt_id(page)


def attempt_id(page: Page) -> int:
    """Return the id of the attempt whose page this is."""
    found = re.search(r"/attempts/(\d+)", page.url)
    assert found is not None, page.url
    return int(found[1])


def choose(page: Page, position: int, place: int) -> None:
    """Pick the option at a place, from 0, of the item in front."""
    page.locator(f"#c{position}-{place}").click()


def move_on(page: Page) -> None:
    """Press the button at the lower right: the next item, after the last the page before submission."""
    page.locator("#cau-sau").click()


def expect_saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    expect(page.locator("#trang-thai")).to_have_text(SAVED)


def answer(page: Page, places: Mapping[int, int]) -> None:
    """Answer items in order from the one in front, and wait until all are saved."""
    for position, place in places.items():
        expect(page.locator("#so-cau")).to_have_text(str(position))
        choose(page, position, place)
        move_on(page)
    expect_saved(page)


def expect_picked(page: Page, places: Mapping[int, int]) -> None:
    """Check that exactly these options are picked on the paper."""
    picked = page.locator(".option-input:checked").evaluate_all("inputs => inputs.map((i) => i.id)")
    assert sorted(picked) == sorted(f"c{position}-{place}" for position, place in places.items())


def listed_items(page: Page) -> list[int]:
    """Return the items that the page before submission lists as unanswered."""
    texts = page.locator("main .question-numbers a").all_inner_texts()
    return [int(re.sub(r"\D", "", text)) for text in texts]


def submit(page: Page) -> None:
    """Submit from the page before submission, and wait for the result."""
    page.locator("#nop-bai button[type=submit]").click()
    page.wait_for_url("**/results/**")


def staff_sign_in(page: Page, email: str, password: str) -> None:
    """Fill in and send the staff's sign-in form."""
    page.goto("/staff/login")
    page.get_by_role("textbox", name="Email").fill(email)
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def upload(page: Page, bank_title: str, *, filename: str, content: bytes) -> None:
    """Make a bank and send it a file; the preview is in front then."""
    page.goto("/banks/")
    page.get_by_role("textbox", name="Tên ngân hàng").fill(bank_title)
    page.locator("form:has(#title) button[type=submit]").click()
    page.get_by_role("link", name="Nhập câu hỏi").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": filename, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))


def confirm_import(page: Page, count: int) -> None:
    """Take the previewed questions into the bank."""
    page.get_by_role("button", name=f"Ghi {count} câu vào ngân hàng").first.click()
    expect(page.get_by_text(f"Đã ghi {count} câu vào ngân hàng.")).to_be_visible()
