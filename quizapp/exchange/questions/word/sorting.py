"""Lines → drafts of questions: which line begins a question, is an option, goes on with what stands above it."""

import re
from collections.abc import Callable, Mapping

from quizapp.domain.text import fold
from quizapp.exchange.questions.progress import counted
from quizapp.exchange.questions.word.answering import short_key
from quizapp.exchange.questions.word.drafts import Draft, OptionDraft
from quizapp.exchange.questions.word.headings import looks_like_heading
from quizapp.exchange.questions.word.lines import Marked, Role
from quizapp.exchange.questions.word.option_lines import OptionLines
from quizapp.exchange.questions.word.question_lines import Open
from quizapp.exchange.questions.word.sights import ANY, Kind, Sight

_REMARK = re.compile(r"\(.*\b(?:dap an|dau|ghi chu|luu y|to dam|gach chan)\b.*\)|(?:ghi chu|luu y|chu thich)\s*:.*")


class Sorter(OptionLines):
    """Takes the lines one by one; `drafts` and `answers` are what they come to."""

    def sort(self) -> None:
        """Take all lines."""
        for place, found in enumerate(counted(self._sights)):
            _TAKE[found.kind](self, place, found)
        self._finish()

    def _question(self, place: int, found: Sight) -> None:
        if found.word == "bài" and self._habits.lesson_is_section:
            self._section(place, found)
        elif found.line.role is Role.OWN:
            draft = self._begin(found)
            draft.is_own, draft.stem = True, [found.body]
        elif self._open is Open.ANSWERS and not self._options_follow(place):
            self.answers.solution(found, len(self.drafts))
        else:
            self._begin(found)
            self._take_stem(place, found.body)

    def _number(self, place: int, found: Sight) -> None:
        if self._open is Open.ANSWERS and not self._options_follow(place):
            self.answers.solution(found, len(self.drafts))
        elif self._begins_by_number(place, found):
            self._begin(found)
            self._take_stem(place, found.body)
        else:
            self._list_number = found.number or 0
            self._text(place, found)

    def _begins_by_number(self, place: int, found: Sight) -> bool:
        """Tell a question's number from a number in a list."""
        current, follows = self._current, self._options_follow(place) and not self._is_of_rules(place)
        if found.series and found.series == self._series:
            return True
        if self._headings.announces and self._habits.counts_bare and current is None:
            return True
        if current is None or current.options or self._open in (Open.KEY, Open.NOTE):
            goes_on = current is None or found.number == (current.number or 0) + 1
            if self._open is Open.KEY and follows and self._following_is_first(place):
                return True  # otherwise it would begin a question without label
            if self._open is Open.NOTE or not self._habits.counts_bare:
                return follows and goes_on
            return follows or (current is not None and goes_on)
        if not self._habits.counts_bare or found.number == 1 or found.number == self._list_number + 1 > 1:
            return False
        return found.number == (current.number or 0) + 1

    def _key(self, place: int, found: Sight) -> None:
        draft = self._current
        if self._open is Open.ANSWERS:
            self.answers.line(found, len(self.drafts))
        elif draft is None or (not short_key(found.body) and self._is_inside(place)):
            self._text(place, found)
        else:
            self._take_key(place, found, draft)

    def _is_inside(self, place: int) -> bool:
        """Tell whether a line stands inside a stem or an explanation, where "Đáp án: …" may be its words."""
        return self._open is Open.NOTE or (self._open is Open.STEM and self._options_follow(place))

    def _take_key(self, place: int, found: Sight, draft: Draft) -> None:
        body, rest = self._before_next_question(found.body, draft)
        if body:
            draft.keys.append(body)
        self._awaits_key = not body
        if self._open is not Open.NOTE:
            self._open = Open.KEY if draft.options or body else self._open
        if rest:
            self._retake(place, rest)

    def _note(self, place: int, found: Sight) -> None:
        draft, role = self._current, found.role
        if role is Role.TOPIC and found.line.role is None and self._is_topic_heading(place, found):
            self._section(place, found)
        elif draft is None or role is None or not self._is_note(place, found):
            self._text(place, found)
        else:
            self._open, self._role = Open.NOTE, role
            if found.body:
                draft.note(role, found.body)

    def _is_topic_heading(self, place: int, found: Sight) -> bool:
        """Tell whether "Chủ đề: …" is about the questions below it, not about the one above."""
        draft = self._current
        if draft is None or self._habits.topic_is_section or found.line.is_heading:
            return True
        following = self._sights[place + 1] if place + 1 < len(self._sights) else None
        if not draft.options or following is None or following.kind not in (Kind.QUESTION, Kind.NUMBER):
            return False
        above, below = found.line.has_gap, following.line.has_gap
        return above and not below if above != below else self._habits.topic_is_rare

    def _is_note(self, place: int, found: Sight) -> bool:
        """Tell whether a note is about the question: before any option "Nguồn: …" is that of its figures."""
        if found.line.role is not None or self._open is not Open.STEM:
            return True
        return (found.role in (Role.DIFFICULTY, Role.EXPLANATION) and not self._options_follow(place)) or (
            found.role is Role.DIFFICULTY and len(found.body.text) < 30
        )

    def _section(self, place: int, found: Sight) -> None:
        if self._open is Open.STEM and found.line.role is None and self._is_text_of_stem(place, found):
            self._text(place, found)
            return
        self._has_ended = False
        was_listing = self._open is Open.ANSWERS and place > self._last_option
        self._finish()
        self._open = Open.ANSWERS if was_listing else Open.NOTHING
        self._headings.begin(found)
        self._passages.forget()
        self.answers.heading(len(self.drafts))

    def _is_text_of_stem(self, place: int, found: Sight) -> bool:
        """Tell whether a line like "Mục 2: …" belongs to a stem whose options follow."""
        is_capital = found.whole().text.strip() == found.whole().text.strip().upper()
        return self._options_follow(place) and not is_capital

    def _answers(self, place: int, found: Sight) -> None:
        if self._open is Open.STEM and self._current and not self._current.options and self._options_follow(place):
            self._text(place, found)
        elif self._is_key_word_of_question(place):
            self._awaits_key = True
            self._open = Open.KEY
        else:
            self._finish()
            self._open, self._has_ended = Open.ANSWERS, False
            self.answers.begin(len(self.drafts), found.answers)

    def _is_key_word_of_question(self, place: int) -> bool:
        """Tell whether "Đáp án" stands over the one letter of the question above it."""
        following = self._sights[place + 1] if place + 1 < len(self._sights) else None
        return self._current is not None and following is not None and short_key(following.whole()) != ""

    def _pairs(self, place: int, found: Sight) -> None:
        if self._open is Open.STEM and self._options_follow(place):
            self._text(place, found)
            return
        if self._open is not Open.ANSWERS:
            self._finish()
            self._open = Open.ANSWERS
            self.answers.begin(len(self.drafts), None)
        self.answers.line(found, len(self.drafts))

    def _end(self, place: int, found: Sight) -> None:
        self._finish()
        self._passages.forget()
        self._has_ended = True

    def _text(self, place: int, found: Sight) -> None:
        draft = self._current
        if self._open is Open.ANSWERS:
            if self._options_follow(place) and found.kind is Kind.TEXT and not self._habits.has_labels:
                self._begin_unlabelled(place, found)
            else:
                self.answers.line(found, len(self.drafts))
        elif draft is None:
            self._loose(place, found)
        elif self._awaits_key and short_key(found.whole()):
            self._awaits_key = False
            self._take_key(place, found, draft)
        else:
            _GO_ON[self._open](self, place, found)

    def _loose(self, place: int, found: Sight) -> None:
        """Take a line that belongs to no question."""
        is_heading = found.line.is_heading or looks_like_heading(found)
        if is_heading and self._headings.title(found, has_begun=bool(self.drafts)):
            self._has_ended = False
            self._passages.forget()
        elif found.has_options and self._current is None and found.kind is Kind.TEXT and not self._habits.has_labels:
            self._begin_unlabelled(place, found)
        else:
            self._passages.line(found)

    def _more_stem(self, place: int, found: Sight) -> None:
        self._take_stem(place, found.whole())

    def _more_option(self, place: int, found: Sight) -> None:
        """Go on with the last option, unless something new begins without label."""
        draft = self._current
        if draft is None:
            return
        is_plain = found.line.role is None
        if is_plain and len(draft.options) > 1 and self._begins_something(place, found):
            return
        if is_plain and place > self._last_option and _REMARK.fullmatch(fold(found.whole().text)):
            self._finish()
            return
        last = draft.options[-1]
        body, rest = self._before_next_question(found.whole(), draft)
        if is_plain and self._is_last_without_label(place, found, draft):
            draft.options.append(OptionDraft(label=Marked(), texts=[body], letter=ANY, is_upper=last.is_upper))
        else:
            last.texts.append(self._without_key_at_end(draft, body))
            last.extra += 1
        if rest:
            self._retake(place, rest)

    def _begins_something(self, place: int, found: Sight) -> bool:
        """Take a heading, a passage, or the first line of a question without label after options."""
        draft, following = self._current, self._following[place]
        if draft is None:
            return False
        is_complete = len(draft.options) >= self.usual
        if self._is_list_in_stem(draft, following):
            draft.take_back_options()
            self._open = Open.STEM
            self._take_stem(place, found.whole())
        elif self._options_follow(place) and (is_complete or found.line.has_gap) and self._following_is_first(place):
            self._finish()
            self._begin_unlabelled(place, found)
        elif found.line.is_heading or (is_complete and looks_like_heading(found)) or self._passages.begins(found):
            self._finish()
            self._loose(place, found)
        else:
            return False
        return True

    def _is_list_in_stem(self, draft: Draft, following: Sight | None) -> bool:
        """Tell whether options written small were a list, since an A written large follows them."""
        if following is None or following.kind is not Kind.OPTION or following.letter != 0:
            return False
        return self._habits.has_labels and following.is_upper and not draft.options[0].is_upper

    def _following_is_first(self, place: int) -> bool:
        following = self._following[place]
        return self._sights[place].has_options or (following is not None and following.letter in (0, ANY))

    def _is_last_without_label(self, place: int, found: Sight, draft: Draft) -> bool:
        """Tell whether a line is the last option, its label missing, rather than the second line of the one above."""
        following = self._following[place]
        text = found.whole().text.strip()
        ends = following is None or following.kind not in (Kind.OPTION, Kind.TEXT)
        if len(draft.options) != self.usual - 1 or draft.options[-1].extra or not ends or not text:
            return False
        above = "".join(part.text for part in draft.options[-1].texts).strip()
        is_alone = self._following[place] is None or self._sights[place + 1] is following
        return is_alone and (text[0].isupper() or text[0].isdigit()) and above[-1:] not in ",–-"

    def _after_key(self, place: int, found: Sight) -> None:
        """Take a line after the key: an explanation without a name, or a question without label."""
        draft = self._current
        if self._options_follow(place) and self._following_is_first(place):
            self._begin_unlabelled(place, found)
        elif found.line.is_heading or looks_like_heading(found) or self._passages.begins(found):
            self._finish()
            self._loose(place, found)
        elif draft is not None:
            self._open, self._role = Open.NOTE, Role.EXPLANATION
            draft.note(Role.EXPLANATION, found.whole())

    def _more_note(self, place: int, found: Sight) -> None:
        """Go on with a note: only explanations and sources are longer than a line."""
        draft, role = self._current, self._role
        begins = self._options_follow(place) and self._following_is_first(place) and found.kind is Kind.TEXT
        if begins and not self._habits.has_labels:
            self._begin_unlabelled(place, found)
        elif found.line.is_heading or (self._passages.begins(found) and self._passages.names_questions(found)):
            self._finish()
            self._loose(place, found)
        elif draft is not None and role is not None:
            is_short = role not in (Role.EXPLANATION, Role.SOURCE) and draft.notes.get(role)
            self._role = Role.EXPLANATION if is_short else role
            draft.note(self._role, found.whole())


_GO_ON: Mapping[Open, Callable[[Sorter, int, Sight], None]] = {
    Open.STEM: Sorter._more_stem,
    Open.OPTION: Sorter._more_option,
    Open.KEY: Sorter._after_key,
    Open.NOTE: Sorter._more_note,
}
_TAKE: Mapping[Kind, Callable[[Sorter, int, Sight], None]] = {
    Kind.QUESTION: Sorter._question,
    Kind.NUMBER: Sorter._number,
    Kind.OPTION: Sorter._option,
    Kind.KEY: Sorter._key,
    Kind.NOTE: Sorter._note,
    Kind.SECTION: Sorter._section,
    Kind.ANSWERS: Sorter._answers,
    Kind.PAIRS: Sorter._pairs,
    Kind.END: Sorter._end,
    Kind.TEXT: Sorter._text,
}
