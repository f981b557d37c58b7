"""GIFT questions in which something is chosen: true or false, one or several options, pairs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from question_bank.formats.gift.answers import Option, Span, options, span
from question_bank.formats.gift.question import Reader
from question_bank.formats.gift.texts import letters_of
from question_bank.formats.reports import quoted
from question_bank.model import Distractor, Matching, MultipleChoice, Pair, Question, SingleChoice, TrueFalse

_FULL = Decimal(100)
_ROUNDING = Decimal("0.01")  # Moodle rounds a third to 33.33333


def read_truth(reader: Reader, common: dict[str, Any]) -> Question:
    """Return a statement that is true or false; the feedback to a wrong answer comes first."""
    inside, block = reader.answers.inside, reader.block
    prompt = reader.prompt()
    first = block.signs.find("#", inside.start, inside.end)
    second = block.signs.find("#", first + 1, inside.end) if first >= 0 else -1
    said = span(block, inside.start, first if first >= 0 else inside.end)
    wrong = span(block, first + 1, second if second >= 0 else inside.end) if first >= 0 else Span(0, 0)
    right = span(block, second + 1, inside.end) if second >= 0 else Span(0, 0)
    explanation = reader.explanation(right)
    if wrong and not explanation:
        explanation = reader.text(wrong, "the feedback")
        reader.changed("the feedback to the wrong answer became the explanation", wrong)
    elif wrong:
        reader.lost(f"the feedback {quoted(reader.plain(wrong))} to the wrong answer has no place", wrong)
    return TrueFalse(
        **common,
        prompt=prompt,
        answer=block.signs[said.start : said.end].upper().startswith("T"),
        explanation=explanation,
    )


def read_choice(reader: Reader, common: dict[str, Any]) -> Question | None:
    """Return a choice: of one option where any is marked `=`, else of all that bring marks."""
    given = _distinct(reader, reader.filled(options(reader.block, reader.answers.inside)))
    is_single = any(each.sign == "=" for each in given)
    prompt = reader.prompt()
    right = [each for each in given if _is_right(each, is_single)]
    wrong = [each for each in given if each not in right]
    if not right:
        hint = "mark the right option with '=', or those of several with '~%50%'"
        reader.refused("no option is marked as right", reader.answers.inside, hint)
        return None
    if not wrong:
        hint = "write a wrong option with '~', or take the '~' out for a question with a typed answer"
        reader.refused("there is no wrong option to choose", reader.answers.inside, hint)
        return None
    explanation = reader.explanation(*(each.feedback for each in right[:1]))
    reader.feedback_lost(right[1:])
    distractors = tuple(_distractor(reader, each) for each in wrong)
    texts = tuple(reader.text(each.text, "an option") for each in right)
    if not is_single:
        _report_weights(reader, right, wrong)
        return MultipleChoice(
            **common, prompt=prompt, answers=texts, distractors=distractors, explanation=explanation
        )
    _report_partial(reader, right, wrong)
    return SingleChoice(
        **common, prompt=prompt, answer=texts[0], distractors=distractors, explanation=explanation
    )


def _distinct(reader: Reader, given: Sequence[Option]) -> list[Option]:
    """Return the options without those that are there twice; the right one of two stays."""
    kept: dict[str, Option] = {}
    for option in given:
        text = " ".join(reader.plain(option.text).split())
        first = kept.get(text)
        if first is None:
            kept[text] = option
            continue
        gone = first if option.sign == "=" and first.sign != "=" else option
        kept[text] = option if gone is first else first
        reader.lost(f"the option {quoted(text)} is there twice; one was left out", gone.whole)
    return list(kept.values())


def _is_right(option: Option, is_single: bool) -> bool:
    if is_single:
        return option.sign == "=" and option.weight in (None, _FULL)
    return option.weight is not None and option.weight > 0


def _distractor(reader: Reader, option: Option) -> Distractor:
    feedback = reader.text(option.feedback, "the feedback") if option.feedback else ""
    return Distractor(text=reader.text(option.text, "an option"), feedback=feedback)


def _report_partial(reader: Reader, right: Sequence[Option], wrong: Sequence[Option]) -> None:
    reader.left(right[1:], "is right as well, and a bank's choice has one right option")
    for option in wrong:
        if option.weight:
            message = f"{option.weight}% for {quoted(reader.plain(option.text))} is lost: it is simply wrong"
            reader.lost(message, option.whole)


def _report_weights(reader: Reader, right: Sequence[Option], wrong: Sequence[Option]) -> None:
    """Report weights other than a bank's own: a right tick earns its share, a wrong one costs as much."""
    share = _FULL / len(right)
    for option in right:
        if abs((option.weight or 0) - share) > _ROUNDING:
            message = (
                f"{option.weight}% for {quoted(reader.plain(option.text))} is lost: each counts the same"
            )
            reader.lost(message, option.whole)
    for option in wrong:
        if abs((option.weight or 0) + share) > _ROUNDING:
            cost = f"{-option.weight}%" if option.weight else "nothing"
            text = quoted(reader.plain(option.text))
            message = f"ticking {text} cost {cost}, and now as much as a right tick earns"
            reader.changed(message, option.whole)


def read_matching(reader: Reader, common: dict[str, Any]) -> Question | None:
    """Return pairs; a right side without a left one is spare."""
    pairs: dict[str, Pair] = {}
    spare: list[str] = []
    prompt = reader.prompt()
    for option in options(reader.block, reader.answers.inside, "="):
        arrow = reader.block.signs.find("->", option.whole.start, option.whole.end)
        if arrow < 0:
            hint = "write each pair as =left -> right"
            reader.refused(f"{quoted(reader.plain(option.whole))} has no '->'", option.whole, hint)
            return None
        begin = option.whole.start + len(option.sign)
        left = reader.text(span(reader.block, begin, arrow), "a left side")
        right = letters_of(reader.block.raw[arrow + 2 : option.whole.end])
        if not right:
            reader.refused("a pair has no right side", option.whole, "write each pair as =left -> right")
            return None
        if not left:
            spare.append(right)
        elif " ".join(left.split()) in pairs:
            reader.lost(f"the left side {quoted(left)} is there twice; the first stays", option.whole)
        else:
            pairs[" ".join(left.split())] = Pair(left=left, right=reader.as_markdown(right))
    if len(pairs) < 2:
        reader.refused("there are fewer than two pairs to match", reader.answers.inside, "write another pair")
        return None
    explanation = reader.explanation()
    rights = {pair.right for pair in pairs.values()}
    spares = tuple(text for text in dict.fromkeys(map(reader.as_markdown, spare)) if text not in rights)
    return Matching(
        **common, prompt=prompt, pairs=tuple(pairs.values()), spare=spares, explanation=explanation
    )
