"""What a bank's own words mean: types, difficulties, topics, groups."""

import re
from collections.abc import Mapping
from functools import lru_cache

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import DIFFICULTIES, TOPICS, TYPES, Difficulty, QuestionType
from quizapp.domain.text import fold

_DIFFICULTY: Mapping[str, Difficulty] = {
    **{fold(title): Difficulty(code) for code, title in DIFFICULTIES.items()},
    **{code.value: code for code in Difficulty},
    **dict.fromkeys(("1", "nb", "de", "biet", "muc 1", "muc do 1", "co ban"), Difficulty.EASY),
    **dict.fromkeys(("2", "th", "trung binh", "tb", "hieu", "muc 2", "muc do 2", "vua"), Difficulty.MEDIUM),
    **dict.fromkeys(
        ("3", "4", "vd", "vdc", "kho", "van dung thap", "van dung cao", "muc 3", "muc do 3", "nang cao", "rat kho"),
        Difficulty.HARD,
    ),
}
_TOPIC: Mapping[str, str] = {
    **{fold(topic): topic for topic in TOPICS},
    **dict.fromkeys(
        ("khoa hoc va cong nghe", "khoa hoc, cong nghe", "khoa hoc - cong nghe", "khcn", "kh&cn"), TOPICS[0]
    ),
    **dict.fromkeys(("dmst", "doi moi, sang tao", "doi moi va sang tao"), TOPICS[1]),
    **dict.fromkeys(("cds", "chuyen doi so quoc gia"), TOPICS[2]),
}
# Those whose number of right options the name leaves open ("Multiple Choice" has one or several) are None.
_TYPE: Mapping[str, QuestionType | None] = {
    **{fold(title): QuestionType(code) for code, title in TYPES.items()},
    **{code.value: code for code in QuestionType},
    **dict.fromkeys(
        ("mot lua chon", "1 dap an", "chon mot", "chon 1 dap an", "single choice", "mot dap an dung"),
        QuestionType.SINGLE,
    ),
    **dict.fromkeys(
        ("nhieu lua chon", "chon nhieu", "chon nhieu dap an", "nhieu dap an dung", "checkbox", "multiple response",
         "multiple select"),
        QuestionType.MULTIPLE,
    ),
    **dict.fromkeys(
        ("dung/sai", "dung - sai", "dung-sai", "dung sai", "d/s", "true/false", "true-false", "true or false"),
        QuestionType.TRUE_FALSE,
    ),
    **dict.fromkeys(("", "trac nghiem", "multiple choice", "multiple-choice", "quiz", "mcq", "tn"), None),
}  # fmt: skip
_GROUP: Mapping[str, str] = {
    fold(name): group.code
    for group in GROUPS.values()
    for name in (group.code, group.title, group.short_title, *group.aliases)
}
_EVERYBODY = ("tat ca", "moi nhom", "tat ca cac nhom", "moi doi tuong", "tat ca doi tuong", "chung", "all")


@lru_cache(maxsize=256)
def difficulty(text: str) -> Difficulty | None:
    """Return the difficulty that `text` names; None if it names none."""
    return _DIFFICULTY.get(fold(text).strip(" ."))


@lru_cache(maxsize=256)
def topic(text: str) -> str | None:
    """Return the topic, in the contest's own spelling if it is one of the contest's."""
    return _TOPIC.get(fold(text).strip(" ."), text or None)


@lru_cache(maxsize=256)
def is_known_type(text: str) -> bool:
    """Tell whether `text` names a kind of question that a contest can use."""
    return fold(text) in _TYPE


@lru_cache(maxsize=256)
def question_type(text: str) -> QuestionType | None:
    """Return the type that `text` names; None if its key has to tell."""
    return _TYPE.get(fold(text))


@lru_cache(maxsize=256)
def groups(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the groups that `text` names, in its order, and the names not understood."""
    codes: list[str] = []
    unknown: list[str] = []
    if fold(text) in _EVERYBODY:
        return (), ()
    for part in re.split(r"[;/\n]", text):
        found, rest = _groups_with_commas([piece.strip() for piece in part.split(",")])
        codes += found
        unknown += rest
    return tuple(dict.fromkeys(codes)), tuple(unknown)


def _groups_with_commas(pieces: list[str]) -> tuple[list[str], list[str]]:
    """Understand pieces between commas; the longest run wins, since titles hold commas themselves."""
    codes: list[str] = []
    unknown: list[str] = []
    while pieces:
        for length in range(len(pieces), 0, -1):
            code = _GROUP.get(fold(", ".join(pieces[:length])))
            if code:
                codes.append(code)
                break
        else:
            unknown += [pieces[0]] if pieces[0] else []
        pieces = pieces[length:]
    return codes, unknown
