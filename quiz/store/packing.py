"""JSON that is long and alike, compressed."""

from __future__ import annotations

import json
import zlib
from typing import Any


def packed(value: object) -> bytes:
    """Return the value, which JSON can hold, as compressed JSON; the same value gives the same bytes."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpacked(data: bytes) -> Any:
    return json.loads(zlib.decompress(data))
