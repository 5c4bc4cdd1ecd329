"""Files of results: the statistics, the standing of each round, and every attempt, streamed.

Call them where one transaction sees one state of the database, so that the sheets agree (models/base.py:
one_snapshot); on SQLite any transaction does.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.distribution import PERCENT
from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.identity import show_code
from quizapp.domain.marking import shown_points
from quizapp.domain.participation import Line, Scope
from quizapp.domain.policy import RoundKind
from quizapp.domain.ranking import rank
from quizapp.exchange.results.fingerprints import witnessed
from quizapp.exchange.tables import Column, Kind, Table, write_csv, write_xlsx
from quizapp.models import Contest, Participant, Round, Unit
from quizapp.models.base import AnyRow
from quizapp.models.counting import counted_attempts, placed_attempts
from quizapp.models.standings import actual_number, lot_seed, ranked_round, standing
from quizapp.reports.queries.proof import proof_of
from quizapp.reports.queries.summary import Summary, contest_scope, participation_summary

_BATCH = 1000
_TOTAL = "Tổng cộng"
_FIGURES = (
    Column(title="Người dự thi", width=13, kind=Kind.NUMBER),
    Column(title="Lượt thi", width=10, kind=Kind.NUMBER),
    Column(title="Tỷ trọng", width=10, kind=Kind.PERCENT),
    Column(title="Số người thuộc diện dự thi", width=12, kind=Kind.NUMBER),
    Column(title="Tỷ lệ tham gia", width=10, kind=Kind.PERCENT),
    Column(title="Điểm trung bình", width=11, kind=Kind.NUMBER),
    Column(title="Điểm trung vị", width=11, kind=Kind.NUMBER),
    Column(title="Điểm trung bình (%)", width=12, kind=Kind.PERCENT),
    Column(title="Người đúng tất cả", width=11, kind=Kind.NUMBER),
)

_EXTERNAL = (
    Column(title="Trong đó do cấp trên tổ chức: người", width=14, kind=Kind.NUMBER),
    Column(title="Trong đó do cấp trên tổ chức: lượt", width=14, kind=Kind.NUMBER),
    Column(title="Số giải do cấp trên trao", width=12, kind=Kind.NUMBER),
)


def export_results(
    session: Session,
    *,
    contest: Contest,
    contest_round: Round | None = None,
    groups: tuple[str, ...] = (),
    target: BinaryIO,
    file_format: str,
    with_names: bool,
    now: datetime,
) -> None:
    """Write the results of a round, or of a contest's official rounds, to `target`, which stays open.

    `file_format`: "xlsx" for the workbook, "csv" for the attempts alone.
    Without names there is no standing, and attempts carry neither name nor code.
    The workbook of all groups also holds what its results can be computed again from (exchange/results).
    """
    round_id = contest_round.id if contest_round else None
    scope = contest_scope(session, contest_id=contest.id, round_id=round_id, groups=groups)
    if file_format == "csv":
        write_csv(attempt_table(session, scope, with_names=with_names), target)
    else:
        _write_workbook(session, contest, contest_round, scope, target, with_names=with_names, now=now)


def _write_workbook(
    session: Session,
    contest: Contest,
    contest_round: Round | None,
    scope: Scope,
    target: BinaryIO,
    *,
    with_names: bool,
    now: datetime,
) -> None:
    query = select(Round).where(Round.id.in_(scope.round_ids)).order_by(Round.opens_at, Round.id)
    rounds = session.scalars(query).all()
    summary = participation_summary(session, scope)
    tables = [total_table(contest, rounds, summary), group_table(summary), unit_table(summary), day_table(summary)]
    if with_names:
        tables.append(standing_table(session, rounds, scope, now))
    tables.append(attempt_table(session, scope, with_names=with_names))
    if scope.groups:  # ranks and prizes come from everybody: from some groups nothing could be computed again
        write_xlsx(tables, target)
        return
    proof = proof_of(
        session, contest=contest, rounds=rounds, is_whole_contest=contest_round is None, with_names=with_names, now=now
    )
    write_xlsx(witnessed(chain(tables, proof)), target)


def total_table(contest: Contest, rounds: Sequence[Round], summary: Summary) -> Table:
    """Return the totals, a figure a row."""
    total = summary.total
    rows: list[tuple[object, object]] = [
        ("Cuộc thi", contest.title),
        ("Đợt thi", ", ".join(r.title for r in rounds)),
        *(("Nhóm", GROUPS[code].title) for code in summary.scope.groups),
        ("Người dự thi", total.participants),
        ("Lượt thi", total.attempts),
        ("Người đúng tất cả", total.full_marks),
        *_external_totals(summary),
        ("Điểm trung bình (lượt được tính)", _points(total.scores.mean)),
        ("Điểm trung vị (lượt được tính)", _points(total.scores.median)),
        ("Điểm trung bình, % điểm tối đa", _points(total.scores.mean_percent)),
        ("Số người thuộc diện dự thi", total.headcount),
        ("Người dự thi thuộc đơn vị đã có số người", total.enrolled),
        ("Tỷ lệ tham gia, %", _points(total.rate)),
        *((f"Lượt thi: {b.band.title}", b.attempts) for b in summary.bands),
        ("Lượt đã vào nhưng không trả lời câu nào (không tính)", summary.unfinished.empty),
        ("Lượt chưa nộp (không tính)", summary.unfinished.open),
    ]
    columns = (Column(title="Chỉ tiêu", width=52), Column(title="Giá trị", width=40, kind=Kind.NUMBER))
    return Table(title="Tổng hợp", columns=columns, rows=rows)


def group_table(summary: Summary) -> Table:
    """Return a row a group, and the total."""
    lines = summary.participation.groups
    rows = [(line.title, *_figures(line), *_external(line, summary)) for line in lines]
    rows.append((_TOTAL, *_figures(summary.total), *_external(summary.total, summary)))
    columns = (Column(title="Nhóm", width=36), *_FIGURES, *_external_columns(summary))
    return Table(title="Theo nhóm", columns=columns, rows=rows)


def unit_table(summary: Summary) -> Table:
    """Return a row a unit with its ranks within the kind, the sums of each kind, and the total."""
    rows: list[tuple[object, ...]] = []
    for kind in summary.participation.kinds:
        title = UNIT_KINDS[kind.code].title
        rows += [
            (title, u.unit.name, *_figures(u.line), u.rank_by_number, u.rank_by_rate, *_external(u.line, summary))
            for u in summary.participation.units
            if u.unit.kind == kind.code
        ]
        rows.append((f"Cộng: {title}", None, *_figures(kind), None, None, *_external(kind, summary)))
    rows.append((_TOTAL, None, *_figures(summary.total), None, None, *_external(summary.total, summary)))
    columns = (
        Column(title="Loại đơn vị", width=30),
        Column(title="Đơn vị", width=36),
        *_FIGURES,
        Column(title="Hạng theo số người", width=10, kind=Kind.NUMBER),
        Column(title="Hạng theo tỷ lệ", width=10, kind=Kind.NUMBER),
        *_external_columns(summary),
    )
    return Table(title="Theo đơn vị", columns=columns, rows=rows)


def day_table(summary: Summary) -> Table:
    """Return a row a day on which attempts were submitted, by group, and the total."""
    groups = [line.code for line in summary.participation.groups]
    rows: list[tuple[object, ...]] = [
        (f"{d.day:%d/%m/%Y}", d.attempts, *(d.by_group.get(code, 0) for code in groups)) for d in summary.days
    ]
    sums = [sum(d.by_group.get(code, 0) for d in summary.days) for code in groups]
    rows.append((_TOTAL, sum(d.attempts for d in summary.days), *sums))
    columns = (
        Column(title="Ngày", width=14),
        Column(title="Lượt thi", width=10, kind=Kind.NUMBER),
        *(Column(title=GROUPS[code].title, width=16, kind=Kind.NUMBER) for code in groups),
    )
    return Table(title="Theo ngày", columns=columns, rows=rows)


def standing_table(session: Session, rounds: Sequence[Round], scope: Scope, now: datetime) -> Table:
    """Return everybody's rank in each round, best first; a group's people keep the ranks of the whole."""
    columns = (
        Column(title="Đợt thi", width=20),
        Column(title="Hạng", width=8, kind=Kind.NUMBER),
        Column(title="Mã dự thi", width=12),
        Column(title="Họ và tên", width=28),
        Column(title="Nhóm", width=22),
        Column(title="Đơn vị", width=30),
        Column(title="Điểm", width=8, kind=Kind.NUMBER),
        Column(title="Số câu", width=8, kind=Kind.NUMBER),
        Column(title="Thời gian (giây)", width=11, kind=Kind.NUMBER),
        Column(title="Nộp bài", width=17, kind=Kind.DATETIME),
        Column(title="Số lượt thi", width=8, kind=Kind.NUMBER),
        Column(title="Dự đoán", width=9, kind=Kind.NUMBER),
        Column(title="Sai lệch dự đoán", width=9, kind=Kind.NUMBER),
    )
    ranked = [r for r in rounds if r.kind != RoundKind.EXTERNAL]
    rows = (row for r in ranked for row in _standing_rows(session, r, scope, now))
    return Table(title="Xếp hạng", columns=columns, rows=rows)


def _standing_rows(session: Session, contest_round: Round, scope: Scope, now: datetime) -> Iterator[tuple[object, ...]]:
    asked = ranked_round(contest_round)
    actual, seed = actual_number(session, asked, now), lot_seed(asked)
    c = counted_attempts(contest_round.id).subquery().c
    columns = (
        c.id,
        c.full_marks,
        c.participant_id,
        c.score,
        c.max_score,
        c.duration_ms,
        c.submitted_at,
        c.attempts,
        c.registered_at,
        c.prediction,
        c.code,
        c.full_name,
        c.group,
        Unit.name.label("unit_name"),
    )
    query = select(*columns).join(Unit, Unit.id == c.unit_id)
    people = {row.participant_id: row for row in session.execute(query.execution_options(yield_per=_BATCH))}
    for entry in rank((standing(row, actual, seed) for row in people.values()), contest_round.ranking):
        row = people[entry.standing.participant_id]
        if not scope.groups or row.group in scope.groups:
            yield (
                contest_round.title,
                entry.rank,
                show_code(row.code),
                row.full_name,
                GROUPS[row.group].short_title,
                row.unit_name,
                shown_points(row.score, contest_round.partial_rule),
                shown_points(row.max_score, contest_round.partial_rule),
                row.duration_ms // 1000,
                row.submitted_at,
                row.attempts,
                row.prediction,
                entry.standing.prediction_error,
            )


def attempt_table(session: Session, scope: Scope, *, with_names: bool) -> Table:
    """Return every attempt that counts as one, in the order of submission; `rows` can be read once."""
    names = (Column(title="Mã dự thi", width=12), Column(title="Họ và tên", width=28)) if with_names else ()
    columns = (
        Column(title="Đợt thi", width=20),
        *names,
        Column(title="Nhóm", width=22),
        Column(title="Đơn vị", width=30),
        Column(title="Lượt thứ", width=8, kind=Kind.NUMBER),
        Column(title="Bắt đầu", width=17, kind=Kind.DATETIME),
        Column(title="Nộp bài", width=17, kind=Kind.DATETIME),
        Column(title="Thời gian (giây)", width=11, kind=Kind.NUMBER),
        Column(title="Điểm", width=8, kind=Kind.NUMBER),
        Column(title="Số câu", width=8, kind=Kind.NUMBER),
        Column(title="Số câu đã trả lời", width=9, kind=Kind.NUMBER),
        Column(title="Dự đoán", width=9, kind=Kind.NUMBER),
        Column(title="Nộp do hết giờ", width=9),
        Column(title="Là lượt được tính", width=9),
    )
    return Table(title="Lượt thi", columns=columns, rows=_attempt_rows(session, scope, with_names=with_names))


def _attempt_rows(session: Session, scope: Scope, *, with_names: bool) -> Iterator[tuple[object, ...]]:
    for row in _attempts(session, scope):
        names = (show_code(row.code), row.full_name) if with_names else ()
        yield (
            row.round_title,
            *names,
            GROUPS[row.group].short_title,
            row.unit_name,
            row.number,
            row.started_at,
            row.submitted_at,
            row.duration_ms // 1000,
            shown_points(row.score, row.partial_rule),
            shown_points(row.max_score, row.partial_rule),
            row.answered,
            row.prediction,
            "Có" if row.is_timed_out else "",
            "Có" if row.place == 1 else "",
        )


def _attempts(session: Session, scope: Scope) -> Iterator[AnyRow]:
    placed = placed_attempts(*scope.round_ids)
    a = placed.c
    query = (
        select(
            Round.title.label("round_title"),
            Round.partial_rule,
            Participant.code,
            Participant.full_name,
            Participant.group,
            Unit.name.label("unit_name"),
            a.number,
            a.started_at,
            a.submitted_at,
            a.duration_ms,
            a.score,
            a.max_score,
            a.answered,
            a.prediction,
            a.is_timed_out,
            a.place,
        )
        .join(Participant, Participant.id == a.participant_id)
        .join(Round, Round.id == a.round_id)
        .join(Unit, Unit.id == Participant.unit_id)
        .order_by(a.submitted_at, a.id)
    )
    if scope.groups:
        query = query.where(Participant.group.in_(scope.groups))
    if scope.unit_ids:
        query = query.where(Participant.unit_id.in_(scope.unit_ids))
    return iter(session.execute(query.execution_options(yield_per=_BATCH)))


def _figures(line: Line) -> tuple[object, ...]:
    return (
        line.participants,
        line.attempts,
        _part(line.share),
        line.headcount,
        _part(line.rate),
        _points(line.scores.mean),
        _points(line.scores.median),
        _part(line.scores.mean_percent),
        line.full_marks,
    )


def _external_columns(summary: Summary) -> tuple[Column, ...]:
    """Return the columns of what others hold; none where they hold nothing of the scope."""
    return _EXTERNAL if summary.total.external else ()


def _external(line: Line, summary: Summary) -> tuple[object, ...]:
    external = line.external
    return (external.participants, external.attempts, external.winners) if summary.total.external else ()


def _external_totals(summary: Summary) -> tuple[tuple[str, object], ...]:
    external = summary.total.external
    if not external:
        return ()
    return (
        ("Trong đó do cấp trên tổ chức: người dự thi (ai dự cả hai nơi thì tính ở cả hai)", external.participants),
        ("Trong đó do cấp trên tổ chức: lượt thi (không có điểm)", external.attempts),
        ("Trong đó do cấp trên tổ chức: người đúng tất cả", external.full_marks),
        ("Số giải do cấp trên trao", external.winners),
    )


def _part(percent: float | None) -> float | None:
    """Return a percentage as the part of 1 that spreadsheets show as a percentage."""
    return None if percent is None else percent / PERCENT


def _points(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
