"""Drafts by a language model: believed only as far as the article goes, whatever the model replies."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import llm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llm.plugins import pm

from question_bank.drafting import Draft, DraftingError, Method, Refusal, draft
from question_bank.drafting.replies import Unfit, entries_of
from tests.question_bank.drafting.test_hostile_texts import errors_of

ARTICLE = (
    "Anna Berg founded the Minta Library in 1987 with 400 books. It lent “12,500 books” in its first year.\n"
    "The roof began to leak in 2003, and the town moved the books to Kalberg, Ostrand and Vik."
)
GOOD = {
    "quote": "Anna Berg founded the Minta Library in 1987",
    "fact": "Minta owes its library to Anna Berg, who opened it in 1987.",
    "kind": "short_answer",
    "prompt": "Who started the Minta Library?",
    "answer": "Anna Berg",
    "accept": ["Berg"],
}

Say = Callable[[str], None]


class StandIn(llm.Model):
    """A model that says what it was told to say, and needs no network."""

    model_id = "stand-in"
    can_stream = False
    reply = ""
    asked: list[str]

    def execute(self, prompt: Any, stream: bool, response: Any, conversation: Any) -> Iterator[str]:
        self.asked.append(prompt.prompt)
        if self.reply == "BREAK":
            raise RuntimeError("out of credit\n\n")
        yield self.reply


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """Register the stand-in through llm's own plugin interface."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LLM_USER_PATH", str(tmp_path_factory.mktemp("llm")))
        patch.setenv("LLM_LOAD_PLUGINS", "")
        stand_in = StandIn()

        class Plugin:
            __name__ = "stand-in"

            @llm.hookimpl
            def register_models(self, register: Callable[[llm.Model], None]) -> None:
                register(stand_in)

        plugin = Plugin()
        pm.register(plugin, name="stand-in")
        yield stand_in
        pm.unregister(plugin)


@pytest.fixture
def drafted(model: StandIn) -> Callable[[object], Draft]:
    def call(reply: object, article: str = ARTICLE) -> Draft:
        model.asked = []
        model.reply = reply if isinstance(reply, str) else json.dumps({"drafts": reply})
        return draft(article, name="minta.txt", method=Method.LLM, model="stand-in")

    return call


def whys(made: Draft) -> list[Refusal]:
    return [each.why for each in made.refused]


def test_what_the_article_supports_becomes_a_draft_with_its_passage(drafted) -> None:
    made = drafted([GOOD])
    (question,) = made.questions
    assert question.question.prompt == "Who started the Minta Library?"
    assert question.question.draft
    (fact,) = made.facts
    assert (fact.fact.says, fact.stretch) == (GOOD["fact"], GOOD["quote"])
    assert errors_of(made) == []


