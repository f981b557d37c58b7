"""The notes of a package as new questions of a bank, with an account of every note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from question_bank.anki.packages.values import AnkiNote, AnkiNoteType, AnkiPackage
from question_bank.anki.taking.again import changed_since
from question_bank.anki.taking.contradictions import contradicting
from question_bank.anki.taking.decks import Decks
from question_bank.anki.taking.elsewhere import KINDS, read_back
from question_bank.anki.taking.knowing import Known
from question_bank.anki.taking.making import Made, make
from question_bank.anki.taking.notes import Notice, ReadNote, clean_tag
from question_bank.anki.taking.ours import differences
from question_bank.anki.taking.pictures import Pictures
from question_bank.anki.taking.reporting import Findings, note_name
from question_bank.anki.taking.values import (
    CardMapping,
    CardOf,
    EditedInAnki,
    NoteOutcome,
    Outcome,
    Reason,
    Role,
    Taking,
)
from question_bank.anki.taking.wording import wordings
from question_bank.model import Bank, Question


def take(
    package: AnkiPackage,
    mappings: Sequence[CardMapping],
    *,
    language: str,
    known: Known,
    file: str = "the package",
    deck_tags: bool = True,
) -> Taking:
    """Return what becomes of a package's notes; every note has an outcome, whatever it holds.

    `language` is the bank's. `file` is what findings call the package. With `deck_tags` the names of decks
    become tags.
    """
    taker = _Taker(package, mappings, language, known, file, deck_tags=deck_tags)
    for note in package.notes:
        taker.outcomes.append(taker.take(note))
    return taker.taking()


class _Taker:
    def __init__(
        self,
        package: AnkiPackage,
        mappings: Sequence[CardMapping],
        language: str,
        known: Known,
        file: str,
        *,
        deck_tags: bool,
    ) -> None:
        self.language = language
        self.known = known
        self.deck_tags = deck_tags
        self.types = {each.id: each for each in package.note_types}
        self.mappings: dict[int, list[CardMapping]] = {}
        for mapping in mappings:
            self.mappings.setdefault(mapping.type_id, []).append(mapping)
        self.used = {number: _used(self.types[number], each) for number, each in self.mappings.items()}
        self.wordings = {number: wordings(self.types[number], each) for number, each in self.mappings.items()}
        self.pictures = Pictures(package.media)
        self.decks = Decks(package)
        self.findings = Findings(package, file)
        self.notices: list[Notice] = []
        self.questions: list[Question] = []
        self.files: dict[str, str] = {}
        self.notes: dict[str, AnkiNote] = {}
        self.outcomes: list[NoteOutcome] = []
        self.edited: list[EditedInAnki] = []
        self.said: dict[object, int] = {}
        self.there = {said(question): question for question in known.target.questions} if known.target else {}

    def taking(self) -> Taking:
        self._settle_contradictions()
        shown = {media.file for question in self.questions for media in question.media}
        if self.questions:
            self.findings.unused(self.pictures.names(shown))
        return Taking(
            questions=tuple(self.questions),
            files=self.files,
            media={path: file for path, file in self.pictures.used.items() if path in shown},
            losses=self.findings.problems(),
            outcomes=tuple(self.outcomes),
            differences=tuple(self.edited),
        )

    def _settle_contradictions(self) -> None:
        there = self.known.target.questions if self.known.target else ()
        instead = contradicting(there, self.questions, self.language)
        self.questions = [instead.get(question.id, question) for question in self.questions]
        notice = Notice(
            changed={"choices that contradict another question of the same prompt (as flashcards)": None}
        )
        for question_id in instead:
            self.findings.note(notice, self.notes[question_id])

    def take(self, note: AnkiNote) -> NoteOutcome:
        note_type = self.types[note.type_id]
        name = _named(note, note_type)
        if (own := self.known.ours(note.guid, name)) is not None:
            return self._ours(note, note_type, *own)
        is_factdecks = note_type.id in KINDS and note_type.fields[:1] == ("ID",)
        if is_factdecks and self.known.bank_of(name) is not None:
            return self._outcome(note, Outcome.OURS, Reason.GONE)
        if is_factdecks and not self._is_left_out(note_type):
            return self._settled(note, *self._from_factdeck(note))
        return self._settled(note, *self._foreign(note))

    def _is_left_out(self, note_type: AnkiNoteType) -> bool:
        mappings = self.mappings.get(note_type.id, ())
        return bool(mappings) and all(mapping.kind is None for mapping in mappings)

    def _ours(self, note: AnkiNote, note_type: AnkiNoteType, bank: Bank, question: Question) -> NoteOutcome:
        found = differences(bank, question, note, note_type, self.known)
        self.edited += found
        reason = Reason.UNCHANGED
        if found:
            changed = self.known.changed(bank, question) if self.known.changed else None
            is_older = changed is not None and note.changed_s < int(changed.timestamp())
            reason = Reason.OUTDATED if is_older else Reason.EDITED
        cards = []
        for number in self.decks.ords(note):
            if found_card := self.known.card(note.guid, _named(note, note_type), number):
                bank_id, question_id, part = found_card
                cards.append(CardOf(ord=number, question_id=question_id, part=part, bank_id=bank_id))
        return self._outcome(note, Outcome.OURS, reason, cards)

    def _from_factdeck(self, note: AnkiNote) -> tuple[list[Made], list[Reason]]:
        note_type = self.types[note.type_id]
        notice = Notice()
        made = read_back(note, note_type, self.pictures.find, self._common(note, ()), notice, self.language)
        if isinstance(made, Reason):
            return [], [made]
        self.notices = [notice]
        return [made], []

    def _foreign(self, note: AnkiNote) -> tuple[list[Made], list[Reason]]:
        made: list[Made] = []
        missing: list[Reason] = []
        absent: list[Reason] = []
        self.notices = []
        ords = self.decks.ords(note)
        for mapping in self.mappings.get(note.type_id, ()):
            note_type = self.types[note.type_id]
            read = ReadNote(note, note_type, mapping.roles, self.pictures.find)
            is_card = note_type.cloze or not ords or mapping.template in ords
            if mapping.kind is None:
                continue
            if not is_card or not _meets_condition(read):
                absent.append(Reason.NO_CARD)
                continue
            wording = self.wordings[note.type_id][mapping.template]
            found = make(read, mapping, self._common(note, read.tags()), self.language, wording)
            if isinstance(found, Reason):
                missing.append(found)
                continue
            made += found
            self.notices.append(read.notice)
            read.notice.unused |= dict.fromkeys(
                name for name in read.ignored() if name not in self.used[note.type_id]
            )
        return made, missing or ([] if made else absent)

    def _common(self, note: AnkiNote, tags: Sequence[str]) -> dict[str, Any]:
        deck = self.decks.of(note)
        own = tags or tuple(tag for tag in map(clean_tag, note.tags) if tag)
        named = (*own, deck) if self.deck_tags and deck else own
        source = f"imported from Anki deck {deck}" if deck else "imported from Anki"
        return {"tags": tuple(dict.fromkeys(named)), "unsourced": source}

    def _settled(self, note: AnkiNote, made: list[Made], missing: list[Reason]) -> NoteOutcome:
        """Keep what is new of a note's questions, and say what became of the note."""
        merged: list[Reason] = []
        taken: list[Made] = []
        cards: list[CardOf] = []
        for each in made:
            reason, question_id, bank_id = self._place(note, each)
            cards += (replace(card, question_id=question_id, bank_id=bank_id) for card in each.cards)
            if reason is None:
                taken.append(each)
            else:
                merged.append(reason)
        if taken:
            for notice in self.notices:
                self.findings.note(notice, note)
            return self._outcome(note, Outcome.TAKEN, _reason(taken, missing), cards)
        if merged:
            return self._outcome(note, Outcome.MERGED, min(merged, key=_MERGED.index), cards)
        return self._outcome(note, Outcome.LEFT, missing[0] if missing else Reason.LEFT_OUT)

    def _place(self, note: AnkiNote, made: Made) -> tuple[Reason | None, str, str]:
        """Find the question that says this already, or keep it; return why, its id and bank ("" if new)."""
        question = made.question
        bank_id = self.known.target.id if self.known.target else ""
        if (before := self.known.imported(note.guid, made.number)) is not None:
            found = changed_since(bank_id, before, question, note.changed_s)
            self.edited += found
            return (Reason.CHANGED_SINCE if found else Reason.IMPORTED_BEFORE), before.id, bank_id
        what = said(question)
        if (same := self.there.get(what)) is not None:
            return Reason.SAME_IN_BANK, same.id, bank_id
        if (place := self.said.get(what)) is not None:
            first = self.questions[place]
            tags = tuple(dict.fromkeys((*first.tags, *question.tags)))
            self.questions[place] = replace(first, tags=tags)
            return Reason.SAME_IN_FILE, first.id, ""
        self.said[what] = len(self.questions)
        self.questions.append(question)
        self.notes[question.id] = note
        self.files[question.id] = self.decks.file_of(note)
        return None, question.id, ""

    def _outcome(
        self, note: AnkiNote, outcome: Outcome, reason: Reason, cards: Sequence[CardOf] = ()
    ) -> NoteOutcome:
        shown = note_name(note, self.types[note.type_id])
        return NoteOutcome(
            note_id=note.id, guid=note.guid, name=shown, outcome=outcome, reason=reason, cards=tuple(cards)
        )


