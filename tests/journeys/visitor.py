"""A browser of somebody's own, which notes whatever is wrong with a page."""

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
    "user_agent": (
        "Mozilla/5.0 (Linux; Android 10; SM-A107F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
        "Chrome/120.0.6099.144 Mobile Safari/537.36 Zalo android/25112868 ZaloTheme/light ZaloLanguage/vi"
    ),
}
DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
}
_FAULTS = """() => {
  const root = document.documentElement, faults = [];
  if (!root.lang) faults.push("no language");
  if (!document.title.trim()) faults.push("no title");
  if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
  return faults;
}"""
_ON_EVERY_PAGE = f"""
addEventListener("securitypolicyviolation", (e) => console.error(`CSP: ${{e.violatedDirective}} ${{e.blockedURI}}`));
addEventListener("load", () => {{ for (const fault of ({_FAULTS})()) console.error(`page: ${{fault}}`); }});
"""
_ABORTED = "net::ERR_ABORTED"  # a request that a navigation or a download ended


class Visitor:
    """One browser context. `complaints`: console errors, failed requests, pages that break a rule of all pages."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []
        self._expected: list[str] = []
        context.add_init_script(_ON_EVERY_PAGE)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._complain(f"{error.error} on {error.page and error.page.url}"))
        context.on("requestfailed", self._on_failure)
        context.on("response", self._on_response)
        self.page = context.new_page()

    def expect(self, *texts: str) -> None:
        """Take complaints that hold one of `texts` for what the journey brings about on purpose."""
        self._expected += texts

    def check(self, page: Page | None = None) -> None:
        """Check a page once more, as it is now; the only check where scripts are off."""
        checked = page or self.page
        checked.wait_for_load_state("domcontentloaded")  # an address that has changed may have no document yet
        for fault in checked.evaluate(_FAULTS):
            self._complain(f"page: {fault} on {checked.url}")

    def leave(self) -> list[str]:
        """Close the browser, its storage forgotten, and return what is left to complain of."""
        for page in self.context.pages:
            page.evaluate("0")  # what the page said until now arrives first
        self.context.close()
        return [text for text in self.complaints if not any(known in text for known in self._expected)]

    def _complain(self, text: str) -> None:
        self.complaints.append(text)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complain(f"{message.text} on {message.page and message.page.url}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != _ABORTED:
            self._complain(f"{request.failure}: {request.method} {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._complain(f"HTTP {response.status}: {response.request.method} {response.url}")
