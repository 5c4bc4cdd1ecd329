"""Vietnamese tax codes (mã số thuế)."""

import re

# Weights of the check digit: TT 105/2020/TT-BTC; the 10th digit is 10 - (S mod 11), S mod 11 = 0 is never issued.
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def is_tax_code(text: str) -> bool:
    """Tell whether `text` can be a tax code.

    10 digits of an enterprise, 13 of its branch (001 to 999), or the 12 of a personal number, which
    households use since TT 86/2024/TT-BTC and which carries no check digit. Spaces, points and hyphens
    may stand between digits.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not digits.isascii() or not digits.isdigit():
        return False
    if len(digits) == 12:
        return digits[0] == "0"
    if len(digits) == 13:
        return digits[10:] != "000" and _has_check_digit(digits[:10])
    return len(digits) == 10 and _has_check_digit(digits)


def _has_check_digit(digits: str) -> bool:
    remainder = sum(w * int(d) for w, d in zip(_WEIGHTS, digits[:9], strict=True)) % 11
    return remainder >= 1 and int(digits[9]) == (10 - remainder)
