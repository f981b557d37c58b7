"""What people write in a field of several lines, as it is kept."""

from __future__ import annotations


def cleaned(text: str) -> str:
    """Return the text with one kind of line end, without NUL (no database takes it) and outer blanks."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
