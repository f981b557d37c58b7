"""From a plain text article to a draft: the one way in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from question_bank.drafting.about import About, about
from question_bank.drafting.article import Article, read_article
from question_bank.drafting.asking import candidates
from question_bank.drafting.candidates import Candidate
from question_bank.drafting.page import Page, sort_out
from question_bank.drafting.parsing import parsed, reader
from question_bank.drafting.screening import Screen
from question_bank.drafting.stored import stored
from question_bank.drafting.values import Draft, Method, Refusal, Refused
from question_bank.drafting.with_model import Ask, ask_with_llm, model_candidates
from question_bank.evidence import body_paragraphs
from question_bank.grading.words import tokens
from question_bank.model import Bank, Source
from question_bank.writing.names import Ids, slug

_LONGEST_TITLE = 300


def draft(
    article: str,
    *,
    name: str,
    bank: Bank | None = None,
    method: Method = Method.RULES,
    model: str = "",
    language: str = "en",
    chosen: Mapping[int, bool] | None = None,
    texts: Mapping[str, str] | None = None,
    dropped: Collection[str] = (),
    ask: Ask | None = None,
) -> Draft:
    """Return the draft of an article; the same for the same arguments (unless a language model is asked).

    `name` is the article's file name without a folder; ids and the stored file's name come from it. Ids that
    `bank` has are not given again, what it asks already is not asked again, and its answers serve as
    distractors; its language wins over `language`. `chosen` says of lines of the article, by number, whether
    they are material after all. `model` names the model of the extras. DraftingError if an extra is missing.

    `texts` are the texts of sources of the bank by id: an article among them is gone on with. `dropped`
    are hashes (of `writing.lock`) of questions that were taken out before. `ask` asks the language model.
    """
    spoken = bank.language if bank else language
    page = sort_out(article, chosen or {})
    kept = stored(page)
    told = about(page.lines, spoken)
    known = _known(page, bank, texts or {})
    source = known[0] if known else _source(told, name, bank, kept.body)
    text = known[1] if known else kept.text
    read = read_article(page.paragraphs, source, told.title, spoken, bank)
    screen = Screen(read, source, text, bank, dropped)
    if method is Method.LLM:
        found, refused = model_candidates(read, ask or ask_with_llm(model))
        screen.take_all(found)
    else:
        read = parsed(read, reader(model)) if method is Method.NLP else read
        found = list(candidates(read))
        refused = [*read.left_out, *_without_question(read, found)]
        screen.take_best(found)
    return Draft(
        method=method,
        language=spoken,
        source=source,
        text=text,
        lines=page.lines,
        facts=tuple(screen.facts.values()),
        questions=tuple(screen.questions),
        refused=(*page.cut, *screen.refused, *refused),
        again=known is not None,
    )


def _without_question(article: Article, found: Collection[Candidate]) -> Iterator[Refused]:
    asked = {told.claim.sentence for each in found for told in each.told}
    for sentence in dict.fromkeys(told.claim.sentence for told in article.told):
        if sentence not in asked:
            yield Refused(sentence.text, Refusal.NOTHING)


def _known(page: Page, bank: Bank | None, texts: Mapping[str, str]) -> tuple[Source, str] | None:
    """Return the source of the bank that is this article already, and its text."""
    wanted = _gist(page.paragraphs)
    for source in bank.sources if bank and page.paragraphs else ():
        text = texts.get(source.id, "")
        if text and _gist([each.text for each in body_paragraphs(source, text)]) == wanted:
            return source, text
    return None


def _gist(paragraphs: Sequence[str]) -> str:
    """Return a hash of paragraphs that is the same whatever their quotes, dashes, spaces and capitals are."""
    plain = (" ".join(tokens(text)) for text in paragraphs)
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def _source(told: About, name: str, bank: Bank | None, body: tuple[int, int] | None) -> Source:
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rsplit(".", 1)[0] if "." in stem.strip(".") else stem
    taken = {each.id for each in bank.sources} if bank else set()
    files = {each.file for each in bank.sources} if bank else set()
    ids = Ids(taken | {file.removesuffix(".txt") for file in files})
    source_id = ids.free(slug(stem) or slug(told.title) or "article")
    return Source(
        id=source_id,
        title=(told.title or stem.strip() or source_id)[:_LONGEST_TITLE],
        publisher=told.publisher,
        author=told.author,
        published=told.published,
        url=told.url,
        file=f"{source_id}.txt",
        body=body,
    )
