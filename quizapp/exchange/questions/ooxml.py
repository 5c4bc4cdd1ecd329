"""What Word's and Excel's packages share: which part refers to which (ECMA-376 Part 2), and yes in attributes."""

import posixpath
from collections.abc import Mapping

from quizapp.exchange.questions.package import Package
from quizapp.exchange.questions.xml_reading import ended


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return id → (kind, part) of what `part` refers to inside the package; "" is the package itself."""
    folder, name = posixpath.split(part)
    xml = package.part(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for element in ended(xml or b"<none/>", "Relationship"):
        if element.get("TargetMode") != "External":
            found_at = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], found_at.lstrip("/"))
    return found


def target(links: Mapping[str, tuple[str, str]], kind: str) -> str | None:
    return next((part for found, part in links.values() if found == kind), None)


def is_on(flag: str | None) -> bool:
    """Tell whether an XML attribute says yes."""
    return flag in ("1", "true", "on")
