"""Guidelines for writing items: what breaks them, and what only looks as if it did."""

from collections import Counter
from math import erfc, exp, factorial, pi, sqrt

import pytest

from quizapp.domain.bank_balance import CRITICAL_AT_1_PERCENT, chi_squared
from quizapp.domain.item_writing import BANK_CHECKS, CHECKS, checked, checked_question
from quizapp.domain.numbering import numbers_of, runs
from quizapp.domain.problem import PROBLEMS, Location, Severity
from quizapp.domain.question import Image, Option, Question, QuestionType

PICTURE = Image(digest="d", alt="hình", width=1, height=1)


def question(*texts, key=0, text="Cơ quan nào ban hành nghị quyết?", **values):
    options = tuple(Option(text=option, is_key=place == key) for place, option in enumerate(texts))
    return Question(text=text, options=options, **values)


def asking(text):
    return question("Bộ Công an", "Bộ Tài chính", "Bộ Y tế", "Bộ Nội vụ", text=text)


def codes(one):
    return [problem.code for problem in checked_question(one)]


def bank(size, **values):
    """Questions that keep every guideline, their keys at A, B, C, D, A, …"""
    written = {"explanation": "Vì thế.", "source": "Luật", **values}
    return [
        question("Sắt", "Đồng", "Kẽm", "Chì", key=n % 4, text=f"Kim loại nào ở ô số {n}?", number=n + 1, **written)
        for n in range(size)
    ]


def of_bank(questions):
    found = checked(questions, [Location(entry=place) for place in range(len(questions))])
    return [(problem.code, dict(problem.params)) for problem in found.of_bank]


def test_every_guideline_warns_says_how_to_mend_and_names_its_source():
    every = [check.code for check in (*CHECKS, *BANK_CHECKS)] + [check.often for check in CHECKS]

    assert {PROBLEMS[code].severity for code in every} == {Severity.WARNING}
    assert [code for code in every if "ãy " not in PROBLEMS[code].message or not PROBLEMS[code].source] == []
    assert [check.source for check in (*CHECKS, *BANK_CHECKS)] == [
        PROBLEMS[code].source for code in every[: len(CHECKS) + len(BANK_CHECKS)]
    ]


def test_a_sound_question_is_left_alone():
    assert codes(asking("Cơ quan nào ban hành nghị quyết?")) == []


# --- the key's length


@pytest.mark.parametrize(
    ("key", "distractor", "is_found"),
    [
        (46, 30, True),
        (45, 30, False),  # one and a half times exactly
        (25, 10, False),  # 15 characters more exactly
        (26, 10, True),
        (90, 70, False),  # 20 more, but not by half
    ],
)
def test_a_key_is_noticeably_longest_by_half_and_by_more_than_15_characters(key, distractor, is_found):
    options = ["k" * key, "d" * distractor, "e" * (distractor - 1)]

    assert ("key-noticeably-longest" in codes(question(*options))) is is_found
    assert "key-noticeably-longest" not in codes(question(*options, key=1))


def test_lengths_say_nothing_of_two_options_of_pictures_or_of_several_keys():
    long = "Một đáp án dài hơn hẳn đáp án kia"
    drawn = Question(text="Hình nào?", options=(Option(text=long, is_key=True), *[Option(text="", image=PICTURE)] * 2))
    several = question(long, "Có", "Không", "Đủ", type=QuestionType.MULTIPLE)
    second_key = tuple(Option(text=o.text, is_key=place < 2) for place, o in enumerate(several.options))

    assert [codes(question(long, "Có")), codes(drawn)] == [[], []]
    assert "key-noticeably-longest" not in codes(Question(text="?", options=second_key, type=QuestionType.MULTIPLE))


def test_the_sentence_gives_letter_and_lengths():
    (problem,) = checked_question(question("Sở Tài chính", "Sở Y tế", "Ủy ban nhân dân tỉnh nơi có dự án", key=2))

    assert problem.message.startswith("Đáp án đúng C dài 33 ký tự, dài hơn hẳn các phương án còn lại (nhiều nhất 12)")


# --- the options' form


@pytest.mark.parametrize(
    ("options", "odd"),
    [
        (("Bộ Công an.", "Bộ Tài chính", "Bộ Y tế"), "A"),
        (("Bộ Công an.", "Bộ Tài chính.", "Bộ Y tế"), "C"),
        (("Bộ Công an", "bộ Tài chính", "Bộ Y tế"), "B"),
        (("Bộ Công an", "Bộ Tài chính", "1945"), "C"),
        (("22/12/2024", "Khí", "Lỏng"), "A"),
        (("2018", "2019", "Việt Nam chưa phải là thành viên của hiệp định"), "C"),
    ],
)
def test_options_that_differ_in_form_are_named(options, odd):
    found = [p for p in checked_question(question(*options, key=1)) if p.code == "options-of-unequal-form"]

    assert [problem.params["options"] for problem in found] == [odd]


