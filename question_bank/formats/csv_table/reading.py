"""A table to questions: a row each, read and judged by the same reader as YAML, with places in the table."""

from __future__ import annotations

from dataclasses import replace

from question_bank.formats.csv_table.cells import Cell, rows_of
from question_bank.formats.csv_table.columns import COLUMN_OF, COLUMNS, column_named
from question_bank.formats.csv_table.rows import Row
from question_bank.formats.reports import Arriving, quoted
from question_bank.formats.values import Imported
from question_bank.model import Kind, Question, cloze
from question_bank.problems import Problem
from question_bank.reading import figures
from question_bank.reading.fields import Document
from question_bank.reading.key_names import nearest
from question_bank.reading.questions import read_question
from question_bank.reading.source_text import SourceText
from question_bank.writing.names import Ids


def read_csv(text: str, file: str = "questions.csv", language: str = "en") -> Imported:
    """Return the questions of a table, whichever of `, ; |` and tab divides it; bad content never raises.

    `language` is the bank's, which decides what a figure means.
    """
    source = SourceText(file, text.removeprefix("\ufeff"))
    arriving = Arriving(source)
    rows = rows_of(source.text, arriving)
    table = _Table(arriving, language, Ids())
    if rows and table.read_header(rows[0]):
        for row in rows[1:]:
            table.take(row)
    elif not rows and not arriving.problems:
        hint = "write a first row with the names of the columns, e.g. prompt and answer"
        arriving.problems.append(arriving.about("E704", "the table is empty", hint))
    return Imported(tuple(table.questions), tuple(arriving.losses), tuple(arriving.problems))


class _Table:
    """Turns rows into questions once the header is known."""

    def __init__(self, arriving: Arriving, language: str, ids: Ids) -> None:
        self.arriving = arriving
        self.language = language
        self.ids = ids
        self.columns: list[tuple[str, int]] = []
        self.unknown: dict[int, Cell] = {}
        self.questions: list[Question] = []

    def read_header(self, header: list[Cell]) -> bool:
        """Learn what the columns are; say whether questions can be read from them."""
        for index, cell in enumerate(header):
            column = column_named(cell.text)
            if column in self.columns and column[0]:
                message = f"the column {quoted(cell.text)} is there twice; the first one counts"
                self.arriving.lost(message, cell.start, cell.end)
                column = ("", 0)
            elif not column[0] and cell.text.strip():
                self.unknown[index] = cell
            self.columns.append(column)
        is_usable = any(name == "prompt" for name, _ in self.columns)
        if not is_usable:
            start, end = header[0].start, header[-1].end
            hint = f"name the columns in the first row; known are: {', '.join(COLUMNS)}"
            self.arriving.refused("E704", "the first row names no column 'prompt'", start, end, hint)
        return is_usable

    def take(self, cells: list[Cell]) -> None:
        by_column: dict[str, list[tuple[int, Cell]]] = {}
        for index, cell in enumerate(cells):
            if not cell.text.strip():
                continue
            name, number = self.columns[index] if index < len(self.columns) else ("", 0)
            if name:
                by_column.setdefault(name, []).append((number, cell))
            else:
                self._report_stray(index, cell)
        if by_column:
            self._question(Row(by_column))

    def _report_stray(self, index: int, cell: Cell) -> None:
        """Report a column without a meaning once, where it first says something."""
        header = self.unknown.pop(index, None)
        if header is not None:
            near = nearest(header.text, COLUMNS)
            hint = f"did you mean {near!r}?" if near else f"known are: {', '.join(COLUMNS)}"
            message = f"the column {quoted(header.text)} has no place in a bank"
            self.arriving.lost(message, header.start, header.end, hint)
        elif index >= len(self.columns):
            message = f"{quoted(cell.text)} stands in no column"
            hint = "give its column a name, or put a cell with separators into quotation marks"
            self.arriving.lost(message, cell.start, cell.end, hint)

    def _question(self, row: Row) -> None:
        given = row.text("id").strip()
        prompt = " ".join(cloze.blanked(row.text("prompt"), "").split()[:8])
        name = self.ids.propose(given, prompt) if given else self.ids.propose(prompt)
        self._mend_date(row)
        before = len(self.arriving.problems)
        document = Document(self.arriving.source, self.arriving.problems)
        _, question = read_question(document, row.node(name), self.language)
        for index in range(before, len(self.arriving.problems)):
            self.arriving.problems[index] = _by_column(self.arriving.problems[index])
        if question is None:
            return
        if given and name != given:
            cell = row.cells["id"][0][1]
            problem = self.arriving.source.problem(
                "W716", f"the id {quoted(given)} became {name!r}", cell.start, cell.end
            )
            self.arriving.losses.append(problem)
        self._report_feedback(row)
        self.questions.append(question)

    def _mend_date(self, row: Row) -> None:
        """Take a date that a spreadsheet turned round for what it was, where it can be but one."""
        text = row.text("answer")
        if row.kind() != Kind.DATE or not text or figures.read_date(text) or figures.is_no_day(text):
            return
        better = figures.better_date(text, row.text("lang") or self.language)
        if better:
            number, cell = row.cells["answer"][0]
            self.arriving.repaired(f"the date {quoted(text)} was read as {better}", cell.start, cell.end)
            row.cells = {**row.cells, "answer": [(number, replace(cell, text=better))]}

    def _report_feedback(self, row: Row) -> None:
        """Report feedback without an option that it belongs to."""
        for text in row.feedback_without_option():
            cell = row.cells["feedback"][0][1]
            message = f"the feedback {quoted(text)} belongs to no wrong option"
            self.arriving.lost(message, cell.start, cell.end, "write one feedback per option, divided by '|'")


def _by_column(problem: Problem) -> Problem:
    """Return a finding that speaks of columns where the reader speaks of keys."""
    message, suggestion = problem.message, problem.suggestion
    for key, column in COLUMN_OF.items():
        message = message.replace(f"'{key}'", f"'{column}'")
        suggestion = suggestion.replace(f"'{key}'", f"'{column}'").replace(f"'{key}: ", f"'{column}: ")
    return replace(problem, message=message, suggestion=suggestion)
