"""Choosing the rules of a real contest to begin a round with."""

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from quizapp.contests.views.blueprint import TITLES, Page, bp, contest_or_404
from quizapp.domain.presets import PRESETS, Preset
from quizapp.domain.text import fold


@bp.get("/contests/<int:contest_id>/presets")
def presets(contest_id: int) -> Page:
    """The rule sets to choose from; `q` finds those whose name or source speaks of it."""
    contest = contest_or_404(contest_id)
    wanted = request.args.get("q", "").strip()
    found = [preset for preset in PRESETS.values() if _speaks_of(preset, wanted)]
    return render_template(
        "contests/presets.html", contest=contest, presets=found, wanted=wanted, total=len(PRESETS), **TITLES
    )


def _speaks_of(preset: Preset, wanted: str) -> bool:
    """Tell whether every word that is looked for stands in the name or the source, accents and case aside."""
    text = fold(f"{preset.title} {preset.source} {preset.note}")
    return all(word in text for word in fold(wanted).split())


def chosen_preset() -> Preset | None:
    """Return the rule set that the address of a new round's form names, or None."""
    return PRESETS.get(request.args.get("preset", ""))


def tell_of_preset() -> None:
    """Say over a form that was just filled in by a rule set what to look at, and how its other rounds are made."""
    preset = chosen_preset()
    if preset is None or request.method != "GET":
        return
    flash(_("Đã điền theo mẫu “%(title)s”. Hãy chọn ngân hàng câu hỏi và xem lại từng mục.", title=_(preset.title)))
    if preset.pattern.count > 1:
        flash(
            ngettext(
                "Đây là đợt đầu trong %(num)d đợt. Lưu xong, bấm “Tạo loạt đợt thi” để tạo các đợt còn lại.",
                "Đây là đợt đầu trong %(num)d đợt. Lưu xong, bấm “Tạo loạt đợt thi” để tạo các đợt còn lại.",
                preset.pattern.count,
            )
        )