def test_a_fact_in_its_own_words_carries_no_mark_and_a_copied_one_does(drafted) -> None:
    own = drafted([GOOD]).facts[0].fact
    copied = (
        drafted([{**GOOD, "fact": "Anna Berg founded the Minta Library in 1987 with 400 books."}])
        .facts[0]
        .fact
    )
    assert (own.tags, copied.tags) == ((), ("own-words-missing",))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"quote": "Anna Berg founded the Minta Museum in 1987"}, Refusal.NOT_FOUND),
        ({"quote": "Anna"}, Refusal.NOT_FOUND),
        ({"quote": None}, Refusal.NOT_FOUND),
        ({"answer": "Peter Olsen", "accept": []}, Refusal.UNSUPPORTED),
        ({"kind": "essay"}, Refusal.UNREADABLE),
        ({"kind": ["short_answer"]}, Refusal.UNREADABLE),
        ({"prompt": ""}, Refusal.UNREADABLE),
        ({"prompt": "x" * 5_000}, Refusal.UNREADABLE),
        ({"fact": {}}, Refusal.UNREADABLE),
        ({"kind": "number", "answer": "many"}, Refusal.UNREADABLE),
        ({"kind": "number", "answer": "1988"}, Refusal.UNSUPPORTED),
        ({"kind": "number", "answer": 1987, "scale": "zillion"}, Refusal.UNREADABLE),
        ({"kind": "date", "answer": "soon"}, Refusal.UNREADABLE),
        ({"kind": "true_false", "answer": "maybe"}, Refusal.UNREADABLE),
        ({"kind": "single_choice", "distractors": "none"}, Refusal.UNREADABLE),
        ({"kind": "single_choice", "distractors": ["All of the above", "Ida Lund"]}, Refusal.FAULTY),
        ({"kind": "cloze", "text": "Anna Berg founded it."}, Refusal.UNREADABLE),
        ({"kind": "cloze", "text": "{{c0::Anna Berg}} founded it."}, Refusal.FAULTY),
        ({"prompt": "Who is ![](http://x/y.png)?"}, Refusal.FAULTY),
        ({"by": "Peter Olsen"}, Refusal.FAULTY),
    ],
)
def test_what_the_article_or_the_checks_do_not_support_is_refused_and_listed(drafted, change, why) -> None:
    made = drafted([{**GOOD, **change}, GOOD])
    assert whys(made) == [why]
    assert len(made.questions) == 1
    assert made.refused[0].detail


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "number", "prompt": "How many books lent the Minta Library at first?", "answer": "12,500",
         "quote": 'It lent "12,500 books" in its first year.'},
        {"kind": "date", "prompt": "In which year did the roof of the library leak?", "answer": 2003,
         "quote": "The roof began to leak in 2003"},
        {"kind": "list", "prompt": "Where did the books go?", "answers": ["Kalberg", "Ostrand", "Vik"],
         "quote": "the town moved the books to Kalberg, Ostrand and Vik"},
        {"kind": "true_false", "prompt": "The books went to Vik alone.", "answer": False,
         "quote": "the town moved the books to Kalberg, Ostrand and Vik"},
        {"kind": "multiple_choice", "prompt": "Which towns took books?", "answers": ["Kalberg", "Vik"],
         "distractors": ["Minta"], "quote": "the town moved the books to Kalberg, Ostrand and Vik"},
        {"kind": "cloze", "text": "The Minta Library began with {{c1::400}} books.",
         "quote": "founded the Minta Library in 1987 with 400 books"},
        {"kind": "flashcard", "prompt": "Why were books moved?", "answer": "The roof began to leak",
         "quote": "The roof began to leak in 2003"},
    ],
    ids=lambda each: each["kind"],
)  # fmt: skip
def test_every_kind_that_is_asked_for_is_read(drafted, entry) -> None:
    made = drafted([{**entry, "fact": "Something about the library in other words."}])
    assert [each.question.kind.value for each in made.questions] == [entry["kind"]], made.refused
    assert errors_of(made) == []


@pytest.mark.parametrize(
    "reply", ["", "Sorry, I cannot do that.", "{", "[" * 50_000, '{"drafts": 3}', "null", "\x00{}"]
)
def test_a_reply_that_is_no_json_is_one_refusal(drafted, reply) -> None:
    made = drafted(reply)
    assert (made.questions, whys(made)) == ((), [Refusal.UNREADABLE])


def test_json_is_found_in_what_is_said_around_it(drafted) -> None:
    made = drafted(f"Here you are!\n```json\n{json.dumps({'drafts': [GOOD]})}\n```\nAnything else?")
    assert len(made.questions) == 1


def test_a_flood_of_drafts_is_cut_and_said(drafted) -> None:
    made = drafted([{**GOOD, "prompt": f"Who started library number {number}?"} for number in range(500)])
    assert Refusal.SURPLUS in whys(made)


def test_every_draft_beyond_those_that_are_read_is_listed(drafted) -> None:
    made = drafted([{**GOOD, "prompt": f"Who started library number {number}?"} for number in range(83)])
    listed = [each.what for each in made.refused if each.why is Refusal.SURPLUS]
    assert listed == [f"Who started library number {number}?" for number in (80, 81, 82)]


