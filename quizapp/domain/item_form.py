"""What the options of one question show of their form: the length of the key, unequal form, options that are alike.

Each rule takes a question and returns what completes its sentence in PROBLEMS, None where the question keeps it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from quizapp.domain.question import LETTERS, MAX_OPTIONS, Option, Question, refers_to_others
from quizapp.domain.text import N_, fold

Params = Mapping[str, str | int]

# A key may well be a little longer than its distractors, since it has to be right without reserve. In real banks of
# 510 questions whose authors gave it no thought the key is longer than every distractor by half, and by more than a
# few words, in 7 of 100 questions; in banks that were written with care, in none of 370.
KEY_TIMES_LONGER = 1.5
KEY_CHARACTERS_LONGER = 15
_FEWEST_OPTIONS = 3  # of two options neither is the odd one out
_SENTENCE_WORDS = 8
_PHRASE_WORDS = 2

_FULL_STOP = re.compile(r"[^\W\d_]{2,}[)”\"]?\.$")  # neither "v.v." nor "3." nor "…"
_NUMBER = re.compile(r"[-+−]?\d[\d.,/ :–-]*%?")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_PAIRS = re.compile(r"(?:([a-z])\1)+", re.IGNORECASE)  # AaBb, aabb
_PLAIN_WORD = re.compile(r"[^\W\d_]{2,}(?=[\s,;]|$)")  # not "pH", "m/s", "example.vn", "x"


def key_is_noticeably_longest(question: Question) -> Params | None:
    """Return the lengths, in characters, where the only key is far longer than the longest distractor."""
    lengths = [len(option.text) for option in question.options]
    if len(question.key) != 1 or len(lengths) < _FEWEST_OPTIONS or _has_picture(question.options):
        return None
    (key,) = question.key
    longest = max(length for place, length in enumerate(lengths) if place != key)
    if lengths[key] <= KEY_TIMES_LONGER * longest or lengths[key] - longest <= KEY_CHARACTERS_LONGER:
        return None
    return {"option": LETTERS[key], "length": lengths[key], "longest": longest}


def _has_picture(options: Sequence[Option]) -> bool:
    return any(option.image for option in options)


def options_are_of_unequal_form(question: Question) -> Params | None:
    """Return which options differ from the others in form, and in what; the first difference found is enough."""
    standing = {
        place: option.text
        for place, option in enumerate(question.options[:MAX_OPTIONS])
        if option.text and not option.image and not refers_to_others(option.text)
    }
    if len(standing) < _FEWEST_OPTIONS:
        return None
    for how, odd_ones in _FORMS:
        odd = odd_ones(standing)
        if odd:
            return {"options": ", ".join(LETTERS[place] for place in odd), "how": how}
    return None


def _only_number(options: Mapping[int, str]) -> Sequence[int]:
    """Return the one option that is a bare number where none of the others holds a digit."""
    numbers = [place for place, text in options.items() if _NUMBER.fullmatch(text)]
    others = [text for place, text in options.items() if place not in numbers]
    return numbers if len(numbers) == 1 and not any(re.search(r"\d", text) for text in others) else ()


def _only_sentence(options: Mapping[int, str]) -> Sequence[int]:
    """Return the one option that is a sentence where the others are a word or two."""
    words = {place: len(text.split()) for place, text in options.items()}
    longest = max(words, key=words.__getitem__)
    others = max(count for place, count in words.items() if place != longest)
    return (longest,) if words[longest] >= _SENTENCE_WORDS and others <= _PHRASE_WORDS else ()


def _without_capital(options: Mapping[int, str]) -> Sequence[int]:
    """Return the options that begin small where most begin with a capital.

    The other way round says nothing: among small letters a capital is a proper name.
    """
    words = {place: match[0] for place, text in options.items() if (match := _PLAIN_WORD.match(text))}
    small = [place for place, word in words.items() if word.islower()]
    return small if len(words) == len(options) and 0 < len(small) < len(words) / 2 else ()


def _with_other_ending(options: Mapping[int, str]) -> Sequence[int]:
    """Return the fewer of those that end with a full stop and those that don't."""
    ended = [place for place, text in options.items() if _FULL_STOP.search(text)]
    open_ = [place for place, text in options.items() if text[-1].isalpha()]
    if not ended or not open_:
        return ()
    return min(open_, ended, key=len)


_FORMS: tuple[tuple[str, Callable[[Mapping[int, str]], Sequence[int]]], ...] = (
    (N_("chỉ một phương án là con số hoặc ngày tháng"), _only_number),
    (N_("một câu dài giữa những cụm từ ngắn"), _only_sentence),
    (N_("chữ đầu có phương án viết hoa, có phương án không"), _without_capital),
    (N_("có phương án kết thúc bằng dấu chấm, có phương án không"), _with_other_ending),
)


def options_are_alike(question: Question) -> Params | None:
    """Return the first two options that only case, accents or punctuation tell apart.

    Exact repeats are an error of their own. Where all options are alike the question is about spelling.
    """
    options = question.options[:MAX_OPTIONS]
    if len({_bare(option.text) for option in options}) == 1:
        return None
    pair = next(_alike(options), None)
    return {"first": LETTERS[pair[0]], "second": LETTERS[pair[1]]} if pair else None


def _alike(options: Sequence[Option]) -> Iterator[tuple[int, int]]:
    for (first, one), (second, other) in combinations(enumerate(options), 2):
        if one.text and one.text != other.text and one.image == other.image and _say_the_same(one.text, other.text):
            yield first, second


def _say_the_same(one: str, other: str) -> bool:
    """Tell whether two texts are one text written twice, and not two words, units or signs that look alike."""
    if _bare(one) != _bare(other):
        return False
    first, second = _tones_last(_trimmed(one)), _tones_last(_trimmed(other))
    if first == second:
        return True
    if first.casefold() == second.casefold():
        return _is_prose(first)
    # "Ba" and "Bà" are two words, "Hà Nội" and "Ha Noi" are one name: accents may be missing from all of a phrase, and
    # one may be wrong in a longer one.
    words = len(first.split())
    return words > 2 or (words == 2 and 0 in (_accents(first), _accents(second)))


def _bare(text: str) -> str:
    return fold(_trimmed(text))


def _trimmed(text: str) -> str:
    return text.strip(" .,;:!?…\"“”'‘’")


def _tones_last(text: str) -> str:
    """Return `text` decomposed, the tone of each word at its end: "hoà" and "hòa" come out the same."""
    words = unicodedata.normalize("NFD", text).split()
    return " ".join(_TONE.sub("", word) + "".join(_TONE.findall(word)) for word in words)


def _is_prose(text: str) -> bool:
    """Tell whether case says nothing here, as it does in genotypes, units and symbols."""
    words = re.findall(r"[^\W\d_]+", text)
    return _accents(text) > 0 or any(len(word) >= 5 and not _PAIRS.fullmatch(word) for word in words)


def _accents(text: str) -> int:
    return sum(not character.isascii() for character in text)
