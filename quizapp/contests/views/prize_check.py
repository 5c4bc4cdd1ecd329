"""Asking before more prizes are saved than people have registered."""

from collections.abc import Collection

from flask_babel import gettext as _

from quizapp.contests import queries
from quizapp.contests.forms import PrizesForm
from quizapp.domain.groups import GROUPS
from quizapp.domain.prizes.plan import PrizePlan
from quizapp.domain.prizes.quotas import Excess, excesses
from quizapp.models import db


def are_prizes_meant(
    form: PrizesForm, *, contest_id: int | None, groups: Collection[str], before: PrizePlan | None
) -> bool:
    """Tell whether there are people for the prizes, as far as that is known, or the form says that more will come.

    `before`: the plan that stands, which is not asked about again; None for what is new.
    """
    plan = form.prizes.form.plan()
    if contest_id is None or plan == before or form.expects_more_people.data:
        return True
    people = queries.registered(db.session, contest_id)
    found = excesses(plan, {group: people.get(group, 0) for group in groups})
    for excess in found:
        form.prizes.form.refuse("individual", _sentence(excess))
    form.is_short_of_people = bool(found)
    return not found


def _sentence(excess: Excess) -> str:
    numbers = {"prizes": excess.prizes, "registered": excess.registered}
    if excess.group is None:
        return _(
            "Có %(prizes)d giải nhưng mới có %(registered)d người đăng ký. Hãy giảm số giải; "
            "nếu còn người sẽ đăng ký thì đánh dấu “Vẫn giữ số giải này”.",
            **numbers,
        )
    return _(
        "Có %(prizes)d giải dành cho nhóm “%(group)s” nhưng nhóm này mới có %(registered)d người đăng ký. "
        "Hãy giảm số giải; nếu còn người sẽ đăng ký thì đánh dấu “Vẫn giữ số giải này”.",
        group=_(GROUPS[excess.group].title),
        **numbers,
    )
