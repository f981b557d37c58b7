"""What is written in another format comes back: all of it in JSON and CSV, in GIFT what no report names."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.formats import (
    Imported,
    read_csv,
    read_gift,
    read_json,
    write_csv,
    write_gift,
    write_json,
)
from question_bank.markup import inline_html
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Evidence,
    Fact,
    Flashcard,
    Kind,
    ListItem,
    ListQuestion,
    Matching,
    Media,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    OrderingItem,
    Pair,
    PartialDate,
    Passage,
    Precision,
    Question,
    Scale,
    ShortAnswer,
    SingleChoice,
    Source,
    Tolerance,
    TrueFalse,
    Unit,
)
from question_bank.reading import read_bank

NASTY = [
    *(
        "=1+2",
        "'=x",
        "-5",
        "- x",
        "+x",
        "@x",
        "'",
        "''-",
        "a|b",
        "a ~ b",
        "a -> b",
        "\\",
        "x\\",
        "\\|",
        "[]",
        " x",
    ),
    *(
        "x ",
        "a\nb",
        'say "no"',
        '"',
        "a;b",
        "a,b",
        "a\tb",
        "{=x}",
        "~%50%x",
        "%50%x",
        "::t::",
        "####",
        "// no",
    ),
    *(
        "[html]x",
        "[id:x]",
        "$CATEGORY: x",
        "a}b{c",
        "*x*",
        "**b** `c` [l](http://a.b)",
        "<b>",
        "&amp;",
        "a*b*c",
    ),
    *(
        "_____",
        "x # y",
        "\\n",
        "\\=",
        "T",
        "FALSE",
        "...",
        "1..2",
        "3:4",
        "日本",
        "😀",
        "&&058;",
        "a  b",
        "#",
        "->",
    ),
]
characters = st.characters(exclude_categories=["Cs", "Cc", "Co"], exclude_characters="\ufeff\ufffe\uffff")
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.sampled_from("ab1 *_`\\{}~=#:%[]<>&!|-'\"\n,;."), min_size=1, max_size=12),
    st.text(alphabet=characters, min_size=1, max_size=15),
).filter(lambda text: text.strip() != "")
some = st.lists(texts, max_size=2).map(tuple)
GAPS = ["{{c1::sea}}", "{{c1::a b::hint}}", "{{c2::it's}}", "{{c1::10 %}}", "{{c1::*x*}}", "{{c3::a->b}}"]
BYTES = b"\x89PNG"
PICTURE = Media(file="images/a.png", alt="a ~ map | 1", digest="0f4636c78f65d363")


def many(values: st.SearchStrategy, least: int = 1) -> st.SearchStrategy:
    return st.lists(values, min_size=least, max_size=3).map(tuple)


numbers = st.integers(-(10**6), 10**6).map(Decimal) | st.decimals(-100, 100, places=2).map(Decimal.normalize)
wrong = many(st.builds(Distractor, text=texts, feedback=st.just("") | texts))
days = st.builds(PartialDate, st.integers(1000, 2999), st.integers(1, 12), st.integers(1, 28))
units = st.none() | st.builds(Unit, name=texts, accept=some, required=st.booleans())
OWN: dict[Kind, st.SearchStrategy] = {
    Kind.FLASHCARD: st.fixed_dictionaries({"prompt": texts, "answer": texts}),
    Kind.TRUE_FALSE: st.fixed_dictionaries({"prompt": texts, "answer": st.booleans()}),
    Kind.SINGLE_CHOICE: st.fixed_dictionaries({"prompt": texts, "answer": texts, "distractors": wrong}),
    Kind.MULTIPLE_CHOICE: st.fixed_dictionaries(
        {"prompt": texts, "answers": many(texts), "distractors": wrong}
    ),
    Kind.SHORT_ANSWER: st.fixed_dictionaries(
        {"prompt": texts, "answer": texts, "accept": some, "reject": some, "strict": st.booleans()}
    ),
    Kind.LIST: st.fixed_dictionaries(
        {"prompt": texts, "answers": many(st.builds(ListItem, answer=texts, accept=some)), "need": st.just(1)}
    ),
    Kind.NUMBER: st.fixed_dictionaries(
        {
            "prompt": texts,
            "answer": numbers,
            "tolerance": st.builds(Tolerance, amount=numbers.map(abs), percent=st.booleans()),
            "unit": units,
            "scale": st.sampled_from(Scale),
        }
    ).map(lambda own: {**own, "written": f"{own['answer']:f}"}),
    Kind.DATE: st.fixed_dictionaries(
        {"prompt": texts, "answer": days, "precision": st.sampled_from(Precision)}
    ),
    Kind.CLOZE: st.tuples(texts, many(st.sampled_from(GAPS)), st.sampled_from(["", ".", " **b**"])).map(
        lambda made: {"text": f"{made[0].replace('{', '').replace('}', '')} {' or '.join(made[1])}{made[2]}"}
    ),
    Kind.ORDERING: st.fixed_dictionaries(
        {"prompt": texts, "items": many(st.builds(OrderingItem, text=texts, label=st.just("") | texts), 2)}
    ),
    Kind.MATCHING: st.fixed_dictionaries(
        {"prompt": texts, "pairs": many(st.builds(Pair, left=texts, right=texts), 2), "spare": some}
    ),
}
CLASSES = {
    each.kind: each
    for each in (
        *(Flashcard, TrueFalse, SingleChoice, MultipleChoice, ShortAnswer, ListQuestion, NumberQuestion),
        *(DateQuestion, Cloze, Ordering, Matching),
    )
}
common = st.fixed_dictionaries(
    {"tags": some, "explanation": st.just("") | texts},
    optional={
        "was": st.just(("old",)),
        "facts": st.just(("f",)),
        "difficulty": st.integers(1, 5),
        "edition": st.integers(1, 3),
        "draft": st.booleans(),
        "lang": st.just("de"),
        "media": st.just((PICTURE,)),
        "derived": texts,
        "unsourced": texts,
    },
)
FACT = Fact(
    id="f", says="x", evidence=Evidence(passages=(Passage(source="s", paragraph=1, begins="a", ends="b"),))
)
WATER = Bank(id="water", title="Water / sea", sources=(Source(id="s", title="S"),), facts=(FACT,))
quick = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
kinds = pytest.mark.parametrize("kind", Kind)


def drawn(data: st.DataObject, kind: Kind, shared: st.SearchStrategy = common) -> Question:
    question = CLASSES[kind](id="q", **{**data.draw(shared), **data.draw(OWN[kind])})
    if isinstance(question, NumberQuestion) and question.lang == "de":
        return replace(question, written=question.written.replace(".", ","))
    return question


@kinds
@given(st.data())
@quick
def test_a_bank_comes_back_from_json_as_it_was(kind: Kind, data: st.DataObject) -> None:
    bank = replace(WATER, questions=(drawn(data, kind),), briefing=data.draw(st.just("") | texts))
    exported = write_json(bank, lambda _: BYTES)
    imported = read_json(exported.text)
    assert (exported.losses, imported.losses, imported.problems) == ((), (), ())
    assert imported.bank is not None
    assert replace(imported.bank, questions=imported.questions) == bank
    assert (imported.media == {}) == (bank.questions[0].media == ())


@kinds
@given(st.data(), st.sampled_from(",;\t"))
@quick
def test_a_question_comes_back_from_a_table_as_it_was(kind: Kind, data: st.DataObject, mark: str) -> None:
    question = drawn(data, kind)
    text = write_csv(replace(WATER, questions=(question,))).text
    imported = read_csv(remarked(text, mark))
    assert (imported.losses, imported.problems) == ((), ())
    assert imported.questions == (without_digests(question),)


def remarked(text: str, mark: str) -> str:
    """The same table with another mark between its cells, as another language's spreadsheet saves it."""
    if mark == ",":
        return text
    cells = re.compile(r'("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n)')
    quoted = cells.sub(
        lambda found: (
            (found[1] if found[1].startswith('"') else f'"{found[1]}"')
            + (mark if found[2] == "," else found[2])
        ),
        text,
    )
    return f"sep={mark}\r\n{quoted}"


