"""What kind of question each card template of a package makes, and what each field is for: proposals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from question_bank.anki.ids import NOTE_TYPE_IDS
from question_bank.anki.packages.values import AnkiNote, AnkiNoteType, AnkiPackage
from question_bank.anki.taking.choices import truth
from question_bank.anki.taking.field_names import choice_roles, is_explanation
from question_bank.anki.taking.templates import Sides, sides
from question_bank.anki.taking.values import CardMapping, Role, Why
from question_bank.model import Kind

_SAMPLE = 50
_KINDS = {number: kind for kind, number in NOTE_TYPE_IDS.items()}
_MASKED = ({"occlusion", "image"}, {"image", "question mask"})


def guess(package: AnkiPackage) -> tuple[CardMapping, ...]:
    """Return a proposal for every card template of every note type that has notes, in the package's order."""
    samples: dict[int, list[AnkiNote]] = {}
    for note in package.notes:
        if len(few := samples.setdefault(note.type_id, [])) < _SAMPLE:
            few.append(note)
    return tuple(
        mapping
        for note_type in package.note_types
        if note_type.id in samples
        for mapping in _of_type(note_type, samples[note_type.id])
    )


def _of_type(note_type: AnkiNoteType, notes: Sequence[AnkiNote]) -> Iterator[CardMapping]:
    count = 1 if note_type.cloze else max(len(note_type.templates), 1)
    for number in range(count):
        name = note_type.templates[number].name if number < len(note_type.templates) else ""
        kind, roles, why = _proposal(note_type, number, notes)
        yield CardMapping(type_id=note_type.id, template=number, name=name, kind=kind, roles=roles, why=why)


Proposal = tuple[Kind | None, tuple[Role, ...], Why]


def _proposal(note_type: AnkiNoteType, number: int, notes: Sequence[AnkiNote]) -> Proposal:
    names = note_type.fields
    if (kind := _KINDS.get(note_type.id)) is not None and names[:1] == ("ID",):
        return kind, (Role.IGNORED,) * len(names), Why.FACTDECK
    if masked := _occlusion(note_type):
        return (Kind.FLASHCARD, masked, Why.STOCK) if number == 0 else (None, masked, Why.STOCK)
    if note_type.cloze:
        return Kind.CLOZE, _cloze_roles(note_type), Why.STOCK if note_type.stock else Why.TEMPLATES
    if roles := choice_roles(names):
        # Each note says whether one option is right or several.
        kind = Kind.MULTIPLE_CHOICE if Role.CHOICE_TYPE in roles else Kind.SINGLE_CHOICE
        why = Why.KNOWN if Role.CHOICE_TYPE in roles else Why.NAMES
        return (kind, roles, why) if number == 0 else (None, roles, why)
    return _by_templates(note_type, number, notes)


def _occlusion(note_type: AnkiNoteType) -> tuple[Role, ...] | None:
    """Return the roles of a note type that covers parts of a picture: Anki's own, or the older add-on's."""
    lowered = [name.lower() for name in note_type.fields]
    if note_type.stock == "image occlusion" and len(lowered) >= 4:
        given = (Role.MASKS, Role.PICTURE, Role.PROMPT, Role.EXPLANATION)
        return (*given, *(Role.EXTRA for _ in lowered[len(given) :]))
    if not any(names <= set(lowered) for names in _MASKED):
        return None
    known = {"occlusion": Role.MASKS, "image": Role.PICTURE, "header": Role.PROMPT, "footer": Role.EXTRA}
    known |= dict.fromkeys(("question mask", "answer mask", "original mask"), Role.MASKS)
    roles = [Role.IGNORED if name.startswith("id") else known.get(name, Role.EXTRA) for name in lowered]
    return tuple(
        Role.EXPLANATION if name == "back extra" else role for name, role in zip(lowered, roles, strict=True)
    )


def _cloze_roles(note_type: AnkiNoteType) -> tuple[Role, ...]:
    shown = sides(note_type.templates[0]) if note_type.templates else None
    clozes = set(shown.clozes) & set(note_type.fields) if shown else set()
    clozes = clozes or set(note_type.fields[:1])
    hints = set(shown.hints) if shown else set()
    seen = {*shown.front, *shown.back} if shown else set(note_type.fields)
    first_back = True
    roles = []
    for name in note_type.fields:
        if name in clozes:
            roles.append(Role.TEXT)
        elif name in hints:
            roles.append(Role.HINT)
        elif name not in seen:
            roles.append(Role.IGNORED)
        elif first_back or is_explanation(name):
            roles.append(Role.EXPLANATION)
            first_back = False
        else:
            roles.append(Role.EXTRA)
    return tuple(roles)


def _by_templates(note_type: AnkiNoteType, number: int, notes: Sequence[AnkiNote]) -> Proposal:
    names = note_type.fields
    shown = sides(note_type.templates[number]) if number < len(note_type.templates) else None
    known = set(names)
    if shown is None or not known & set(shown.front) or not known & {*shown.back, *shown.typed}:
        roles = tuple(
            (Role.PROMPT, Role.ANSWER)[index] if index < 2 else Role.EXTRA for index in range(len(names))
        )
        return Kind.FLASHCARD, roles, Why.UNCLEAR
    roles = tuple(_role(name, shown, known) for name in names)
    why = Why.STOCK if note_type.stock else Why.TEMPLATES
    if shown.typed:
        return Kind.SHORT_ANSWER, roles, why
    answers = [_plain(note, roles) for note in notes]
    if answers and all(truth(answer) is not None for answer in answers):
        return Kind.TRUE_FALSE, roles, why
    return Kind.FLASHCARD, roles, why


def _role(name: str, shown: Sides, known: set[str]) -> Role:
    answer = next((each for each in (*shown.typed, *shown.back) if each in known), "")
    if name == answer:
        return Role.ANSWER
    if name in shown.front:
        return Role.PROMPT
    if name in shown.hints:
        return Role.HINT
    if name == shown.condition:
        return Role.CONDITION
    if name not in shown.back:
        return Role.IGNORED
    return Role.EXPLANATION if is_explanation(name) else Role.EXTRA


def _plain(note: AnkiNote, roles: tuple[Role, ...]) -> str:
    return next((text for text, role in zip(note.fields, roles, strict=False) if role is Role.ANSWER), "")