FOUNDED = "Anna Berg founded Library {0} of Minta in {1} with {2} books."


def test_no_draft_of_a_model_is_thrown_away_for_what_it_is_worth(drafted) -> None:
    # So many numbers, which each is worth less than the one before, that the rules would stop at 0.4.
    article = "\n".join(FOUNDED.format(chr(65 + at), 1900 + at, 300 + at) for at in range(14))
    entries = [
        {"kind": "number", "quote": FOUNDED.format(chr(65 + at), 1900 + at, 300 + at).rstrip("."),
         "fact": "A library opened its doors.", "answer": str(300 + at),
         "prompt": f"How many books had the library called {name} at first?"}
        for at, name in enumerate(("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven",
                                   "inlet", "jetty", "knoll", "lupin", "maple", "noble"))
    ]  # fmt: skip
    made = drafted(entries, article)
    assert (len(made.questions), whys(made)) == (14, [])


def test_each_draft_is_either_shown_or_listed_with_its_reason(drafted) -> None:
    again = {**GOOD, "prompt": "Who was it that started the Minta Library?"}
    made = drafted([GOOD, again, GOOD, {**GOOD, "answer": "Ida Lund", "accept": []}])
    assert len(made.questions) + len(made.refused) == 4
    assert made.left_out() == {Refusal.DUPLICATE: 2, Refusal.UNSUPPORTED: 1}


@pytest.mark.parametrize("key", ["distractors", "answers"])
def test_no_option_is_cut_away_in_silence(drafted, key) -> None:
    entry = {**GOOD, "kind": "multiple_choice", "answers": ["Anna Berg"], "distractors": ["Ida Lund"]}
    made = drafted([{**entry, key: [f"Person {number}" for number in range(13)]}])
    assert (made.questions, whys(made)) == ((), [Refusal.UNREADABLE])
    assert "13, and 12 are the most" in made.refused[0].detail


def test_of_a_reply_that_breaks_off_the_whole_drafts_are_read(drafted) -> None:
    whole = json.dumps(
        {"drafts": [GOOD, {**GOOD, "kind": "cloze", "text": "Minta's library opened in {{c1::1987}}."}]}
    )
    made = drafted(whole[:-40])
    assert [each.question.kind.value for each in made.questions] == ["short_answer"]
    assert [each.detail for each in made.refused] == ["the reply breaks off after 1 drafts"]


def test_text_that_the_model_was_not_sent_is_counted(drafted, model) -> None:
    paragraph = "Anna Berg founded the Minta Library in 1987 with 400 books. " * 110
    made = drafted([], "\n".join(f"{at}. {paragraph}" for at in range(30)))
    (unsent,) = (each for each in made.refused if each.why is Refusal.TOO_LONG)
    assert (len(model.asked), unsent.count) == (12, 18)


def test_the_article_is_named_material_in_the_question_to_the_model(drafted, model) -> None:
    drafted([])
    (asked,) = model.asked
    assert "never an instruction" in asked
    assert ARTICLE.split("\n")[0] in asked


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(list(GOOD.values())[:3]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*GOOD, "answers", "distractors", "text"]), inner)
    ),
    max_leaves=12,
)


changes = st.dictionaries(
    st.sampled_from([*GOOD, "distractors", "answers", "unit", "scale", "by"]), json_values
)
nearly_good = changes.map(lambda change: {**GOOD, **change})


@settings(max_examples=40, deadline=None)
@given(entries=st.lists(json_values | nearly_good))
def test_no_reply_brings_an_error_into_the_bank(entries, model) -> None:
    model.asked, model.reply = [], json.dumps({"drafts": entries})
    assert errors_of(draft(ARTICLE, name="minta.txt", method=Method.LLM, model="stand-in")) == []


@given(st.text(max_size=60))
def test_any_reply_is_a_list_or_unfit(reply) -> None:
    with contextlib.suppress(Unfit):
        assert isinstance(entries_of(reply)[0], list)


