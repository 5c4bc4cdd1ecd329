import codecs
import time

import pytest

from quizapp.domain.problem import Location
from quizapp.exchange.questions import read
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

LINES = (
    "STT{0}Câu hỏi{0}A{0}B{0}Đáp án",
    "1{0}Thủ đô là gì?{0}Huế{0}Hà Nội{0}B",
    '2{0}"Dòng một\ndòng hai"{0}có{0}"không{0} chưa"{0}A',
    "3{0}Ba là gì?{0}x{0}y{0}A",
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_table_is_read_whatever_its_separator_and_encoding(separator: str, encoding: str, ending: str) -> None:
    content = ending.join(LINES).format(separator).encode(encoding)
    parsed = understood(content, "csv")
    assert (keys(parsed), texts(parsed)[1], options(parsed, 1)[1], codes(parsed)) == (
        ["B", "A", "A"],
        "Dòng một\ndòng hai",
        f"không{separator} chưa".replace("\t", " ").replace("  ", " "),
        [],
    )


def test_a_question_stands_on_the_line_it_begins_on() -> None:
    parsed = understood("\n".join(LINES).format(",").encode(), "csv")
    assert parsed.locations == (
        Location(line=2, question=1),
        Location(line=3, question=2),
        Location(line=5, question=3),
    )


def test_a_declared_separator_is_obeyed() -> None:
    assert keys(understood(("sep=;\r\n" + "\r\n".join(LINES).format(";")).encode(), "csv")) == ["B", "A", "A"]


def test_text_in_an_old_encoding_is_refused_by_name() -> None:
    content = "\n".join(LINES).format(",").encode("utf-8").replace("Huế".encode(), b"Hu\xea\xd5")
    assert codes(read(content)) == ["not-utf8"]


def test_utf16_without_its_second_byte_is_refused_by_name() -> None:
    assert codes(understood(codecs.BOM_UTF16_LE + b"a", "csv")) == ["not-utf8"]


def test_a_formula_guard_is_taken_off() -> None:
    content = "Câu hỏi,A,B,Đáp án\nÂm một là số nào?,'-1,'=1,A\n"
    assert options(understood(content.encode(), "csv")) == ["-1", "=1"]


def test_prose_is_not_a_bank() -> None:
    assert codes(understood("Xin chào các bạn,\nhôm nay trời đẹp.".encode(), "csv")) == ["not-a-bank"]


@pytest.mark.parametrize("line", [b"\n", b"\r\n", b",\n", b" \n"])
@pytest.mark.parametrize("format_code", ["csv", "text"])
def test_a_great_many_empty_lines_are_refused_within_five_seconds(line: bytes, format_code: str) -> None:
    before = time.process_time()
    found = codes(understood(line * (20_000_000 // len(line)), format_code))
    assert (found, time.process_time() - before < 5) == (["too-large"], True)
