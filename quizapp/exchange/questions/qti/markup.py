"""Elements of QTI 2 and 3 under the same names, and what stands in them as HTML."""

import re
from collections.abc import Collection
from html import escape
from xml.etree.ElementTree import Element

_PREFIX = "qti-"
_HYPHEN = re.compile(r"-([a-z])")


def named_alike(element: Element) -> Element:
    """Return the element with the names of version 2 in all of it: qti-simple-choice is simpleChoice."""
    for part in element.iter():
        if part.tag.startswith(_PREFIX):
            part.tag = _camel(part.tag.removeprefix(_PREFIX))
            for name in [name for name in part.attrib if "-" in name]:
                part.attrib[_camel(name)] = part.attrib.pop(name)
    return element


def _camel(name: str) -> str:
    return _HYPHEN.sub(lambda match: match[1].upper(), name)


def html_of(element: Element, leaving_out: Collection[str] = ()) -> str:
    """Return what stands in `element` as HTML, without the elements called one of `leaving_out`."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if child.tag not in leaving_out:
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.attrib.items())
            parts.append(f"<{child.tag}{attributes}>{html_of(child, leaving_out)}</{child.tag}>")
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)
