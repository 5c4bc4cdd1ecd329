"""What the stem of a question shows of its form: a negative that is easily read over, accents left out.

Each rule takes a question and returns what completes its sentence in PROBLEMS, None where the question keeps it.
"""

import re
from collections.abc import Iterator, Mapping

from quizapp.domain.question import Question

# What is asked stands in the last sentence; what stands before it tells of a case.
_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+(?=\S)")
_REMARK = re.compile(r"\s*\([^()]*\)\s*(?=[?:.…]*\s*$)")

_WHICH = r"(?:nào|gì)"
_BELOW = r"(?: (?:sau đây|dưới đây|trên đây|sau|dưới))?"
# "hàng không", "chân không"; "không khí", "không gian", "không quá 5 ngày", "không dùng tiền mặt".
_NOT = (
    r"(?<!hàng )(?<!chân )(?<!hay )(?:không|chưa|chẳng)"
    r"(?! (?:khí|gian|dây|quân|phận|trung|lưu|tưởng|ngừng|chỉ|những|quá|dưới|ít|hơn|vượt|kém|tới|đến|lớn|nhỏ|qua mạng"
    r"|dùng tiền mặt|tiền mặt|giấy tờ|chạm|tiếp xúc|người lái|chuyên|thành niên)\b)"
)
# A verb by which things are sorted into those that belong and those that don't.
_SORTS = (
    r"(?:phải(?: là)?|thuộc|bao gồm|gồm|nằm trong|có|áp dụng|được|bắt buộc|cần|yêu cầu|nên|đúng|chính xác|phù hợp"
    r"|cho phép|quy định)"
)
_NO_OTHER_VERB = r"(?:(?! (?:thì|sẽ|được|bị|phải|theo|bằng|hưởng|nộp|mà|khi|thế|lúc|ngày|tháng|năm) )[^,;:])*?"
_SUBJECT = r"(?: (?!(?:để|nhằm|nếu|khi|mà|do|vì|cũng|trở) )[^\s,;:?]+){0,4}"
_END = r"\W*$"
_FALSE = r"sai(?! (?:sót|lầm|số|phạm|lệch|trái|khác|quy|phép|con|lạc|bảo)\b)"
_STATEMENT = r"(?:câu|ý|đáp án|phương án|phát biểu|khẳng định|nhận định|mệnh đề|điều|nội dung)"
_LESS = r"(?<!khấu )(?<!loại )(?<!miễn )(?<!giảm )(?<!phép )(?<!dấu )(?<!diệt )(?<!cấn )(?:ngoại trừ|trừ)"

_NEGATIVES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_WHICH}{_BELOW}{_SUBJECT} (?P<no>{_NOT}) \w",  # nội dung nào sau đây không thuộc …
        rf"\bđâu(?: là)? (?P<no>{_NOT}) \w",  # đâu không phải là …
        rf"\b(?P<no>{_NOT}) {_SORTS}\b{_NO_OTHER_VERB} {_WHICH}{_BELOW}{_END}",  # không bao gồm bước nào?
        rf"\b(?P<no>{_NOT}) (?:được|nên|cần|phải)(?: \w+)? làm gì{_BELOW}{_END}",
        rf"\b(?P<no>{_NOT}) (?:phải(?: là)?|bao gồm|gồm(?: có)?|thuộc|đúng|chính xác|phù hợp){_END}",
        rf"^(?P<no>{_NOT}) (?:phải là|thuộc)\b",
        rf"\b(?:nào|đâu){_BELOW}(?: [^\s,;:?]+){{0,2}} (?P<no>{_FALSE})\b",  # phát biểu nào sau đây là sai?
        rf"\b(?:chọn|tìm|chỉ ra|xác định) {_STATEMENT}(?: trả lời)? (?P<no>{_FALSE})\b",
        rf"\b(?P<no>{_LESS}){_END}",  # … đều đúng, trừ:
        rf"\b(?P<no>{_LESS})(?: [^\s,;:?]+){{1,3}} {_WHICH}{_BELOW}{_END}",  # …, trừ trường hợp nào?
    )
)
_YES_OR_NO = re.compile(r"đúng(?:,| hay| hoặc|/| -| –)? ?(?:là )?sai|sai hay đúng", re.IGNORECASE)


def negative_is_not_emphasised(question: Question) -> Mapping[str, str | int] | None:
    """Return the word that turns what is asked into its opposite, where it is not written in capitals.

    Between quotation marks or asterisks it is emphasised too. A stem all in capitals can't emphasise by them.
    """
    asked = _asking_part(question.text)
    if _YES_OR_NO.search(asked):
        return None
    found = list(_negatives(asked))
    if not found or any(asked[start:end].isupper() or _is_marked(asked, start, end) for start, end in found):
        return None
    word = asked[slice(*found[0])]
    return {"word": word, "emphasised": word.upper()}


def _asking_part(stem: str) -> str:
    """Return the last sentence of a stem, a remark in brackets after it left out."""
    sentences = _SENTENCE_END.split(_REMARK.sub("", " ".join(stem.split())))
    return sentences[-1]


def _negatives(asked: str) -> Iterator[tuple[int, int]]:
    for pattern in _NEGATIVES:
        match = pattern.search(asked)
        if match:
            yield match.span("no")


def _is_marked(asked: str, start: int, end: int) -> bool:
    return start > 0 and end < len(asked) and asked[start - 1] in "“\"'‘*_" and asked[end] in "”\"'’*_"


_FEWEST_WORDS = 5
_VIETNAMESE_SHARE = 0.75
# A Vietnamese syllable without its accents: a beginning, one to three vowels, an ending.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)
# Words that hardly a sentence lacks, without their accents and none of them English.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "nao gi cua cac nhung khong duoc nhu voi nay nguoi hoi theo duoi dau nhat trong quoc gia chuyen doi cong nghe"
        " thong viec quy dinh bao nhieu truong hop phai cho va la tai ve khi ngay nam",
    )
)


def accents_are_missing(question: Question) -> Mapping[str, str | int] | None:
    """Return nothing to add where a stem reads as Vietnamese of some length and has not one accent."""
    text = question.text
    words = re.findall(r"[A-Za-z]+", text)
    if not text.isascii() or len(words) < _FEWEST_WORDS:
        return None
    common = {word.lower() for word in words} & _COMMON
    syllables = sum(bool(_SYLLABLE.fullmatch(word)) for word in words)
    return {} if len(common) >= 2 and syllables >= _VIETNAMESE_SHARE * len(words) else None
