"""Invented people of a mountain commune: names, ages, phones. Pure: a generator in, people out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from quizapp.domain.identity import needs_guardian
from quizapp.domain.text import fold

_DAYS_A_YEAR = 365.2425


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """How the people of one origin are named."""

    surnames: Sequence[str]
    middle_men: Sequence[str]
    middle_women: Sequence[str]


_COMMON_MEN = ("Văn", "Văn", "Đức", "Minh", "Quang", "Xuân", "Đình", "Hữu", "Thanh", "Công", "Ngọc", "Mạnh")
_COMMON_WOMEN = ("Thị", "Thị", "Thị", "Thị Thu", "Thị Hồng", "Thu", "Ngọc", "Thanh", "Bích", "Minh", "Thùy", "Khánh")
KINH = Origin(
    surnames=("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Vũ", "Đỗ", "Bùi", "Đặng", "Ngô", "Đinh"),
    middle_men=_COMMON_MEN,
    middle_women=_COMMON_WOMEN,
)
TAY = Origin(
    surnames=("Ma", "Ma", "Hoàng", "Hoàng", "Nông", "Nông", "Lương", "Hứa", "Quan", "Chẩu", "Hà", "La", "Bế"),
    middle_men=_COMMON_MEN,
    middle_women=_COMMON_WOMEN,
)
DAO = Origin(
    surnames=("Bàn", "Bàn", "Triệu", "Triệu", "Đặng", "Lý", "Phùng", "Chúc"),
    middle_men=("Văn", "Tiến", "Tài", "Đức", "Hữu", "Kim", "Xuân"),
    middle_women=("Thị", "Thị", "Mùi", "Thị Thanh"),
)
MONG = Origin(
    surnames=("Giàng", "Vàng", "Thào", "Sùng", "Lý", "Hầu", "Vừ", "Lù", "Cháng"),
    middle_men=("A", "A", "Seo", "Mí", "Văn"),
    middle_women=("Thị", "Thị", "Thị Mỹ"),
)
CAO_LAN = Origin(
    surnames=("Trần", "La", "Ninh", "Tiêu", "Hoàng", "Lâm", "Sầm"),
    middle_men=_COMMON_MEN,
    middle_women=_COMMON_WOMEN,
)
_ORIGINS: Mapping[int, Origin] = {40: KINH, 32: TAY, 13: DAO, 8: MONG, 7: CAO_LAN}  # by share, of a hundred
_MEN = (
    "An", "Anh", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Giang", "Hải", "Hiếu", "Hoàng", "Hùng", "Huy",
    "Khánh", "Khoa", "Kiên", "Lâm", "Long", "Mạnh", "Minh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quyết", "Sơn",
    "Thái", "Thắng", "Thành", "Thịnh", "Tiến", "Toàn", "Trung", "Tuấn", "Tùng", "Việt", "Vinh", "Vũ",
)  # fmt: skip
_WOMEN = (
    "Anh", "Ánh", "Bích", "Chi", "Diễm", "Diệp", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hòa", "Hồng",
    "Huệ", "Hương", "Huyền", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Ngọc", "Nhung", "Oanh",
    "Phương", "Quyên", "Tâm", "Thảo", "Thơm", "Thu", "Thúy", "Trang", "Tuyết", "Vân", "Xuân", "Yến",
)  # fmt: skip
_AGES: Mapping[str, tuple[int, int, int]] = {  # youngest, most often, oldest
    "officials": (23, 38, 60),
    "residents": (18, 36, 84),
    "businesses": (22, 41, 68),
}
_FIRST_CLASS_AGE = 6
_CLASSES: Mapping[str, tuple[int, int]] = {"tieu hoc": (3, 5), "thcs": (6, 9), "thpt": (10, 12)}
_POSITIONS = ("Công chức", "Công chức", "Chuyên viên", "Chuyên viên", "Viên chức", "Cán bộ")
_BUSINESSES = (
    "HTX Nông nghiệp xanh Diễn tập", "HTX Chè sạch Diễn tập", "HTX Dược liệu Diễn tập", "Công ty TNHH Vật tư Diễn tập",
    "Công ty TNHH Xây dựng Diễn tập", "Hộ kinh doanh Tạp hóa Diễn tập", "HTX Chăn nuôi Diễn tập",
)  # fmt: skip
# 095 was given back by its operator and is nobody's: an invented number must not ring at a real person's.
_PHONE_PREFIX = "095"
_SHARE_OF_STUDENTS_WITH_PHONE = 0.4
_SHARE_PUBLISHING = 0.8
_SHARE_CONTACTED = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A unit as people are spread over it. `room`: how many more may come from it, None where unknown."""

    id: int
    group: str
    name: str
    weight: float
    room: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who will register, with what they fill in."""

    full_name: str
    birth_date: date
    group: str
    unit_id: int
    phone: str | None
    details: Mapping[str, str] = field(default_factory=dict)
    guardian_name: str | None = None
    consents: frozenset[str] = frozenset({"contest"})


def invent(rng: Random, place: Place, *, today: date) -> Person:
    """Return a new person of a place, of an age that fits its group on `today`."""
    origin = rng.choices(list(_ORIGINS.values()), weights=list(_ORIGINS))[0]
    surname = rng.choice(origin.surnames)
    grade = _grade(rng, place)
    birth_date = _birth_date(rng, place.group, grade=grade, today=today)
    is_minor = needs_guardian(today, birth_date)
    return Person(
        full_name=_name(rng, origin, surname),
        birth_date=birth_date,
        group=place.group,
        unit_id=place.id,
        phone=_phone(rng, place.group),
        details=_details(rng, place.group, grade=grade),
        guardian_name=_name(rng, origin, surname) if is_minor else None,
        consents=_consents(rng, is_minor=is_minor),
    )


def _name(rng: Random, origin: Origin, surname: str) -> str:
    is_woman = rng.random() < 0.5
    middle = rng.choice(origin.middle_women if is_woman else origin.middle_men)
    given = rng.choice([g for g in (_WOMEN if is_woman else _MEN) if g not in middle.split()])
    return f"{surname} {middle} {given}"


def _grade(rng: Random, place: Place) -> int:
    folded = fold(place.name)
    first, last = next((span for word, span in _CLASSES.items() if word in folded), _CLASSES["thcs"])
    return rng.randint(first, last)


def _birth_date(rng: Random, group: str, *, grade: int, today: date) -> date:
    if group == "students":
        age = grade + _FIRST_CLASS_AGE - 1 + rng.random()
    else:
        youngest, usual, oldest = _AGES[group]
        age = rng.triangular(youngest + 0.1, oldest, usual)
    return today - timedelta(days=round(age * _DAYS_A_YEAR))


def _phone(rng: Random, group: str) -> str | None:
    if group == "students" and rng.random() > _SHARE_OF_STUDENTS_WITH_PHONE:
        return None
    return f"{_PHONE_PREFIX}{rng.randrange(10**7):07d}"


def _details(rng: Random, group: str, *, grade: int) -> Mapping[str, str]:
    match group:
        case "officials":
            return {"position": rng.choice(_POSITIONS)}
        case "students":
            return {"class": f"{grade}{rng.choice('ABCD')}"}
        case "businesses":
            return {"business_name": rng.choice(_BUSINESSES)}
        case _:
            return {}


def _consents(rng: Random, *, is_minor: bool) -> frozenset[str]:
    given = {"contest"}
    if rng.random() < _SHARE_PUBLISHING:
        given.add("publish_name")
    if rng.random() < _SHARE_CONTACTED:
        given.add("contact_later")
    return frozenset(given | {"guardian"} if is_minor else given)
