"""Blocks of a document → questions with everything that is wrong with them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import LETTERS, Difficulty, Question
from quizapp.domain.text import N_, fold
from quizapp.exchange.questions import keys, names
from quizapp.exchange.questions.assess import Entry, gather, options_of, stem_of, type_of
from quizapp.exchange.questions.keys import MAX_SHOWN
from quizapp.exchange.questions.parsed import Parsed, Refused, refusal
from quizapp.exchange.questions.sheets.table import NO_PINS
from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.answer_lists import AnswerList, assign, pairs_in_line
from quizapp.exchange.questions.word.deciding import Decision, decide
from quizapp.exchange.questions.word.drafts import Draft, OptionDraft
from quizapp.exchange.questions.word.finishing import blocks_with_keys, finished, is_skeleton
from quizapp.exchange.questions.word.label_typos import mended
from quizapp.exchange.questions.word.lines import Block, Marked, Role, as_written, left_out, plain
from quizapp.exchange.questions.word.pairs import Pairs
from quizapp.exchange.questions.word.restarts import bulleted, restarted
from quizapp.exchange.questions.word.sights import ANY, Kind, Sight
from quizapp.exchange.questions.word.sorting import Sorter
from quizapp.exchange.questions.word.tables import Tables

_MOSTLY = 0.8
_PAPER_CODE = re.compile(r"ma (?:de|de thi)(?: thi)?\s*(?:so)?\W*(\w{1,6})")
_TRUE_FALSE = ("Đúng", "Sai")
_SHORT_ANSWER = N_("trả lời ngắn")


def understood(blocks: Sequence[Block], format_code: str, problems: Iterable[Problem] = ()) -> Parsed:
    """Return the questions in the blocks of a document. Raises Refused where there are none."""
    tables = Tables()
    sights = bulleted(mended(list(restarted(list(tables.sights(blocks))))))
    sorter = Sorter(sights)
    sorter.sort()
    drafts = finished(sorter.drafts)
    if not any(draft.options for draft in drafts):
        drafts = blocks_with_keys(sights) or drafts
    lists = sorter.answers.lists()
    _refuse_other_files(drafts, sights, has_answers=bool(lists))
    for draft in drafts:
        _complete_true_false(draft)
    kinds = [_left_out_kind(draft) for draft in drafts]
    chosen = [place for place, kind in enumerate(kinds) if not kind]
    listed, complaints = _listed(drafts, chosen, lists, sights)
    solved, _ = _assigned(drafts, chosen, sorter.answers.explanations())
    for place, text in solved.items():
        drafts[place].note(Role.EXPLANATION, plain(text))
    decisions = decide([drafts[place] for place in chosen], [listed.get(place) for place in chosen])
    _refuse_plain_text([drafts[place] for place in chosen], decisions, sights)
    entries = [_entry(drafts[place], place + 1, decision) for place, decision in zip(chosen, decisions, strict=True)]
    noticed = [Problem(code="answer-list", params={"reason": reason}) for reason in complaints]
    return gather(entries, format_code, [*problems, *tables.problems, *noticed, *_left_out(drafts, kinds)])


def _refuse_other_files(drafts: Sequence[Draft], sights: Sequence[Sight], *, has_answers: bool) -> None:
    """Raise Refused for what is no bank: a list of answers, an empty form, a text of something else."""
    with_options = [draft for draft in drafts if len(draft.options) > 1]
    if with_options and sum(map(is_skeleton, with_options)) >= _MOSTLY * len(with_options):
        raise refusal("not-a-bank", reason=N_("chỉ có khung câu hỏi, các phương án chưa có nội dung"))
    if with_options or any(draft.kind or draft.keys for draft in drafts):
        return
    if not any(found.whole() or found.answers for found in sights):
        raise refusal("no-questions")
    lines = [found.whole().text for found in sights]
    are_answers = sum(bool(pairs_in_line(line)) for line in lines) > 0.5 * len(lines)
    raise _other_file(drafts, has_answers=has_answers or are_answers)


def _other_file(drafts: Sequence[Draft], *, has_answers: bool) -> Refused:
    if has_answers or (drafts and all(_is_answer(draft) for draft in drafts)):
        return refusal(
            "not-a-bank",
            reason=N_(
                "giống bảng đáp án, không có nội dung câu hỏi và phương án; "
                "hãy chép bảng này vào cuối tệp câu hỏi rồi tải lên"
            ),
        )
    return refusal(
        "not-a-bank",
        reason=N_("không thấy câu hỏi nào có các phương án trả lời, ví dụ “Câu 1. …”, “A. …”, “B. …”, “Đáp án: B”"),
    )


def _refuse_plain_text(drafts: Sequence[Draft], decisions: Sequence[Decision], sights: Sequence[Sight]) -> None:
    """Raise Refused for minutes, laws, reports: points a), b), c) that no question has, and no key."""
    if any(decision.key or decision.marks or decision.said for decision in decisions) or not drafts:
        return
    options = [option for draft in drafts for option in draft.options]
    has_signs = any(found.kind is Kind.QUESTION for found in sights) or any(option.is_upper for option in options)
    if has_signs or any("?" in as_written(draft.stem) for draft in drafts):
        return
    lists = sum(as_written(draft.stem).endswith(":") for draft in drafts)
    points = sum(as_written(option.texts).endswith((";", ",", ".")) for option in options)
    if lists >= _MOSTLY * len(drafts) and points >= _MOSTLY * len(options):
        raise refusal(
            "not-a-bank",
            reason=N_("giống một văn bản có các điểm a, b, c: không có câu hỏi “Câu 1. …” và không có đáp án nào"),
        )


def _is_answer(draft: Draft) -> bool:
    return not draft.options and keys.looks_like_key(as_written(draft.stem))


# Questions that are no choice questions


def _complete_true_false(draft: Draft) -> None:
    """Give a statement whose key is "Đúng" or "Sai" these two options."""
    said = fold(as_written(draft.keys)).strip(" .")
    if not draft.options and said in ("dung", "sai", "d", "s", "true", "false"):
        draft.options = [
            OptionDraft(label=Marked(), texts=[plain(text)], letter=ANY, is_upper=True) for text in _TRUE_FALSE
        ]


def _left_out_kind(draft: Draft) -> str:
    """Return what kind of question this is, if it is none that a contest can use."""
    count = len(draft.options)
    said = as_written(draft.keys).strip()
    is_true_false = keys.is_true_false(tuple(as_written(option.texts) for option in draft.options))
    if said and not is_true_false and count > 1 and wording.STATEMENTS_KEY.fullmatch(said):
        return wording.LEFT_OUT_KINDS[0][1]
    if draft.kind == wording.LEFT_OUT_KINDS[0][1]:
        return "" if is_true_false else draft.kind
    typed = as_written(draft.notes.get(Role.TYPE, ()))
    if not names.is_known_type(typed):
        return typed[:MAX_SHOWN]
    if draft.kind and count < 2:
        return draft.kind
    if count < 2 and said and not keys.looks_like_key(said):
        return _SHORT_ANSWER
    return ""


def _left_out(drafts: Sequence[Draft], kinds: Sequence[str]) -> Iterator[Problem]:
    counts = Counter((draft.part, kind) for draft, kind in zip(drafts, kinds, strict=True))
    for place, (draft, kind) in enumerate(zip(drafts, kinds, strict=True), 1):
        if kind:
            total = N_("%s câu") % counts[draft.part, kind]
            part = f"{_short(draft.part)}, {total}" if draft.part else total
            yield Problem(
                code="unsupported-type", location=_location(draft, place), params={"type": f"{kind} ({part})"}
            )


def _short(heading: str) -> str:
    """Return a heading without its instructions and its title: "PHẦN II", "phần B" of "B. TỰ LUẬN"."""
    first, _, _ = heading.partition(".")
    return (first if len(first) > 3 else N_("phần %s") % first)[:MAX_SHOWN]


def _location(draft: Draft, place: int) -> Location:
    return Location(question=draft.number, entry=place, line=draft.place)


# Lists of answers


def _listed(
    drafts: Sequence[Draft], chosen: Sequence[int], lists: Sequence[tuple[int, AnswerList]], sights: Sequence[Sight]
) -> tuple[Mapping[int, str], Sequence[str]]:
    """Return what the lists of answers say of the drafts, by their places, and what is wrong with the lists."""
    single: list[tuple[int, Pairs]] = []
    complaints: list[str] = []
    for place, answers in lists:
        pairs = _of_this_paper(answers, sights)
        if pairs is None:
            names = ", ".join(sorted(answers.papers))
            complaints.append(N_("bảng có đáp án của nhiều mã đề (%s), không rõ tệp này là mã nào") % names)
        else:
            single.append((place, pairs))
    found, more = _assigned(drafts, chosen, single)
    return found, [*complaints, *more]


def _of_this_paper(answers: AnswerList, sights: Sequence[Sight]) -> Pairs | None:
    """Return the answers of the paper that the document says it is; of the only one, if there is but one."""
    if len(answers.papers) == 1:
        return next(iter(answers.papers.values()))
    codes = (
        _PAPER_CODE.search(fold(found.whole().text)) for found in sights if found.kind in (Kind.TEXT, Kind.SECTION)
    )
    named = {match[1].upper() for match in codes if match} & answers.papers.keys()
    return answers.papers[named.pop()] if len(named) == 1 else None


def _assigned(
    drafts: Sequence[Draft], chosen: Sequence[int], lists: Sequence[tuple[int, Pairs]]
) -> tuple[Mapping[int, str], Sequence[str]]:
    """Match lists to the questions that may have a key in them; `lists` counts all drafts before each list."""
    before = [(sum(place < count for place in chosen), pairs) for count, pairs in lists]
    found = assign([drafts[place].number for place in chosen], before)
    return {chosen[place]: key for place, key in found.keys.items()}, found.complaints


# Drafts → questions


def _entry(draft: Draft, place: int, decision: Decision) -> Entry:
    location = _location(draft, place)
    stem, difficulty = _stem(draft)
    options = [as_written(option.texts) for option in draft.options]
    groups, unknown_groups = names.groups(_note(draft, Role.GROUPS))
    level = _note(draft, Role.DIFFICULTY)
    question = Question(
        text=stem_of(stem),
        options=options_of(options, decision.key, _pinned(_note(draft, Role.PINS))),
        type=names.question_type(_note(draft, Role.TYPE)) or type_of(options, decision.key),
        number=draft.number if draft.number is not None else place,
        topic=names.topic(_note(draft, Role.TOPIC) or draft.topic),
        difficulty=names.difficulty(level) if level else difficulty,
        groups=groups,
        explanation="\n".join(filter(None, (*decision.explanations, _note(draft, Role.EXPLANATION)))) or None,
        source=_note(draft, Role.SOURCE) or None,
    )
    location = replace(location, question=question.number)
    problems = [*_key_problems(decision, location), *_left_behind(draft, location)]
    if level and question.difficulty is None:
        problems.append(Problem(code="unknown-difficulty", location=location, params={"value": level[:MAX_SHOWN]}))
    problems += [
        Problem(code="unknown-group", location=location, params={"value": name[:MAX_SHOWN]}) for name in unknown_groups
    ]
    return Entry(question=question, location=location, problems=tuple(problems))


def _note(draft: Draft, role: Role) -> str:
    return as_written(draft.notes.get(role, ()))


def _stem(draft: Draft) -> tuple[str, Difficulty | None]:
    """Return the stem, with the passage before it, and the difficulty that a tag before it names."""
    texts = draft.stem if any(draft.stem) else draft.above
    difficulty = None
    match = wording.DIFFICULTY_TAG.match(texts[0].text) if texts and not draft.is_own else None
    if match:
        tag = re.sub(r"^mức(?: độ)? ?", "", match["tag"].casefold())
        difficulty = names.difficulty({"vdt": "vd"}.get(tag, tag))
        texts = [texts[0].cut(match.end()), *texts[1:]]
    return as_written([*draft.passage, *texts]), difficulty


def _pinned(text: str) -> frozenset[int] | None:
    """Return the options that a line says keep their place; None where it says nothing."""
    if fold(text) == fold(NO_PINS):
        return frozenset()
    letters = [character for character in text.upper() if character in LETTERS]
    return frozenset(map(LETTERS.index, letters)) if letters else None


def _key_problems(decision: Decision, location: Location) -> Iterator[Problem]:
    if decision.marks:
        yield Problem(code="conflicting-marks", location=location, params={"marks": decision.marks[:200]})
    if decision.rare:
        mark, main = decision.rare
        yield Problem(code="rare-mark", location=location, params={"mark": mark, "main": main})
    said = decision.said
    if said and said.cell:
        reading = keys.KeyReading(key=said.key, rival=said.rival, is_out_of_range=said.is_wrong)
        problem = keys.key_problem(reading, said.cell, location)
        yield from [problem] if problem else []


def _left_behind(draft: Draft, location: Location) -> Iterator[Problem]:
    """Yield what of the question could not be kept as text."""
    places = [(N_("câu hỏi"), [*draft.passage, *draft.stem])]
    places += [(N_("phương án %s") % _letter(place), option.texts) for place, option in enumerate(draft.options)]
    places.append((N_("giải thích"), draft.notes.get(Role.EXPLANATION, [])))
    lost = [(name, *left_out(texts)) for name, texts in places]
    told = [
        f"{name} ({', '.join(_counted(pictures, formulas))})"
        for name, pictures, formulas in lost
        if pictures or formulas
    ]
    if told:
        yield Problem(code="picture-left-out", location=location, params={"what": "; ".join(told)[:300]})


def _letter(place: int) -> str:
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def _counted(pictures: int, formulas: int) -> Iterator[str]:
    if pictures:
        yield N_("%s hình") % pictures
    if formulas:
        yield N_("%s công thức") % formulas
