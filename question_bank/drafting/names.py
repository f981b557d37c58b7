"""Names in an article: who and what is spoken of, of which type, under which forms of the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from question_bank.drafting.mentions import Mention, MentionKind
from question_bank.drafting.vocabulary import (
    CITIES,
    COUNTRIES,
    FUNCTION_WORDS,
    GIVEN_NAMES,
    INSTITUTIONS,
    PLACE_BEGINNINGS,
    PLACES,
    PREPOSITIONS_OF_PLACE,
    SPEAKING,
    TIMES,
    TITLES,
)
from question_bank.grading.rows import row

_TOKEN = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?")
_JOINING = frozenset(
    ("of", "for", "on", "de", "van", "von", "der", "del", "da", "di", "al", "bin", "la", "le")
)
_AFTER_INSTITUTIONS = ("of", "for", "on")
_PEOPLE = re.compile(
    r"(?:ish|ese|[^aeiou]ian|ean|[rl]ean|[ck]an|ench|utch|wiss|reek|man|can|tian|nian|sian|qi|stani)$"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_ROLE_AFTER = re.compile(
    r",\s+(?:\d\d,\s+)?(?:an?|the|who|head|director|president|professor|chief|minister|leader|co-)\b"
)
_AGE_AFTER = re.compile(r",\s+\d\d,|\s\(\d\d\)")


# What stands in quotes may be a title, in which every word has a capital.
_QUOTED = re.compile(r"[“\"][^“”\"]{1,60}[”\"]")


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row: the span of the name itself, and where a title before it begins."""

    start: int
    bare_start: int
    end: int
    words: tuple[str, ...]
    opens: bool  # at the beginning of a sentence, where any word has a capital


