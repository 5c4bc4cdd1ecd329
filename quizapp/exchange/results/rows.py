"""What an outcome says, as rows of the sheets: written into a file, and compared with what stands in one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from quizapp.domain.outcome import Outcome
from quizapp.domain.prizes.allotting import ENCOURAGEMENT_DRAW, Award, Placed
from quizapp.domain.prizes.collective import CollectiveTable, UnitLine
from quizapp.domain.prizes.lots import lot, seed_for
from quizapp.exchange.results.cells import moment, yes
from quizapp.exchange.results.layout import COLLECTIVE, DRAWN, INDIVIDUAL, STANDING, Sheet

Row = tuple[object, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An outcome with what its rows say besides. `scope`: the round's name in the file; `seed`: empty while secret.

    `names`: code and name of people by their number, where the file is to hold them.
    """

    scope: str
    outcome: Outcome
    seed: str
    names: Mapping[int, tuple[str, str]]
    unit_names: Mapping[int, str]


def derived_rows(shown: Collection[Shown]) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """Yield each sheet that follows from the others with all its rows, in the order of the file."""
    for sheet, rows_of in (
        (STANDING, _standing_rows),
        (INDIVIDUAL, _individual_rows),
        (DRAWN, _drawn_rows),
        (COLLECTIVE, _collective_rows),
    ):
        yield sheet, (row for each in shown for row in rows_of(each))


def _person(shown: Shown, number: int) -> tuple[int, str, str]:
    return number, *shown.names.get(number, ("", ""))


def _standing_rows(shown: Shown) -> Iterator[Row]:
    return (_standing_row(shown, placed) for placed in shown.outcome.placed)


def _standing_row(shown: Shown, placed: Placed) -> Row:
    contender, standing = placed.contender, placed.contender.standing
    return (
        shown.scope,
        placed.rank,
        *_person(shown, standing.participant_id),
        standing.entry_id,
        contender.group,
        contender.unit_id,
        standing.score,
        contender.max_score,
        standing.prediction_error,
        standing.duration_ms,
        moment(standing.submitted_at),
        standing.attempts,
        standing.full_marks,
        moment(standing.registered_at),
        f"{standing.lot:064x}" if standing.lot and shown.seed else "",
    )


def _individual_rows(shown: Shown) -> Iterator[Row]:
    for award in shown.outcome.awards:
        yield (
            shown.scope,
            award.title,
            award.group,
            award.amount,
            *_person(shown, award.participant_id),
            award.entry_id,
            award.unit_id,
            award.rank,
            award.overall_rank,
            yes(award.shares),
            _passed_over(award),
        )


def _passed_over(award: Award) -> str:
    return "; ".join(f"{passed.participant_id}: {passed.reason}" for passed in award.passed_over)


def _drawn_rows(shown: Shown) -> Iterator[Row]:
    seed = seed_for(ENCOURAGEMENT_DRAW, shown.seed)
    for order, award in enumerate(shown.outcome.drawn, start=1):
        yield (
            shown.scope,
            order,
            award.title,
            award.amount,
            *_person(shown, award.participant_id),
            award.entry_id,
            award.unit_id,
            f"{lot(seed, award.entry_id):064x}",
        )


def _collective_rows(shown: Shown) -> Iterator[Row]:
    for number, table in enumerate(shown.outcome.tables, start=1):
        yield from _table_rows(shown, number, table)


def _table_rows(shown: Shown, number: int, table: CollectiveTable) -> Iterator[Row]:
    return (_collective_row(shown, number, line) for line in table.lines)


def _collective_row(shown: Shown, number: int, line: UnitLine) -> Row:
    return (
        shown.scope,
        number,
        line.unit.unit_id,
        shown.unit_names.get(line.unit.unit_id, ""),
        line.unit.participants,
        line.unit.attempts,
        None if line.total is None else f"{line.total}",
        line.rank,
        line.award.title if line.award else "",
        line.award.amount if line.award else None,
        yes(line.shares),
        ", ".join(line.missed),
    )
