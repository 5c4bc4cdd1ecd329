"""A question while its parts are gathered, before its key is known."""

from dataclasses import dataclass, field

from quizapp.exchange.questions.word.lines import NOTHING, Marked, Role


@dataclass(kw_only=True, slots=True)
class OptionDraft:
    """An option as it stands: its label with the marks on it, the lines of its text."""

    label: Marked
    texts: list[Marked]
    letter: int  # that the label shows, from 0; -1 for none
    is_upper: bool
    is_auto: bool = False
    extra: int = 0  # how many of its lines stand below the one with the label


@dataclass(kw_only=True, slots=True)
class Draft:
    """A question as it stands. `keys`: what "Đáp án: …" under it says."""

    number: int | None
    place: int | None = None
    is_own: bool = False  # written by the project itself: its words are taken as they are
    is_after_end: bool = False  # it stands below "HẾT", under no heading
    label: Marked = NOTHING
    stem: list[Marked] = field(default_factory=list)
    options: list[OptionDraft] = field(default_factory=list)
    keys: list[Marked] = field(default_factory=list)
    notes: dict[Role, list[Marked]] = field(default_factory=dict)
    topic: str = ""
    part: str = ""  # the heading it stands under
    kind: str = ""  # of questions that heading announces, if not choice questions
    passage: list[Marked] = field(default_factory=list)  # read before it
    above: list[Marked] = field(default_factory=list)  # what stands above it, for a question without a stem

    def note(self, role: Role, text: Marked) -> None:
        """Add a line to one of the notes under the question."""
        self.notes.setdefault(role, []).append(text)

    def take_back_options(self) -> None:
        """Make the options lines of the stem: they were a list inside it."""
        for option in self.options:
            first, *rest = option.texts or [Marked()]
            self.stem += [Marked((*option.label.runs, *first.runs)), *rest]
        self.options.clear()
