"""Why a file is refused, and what is said of it: what is wrong, and what to do next."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a file is refused."""

    UNREADABLE = "unreadable"
    NOT_A_PACKAGE = "not a package"
    NEWER = "newer"
    DAMAGED = "damaged"
    TOO_LARGE = "too large"
    TOO_MANY = "too many"
    SWELLS = "swells"
    LYING = "lying"
    TWICE = "twice"
    ENCRYPTED = "encrypted"
    UNSAFE_NAME = "unsafe name"
    LINK = "link"
    NOT_A_TABLE = "not a table"
    WRONG_SCHEMA = "wrong schema"
    WRONG_VALUE = "wrong value"
    DOES_NOT_FIT = "does not fit"
    TOO_SLOW = "too slow"
    NO_MEMORY = "no memory"
    NO_ROOM = "no room"
    BROKE = "broke"


_AGAIN = "In Anki, run Tools > Check Database, then export once more and bring the new file."
_LESS = "In Anki, export one deck at a time, or without media, and bring the parts one by one."
_MISTRUST = "Do not trust this file: ask whoever made it for a new export straight from Anki."
_CHOOSE = 'In Anki, choose File > Export, format "Anki Deck Package (.apkg)", and bring that file.'
_HOST = "Try again; if it happens again, tell whoever runs this computer."

SENTENCES: dict[Reason, tuple[str, str]] = {
    Reason.UNREADABLE: ("The file cannot be read", "Look whether it is still there, and choose it again."),
    Reason.NOT_A_PACKAGE: ("This is no package from Anki", _CHOOSE),
    Reason.NEWER: (
        "The package was made by a newer Anki than is known here",
        'In Anki, export once more with "Support older Anki versions" ticked.',
    ),
    Reason.DAMAGED: ("The package is damaged", _AGAIN),
    Reason.TOO_LARGE: ("The package is larger than can be read here", _LESS),
    Reason.TOO_MANY: ("The package holds more than can be read here", _LESS),
    Reason.SWELLS: ("The package swells far beyond its size when unpacked, as only a trap does", _MISTRUST),
    Reason.LYING: ("The package says one thing of itself and holds another", _MISTRUST),
    Reason.TWICE: ("The package holds one thing twice", _MISTRUST),
    Reason.ENCRYPTED: ("The package is locked with a password", _CHOOSE),
    Reason.UNSAFE_NAME: ("The package has a file with a name that could lead elsewhere", _MISTRUST),
    Reason.LINK: ("The package has a link or a device in place of a file", _MISTRUST),
    Reason.NOT_A_TABLE: ("The collection has something else where Anki has only tables", _MISTRUST),
    Reason.WRONG_SCHEMA: ("The collection is not laid out as Anki's are", _CHOOSE),
    Reason.WRONG_VALUE: ("The collection holds what cannot stand where it stands", _AGAIN),
    Reason.DOES_NOT_FIT: ("The collection's parts do not belong together", _AGAIN),
    Reason.TOO_SLOW: ("Reading the package took too long and was stopped", _LESS),
    Reason.NO_MEMORY: ("Reading the package took too much memory and was stopped", _LESS),
    Reason.NO_ROOM: ("There is no room left to unpack the package", _HOST),
    Reason.BROKE: ("The reader of packages ended without an answer", _HOST),
}


def sentence(reason: Reason, detail: str = "") -> str:
    """Return what is wrong and what next; `detail` is shown as one short printable line."""
    what, next_step = SENTENCES[reason]
    shown = f" ({shortened(detail)})" if detail else ""
    return f"{what}{shown}. {next_step}"


def shortened(text: str, length: int = 160) -> str:
    """Return a stranger's text as one printable line."""
    seen = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:length]
    )
    return seen + ("…" if len(text) > length else "")


class BadPackageError(ValueError):
    """The file is refused; `str(error)` says what is wrong and what to do next, `detail` what was met."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(sentence(reason, detail))
        self.reason = reason
        self.detail = detail