def without_digests(question: Question) -> Question:
    return replace(question, media=tuple(replace(each, digest="") for each in question.media))


@kinds
@given(st.data())
@quick
def test_what_comes_back_from_gift_is_what_the_report_leaves(kind: Kind, data: st.DataObject) -> None:
    bank = replace(WATER, questions=(drawn(data, kind, common | plain_common),))
    exported = write_gift(bank)
    imported = read_gift(exported.text)
    assert all(loss.code in ("W711", "W712") and "'q'" in loss.message for loss in exported.losses)
    if not exported.losses and not has_twins(bank.questions[0]):
        assert (imported.problems, imported.losses) == ((), ())
        assert [seen(question) for question in imported.questions] == [seen(bank.questions[0])]


plain_common = st.fixed_dictionaries({"tags": st.just(("sea",)), "explanation": st.just("") | texts})


def has_twins(question: Question) -> bool:
    """Whether something in it is there twice, which a bank's check refuses."""
    match question:
        case SingleChoice():
            return twice([question.answer, *(each.text for each in question.distractors)])
        case MultipleChoice():
            return twice([*question.answers, *(each.text for each in question.distractors)])
        case ShortAnswer():
            return twice([question.answer, *question.accept, *question.reject])
        case Matching():
            return twice([pair.left for pair in question.pairs]) or twice(
                [*question.spare, *{pair.right for pair in question.pairs}]
            )
        case _:
            return False


def twice(values: list[str]) -> bool:
    rendered = [html(value) for value in values]
    return len(set(rendered)) < len(rendered) or "" in rendered


def html(text: str) -> str:
    """A text as learners see it: two ways to write one thing are one thing."""
    shown = re.sub(r"\s*(<[^>]*>)\s*", r"\1", " ".join(inline_html(text.strip()).split()))
    return re.sub(r"^(?:<br />)+|(?:<br />)+$", "", shown)


def seen(value: object) -> object:
    """A question's values as learners see them."""
    if isinstance(value, str):
        return html(value)
    if isinstance(value, tuple):
        return tuple(seen(each) for each in value)
    if hasattr(value, "__dataclass_fields__"):
        names = [name for name in value.__dataclass_fields__ if name != "at"]
        return (type(value), *(seen(getattr(value, name)) for name in names))
    return value


@pytest.mark.parametrize("write", [write_json, write_csv, write_gift])
def test_the_shipped_bank_goes_through_every_format(write, root) -> None:
    bank = read_bank(root / "question_bank" / "banks" / "russia-korea-2011").bank
    assert bank is not None
    text = write(bank).text
    imported: Imported = {write_json: read_json, write_csv: read_csv, write_gift: read_gift}[write](text)
    assert imported.problems == ()
    if write is write_gift:
        assert {question.id for question in bank.questions} - {each.id for each in imported.questions} == {
            question.id
            for question in bank.questions
            if isinstance(question, Cloze) and question.text.count("{{") > 1
        }
        assert imported.bank is not None
        assert (imported.bank.id, imported.bank.title) == (bank.id, bank.title)
    else:
        assert imported.losses == ()
        assert imported.questions == bank.questions
    if write is write_json:
        assert imported.bank is not None
        assert replace(imported.bank, questions=imported.questions) == bank
