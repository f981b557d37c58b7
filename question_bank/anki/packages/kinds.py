"""What a file is, by its first bytes: the pictures and sounds that browsers and Anki show and play."""

from __future__ import annotations

import re

# Each picture or sound begins in one way; dots stand for bytes that say something else, such as a length.
_BEGINNINGS = tuple(
    (re.compile(pattern, re.DOTALL), ending)
    for pattern, ending in (
        (rb"\x89PNG\r\n\x1a\n", "png"),
        (rb"\xff\xd8\xff", "jpg"),
        (rb"GIF8[79]a", "gif"),
        (rb"RIFF....WEBP", "webp"),
        (rb"....ftypavi[fs]", "avif"),
        (rb"BM....\0\0\0\0", "bmp"),
        (rb"ID3[\x02-\x04]", "mp3"),
        (rb"\xff[\xf2\xf3\xfa\xfb][\x10-\xef]", "mp3"),
        (rb"\xff[\xf0\xf1\xf8\xf9]", "aac"),
        (rb"OggS\0.{21}.{1,256}?(?:\x01vorbis|OpusHead|Speex   |\x7fFLAC)", "ogg"),
        (rb"fLaC", "flac"),
        (rb"RIFF....WAVE", "wav"),
        (rb"....ftypM4[AB] ", "m4a"),
    )
)
_DRAWING = re.compile(rb"\s*(?:<\?xml|<!--|<!doctype svg|<svg)", re.IGNORECASE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def ending_of(first: bytes) -> str:
    """Return the ending, without a dot, of the picture or sound that begins so; "" if it is neither."""
    return next((ending for pattern, ending in _BEGINNINGS if pattern.match(first)), "")


def is_drawing(first: bytes) -> bool:
    """Return whether the file is an SVG, or other XML: a text that can hold scripts."""
    return _DRAWING.match(first.removeprefix(_BYTE_ORDER_MARK)) is not None
