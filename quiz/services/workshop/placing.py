"""Which question a place in a bank's files belongs to."""

from __future__ import annotations

from bisect import bisect_right

from question_bank.model import Question
from question_bank.problems import Place, Severity
from quiz.services.bank_checks import Checked


class Places:
    """The questions of a bank by file and line."""

    def __init__(self, checked: Checked) -> None:
        self._by_file: dict[str, list[tuple[int, Question]]] = {}
        for question in checked.bank.questions if checked.bank else ():
            start = question.at.start
            self._by_file.setdefault(checked.file(start.file), []).append((start.line, question))
        for found in self._by_file.values():
            found.sort(key=lambda each: each[0])
        self._unsure = {
            checked.file(problem.place.file)
            for problem in checked.loaded.reading.problems
            if problem.severity is Severity.ERROR
        }

    def question_at(self, place: Place) -> str:
        """Return the id of the question that stands there, "" if none does or none is sure to."""
        found = self._by_file.get(place.file, [])
        index = bisect_right([line for line, _question in found], place.line) - 1
        if index < 0:
            return ""
        question = found[index][1]
        last = max((each.line for each in question.at.by_path.values()), default=question.at.start.line)
        # Where a file has errors, what follows a question that could be read may be one that could not.
        return "" if place.file in self._unsure and place.line > last else question.id
