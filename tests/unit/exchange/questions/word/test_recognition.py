"""Word and text told apart from the other kinds by what they hold, whatever the file is called."""

import pytest

from quizapp.exchange.questions import dump, read, recognise
from quizapp.exchange.questions.parsed import Parsed
from quizapp.exchange.questions.reader import parse
from tests.unit.exchange.questions.builders import HEADER, PLANET, codes, keys, texts, xlsx
from tests.unit.exchange.questions.word.documents import document, package, paragraph, question

BANK = "Câu 1. Thủ đô, cố đô; kinh đô?\nA. Huế\nB. Hà Nội\nĐáp án: B\n"
DOCX = document(question(1, ["Huế", "Hà Nội"]), paragraph("Đáp án: B"))
TABLE = "STT,Câu hỏi,A,B,Đáp án\n1,Thủ đô?,Huế,Hà Nội,B\n"
OLD_WORD = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512) + "WordDocument".encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize("filename", ["", "a.docx", "a.xlsx", "a.txt", "a"])
def test_a_document_is_recognised_whatever_it_is_called(filename: str) -> None:
    assert recognise(DOCX, filename) == "docx"
    assert recognise(xlsx(HEADER, PLANET), filename) == "xlsx"


@pytest.mark.parametrize("filename", ["", "a.txt", "a.csv", "a.docx"])
def test_text_and_tables_are_told_apart_by_their_content(filename: str) -> None:
    assert (recognise(BANK.encode(), filename), recognise(TABLE.encode(), filename)) == ("text", "csv")
    rows = "".join(f"{n}\tHỏi điều gì đó thứ {n}?\tmột\thai\tba\tB\n" for n in range(5))
    assert recognise(rows.encode(), filename) == "csv"


def test_a_workbook_inside_a_document_makes_it_no_workbook() -> None:
    assert recognise(package({"word/document.xml": "<w/>", "word/embeddings/a.xlsx": xlsx(HEADER, PLANET)})) == "docx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_is_read_whatever_its_encoding_and_line_ends(encoding: str, ending: str) -> None:
    parsed = read(BANK.replace("\n", ending).encode(encoding), filename="a.txt")
    assert (parsed.format, texts(parsed), keys(parsed)) == ("text", ["Thủ đô, cố đô; kinh đô?"], ["B"])


def test_a_document_is_read_in_the_child_process() -> None:
    parsed = read(DOCX, filename="a.docx")
    assert (parsed.format, keys(parsed)) == ("docx", ["B"])


def test_a_question_in_a_text_stands_on_its_line() -> None:
    found = parse(b"\n\n" + BANK.encode() + b"\n" + BANK.replace("1", "2").encode(), "text")
    assert [(location.line, location.question, location.entry) for location in found.locations] == [
        (3, 1, 1),
        (8, 2, 2),
    ]


def reason(parsed: Parsed) -> object:
    return parsed.problems[0].params["reason"]


def test_files_of_other_kinds_are_refused_by_name() -> None:
    assert codes(read(BANK.encode("utf-8").replace("ế".encode(), b"\xe1"), filename="a.txt")) == ["not-utf8"]
    assert reason(read(OLD_WORD, filename="a.doc")) == "tệp Word đời cũ (.doc); hãy chọn Lưu thành (Save As) dạng .docx"
    assert (
        reason(read(rb"{\rtf1\ansi C\'e2u 1}", filename="a.doc")) == "tệp RTF; hãy mở bằng Word và lưu thành dạng .docx"
    )
    page = "tệp là trang web (HTML); hãy mở bằng Word và lưu thành dạng .docx"
    assert reason(parse(b"<html><body>a</body></html>", "text")) == page
    macro = package({"word/document.xml": "<w/>", "word/vbaProject.bin": b"x"})
    assert reason(read(macro, filename="a.docm")) == "tệp chứa macro; hãy lưu thành dạng .docx không có macro"


def test_an_empty_document_holds_no_questions() -> None:
    assert (codes(parse(document(), "docx")), codes(parse(b"\n \n", "text"))) == (["no-questions"], ["no-questions"])


def test_an_export_without_questions_is_a_bank_without_questions() -> None:
    assert codes(parse(dump([], "docx"), "docx")) == ["not-a-bank"]
