"""Items and packages of QTI, made in the test."""

import io
import zipfile
from collections.abc import Mapping

V3 = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return a zip of `parts`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def manifest(*hrefs: str, kind: str = "imsqti_item_xmlv2p1", inside: str = "") -> str:
    """Return a manifest with a resource for each of `hrefs`."""
    resources = "".join(f'<resource type="{kind}" href="{href}">{inside}</resource>' for href in hrefs)
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'


def item(
    *,
    title: str = "Mục",
    response: str = "<correctResponse><value>A</value></correctResponse>",
    cardinality: str = "single",
    interaction: str = "",
    before: str = "",
    choices: str = '<simpleChoice identifier="A">Huế</simpleChoice><simpleChoice identifier="B">Hà Nội</simpleChoice>',
    after: str = "",
) -> str:
    """Return an item of version 2 that asks for one of two cities, or what the arguments make of it."""
    asked = interaction or (
        '<choiceInteraction responseIdentifier="R" shuffle="true"><prompt>Thủ đô?</prompt>'
        f"{choices}</choiceInteraction>"
    )
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="{title}">'
        f'<responseDeclaration identifier="R" cardinality="{cardinality}">{response}</responseDeclaration>'
        f"<itemBody>{before}{asked}</itemBody>{after}</assessmentItem>"
    )
