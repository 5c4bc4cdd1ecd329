import io

from openpyxl import load_workbook

from quizapp.exchange.questions import template
from tests.unit.exchange.questions.builders import codes, keys, saved, understood


def test_an_untouched_template_holds_no_question() -> None:
    assert codes(understood(template())) == ["no-questions"]


def test_a_filled_template_is_read_without_its_example() -> None:
    book = load_workbook(io.BytesIO(template()))
    book["Câu hỏi"].append([1, "Thủ đô?", "Huế", "Hà Nội", None, None, None, None, "B", None, "Chuyển đổi số"])
    parsed = understood(saved(book))
    assert (keys(parsed), parsed.questions[0].topic, codes(parsed)) == (["B"], "Chuyển đổi số", [])


def test_the_example_itself_is_sound() -> None:
    book = load_workbook(io.BytesIO(template()))
    del book["Câu hỏi"], book["Hướng dẫn"]
    parsed = understood(saved(book))
    assert (keys(parsed), [question.type for question in parsed.questions], codes(parsed)) == (
        ["A", "AC", "B"],
        ["single", "multiple", "truefalse"],
        [],
    )


def test_the_columns_with_fixed_values_offer_them() -> None:
    book = load_workbook(io.BytesIO(template()))
    sheet = book["Câu hỏi"]
    offered = {}
    for offer in sheet.data_validations.dataValidation:
        place = offer.formula1.partition("!")[2].replace("$", "")
        heading = sheet[str(offer.sqref).partition(":")[0].replace("2", "1")].value
        offered[heading] = [cell.value for (cell,) in book["Hướng dẫn"][place]]
    assert offered == {
        "Đáp án đúng": ["A", "B", "C", "D", "E", "F"],
        "Chủ đề": ["Khoa học công nghệ", "Đổi mới sáng tạo", "Chuyển đổi số"],
        "Mức độ": ["Nhận biết", "Thông hiểu", "Vận dụng"],
        "Nhóm đối tượng": [
            "Cán bộ, công chức, viên chức",
            "Học sinh",
            "Người dân",
            "Doanh nghiệp, hợp tác xã",
        ],
    }
    assert sheet.freeze_panes == "C2"
