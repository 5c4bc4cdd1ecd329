"""Rulings: what organisers say of a question whose key was wrong, for one round.

A ruling never touches the question's version: papers keep what was shown, and marking asks the ruling beside the key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizapp.domain.text import N_

Key = frozenset[int]  # the bank's indexes of the right options


class RulingKind(StrEnum):
    """What is done about a question."""

    VOID = "void"
    GIVE = "give"
    KEY = "key"
    ACCEPT = "accept"


@dataclass(frozen=True, kw_only=True, slots=True)
class RulingOption:
    """A kind of ruling as organisers choose it; `sentence` tells participants, `needs_key`: with a key."""

    title: str
    hint: str
    sentence: str
    needs_key: bool


RULING_KINDS: Mapping[str, RulingOption] = {
    RulingKind.GIVE: RulingOption(
        title=N_("Cho mọi người điểm câu này"),
        hint=N_("Câu hỏi sai hoặc không có đáp án đúng: ai có câu này trong đề đều được đủ điểm."),
        sentence=N_("mọi người được đủ điểm câu này"),
        needs_key=False,
    ),
    RulingKind.VOID: RulingOption(
        title=N_("Hủy câu này"),
        hint=N_("Câu hỏi không tính cho ai: điểm và điểm tối đa của những đề có câu này đều giảm."),
        sentence=N_("câu này bị hủy, không tính điểm cho ai"),
        needs_key=False,
    ),
    RulingKind.KEY: RulingOption(
        title=N_("Sửa đáp án"),
        hint=N_("Đáp án đã nhập sai: đáp án chọn dưới đây thay cho đáp án cũ."),
        sentence=N_("đáp án được sửa"),
        needs_key=True,
    ),
    RulingKind.ACCEPT: RulingOption(
        title=N_("Chấp nhận thêm đáp án"),
        hint=N_("Phương án khác cũng đúng: đáp án cũ vẫn được điểm, đáp án chọn dưới đây cũng được."),
        sentence=N_("thêm đáp án được chấp nhận"),
        needs_key=True,
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What is ruled of a question version. `keys`: the new key, or the further ones."""

    kind: str
    keys: tuple[Key, ...] = ()


def accepted_keys(key: Key, ruling: Ruling | None) -> tuple[Key, ...]:
    """Return the keys of which any earns all the points, the one that parts are measured by first."""
    if ruling is None or ruling.kind in (RulingKind.VOID, RulingKind.GIVE):
        return (key,)
    return ruling.keys if ruling.kind == RulingKind.KEY else (key, *ruling.keys)


def ruling_of(kind: str | None, keys: Sequence[Sequence[int]] | None) -> Ruling | None:
    """Return a ruling from what is stored, None where nothing is."""
    return None if kind is None else Ruling(kind=kind, keys=tuple(frozenset(key) for key in keys or ()))
