"""The rules of a round in sentences, written from its settings, so that text and behaviour can't disagree.

What the rules say of one more setting is an entry in CLAUSES (or a sentence of one); the page and its print follow. A
test holds that every setting is spoken of or stands in SILENT.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from quizapp.domain.policy import RoundKind
from quizapp.domain.round_rules import LeagueSettings, RoundRules
from quizapp.domain.rules_text import papers, results
from quizapp.domain.rules_text.awards import (
    CollectiveText,
    PrizeRow,
    collective,
    collective_lists,
    individual,
    individual_rows,
)
from quizapp.domain.rules_text.sentence import Clause, Command, Param, Sentence, Term, Told
from quizapp.domain.text import N_

_OFFICIAL = (RoundKind.OFFICIAL,)
_OWN = (RoundKind.OFFICIAL, RoundKind.PRACTICE)
_ALL = tuple(RoundKind)

_NO_TIME = datetime.min.replace(tzinfo=UTC)
_ADDED_UP = Sentence(
    text=N_(
        "Điểm các đợt thi của mỗi người được cộng lại; vắng đợt nào thì không có điểm đợt ấy. Thời gian làm bài, số "
        "lượt thi và độ lệch của dự đoán cũng được cộng lại; thời điểm nộp bài là của đợt sau cùng."
    )
)

# What is said by the heading over the clauses: the name of the round, and its address on the page.
SILENT: Mapping[str, str] = {"title": "heads the clauses", "slug": "is the anchor of the heading"}

CLAUSES: tuple[Clause, ...] = (
    Clause(code="kind", title=N_("Loại đợt thi"), fields=("kind",), kinds=(RoundKind.PRACTICE,), sentences=papers.kind),
    Clause(
        code="organiser",
        title=N_("Đơn vị tổ chức"),
        fields=("organiser", "external_url"),
        kinds=(RoundKind.EXTERNAL,),
        sentences=papers.organiser,
    ),
    Clause(
        code="schedule",
        title=N_("Thời gian"),
        fields=("opens_at", "closes_at"),
        kinds=_ALL,
        sentences=papers.schedule,
    ),
    Clause(code="entry", title=N_("Đối tượng"), fields=("groups", "minimum_age"), kinds=_ALL, sentences=papers.entry),
    Clause(
        code="paper",
        title=N_("Số câu hỏi"),
        fields=("blueprint", "shuffle_questions", "shuffle_options"),
        kinds=_OWN,
        sentences=papers.paper,
    ),
    Clause(
        code="time-limit",
        title=N_("Thời gian làm bài"),
        fields=("time_limit_minutes",),
        kinds=_OWN,
        sentences=papers.time_limit,
    ),
    Clause(
        code="attempts",
        title=N_("Số lượt thi"),
        fields=("attempts_allowed", "attempts_period", "counted"),
        kinds=_OWN,
        sentences=papers.attempts,
    ),
    Clause(
        code="marks",
        title=N_("Cách tính điểm"),
        fields=("points", "partial_rule", "requires_all_answered"),
        kinds=_OWN,
        sentences=papers.marks,
    ),
    Clause(
        code="prediction",
        title=N_("Câu hỏi dự đoán"),
        fields=("prediction_target", "prediction_asked", "prediction_with_disqualified", "ranking"),
        kinds=_OFFICIAL,
        sentences=results.prediction,
    ),
    Clause(
        code="ranking",
        title=N_("Xếp hạng"),
        fields=("ranking", "shows_rank"),
        kinds=_OFFICIAL,
        sentences=results.ranking,
    ),
    Clause(code="draw", title=N_("Bốc thăm"), fields=("ranking", "prizes"), kinds=_OFFICIAL, sentences=results.draw),
    Clause(
        code="prizes",
        title=N_("Giải thưởng cá nhân"),
        fields=("prizes",),
        kinds=_OFFICIAL,
        sentences=lambda rules: individual(rules.prizes),
    ),
    Clause(
        code="collective",
        title=N_("Giải thưởng tập thể"),
        fields=("prizes",),
        kinds=_OFFICIAL,
        sentences=lambda rules: collective(rules.prizes),
    ),
    Clause(
        code="publishing",
        title=N_("Xét và công bố kết quả"),
        fields=("complaint_days",),
        kinds=_OFFICIAL,
        sentences=results.publishing,
    ),
    Clause(code="review", title=N_("Xem đáp án"), fields=("review",), kinds=_OWN, sentences=papers.review),
)


def told(rules: RoundRules) -> tuple[Told, ...]:
    """Return the clauses that have something to say of a round, in order."""
    found = (
        Told(code=clause.code, title=clause.title, sentences=tuple(clause.sentences(rules)))
        for clause in CLAUSES
        if rules.kind in clause.kinds
    )
    return tuple(clause for clause in found if clause.sentences)


def alike(rules: RoundRules) -> RoundRules:
    """Return rules without the name and the time of their round: rounds for which this is equal are told together."""
    return replace(rules, slug="", title="", opens_at=_NO_TIME, closes_at=_NO_TIME)


def league_told(league: LeagueSettings) -> tuple[Told, ...]:
    """Return the clauses on ranking and prizes over all rounds of a contest; the same titles as a round's."""
    clauses = (
        Told(code="ranking", title=N_("Xếp hạng"), sentences=(_ADDED_UP, *results.in_order(league.ranking))),
        Told(code="draw", title=N_("Bốc thăm"), sentences=tuple(results.draw(league))),
        Told(code="prizes", title=N_("Giải thưởng cá nhân"), sentences=tuple(individual(league.prizes))),
        Told(code="collective", title=N_("Giải thưởng tập thể"), sentences=tuple(collective(league.prizes))),
    )
    return tuple(clause for clause in clauses if clause.sentences)


__all__ = [
    "CLAUSES",
    "SILENT",
    "Clause",
    "CollectiveText",
    "Command",
    "Param",
    "PrizeRow",
    "Sentence",
    "Term",
    "Told",
    "alike",
    "collective_lists",
    "individual_rows",
    "league_told",
    "told",
]