@pytest.mark.parametrize(
    "options",
    [
        ("Hà Nội", "Huế", "Đà Nẵng"),
        ("Bộ Công an.", "Bộ Tài chính.", "Bộ Y tế."),
        ("thành phố", "tỉnh", "Hà Nội"),  # a proper name among small letters
        ("pH của nước", "Nhiệt độ", "Độ mặn"),
        ("iPhone", "Nokia", "Samsung"),
        ("10", "20", "Không giới hạn"),
        ("5", "Khoảng 10", "Hơn 20"),
        ("Mít, ổi v.v.", "Cam, quýt", "Bưởi, chanh"),
        ("Sắt", "Đồng", "Tất cả các phương án trên."),
        ("Sắt.", "Đồng"),
        ("y = 2x", "Y = 3x", "y = x"),
        ("50%", "30%", "20%"),
    ],
)
def test_options_of_equal_form_are_left_alone(options):
    assert codes(question(*options, key=1)) == []


# --- options that are alike


@pytest.mark.parametrize(
    "pair",
    [
        ("Hà Nội", "hà nội"),
        ("Hà Nội", "Hà Nội."),
        ("Hoà Bình", "Hòa Bình"),
        ("HOÀ BÌNH", "Hòa Bình"),
        ("Hà Nội", "Ha Noi"),
        ("Chuyển đổi số quốc gia", "Chuyển đổi sổ quốc gia"),
        ("Internet", "internet"),
    ],
)
def test_options_told_apart_by_case_accents_or_punctuation_alone_are_alike(pair):
    found = [p for p in checked_question(question("Huế", *pair)) if p.code == "options-alike"]

    assert [(problem.params["first"], problem.params["second"]) for problem in found] == [("B", "C")]


@pytest.mark.parametrize(
    "pair",
    [
        ("Ba", "Bà"),
        ("Ban", "bạn"),
        ("Lê Lợi", "Lê Lôi"),
        ("AaBbDd", "aabbdd"),
        ("Mb", "MB"),
        ("C", "C++"),
        ("1,5", "15"),
        ("+5", "-5"),
        ("x > 2", "x < 2"),
        ("Hà Nội", "Hà Nội"),  # an exact repeat is an error already
    ],
)
def test_options_that_only_look_alike_are_left_alone(pair):
    assert "options-alike" not in codes(question("Huế", *pair))


def test_a_question_about_spelling_may_have_alike_options():
    assert codes(question("Chuyển đổi số", "Chuyễn đổi số", "Chuyển đỗi số", text="Cách viết đúng là?")) == []


# --- negative stems


@pytest.mark.parametrize(
    ("stem", "word"),
    [
        ("Nội dung nào sau đây không thuộc hồ sơ mời thầu?", "không"),
        ("Trường hợp nào sau đây các bên không phải thỏa thuận?", "không"),
        ("Theo luật, thông tin nào của nhà thầu không được công khai?", "không"),
        ("Đâu không phải là thiết bị số?", "không"),
        ("Quy trình mua sắm không bao gồm bước nào sau đây?", "không"),
        ("Quy định này không áp dụng với đối tượng nào?", "không"),
        ("Khái niệm nước thành viên không bao gồm:", "không"),
        ("Khi dùng mạng xã hội, trẻ em không nên làm gì?", "không"),
        ("Ý nào dưới đây chưa chính xác?", "chưa"),
        ("Phát biểu nào sau đây là sai?", "sai"),
        ("Chọn câu sai trong các câu sau.", "sai"),
        ("Các việc sau đều nên làm, trừ:", "trừ"),
        ("Cơ quan phải đấu thầu, ngoại trừ trường hợp nào?", "ngoại trừ"),
        ("Không gian mạng có nhiều rủi ro. Việc nào không an toàn? (chọn một)", "không"),
    ],
)
def test_a_negative_that_is_easily_read_over_is_found(stem, word):
    (problem,) = checked_question(asking(stem))

    assert (problem.code, dict(problem.params)) == (
        "negative-without-emphasis",
        {"word": word, "emphasised": word.upper()},
    )


