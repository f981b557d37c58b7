"""What a field is probably for, by its name, in the languages and shared decks where it is met most."""

from __future__ import annotations

import re

from question_bank.anki.taking.values import Role

_PROMPTS = (
    "question|questions|prompt|stem|front|text|frage|vorderseite|pregunta|anverso|pergunta|frente|domanda|fronte|"
    "вопрос|pytanie|vraag|recto|问题|問題|質問|表面|正面|题目|題目"
)
_CORRECT = (
    "correct|right|correct ?(?:answers?|options?|choices?)|right ?(?:answers?|options?)|answers?|solutions?|"
    "key|antwort(?:en)?|lösung(?:en)?|respuestas?|réponses?|respostas?|rispost[ae]|ответы?|答案|正解|正确答案"
)
_WRONG = (
    "incorrect|wrong|false|distractors?|falsch|(?:incorrect|wrong|false|falsche?)[ _-]?"
    "(?:answers?|options?|choices?|antwort(?:en)?)|mix-?in answers?"
)
_OPTIONS = "options|choices|alternatives|optionen|antwortmöglichkeiten|opciones|选项|選項"
_OPTION = "option|choice|opt|answer|q|a|alternative|antwort|opcion|opción|respuesta|statement|选项"
_EXPLANATIONS = (
    "extras?|extra ?[0-9]|back ?extra|explanations?|explain|remarks?|notes?|comments?|rationale|background|"
    "additional(?: info(?:rmation)?)?|info|details?|erklärung|hinweise?|bemerkung(?:en)?|zusatz|"
    "explicación|explication|notas?|解析|笔记|備考"
)
_HINTS = "hints?|tipps?|pistas?|indices?|提示|ヒント"

_BY_NAME: tuple[tuple[str, Role], ...] = (
    (r"qtype.*|question ?type", Role.CHOICE_TYPE),
    (r"tags?|schlagwörter|stichwörter|etiquetas", Role.TAGS),
    (_WRONG + r"|(?:" + _WRONG + r")[ _-]?[0-9]{1,2}", Role.WRONG),
    (_OPTIONS, Role.OPTIONS),
    (rf"(?:{_OPTION})[ _-]?(?:[a-h]|[0-9]{{1,2}})|[a-h]", Role.OPTION),
    (_PROMPTS, Role.PROMPT),
    (_CORRECT, Role.CORRECT),
    (_HINTS, Role.HINT),
    (_EXPLANATIONS, Role.EXPLANATION),
)
_PATTERNS = tuple((re.compile(pattern), role) for pattern, role in _BY_NAME)
_NUMBERED = re.compile(r"(?:^|[^0-9])([0-9]{1,2}|[a-h])$")
_FEEDBACK = re.compile(
    r"(?:notes?|explanation|feedback|rationale|comment|reason|erklärung)[ -]?(?:[a-h]|[0-9]{1,2})"
)
_LONGEST = 100


def role_of(name: str) -> Role | None:
    """Return what a field of this name is for in a note type with options; None if the name does not say."""
    plain = " ".join(name.lower().replace("_", " ").split())
    if len(plain) > _LONGEST:
        return None
    compact = _PATTERNS if plain else ()
    for pattern, role in compact:
        if pattern.fullmatch(plain) or pattern.fullmatch(plain.replace(" ", "")):
            return role
    return None


def option_of(name: str) -> str:
    """Return the letter or figure at the end of a name, which says of which option it is; "" if none."""
    found = _NUMBERED.search(" ".join(name.lower().replace("_", " ").split()))
    return found[1] if found else ""


def is_feedback(name: str) -> bool:
    """Say whether a field of this name tells about one option."""
    return _FEEDBACK.fullmatch(" ".join(name.lower().replace("_", " ").split())) is not None


def choice_roles(names: tuple[str, ...]) -> tuple[Role, ...] | None:
    """Return the roles of a note type that has options to choose from; None if these names tell of none."""
    found = [role_of(name) for name in names]
    options = [name for name, role in zip(names, found, strict=True) if role is Role.OPTION]
    # Without a first one, "Answer" and "Answer 2" are two answers and not what is chosen from.
    from_the_first = any(re.search(r"(?<![0-9])1$|a$", name.strip().lower()) for name in options)
    has_options = (len(options) >= 2 and from_the_first) or Role.OPTIONS in found or Role.WRONG in found
    if Role.PROMPT not in found or Role.CORRECT not in found or not has_options:
        return None
    if Role.WRONG in found and Role.OPTIONS in found:
        # Options beside distractors are settings of the card, not what is chosen from.
        found = [None if role is Role.OPTIONS else role for role in found]
    seen: set[Role] = set()
    roles = []
    for role in found:
        kept = Role.EXTRA if role is None or (role in _ONCE and role in seen) else role
        roles.append(kept)
        seen.add(kept)
    return tuple(roles)


_ONCE = {Role.PROMPT, Role.CORRECT, Role.CHOICE_TYPE, Role.OPTIONS}


def is_explanation(name: str) -> bool:
    return role_of(name) is Role.EXPLANATION
