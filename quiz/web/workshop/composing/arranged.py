"""Forms of the kinds that are put together: gaps in a text, an order, pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext
from wtforms import FormField

from question_bank.model import Cloze, Kind, Matching, Ordering, OrderingItem, Pair, Question
from question_bank.model.cloze import deletions
from quiz.web.say import _, ngettext
from quiz.web.workshop.composing.common import QuestionForm, prompt_field
from quiz.web.workshop.composing.fields import (
    MOST_ROWS,
    Lines,
    LongText,
    Row,
    Rows,
    Text,
    complain,
    needed,
    text_of,
)

_TWO_AT_LEAST = 2


class Gaps(Rows):
    """What the gaps of a text accept: a field for each, in order of appearance."""

    gone = lazy_gettext("Gap %(number)s, which the text does not have")

    def process(self, formdata: Any, *args: Any, **more: Any) -> None:
        """Take each text for the gap that its number names, also where not all numbers were sent."""
        super().process(formdata, *args, **more)
        numbers = sorted(set(self._extract_indices(self.name, formdata or ())))
        if numbers and numbers[-1] < MOST_ROWS:
            texts = dict(zip(numbers, self.data, strict=True))
            self.show([texts.get(number, "") for number in range(numbers[-1] + 1)])

    def fit(self, text: str) -> None:
        """Show a field for each gap, and those that hold something although their gap is gone."""
        self.words = [gap.answer for gap in deletions(text)]
        kept = list(self.data)
        while kept and not (kept[-1] or "").strip():
            kept.pop()
        self.show([*kept, *[""] * (len(self.words) - len(kept))][:MOST_ROWS], 0)

    def named(self, number: int | str) -> str:
        index = int(number) - 1
        if index < len(self.words):
            return str(self.each).replace("%(number)s", str(number)).replace("%(words)s", self.words[index])
        return str(self.gone).replace("%(number)s", str(number))

    def validate(self, *_form: Any) -> bool:
        """Leave the rows where they are: each belongs to a gap, empty or not."""
        self.errors = []
        return True

    words: list[str] = []  # noqa: RUF012  set by `fit`; an instance has its own


class ClozeForm(QuestionForm):
    kind = Kind.CLOZE
    own = ("text", "accept")
    proposed_from = "text"

    text = LongText(
        lazy_gettext("The sentence, with its gaps"),
        validators=[needed(lazy_gettext("Write a sentence with at least one gap."))],
        description=lazy_gettext(
            "Put {{c1:: before a word to hide and }} after it. Gaps with the same number are asked together; "
            "give the next one the number 2 and it becomes a card of its own. A hint goes after two colons."
        ),
        default="",
    )
    accept = Gaps(
        Lines(default=""),
        lazy_gettext("Other answers that are just as right"),
        each=lazy_gettext("Gap %(number)s: “%(words)s”"),
        add="",
        shown=0,
        description=lazy_gettext(
            "For each gap, one on each line. Leave them empty if only the hidden words are right."
        ),
    )

    def fit(self) -> None:
        self.accept.fit(self.text.data or "")

    def check(self) -> None:
        self.fit()
        gaps = deletions(self.text.data or "")
        if text_of(self.text) and not gaps:
            complain(
                self.text,
                _("There is no gap yet. Write {{c1:: before the words to hide, and }} after them."),
            )
        for entry in self.accept.entries[len(gaps) :]:
            complain(
                entry,
                ngettext(
                    "The text has %(num)s gap. Empty this field, or make the gap.",
                    "The text has %(num)s gaps. Empty this field, or make the gap.",
                    len(gaps),
                ),
            )

    def question(self) -> Question:
        accept = tuple(entry.lines for entry in self.accept.entries)
        return Cloze(**self.common(), text=self.text.data, accept=accept if any(accept) else ())


class OrderingRow(Row):
    """A thing to put in order, and what is shown beside it afterwards."""

    text = Text(lazy_gettext("Thing"), default="")
    label = Text(lazy_gettext("Shown afterwards, such as a date, if you like"), default="")


class OrderingForm(QuestionForm):
    kind = Kind.ORDERING
    own = ("prompt", "items")

    prompt = prompt_field()
    items = Rows(
        FormField(OrderingRow),
        lazy_gettext("The things, in the right order"),
        each=lazy_gettext("Place %(number)s"),
        add=lazy_gettext("Add another thing"),
        ordered=True,
        description=lazy_gettext(
            "Learners get them mixed. Two with the same label may stand either way round."
        ),
    )

    def check(self) -> None:
        entries = [entry.form for entry in self.items.filled_rows()]
        for entry in entries:
            if not text_of(entry.text):
                complain(entry.text, lazy_gettext("Write the thing that this label belongs to."))
        if len(entries) < _TWO_AT_LEAST:
            complain(
                self.items.entries[len(entries)].form.text,
                lazy_gettext("Write at least two things to put in order."),
            )

    def question(self) -> Question:
        entries = [entry.form for entry in self.items.filled_rows()]
        return Ordering(
            **self.common(),
            prompt=self.prompt.data,
            items=tuple(OrderingItem(text=each.text.data, label=text_of(each.label)) for each in entries),
        )


class PairRow(Row):
    """Two things that belong together."""

    left = Text(lazy_gettext("This …"), default="")
    right = Text(lazy_gettext("… belongs to this"), default="")


class MatchingForm(QuestionForm):
    kind = Kind.MATCHING
    own = ("prompt", "pairs", "spare")

    prompt = prompt_field()
    pairs = Rows(
        FormField(PairRow),
        lazy_gettext("What belongs together"),
        each=lazy_gettext("Pair %(number)s"),
        add=lazy_gettext("Add another pair"),
        leads=False,
        description=lazy_gettext("The same right side may stand in several pairs."),
    )
    spare = Rows(
        Text(default=""),
        lazy_gettext("Right sides that belong to nothing"),
        each=lazy_gettext("Spare right side %(number)s"),
        add=lazy_gettext("Add another spare right side"),
        shown=1,
        description=lazy_gettext(
            "If you like: with some to spare, the last pair cannot be found by elimination."
        ),
    )

    def check(self) -> None:
        entries = [entry.form for entry in self.pairs.filled_rows()]
        for field in (field for entry in entries for field in _halves(entry)):
            if not text_of(field):
                complain(field, lazy_gettext("Write the other half of this pair too."))
        if len(entries) < _TWO_AT_LEAST:
            complain(self.pairs.entries[len(entries)].form.left, lazy_gettext("Write at least two pairs."))

    def question(self) -> Question:
        entries = [entry.form for entry in self.pairs.filled_rows()]
        return Matching(
            **self.common(),
            prompt=self.prompt.data,
            pairs=tuple(Pair(left=each.left.data, right=each.right.data) for each in entries),
            spare=tuple(entry.data for entry in self.spare.filled_rows()),
        )


def _halves(row: Any) -> Iterator[Any]:
    yield row.left
    yield row.right
