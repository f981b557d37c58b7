"""Are a question's images declared, there, safe to serve, and of a kind that browsers and Anki show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from question_bank.model import Question
from question_bank.problems import Problem

SHOWN_TYPES = ("png", "jpg", "jpeg", "gif", "webp", "avif")

_PLACED = re.compile(r"!\[[^\]]*\]\(\s*<?(?P<file>[^)\s>]+)")


def check_media(questions: Iterable[Question], present: AbstractSet[str]) -> Iterator[Problem]:
    """Return what is wrong with declared images."""
    for question in questions:
        for index, media in enumerate(question.media):
            place = question.at.of("media", index, "file")
            if trouble := _unsafe(media.file):
                yield Problem("E206", f"'{media.file}' {trouble}", place, _inside(media.file))
            elif media.file.rpartition(".")[2].lower() not in SHOWN_TYPES:
                kinds = ", ".join(SHOWN_TYPES)
                svg = "svg files can carry script: save the picture as png"
                why = svg if media.file.lower().endswith(".svg") else f"use {kinds}"
                yield Problem("E212", f"{media.file!r} is no image that can be shown", place, why)
            elif media.file not in present:
                near = next((name for name in present if name.lower() == media.file.lower()), "")
                hint = f"did you mean {near!r}?" if near else "put the file there, or mend the path"
                yield Problem("E205", f"{media.file!r} is not in the bank's folder", place, hint)


def is_servable(file: str) -> bool:
    """Say whether a path is one of a picture inside a bank's folder, of a kind that is shown."""
    return not _unsafe(file) and file.rpartition(".")[2].lower() in SHOWN_TYPES


def _inside(file: str) -> str:
    """Return what to write instead of a path that is none within the bank."""
    if "://" in file:
        return "save the picture in the bank's folder and name that file"
    if "\\" in file and not _unsafe(better := file.replace("\\", "/")):
        return f"did you mean {better!r}?"
    return "name a file in the bank's folder, e.g. images/map.png"


def _unsafe(file: str) -> str:
    parts = file.split("/")
    if file.startswith("/") or "\\" in file or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", file):
        return "is not a path inside the bank's folder"
    if any(part in ("", ".", "..") or part.startswith(".") for part in parts):
        return "leads out of the bank's folder or to a hidden file"
    return "is one of the sources' texts" if parts[0] == "sources" else ""


def check_placed(question: Question) -> Iterator[Problem]:
    """Return which images a question's texts place without their being declared."""
    declared = {media.file for media in question.media}
    for path, text in texts_with_paths(question):
        if "![" not in text:
            continue
        for found in _PLACED.finditer(text):
            if found["file"] not in declared:
                hint = f"add: media: [{{file: {found['file']}, alt: ...}}]"
                message = f"image {found['file']!r} is not declared under 'media'"
                yield Problem("E204", message, question.at.of(*path), hint)


def texts_with_paths(question: Question) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Return the texts that may place an image, with where they stand."""
    for name in ("prompt", "text", "answer", "explanation"):
        value = getattr(question, name, "")
        if isinstance(value, str) and value:
            yield (name,), value
    for name in ("answers", "distractors", "items", "pairs", "spare"):
        for index, item in enumerate(getattr(question, name, ())):
            if isinstance(item, str):
                yield (name, index), item
                continue
            for part in ("text", "feedback", "answer", "left", "right"):
                if value := getattr(item, part, ""):
                    yield (name, index, part), value
