"""Several identities behind one thing: a device, a network, a telephone number, a name with a birth date."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from quizapp.domain.flags.material import MOST_OTHERS, Finding, Found, Material, Sitting, precedence

# Two on one phone is a couple, or a parent and a child. A family of three who all won was published: three are shown.
MANY_ON_A_DEVICE = 3
# A household has one address for all its phones; a school, a village hall and a mobile carrier have one for hundreds.
MANY_ON_A_NETWORK = 10


def one_device(material: Material) -> Found:
    """Return the people who sat on a device that MANY_ON_A_DEVICE or more sat on."""
    return _clustered(material, flag="device", of=lambda s: s.device, least=MANY_ON_A_DEVICE)


def one_network(material: Material) -> Found:
    """Return the people who sat in a network that MANY_ON_A_NETWORK or more sat in."""
    return _clustered(material, flag="network", of=lambda s: s.network, least=MANY_ON_A_NETWORK)


def same_identity(material: Material) -> Found:
    """Return the people who share name and birth date with somebody of another unit."""
    # Within a unit they would be one participant: the key ends in it.
    return _clustered(material, flag="identity", of=lambda s: s.match_key.rpartition("|")[0], least=2)


def same_phone(material: Material) -> Found:
    """Return the people who gave the telephone number of somebody of another unit or group."""
    return _clustered(material, flag="phone", of=lambda s: s.phone, least=2, places=2)


def _clustered(
    material: Material, *, flag: str, of: Callable[[Sitting], str | None], least: int, places: int = 1
) -> Found:
    """Return those who share what `of` gives with `least` people from at least so many `places`, largest first.

    A person stands in a cluster once, by the best sitting of those in it.
    """
    clusters: defaultdict[str, dict[int, Sitting]] = defaultdict(dict)
    # The best first: somebody may sit on a shared device once and on their own the second time.
    for sitting in sorted(material.sittings, key=precedence):
        thing = of(sitting)
        if thing is not None:
            clusters[thing].setdefault(sitting.participant_id, sitting)
    large = [
        members
        for cluster in clusters.values()
        if len(members := list(cluster.values())) >= least and _places(members) >= places
    ]
    large.sort(key=lambda members: (-len(members), min(member.attempt_id for member in members)))
    return Found(
        findings=[finding for members in large for finding in _findings(members, flag=flag)],
        total=len({s.participant_id for s in material.sittings}),
        figures={"clusters": len(large), "largest": len(large[0]) if large else 0},
    )


def _places(members: Iterable[Sitting]) -> int:
    return len({(member.group, member.unit_id) for member in members})


def _findings(members: Sequence[Sitting], *, flag: str) -> Iterable[Finding]:
    """Yield a finding a member, in the order of submission, each with those who submitted next to it."""
    ordered = sorted(members, key=lambda s: (s.submitted_at, s.attempt_id))
    ids = [s.attempt_id for s in ordered]
    evidence = {"people": len(members), "units": len({s.unit_id for s in members})}
    for index, attempt_id in enumerate(ids):
        first = max(0, min(index - MOST_OTHERS // 2, len(ids) - MOST_OTHERS - 1))
        near = ids[first : first + MOST_OTHERS + 1]
        others = tuple(other for other in near if other != attempt_id)
        yield Finding(flag=flag, attempt_id=attempt_id, evidence=evidence, others=others)