@pytest.mark.parametrize(
    "stem",
    [
        "Nội dung nào sau đây KHÔNG thuộc hồ sơ mời thầu?",
        "Nội dung nào sau đây “không” thuộc hồ sơ mời thầu?",
        "NỘI DUNG NÀO SAU ĐÂY KHÔNG THUỘC HỒ SƠ MỜI THẦU?",
        "Các việc sau đều nên làm, TRỪ:",
        "Khí nào chiếm tỉ lệ lớn nhất trong không khí?",
        "Cách nào giúp an toàn trên không gian mạng?",
        "Chuẩn nào dùng cho mạng không dây?",
        "Mét là quãng đường ánh sáng đi được trong chân không trong bao lâu?",
        "Hãng hàng không nào của Việt Nam lớn nhất?",
        "Giao dịch không dùng tiền mặt đạt mức nào vào năm 2030?",
        "Loại máy bay không người lái nào phải đăng ký?",
        "Hình thức nào không dùng tiền mặt phổ biến nhất?",
        "Hồ sơ nào không hợp lệ thì bị loại. Việc loại do cơ quan nào quyết định?",
        "Nhà thầu có được tham dự thầu hay không?",
        "Ông A có phải nộp phí không?",
        "Đối với đấu thầu không qua mạng, việc mở thầu do cơ quan nào thực hiện?",
        "Trường hợp nhà thầu không ký hợp đồng thì xử lý như thế nào?",
        "Hộ kinh doanh không áp dụng thuế khoán từ ngày nào?",
        "Trẻ em chưa đến tuổi bắt buộc làm thẻ căn cước thì được cấp thẻ theo cách nào?",
        "Phương pháp cả nhóm cùng nêu ý tưởng mà chưa vội phê phán gọi là gì?",
        "Hạn chậm nhất là ngày nào để không phải gia hạn?",
        "Giá trị sau sửa lỗi, trừ đi giảm giá, gọi là gì?",
        "Chính sách nào miễn trừ trách nhiệm?",
        "Nhận định này đúng hay sai?",
        "Hành vi nào làm sai lệch dữ liệu?",
        "Nguyên nhân nào dẫn đến sai sót?",
    ],
)
def test_ordinary_uses_of_negative_words_are_left_alone(stem):
    assert codes(asking(stem)) == []


# --- accents


@pytest.mark.parametrize(
    ("stem", "is_found"),
    [
        ("Co quan nao ban hanh nghi quyet ve chuyen doi so?", True),
        ("THU DO CUA VIET NAM LA THANH PHO NAO?", True),
        ("Cơ quan nào ban hành nghị quyết về chuyển đổi số?", False),
        ("Which of these is the largest planet in the Solar System?", False),
        ("The capital of Viet Nam is the city of Ha Noi, in the north?", False),
        ("The words khong and cua are written with which accents?", False),
        ("1 + 1 = ?", False),
        ("HTML la gi?", False),  # too short to tell
        ("SELECT name FROM users WHERE age > 18 ORDER BY name", False),
    ],
)
def test_vietnamese_without_accents_is_found(stem, is_found):
    assert ("accents-missing" in codes(asking(stem))) is is_found


# --- habits


def test_what_few_questions_do_is_said_of_each():
    questions = bank(40)
    questions[3] = question("Sắt.", "Đồng", "Kẽm", "Chì", key=3, explanation="a", source="b", text="Kim loại nào nhẹ?")
    found = checked(questions, [Location(entry=place) for place in range(40)])

    assert [len(problems) for problems in found.of_questions] == [0] * 3 + [1] + [0] * 36
    assert found.of_questions[3][0].location == Location(entry=3)
    assert found.of_bank == ()


@pytest.mark.parametrize(("size", "is_habit"), [(99, True), (100, False)])
def test_what_ten_questions_and_more_than_a_tenth_do_is_said_once(size, is_habit):
    unequal = [question("Sắt.", "Đồng", "Kẽm", "Chì", key=n % 4, text=f"Kim loại {n}?") for n in range(10)]
    questions = unequal + bank(size)[10:]
    found = checked(questions, [Location(entry=place) for place in range(size)])

    assert sum(map(len, found.of_questions)) == (0 if is_habit else 10)
    assert [dict(p.params) for p in found.of_bank if p.code == "options-of-unequal-form-often"] == (
        [{"count": 10, "numbers": "1–10"}] if is_habit else []
    )


def test_nine_questions_are_not_a_habit_however_short_the_bank():
    unequal = [question("Sắt.", "Đồng", "Kẽm", "Chì", key=n % 4, text=f"Kim loại {n}?") for n in range(9)]

    assert of_bank(unequal) == []


def test_many_options_that_refer_to_others_are_said_once():
    all_above = [question("Sắt", "Đồng", "Tất cả các phương án trên", key=n % 3, number=n + 1) for n in range(10)]

    assert ("options-refer-to-others-often", {"count": 10, "numbers": "1–10"}) in of_bank(all_above)
    assert of_bank(all_above[:9]) == []


# --- the bank


def keyed(counts, options=("Sắt", "Đồng", "Kẽm", "Chì"), **values):
    """As many questions with their key at each place as `counts` says."""
    return [
        question(*options, key=place, text=f"Câu {place} {n}?", explanation="a", source="b", **values)
        for place, count in enumerate(counts)
        for n in range(count)
    ]


