"""A look at a zip's directory before anything in it is opened.

Sources of the checks: engineering.md, Security 9; zipfile's documentation, "Decompression pitfalls".
"""

import io
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import IO

from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import Refused, refusal

MAX_ENTRIES = 2000
MAX_READ_BYTES = 32 * 1024 * 1024  # of the parts that are opened; pictures never are
MAX_TAGS = 2_000_000  # of the same parts; 5,000 questions need about 600,000
MAX_TOTAL_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200  # sheets of text shrink 5 to 30 times; below FREE_BYTES the ratio says nothing
FREE_BYTES = 1024 * 1024
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MANIFEST = b"imsmanifest.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORD_STREAM, _WORD_PART, _SHEETS_PART = "WordDocument".encode("utf-16-le"), b"word/document", b"xl/workbook"


def looks_like_workbook(content: bytes) -> bool:
    """Tell whether a file is a zip, but no package of QTI's or Word's, or an office file of before 2007."""
    if not content.startswith((*_ZIP, _OLE)) or _MANIFEST in content:
        return False
    return not looks_like_document(content)


def looks_like_document(content: bytes) -> bool:
    """Tell whether a file is a Word document, of today's kind or the old one.

    Names of parts stand in a zip as they are; a document may hold a workbook, and the other way round, so that the
    name which comes first decides.
    """
    if content.startswith(_OLE):
        return _WORD_STREAM in content and _ENCRYPTED not in content
    word, sheets = content.find(_WORD_PART), content.find(_SHEETS_PART)
    return content.startswith(_ZIP) and word >= 0 and not 0 <= sheets < word


class Package:
    """A zip whose directory was found harmless; hands out parts as long as they stay within bounds altogether."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._bytes = 0
        self._tags = 0

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the directory."""
        return self._archive.namelist()

    def part(self, name: str) -> bytes | None:
        """Return the part called `name`, at most as long as the directory declares it; None if there is none.

        Raises Refused.
        """
        try:
            entry = self._archive.getinfo(name)
        except KeyError:
            return None
        self._bytes += entry.file_size
        if self._bytes > MAX_READ_BYTES:
            raise refusal("too-large", reason=N_("nội dung sau khi giải nén quá lớn"))
        content = self._unpacked(entry)
        self._tags += content.count(b"<")
        if self._tags > MAX_TAGS:
            raise refusal("too-large", reason=N_("tệp có quá nhiều ô hoặc đoạn chữ"))
        return content

    def stream(self, name: str) -> IO[bytes] | None:
        """Return the part called `name` to be read piece by piece, None if there is none. Raises Refused.

        It gives no more than the directory declares; whoever reads it bounds what is kept.
        """
        try:
            return self._archive.open(name)
        except KeyError:
            return None
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise refusal("unreadable-file", reason=N_("tệp bị cắt cụt hoặc hỏng")) from error

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            return self._archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise refusal("unreadable-file", reason=N_("tệp bị cắt cụt hoặc hỏng")) from error


def open_package(content: bytes, *, max_entries: int = MAX_ENTRIES, max_total_bytes: int = MAX_TOTAL_BYTES) -> Package:
    """Return the zip in `content` after a look at its directory. Raises Refused."""
    if content.startswith(_OLE):
        raise _old_office_file(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal("unreadable-file", reason=N_("tệp bị cắt cụt, hoặc không phải tệp Excel hay Word")) from error
    _inspect(archive.infolist(), max_entries, max_total_bytes)
    return Package(archive)


def _old_office_file(content: bytes) -> Refused:
    if _ENCRYPTED in content:
        return refusal("unreadable-file", reason=N_("tệp có mật khẩu; hãy bỏ mật khẩu"))
    if _WORD_STREAM in content:
        return refusal("unreadable-file", reason=N_("tệp Word đời cũ (.doc); hãy chọn Lưu thành (Save As) dạng .docx"))
    return refusal("unreadable-file", reason=N_("tệp Excel đời cũ (.xls); hãy chọn Lưu thành (Save As) dạng .xlsx"))


def _inspect(entries: Sequence[zipfile.ZipInfo], max_entries: int, max_total_bytes: int) -> None:
    if len(entries) > max_entries:
        raise refusal("too-large", reason=N_("tệp nén có quá nhiều phần"))
    _inspect_names([entry.filename for entry in entries])
    if sum(entry.file_size for entry in entries) > max_total_bytes:
        raise refusal("too-large", reason=N_("nội dung sau khi giải nén quá lớn"))
    for entry in entries:
        _inspect_entry(entry)
    _inspect_places(entries)


def _inspect_names(names: Sequence[str]) -> None:
    if len({name.casefold() for name in names}) < len(names):
        raise refusal("unreadable-file", reason=N_("tệp nén có hai phần trùng tên"))
    if any(_leaves_the_package(name) for name in names):
        raise refusal("unreadable-file", reason=N_("tệp nén có phần mang đường dẫn không hợp lệ"))
    if any(name.casefold() == "word/vbaproject.bin" for name in names):
        raise refusal("unreadable-file", reason=N_("tệp chứa macro; hãy lưu thành dạng .docx không có macro"))
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise refusal("unreadable-file", reason=N_("tệp chứa macro; hãy lưu thành dạng .xlsx không có macro"))


def _leaves_the_package(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":"


def _inspect_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise refusal("unreadable-file", reason=N_("tệp có mật khẩu; hãy bỏ mật khẩu"))
    if entry.file_size > FREE_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise refusal("too-large", reason=N_("tệp nén có tỷ lệ nén bất thường"))


def _inspect_places(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: the trick of bombs whose single ratios look harmless."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(placed):
        if entry.header_offset + entry.compress_size > following.header_offset:
            raise refusal("unreadable-file", reason=N_("tệp nén có các phần chồng lên nhau"))
