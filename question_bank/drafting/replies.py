"""A model's reply, which may be anything: JSON found in it, and entries made questions or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from question_bank.drafting.values import Refusal
from question_bank.grading.date_reading import read_date
from question_bank.grading.number_reading import written_number
from question_bank.model import (
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    ListItem,
    ListQuestion,
    MultipleChoice,
    NumberQuestion,
    Question,
    Scale,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    Unit,
)
from question_bank.model.cloze import deletions

_LONGEST_REPLY = 400_000
_LONGEST = 600  # characters of any text in an entry
_LONGEST_UNIT = 60
_MOST_OPTIONS = 12
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


_LIST = re.compile(r'"drafts"\s*:\s*\[\s*|^[^{]{0,200}?\[\s*(?=\{)')
_BETWEEN = re.compile(r"\s*,?\s*")


class Unfit(Exception):  # noqa: N818  # it is no error of the program's, and reads so where it is caught
    """A reply or an entry is not what was asked for; the text says in what way."""

    def __init__(self, said: str, why: Refusal = Refusal.UNREADABLE) -> None:
        super().__init__(said)
        self.why = why


def entries_of(reply: str) -> tuple[list[Any], str]:
    """Return the drafts of a reply, whatever is said around the JSON, and its end where that is torn off.

    Raises Unfit for a reply without any draft list.
    """
    text = reply[:_LONGEST_REPLY]
    begin = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    if begin < 0:
        raise Unfit("the reply holds no JSON")
    try:
        said, _ = json.JSONDecoder().raw_decode(text[begin:])
    except (ValueError, RecursionError):
        return _whole_ones(text)
    found = said.get("drafts") if isinstance(said, dict) else said
    if not isinstance(found, list):
        raise Unfit("the reply holds no list of drafts")
    return found, ""


def _whole_ones(text: str) -> tuple[list[Any], str]:
    """Return the drafts before the place at which a reply breaks off, as one at a model's limit does."""
    listed = _LIST.search(text)
    found: list[Any] = []
    at = listed.end() if listed else len(text)
    while at < len(text) and text[at] == "{":
        try:
            entry, end = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(entry)
        after = _BETWEEN.match(text, end)
        at = after.end() if after else end
    if not found:
        raise Unfit("the reply is no whole JSON")
    return found, text[at:]


def text_of(value: Any) -> str:
    """Return a value as one line of text without unseen characters, "" where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_UNSEEN.sub("", str(value)).split())


def question_of(entry: Any) -> Question:
    """Return an entry as a question without an id; raises Unfit."""
    if not isinstance(entry, dict):
        raise Unfit("it is no JSON object")
    kind = text_of(entry.get("kind"))
    if kind not in _MAKERS:
        raise Unfit(f"it is of no kind that was asked for: {kind[:40]!r}")
    return _MAKERS[kind](entry)


def _need(entry: dict[str, Any], key: str) -> str:
    text = text_of(entry.get(key))
    if not text:
        raise Unfit(f"it has no {key!r}")
    if len(text) > _LONGEST:
        raise Unfit(f"its {key!r} has {len(text)} characters")
    return text


def _texts(entry: dict[str, Any], key: str, least: int) -> tuple[str, ...]:
    value = entry.get(key)
    if value is None and not least:
        return ()
    listed = [each for each in value if each != ""] if isinstance(value, list) else []
    texts = tuple(dict.fromkeys(text_of(each) for each in listed))
    # Without one of its options a question may ask for something else, so that none is cut away.
    if any(not text or len(text) > _LONGEST for text in texts):
        raise Unfit(f"one of its {key!r} is no text of {_LONGEST} characters at most")
    if len(texts) > _MOST_OPTIONS:
        raise Unfit(f"its {key!r} are {len(texts)}, and {_MOST_OPTIONS} are the most")
    if len(texts) < least:
        raise Unfit(f"its {key!r} is no list of {least} or more")
    return texts


def _distractors(entry: dict[str, Any]) -> tuple[Distractor, ...]:
    return tuple(Distractor(text=text) for text in _texts(entry, "distractors", 1))


def _flashcard(entry: dict[str, Any]) -> Question:
    return Flashcard(id="", draft=True, prompt=_need(entry, "prompt"), answer=_need(entry, "answer"))


def _true_false(entry: dict[str, Any]) -> Question:
    answer = entry.get("answer")
    said = (
        answer if isinstance(answer, bool) else {"true": True, "false": False}.get(text_of(answer).casefold())
    )
    if said is None:
        raise Unfit("its 'answer' is neither true nor false")
    return TrueFalse(id="", draft=True, prompt=_need(entry, "prompt"), answer=said)


def _single_choice(entry: dict[str, Any]) -> Question:
    wrong = _distractors(entry)
    return SingleChoice(
        id="", draft=True, prompt=_need(entry, "prompt"), answer=_need(entry, "answer"), distractors=wrong
    )


def _multiple_choice(entry: dict[str, Any]) -> Question:
    right = _texts(entry, "answers", 1)
    return MultipleChoice(
        id="", draft=True, prompt=_need(entry, "prompt"), answers=right, distractors=_distractors(entry)
    )


def _short_answer(entry: dict[str, Any]) -> Question:
    answer = _need(entry, "answer")
    accept = tuple(text for text in _texts(entry, "accept", 0) if text != answer)
    return ShortAnswer(id="", draft=True, prompt=_need(entry, "prompt"), answer=answer, accept=accept)


def _number(entry: dict[str, Any]) -> Question:
    written = _need(entry, "answer")
    values = written_number(written)
    scale = text_of(entry.get("scale"))
    if len(values) != 1 or not any(char.isdigit() for char in written):
        raise Unfit(f"{written[:40]!r} is no number in digits")
    if scale not in {each.value for each in Scale}:
        raise Unfit(f"{scale[:40]!r} is no scale")
    unit = text_of(entry.get("unit"))
    if len(unit) > _LONGEST_UNIT:
        raise Unfit(f"its 'unit' has {len(unit)} characters")
    return NumberQuestion(
        id="",
        draft=True,
        prompt=_need(entry, "prompt"),
        answer=Decimal(values[0]),
        written=written,
        unit=Unit(name=unit) if unit else None,
        scale=Scale(scale),
    )


def _date(entry: dict[str, Any]) -> Question:
    written = _need(entry, "answer")
    dates = read_date(written) or ()
    if len(dates) != 1:
        if not re.fullmatch(r"[0-9]{4}", written):
            raise Unfit(f"{written[:40]!r} is no date")
        dates = read_date(f"the year {written}") or ()
    if len(dates) != 1:
        raise Unfit(f"{written[:40]!r} is no date")
    return DateQuestion(
        id="", draft=True, prompt=_need(entry, "prompt"), answer=dates[0], precision=dates[0].precision
    )


def _list(entry: dict[str, Any]) -> Question:
    answers = _texts(entry, "answers", 2)
    items = tuple(ListItem(answer=text) for text in answers)
    return ListQuestion(id="", draft=True, prompt=_need(entry, "prompt"), answers=items, need=len(items))


def _cloze(entry: dict[str, Any]) -> Question:
    text = _need(entry, "text" if "text" in entry else "prompt")
    if not deletions(text):
        raise Unfit("its text has no gap")
    return Cloze(id="", draft=True, text=text)


_MAKERS: dict[str, Callable[[dict[str, Any]], Question]] = {
    "flashcard": _flashcard,
    "true_false": _true_false,
    "single_choice": _single_choice,
    "multiple_choice": _multiple_choice,
    "short_answer": _short_answer,
    "number": _number,
    "date": _date,
    "list": _list,
    "cloze": _cloze,
}
