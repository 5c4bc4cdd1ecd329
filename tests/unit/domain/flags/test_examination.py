"""All flags of a round at once: sentences that name what the evidence holds, and base rates."""

import json
import re

import pytest

from quizapp.domain.flags import FLAGS, BaseRate, Material, examine
from tests.unit.domain.flags.sittings import sitting

NAMED = re.compile(r"%\((\w+)\)s")
SAME = ((0, 2), (1, 4), (2, 8))
PAPER = {0: 2, 1: 4, 2: 8, 3: 1, 4: 1, 5: 1}


@pytest.fixture
def material():
    """A round in which every flag is found: ten people, all on one device, in one network and with one number."""
    sittings = [
        sitting(
            n,
            seconds=45 if n == 1 else 300,
            minute=n,
            unit_id=n,
            device="a",
            network="b",
            phone="0912345678",
            match_key="an nguyen|1980-01-01|1" if n < 3 else f"an nguyen {n}|1980-01-01|1",
            wrong=SAME if n < 3 else (),
        )
        for n in range(1, 11)
    ]
    return Material(
        sittings=sittings,
        suspects=[(1, 2)],
        papers={1: PAPER, 2: PAPER},
        asked=dict.fromkeys(range(6), 1000),
        won={5: ["Tuần 1"]},
    )


def test_every_flag_of_the_registry_is_looked_for(material):
    examination = examine(material)

    assert list(dict.fromkeys(f.flag for f in examination.findings)) == list(FLAGS)
    assert [rate.flag for rate in examination.base_rates] == list(FLAGS)


def test_base_rates_by_hand(material):
    rates = {rate.flag: rate for rate in examine(material).base_rates}

    assert rates["speed"] == BaseRate(flag="speed", flagged=1, total=10, figures={"median_ms": 15_000})
    assert rates["answers"] == BaseRate(flag="answers", flagged=2, total=10)
    assert rates["identity"] == BaseRate(flag="identity", flagged=2, total=10, figures={"clusters": 1, "largest": 2})
    assert rates["device"] == BaseRate(flag="device", flagged=10, total=10, figures={"clusters": 1, "largest": 10})


def test_sentences_name_what_the_evidence_holds(material):
    examination = examine(material)
    for finding in examination.findings:
        assert set(NAMED.findall(FLAGS[finding.flag].sentence)) <= set(finding.evidence)
    for rate in examination.base_rates:
        assert set(NAMED.findall(FLAGS[rate.flag].usual)) <= set(rate.figures)
    for flag in FLAGS.values():
        assert set(NAMED.findall(flag.definition)) == set(flag.limits)
        assert flag.definition % flag.limits


def test_evidence_is_plain_and_can_be_stored(material):
    for finding in examine(material).findings:
        assert json.loads(json.dumps(finding.evidence)) == finding.evidence


def test_an_ordinary_round_has_no_findings():
    examination = examine(Material(sittings=[sitting(n) for n in range(1, 13)]))

    assert list(examination.findings) == []
    assert [(rate.flagged, rate.total) for rate in examination.base_rates] == [(0, 12)] * len(FLAGS)


def test_a_round_without_sittings_has_base_rates_of_nothing():
    assert [(rate.flagged, rate.total) for rate in examine(Material(sittings=[])).base_rates] == [(0, 0)] * len(FLAGS)


def test_what_honest_people_share_asks_for_no_decision():
    assert {code for code, flag in FLAGS.items() if flag.is_information} == {"network", "phone"}
