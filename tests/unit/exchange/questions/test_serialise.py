import pytest

from quizapp.domain.problem import Location
from quizapp.exchange.questions import FORMATS, read, to_json, where
from quizapp.exchange.questions.parsed import Refused, refusal
from tests.unit.exchange.questions.builders import CAPITAL, HEADER, PLANET, understood, xlsx


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (Location(sheet="Câu hỏi", row=12), "Trang tính Câu hỏi, dòng 12"),
        (Location(sheet="Câu hỏi", row=12, column="C"), "Trang tính Câu hỏi, dòng 12, cột C"),
        (Location(line=7, question=3), "Dòng 7"),
        (Location(question=3), "Câu 3"),
        (Location(sheet="sheet1"), "Trang tính sheet1"),
        (Location(), "Cả tệp"),
    ],
)
def test_a_place_is_said_in_vietnamese(location: Location, words: str) -> None:
    assert where(location) == words


def test_the_command_lines_shape() -> None:
    parsed = understood(xlsx((*HEADER, "Chủ đề", "Mức độ"), (*PLANET[:6], "E", "CĐS", "Dễ")))
    assert to_json(parsed) == {
        "format": "xlsx",
        "questions": [
            {
                "number": 1,
                "type": "single",
                "text": "Hành tinh nào lớn nhất?",
                "options": [
                    {"text": "Trái Đất", "correct": False},
                    {"text": "Sao Mộc", "correct": False},
                    {"text": "Sao Hỏa", "correct": False},
                    {"text": "Sao Thủy", "correct": False},
                ],
                "topic": "Chuyển đổi số",
                "difficulty": "easy",
                "groups": [],
                "explanation": None,
                "source": None,
            }
        ],
        "problems": [
            {
                "severity": "error",
                "where": "Trang tính Bảng, dòng 2",
                "code": "key-out-of-range",
                "message": "Đáp án “E” không ứng với phương án nào. Hãy ghi một trong các chữ cái A–D.",
            }
        ],
    }


def test_content_not_name_says_what_a_file_is() -> None:
    assert read(xlsx(HEADER, PLANET), filename="ngan-hang.csv").format == "xlsx"
    assert read("Câu hỏi,A,B,Đáp án\nMột?,x,y,A\n".encode(), filename="ngan-hang.xlsx").format == "csv"


def test_a_named_format_overrules_the_content() -> None:
    parsed = read(xlsx(HEADER, PLANET), format_code="csv")
    assert (parsed.format, parsed.problems[0].code) == ("csv", "not-utf8")


def test_a_format_that_does_not_exist_is_a_problem() -> None:
    assert read(b"x", format_code="odt").problems[0].code == "unknown-format"


def test_problems_are_found_beside_their_questions() -> None:
    parsed = understood(xlsx(HEADER, PLANET, (*CAPITAL[:6], None)))
    assert ([len(parsed.problems_of(n)) for n in (0, 1)], parsed.file_problems, parsed.has_errors) == ([0, 1], (), True)
    assert [question.number for question in parsed.good_questions()] == [1]


def test_a_refusal_reads_as_its_problem() -> None:
    assert str(refusal("not-utf8")) == refusal("not-utf8").problem.message
    assert issubclass(Refused, Exception)


@pytest.mark.parametrize("code", FORMATS)
def test_every_format_names_itself(code: str) -> None:
    module = FORMATS[code]
    assert (module.CODE, bool(module.TITLE), module.EXTENSIONS[0][0], bool(module.MEDIA_TYPE)) == (
        code,
        True,
        ".",
        True,
    )
