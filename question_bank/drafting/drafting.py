"""From a plain text article to a draft: the one way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from question_bank.drafting.about import About, about
from question_bank.drafting.article import Article, read_article
from question_bank.drafting.asking import candidates
from question_bank.drafting.candidates import Candidate
from question_bank.drafting.page import sort_out
from question_bank.drafting.parsing import parsed, reader
from question_bank.drafting.screening import Screen
from question_bank.drafting.stored import stored
from question_bank.drafting.values import Draft, Method, Refused
from question_bank.drafting.with_model import ask_with_llm, model_candidates
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
) -> Draft:
    """Return the draft of an article; the same for the same arguments (unless a language model is asked).

    `name` is the article's file name without a folder; ids and the stored file's name come from it. Ids that
    `bank` has are not given again, what it asks already is not asked again, and its answers serve as
    distractors; its language wins over `language`. `chosen` says of lines of the article, by number, whether
    they are material after all. `model` names the model of the extras. DraftingError if an extra is missing.
    """
    spoken = bank.language if bank else language
    page = sort_out(article, chosen or {})
    kept = stored(page)
    told = about(page.lines, spoken)
    source = _source(told, name, bank, kept.body)
    read = read_article(page.paragraphs, source, told.title, spoken, bank)
    screen = Screen(read, source, kept.text, bank)
    found, refused = _found(read, method, model)
    screen.take_best(found)
    return Draft(
        method=method,
        language=spoken,
        source=source,
        text=kept.text,
        lines=page.lines,
        facts=tuple(screen.facts.values()),
        questions=tuple(screen.questions),
        refused=(*refused, *screen.refused),
    )


def _found(article: Article, method: Method, model: str) -> tuple[list[Candidate], list[Refused]]:
    match method:
        case Method.RULES:
            return list(candidates(article)), []
        case Method.NLP:
            return list(candidates(parsed(article, reader(model)))), []
        case Method.LLM:
            return model_candidates(article, ask_with_llm(model))
        case _:
            assert_never(method)


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
