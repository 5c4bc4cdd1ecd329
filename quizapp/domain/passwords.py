"""Which passwords staff may choose, and the one-time passwords they are given."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from random import Random

from quizapp.domain.text import N_, fold

MIN_LENGTH = 12
MAX_LENGTH = 128  # hashing takes its time from the server
# No 0/O, 1/l/I, 5/S, 2/Z, 8/B: a one-time password is read out and copied by hand.
_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
_BLOCKS, _BLOCK_LENGTH = 4, 4  # 25^16, about 74 bits


class PasswordProblem(StrEnum):
    """Why a password can't be chosen."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    LIKE_EMAIL = "like_email"


PASSWORD_PROBLEMS: Mapping[str, str] = {
    PasswordProblem.TOO_SHORT: N_("Mật khẩu cần ít nhất 12 ký tự. Có thể dùng một câu dễ nhớ."),
    PasswordProblem.TOO_LONG: N_("Mật khẩu nhiều nhất 128 ký tự."),
    PasswordProblem.COMMON: N_("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác."),
    PasswordProblem.LIKE_EMAIL: N_("Mật khẩu không được giống địa chỉ email."),
}

# Twelve characters and more that people think of first, without accents, spaces and case.
_COMMON = frozenset(
    """
    123456789012 1234567890123 12345678901234 123456789123 1234567890abc 012345678910 123123123123 112233445566
    123456abcdef abcdef123456 abc123456789 123456789abc abcd12345678 12345678abcd a12345678910 987654321098
    0987654321098 qwertyuiop12 qwertyuiop123 qwertyuiop123456 qwerty123456 qwerty1234567 qwerty12345678
    1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5y6 qwertyuiopas asdfghjkl123 zxcvbnm12345 password1234 password12345
    password123456 passwordpassword p@ssw0rd1234 p@ssword1234 administrator administrator1 administrator123
    admin1234567 admin12345678 admin123456789 adminadmin123 admin@123456 admin@1234567 letmein12345
    iloveyou1234 matkhau12345 matkhau123456 matkhau1234567 matkhau12345678 matkhaumatkhau matkhau@1234
    matkhau@12345 matkhaucuatoi khongcomatkhau anhyeuem1234 anhyeuem12345 anhyeuem123456 emyeuanh1234 emyeuanh12345
    toiyeuvietnam vietnam12345 vietnam123456 vietnam@1234 vietnamvodich tuyenquang12 tuyenquang123 tuyenquang1234
    tuyenquang2026 tuyenquang2027 tuyenquang@123 hoaan1234567 hoaan12345678 hoaan@123456 xahoaan12345 ubndxahoaan
    ubndxahoaan1 ubndxahoaan123 chuyendoiso1 chuyendoiso12 chuyendoiso123 chuyendoiso57 chuyendoiso2026
    chuyendoiso2027 cuocthitructuyen nghiquyet571 nghiquyet57nqtw quizapp12345 quizapp123456
    """.split()  # noqa: SIM905 - a list of words reads better than quotes
)


def normalise(password: str) -> str:
    """Return a password in NFC: keyboards spell "ế" in more than one way."""
    return unicodedata.normalize("NFC", password)


def password_problem(password: str, *, email: str) -> PasswordProblem | None:
    """Return why `password` can't be chosen for the account of `email`, or None."""
    password = normalise(password)
    if len(password) < MIN_LENGTH:
        return PasswordProblem.TOO_SHORT
    if len(password) > MAX_LENGTH:
        return PasswordProblem.TOO_LONG
    bare = fold(password).replace(" ", "")
    if bare in (email.casefold(), email.casefold().partition("@")[0]):
        return PasswordProblem.LIKE_EMAIL
    if bare in _COMMON or len(set(bare)) < 4:
        return PasswordProblem.COMMON
    return None


def one_time_password(rng: Random) -> str:
    """Return a random password that is easy to copy: "K7P3-QMAD-9XTH-4CRE"."""
    return "-".join("".join(rng.choices(_ALPHABET, k=_BLOCK_LENGTH)) for _ in range(_BLOCKS))
