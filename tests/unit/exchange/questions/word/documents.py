"""Word documents to read, made part by part from XML: one habit in each."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = f'xmlns:w="{_MAIN}" xmlns:m="{_MATH}" xmlns:mc="{_COMPATIBLE}"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_LINKS}/numbering" Target="numbering.xml"/></Relationships>'
    ),
}
BOLD, UNDERLINE, ITALIC = "<w:b/>", '<w:u w:val="single"/>', "<w:i/>"
RED, YELLOW = '<w:color w:val="FF0000"/>', '<w:highlight w:val="yellow"/>'


def run(text: str, properties: str = "") -> str:
    """Return a run; tabs and line breaks of the text are Word's own."""
    inside = "".join(_SIGNS.get(part, f'<w:t xml:space="preserve">{escape(part)}</w:t>') for part in _parts(text))
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


_SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def _parts(text: str) -> list[str]:
    return [part for part in text.replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0") if part]


def paragraph(*content: str, settings: str = "") -> str:
    """Return a paragraph of runs; a text that is no XML is a run of its own."""
    inside = "".join(part if part.startswith(("<w:", "<m")) else run(part) for part in content)
    return f"<w:p><w:pPr>{settings}</w:pPr>{inside}</w:p>"


def numbered(number: int, *content: str, level: int = 0) -> str:
    """Return a paragraph of the list `number`."""
    return paragraph(*content, settings=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def question(number: int | str, options: list[str] | tuple[str, ...], stem: str = "") -> list[str]:
    """Return a question with typed labels; an option that is XML stands as it is."""
    label = f"Câu {number}. " if isinstance(number, int) else number
    lines = [paragraph(f"{label}{stem or f'Nội dung hỏi số {number} là gì?'}")]
    for letter, option in zip("ABCDEFGH", options, strict=False):
        lines.append(option if option.startswith("<w:p>") else paragraph(f"{letter}. {option}"))
    return lines


def marked(letter: str, text: str, properties: str, *, label: str = "") -> str:
    """Return an option whose text, and whose label if `label` says how, is formatted."""
    return paragraph(run(f"{letter}. ", label), run(text, properties))


def cell(*content: str, settings: str = "") -> str:
    """Return a cell of paragraphs."""
    inside = "".join(part if part.startswith(("<w:p>", "<w:tbl>")) else paragraph(part) for part in content)
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{inside or '<w:p/>'}</w:tc>"


def table(*rows: list[str] | tuple[str, ...]) -> str:
    """Return a table of rows of cells; a text is a cell of its own."""
    lines = ("".join(part if part.startswith("<w:tc>") else cell(part) for part in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def level(place: int, number_format: str, text: str, start: int = 1) -> str:
    """Return one level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*kinds: str) -> str:
    """Return a numbering part: list n has the levels of kind n."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{kind}</w:abstractNum>' for n, kind in enumerate(kinds, 1)
    )
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(kinds) + 1))
    return f"<w:numbering {NAMES}>{abstracts}{numbers}</w:numbering>"


def document(*blocks: str | list[str], parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a .docx with `blocks` as its body."""
    body = "".join(block if isinstance(block, str) else "".join(block) for block in blocks)
    return package({"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>", **(parts or {})})


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the parts as a zip, beside those that every document has."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, **parts}.items():
            archive.writestr(name, content)
    return target.getvalue()
