"""Another kind for a note type than was guessed, with roles that fit it; and what a mapping still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from question_bank.anki.taking.values import CardMapping, Role, Why
from question_bank.model import Kind

_ASKS_AND_ANSWERS = {
    Role.TEXT: Role.PROMPT,
    Role.CORRECT: Role.ANSWER,
    Role.OPTION: Role.EXTRA,
    Role.OPTIONS: Role.EXTRA,
    Role.WRONG: Role.EXTRA,
}
# What the fields of one kind are for in another.
_FITTING: Mapping[Kind, Mapping[Role, Role]] = {
    Kind.CLOZE: {Role.PROMPT: Role.TEXT, Role.ANSWER: Role.EXPLANATION, Role.CORRECT: Role.EXPLANATION},
    Kind.SINGLE_CHOICE: {Role.TEXT: Role.PROMPT, Role.ANSWER: Role.CORRECT},
    Kind.MULTIPLE_CHOICE: {Role.TEXT: Role.PROMPT, Role.ANSWER: Role.CORRECT},
}
_NEEDS: Mapping[Kind, tuple[tuple[Role, ...], ...]] = {
    Kind.CLOZE: ((Role.TEXT,),),
    Kind.SINGLE_CHOICE: ((Role.PROMPT,), (Role.CORRECT,), (Role.OPTION, Role.OPTIONS, Role.WRONG)),
    Kind.MULTIPLE_CHOICE: ((Role.PROMPT,), (Role.CORRECT,), (Role.OPTION, Role.OPTIONS, Role.WRONG)),
}
_USUAL_NEEDS = ((Role.PROMPT,), (Role.ANSWER,))


def with_kind(mapping: CardMapping, kind: Kind | None) -> CardMapping:
    """Return the mapping for another kind (None: left out); roles follow where they can."""
    if kind is None or mapping.why is Why.FACTDECK or Role.PICTURE in mapping.roles:
        return replace(mapping, kind=kind and (mapping.kind or kind), why=_chosen(mapping))
    fitting = _FITTING.get(kind, _ASKS_AND_ANSWERS)
    roles = tuple(fitting.get(role, role) for role in mapping.roles)
    if kind not in _FITTING and Role.ANSWER not in roles and Role.EXPLANATION in roles:
        first = roles.index(Role.EXPLANATION)  # what a cloze has on its back
        roles = (*roles[:first], Role.ANSWER, *roles[first + 1 :])
    return replace(mapping, kind=kind, roles=roles, why=Why.CHOSEN)


def _chosen(mapping: CardMapping) -> Why:
    return mapping.why if mapping.why is Why.FACTDECK else Why.CHOSEN


def lacks(mapping: CardMapping) -> tuple[Role, ...]:
    """Return the roles that no field has and without which every note would stay behind."""
    if mapping.kind is None or mapping.why is Why.FACTDECK or Role.PICTURE in mapping.roles:
        return ()
    needs = _NEEDS.get(mapping.kind, _USUAL_NEEDS)
    return tuple(need[0] for need in needs if not set(need) & set(mapping.roles))
