"""A bank written in any of the usual ways is read back equal."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.unit.exchange.questions.builders import keys, understood
from tests.unit.exchange.questions.word.documents import (
    BOLD,
    RED,
    UNDERLINE,
    YELLOW,
    document,
    level,
    lists,
    numbered,
    paragraph,
    run,
    table,
)

WORDS = st.sampled_from(
    (
        *(
            "thành",
            "phố",
            "cơ",
            "quan",
            "Luật",
            "số",
            "5",
            "năm",
            "2026",
            "“chuyển",
            "đổi”",
            "dữ",
            "liệu",
            "(mở)",
            "50%",
        ),
        *("AI", "Việt", "Nam", "và", "hoặc", "không", "là", "của", "được", "3,5", "tỷ"),
    )
)
PHRASES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@dataclass(frozen=True)
class Asked:
    """A question of a generated bank."""

    stem: str
    options: tuple[str, ...]
    key: int


@st.composite
def banks(draw: st.DrawFn) -> list[Asked]:
    count = draw(st.integers(2, 5))
    size = draw(st.integers(3, 5))
    bank = []
    for number in range(count):
        options = tuple(f"{draw(PHRASES)} {number}{place}" for place in range(size))
        bank.append(Asked(f"Hỏi {draw(PHRASES)} thứ {number}?", options, draw(st.integers(0, size - 1))))
    return bank


LABELS = st.sampled_from(
    ["Câu {}. ", "Câu {}: ", "Câu hỏi {}: ", "{}. ", "{}) ", "Bài {}: ", "Câu{}.", "CÂU {}: ", "Câu {} (TH): "]
)
SIGNS = st.sampled_from(["A. ", "A) ", "A/ ", "a. ", "a) ", "A.", "A .", "(A) "])
LAYOUTS = st.sampled_from(["\n", "\t", "    ", "\t\n"])


def labelled(sign: str, place: int, option: str) -> str:
    letter = "ABCDE"[place]
    return sign.replace("A", letter).replace("a", letter.lower()) + option


def laid_out(options: list[str], layout: str) -> list[str]:
    if layout == "\t\n":
        return ["\t".join(options[place : place + 2]) for place in range(0, len(options), 2)]
    return options if layout == "\n" else [layout.join(options)]


KeyStyle = Callable[[list[str], Asked], list[str]]
KEYS: dict[str, KeyStyle] = {
    "a line": lambda lines, asked: [*lines, f"Đáp án: {'ABCDE'[asked.key]}"],
    "a line of its text": lambda lines, asked: [*lines, f"Đáp án đúng: {asked.options[asked.key]}"],
    "a solution": lambda lines, asked: [*lines, "Lời giải", f"Chọn {'ABCDE'[asked.key]}"],
    "a list": lambda lines, _: lines,
}


def read_back(content: bytes, format_code: str) -> list[Asked]:
    parsed = understood(content, format_code)
    return [
        Asked(
            question.text,
            tuple(option.text for option in question.options),
            "ABCDE".index(key) if len(key) == 1 else -1,
        )
        for question, key in zip(parsed.questions, keys(parsed), strict=True)
    ]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    bank=banks(),
    label=LABELS,
    sign=SIGNS,
    layout=LAYOUTS,
    key=st.sampled_from(sorted(KEYS)),
    gap=st.sampled_from(["", "\n"]),
)
def test_a_text_in_any_style_is_read_back(
    bank: list[Asked], label: str, sign: str, layout: str, key: str, gap: str
) -> None:
    lines = []
    for number, asked in enumerate(bank, 1):
        options = [labelled(sign, place, option) for place, option in enumerate(asked.options)]
        lines += KEYS[key]([label.format(number) + asked.stem, *laid_out(options, layout)], asked)
        lines += [gap] if gap else []
    if key == "a list":
        lines += ["BẢNG ĐÁP ÁN", " ".join(f"{number}-{'ABCDE'[asked.key]}" for number, asked in enumerate(bank, 1))]
    assert read_back("\n".join(lines).encode(), "text") == bank


MARKS = st.sampled_from([BOLD, UNDERLINE, RED, YELLOW, BOLD + RED])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bank=banks(), label=LABELS, mark=MARKS, where=st.sampled_from(["text", "label", "both"]), is_auto=st.booleans())
def test_a_document_in_any_style_is_read_back(
    bank: list[Asked], label: str, mark: str, where: str, is_auto: bool
) -> None:
    # A mark that is on the first label of every question is how the letters are set, not a key: see signals.py.
    assume(where == "text" or any(asked.key for asked in bank))
    blocks = []
    is_auto = is_auto and where == "text"
    for number, asked in enumerate(bank, 1):
        blocks.append(paragraph(run(label.format(number), BOLD), asked.stem))
        for place, option in enumerate(asked.options):
            on_label = mark if place == asked.key and where != "text" else ""
            text = run(option, mark if place == asked.key and where != "label" else "")
            blocks.append(
                numbered(number, text) if is_auto else paragraph(run(f"{'ABCDE'[place]}", on_label), ". ", text)
            )
    numbering = lists(*[level(0, "upperLetter", "%1.")] * len(bank))
    assert read_back(document(*blocks, parts={"word/numbering.xml": numbering}), "docx") == bank


@settings(max_examples=40, deadline=None)
@given(bank=banks(), is_together=st.booleans())
def test_a_table_is_read_back(bank: list[Asked], is_together: bool) -> None:
    size = len(bank[0].options)
    rows = [["STT", "Câu hỏi", *(["Phương án"] if is_together else "ABCDE"[:size]), "Đáp án"]]
    for number, asked in enumerate(bank, 1):
        options = [labelled("A. ", place, option) for place, option in enumerate(asked.options)]
        cells = ["\n".join(options)] if is_together else list(asked.options)
        rows.append([str(number), asked.stem, *cells, "ABCDE"[asked.key]])
    assert read_back(document(table(*rows)), "docx") == bank
