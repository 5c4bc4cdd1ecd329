"""Participants who register: every one new, groups in turn."""

from dataclasses import dataclass
from random import Random

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SURNAMES = ("Nguyễn", "Ma", "Hoàng", "Triệu", "Quan", "Lý", "Nông", "Đặng", "Trần", "Phạm")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thu")
GROUPS = ("officials", "students", "residents", "businesses")


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody of a group, and what they write into its form; the unit is picked on the page."""

    group: str
    fields: dict[str, str]


def new_person(number: int, rng: Random) -> Person:
    """Return the person of a number; no two numbers are the same person, whatever unit they pick."""
    group = GROUPS[number % len(GROUPS)]
    surname, middle = rng.choice(_SURNAMES), rng.choice(_MIDDLE)
    fields = {
        "group": group,
        "full_name": f"{surname} {middle} {_word(number)}",
        "birth_date": f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1950, 2000)}",
        "phone": f"09{rng.randrange(10**8):08}",
        "consent_contest": "y",
        "consent_publish_name": "y",
    }
    return Person(group=group, fields={**fields, **_DETAILS.get(group, {})})


def _word(number: int) -> str:
    """Return a word of six letters that no other number below 26^5 has: the words of a name tell people apart."""
    return "T" + "".join(_LETTERS[number // 26**place % 26] for place in range(5))


_DETAILS = {
    "officials": {"detail_position": "Chuyên viên"},
    "students": {
        "birth_date": "05/09/2014",
        "detail_class": "7A",
        "phone": "",
        "guardian_name": "Nguyễn Văn Bình",
        "consent_guardian": "y",
    },
    "businesses": {"detail_business_name": "Hợp tác xã Hòa An", "detail_tax_code": ""},
}
