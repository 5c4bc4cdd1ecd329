"""Who is the same person, and what a participant is known by."""

import re
from datetime import date
from random import Random

from quizapp.domain.text import clean, fold

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B: a code is read out on the telephone and copied by hand.
CODE_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 7
MIN_AGE = 6
MAX_AGE = 110
GUARDIAN_AGE = 16  # below it a guardian consents (Luật Trẻ em 2016, Điều 1)
NAME_MAX_LENGTH = 80

_PHONE = re.compile(r"0[35789]\d{8}")
_NAME_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")  # folded; "H'Hen Niê" is a name


def match_key(*, full_name: str, birth_date: date, unit_id: int) -> str:
    """Return the key under which the same person is known within a contest.

    The words of the name count, not their order: "Nguyễn Văn An" and "An Nguyễn Văn" are one person.
    """
    words = sorted(re.findall(r"[a-z0-9]+", fold(full_name)))
    return f"{' '.join(words)}|{birth_date.isoformat()}|{unit_id}"


def is_full_name(text: str) -> bool:
    """Tell whether `text` can be a person's name: surname and given name at least, Latin letters alone."""
    words = fold(text).split()
    return len(words) >= 2 and all(_NAME_WORD.fullmatch(word) for word in words)


def tidy_name(text: str) -> str:
    """Return a name cleaned, each word with a capital where all of it was typed in one case."""
    name = clean(text)
    if name not in (name.upper(), name.lower()):
        return name
    return " ".join(word[0].upper() + word[1:].lower() for word in name.split())


def normalise_phone(text: str) -> str | None:
    """Return a Vietnamese mobile number as 10 digits, or None if `text` is not one."""
    digits = re.sub(r"[\s.\-()]", "", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    return digits if _PHONE.fullmatch(digits) else None


def age_on(day: date, birth_date: date) -> int:
    """Return full years of age on `day`."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - int(before_birthday)


def is_age_admitted(day: date, birth_date: date) -> bool:
    """Tell whether somebody born then can take part on `day`; a birth date in the future can't be right."""
    return MIN_AGE <= age_on(day, birth_date) <= MAX_AGE


def needs_guardian(day: date, birth_date: date) -> bool:
    """Tell whether a guardian has to consent for a person of that age."""
    return age_on(day, birth_date) < GUARDIAN_AGE


def new_code(rng: Random) -> str:
    """Return a random participant code without its hyphen: 25^7, about 6 thousand million."""
    return "".join(rng.choices(CODE_ALPHABET, k=CODE_LENGTH))


def show_code(code: str) -> str:
    """Return a code as people read it: K7P-3QMA."""
    return f"{code[:3]}-{code[3:]}"


def read_code(text: str) -> str | None:
    """Return the code that somebody typed, in whatever case and spacing, or None if it can't be one."""
    code = re.sub(r"[\s.\-]", "", text).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def initials(full_name: str) -> str:
    """Return "N.V.A." for "Nguyễn Văn An": a name as it may be shown without consent to publish it."""
    return "".join(f"{word[0].upper()}." for word in full_name.split())
