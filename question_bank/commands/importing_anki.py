"""`import` of an Anki package: how its note types are understood, and an account of every note."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from question_bank.anki.packages.reader import read_package
from question_bank.anki.packages.values import AnkiNoteType, AnkiPackage, BadPackageError
from question_bank.anki.taking.guessing import guess
from question_bank.anki.taking.knowing import Known
from question_bank.anki.taking.landing import as_imported
from question_bank.anki.taking.mapping import lacks, with_kind
from question_bank.anki.taking.marks import wanted
from question_bank.anki.taking.taking import take
from question_bank.anki.taking.values import (
    KINDS,
    CardMapping,
    EditedInAnki,
    Outcome,
    Reason,
    Role,
    Taking,
    Why,
)
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.formats import Imported
from question_bank.formats.reports import quoted, quoted_apart
from question_bank.model import Bank, Kind, Question
from question_bank.problems import Place, Problem
from question_bank.writing.lock import Lock

LEAVE_OUT = "none"

_OUTCOMES = {
    Outcome.TAKEN: "taken",
    Outcome.MERGED: "merged with what is there",
    Outcome.LEFT: "left behind",
    Outcome.OURS: "of this bank",
}
_REASONS = {
    Reason.AS_MAPPED: "as its note type is mapped",
    Reason.AS_ANOTHER_KIND: "as another kind, since it does not fit the one it is mapped to",
    Reason.AS_PICTURE: "with its whole picture, of which Anki covered parts",
    Reason.IN_PART: "without some of its cards",
    Reason.IMPORTED_BEFORE: "imported before",
    Reason.CHANGED_SINCE: "imported before, and it says something else now",
    Reason.SAME_IN_FILE: "another note of the file says the same",
    Reason.SAME_IN_BANK: "a question of the bank says the same",
    Reason.LEFT_OUT: "its note type is mapped to none",
    Reason.NO_PROMPT: "it asks nothing that a bank can hold",
    Reason.NO_ANSWER: "it has no answer that a bank can hold",
    Reason.NO_GAP: "it has no gap",
    Reason.ONLY_SOUND: "it is sound alone, and a bank holds no sounds",
    Reason.NO_PICTURE: "its picture is not in the package, or cannot be shown",
    Reason.NO_OPTIONS: "it has no options",
    Reason.NO_RIGHT_OPTION: "it does not say which option is right",
    Reason.NO_CARD: "it has no card",
    Reason.TOO_LONG: "it is too long for a card",
    Reason.UNCHANGED: "unchanged",
    Reason.EDITED: "edited in Anki",
    Reason.OUTDATED: "the bank has changed since",
    Reason.GONE: "the bank has this question no longer",
}


@dataclass(frozen=True, slots=True)
class Target:
    """The bank's folder that is imported into, the bank if there is one, and its lock."""

    folder: Path
    bank: Bank | None
    lock: Lock | None
    language: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = ", ".join((*(kind.value for kind in KINDS), LEAVE_OUT))
    parser.add_argument(
        "--note-type",
        action="append",
        default=[],
        metavar="NAME=KIND",
        help=f"what the notes of an Anki note type become: {kinds}; NAME/CARD=KIND for one of its cards",
    )
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME/FIELD=ROLE",
        help=f"what a field of an Anki note type is for: {', '.join(Role)}",
    )
    parser.add_argument(
        "--no-deck-tags", action="store_true", help="do not make tags of the names of Anki's decks"
    )


