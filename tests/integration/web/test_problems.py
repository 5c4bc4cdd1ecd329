"""Where something stands in a file, as its reader would look for it."""

import pytest

from quizapp.domain.problem import Location
from quizapp.web.problems import file_place


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (Location(), "Cả tệp"),
        (Location(sheet="Câu hỏi", row=12), "Trang tính “Câu hỏi”, dòng 12"),
        (Location(line=3, column="C"), "Dòng 3, cột C"),
        (Location(row=4, question=2, entry=3), "Dòng 4"),
        (Location(question=7), "Câu 7"),
        (Location(question=7, entry=7), "Câu 7"),
        (Location(question=7, entry=12), "Câu 7 (câu thứ 12 trong tệp)"),
        (Location(entry=12), "Câu thứ 12 trong tệp"),
    ],
)
def test_a_place_is_named_by_what_is_known_of_it(app, location, words):
    with app.test_request_context():
        assert file_place(location) == words
