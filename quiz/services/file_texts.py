"""The bank files as they were seen: what changes on the disk goes into the history too, as nobody's edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from sqlalchemy import Connection

from question_bank.folders import FILE_BYTES, is_questions_file
from quiz.services.lines import changed_lines
from quiz.store import edits

_PENDING = "pending"
_NOBODYS: dict[str, object] = {
    "editor_id": None,
    "question": "",
    "why": "",
    "origin": "disk",
    "status": "done",
    "lock_before": None,
    "lock_after": None,
}
_DASH = re.compile(r"^(?P<indent>[ \t]*)-[ \t]", re.MULTILINE)
_ID = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?(?:\{[ \t]*)?(?:id|"id"|'id')[ \t]*:[ \t]*["']?(?P<id>[a-z][a-z0-9-]*)""",
    re.MULTILINE,
)


def note_files(connection: Connection, bank_id: int, files: Mapping[str, bytes], now_ms: int) -> None:
    """Record what changed since the bank's files were seen last; the first time, only what they are.

    A change that an edit is just writing is that edit's, not the disk's.
    """
    seen = edits.files_seen(connection, bank_id)
    files = {name: content for name, content in files.items() if _can_be_kept(name, content)}
    digests = {name: edits.digest_of(content) for name, content in files.items()}
    changed: dict[str, str | None] = {
        name: digests.get(name) for name in {**seen, **digests} if digests.get(name) != seen.get(name)
    }
    if not changed:
        return
    kept = [files[name] for name, digest in changed.items() if digest]
    edits.keep_contents(connection, kept, now_ms)
    edits.save_files_seen(connection, bank_id, changed)
    if not seen:
        return
    written = {(row.file, row.after) for row in edits.edits_with_status(connection, _PENDING, bank_id)}
    for name, digest in sorted(changed.items()):
        if (name, digest) not in written:
            before = edits.find_content(connection, seen.get(name)) or b""
            after = files.get(name, b"")
            added, removed = lines_between(before, after)
            numbers = {"added": added, "removed": removed, "made_ms": now_ms}
            values = _NOBODYS | numbers | {"bank_id": bank_id, "before": seen.get(name), "after": digest}
            edits.add_edit(connection, touched_questions(name, before, after), file=name, **values)


def lines_between(before: bytes, after: bytes) -> tuple[int, int]:
    """Return how many lines were added and removed."""
    return changed_lines(_text(before), _text(after))


def touched_questions(file: str, before: bytes, after: bytes) -> tuple[str, ...]:
    """Return the ids of the questions whose text differs, by the look of the lines: a file may be broken."""
    if not is_questions_file(file):
        return ()
    old, new = _blocks(before), _blocks(after)
    return tuple(name for name in {**old, **new} if old.get(name) != new.get(name))


def _can_be_kept(name: str, content: bytes) -> bool:
    """Say whether a file is whole and has a name that the database can hold."""
    return len(content) <= FILE_BYTES and not any("\ud800" <= char <= "\udfff" for char in name)


def _blocks(content: bytes) -> dict[str, str]:
    """Return the text of each list item at the level of the first one, by the id in it."""
    text = _text(content)
    dashes = list(_DASH.finditer(text))
    starts = [dash.start() for dash in dashes if dash["indent"] == dashes[0]["indent"]]
    blocks: dict[str, str] = {}
    for start, end in pairwise([*starts, len(text)]):
        block = text[start:end]
        if found := _ID.search(block):
            lines = [line.strip() for line in block.split("\n")]
            blocks[found["id"]] = "\n".join(line for line in lines if line and not line.startswith("#"))
    return blocks


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace").replace("\r\n", "\n")
