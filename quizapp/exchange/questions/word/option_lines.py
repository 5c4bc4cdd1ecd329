"""Lines that are options: by their labels, by their places, several in a line."""

from quizapp.exchange.questions.word.drafts import Draft, OptionDraft
from quizapp.exchange.questions.word.inline import InlineLabel, inline_options
from quizapp.exchange.questions.word.lines import Marked, Role
from quizapp.exchange.questions.word.question_lines import MAX_KEPT, Open, QuestionLines
from quizapp.exchange.questions.word.sights import ANY, Kind, Sight


class OptionLines(QuestionLines):
    """Takes options. Position goes before the printed label, since labels repeat, are skipped and are missing."""

    def _option(self, place: int, found: Sight) -> None:
        draft = self._current
        if draft is not None and len(draft.options) >= MAX_KEPT:
            self._text(place, found)
        elif found.line.role is not None and draft is not None:
            self._take_option(place, found, draft)
        elif self._open in (Open.NOTE, Open.ANSWERS) or draft is None:
            self._option_of_nothing(place, found)
        elif not draft.options:
            self._first_option(place, found, draft)
        elif self._open is Open.KEY and found.letter != len(draft.options):
            self._option_of_nothing(place, found)
        else:
            self._next_option(place, found, draft)

    def _option_of_nothing(self, place: int, found: Sight) -> None:
        """Take an option that no open question can have: it begins a question without label, or is text."""
        explains = self._open is Open.KEY and self._habits.has_labels  # "A. Sai, vì …" under the key
        is_of_text = self._habits.is_upper and not found.is_upper
        begins = found.letter == 0 and self._open in (Open.NOTHING, Open.KEY) and self._run(place) > 0
        if begins and not explains and not is_of_text:
            stem = self._passages.take_stem()
            draft = self._begin(Sight(kind=Kind.QUESTION, line=found.line, body=Marked()))
            draft.stem += stem
            self._take_option(place, found, draft)
        else:
            self._text(place, found)

    def _first_option(self, place: int, found: Sight, draft: Draft) -> None:
        if found.is_loose and not self._goes_on_loosely(place, found):
            self._text(place, found)
        elif found.letter in (0, ANY) or found.series:
            if found.series and found.letter == 1:
                self._make_room(draft)
            self._take_option(place, found, draft)
        elif found.letter == 1 and len(draft.stem) > 1:
            self._make_room(draft)
            self._take_option(place, found, draft)
        else:
            self._text(place, found)

    def _goes_on_loosely(self, place: int, found: Sight) -> bool:
        """Tell whether at least two more options follow a label that may as well be text."""
        letters = [later.letter for later in self._sights[place + 1 : place + 12] if later.kind is Kind.OPTION]
        return letters[:2] == [found.letter + 1, found.letter + 2]

    def _make_room(self, draft: Draft) -> None:
        """Make the last line of the stem the option A, whose label is missing."""
        if len(draft.stem) > 1:
            text = draft.stem.pop()
            draft.options.append(OptionDraft(label=Marked(), texts=[text], letter=ANY, is_upper=True))

    def _next_option(self, place: int, found: Sight, draft: Draft) -> None:
        last = draft.options[-1]
        count = len(draft.options)
        if found.letter == 0 and self._begins_again(place, found, draft):
            return
        if (found.is_loose and found.letter != count) or found.letter > count + 2:
            self._text(place, found)
            return
        if found.letter == count + 1 and last.extra and not found.series:
            text = last.texts.pop()
            draft.options.append(OptionDraft(label=Marked(), texts=[text], letter=ANY, is_upper=found.is_upper))
        self._take_option(place, found, draft)

    def _begins_again(self, place: int, found: Sight, draft: Draft) -> bool:
        """Take an A after other options: a list in the stem stood above, or a question without label begins."""
        first, last = draft.options[0], draft.options[-1]
        count = len(draft.options)
        if first.is_upper != found.is_upper and (self._habits.has_labels or not last.extra):
            draft.take_back_options()
            self._take_option(place, found, draft)
            return True
        if count > 1 and last.extra:
            stem = last.texts[-last.extra :]
            del last.texts[-last.extra :]
            draft = self._begin(Sight(kind=Kind.QUESTION, line=found.line, body=Marked()))
            draft.stem += stem
            self._take_option(place, found, draft)
            return True
        if count >= self.usual and self._run(place) > 0:
            self._begin(Sight(kind=Kind.QUESTION, line=found.line, body=Marked()))
            self._take_option(place, found, self.drafts[-1])
            return True
        return False

    def _take_option(self, place: int, found: Sight, draft: Draft) -> None:
        is_whole = found.line.role is Role.OWN
        body, rest = (found.body, Marked()) if is_whole else self._before_next_question(found.body, draft)
        draft.options.append(
            OptionDraft(
                label=found.label,
                texts=[],
                letter=found.letter,
                is_upper=found.is_upper,
                is_auto=bool(found.line.label),
            )
        )
        labels = [] if found.line.role else self._labels_after(place, found, body)
        end = labels[0].start if labels else len(body.text)
        own = body.cut(0, end)
        draft.options[-1].texts.append(own if labels or is_whole else self._without_key_at_end(draft, own))
        self._open = Open.OPTION
        self._add_inline(draft, body, labels)
        if rest:
            self._retake(place, rest)

    def _labels_after(self, place: int, found: Sight, body: Marked) -> list[InlineLabel]:
        """Return the labels of further options in an option's line.

        A label after a single blank may be text; it is if the line below bears the same letter and there are options
        enough without it.
        """
        count = len(self.drafts[-1].options)
        labels = inline_options(body.text, 0, (count, found.letter + 1))
        labels = [label for label in labels if label.is_clear or label.is_upper == found.is_upper]
        if labels and not labels[-1].is_clear and not body.text[labels[-1].end :].strip():
            labels.pop()
        following = self._sights[place + 1] if place + 1 < len(self._sights) else None
        if not labels and following is not None and following.letter == found.letter + 1:
            # Two columns: "A. …   C. …" over "B. …   D. …".
            return [label for label in inline_options(body.text, 0, (found.letter + 2,)) if label.is_clear]
        if labels and following is not None and following.kind is Kind.OPTION:
            repeats = any(label.letter == following.letter and not label.is_clear for label in labels)
            if repeats and count + len(labels) + self._run(place) > self.usual:
                return []
        return labels
