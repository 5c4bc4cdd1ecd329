"""Which questions ask the same in other words, within a file and against a bank."""

from dataclasses import replace
from random import Random

import pytest

from quizapp.domain.question import Image, Option, Question
from quizapp.exchange.questions.similarity import MAX_COMPARED, similar_to, similar_within, wording
from tests.unit.exchange.questions.builders import HEADER, understood, xlsx


def question(text, *options, key=0, **values):
    return Question(text=text, options=tuple(Option(text=o, is_key=i == key) for i, o in enumerate(options)), **values)


DECREE = question(
    "Cơ quan nào ban hành Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ?",
    "Bộ Chính trị",
    "Quốc hội",
    "Bộ Khoa học và Công nghệ",
    "Chính phủ",
)


def pairs(*questions):
    return [(match.index, match.other) for match in similar_within([wording(q) for q in questions])]


@pytest.mark.parametrize(
    "other",
    [
        replace(DECREE, text="Cơ quan nào ban hàng Nghị quyết sô 57-NQ/TW về đột phá phát triển khoa học, công nghệ?"),
        replace(DECREE, text="Co quan nao ban hanh Nghi quyet so 57-NQ/TW ve dot pha phat trien khoa hoc cong nghe"),
        replace(DECREE, options=tuple(reversed(DECREE.options))),
        replace(
            DECREE, text="Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ do cơ quan nào ban hành?"
        ),
        replace(DECREE, options=(*DECREE.options[:3], Option(text="Tòa án"))),
        question(DECREE.text, "Bộ Chính trị", "Ủy ban nhân dân tỉnh", "Công an xã", "Hội Nông dân"),  # new distractors
    ],
)
def test_the_same_in_other_words_is_found(other):
    assert pairs(DECREE, other) == [(1, 0)]


@pytest.mark.parametrize(
    "other",
    [
        replace(DECREE, text=DECREE.text.replace("57", "52")),
        question("Ai ký Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ?", "Tổng Bí thư", "Thủ tướng"),
        question(DECREE.text, *(option.text for option in DECREE.options), key=1),
        replace(DECREE, image=Image(digest="a", alt="", width=1, height=1)),
        replace(DECREE, text=""),
    ],
)
def test_another_question_is_left_alone(other):
    assert pairs(DECREE, other) == []


def test_the_same_asked_of_another_year_is_another_question():
    asked = "Luật Dữ liệu năm {} có hiệu lực từ ngày nào?"
    dates = ("01/7/2025", "01/3/2026", "01/01/2027")

    assert pairs(question(asked.format(2024), *dates), question(asked.format(2025), *dates)) == []
    assert pairs(question(asked.format(2024), *dates), question(asked.format(2024), *dates, key=1)) == []
    assert pairs(question(asked.format(2024), *dates), question(asked.format(2024), "1-7-2025", *dates[1:])) == [(1, 0)]


def test_answers_that_differ_in_a_number_alone_are_different():
    first = question(
        "Hành vi gian lận bị cấm tham gia trong bao lâu?", "Từ 03 năm đến 05 năm", "Từ 06 tháng đến 01 năm"
    )
    other = question("Hành vi cản trở bị cấm tham gia trong bao lâu?", "Từ 01 năm đến 03 năm", "Từ 06 tháng đến 01 năm")

    assert pairs(first, other) == []
    assert pairs(first, replace(other, options=first.options)) == [(1, 0)]


def test_a_stem_that_every_question_may_have_is_told_apart_by_its_options():
    stem, above = "Nhận định nào sau đây là đúng?", "Tất cả các phương án trên"

    assert (
        pairs(
            question(stem, "Nước sôi ở mọi nơi như nhau", "Băng nổi trên nước", above, key=2),
            question(stem, "Trái Đất quay quanh Mặt Trời", "Mặt Trăng tự phát sáng", above, key=2),
        )
        == []
    )


def test_each_question_is_told_of_the_earlier_one_that_it_is_most_like():
    near = replace(DECREE, text=DECREE.text.replace("ban hành", "đã ban hành ra"))
    nearer = replace(DECREE, text=DECREE.text.replace("ban hành", "đã ban hành"))
    found = similar_within([wording(q) for q in (DECREE, near, nearer)])

    assert [(match.index, match.other) for match in found] == [(1, 0), (2, 1)]
    assert all(85 <= match.score <= 100 for match in found)


def test_new_questions_find_their_place_in_a_bank():
    held = [question("Sông nào dài nhất?", "Nile", "Amazon"), DECREE]
    new = [question("Núi nào cao nhất?", "Everest", "K2"), replace(DECREE, options=tuple(reversed(DECREE.options)))]
    found = similar_to([wording(q) for q in new], [wording(q) for q in held])

    assert [(match.index, match.other, match.score) for match in found] == [(1, 1, 100)]


def test_a_longer_and_a_shorter_stem_are_found_either_way():
    longer = replace(DECREE, text="Xin cho biết: " + DECREE.text)

    assert similar_to([wording(DECREE)], [wording(longer)]) != ()
    assert similar_to([wording(longer)], [wording(DECREE)]) != ()


def test_of_a_long_passage_the_question_at_its_end_is_compared():
    passage = "Thông tin dùng chung cho nhiều câu hỏi. " * 40
    about = ("Theo đoạn trên, ai là người đầu tiên bay vào vũ trụ trong lịch sử loài người, và người ấy đã bay bao lâu"
             " trước khi trở về mặt đất an toàn?")  # fmt: skip
    other = ("Dựa vào bài đọc, hãy cho biết con tàu nào từng đưa các nhà du hành đặt chân lên Mặt Trăng cùng với"
             " bao nhiêu mẫu đất đá được đem về nghiên cứu?")  # fmt: skip
    options = ("Đúng như bài", "Khác hẳn bài")
    changed = passage.replace("nhiều", "các") + about

    assert len(passage) > 4 * MAX_COMPARED
    assert pairs(question(passage + about, *options), question(changed, *options)) == [(1, 0)]
    assert pairs(question(passage + about, *options), question(passage + other, *options)) == []


def test_a_file_says_which_question_is_near_and_says_repeats_once():
    row = (DECREE.text, *(option.text for option in DECREE.options))
    typo = (DECREE.text.replace("ban hành", "ban hàng"), *row[1:])
    parsed = understood(xlsx(HEADER, (7, *row, "A"), (8, *row, "A"), (9, *typo, "A")))

    assert [(p.code, p.location.row, p.location.question, p.params["other"]) for p in parsed.problems] == [
        ("duplicate-question", 3, 8, 7),
        ("near-duplicate-question", 4, 9, 7),
    ]


WORDS = [f"{a}{b}{c}" for a in "bcdghklmnt" for b in ("a", "oi", "uye", "ie") for c in ("", "n", "ng", "t")]


def written(rng, words):
    options = [" ".join(rng.choices(WORDS, k=4)) for _ in range(4)]
    return question(" ".join(rng.choices(WORDS, k=words)), *options, key=rng.randrange(4))


def test_a_hundred_repeats_are_found_among_two_thousand():
    rng = Random(7)
    held = [written(rng, 25) for _ in range(2_000)]
    new = [written(rng, 25) for _ in range(100)] + held[:100]

    found = similar_to([wording(q) for q in new], [wording(q) for q in held])

    assert [(match.index, match.other) for match in found] == [(100 + n, n) for n in range(100)]
