"""Rule sets of real contests, each citing its source: chosen for a new round and then adjusted.

A new one is an entry in one of the modules beside this; the page to choose from follows.
"""

from collections.abc import Mapping

from quizapp.domain.presets.central import CENTRAL
from quizapp.domain.presets.digital import DIGITAL
from quizapp.domain.presets.history import HISTORY
from quizapp.domain.presets.law import LAW
from quizapp.domain.presets.near import NEAR
from quizapp.domain.presets.preset import Preset, PresetRules, RoundsPattern, apply, first_round
from quizapp.domain.presets.reform import REFORM

PRESETS: Mapping[str, Preset] = {
    preset.code: preset for family in (NEAR, DIGITAL, REFORM, LAW, HISTORY, CENTRAL) for preset in family
}

__all__ = ["PRESETS", "Preset", "PresetRules", "RoundsPattern", "apply", "first_round"]
