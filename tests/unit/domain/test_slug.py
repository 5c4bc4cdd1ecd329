"""Addresses made from titles."""

import pytest

from quizapp.domain.text import slug


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Đổi mới sáng tạo", "doi-moi-sang-tao"),
        ("  Kế hoạch 139/KH-UBND (Hòa An) ", "ke-hoach-139-kh-ubnd-hoa-an"),
        ("?!", ""),
        ("Một hai ba", "mot-hai-ba"),
    ],
)
def test_a_slug_is_folded_words_joined_by_hyphens(title: str, address: str) -> None:
    assert slug(title) == address


def test_a_slug_is_cut_without_a_hyphen_at_its_end() -> None:
    assert slug("abc def ghi", max_length=8) == "abc-def"
