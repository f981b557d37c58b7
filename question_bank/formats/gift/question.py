"""One GIFT block while it becomes a question: its texts, and its part of the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from question_bank.formats.gift.answers import Answers, Option, Span, span
from question_bank.formats.gift.blocks import Block
from question_bank.formats.gift.texts import Text, markdown_of, plain_of, style_of
from question_bank.formats.hypertext import from_plain
from question_bank.formats.reports import Arriving, listed, quoted
from question_bank.markup import plain_text

BLANK = "_____"
GAP = "\ue000"  # a character of the private use area stands for the answers inside a sentence


class Reader:
    """`language` says how the bank writes figures."""

    def __init__(self, block: Block, answers: Answers, arriving: Arriving, language: str) -> None:
        self.block = block
        self.answers = answers
        self.arriving = arriving
        self.language = language
        before = span(block, block.begin, block.opening) if block.opening >= 0 else Span(0, 0)
        self.before = before
        self.style = style_of(block.raw[before.start : before.end])
        self.after = span(block, block.closing + 1, block.end) if block.opening >= 0 else Span(0, 0)

    def prompt_words(self) -> str:
        """Return the question's text for a name."""
        sides = [self.block.raw[side.start : side.end] for side in (self.before, self.after)]
        return plain_text(markdown_of(" ".join(sides)).text)

    def prompt(self, gap: str = BLANK) -> str:
        """Return the question's text, with `gap` where the answers stand inside it."""
        ahead, brace, _ = self.block.signs[self.after.start : self.after.end].partition("{")
        if self.after and brace:
            message = "only the first braces hold answers; the others were read as text"
            hint = "make a question of its own for each gap"
            on_a_line_of_their_own = "\n" in self.block.raw[self.block.closing : self.after.start] + ahead
            more = "put an empty line between two questions, or " if on_a_line_of_their_own else ""
            self.changed(message, self.after, more + hint)
        before = self.block.raw[self.before.start : self.before.end]
        whole, raw = self.before, before.replace(GAP, "")
        if self.after:
            whole = Span(self.before.start, self.after.end)
            left = self.block.raw[whole.start : self.block.opening].replace(GAP, "")
            right = self.block.raw[self.block.closing + 1 : whole.end].replace(GAP, "")
            raw = f"{left}{GAP}{right}"
        found = markdown_of(raw)
        self._report(found, "the question", whole)
        return found.text.replace(GAP, gap)

    def text(self, where: Span, what: str) -> str:
        """Return an option, a feedback or the like as Markdown, in the question's format or its own."""
        return self._text(where, what).text

    def plain(self, where: Span) -> str:
        return plain_of(self.block, where)

    @staticmethod
    def as_markdown(text: str) -> str:
        """Return a plain text so that a bank shows it letter for letter."""
        return from_plain(text)

    def explanation(self, *others: Span) -> str:
        """Return the general feedback, or else the first feedback of `others`, which are to right answers.

        Learners see an explanation whatever they answered, so a feedback that became one is reported.
        """
        explained = self.text(self.answers.feedback, "the general feedback") if self.answers.feedback else ""
        for where in others:
            if not where:
                continue
            if explained:
                self.lost(f"the feedback {quoted(self.plain(where))} to a right answer has no place", where)
                continue
            explained = self.text(where, "the feedback")
            hint = "learners see it whatever they answered: reword it if it speaks to one answer"
            self.changed("the feedback to a right answer became the explanation", where, hint)
        return explained

    def filled(self, given: Iterable[Option], *, typed: bool = False) -> list[Option]:
        """Return the answers that have a text; one that is `typed` may look like a tag."""
        kept = []
        for option in given:
            self.weighed(option)
            raw = self.block.raw[option.text.start : option.text.end]
            if self.plain(option.text) and (typed or markdown_of(raw, self.style).text):
                kept.append(option)
            else:
                self.lost("an answer without a text was left out", option.whole)
        return kept

    def weighed(self, option: Option) -> None:
        """Report a share of the mark that is none."""
        hint = "write a number from -100 to 100 between the two %, such as ~%50%b"
        if option.too_much:
            most = "100%" if (option.weight or 0) > 0 else "-100%"
            self.changed(f"{self._as_written(option.too_much)} was read as {most}", option.too_much, hint)
        if option.odd:
            message = (
                f"{self._as_written(option.odd)} is no share of the mark, and stays in the answer's text"
            )
            self.changed(message, option.odd, hint)

    def _as_written(self, where: Span) -> str:
        return quoted(self.block.raw[where.start : where.end])

    def left(self, options: Sequence[Option], why: str) -> None:
        """Report answers that are left behind."""
        for option in options:
            self.lost(f"the answer {quoted(self.plain(option.text))} {why}", option.whole)

    def feedback_lost(self, options: Sequence[Option]) -> None:
        """Report what is told of answers that have no place for it."""
        for option in options:
            if option.feedback:
                message = f"the feedback {quoted(self.plain(option.feedback))} to one answer has no place"
                self.lost(message, option.feedback)

    def refused(self, message: str, where: Span, hint: str) -> None:
        self.arriving.refused("E703", message, *self._span(where), hint)

    def lost(self, message: str, where: Span, hint: str = "") -> None:
        self.arriving.lost(message, *self._span(where), hint)

    def changed(self, message: str, where: Span, hint: str = "") -> None:
        self.arriving.changed(message, *self._span(where), hint)

    def renamed(self, message: str, where: Span) -> None:
        self.arriving.losses.append(self.arriving.source.problem("W716", message, *self._span(where)))

    def _text(self, where: Span, what: str) -> Text:
        found = markdown_of(self.block.raw[where.start : where.end], self.style)
        self._report(found, what, where)
        return found

    def _report(self, found: Text, what: str, where: Span) -> None:
        if found.lost:
            self.lost(f"{listed(found.lost)} in {what} cannot be kept; the words are", where)

    def _span(self, where: Span) -> tuple[int, int]:
        start = self.block.at(where.start)
        return start, max(self.block.at(where.end), start + 1)
