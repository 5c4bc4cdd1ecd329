"""Pictures that somebody brings: what is kept of them, and what is refused."""

import io
import random
import resource
import struct
import warnings
import zlib
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from quizapp.exchange.images import MAX_BYTES, REFUSALS, ImageRefused, encode
from quizapp.exchange.images.bounds import MAX_KEPT_BYTES, MAX_SIDE, WISHED_BYTES
from quizapp.exchange.images.encoder import answer

RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 160, 20), (20, 20, 220), (220, 220, 20)
PLACE = b"Hoa An, Cao Bang 22.66N 106.25E"


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def quarters(width: int = 80, height: int = 40) -> Image.Image:
    """A picture whose quarters are red, green, blue and yellow, row by row from the top left."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    picture.paste(YELLOW, (width // 2, height // 2, width, height))
    return picture


def corners(content: bytes) -> list[str]:
    """Return the colours of the quarters of a kept picture, row by row."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    names = {RED: "red", GREEN: "green", BLUE: "blue", YELLOW: "yellow"}
    places = [(x * picture.width // 4, y * picture.height // 4) for y in (1, 3) for x in (1, 3)]
    return [_nearest(picture.getpixel(place), names) for place in places]


def _nearest(pixel: object, names: dict[tuple[int, int, int], str]) -> str:
    assert isinstance(pixel, tuple)
    return names[min(names, key=lambda known: sum((a - b) ** 2 for a, b in zip(pixel, known, strict=True)))]


def chunks(content: bytes) -> list[bytes]:
    """Return the names of the parts of a WebP file."""
    found, place = [], 12
    while place < len(content):
        name, size = struct.unpack_from("<4sL", content, place)
        found.append(name)
        place += 8 + size + size % 2
    return found


def noise(side: int) -> Image.Image:
    return Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))


def kept_of(content: bytes) -> bytes:
    """Return what the encoder keeps of a file, encoded in this process for speed; what it refuses is no picture."""
    told, kept = answer(content)
    assert "code" not in told
    return kept


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be so large and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    header = struct.pack(">LLBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_encoded_anew_and_known_by_its_digest(kind: str) -> None:
    kept = encode(saved(quarters(), kind))
    assert (kept.media_type, kept.width, kept.height) == ("image/webp", 80, 40)
    assert kept.digest == sha256(kept.content).hexdigest()
    assert corners(kept.content) == ["red", "green", "blue", "yellow"]
    assert Image.open(io.BytesIO(kept.content)).size == (80, 40)


def test_the_same_file_gives_the_same_bytes() -> None:
    content = saved(noise(100), "JPEG")
    assert encode(content) == encode(content)


@pytest.mark.parametrize(
    ("size", "kept_size"), [((2160, 1080), (1080, 540)), ((300, 3240), (100, 1080)), ((9, 7), (9, 7))]
)
def test_a_large_picture_is_made_to_fit_and_a_small_one_left_as_it_is(
    size: tuple[int, int], kept_size: tuple[int, int]
) -> None:
    told, _ = answer(saved(quarters(*size)))
    assert (told["width"], told["height"]) == kept_size


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "size", "seen"),
    [
        (3, (80, 40), ["yellow", "blue", "green", "red"]),  # upside down
        (6, (40, 80), ["blue", "red", "yellow", "green"]),  # turned a quarter clockwise
        (8, (40, 80), ["green", "yellow", "red", "blue"]),  # and the other way
        (2, (80, 40), ["green", "red", "yellow", "blue"]),  # mirrored
    ],
)
def test_a_picture_stands_upright_as_its_camera_says(
    kind: str, orientation: int, size: tuple[int, int], seen: list[str]
) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    told, kept = answer(saved(quarters(), kind, exif=exif))
    assert ((told["width"], told["height"]), corners(kept)) == (size, seen)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nothing_is_kept_of_where_and_by_what_it_was_taken(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = PLACE.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (22.0, 39.0, 36.0)
    options: dict[str, object] = {"exif": exif, "icc_profile": PLACE}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", PLACE.decode())
        options["pnginfo"] = text
    else:
        options["xmp"] = PLACE
    content = saved(quarters(), kind, **options)
    assert PLACE in content
    kept = kept_of(content)
    assert PLACE not in kept
    assert set(chunks(kept)) <= {b"VP8 ", b"VP8L"}


def test_what_shines_through_still_does_and_an_opaque_picture_needs_no_such_layer() -> None:
    glass = Image.new("RGBA", (40, 40), (*RED, 255))
    opaque = kept_of(saved(glass))
    glass.paste((*BLUE, 0), (0, 0, 20, 40))
    kept = Image.open(io.BytesIO(kept_of(saved(glass))))
    assert (kept.mode, [kept.getpixel((x, 20))[3] for x in (5, 35)]) == ("RGBA", [0, 255])
    assert Image.open(io.BytesIO(opaque)).mode == "RGB"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in (GREEN, RED)]
    content = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    kept = Image.open(io.BytesIO(kept_of(content)))
    assert (getattr(kept, "n_frames", 1), corners(saved(kept))) == (1, ["green"] * 4)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_a_picture_of_any_kind_of_colour_is_kept(mode: str) -> None:
    white = {"1": 1, "I;16": 65535, "P": 0, "LA": (255, 255), "CMYK": (0, 0, 0, 0)}
    picture = Image.new(mode, (20, 20), white.get(mode, "white"))
    if mode == "P":
        picture.putpalette([255, 255, 255])
    kept = kept_of(saved(picture, "JPEG" if mode == "CMYK" else "PNG"))
    assert Image.open(io.BytesIO(kept)).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_grey_of_16_bits_keeps_its_shades() -> None:
    kept = kept_of(saved(Image.new("I;16", (20, 20), 32896)))
    assert Image.open(io.BytesIO(kept)).convert("L").getpixel((10, 10)) in (127, 128, 129)


