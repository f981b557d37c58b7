"""How the note types of a package are understood: guesses, and what a teacher made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from question_bank.anki.packages.values import AnkiNoteType, AnkiPackage
from question_bank.anki.taking.guessing import guess
from question_bank.anki.taking.mapping import lacks, with_kind
from question_bank.anki.taking.marks import wanted
from question_bank.anki.taking.values import KINDS, CardMapping, Role, Why
from question_bank.model import Kind
from quiz.services.anki.holding import Held, remember, remembered
from quiz.services.errors import NotFound

__all__ = ["CardType", "Kind", "Role", "Why", "card_types", "deck_tags", "mappings_of", "save_mapping"]

_LONGEST_NAME = 80
_CHOSEN = "mapping"
_EVERY_KIND = (Role.EXPLANATION, Role.EXTRA, Role.HINT, Role.TAGS, Role.CONDITION, Role.IGNORED)
_CHOICES = (Role.PROMPT, Role.CORRECT, Role.OPTION, Role.OPTIONS, Role.WRONG, Role.CHOICE_TYPE)
_OF_KIND = {
    Kind.CLOZE: (Role.TEXT,),
    Kind.SINGLE_CHOICE: _CHOICES,
    Kind.MULTIPLE_CHOICE: _CHOICES,
    Kind.SHORT_ANSWER: (Role.PROMPT, Role.ANSWER, Role.ACCEPT),
}
_OF_OTHERS = (Role.PROMPT, Role.ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardType:
    """A card template of a note type, or a whole note type of clozes, as a page shows it.

    `kinds` and `roles` are what can be chosen; no kinds for notes of Factdeck's own types, which become what
    they were. `lacks` are roles that no field has and without which every note would stay behind. `card` is
    "" where the note type has one card alone.
    """

    mapping: CardMapping
    name: str
    card: str
    fields: tuple[str, ...]
    notes: int
    kinds: tuple[Kind, ...]
    roles: tuple[Role, ...]
    lacks: tuple[Role, ...]


def card_types(package: AnkiPackage, mappings: Sequence[CardMapping]) -> tuple[CardType, ...]:
    """Return what every mapping is about, in their order."""
    types = {each.id: each for each in package.note_types}
    notes = Counter(note.type_id for note in package.notes)
    return tuple(_card_type(types[each.type_id], each, notes[each.type_id]) for each in mappings)


def _card_type(note_type: AnkiNoteType, mapping: CardMapping, notes: int) -> CardType:
    several = len(note_type.templates) > 1 and not note_type.cloze
    return CardType(
        mapping=mapping,
        name=shown(note_type.name),
        card=shown(mapping.name) if several else "",
        fields=tuple(map(shown, note_type.fields)),
        notes=notes,
        kinds=_kinds(mapping),
        roles=_roles(mapping),
        lacks=lacks(mapping),
    )


def _kinds(mapping: CardMapping) -> tuple[Kind, ...]:
    if mapping.why is Why.FACTDECK:
        return ()
    return (Kind.FLASHCARD,) if Role.PICTURE in mapping.roles else KINDS


def _roles(mapping: CardMapping) -> tuple[Role, ...]:
    fitting = _OF_KIND.get(mapping.kind, _OF_OTHERS) if mapping.kind else _OF_OTHERS
    return tuple(dict.fromkeys((*fitting, *_EVERY_KIND, *mapping.roles)))


def shown(name: str) -> str:
    """Return a stranger's name for something on one line that is not too long."""
    line = " ".join(wanted(name).split()) or "–"
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def mappings_of(held: Held, package: AnkiPackage) -> tuple[CardMapping, ...]:
    """Return the guesses, and what was chosen in place of some."""
    chosen = (remembered(held, _CHOSEN) or {}).get("cards", {})
    return tuple(_with_choice(each, chosen.get(_key(each))) for each in guess(package))


def deck_tags(held: Held) -> bool:
    """Say whether the names of decks become tags."""
    return bool((remembered(held, _CHOSEN) or {}).get("deck_tags", True))


def save_mapping(
    held: Held,
    package: AnkiPackage,
    index: int,
    kind: str,
    roles: Sequence[str],
    *,
    deck_tags: bool,
) -> None:
    """Keep what was chosen for one mapping; "" as its kind leaves its cards out.

    With another kind, roles follow where nobody chose otherwise. Raises NotFound for what no page offers.
    """
    mappings = mappings_of(held, package)
    if not 0 <= index < len(mappings):
        raise NotFound(f"the package has no card type {index}")
    before = mappings[index]
    kept = remembered(held, _CHOSEN) or {"cards": {}}
    kept["deck_tags"] = deck_tags
    if before.why is not Why.FACTDECK:
        after = _changed(before, kind, roles)
        if after != before:
            kept["cards"][_key(after)] = {"kind": after.kind, "roles": list(after.roles)}
    remember(held, _CHOSEN, kept)


def _changed(before: CardMapping, kind: str, roles: Sequence[str]) -> CardMapping:
    if len(roles) != len(before.roles) or not set(roles) <= set(Role) or kind not in {"", *_kinds(before)}:
        raise NotFound("that is no way to understand this card type")
    wanted_kind = Kind(kind) if kind else None
    after = before if wanted_kind is before.kind else with_kind(before, wanted_kind)
    both = zip(after.roles, before.roles, map(Role, roles), strict=True)
    chosen = tuple(sent if sent is not was else follows for follows, was, sent in both)
    return after if chosen == after.roles else replace(after, roles=chosen, why=Why.CHOSEN)


def _with_choice(mapping: CardMapping, chosen: dict[str, object] | None) -> CardMapping:
    if chosen is None:
        return mapping
    kind, roles = chosen["kind"], chosen["roles"]
    if not isinstance(roles, list) or len(roles) != len(mapping.roles):
        return mapping
    return replace(
        mapping, kind=Kind(str(kind)) if kind else None, roles=tuple(map(Role, roles)), why=Why.CHOSEN
    )


def _key(mapping: CardMapping) -> str:
    return f"{mapping.type_id}:{mapping.template}"
