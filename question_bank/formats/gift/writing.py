"""A bank as GIFT: what Moodle has no equal for is written as what is nearest, and said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.formats.gift.gaps import Written
from question_bank.formats.gift.kinds import write_kind
from question_bank.formats.reports import Leaving, listed
from question_bank.formats.values import Exported
from question_bank.model import Bank, Question
from question_bank.problems import Problem

NAME = "GIFT"

_NO_TAG = re.compile(r"[<>`\\\x00-\x1f]")
_EXTRAS = ("was", "facts", "derived", "unsourced", "difficulty", "lang")


def write_gift(bank: Bank) -> Exported:
    """Return the bank's questions as GIFT for Moodle, a category per file of questions.

    Drafts stay behind. Each question keeps its id as Moodle's name and id number, so that it can come back.
    """
    losses: list[Problem] = []
    pieces: list[str] = []
    category = ""
    files = {_file(question) for question in bank.questions}
    for question in bank.questions:
        leaving = Leaving(NAME, question)
        if question.draft:
            leaving.lost("the draft", "draft", hint="it is left out, as learners do not see it either")
            losses += leaving.found
            continue
        block = _block(bank, question, leaving)
        losses += leaving.found
        here = _category(bank, _file(question) if len(files) > 1 else "")
        if here != category:
            pieces.append(here)
            category = here
        pieces.append(block)
    return Exported("\n".join(pieces), tuple(losses))


def _file(question: Question) -> str:
    return question.at.start.file.rpartition("/")[2].partition(".")[0]


def _category(bank: Bank, file: str) -> str:
    names = [" ".join(bank.title.split()).replace("/", "//"), *([file] if file else [])]
    mark = f" [file:{file}]" if file else ""
    return (
        f"// [bank:{bank.id}] [language:{bank.language}]{mark}\n$CATEGORY: $course$/top/{'/'.join(names)}\n"
    )


def _block(bank: Bank, question: Question, leaving: Leaving) -> str:
    written = write_kind(bank, question, leaving)
    _report_extras(question, leaving)
    tags = list(_tags(question, leaving))
    names = [question.id]
    if len(written) > 1:
        names = [f"{question.id[:58]}-{number}" for number in range(1, len(written) + 1)]
    return "\n".join(
        f"// {' '.join([f'[id:{name}]', *tags])}\n::{name}::{each.before}{{{_inside(each)}}}{each.after}\n"
        for name, each in zip(names, written, strict=True)
    )


def _inside(written: Written) -> str:
    if not any("\n" in each or len(each) > 30 for each in written.answers) and len(written.answers) < 2:
        return "".join(written.answers) + (f"####{written.feedback}" if written.feedback else "")
    rows = [*written.answers, *([f"####{written.feedback}"] if written.feedback else [])]
    return "\n" + "".join(f"\t{row}\n" for row in rows)


def _tags(question: Question, leaving: Leaving) -> Iterator[str]:
    for index, tag in enumerate(question.tags):
        plain = " ".join(_NO_TAG.sub(" ", tag).split())
        if plain != tag:
            leaving.changed(f"the tag {tag!r} became {plain!r}", "tags", index)
        if plain:
            yield "[tag:" + plain.replace("]", "\\]") + "]"


def _report_extras(question: Question, leaving: Leaving) -> None:
    extras = [name for name in _EXTRAS if getattr(question, name)]
    if question.edition != 1:
        extras.append("edition")
    if extras:
        leaving.lost(listed(extras), extras[0])
    for index, media in enumerate(question.media):
        hint = "add it in Moodle's editor; its words are in the text where it stood"
        leaving.lost(f"the picture {media.file}", "media", index, hint=hint)
