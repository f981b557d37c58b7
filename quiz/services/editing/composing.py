"""A new question as a form gives it: as YAML that reads back the same, judged in its bank, and added."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.model import Question
from question_bank.problems import Place
from question_bank.reading import Reading, read_bank_texts
from question_bank.reading.places import NodePlaces, Path
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Sequence, parse
from question_bank.writing import question_to_yaml
from quiz.services.context import Context
from quiz.services.editing.judging import judge_new
from quiz.services.editing.values import Judged

_FILE = "questions/new.yaml"
_HEAD = "questions:\n"


class UnfaithfulError(RuntimeError):
    """A question was written and then read as another one: the fault is Factdeck's, and nothing is saved."""


def block_of_new(question: Question, language: str) -> str:
    """Return a question as one list item, `- id: ...`; `language` is the bank's.

    What was typed comes back to the letter when the block is read. Where it cannot be read at all, such as a
    cloze without a gap, the findings say so when it is judged. Raises UnfaithfulError.
    """
    block = question_to_yaml(question, language)
    found = _reading(block, language)
    # Facts and pictures are not at hand here, so only what is said of the text itself counts (E1..).
    unreadable = any(problem.code.startswith("E1") for problem in found.problems)
    if not unreadable and _only_question(found) != question:
        raise UnfaithfulError(f"{question.id!r} was written as another question than it is")
    return block


def read_block(block: str, language: str) -> Question | None:
    """Return the question that a block is in a bank of this language, None if it cannot be read as one."""
    return _only_question(_reading(block, language))


def _reading(block: str, language: str) -> Reading:
    files = {"bank.yaml": f"bank: b\ntitle: b\nlanguage: {language}\n", _FILE: _HEAD + block}
    return read_bank_texts({name: text.encode() for name, text in files.items()})


def _only_question(reading: Reading) -> Question | None:
    questions = reading.bank.questions if reading.bank is not None else ()
    return questions[0] if len(questions) == 1 else None


@dataclass(frozen=True, slots=True)
class Values:
    """Where the values of a block stand, in the order of the text: places count its lines from 1."""

    places: tuple[tuple[Place, Path], ...]

    def at(self, line: int, column: int) -> Path:
        """Return the path of the value that a place in the block is in; () for the question as a whole."""
        found: Path = ()
        for place, path in self.places:
            if (place.line, place.column) <= (line, column):
                found = path
        return found


def values_of(block: str) -> Values:
    """Return the values of a block; none if it is not one question."""
    source = SourceText(_FILE, block)
    root = parse(source).root
    node = root.items[0] if type(root) is Sequence and root.items else None
    if type(node) is not Mapping:
        return Values(())
    places = NodePlaces(source, node)
    # An outer value begins where its first inner one does; the inner one is what is meant.
    return Values(tuple(sorted(((places[path], path) for path in places), key=lambda each: _order(*each))))


def _order(place: Place, path: Path) -> tuple[int, int, int]:
    return place.line, place.column, len(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A new question as the text that would be written, with what is found in the bank once it is there."""

    block: str
    judged: Judged
    values: Values


def propose(
    ctx: Context, learner_id: int, key: str, file: str, question: Question, language: str
) -> Proposal:
    """Write and judge a new question at the end of a file, which may be a new one; nothing is saved.

    Raises NotFound and UnfaithfulError.
    """
    block = block_of_new(question, language)
    return Proposal(block=block, judged=judge_new(ctx, learner_id, key, file, block), values=values_of(block))
