"""The blueprint of results and their publication, and what its pages share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, url_for
from werkzeug.wrappers import Response

from quizapp.domain.policy import PREDICTION_TARGETS
from quizapp.domain.prizes.allotting import PASSED_OVER
from quizapp.domain.prizes.formulas import FORMULAS
from quizapp.domain.published_changes import CHANGED, changed_parts
from quizapp.models import Contest, Publication, Round, db
from quizapp.models.base import AnyRow
from quizapp.publication.queries import rounds
from quizapp.publication.queries.results import Result, league_result, people, round_result
from quizapp.web import clock

bp = Blueprint("publication", __name__, url_prefix="/publication")

Page = str | tuple[str, int] | Response
# What pages call the codes of a published content.
TITLES: Mapping[str, object] = {
    "TARGETS": PREDICTION_TARGETS,
    "PASSED_OVER": PASSED_OVER,
    "FORMULAS": FORMULAS,
    "CHANGED": CHANGED,
    "STATES": rounds.STATES,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A round, or a contest over its rounds (`contest_round` None), and where its pages are."""

    contest: Contest
    contest_round: Round | None

    @property
    def round_id(self) -> int | None:
        """The round's id, None for the league."""
        return self.contest_round.id if self.contest_round else None

    @property
    def title(self) -> str:
        """What is held."""
        return self.contest_round.title if self.contest_round else self.contest.title

    def url(self, page: str, **values: Any) -> str:
        """Return the address of one of its pages: "results", "ranking" or "publish"."""
        if self.contest_round:
            return url_for(f"publication.round_{page}", round_id=self.contest_round.id, **values)
        return url_for(f"publication.league_{page}", contest_id=self.contest.id, **values)

    def result(self) -> Result:
        """Return what it comes to now."""
        if self.contest_round:
            return round_result(db.session(), self.contest_round)
        return league_result(db.session(), self.contest, clock.now())

    def rounds(self) -> Sequence[Round]:
        """Return the rounds that its results are made of."""
        return [self.contest_round] if self.contest_round else rounds.official_rounds(db.session(), self.contest.id)

    def versions(self) -> Sequence[AnyRow]:
        """Return the versions published of it, the newest first."""
        return rounds.versions(db.session(), contest_id=self.contest.id, round_id=self.round_id)


def held_round(round_id: int) -> Held:
    """Return an official round; anything else is a page that isn't there."""
    found = rounds.find_round(db.session(), round_id)
    return Held(contest=found.contest, contest_round=found) if found else abort(404)


def held_league(contest_id: int) -> Held:
    """Return a contest; an unknown one is a page that isn't there."""
    found = db.session().get(Contest, contest_id)
    return Held(contest=found, contest_round=None) if found else abort(404)


def publication_or_404(publication_id: int) -> Publication:
    """Return a version; an unknown one is a page that isn't there."""
    return rounds.find_publication(db.session(), publication_id) or abort(404)


def held_by(publication: Publication) -> Held:
    """Return what a version was published of."""
    if publication.round_id is None:
        return held_league(publication.contest_id)
    return held_round(publication.round_id)


def full_names(content: Mapping[str, Any]) -> Mapping[int, str]:
    """Return the full names of all whom a content names or passes over, by id: for the staff."""
    listed = [*content["awards"], *content["leading"]]
    passed = [who for award in content["awards"] for who in award["passed_over"]]
    found = people(db.session(), {row["participant_id"] for row in (*listed, *passed)})
    return {row.id: row.full_name for row in found.values()}


def changes_since(versions: Sequence[AnyRow], content: Mapping[str, Any]) -> tuple[AnyRow | None, tuple[str, ...]]:
    """Return the newest version that is not withdrawn, and in what the results differ from it now."""
    newest = next((v for v in versions if v.withdrawn_at is None), None)
    if newest is None:
        return None, ()
    return newest, changed_parts(publication_or_404(newest.id).content, dict(content))


def review_url(held: Held) -> str | None:
    """Return where flags of a round are decided on, None where there is no such page."""
    if held.contest_round is None or "adjudication.index" not in current_app.view_functions:
        return None
    return url_for("adjudication.index", round=held.contest_round.id)
