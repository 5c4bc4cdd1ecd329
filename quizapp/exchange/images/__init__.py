"""Pictures for questions: whatever somebody brings, what is kept is a picture of our own making.

A file is recognised by its content, decoded and encoded anew in a child process: no byte of it reaches a browser, and
neither do its metadata (place, camera, comments). The same file gives the same bytes, so that it is kept once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from quizapp.domain.text import N_
from quizapp.exchange.children import ChildFailed, ChildTookTooLong, run_child
from quizapp.exchange.images.bounds import MAX_BYTES, MAX_KEPT_BYTES, MAX_PIXELS, MEDIA_TYPE

__all__ = ["BOUNDS", "MAX_BYTES", "MEDIA_TYPE", "REFUSALS", "Encoded", "ImageRefused", "encode"]

ENCODER = "quizapp.exchange.images.encoder"
MAX_SECONDS = 20.0
REFUSALS: Mapping[str, str] = {
    "empty": N_("Tệp hình rỗng. Hãy chọn lại tệp."),
    "too-many-bytes": N_("Tệp hình lớn hơn %(megabytes)s MB. Hãy chọn hình nhỏ hơn hoặc thu nhỏ hình rồi tải lên lại."),
    "too-many-pixels": N_(
        "Hình quá lớn để xử lý (nhiều nhất %(megapixels)s triệu điểm ảnh). Hãy thu nhỏ hình rồi tải lên lại."
    ),
    "not-a-picture": N_("Tệp này không phải hình PNG, JPEG hoặc WebP. Hãy lưu hình thành một trong các dạng đó."),
    "damaged": N_("Không đọc được hình: tệp bị hỏng hoặc thiếu. Hãy mở hình, lưu lại rồi tải lên lần nữa."),
    "too-detailed": N_(
        "Hình quá nhiều chi tiết nên nặng hơn %(kilobytes)s kB dù đã nén. Hãy cắt lấy phần cần thiết rồi tải lên lại."
    ),
}
BOUNDS = {
    "megabytes": MAX_BYTES // 2**20,
    "megapixels": MAX_PIXELS // 10**6,
    "kilobytes": MAX_KEPT_BYTES // 1000,
}


class ImageRefused(Exception):
    """A picture that can't be kept. `code`: an entry of REFUSALS; `sentence`: what it says, completed by BOUNDS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = REFUSALS[code]


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """A picture as it is kept and served. `digest`: SHA-256 of `content`, in hexadecimal."""

    content: bytes
    media_type: str
    width: int
    height: int
    digest: str


def encode(content: bytes, *, module: str = ENCODER, max_seconds: float = MAX_SECONDS) -> Encoded:
    """Return the picture in a PNG, JPEG or WebP file, encoded anew. Raises ImageRefused, and nothing else."""
    if not content:
        raise ImageRefused("empty")
    if len(content) > MAX_BYTES:
        raise ImageRefused("too-many-bytes")
    try:
        answer = run_child(module, (), given=content, max_seconds=max_seconds)
    except ChildTookTooLong:
        raise ImageRefused("too-many-pixels") from None
    except ChildFailed:
        raise ImageRefused("damaged") from None
    return _understood(answer)


def _understood(answer: bytes) -> Encoded:
    """Return what the child says: a line of JSON, then the picture. A child that was taken over may say anything."""
    line, _, kept = answer.partition(b"\n")
    try:
        told = json.loads(line)
        if "code" in told:
            raise ImageRefused(told["code"])
        width, height = int(told["width"]), int(told["height"])
    except (ValueError, LookupError, TypeError):
        raise ImageRefused("damaged") from None
    if not kept.startswith(b"RIFF") or kept[8:12] != b"WEBP" or len(kept) > MAX_KEPT_BYTES:
        raise ImageRefused("damaged")
    return Encoded(content=kept, media_type=MEDIA_TYPE, width=width, height=height, digest=sha256(kept).hexdigest())