def test_a_photograph_is_made_light_and_one_that_stays_heavy_refused() -> None:
    hazy = noise(40).resize((1600, 1200), Image.Resampling.BICUBIC)
    assert len(kept_of(saved(hazy, "JPEG", quality=95))) <= WISHED_BYTES
    assert answer(saved(noise(900), "JPEG", quality=75)) == ({"code": "too-detailed"}, b"")
    kept = kept_of(saved(noise(430), "JPEG", quality=75))
    assert WISHED_BYTES < len(kept) <= MAX_KEPT_BYTES


def test_what_was_drawn_is_kept_without_loss() -> None:
    drawn = quarters(200, 100)
    kept = Image.open(io.BytesIO(kept_of(saved(drawn))))
    assert kept.tobytes() == drawn.tobytes()


SOUND = saved(quarters(), "JPEG")
HOSTILE = {
    "nothing": (b"", "empty"),
    "more than the limit": (SOUND + bytes(MAX_BYTES), "too-many-bytes"),
    "a bomb": (saved(Image.new("1", (30_000, 30_000))), "too-many-pixels"),
    "a little more than the bound": (saved(Image.new("1", (5000, 5001))), "too-many-pixels"),
    "a claim to be huge": (png_header(2**31 - 1, 2**31 - 1), "too-many-pixels"),
    "a claim that is not kept": (png_header(4000, 4000), "damaged"),
    "half a JPEG": (saved(noise(200), "JPEG")[:9000], "damaged"),
    "half a PNG": (saved(noise(200))[:9000], "damaged"),
    "the first bytes alone": (SOUND[:3], "not-a-picture"),
    "a GIF": (saved(quarters(), "GIF"), "not-a-picture"),
    "a BMP": (saved(quarters(), "BMP"), "not-a-picture"),
    "a TIFF": (saved(quarters(), "TIFF"), "not-a-picture"),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not-a-picture"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "not-a-picture"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n", "not-a-picture"),
    "a program": (b"MZ\x90\x00" + bytes(range(256)) * 8, "not-a-picture"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_refused_with_a_sentence_quickly(name: str) -> None:
    content, code = HOSTILE[name]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(ImageRefused) as refusal:
        encode(content)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (refusal.value.code, refusal.value.sentence) == (code, REFUSALS[code])
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("more", [b"<script>alert(1)</script>", b"GIF89a", b"MZ\x90\x00PK\x03\x04", b"%PDF-1.7"])
def test_a_picture_that_is_something_else_too_is_a_picture_only(kind: str, more: bytes) -> None:
    kept = kept_of(saved(quarters(), kind) + more * 20)
    assert more not in kept
    assert corners(kept) == ["red", "green", "blue", "yellow"]


def test_a_damaged_note_of_the_camera_harms_no_picture() -> None:
    kept = encode(saved(quarters(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff garbage"))
    assert corners(kept.content) == ["red", "green", "blue", "yellow"]


@pytest.mark.parametrize(
    ("module", "seconds", "code"),
    [("hangs", 1.0, "too-many-pixels"), ("crashes", 20.0, "damaged"), ("babbles", 20.0, "damaged")],
)
def test_an_encoder_that_misbehaves_is_a_refusal(module: str, seconds: float, code: str) -> None:
    with pytest.raises(ImageRefused) as refusal:
        encode(SOUND, module=f"tests.unit.exchange.questions.misbehaving.{module}", max_seconds=seconds)
    assert refusal.value.code == code


@st.composite
def pictures(draw: st.DrawFn) -> bytes:
    mode = draw(st.sampled_from(["L", "RGB", "RGBA", "P"]))
    width, height = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    depth = {"L": 1, "P": 1, "RGB": 3, "RGBA": 4}[mode]
    picture = Image.frombytes(
        mode, (width, height), random.Random(draw(st.integers(0, 99))).randbytes(width * height * depth)
    )
    scale = draw(st.sampled_from([1, 7, 40]))
    return saved(picture.resize((width * scale, height * scale)))


@settings(max_examples=25, deadline=None)
@given(pictures())
def test_whatever_is_kept_fits_and_is_kept_the_same_again(content: bytes) -> None:
    told, kept = answer(content)
    if kept:
        assert 1 <= told["width"] <= MAX_SIDE
        assert 1 <= told["height"] <= MAX_SIDE
        assert len(kept) <= MAX_KEPT_BYTES
        assert answer(content) == (told, kept)
        again, _ = answer(kept)
        assert (again["width"], again["height"]) == (told["width"], told["height"])
    else:
        assert told == {"code": "too-detailed"}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP"]).map(lambda kind: saved(quarters(16, 16), kind)),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_a_mutated_picture_is_kept_or_refused(content: bytes, changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(content)
    for place, byte in changes:
        mutated[place % len(mutated)] = byte
    with warnings.catch_warnings(action="ignore"):  # of metadata that are not understood
        told, kept = answer(bytes(mutated))
    assert kept.startswith(b"RIFF") if kept else told["code"] in REFUSALS