_MERGED = (Reason.CHANGED_SINCE, Reason.IMPORTED_BEFORE, Reason.SAME_IN_BANK, Reason.SAME_IN_FILE)


def _reason(taken: Sequence[Made], missing: Sequence[Reason]) -> Reason:
    if missing:
        return Reason.IN_PART
    if any(each.is_picture for each in taken):
        return Reason.AS_PICTURE
    return Reason.AS_ANOTHER_KIND if any(each.is_another_kind for each in taken) else Reason.AS_MAPPED


def _used(note_type: AnkiNoteType, mappings: Sequence[CardMapping]) -> set[str]:
    """Return the fields that are for something on at least one card."""
    return {
        name
        for mapping in mappings
        for name, role in zip(note_type.fields, mapping.roles, strict=False)
        if mapping.kind is not None and role is not Role.IGNORED
    }


def _meets_condition(read: ReadNote) -> bool:
    return not read.has_role(Role.CONDITION) or read.has(Role.CONDITION)


def _named(note: AnkiNote, note_type: AnkiNoteType) -> str:
    """Return what the note's `ID` field says, "" if it has none."""
    fields: Mapping[str, str] = dict(zip(note_type.fields, note.fields, strict=False))
    return fields.get("ID", "").strip()


def said(question: Question) -> object:
    """Return what a question says, whatever it is called, tagged with, and rests on."""
    bare = replace(
        question, id="", was=(), facts=(), tags=(), unsourced="", draft=False, difficulty=None, derived=""
    )
    return type(question), bare
