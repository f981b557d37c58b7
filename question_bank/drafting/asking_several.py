"""Questions with several answers: enumerations, dated events in order, people and their offices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.drafting.article import Article, Told
from question_bank.drafting.candidates import Candidate, framed, without
from question_bank.drafting.mentions import MentionKind, dates_in
from question_bank.drafting.verbs import PAST, THIRD
from question_bank.grading.number_words import CARDINALS
from question_bank.model import ListItem, ListQuestion, Matching, Ordering, OrderingItem, Pair

_ITEM = r"[^,;:.()]{2,45}?"
_ENUMERATION = re.compile(rf"(?P<items>{_ITEM}(?:,\s{_ITEM})+,?\s(?:and|or)\s{_ITEM})(?=[,;:.]|$)")
_COUNTED = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
_MOST_ITEMS = 6
_LONGEST_ITEM = 5  # words
_FEWEST_EVENTS, _MOST_EVENTS = 4, 6
_FEWEST_PAIRS = 3
_DATE_BEFORE = re.compile(
    r"(?:^|,?\s)(?:in|on)\s(?:early\s|late\s|the\s(?:spring|summer|autumn|winter)\sof\s)?$", re.IGNORECASE
)
_VERB_LIKE = re.compile(
    r"^(?:is|are|was|were|has|have|had|will|would|can|could|to|that|which|who|by|then"
    r"|it|they|he|she|\w+ed|\w+ly)$"
)


def _begins_with_verb(piece: str) -> bool:
    first, _, rest = piece.partition(" ")
    return bool(_VERB_LIKE.match(first)) or first in PAST or (first in THIRD and bool(rest))


def list_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield the claim with the things it lists left out, to be named in any order."""
    text = told.says.rstrip(".")
    for found in _ENUMERATION.finditer(text):
        items, start = _items(found["items"], article)
        count = len(items)
        if told.clause is not None and found.start("items") + start < told.clause.rest_at:
            continue  # with the verb among them, they are no list
        if not _are_alike(items, article):
            continue
        if not 3 <= count <= _MOST_ITEMS or len(set(items)) < count:
            continue
        begin = found.start("items") + start
        before, after = text[:begin].strip(" ,:"), re.split(r"[,;]", text[found.end("items") :])[0].strip()
        if (
            len(before.split()) < 3
            or re.search(r"\b(?:between|not|nor|from|to)$", before)
            or after.startswith("respectively")
        ):
            continue
        asked = f"{before} … {after}".replace(" … ,", " …,").strip()
        asked = asked if asked.endswith("…") else f"{asked.rstrip('.')}."
        prompt = f"Name the {_COUNTED[count]} that belong in the gap: {asked}"
        question = ListQuestion(
            id="",
            draft=True,
            prompt=_framed_list(prompt, told, article),
            answers=tuple(ListItem(answer=item) for item in items),
            need=count,
        )
        yield Candidate(question, (told,), "list", "; ".join(items), 0.8)


def _are_alike(items: list[str], article: Article) -> bool:
    """Say whether things listed are of one sort: a year, a name and a common noun are no list."""
    sorts = {_sort(item, article) for item in items}
    return len(sorts - {MentionKind.NAME}) <= 1 and ("" not in sorts or len(sorts) == 1)


def _sort(item: str, article: Article) -> str:
    if dates_in(f"in {item}", article.language):
        return "year"
    if item[:1].isdigit() or item.split(" ")[0].casefold() in CARDINALS:
        return "figure"
    found = article.names.find(item)
    return found[0].kind.value if found and found[0].end == len(item) and found[0].start <= _ARTICLE else ""


_ARTICLE = 4  # letters: a name, or `the` and a name


def _framed_list(prompt: str, told: Told, article: Article) -> str:
    head, _, asked = prompt.partition(": ")
    whole = framed(asked, told, article, "")
    topic = whole.removesuffix(asked)
    return (
        f"{topic}{head.lower() if topic and not told.claim.by else head}: {asked}"
        if topic.endswith(": ")
        else f"{head}: {whole}"
    )