def import_anki(
    file: Path, target: Target, arguments: argparse.Namespace, terminal: Terminal
) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Return what a package brings and the findings about what it knew already; None if it cannot be read."""
    with TemporaryDirectory() as work:
        try:
            package = read_package(file, Path(work))
        except BadPackageError as error:
            return None, (Problem("E701", str(error), Place(file.as_posix())),)
        mappings = _chosen(package, guess(package), arguments)
        _tell_mappings(package, mappings, terminal)
        taking = take(
            package,
            mappings,
            language=target.language,
            known=_known(target),
            file=file.as_posix(),
            deck_tags=not arguments.no_deck_tags,
        )
        _tell_outcomes(taking, terminal)
        return as_imported(taking), tuple(_edited(each, target.bank) for each in taking.differences)


def _known(target: Target) -> Known:
    bank, lock = target.bank, target.lock
    if bank is None:
        return Known()
    return Known(
        target=bank,
        media=lambda _, file: (target.folder / file).read_bytes(),
        changed=_changes(lock) if lock else None,
    )


def _changes(lock: Lock) -> Callable[[Bank, Question], datetime]:
    """Return when a question last changed; one that the lock does not know has only just been written."""

    def changed(bank: Bank, question: Question) -> datetime:
        return lock.changed(question, bank) or datetime.max.replace(tzinfo=UTC)

    return changed


def _chosen(
    package: AnkiPackage, guessed: Sequence[CardMapping], arguments: argparse.Namespace
) -> tuple[CardMapping, ...]:
    """Return the guesses with what was said on the command line."""
    types = {each.id: each for each in package.note_types}
    mappings = list(guessed)
    for said in arguments.note_type:
        place, word = _two(said, "--note-type", "Basic=flashcard")
        kind = _kind(word)
        for index in _meant(place, mappings, types, said):
            mappings[index] = with_kind(mappings[index], kind)
    for said in arguments.field:
        place, word = _two(said, "--field", "Basic/Back=answer")
        name, _, field = place.rpartition("/")
        if word not in set(Role) or not name:
            raise WrongUseError(f"--field {said}: write NAME/FIELD=ROLE, the role one of {', '.join(Role)}")
        for index in _meant(name, mappings, types, said):
            mappings[index] = _with_role(mappings[index], types, field, Role(word), said)
    for mapping in mappings:
        if missing := lacks(mapping):
            shown = _shown(types[mapping.type_id].name)
            raise WrongUseError(
                f"note type {shown} has no field for {missing[0]}, which {mapping.kind} needs; "
                f"say which one with --field"
            )
    return tuple(mappings)


def _two(said: str, option: str, example: str) -> tuple[str, str]:
    place, equals, word = said.rpartition("=")
    if not equals or not place.strip():
        raise WrongUseError(f"{option} {said}: write it like {option} {example!r}")
    return place.strip(), word.strip()


def _kind(word: str) -> Kind | None:
    if word == LEAVE_OUT:
        return None
    known = {kind.value: kind for kind in KINDS}
    if word not in known:
        raise WrongUseError(f"--note-type: {word!r} is none of {', '.join((*known, LEAVE_OUT))}")
    return known[word]


def _meant(
    place: str, mappings: Sequence[CardMapping], types: dict[int, AnkiNoteType], said: str
) -> list[int]:
    found = [
        index
        for index, mapping in enumerate(mappings)
        if place in (types[mapping.type_id].name, f"{types[mapping.type_id].name}/{mapping.name}")
    ]
    if not found:
        names = dict.fromkeys(_shown(types[mapping.type_id].name) for mapping in mappings)
        raise WrongUseError(f"{said}: the package has notes of these types only: {', '.join(names)}")
    return found


def _with_role(
    mapping: CardMapping, types: dict[int, AnkiNoteType], field: str, role: Role, said: str
) -> CardMapping:
    names = types[mapping.type_id].fields
    if field not in names:
        raise WrongUseError(f"{said}: the fields are {', '.join(_shown(name) for name in names)}")
    place = names.index(field)
    roles = (*mapping.roles[:place], role, *mapping.roles[place + 1 :])
    return replace(mapping, roles=roles, why=Why.CHOSEN)


def _tell_mappings(package: AnkiPackage, mappings: Sequence[CardMapping], terminal: Terminal) -> None:
    types = {each.id: each for each in package.note_types}
    for mapping in mappings:
        note_type = types[mapping.type_id]
        head = f"note type {_shown(note_type.name)}"
        if len(note_type.templates) > 1 and not note_type.cloze:
            head += f", card {_shown(mapping.name)}"
        if mapping.kind is None:
            terminal.talk(f"{head}: left out")
            continue
        fields = ", ".join(
            f"{_shown(name)} is {role}"
            for name, role in zip(note_type.fields, mapping.roles, strict=False)
            if role is not Role.IGNORED
        )
        how = (
            "chosen"
            if mapping.why is Why.CHOSEN
            else "unclear, so look"
            if mapping.why is Why.UNCLEAR
            else "guessed"
        )
        terminal.talk(f"{head}: {mapping.kind} ({how}{'; ' if fields else ''}{fields})")


def _tell_outcomes(taking: Taking, terminal: Terminal) -> None:
    terminal.talk(f"{counted(len(taking.outcomes), 'note')} in the package:")
    for tally in taking.tallies:
        names = ", ".join(quoted(name) for name in tally.examples[:3])
        said = f"{_OUTCOMES[tally.outcome]}, {_REASONS[tally.reason]}"
        terminal.talk(f"  {tally.count:,} {said}: {names}{', ...' if tally.count > 3 else ''}")


def _edited(edit: EditedInAnki, bank: Bank | None) -> Problem:
    questions = bank.questions if bank and bank.id == edit.bank_id else ()
    place = next((each.at.of(*edit.path) for each in questions if each.id == edit.question_id), Place())
    theirs, ours = quoted_apart(edit.theirs, edit.ours)
    message = f"{edit.question_id!r} says in Anki's field {edit.field!r}: {theirs}"
    return Problem("W717", message, place, f"here: {ours}")


def _shown(name: str) -> str:
    return quoted(wanted(name))