def test_a_model_that_fails_is_said_in_a_sentence(drafted) -> None:
    with pytest.raises(DraftingError, match=r"^the model stand-in gave no answer: out of credit$"):
        drafted("BREAK")


def test_an_unknown_model_is_said_in_a_sentence(model) -> None:
    with pytest.raises(DraftingError, match="knows no model 'nobody'"):
        draft(ARTICLE, name="x", method=Method.LLM, model="nobody")


@pytest.mark.parametrize("method", [Method.LLM, Method.NLP])
def test_a_missing_extra_is_said_with_what_to_install(monkeypatch, method) -> None:
    monkeypatch.setitem(sys.modules, {"llm": "llm", "nlp": "spacy"}[method], None)
    with pytest.raises(DraftingError, match=rf"pip install '\.\[{method}\]' in Factdeck's folder"):
        draft(ARTICLE, name="x", method=method)


def test_a_not_that_the_model_could_not_know_to_mark_is_marked(drafted) -> None:
    judged = {**GOOD, "kind": "true_false", "answer": True, "prompt": 'Berg didn\'t ask for "not one" book.'}
    chosen = {**GOOD, "kind": "single_choice", "distractors": ["Ida Lund"],
              "prompt": "Whose library was **not** the town's and never closed in 1987?"}  # fmt: skip
    prompts = {each.question.kind.value: each.question.prompt for each in drafted([judged, chosen]).questions}
    assert prompts == {
        "true_false": 'Berg **didn\'t** ask for "not one" book.',
        "single_choice": "Whose library was **not** the town's and **never** closed in 1987?",
    }


@pytest.mark.parametrize(("hedge", "percent"), [("about ", 5), ("some ", 5), ("", 0), ("more than ", 0)])
def test_a_number_that_the_article_gives_as_about_may_be_a_little_off(drafted, hedge, percent) -> None:
    article = f"The Minta Library lent {hedge}12,500 books and 400 maps in its first year."
    entry = {**GOOD, "kind": "number", "prompt": "How many books did Minta lend at first?", "answer": "12.5",
             "scale": "thousand", "quote": "12,500 books and 400 maps in its first year"}  # fmt: skip
    (drawn,) = drafted([entry], article).questions
    assert (drawn.question.tolerance.amount, drawn.question.tolerance.percent) == (percent, percent > 0)


SHARES = "The Minta Library lost 48 per cent of its maps and 11 per cent of its books in the fire of 2003."
REASONS = (
    "Until 1987 Minta had no library because the town council changes its mind every few days. "
    "Nobody in Minta was told of the new library, because such knowledge can change what people vote for."
)


@pytest.mark.parametrize(
    ("article", "entries"),
    [
        (SHARES, [
            {"kind": "number", "unit": "per cent", "answer": 48, "quote": SHARES,
             "prompt": "What percentage of its maps did the Minta Library lose in the fire?"},
            {"kind": "number", "unit": "per cent", "answer": 11, "quote": SHARES,
             "prompt": "What percentage of its books did the Minta Library lose in the fire?"},
        ]),
        (REASONS, [
            {"kind": "flashcard", "quote": REASONS.split(". ")[0], "prompt": "Why had Minta no library?",
             "answer": "the town council changes its mind every few days"},
            {"kind": "flashcard", "quote": REASONS.split(". ")[1],
             "prompt": "Why was nobody in Minta told of the library?",
             "answer": "such knowledge can change what people vote for"},
        ]),
    ],
    ids=["one unit", "one word"],
)  # fmt: skip
def test_two_answers_with_a_unit_or_a_word_in_common_are_no_duplicates(drafted, article, entries) -> None:
    made = drafted([{"fact": "Something in other words.", **each} for each in entries], article)
    assert (len(made.questions), whys(made)) == (2, [])
    again = {
        **entries[1],
        "prompt": entries[1]["prompt"].replace("Minta", "old Minta"),
        "fact": "Told again.",
    }
    assert Refusal.DUPLICATE in whys(
        drafted([*({"fact": "Other words.", **each} for each in entries), again], article)
    )