def _items(listed: str, article: Article) -> tuple[list[str], int]:
    """Return the things listed, and where the first begins: behind the verb or preposition it follows."""
    *head, last = re.split(r",\s", listed)
    if not head:
        return [], 0
    pieces = [*head, *re.split(r"(?:^|\s)(?:and|or)\s", last)]
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    if any(" and " in piece or _NO_ITEM.match(piece) for piece in pieces):
        return [], 0
    if any(not piece or len(piece.split()) > _LONGEST_ITEM + 3 for piece in pieces[1:]):
        return [], 0
    if any(len(piece.split()) > _LONGEST_ITEM or _begins_with_verb(piece) for piece in pieces[1:]):
        return [], 0
    first, at = _first_item(pieces[0], pieces[1:], article)
    if not first or (re.match(r"(?:the|a|an)\b", first) and not re.match(r"(?:the|a|an)\b", pieces[1])):
        return [], 0
    return [first, *pieces[1:]], at


_NO_ITEM = re.compile(r"(?:his|her|its|their|this|these|those|it|they|both|more|less)\b", re.IGNORECASE)


def _first_item(piece: str, others: list[str], article: Article) -> tuple[str, int]:
    """Return the end of `piece` that is of the same sort as the others: names among names, else few words."""
    named = [article.names.find(other) for other in others]
    if all(found and found[0].start <= 4 for found in named):
        own = article.names.find(piece)
        if own and own[-1].end == len(piece):
            start = own[-1].start
            return piece[start:], start
        return "", 0
    words = piece.split(" ")
    for at in range(len(words) - 1, -1, -1):
        if _MARK.match(words[at]):
            first = " ".join(words[at + 1 :])
            if not first or len(first.split()) > max(len(other.split()) for other in others) + 1:
                return "", 0
            return first, len(" ".join(words[: at + 1])) + 1
    return "", 0


# What an enumeration stands behind.
_MARK = re.compile(
    r"^(?:of|including|include|includes|included|for|with|contain|contains|contained"
    r"|like|as|were|are|produces?|produced|grows?|grew|carries|carried|against|on|in|among|into|from"
    r"|needs?|gave|gives|has|had|have|provides?|provided|affects?|affected|caused|causes|uses?|used)$"
)


def ordering_question(article: Article) -> Iterator[Candidate]:
    """Yield one question that puts the article's dated events in order, if there are enough of them."""
    events: dict[int, tuple[OrderingItem, Told]] = {}
    for told in article.told:
        dates = told.of(MentionKind.DATE)
        if len(dates) != 1 or told.claim.by or told.clause is None or dates[0].date is None:
            continue
        before = _DATE_BEFORE.search(told.says, 0, dates[0].start)
        if before is None or dates[0].date.year in events:
            continue
        text = _EXPLAINED.sub("", without(told.says.rstrip("."), before.start(), dates[0].end))
        text = text[:1].upper() + text[1:]
        if _UNCERTAIN.search(text):
            continue
        if len(text.split()) <= 20 and not re.search(r"\d{4}", text):
            events[dates[0].date.year] = (OrderingItem(text=text, label=str(dates[0].date.year)), told)
    chosen = [events[year] for year in sorted(events)][:_MOST_EVENTS]
    if len(chosen) >= _FEWEST_EVENTS:
        about = f" ({article.topic})" if article.topic else ""
        question = Ordering(
            id="",
            draft=True,
            prompt=f"Put these events in order, the earliest first{about}.",
            items=tuple(item for item, _ in chosen),
        )
        yield Candidate(question, tuple(told for _, told in chosen), "order", "order of events", 0.84)


_EXPLAINED = re.compile(r",\s(?:when|after|before|while|because|as|where)\s.*$")
_UNCERTAIN = re.compile(r"\b(?:will|would|may|might|plans?|he|she|it|they)\b")


def matching_question(article: Article) -> Iterator[Candidate]:
    """Yield one question that gives the people of the article their offices, if there are enough of them."""
    pairs: dict[str, tuple[Pair, Told]] = {}
    for told in article.told:
        people = told.of(MentionKind.PERSON)
        found = _IS.match(told.says[people[0].end :]) if people and people[0].start == 0 else None
        if (
            found
            and people[0].key not in pairs
            and found["what"] not in {pair.right for pair, _ in pairs.values()}
        ):
            pairs[people[0].key] = (Pair(left=people[0].text, right=found["what"]), told)
    if len(pairs) >= _FEWEST_PAIRS:
        chosen = list(pairs.values())[:_MOST_EVENTS]
        question = Matching(
            id="",
            draft=True,
            prompt="Match each person with what the article says they are.",
            pairs=tuple(pair for pair, _ in chosen),
        )
        yield Candidate(question, tuple(told for _, told in chosen), "people", "people", 0.83)


_IS = re.compile(r"^\sis\s(?P<what>(?:an?|the)\s.{5,90})\.$")
