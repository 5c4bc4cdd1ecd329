"""How wide a text is in Times New Roman, to tell how many options fit on a line."""

import unicodedata

# Advance widths in thousandths of the font's size, as its metrics give them; a letter with marks is as wide as without.
_WIDTHS = {
    char: thousandths
    for thousandths, chars in {
        200: "|",
        250: " ,.",
        278: "/:;\\ijlt",
        333: "!()-I[]`fr",
        389: "Js",
        408: '"',
        444: "?acez“”",
        500: "#$*0123456789_bdghknopquvxyđ–",
        556: "FPS",
        564: "+<=>×",
        611: "ELTZ",
        667: "BCR",
        722: "ADGHKNOQUVXYwĐ",
        778: "&m",
        889: "M",
        944: "W",
    }.items()
    for char in chars
}
_WIDEST = 1000  # also of what is not in the table: better a line too many than two options in one place


def width(text: str) -> float:
    """Return the width of a line of text, in units of the font's size."""
    bare = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return sum(_WIDTHS.get(char, _WIDEST) for char in bare) / 1000
