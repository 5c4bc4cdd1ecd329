"""All flags of a round at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.domain.flags.material import BaseRate, Finding, Material
from quizapp.domain.flags.registry import FLAGS


@dataclass(frozen=True, kw_only=True, slots=True)
class Examination:
    """What is found in a round, flag by flag in the order of FLAGS, and how common each flag is."""

    findings: Sequence[Finding]
    base_rates: Sequence[BaseRate]


def examine(material: Material) -> Examination:
    """Return every finding in the material and the base rate of every flag. Nobody is disqualified by it."""
    findings: list[Finding] = []
    base_rates = []
    for flag in FLAGS.values():
        found = flag.find(material)
        findings += found.findings
        base_rates.append(
            BaseRate(flag=flag.code, flagged=len(found.findings), total=found.total, figures=found.figures)
        )
    return Examination(findings=findings, base_rates=base_rates)
