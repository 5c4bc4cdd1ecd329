"""English is complete, keeps every placeholder, and its compiled form is up to date.

After a sentence changed: `make messages`, fill the empty msgstr in the .po, `make messages` again.
"""

import re
import tomllib
import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "quizapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}  # as in the Makefile
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?\d*[sd]|%%")
# English keeps these as they are written: places and people, the headings that a sheet must have, and what stands in a
# command that is the same in every language.
NAMES = (
    *("Hòa An", "Nguyễn Văn An", "Hồ", "Tuyên Quang", "Hà Giang", "Bình Thuận", "Bến Tre", "Huế", "Lạng Sơn"),
    *("Nghệ An", "Quảng Nam", "Quảng Ninh", "Sóc Trăng", "Thái Nguyên", "Đắk Lắk", "Đồng Nai"),
    *("Đơn vị", "Nhóm", "Số người đúng tất cả", "Số người", "Số lượt", "Số giải", "MÃ-BÀI-THI"),
)


@cache
def _extracted() -> frozenset[tuple[str, ...]]:
    """Return the ids of code and templates: the singular, and the plural where there is one."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    found = extract_from_dir(
        ROOT,
        method_map=[(m["pattern"], m["method"]) for m in mappings],
        options_map={m["pattern"]: {k: v for k, v in m.items() if k not in ("pattern", "method")} for m in mappings},
        keywords=KEYWORDS,
        directory_filter=_is_searched,
    )
    return frozenset(_texts(message) for _, _, message, _, _ in found)


def _is_searched(folder: str) -> bool:
    """Keep to the package. Babel's own filter leaves out _layouts and _macros, which hold ids too."""
    return Path(folder).relative_to(ROOT).parts[0] == "quizapp"


@cache
def _english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _texts(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _pairs(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_texts(message.id): _texts(message.string) for message in _messages(catalog)}


def _foreign_letters(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return "".join(letter for letter in text if letter.isalpha() and not letter.isascii())


def test_the_catalogue_holds_every_id_and_no_other() -> None:
    held = set(_pairs(_english()))

    assert sorted(_extracted() - held) == []
    assert sorted(held - _extracted()) == []
    assert dict(_english().obsolete) == {}


def test_every_id_is_translated() -> None:
    assert [m.id for m in _messages(_english()) if m.fuzzy or not all(_texts(m.string))] == []


def test_placeholders_are_kept() -> None:
    changed = [
        (before, after)
        for ids, strings in _pairs(_english()).items()
        for before, after in zip(ids, strings, strict=True)  # English has as many plural forms as gettext's ids
        if sorted(PLACEHOLDER.findall(before)) != sorted(PLACEHOLDER.findall(after))
    ]

    assert changed == []


def test_the_compiled_catalogue_is_fresh() -> None:
    fresh = BytesIO()
    write_mo(fresh, _english())
    fresh.seek(0)

    with ENGLISH.with_suffix(".mo").open("rb") as committed:
        assert _pairs(read_mo(committed)) == _pairs(read_mo(fresh))


def test_ids_are_in_nfc() -> None:
    assert [text for ids in _extracted() for text in ids if not unicodedata.is_normalized("NFC", text)] == []


def test_no_vietnamese_is_left_in_english() -> None:
    strings = [text for texts in _pairs(_english()).values() for text in texts]

    assert [text for text in strings if _foreign_letters(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_name_that_english_keeps_occurs(name: str) -> None:
    assert any(name in text for texts in _pairs(_english()).values() for text in texts)
