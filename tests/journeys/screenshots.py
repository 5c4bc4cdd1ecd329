"""Pictures of the main pages, to be looked at: `python -m tests.journeys.screenshots OUT ADDRESS [EMAIL PASSWORD]`.

ADDRESS: of a server, `make demo` for example. EMAIL and PASSWORD: of an account for the staff's pages, whose password
has been changed already. Each page is taken on a phone and on a PC, in light and in dark.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import steps
from tests.journeys.visitor import DESKTOP, PHONE

DEVICES: Mapping[str, dict[str, Any]] = {"phone": PHONE, "pc": DESKTOP}
PUBLIC = {
    "landing": "/",
    "rules": "/contests/rules",
    "rules-print": "/contests/rules/print",
    "groups": "/registration/",
    "sign-up": "/registration/?group=students",
    "return": "/registration/return",
    "privacy": "/registration/privacy",
    "results": "/results/",
    "not-found": "/there-is-no-such-page",
    "staff-login": "/staff/login",
}
STAFF = {
    "dashboard": "/reports/",
    "banks": "/banks/",
    "bank": "/banks/chuyen-doi-so",
    "question": "/banks/chuyen-doi-so/questions/27",
    "edit-question": "/banks/chuyen-doi-so/questions/27/edit",
    "history": "/banks/chuyen-doi-so/questions/27/history",
    "review": "/banks/chuyen-doi-so/review",
    "export": "/banks/chuyen-doi-so/export",
    "bank-settings": "/banks/chuyen-doi-so/settings",
    "study": "/banks/chuyen-doi-so/study",
    "study-settings": "/banks/chuyen-doi-so/study/settings",
    "import": "/imports/into/chuyen-doi-so",
    "imports": "/imports/of/chuyen-doi-so",
    "contests": "/contests/",
    "new-contest": "/contests/new",
    "new-round": "/contests/1/rounds/new",
    "external-round": "/contests/1/rounds/new?kind=external",
    "presets": "/contests/1/presets",
    "from-preset": "/contests/1/rounds/new?preset=dong-nai-phap-luat",
    "series": "/contests/1/series",
    "notices": "/schedule/rounds/1/notices",
    "units": "/units/",
    "standing": "/results/standing",
    "publication": "/publication/",
    "publication-round": "/publication/rounds/1",
    "publish": "/publication/rounds/1/publish",
    "full-ranking": "/publication/rounds/1/ranking",
    "league": "/publication/contests/1",
    "adjudication": "/adjudication/?round=1",
    "exclusions": "/adjudication/exclusions?contest=1",
    "regrading": "/regrading/rounds/1",
    "participants": "/registration/participants",
    "accounts": "/staff/accounts",
    "new-account": "/staff/accounts/create",
    "audit": "/staff/audit",
    "password": "/staff/password",
}


def take(out: Path, address: str, account: tuple[str, str] | None) -> None:
    """Write one PNG a page, device and scheme into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        for device in DEVICES:
            for scheme in ("light", "dark"):
                for name, page in _pages(browser, address, account, device=device, scheme=scheme):
                    page.screenshot(path=out / f"{name}-{device}-{scheme}.png", full_page=True)
        browser.close()


def _pages(
    browser: Browser, address: str, account: tuple[str, str] | None, *, device: str, scheme: str
) -> Iterator[tuple[str, Page]]:
    context = browser.new_context(**DEVICES[device], base_url=address, color_scheme=scheme)
    page = context.new_page()
    for name, path in PUBLIC.items():
        page.goto(path)
        yield name, page
    yield from _participant_pages(page)
    context.close()
    if account:
        context = browser.new_context(**DEVICES[device], base_url=address, color_scheme=scheme)
        page = context.new_page()
        steps.staff_sign_in(page, *account)
        for name, path in STAFF.items():
            page.goto(path)
            yield name, page
        page.goto(STAFF["contests"])
        page.locator("a[href*='/rounds/']").first.click()
        yield "round", page
        context.close()


def _participant_pages(page: Page) -> Iterator[tuple[str, Page]]:
    fields = {"Họ và tên": "Nông Thị Lý", "Ngày sinh": "05/09/1951", "Số điện thoại": "0987654321"}
    steps.fill_registration(page, "residents", {**fields, "Số điện thoại": "12"})
    page.get_by_role("button", name="Đăng ký", exact=True).last.click()
    yield "sign-up-refused", page
    page.context.clear_cookies()
    given = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:5])  # somebody new each time
    steps.register(page, "residents", {**fields, "Họ và tên": f"Nông Thị {given.title()}"})
    yield "home", page
    page.locator("form[action*='/attempts/rounds/'] button[type=submit]").first.click()
    page.wait_for_url("**/attempts/*")
    yield "paper", page
    page.locator("#c1-1").click()
    steps.expect_saved(page)
    yield "paper-answered", page
    page.locator("#mo-danh-sach").click()
    yield "paper-list", page
    page.locator("[data-finish]").click()
    page.wait_for_url("**/finish")
    yield "finish", page
    steps.submit(page)
    yield "result", page


if __name__ == "__main__":
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__)
    take(Path(sys.argv[1]), sys.argv[2], (sys.argv[3], sys.argv[4]) if len(sys.argv) == 5 else None)
