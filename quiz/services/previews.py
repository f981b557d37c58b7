"""How a question would look that is being written: to learners before and after they answer, and in Anki."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from question_bank.anki.rendering import render_cards
from question_bank.anki.templates import stylesheet, tapping
from question_bank.anki.typed import compared
from question_bank.folders import is_questions_file
from question_bank.model import Bank, Matching, MultipleChoice, Ordering, Question, SingleChoice
from question_bank.model.texts import parts
from question_bank.problems import Severity
from quiz.memory.presenting import Presentation, present, shuffled
from quiz.services.banks import IMAGES, get_bank_of
from quiz.services.citations import Citation, citations_of
from quiz.services.context import Context
from quiz.services.editing.judging import judge
from quiz.services.editing.values import Edit, Finding, Judged, Target
from quiz.services.example_answers import Example, right_answer, wrong_answer
from quiz.services.learners import get_learner
from quiz.services.source_texts import FOLDER as SOURCES
from quiz.services.study.showing import is_self_rated
from quiz.store.database import reading
from quiz.store.learners import LearnerRow

MOST_CARDS = 12  # a cloze may have hundreds of numbers; more than these tell nothing new
LONGEST_TYPED = 500  # letters that are compared with those of the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiCard:
    """The two sides in Anki, without the script; on the back nothing was typed.

    `expected` is the HTML of what is to be typed, "" where nothing is.
    """

    front: str
    back: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPreview:
    """One card of the question; `part` is the cloze number, 0 for the other kinds.

    A `self_rated` card is looked at. Otherwise `right` and `wrong` are answers as learners may give them,
    None where there are none of the sort.
    """

    part: int
    presentation: Presentation
    self_rated: bool
    right: Example | None
    wrong: Example | None
    anki: AnkiCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A question as it would be; without a `question` the text has none that can be read.

    `hindrance` is what is to be mended first then, None where the text merely holds no question. `cards` are
    the first ones, `left_out` counts the others.
    """

    bank_key: str
    language: str
    question: Question | None = None
    cards: tuple[CardPreview, ...] = ()
    left_out: int = 0
    citations: tuple[Citation, ...] = ()
    hindrance: Finding | None = None


def preview(
    ctx: Context,
    learner_id: int,
    edit: Edit,
    image_address: Callable[[str], str],
    *,
    judged: Judged | None = None,
    line: int = 1,
) -> Preview:
    """Return what becomes of an edit; nothing is written, no card is needed. Raises NotFound.

    `judged` saves judging it again. Of a whole file the question is shown that stands at `line`, or the one
    before it. `image_address` tells where a file of the bank is served.
    """
    judged = judged or judge(ctx, learner_id, edit)
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, edit.target.bank_key)
        learner = get_learner(connection, learner_id)
    bank = judged.bank or Bank(id=row.key, title=row.title, language=row.language)
    question = judged.question if edit.target.question else _at_line(bank, edit.target.file, line)
    if question is None:
        return Preview(bank_key=row.key, language=bank.language, hindrance=_hindrance(judged))
    return Preview(
        bank_key=row.key,
        language=bank.language,
        question=question,
        cards=_cards(bank, question, learner, image_address),
        left_out=max(len(parts(question)) - MOST_CARDS, 0),
        citations=citations_of(question, bank),
    )


def _cards(
    bank: Bank, question: Question, learner: LearnerRow, image_address: Callable[[str], str]
) -> tuple[CardPreview, ...]:
    in_anki = {side.number: side for side in render_cards(bank, question, image_address, script=False)}
    return tuple(
        CardPreview(
            part=part,
            presentation=_presentation(question),
            self_rated=is_self_rated(question, learner),
            right=right_answer(bank, question, part),
            wrong=wrong_answer(bank, question, part),
            anki=AnkiCard(
                front=in_anki[part].shown_front(),
                back=in_anki[part].shown_back(),
                expected=in_anki[part].expected,
            ),
        )
        for part in parts(question)[:MOST_CARDS]
    )


def picture(ctx: Context, learner_id: int, key: str, file: str) -> Path | None:
    """Return an image of a bank's folder, also one that no question declares yet; None if it is none.

    Learners get declared ones alone. The sources' own pictures are not ours to show. Raises NotFound.
    """
    with reading(ctx.engine) as connection:
        folder = Path(get_bank_of(connection, learner_id, key).folder).resolve()
    named = PurePosixPath(file)
    if "\0" in file or "\\" in file or named.suffix.lower() not in IMAGES or named.parts[0] == SOURCES:
        return None
    try:
        path = (folder / file).resolve()
        # Only the very name: no way round over other folders or links.
        plain = path.is_relative_to(folder) and path.relative_to(folder).as_posix() == file
        return path if plain and path.is_file() else None
    except OSError:  # a name longer than any file's
        return None


def card_stylesheet() -> str:
    """Return the style of every card in Anki, day and night."""
    return stylesheet()


def card_script() -> str:
    """Return the script that makes cards in Anki answer to a tap."""
    return tapping()


def has_preview(target: Target) -> bool:
    """Say whether the text can hold questions."""
    return bool(target.question) or is_questions_file(target.file)


def typed_in_anki(expected: str, typed: str) -> str:
    """Return what Anki shows on the back once `typed` was typed where the HTML `expected` is right."""
    return compared(expected[:LONGEST_TYPED], typed[:LONGEST_TYPED])


def _at_line(bank: Bank, file: str, line: int) -> Question | None:
    own = [question for question in bank.questions if f"/{question.at.start.file}".endswith(f"/{file}")]
    before = [question for question in own if question.at.start.line <= line]
    return before[-1] if before else own[0] if own else None


def _hindrance(judged: Judged) -> Finding | None:
    """Return the first error of the text itself; else the first anywhere."""
    errors = [each for each in judged.findings if each.problem.severity is Severity.ERROR]
    inside = [each for each in errors if each.line is not None]
    return next(iter(inside or errors), None)


def _presentation(question: Question) -> Presentation:
    """Return an order of the options that stays while their words are being written.

    Learners get another order each time, which hangs on the words.
    """
    match question:
        case SingleChoice() | MultipleChoice():
            keys = question.answers if isinstance(question, MultipleChoice) else (question.answer,)
            return Presentation(_mixed((*keys, *(wrong.text for wrong in question.distractors))))
        case Ordering():
            return Presentation(_mixed(tuple(item.text for item in question.items)))
        case Matching():
            rights = dict.fromkeys((*(pair.right for pair in question.pairs), *question.spare))
            return Presentation(_mixed(tuple(rights)), tuple(pair.left for pair in question.pairs))
        case _:
            return present(question, 0, "")


def _mixed(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(texts[int(place)] for place in shuffled(map(str, range(len(texts))), "preview"))
