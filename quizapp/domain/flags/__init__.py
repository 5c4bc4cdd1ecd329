"""Flags: what staff should look at before results are published. A flag is a hint with evidence, never a verdict.

`examine()` finds them for one round; FLAGS says what each means. A new flag is one entry in registry.py: FLAGS.
"""

from quizapp.domain.flags.alike import suspects
from quizapp.domain.flags.examination import Examination, examine
from quizapp.domain.flags.material import BaseRate, Evidence, Finding, Material, Paper, Sitting
from quizapp.domain.flags.registry import FLAGS, Flag

__all__ = [
    "FLAGS",
    "BaseRate",
    "Evidence",
    "Examination",
    "Finding",
    "Flag",
    "Material",
    "Paper",
    "Sitting",
    "examine",
    "suspects",
]
