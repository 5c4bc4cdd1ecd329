"""Which passwords staff may choose."""

import re
import unicodedata
from random import Random

import pytest

from quizapp.domain.passwords import PASSWORD_PROBLEMS, PasswordProblem, one_time_password, password_problem

EMAIL = "vanphong.hoaan@tuyenquang.gov.vn"


@pytest.mark.parametrize("password", ["con trâu là đầu cơ nghiệp", "mat-khau-dai-de-thu-42", "x7Kq!pW2#mZ9"])
def test_a_long_password_of_ones_own_is_taken(password):
    assert password_problem(password, email=EMAIL) is None


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", PasswordProblem.TOO_SHORT),
        ("mười một ký", PasswordProblem.TOO_SHORT),
        ("d" * 64 + "ai-qua-128-" * 6, PasswordProblem.TOO_LONG),
        ("123456789012", PasswordProblem.COMMON),
        ("Mật Khẩu 12345", PasswordProblem.COMMON),
        ("PASSWORD1234", PasswordProblem.COMMON),
        ("abcabcabcabcabc", PasswordProblem.COMMON),
        ("VanPhong.HoaAn@tuyenquang.gov.vn", PasswordProblem.LIKE_EMAIL),
        ("vanphong.hoaan", PasswordProblem.LIKE_EMAIL),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password, problem):
    assert password_problem(password, email=EMAIL) is problem


def test_length_is_counted_in_letters_however_the_keyboard_spells_them():
    eleven = "ếếếợợợữữữẫẫ"
    assert len(unicodedata.normalize("NFD", eleven)) == 33
    assert password_problem(unicodedata.normalize("NFD", eleven), email=EMAIL) is PasswordProblem.TOO_SHORT


def test_twelve_and_128_characters_are_enough_and_not_too_many():
    assert password_problem("abcdefghijkm", email=EMAIL) is None
    assert password_problem("abcd" * 32, email=EMAIL) is None
    assert password_problem("abcd" * 32 + "e", email=EMAIL) is PasswordProblem.TOO_LONG


def test_every_problem_has_a_sentence():
    assert set(PASSWORD_PROBLEMS) == set(PasswordProblem)


def test_a_one_time_password_is_sixteen_clear_letters_and_can_be_chosen():
    password = one_time_password(Random(1))
    assert re.fullmatch(r"[34679ACDEFGHJKMNPQRTUVWXY]{4}(-[34679ACDEFGHJKMNPQRTUVWXY]{4}){3}", password)
    assert password_problem(password, email=EMAIL) is None
    assert one_time_password(Random(2)) != password
