"""Files of results."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from quizapp.models import AuditRecord
from quizapp.reports.queries.export import export_results
from quizapp.reports.queries.summary import contest_scope, participation_summary
from tests.integration.reports.test_proof import PROOF
from tests.postgres import both_databases

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = ["Tổng hợp", "Theo nhóm", "Theo đơn vị", "Theo ngày", "Xếp hạng", "Lượt thi"]


def workbook(content):
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def exported(session, found, clock, *, file_format="xlsx", with_names=True, **values):
    target = io.BytesIO()
    export_results(
        session(), contest=found.contest, target=target, file_format=file_format, with_names=with_names, now=clock(),
        **values,
    )  # fmt: skip
    return target.getvalue()


@both_databases
@pytest.mark.parametrize("is_one_round", [False, True])
def test_every_sheet_s_total_is_the_page_s(session, crowd, clock, is_one_round):
    found = crowd(5)
    chosen = found.rounds[0] if is_one_round else None
    summary = participation_summary(
        session, contest_scope(session, contest_id=found.contest.id, round_id=chosen.id if chosen else None)
    )
    total = summary.total
    sheets = workbook(exported(session, found, clock, contest_round=chosen))
    assert list(sheets) == [*SHEETS, *PROOF]
    figures = dict(sheets["Tổng hợp"][1:])
    assert (figures["Người dự thi"], figures["Lượt thi"]) == (total.participants, total.attempts)
    assert figures["Người đúng tất cả"] == total.full_marks
    groups = sheets["Theo nhóm"][1:]
    assert groups[-1][:3] == ["Tổng cộng", total.participants, total.attempts]
    assert sum(row[1] for row in groups[:-1]) == total.participants
    assert sum(row[2] for row in groups[:-1]) == total.attempts
    units = [row for row in sheets["Theo đơn vị"][1:] if row[1]]
    assert sum(row[2] for row in units) == total.participants
    assert sheets["Theo đơn vị"][-1][2:4] == [total.participants, total.attempts]
    days = sheets["Theo ngày"][1:]
    assert days[-1][1] == sum(row[1] for row in days[:-1]) == total.attempts
    sittings = sum(b.counted for b in summary.bands)
    assert len(sheets["Xếp hạng"]) - 1 == sittings
    assert len(sheets["Lượt thi"]) - 1 == total.attempts
    heading = sheets["Lượt thi"][0]
    assert sum(row[heading.index("Là lượt được tính")] == "Có" for row in sheets["Lượt thi"][1:]) == sittings


def test_a_group_s_export_keeps_to_the_group(session, crowd, clock):
    found = crowd(5)
    sheets = workbook(exported(session, found, clock, groups=("students",)))
    assert [row[0] for row in sheets["Theo nhóm"][1:]] == ["Học sinh", "Tổng cộng"]
    for title in ("Xếp hạng", "Lượt thi"):
        column = sheets[title][0].index("Nhóm")
        assert {row[column] for row in sheets[title][1:]} == {"Học sinh"}
    assert len(sheets["Lượt thi"]) - 1 == sheets["Theo nhóm"][-1][2]


def test_ranks_are_those_of_the_rules_best_first(session, factory, clock):
    june = factory.round(title="Đợt tháng 6")
    for name, score, seconds in (("Ma Thị Hạnh", 4, 90), ("Hà Đức Em", 5, 200), ("Lý Thị Lan", 4, 90)):
        factory.attempt(factory.participant(june.contest, full_name=name), june, score=score, seconds=seconds)
    target = io.BytesIO()
    export_results(session(), contest=june.contest, target=target, file_format="xlsx", with_names=True, now=clock())
    rows = workbook(target.getvalue())["Xếp hạng"]
    assert rows[0][:4] == ["Đợt thi", "Hạng", "Mã dự thi", "Họ và tên"]
    assert [(row[1], row[3]) for row in rows[1:]] == [(1, "Hà Đức Em"), (2, "Ma Thị Hạnh"), (2, "Lý Thị Lan")]


@both_databases
def test_csv_holds_the_attempts_as_excel_opens_them(session, crowd, clock):
    found = crowd(5)
    content = exported(session, found, clock, file_format="csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    summary = participation_summary(session, contest_scope(session, contest_id=found.contest.id))
    assert rows[0][:3] == ["Đợt thi", "Mã dự thi", "Họ và tên"]
    assert len(rows) - 1 == summary.total.attempts


def test_without_names_there_is_no_standing_and_neither_name_nor_code(session, crowd, clock):
    found = crowd(5)
    sheets = workbook(exported(session, found, clock, with_names=False))
    assert list(sheets) == [title for title in (*SHEETS, *PROOF) if title != "Xếp hạng"]
    cells = {str(cell) for rows in sheets.values() for row in rows for cell in row}
    people = found.people.values()
    assert cells & ({p.full_name for p in people} | {f"{p.code[:3]}-{p.code[3:]}" for p in people}) == set()


def test_a_name_that_looks_like_a_formula_stays_text(session, factory, clock):
    june = factory.round()
    factory.attempt(factory.participant(june.contest, full_name="=1+1"), june)
    target = io.BytesIO()
    export_results(session(), contest=june.contest, target=target, file_format="xlsx", with_names=True, now=clock())
    book = load_workbook(io.BytesIO(target.getvalue()))
    cell = book["Lượt thi"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("role", "action"), [("organiser", "results.export_with_names"), ("analyst", "results.export")]
)
def test_each_export_is_recorded_with_who_took_it_and_whether_it_names_people(
    client, factory, session, crowd, role, action
):
    found = crowd(5)
    account = factory.sign_in(client, role=role)
    account_id, contest_id, round_id = account.id, found.contest.id, found.rounds[0].id
    slug, title = found.rounds[0].slug, found.rounds[0].title
    name = f"ket-qua-{found.contest.slug}-{slug}.xlsx"
    session.commit()
    answer = client.get(f"/reports/export.xlsx?contest={contest_id}&round={round_id}", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, XLSX)
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert ("Xếp hạng" in workbook(answer.data)) == (role == "organiser")
    record = session.scalars(select(AuditRecord)).one()
    assert (record.actor_id, record.action, record.subject_type, record.subject_id) == (
        account_id, action, "round", round_id,
    )  # fmt: skip
    assert record.details == {"title": title, "format": "xlsx"}


def test_csv_of_the_whole_contest_is_sent(client, factory, session, crowd):
    found = crowd(5)
    factory.sign_in(client, role="organiser")
    contest_id = found.contest.id
    session.commit()
    answer = client.get(f"/reports/export.csv?contest={contest_id}&round=", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert session.scalars(select(AuditRecord.subject_type)).one() == "contest"


def test_no_other_format_is_known_and_an_unknown_contest_is_not_found(client, factory, session):
    factory.sign_in(client, role="organiser")
    session.commit()
    assert client.get("/reports/export.pdf").status_code == 404
    assert client.get("/reports/export.xlsx?contest=999").status_code == 404
    assert session.scalars(select(AuditRecord)).all() == []
