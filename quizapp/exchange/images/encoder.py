"""The child process that decodes one picture and encodes it anew: bytes on stdin; JSON, line break, bytes on stdout.

Run as `python -m quizapp.exchange.images.encoder`. The JSON is {"width", "height"}, or {"code"} of `REFUSALS` and
nothing after it.
"""

import io
import json
import struct
import sys
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from quizapp.exchange.children import limit_resources
from quizapp.exchange.images.bounds import MAX_KEPT_BYTES, MAX_PIXELS, MAX_SIDE, WISHED_BYTES

# Every other decoder of Pillow stays out of reach.
_KINDS = ("PNG", "JPEG", "WEBP")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BEST_QUALITY = 85
_WORSE_QUALITIES = (75, 65, 55, 45, 35, 25)


def main() -> None:
    """Read stdin, write stdout."""
    limit_resources()
    told, content = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


def answer(content: bytes) -> tuple[dict[str, str | int], bytes]:
    """Return what is said of a file, and the picture; nothing where the file is refused."""
    try:
        picture = _decoded(content)
        kept = _encoded(picture)
    except UnidentifiedImageError:
        return {"code": "not-a-picture"}, b""
    except MemoryError:
        return {"code": "too-many-pixels"}, b""
    except (OSError, ValueError, SyntaxError):
        return {"code": "damaged"}, b""
    except _TooLarge as refusal:
        return {"code": refusal.code}, b""
    return {"width": picture.width, "height": picture.height}, kept


class _TooLarge(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _decoded(content: bytes) -> Image.Image:
    """Return the first frame: upright, at most MAX_SIDE wide and high, RGB or where something shines through RGBA."""
    Image.MAX_IMAGE_PIXELS = None  # it would warn of a bomb; what follows refuses it before a pixel is decoded
    picture = Image.open(io.BytesIO(content), formats=_KINDS)
    if picture.width * picture.height > MAX_PIXELS:
        raise _TooLarge("too-many-pixels")
    picture.draft("RGB", (2 * MAX_SIDE, 2 * MAX_SIDE))  # a JPEG is decoded at a fraction of its size
    plain = _eight_bits(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return _opaque_if_it_is(_upright(plain))


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a grey picture of 16 bits as one of 8, which `convert` would make white."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")


def _upright(picture: Image.Image) -> Image.Image:
    """Return a picture turned as its metadata ask; damaged metadata ask for nothing."""
    try:
        turn: Image.Transpose | None = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except (OSError, ValueError, SyntaxError, LookupError, struct.error):
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _opaque_if_it_is(picture: Image.Image) -> Image.Image:
    """Return a picture without its transparency where nothing shines through."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        return picture.convert("RGB")
    return picture


def _encoded(picture: Image.Image) -> bytes:
    """Return the best WebP of WISHED_BYTES at most, else the smallest. Raises _TooLarge where that is too much."""
    # What was drawn is smaller without loss, and sharper; a photograph is neither.
    kept = min(_saved(picture, lossless=True), _saved(picture, quality=_BEST_QUALITY), key=len)
    for quality in _WORSE_QUALITIES:
        if len(kept) <= WISHED_BYTES:
            break
        kept = min(kept, _saved(picture, quality=quality), key=len)
    if len(kept) > MAX_KEPT_BYTES:
        raise _TooLarge("too-detailed")
    return kept


def _saved(picture: Image.Image, **settings: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", **settings)  # of metadata only what it is given
    return target.getvalue()


if __name__ == "__main__":
    main()
