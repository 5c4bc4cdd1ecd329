"""The rules that anybody may read, written from the settings (domain/rules_text), on the screen and to be printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import abort, render_template, request

from quizapp.contests import queries
from quizapp.contests.queries import Edition, StoredRound
from quizapp.contests.views.blueprint import TITLES, Page, bp, notices_of
from quizapp.domain.phase import Phase
from quizapp.domain.prizes.plan import PrizePlan
from quizapp.domain.round_rules import RoundRules
from quizapp.domain.rules_text import (
    CollectiveText,
    PrizeRow,
    Told,
    alike,
    collective_lists,
    individual_rows,
    league_told,
    told,
)
from quizapp.models import db
from quizapp.web.clock import now
from quizapp.web.sentences import say

bp.add_app_template_filter(say)

MANY_ROUNDS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """The rules of rounds that differ in name and time alone; no rounds: those of the league over all of them.

    `league_commitment`: what the league's draws are promised by; rounds have their own.
    """

    rounds: Sequence[StoredRound]
    clauses: Sequence[Told]
    prizes: Sequence[PrizeRow]
    collective: Sequence[CollectiveText]
    league_commitment: str = ""

    @property
    def is_over(self) -> bool:
        """Tell whether all of the rounds have closed."""
        return bool(self.rounds) and all(stored.phase is Phase.CLOSED for stored in self.rounds)


@bp.get("/contests/rules")
def rules() -> Page:
    """The rules of the current contest, or of the one asked for."""
    found = _edition()
    studies = queries.study_banks(db.session, found.id) if found and found.has_study else ()
    return render_template(
        "contests/rules.html",
        edition=found,
        studies=studies,
        chapters=_chapters(found),
        notices=notices_of(found),
        **TITLES,
    )


@bp.get("/contests/rules/print")
def rules_print() -> Page:
    """The same rules on paper."""
    found = _edition()
    if found is None:
        abort(404)
    return render_template(
        "contests/rules_print.html", edition=found, chapters=_chapters(found), printed_at=now(), **TITLES
    )


def _edition() -> Edition | None:
    """Return the contest that the address names, or the current one; an unknown one is a page that isn't there."""
    slug = request.args.get("contest", "")
    if not slug:
        return queries.current_edition(db.session, now=now())
    found = queries.find_edition(db.session, slug=slug, now=now())
    if found is None:
        abort(404)
    return found


def _chapters(edition: Edition | None) -> list[Chapter]:
    """Return the rules of all rounds, ranked ones first and those that are over last, then those of the league."""
    if edition is None:
        return []
    chapters = [_chapter(rounds) for rounds in _alike(edition.rounds)]
    chapters.sort(key=lambda chapter: (chapter.is_over, not chapter.rounds[0].is_official))
    if len(edition.officials) >= MANY_ROUNDS:
        league = _with_prizes(edition.league.prizes, (), league_told(edition.league))
        chapters.append(replace(league, league_commitment=edition.league_commitment))
    return chapters


def _alike(rounds: Iterable[StoredRound]) -> list[list[StoredRound]]:
    found: dict[RoundRules, list[StoredRound]] = {}
    for stored in rounds:
        found.setdefault(alike(stored.rules), []).append(stored)
    return list(found.values())


def _chapter(rounds: Sequence[StoredRound]) -> Chapter:
    settings = rounds[0].rules
    return _with_prizes(settings.prizes, rounds, told(settings))


def _with_prizes(plan: PrizePlan, rounds: Sequence[StoredRound], clauses: Sequence[Told]) -> Chapter:
    return Chapter(rounds=rounds, clauses=clauses, prizes=individual_rows(plan), collective=collective_lists(plan))