@dataclass(slots=True)
class Names:
    """The names of one article. `kinds` gives each name's type, `full` the fullest form of every form.

    `small` are the words that the article writes with a small letter somewhere.
    """

    kinds: dict[str, MentionKind] = field(default_factory=dict)
    full: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    small: frozenset[str] = frozenset()

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the known names in a text, titles included in the span but not in the text."""
        found = []
        for run in _runs(text):
            name = " ".join(run.words)
            if name in self.full:
                key = self.full[name]
                found.append(
                    Mention(self.kinds[key], run.start, run.end, text[run.bare_start : run.end], key=key)
                )
        return tuple(found)

    def of_kind(self, kind: MentionKind) -> tuple[str, ...]:
        """Return the names of a type, the most often named first."""
        return tuple(key for key, _ in self.counts.most_common() if self.kinds[key] is kind)


def names_of(texts: Iterable[str]) -> Names:
    """Return the names in sentences of one article."""
    texts = tuple(_QUOTED.sub(lambda found: found[0].lower(), text) for text in texts)
    votes: dict[str, Counter[MentionKind]] = {}
    seen: Counter[str] = Counter()
    inside: set[str] = set()
    small = {word for text in texts for word in _TOKEN.findall(text) if word[0].islower()}
    for text in texts:
        for run in _runs(text):
            name = " ".join(run.words)
            seen[name] += 1
            votes.setdefault(name, Counter()).update(_votes(text, run))
            if not run.opens or len(run.words) > 1 or run.bare_start > run.start:
                inside.add(name)
    known = {
        name
        for name in seen
        if (name in inside or name.casefold() in COUNTRIES | CITIES)
        and not (name.count(" ") == 0 and name.casefold() in small)
        and len(name) > 1
    }
    names = _registry({name: seen[name] for name in seen if name in known}, votes)
    names.small = frozenset(small)
    return names


def is_surely_place(mention: Mention, before: str = "") -> bool:
    """Say whether a name is a place's, and not that of a club or a ship called after one.

    `before` is the word in front of it.
    """
    words = mention.key.casefold().split(" ")
    if mention.key.casefold() in COUNTRIES | CITIES or words[0] in ("mount", "lake"):
        return True
    if len(words) > 1 and words[-1] in _LANDSCAPE:
        return True
    return before.casefold() in _WITHIN and words[-1] not in PLACES


_WITHIN = ("in", "near", "from")
_LANDSCAPE = row(
    """river sea bay mountains island islands peninsula desert valley lake glacier street bridge tunnel canal
    ocean"""
)


def _registry(seen: dict[str, int], votes: dict[str, Counter[MentionKind]]) -> Names:
    names = Names()
    for name in sorted(seen, key=lambda each: (-len(each.split()), each)):
        owner = _owner(name, names)
        names.full[name] = owner or name
        key = owner or name
        names.counts[key] += seen[name]
        if owner is None:
            names.kinds[key] = _kind(name, votes[name])
        elif names.kinds[key] is MentionKind.NAME and votes[name][MentionKind.PERSON]:
            names.kinds[key] = MentionKind.PERSON
    return names


def _owner(name: str, names: Names) -> str | None:
    """Return the longer name that this one stands for: a surname for its person, if there is only one."""
    words = name.split(" ")
    owners = [
        key
        for key, kind in names.kinds.items()
        if len(words) == 1
        and len(key.split(" ")) in (2, 3)
        and key.split(" ")[-1] == name
        and kind in (MentionKind.PERSON, MentionKind.NAME)
    ]
    return owners[0] if len(owners) == 1 else None


def _kind(name: str, votes: Counter[MentionKind]) -> MentionKind:
    words = [word.casefold().rstrip(".") for word in name.split(" ")]
    lowered = " ".join(words)
    if lowered in COUNTRIES | CITIES:
        return MentionKind.PLACE
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    if head in INSTITUTIONS or words[0] in ("university", "ministry", "bank"):
        return MentionKind.ORGANISATION
    if words[0] in GIVEN_NAMES and len(words) > 1:
        return MentionKind.PERSON
    if head in PLACES or (len(words) > 1 and words[0] in PLACE_BEGINNINGS):
        return MentionKind.PLACE
    if set(words) & (INSTITUTIONS - PLACES) or (name.isupper() and len(name) > 1):
        return MentionKind.ORGANISATION
    if votes[MentionKind.PERSON]:
        return MentionKind.PERSON
    if votes[MentionKind.PLACE] and not votes[MentionKind.NAME]:
        return MentionKind.PLACE
    return MentionKind.NAME


def _votes(text: str, run: _Run) -> Iterator[MentionKind]:
    """Yield what the words around a name make of it."""
    before = text[: run.start].rstrip().rsplit(" ", 1)[-1].casefold()
    after = text[run.end : run.end + 40]
    next_word = _TOKEN.match(after.lstrip())
    spoken = bool(next_word and next_word[0].casefold() in SPEAKING)
    two = len(run.words) > 1
    if run.bare_start > run.start or _AGE_AFTER.match(after):
        yield MentionKind.PERSON
    elif before == "the":
        yield MentionKind.NAME
    elif (spoken and two) or (two and _ROLE_AFTER.match(after) and before not in PREPOSITIONS_OF_PLACE):
        yield MentionKind.PERSON
    elif before in PREPOSITIONS_OF_PLACE:
        yield MentionKind.PLACE


def _runs(text: str) -> Iterator[_Run]:
    tokens = [
        (found.start(), found.end() - (found[0].endswith(".") and not _is_initial(found[0])), found[0])
        for found in _TOKEN.finditer(text)
    ]
    at = 0
    while at < len(tokens):
        if not _is_capital(tokens[at][2]):
            at += 1
            continue
        last = _end_of_run(text, tokens, at)
        run = _trimmed(text, tokens[at : last + 1], tokens[last + 1 : last + 2])
        if run is not None:
            yield run
        at = last + 1


def _end_of_run(text: str, tokens: list[tuple[int, int, str]], first: int) -> int:
    """Return the last token of the row of capitalised words that begins with the token `first`."""
    last = first
    while last + 1 < len(tokens):
        gap = text[tokens[last][1] : tokens[last + 1][0]]
        if gap.strip() or _POSSESSIVE.search(tokens[last][2]) or tokens[last][2].casefold() in TIMES:
            break
        word = tokens[last + 1][2]
        beyond = tokens[last + 2][2] if last + 2 < len(tokens) else ""
        if _is_capital(word) and word.casefold() not in TIMES:
            last += 1
        elif (
            word in _JOINING
            and _is_capital(beyond)
            and not text[tokens[last + 1][1] : tokens[last + 2][0]].strip()
        ):
            if word in _AFTER_INSTITUTIONS and not _takes_of(tokens[last][2]):
                break
            last += 2
        else:
            break
    return last


def _takes_of(word: str) -> bool:
    return word.casefold() in INSTITUTIONS | PLACES


def _trimmed(
    text: str, tokens: list[tuple[int, int, str]], beyond: list[tuple[int, int, str]]
) -> _Run | None:
    """Return the run without what is no part of the name: words opening a sentence, nationalities, times."""
    opens = not text[: tokens[0][0]].strip(" \"'“‘(")
    while tokens and _is_no_name(tokens, beyond):
        tokens = tokens[1:]
        opens = False
    start = tokens[0][0] if tokens else 0
    bare = list(tokens)
    while len(bare) > 1 and bare[0][2].casefold().rstrip(".") in TITLES:
        bare = bare[1:]
    last = bare[-1][2].casefold().removesuffix("s") if bare else ""
    if (
        not bare
        or (len(bare) == 1 and _is_dull(bare[0][2]))
        or last in ("korean", "american", "african", "zealander")
    ):
        return None
    words = [token[2] for token in bare]
    end = bare[-1][1]
    if found := _POSSESSIVE.search(text[bare[-1][0] : end]):
        end -= len(found[0])
    words[-1] = text[bare[-1][0] : end]
    return _Run(start, bare[0][0], end, tuple(words), opens)


def _is_no_name(tokens: list[tuple[int, int, str]], beyond: list[tuple[int, int, str]]) -> bool:
    first = tokens[0][2].casefold().rstrip(".")
    if first in FUNCTION_WORDS or first in TIMES:
        return True
    alone = len(tokens) == 1
    is_people = bool(_PEOPLE.search(first)) and f"{first}" not in COUNTRIES
    if alone:
        return is_people and bool(beyond) and beyond[0][2][0].islower() and beyond[0][2] not in FUNCTION_WORDS
    return is_people and tokens[1][2].casefold() in TITLES


def _is_dull(word: str) -> bool:
    folded = word.casefold().rstrip(".")
    return (
        folded in TITLES
        or folded in TIMES
        or folded in FUNCTION_WORDS
        or (bool(_PEOPLE.search(folded)) and folded not in GIVEN_NAMES | CITIES | COUNTRIES)
    )


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word not in ("I", "A")


def _is_initial(word: str) -> bool:
    return (
        len(word) == 2
        or word.count(".") > 1
        or word.casefold() in ("dr.", "mr.", "mrs.", "st.", "prof.", "mt.", "ms.")
    )
