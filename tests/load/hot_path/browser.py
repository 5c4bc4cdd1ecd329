"""A browser's side of HTTP, without input and output: requests to bytes, bytes to answers, cookies kept."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

_AGENT = (
    "Mozilla/5.0 (Linux; Android 13; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/120.0.0.0 Mobile Safari/537.36 Zalo android/25112868 ZaloTheme/light ZaloLanguage/vi"
)
_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_HEAD_END = b"\r\n\r\n"
_GZIP = 16 + zlib.MAX_WBITS


class BrokenAnswer(ConnectionError):
    """The server sent what is no whole answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One request; `step` is what it is measured as. `form`: what is posted, None for a GET.

    `is_script`: sent by the page's own script (static/js/attempts/queue.js), which asks for JSON. `due_at`: the
    monotonic moment when it is to be sent, from which its answer is measured; None: at once, measured from then.
    """

    step: str
    path: str
    form: Sequence[tuple[str, str]] | None = None
    is_script: bool = False
    due_at: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A whole answer. `wire`: its bytes with the head, as they came over the network.

    `is_last`: the server closes the connection after it.
    """

    status: int
    location: str
    body: bytes
    wire: int
    is_last: bool = False

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


@dataclass(slots=True)
class Browser:
    """A phone's browser at a server's address, with nothing kept from before."""

    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = "/"

    def encode(self, request: Request) -> bytes:
        """Return what goes over the network for a request."""
        body = b"" if request.form is None else urlencode(request.form).encode()
        lines = [
            f"{'GET' if request.form is None else 'POST'} {request.path} HTTP/1.1",
            f"Host: {self.host}",
            "Connection: keep-alive",
            f"User-Agent: {_AGENT}",
            f"Accept: {'application/json' if request.is_script else _PAGE}",
            "Accept-Encoding: gzip, deflate",
            "Accept-Language: vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7",
            f"Referer: http://{self.host}{self.page}",
            "Sec-Fetch-Site: same-origin",
            f"Sec-Fetch-Mode: {'cors' if request.is_script else 'navigate'}",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if request.form is not None:
            lines.append(f"Origin: http://{self.host}")
            lines.append("Content-Type: application/x-www-form-urlencoded;charset=UTF-8")
            lines.append(f"Content-Length: {len(body)}")
        elif not request.is_script:
            self.page = request.path
        return "\r\n".join(lines).encode() + _HEAD_END + body

    def decode(self, received: bytearray) -> Answer | None:
        """Return the answer once all of it is received, else None. Raises BrokenAnswer."""
        end = received.find(_HEAD_END)
        if end < 0:
            return None
        status, headers = self._read_head(received[:end].decode("latin-1"))
        if "content-length" not in headers:
            raise BrokenAnswer("an answer of no told length")
        whole = end + len(_HEAD_END) + int(headers["content-length"])
        if len(received) < whole:
            return None
        body = bytes(received[end + len(_HEAD_END) : whole])
        if headers.get("content-encoding") == "gzip":
            body = zlib.decompress(body, _GZIP)
        is_last = headers.get("connection", "").lower() == "close"
        return Answer(status=status, location=headers.get("location", ""), body=body, wire=whole, is_last=is_last)

    def _read_head(self, head: str) -> tuple[int, dict[str, str]]:
        first, *lines = head.split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                self._keep(value.strip())
        return int(first.split(" ", 2)[1]), headers

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.partition(";")[0].partition("=")
        if value:
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)