def test_chi_squared_by_hand():
    # (10 - 5)²/5 + (2 - 5)²/5 + (5 - 5)²/5 + (3 - 5)²/5 = 5 + 1.8 + 0 + 0.8
    assert chi_squared([10, 2, 5, 3], [5, 5, 5, 5]) == pytest.approx(7.6)


def tail(value, freedom):
    """The probability that chi-squared exceeds `value`, by its closed forms."""
    half = value / 2
    if freedom % 2 == 0:
        return exp(-half) * sum(half**k / factorial(k) for k in range(freedom // 2))
    rest, term = 0.0, sqrt(half / pi) * 2
    for k in range(1, (freedom + 1) // 2):
        rest += term
        term *= half / (k + 0.5)
    return erfc(sqrt(half)) + exp(-half) * rest


@pytest.mark.parametrize(("freedom", "value"), CRITICAL_AT_1_PERCENT.items())
def test_critical_values_are_exceeded_once_in_a_hundred(freedom, value):
    assert tail(value, freedom) == pytest.approx(0.01, rel=2e-3)


@pytest.mark.parametrize(
    ("counts", "is_found"),
    [
        ((5, 5, 5, 5), False),
        ((11, 4, 3, 2), False),  # (36 + 1 + 4 + 9)/5 = 10 < 11.345
        ((12, 3, 3, 2), True),  # (49 + 4 + 4 + 9)/5 = 13.2
        ((12, 3, 2, 2), False),  # 19 questions
    ],
)
def test_keys_are_uneven_by_chi_squared(counts, is_found):
    assert [code for code, _ in of_bank(keyed(counts))] == (["keys-uneven"] if is_found else [])


@pytest.mark.parametrize(("size", "expected"), [(19, []), (20, ["keys-uneven"])])
def test_keys_of_fewer_than_twenty_questions_say_nothing(size, expected):
    assert [code for code, _ in of_bank(keyed((size, 0, 0), options=("Sắt", "Đồng", "Kẽm")))] == expected


def test_uneven_keys_are_counted_by_letter_for_each_number_of_options():
    three = keyed((18, 4, 4), options=("Sắt", "Đồng", "Kẽm"))

    assert of_bank(keyed((5, 5, 5, 5)) + three) == [
        ("keys-uneven", {"count": 26, "options": 3, "letters": "A 18, B 4, C 4"})
    ]


def test_a_key_that_has_to_keep_its_place_says_nothing_of_its_author():
    options = ("Sắt", "Đồng", "Kẽm", "Tất cả các phương án trên")
    last = [code for code, _ in of_bank(keyed((0, 0, 0, 30), options=options))]
    # With D never possible 10, 10, 10 is even, though D is never the key.
    others = [code for code, _ in of_bank(keyed((10, 10, 10), options=options))]

    assert ("keys-uneven" in last, "keys-uneven" in others) == (False, False)


def test_true_and_false_keep_their_places():
    assert of_bank(keyed((30, 2), options=("Đúng", "Sai"), type=QuestionType.TRUE_FALSE)) == []


def test_what_is_missing_is_said_once_with_the_numbers():
    questions = bank(12)
    for place in (2, 4, 5, 6):
        questions[place] = bank(12, explanation=None)[place]
    questions[11] = bank(12, source=None)[11]

    assert of_bank(questions) == [
        ("explanation-missing", {"count": 4, "numbers": "3, 5–7"}),
        ("source-missing", {"count": 1, "numbers": "12"}),
    ]


@pytest.mark.parametrize(("size", "expected"), [(9, []), (10, ["explanation-missing"])])
def test_a_short_file_without_explanations_is_left_alone(size, expected):
    assert [code for code, _ in of_bank(bank(size, explanation=None))] == expected


def test_in_a_short_file_the_exception_is_named_and_not_the_rule():
    assert of_bank([*bank(3), *bank(5, source=None)[3:4]]) == [("source-missing", {"count": 1, "numbers": "4"})]
    assert of_bank([*bank(1), *bank(5, source=None)[1:2]]) == []


def test_numbers_are_shown_as_runs():
    assert runs([9, 3, 5, 6, 7, 8, 5, 11, 12]) == "3, 5–9, 11, 12"
    assert runs([]) == ""
    assert runs([1, 3, 5, 7], most=2) == "1, 3, …"


def test_questions_are_counted_where_their_numbers_do_not_tell_them_apart():
    told = [question("a", "b", number=number) for number in (10, 20, 30)]
    repeated = [question("a", "b", number=number) for number in (10, 10, None)]

    assert (numbers_of(told, [0, 2]), numbers_of(repeated, [0, 2])) == ("10, 30", "1, 3")


def test_no_two_rules_share_a_code():
    assert max(Counter(check.code for check in (*CHECKS, *BANK_CHECKS)).values()) == 1
