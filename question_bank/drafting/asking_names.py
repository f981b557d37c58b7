"""Questions for names: who did it, who holds an office, why it happened, what something is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.drafting.article import Article, Told
from question_bank.drafting.candidates import Candidate, framed, is_general, is_named_twice
from question_bank.drafting.clauses import Clause
from question_bank.drafting.mentions import NAMES, Mention, MentionKind
from question_bank.drafting.names import is_surely_place
from question_bank.drafting.trimming import up_to_comma
from question_bank.drafting.vocabulary import COUNTRIES, INSTITUTIONS, PLACES
from question_bank.grading.words import content_words
from question_bank.model import Flashcard, Question, ShortAnswer

_SINGULAR = re.compile(r"(?:s|people)$")
_REASON = re.compile(r"^(?P<main>.+?),?\s(?P<because>because(?:\sof)?|in order to|so that)\s(?P<reason>.+)$")
_JOINED = re.compile(r",\s(?:but|and|while|so)\s")
_DEFINED = re.compile(r"^(?P<what>(?:an?|the|one of the)\s.+)$")
# As `article.py` writes it where somebody's office is told by the way.
OFFICE = re.compile(
    r"^\sis\s(?P<office>the\s(?:(?:deputy|chief|vice|first|managing|executive|general|scientific"
    r"|medical)[\s-])*"
    r"(?:head|director|president|chair|chairman|chairwoman|minister|leader|founder|mayor"
    r"|governor|chief|secretary"
    r"|commissioner|manager|editor|owner|dean|rector|captain|author|inventor)\s(?:of|for)\s.{3,70})\.$"
)
_NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|neither|nor|none|cannot)\b|n['’]t\b")
_BACK = re.compile(
    r"\b(?:its|his|her|their|it|he|she|they|himself|herself|itself|themselves)\b", re.IGNORECASE
)


def name_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield `Who ...?` and its like for a name that is the whole subject of the claim."""
    clause = told.clause
    if clause is None or _NOT.search(told.says):
        return
    for mention in told.of(*NAMES):
        if is_named_twice(mention, told) or not _is_of_known_sort(mention):
            continue
        asked = _asked_subject(clause, mention, told) or _asked_object(clause, mention, told)
        if asked is None or len(clause.rest.split()) < 2:
            continue
        question = ShortAnswer(
            id="",
            draft=True,
            prompt=framed(f"{asked}?", told, article, mention.key),
            answer=mention.text,
            accept=_other_forms(mention, article),
        )
        worth = {MentionKind.PERSON: 0.86, MentionKind.NAME: 0.66}.get(mention.kind, 0.78)
        yield Candidate(
            question, (told,), "who" if mention.kind is MentionKind.PERSON else "which", mention.key, worth
        )


def _is_of_known_sort(mention: Mention) -> bool:
    """Say whether there is a word to ask by: `What won the match?` asks for no club."""
    if mention.kind is MentionKind.NAME:
        return False
    return (
        mention.kind is not MentionKind.PLACE or which(mention) != "which place" or is_surely_place(mention)
    )


def _asked_subject(clause: Clause, mention: Mention, told: Told) -> str | None:
    subject = told.says[clause.subject_at : clause.verb_at].strip(" ,")
    bare = re.sub(r"^(?:the|The)\s", "", subject)
    named = told.says[mention.start : mention.end]
    if (
        not (bare == named or re.match(re.escape(named) + r",\s[^,]+$", bare))
        or mention.start >= clause.verb_at
    ):
        return None
    if clause.helper in ("is", "was") and re.match(r"(?:an?|one)\s", clause.rest):
        return None  # there are other geologists
    if clause.helper in ("is", "was") and re.match(r"the\s[\w\s-]+?\sof\san?\s", clause.rest):
        return None  # and other daughters of a keeper
    if clause.helper in ("are", "were", "have", "do") or (not clause.helper and clause.did == "do"):
        return None
    front = f"{clause.front}, " if clause.front else ""
    rest = up_to_comma(clause.rest)
    return _capital(f"{front}{which(mention)} {clause.told(rest)}") if len(rest.split()) > 1 else None


def _asked_object(clause: Clause, mention: Mention, told: Told) -> str | None:
    """Return `Whom did ... appoint?` for a person directly behind the verb."""
    if mention.kind is not MentionKind.PERSON or mention.start != clause.rest_at or not clause.verb:
        return None
    rest = told.says.rstrip(".")[mention.end :]
    if re.match(r"['’]s|\s(?:and|or)\b|,", rest) or len(clause.subject.split()) > 10:
        return None
    front = f"{clause.front}, " if clause.front else ""
    return _capital(f"{front}whom {clause.asked(rest)}")


