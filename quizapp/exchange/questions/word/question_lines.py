"""A question's own lines: where it begins, its stem, and what else stands in the lines of the stem."""

import itertools
from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum, auto

from quizapp.domain.text import N_
from quizapp.exchange.questions.assess import MAX_QUESTIONS
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.word import wording
from quizapp.exchange.questions.word.answering import Answers
from quizapp.exchange.questions.word.drafts import Draft, OptionDraft
from quizapp.exchange.questions.word.habits import Habits, begins_options, habits, next_solid
from quizapp.exchange.questions.word.headings import Headings, is_title_of_questions
from quizapp.exchange.questions.word.inline import InlineLabel, inline_options
from quizapp.exchange.questions.word.lines import Marked, Role
from quizapp.exchange.questions.word.passages import Passages
from quizapp.exchange.questions.word.sights import Kind, Sight, sight

_NEAR = 60  # lines that are looked at for what a number stands over
MAX_KEPT = 12  # options of one question that are looked at; more than 8 are an error in any case


class Open(Enum):
    """Where a line that begins nothing belongs."""

    NOTHING = auto()
    STEM = auto()
    OPTION = auto()
    KEY = auto()
    NOTE = auto()
    ANSWERS = auto()


class QuestionLines(ABC):
    """What is known while lines are taken one by one; `drafts` and `answers` are what they come to."""

    def __init__(self, sights: Sequence[Sight]) -> None:
        self._sights = sights
        self._following = next_solid(sights)
        self._habits: Habits = habits(sights, self._following)
        self._last_option = max(
            (place for place, found in enumerate(sights) if found.kind is Kind.OPTION or found.has_options), default=-1
        )
        self._open = Open.NOTHING
        self._current: Draft | None = None
        self._role: Role | None = None  # of the note that is open
        self._list_number = 0  # the last number of a list inside the stem
        self._series = ""  # the automatic list that counts the questions
        self._awaits_key = False
        self._has_ended = False  # the questions were said to be over
        self._headings = Headings()
        self._passages = Passages()
        self.answers = Answers()
        self.drafts: list[Draft] = []

    @property
    def usual(self) -> int:
        """How many options the document's questions mostly have."""
        return self._habits.usual

    @abstractmethod
    def _text(self, place: int, found: Sight) -> None:
        """Take a line that begins nothing."""

    def _finish(self) -> None:
        self._current = None
        self._open = Open.NOTHING

    def _options_follow(self, place: int) -> bool:
        """Tell whether options come before anything else begins."""
        return self._sights[place].has_options or begins_options(self._following[place])

    def _is_of_rules(self, place: int) -> bool:
        """Tell whether a number stands in rules before questions: over small letters, or over a title in capitals."""
        following = self._following[place]
        if self._sights[place].has_options or following is None:
            return False
        if self._habits.is_upper and following.kind is Kind.OPTION and not following.is_upper:
            return not self._habits.counts_bare
        near = itertools.islice(self._sights, place + 1, place + 1 + _NEAR)
        between = itertools.takewhile(lambda found: found is not following, near)
        return any(found.kind is Kind.TEXT and is_title_of_questions(found) for found in between)

    def _begin(self, found: Sight) -> Draft:
        """Begin a question at a line."""
        self._finish()
        if len(self.drafts) > 2 * MAX_QUESTIONS:
            raise refusal("too-large", reason=N_("tệp có hơn %s câu hỏi") % MAX_QUESTIONS)
        draft = Draft(number=found.number, place=found.line.place, label=found.label)
        draft.keys += [found.key] if found.key else []
        draft.is_after_end = self._has_ended
        draft.topic, draft.part, draft.kind = self._headings.now()
        draft.passage, draft.above = self._passages.of_question(found.number)
        self.drafts.append(draft)
        self._current, self._open = draft, Open.STEM
        self._list_number, self._awaits_key = 0, False
        self._series = found.series or self._series
        return draft

    def _begin_unlabelled(self, place: int, found: Sight) -> None:
        """Begin a question whose first line has no label."""
        self._begin(Sight(kind=Kind.QUESTION, line=found.line, body=Marked()))
        self._take_stem(place, found.whole())

    def _take_stem(self, place: int, body: Marked) -> None:
        """Add a line to the stem; options may begin inside it."""
        draft = self._current
        if draft is None:
            return
        body = self._without_key_at_end(draft, body)
        labels = self._options_in_stem(place, body)
        if not labels:
            draft.stem += [body] if body else []
            return
        before = body.cut(0, labels[0].start)
        draft.stem += [before] if before else []
        self._add_inline(draft, body, labels)

    def _options_in_stem(self, place: int, body: Marked) -> list[InlineLabel]:
        """Return the labels of options inside a stem; none if those on the lines below begin with A."""
        labels = inline_options(body.text)
        following = self._sights[place + 1] if place + 1 < len(self._sights) else None
        is_option = following is not None and following.kind is Kind.OPTION
        if not labels or (following is not None and is_option and following.letter == 0 and not following.series):
            return []
        if len(labels) > 1 and not (following and is_option and following.letter == 0):
            return labels
        if following is None or not is_option:
            return labels if len(labels) > 1 else []
        return labels if following.letter > 0 or len(labels) + self._run(place) == self.usual else []

    def _run(self, place: int) -> int:
        """Return how many options follow line after line, counting those inside the lines."""
        count = 0
        for found in self._sights[place + 1 : place + 1 + MAX_KEPT]:
            if found.kind is not Kind.OPTION:
                break
            count += 1
        return count

    def _without_key_at_end(self, draft: Draft, body: Marked) -> Marked:
        """Return a line without the "Đáp án: B" at its end, which is kept."""
        match = wording.KEY_AT_END.search(body.text)
        if not match or not body.text[: match.start()].strip():
            return body
        draft.keys.append(body.cut(match.start("value"), match.end("value")))
        return body.cut(0, match.start())

    def _add_inline(self, draft: Draft, body: Marked, labels: Sequence[InlineLabel]) -> None:
        """Add the options that begin at `labels` inside a line."""
        for place, label in enumerate(labels):
            is_last = place + 1 == len(labels)
            text = body.cut(label.end, len(body.text) if is_last else labels[place + 1].start)
            if is_last:
                text = self._without_key_at_end(draft, text)
            draft.options.append(
                OptionDraft(
                    label=body.cut(label.start, label.end), texts=[text], letter=label.letter, is_upper=label.is_upper
                )
            )
            self._open = Open.OPTION

    def _before_next_question(self, body: Marked, draft: Draft) -> tuple[Marked, Marked]:
        """Return an option's line, and what of it is the next question: "D. … Câu 44: …"."""
        for match in wording.EMBEDDED.finditer(body.text):
            if draft.number is None or int(match["number"]) == draft.number + 1:
                return body.cut(0, match.start()), body.cut(match.start())
        return body, Marked()

    def _retake(self, place: int, rest: Marked) -> None:
        """Take the end of a line as a line of its own."""
        line = self._sights[place].line
        found = sight(type(line)(content=rest, place=line.place))
        self._begin(found)
        self._take_stem(place, found.body)
