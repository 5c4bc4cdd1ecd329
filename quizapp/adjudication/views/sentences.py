"""Evidence and base rates as sentences, in the visitor's language."""

from flask_babel import gettext as _

from quizapp.domain.flags import FLAGS, BaseRate, Evidence, Finding, Flag
from quizapp.web.templating import duration, number

_SPAN = "_ms"
# Shorter than this, a tenth of a second is worth telling.
_SHORT_MS = 10_000


def evidence_sentence(finding: Finding) -> str:
    """Return what was seen, as a sentence."""
    return _(FLAGS[finding.flag].sentence) % _shown(finding.evidence)


def stored_sentence(stored: dict[str, object]) -> str:
    """Return what a decision keeps of a finding, as a sentence; a flag that is gone keeps its code."""
    flag, evidence = str(stored.get("flag")), stored.get("evidence")
    if flag not in FLAGS or not isinstance(evidence, dict):
        return flag
    return f"{_(FLAGS[flag].title)}: {_(FLAGS[flag].sentence) % _Shown(_shown(evidence))}"


def definition(flag: Flag) -> str:
    """Return when a flag is put, with its thresholds."""
    return _(flag.definition) % _shown(flag.limits)


def usual(rate: BaseRate) -> str:
    """Return what a flag's figures say of the round; empty where there is nothing to say."""
    sentence = FLAGS[rate.flag].usual
    has_figures = bool(rate.figures) and rate.figures.get("clusters") != 0
    return _(sentence) % _shown(rate.figures) if sentence and has_figures else ""


class _Shown(dict[str, str]):
    """Values of a sentence; evidence kept before the sentence named more of them reads as "…"."""

    def __missing__(self, key: str) -> str:
        return "…"


def _shown(values: Evidence) -> dict[str, str]:
    return {name: _span(value) if name.endswith(_SPAN) else _plain(value) for name, value in values.items()}


def _plain(value: int | str) -> str:
    return number(value) if isinstance(value, int) else value


def _span(value: int | str) -> str:
    milliseconds = int(value)
    if milliseconds < _SHORT_MS:
        return _("%(seconds)s giây", seconds=number(milliseconds / 1000))
    return duration(milliseconds)
