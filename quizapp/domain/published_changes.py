"""In what results differ from what was published of them."""

from collections.abc import Collection, Mapping
from typing import Any

from quizapp.domain.published import Content
from quizapp.domain.text import N_

# What may differ from what was published; each completes "Since then this changed: …".
CHANGED: Mapping[str, str] = {
    "actual": N_("con số thực tế của câu hỏi dự đoán"),
    "awards": N_("danh sách đạt giải"),
    "scores": N_("điểm, thời gian hoặc dự đoán của người có tên"),
    "collective": N_("xếp hạng hoặc giải của đơn vị"),
    "participants": N_("số người, số lượt thi hoặc số người đúng tất cả"),
    "draw": N_("danh sách bài dự bốc thăm"),
}
_COMPARED: Mapping[str, tuple[str, ...]] = {
    "awards": ("participant_id", "title", "group", "amount", "place", "rank"),
    "scores": ("participant_id", "score", "max_score", "duration_ms", "prediction"),
    "collective": ("unit_id", "rank", "total", "title"),
}


def changed_parts(published: Content, now: Content) -> tuple[str, ...]:
    """Return in what a result differs from what was published of it: codes of CHANGED.

    Names don't matter: a corrected name or a consent that was withdrawn changes no result.
    """
    found = {
        "actual": published["actual"] != now["actual"],
        "awards": _columns(published["awards"], "awards") != _columns(now["awards"], "awards"),
        "scores": _columns(_listed(published), "scores") != _columns(_listed(now), "scores"),
        "collective": _lines(published) != _lines(now),
        "participants": any(published[name] != now[name] for name in ("participants", "attempts", "full_marks")),
        "draw": _draw_of(published) != _draw_of(now),
    }
    return tuple(code for code, differs in found.items() if differs)


def _listed(content: Content) -> list[Content]:
    return [*content["awards"], *content["leading"]]


def _columns(rows: Collection[Content], part: str) -> list[list[Any]]:
    return [[row[name] for name in _COMPARED[part]] for row in rows]


def _lines(content: Content) -> list[list[list[Any]]]:
    return [_columns(table["lines"], "collective") for table in content["collective"]]


def _draw_of(content: Content) -> list[int] | None:
    return content["draw"] and content["draw"]["entries"]  # type: ignore[no-any-return]