def which(mention: Mention) -> str:
    """Return the question word for a name: the class it tells of itself, or else its type's."""
    words = mention.key.casefold().split(" ")
    if mention.kind is MentionKind.PERSON:
        return "who"
    if mention.key.casefold() in COUNTRIES:
        return "which country or region"
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    if head in INSTITUTIONS | PLACES and not _SINGULAR.search(head):
        return f"which {head}"
    if words[0] in ("mount", "lake"):
        return {"mount": "which mountain", "lake": "which lake"}[words[0]]
    return {MentionKind.PLACE: "which place", MentionKind.ORGANISATION: "which organisation"}.get(
        mention.kind, "what"
    )


def _other_forms(mention: Mention, article: Article) -> tuple[str, ...]:
    """Return the other forms under which the article names the same, and of a person the surname."""
    forms = [form for form, key in article.names.full.items() if key == mention.key and form != mention.text]
    if mention.kind is MentionKind.PERSON and " " in mention.key:
        forms.append(mention.key.split(" ")[-1])
    return tuple(dict.fromkeys(form for form in forms if form != mention.text))


def office_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield `Who is the head of ...?` for a claim that says whose an office is."""
    named = told.of(MentionKind.PERSON)[:1]
    found = OFFICE.match(told.says[named[0].end :]) if named and named[0].start == 0 else None
    if found is None or set(named[0].key.split(" ")) & set(found["office"].split(" ")):
        return
    office = found["office"]
    question = ShortAnswer(
        id="",
        draft=True,
        prompt=f"Who was {office} (as of {article.year})?" if article.year else f"Who is {office}?",
        answer=named[0].text,
        accept=_other_forms(named[0], article),
    )
    yield Candidate(question, (told,), "office", named[0].key, 0.8)


def reason_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield `Why ...?` for a claim that says because."""
    found = _REASON.match(told.says.rstrip("."))
    clause = told.clause
    if found is None or clause is None or _NOT.search(found["main"]) or len(found["main"]) <= clause.rest_at:
        return
    rest = found["main"][clause.rest_at :]
    if _JOINED.search(found["main"]):
        return  # the reason is that of its second half only
    if len(found["reason"].split()) < 3 or re.search(r"\b(?:because|which|who)\b", rest):
        return
    front = f"{clause.front}, " if clause.front else ""
    asked = _capital(f"{front}why {clause.asked(rest)}?")
    answer = f"{found['because'].capitalize()} {found['reason']}."
    question = Flashcard(id="", draft=True, prompt=framed(asked, told, article, answer), answer=answer)
    yield Candidate(question, (told,), "why", answer, 0.92)


def definition_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield `What is ...?` for a claim that says what a name stands for."""
    clause = told.clause
    if clause is None or clause.helper not in ("is", "was") or clause.front or _NOT.search(told.says):
        return
    found = _DEFINED.match(clause.rest)
    named = [
        each
        for each in told.of(*NAMES)
        if told.says[each.start : each.end] == re.sub(r"^The\s", "", clause.subject)
    ]
    general = not named and clause.helper == "is" and is_general(clause) and len(clause.subject.split()) < 5
    if found is None or not (named or general) or len(found["what"].split()) < 4:
        return
    if content_words(clause.subject).keys() & content_words(found["what"]).keys():
        return  # half of the answer stands in the question
    who = "Who" if named and named[0].kind is MentionKind.PERSON else "What"
    subject = (
        clause.subject[:1].lower() + clause.subject[1:]
        if clause.subject.startswith("The ")
        else clause.subject
    )
    question: Question = Flashcard(
        id="",
        draft=True,
        prompt=framed(f"{who} {clause.helper} {subject}?", told, article, ""),
        answer=_capital(found["what"]),
    )
    yield Candidate(question, (told,), "what", found["what"], 0.74)


_ABBREVIATED = re.compile(
    r"(?P<long>(?:[A-Z][\w-]+\s(?:(?:of|for|and|the|on|in)\s)*){1,6}[A-Z][\w-]+)\s\((?P<short>[A-Z]{2,8})\)"
)


def abbreviation_questions(told: Told, _article: Article) -> Iterator[Candidate]:
    """Yield `What does ... stand for?` where the article spells an abbreviation out."""
    for found in _ABBREVIATED.finditer(told.claim.sentence.text):
        words = found["long"].split(" ")
        for first in range(len(words)):
            initials = "".join(word[0] for word in words[first:] if word[0].isupper())
            if initials == found["short"]:
                long = " ".join(words[first:])
                question = ShortAnswer(
                    id="",
                    draft=True,
                    prompt=f"What does the abbreviation {found['short']} stand for?",
                    answer=long,
                )
                yield Candidate(question, (told,), "abbreviation", long, 0.7)
                break


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
