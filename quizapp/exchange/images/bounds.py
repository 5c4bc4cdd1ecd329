"""How large a picture may be that somebody brings, and how large it is kept."""

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000  # twice a phone's photograph; a decoder that holds four copies has room for them
MAX_SIDE = 1080  # pixels: sharp on a phone of 360 whose every pixel is three
WISHED_BYTES = 60_000
MAX_KEPT_BYTES = 120_000
MEDIA_TYPE = "image/webp"
