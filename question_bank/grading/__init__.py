"""A response and a question become a grade: correctness, and what a page needs to explain it."""

from question_bank.grading.grade import grade
from question_bank.grading.guessing import guess_chance
from question_bank.grading.number_reading import NumberReading, read_number, written_number
from question_bank.grading.vocabulary import Vocabulary, vocabulary_of

__all__ = [
    "NumberReading",
    "Vocabulary",
    "grade",
    "guess_chance",
    "read_number",
    "vocabulary_of",
    "written_number",
]
