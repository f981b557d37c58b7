"""Drafts with a parser's help, from annotations that spaCy's en_core_web_sm 3.8 gave for these sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from question_bank.drafting.article import read_article
from question_bank.drafting.asking import candidates
from question_bank.drafting.clauses import clause_of
from question_bank.drafting.mentions import MentionKind
from question_bank.drafting.parsing import Entity, Parse, Word, clause_in, parsed
from question_bank.model import Source
from question_bank.model.texts import prompt_text

TRAINS = "The trains built in 1950 carried 300 passengers a day."
MINE = "Lund has opened a second mine near Kalberg."
HAVE = "They have two mines."
# A word a line: the word, its tag, its dependency, the number of its head, its lemma.
ROWS = {
    TRAINS: """
        The DT det 1 the
        trains NNS nsubj 5 train
        built VBN acl 1 build
        in IN prep 2 in
        1950 CD pobj 3 1950
        carried VBD ROOT 5 carry
        300 CD nummod 7 300
        passengers NNS dobj 5 passenger
        a DT det 9 a
        day NN npadvmod 7 day
        . . punct 5 .
    """,
    MINE: """
        Lund NN nsubj 2 lund
        has VBZ aux 2 have
        opened VBN ROOT 2 open
        a DT det 5 a
        second JJ amod 5 second
        mine NN dobj 2 mine
        near IN prep 2 near
        Kalberg NNP pobj 6 Kalberg
        . . punct 2 .
    """,
    HAVE: """
        They PRP nsubj 1 they
        have VBP ROOT 1 have
        two CD nummod 3 two
        mines NNS dobj 1 mine
        . . punct 1 .
    """,
}
ENTITIES = {MINE: (Entity("Kalberg", "GPE"), Entity("second", "ORDINAL"))}


def recorded(sentence: str) -> Parse:
    words, at = [], 0
    for row in ROWS.get(sentence, "").strip().splitlines():
        text, tag, dependency, head, lemma = row.split()
        start = sentence.index(text, at)
        at = start + len(text)
        words.append(Word(text, start, tag, dependency, int(head), lemma))
    return Parse(tuple(words), ENTITIES.get(sentence, ()))


def read(texts: Sequence[str]) -> Sequence[Parse]:
    return [recorded(text) for text in texts]


def test_the_parser_tells_the_verb_where_two_words_may_be_it() -> None:
    assert clause_of(TRAINS) is None
    clause = clause_in(TRAINS, recorded(TRAINS))
    assert clause is not None
    assert (clause.subject, clause.verb, clause.base, clause.did) == (
        "The trains built in 1950",
        "carried",
        "carry",
        "did",
    )


def test_a_question_comes_of_it_that_the_rules_do_not_dare() -> None:
    article = read_article((TRAINS, MINE), Source(id="s", title="S"), "", "en", None)
    wanted = "How many passengers a day did the trains built in 1950 carry?"
    by_rules = {prompt_text(each.question).rpartition(": ")[2] for each in candidates(article)}
    by_parser = {prompt_text(each.question).rpartition(": ")[2] for each in candidates(parsed(article, read))}
    assert wanted.lower() not in {each.lower() for each in by_rules}
    assert wanted.lower() in {each.lower() for each in by_parser}


def test_names_get_the_types_that_the_parser_gives_them() -> None:
    article = read_article((MINE,), Source(id="s", title="S"), "", "en", None)
    assert parsed(article, read).names.kinds["Kalberg"] is MentionKind.PLACE


@pytest.mark.parametrize("sentence", [HAVE, "No words at all."])
def test_a_pronoun_or_nothing_to_go_by_is_no_clause(sentence: str) -> None:
    assert clause_in(sentence, recorded(sentence)) is None


def test_helpers_stay_in_front() -> None:
    clause = clause_in(MINE, recorded(MINE))
    assert clause is not None
    assert (clause.subject, clause.helper, clause.asked(clause.rest)) == (
        "Lund", "has", "has Lund opened a second mine near Kalberg")  # fmt: skip
