"""A draft as files of a bank: new ones beside those that are there, and two lists that grow at their ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from question_bank.drafting.values import Draft
from question_bank.model import Bank
from question_bank.writing import bank_to_files, format_text, question_to_yaml
from question_bank.writing.entries import append_entries
from question_bank.writing.facts import fact_to_yaml, source_to_yaml
from question_bank.writing.lock import text_hash

_IGNORE = "# The articles are other people's texts and stay on this computer.\n*\n"


_NOTE = "# Hashes of the questions that were drafted from this article: none is offered twice.\n"


def offered_file(source_id: str) -> str:
    """Return where, in a bank's folder, it is noted which drafts of an article were offered."""
    return f"sources/{source_id}.drafted"


def write_offered(hashes: Collection[str]) -> bytes:
    return (_NOTE + "".join(f"{each}\n" for each in sorted(set(hashes)))).encode()


def read_offered(content: bytes) -> frozenset[str]:
    lines = content.decode("utf-8", errors="replace").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Landing:
    """Contents by path in the bank's folder: `made` files are new, `grown` ones keep every byte they had."""

    made: Mapping[str, bytes]
    grown: Mapping[str, bytes]


def land(
    draft: Draft,
    bank: Bank | None,
    files: Mapping[str, bytes],
    present: Collection[str],
    offered: Collection[str] = (),
) -> Landing:
    """Return the files to write for a draft; `files` are the bank's YAML files, `present` the names of all.

    `offered` are the hashes of drafts that were made of this article before. CannotRewriteError
    if bank.yaml or facts.yaml is laid out so that nothing can be put at its end.
    """
    made: dict[str, bytes] = {}
    grown: dict[str, bytes] = {}
    if bank is None:
        new = Bank(
            id=draft.source.id, title=draft.source.title, language=draft.language, sources=(draft.source,)
        )
        made["bank.yaml"] = bank_to_files(new)["bank.yaml"].encode()
    elif not draft.again:
        grown["bank.yaml"] = _appended(files["bank.yaml"], "sources", [source_to_yaml(draft.source)])
    if draft.new_facts:
        target = grown if "facts.yaml" in files else made
        blocks = [fact_to_yaml(each.fact) for each in draft.new_facts]
        target["facts.yaml"] = _appended(files.get("facts.yaml", b""), "facts", blocks)
        if bank is None:
            target["facts.yaml"] = format_text(target["facts.yaml"].decode()).encode()
    if draft.questions:
        blocks = [question_to_yaml(each.question, draft.language) for each in draft.questions]
        whole = format_text(append_entries("", "questions", blocks).text)
        made[_free(f"questions/{draft.source.id}", present)] = whole.encode()
    note = offered_file(draft.source.id)
    hashes = [*offered, *(text_hash(each.question) for each in draft.questions)]
    (grown if note in present else made)[note] = write_offered(hashes)
    if draft.again:
        return Landing(made, grown)
    made[f"sources/{draft.source.file}"] = draft.text.encode()
    if "sources/.gitignore" not in present:
        made["sources/.gitignore"] = _IGNORE.encode()
    return Landing(made, grown)


def _appended(content: bytes, name: str, blocks: list[str]) -> bytes:
    """Return a file with more at the end of one list; its line ends and its mark stay as they are."""
    text = content.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    windows = "\r\n" in text
    grown = append_entries(text.removeprefix("\ufeff").replace("\r\n", "\n"), name, blocks).text
    return (mark + (grown.replace("\n", "\r\n") if windows else grown)).encode()


def _free(stem: str, present: Collection[str]) -> str:
    number, path = 1, f"{stem}.yaml"
    while path in present:
        number += 1
        path = f"{stem}-{number}.yaml"
    return path
