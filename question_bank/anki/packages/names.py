"""Names of files that a stranger chose. None ever becomes the name of a file here; a bad one tells a trap."""

from __future__ import annotations

import re

# What is a device, not a file, to Windows, whatever its ending.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE | re.DOTALL
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST = 1024


def is_unsafe(name: str, *, folders: bool = False) -> bool:
    """Return whether a file of this name could stand elsewhere than in its folder, or be no file at all.

    With `folders` the name may have folders in front, divided by slashes.
    """
    if len(name) > _LONGEST or "\\" in name or _CONTROL.search(name) or re.match(r"[A-Za-z]:", name):
        return True
    if not folders:
        return "/" in name or _leads_away(name)
    return any(_leads_away(part) for part in name.removesuffix("/").split("/"))


def _leads_away(part: str) -> bool:
    return part in ("", ".", "..") or _RESERVED.fullmatch(part) is not None
