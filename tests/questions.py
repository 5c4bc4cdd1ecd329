"""Questions that need no mending, and some that do."""

from quizapp.domain.question import Difficulty, Option, Question


def question(number: int, **values: object) -> Question:
    """A question whose key is B."""
    options = tuple(Option(text=f"Phương án {letter}{number}", is_key=letter == "B") for letter in "ABCD")
    written = {
        "number": number,
        "text": f"Thủ tục số {number} làm ở đâu?",
        "options": options,
        "topic": "Chuyển đổi số",
        "difficulty": Difficulty.EASY,
        "groups": ("students",),
        "explanation": f"Giải thích {number}.",
        "source": "Nghị quyết 57-NQ/TW",
    }
    return Question(**{**written, **values})


def questions(count: int) -> list[Question]:
    """`count` questions that need no mending."""
    return [question(number) for number in range(1, count + 1)]


def without_key(number: int) -> Question:
    """A question that nobody can import."""
    return question(number, options=tuple(Option(text=text) for text in ("Ở xã", "Ở tỉnh", "Ở thôn")))
