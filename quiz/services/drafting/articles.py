"""An article on its way into a bank: brought, looked at, corrected, and put away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import PurePath

from sqlalchemy import Connection

from question_bank.drafting import Draft, DraftingError, Method, UnreadableError, draft, readable
from question_bank.folders import decoded
from question_bank.model import Bank
from quiz.services.bank_checks import Checked
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.drafting.dropped import dropped_elsewhere, dropped_hashes
from quiz.services.drafting.keeping import Kept, kept
from quiz.services.drafting.methods import asking, get_offer, offers, recalling
from quiz.services.drafting.values import ArticleDesk, ArticlePage, Begun, Particulars
from quiz.services.editing.bench import find_bench
from quiz.services.editing.judging import check_files
from quiz.services.editing.naming import slug
from quiz.services.errors import NotFound
from quiz.services.installing import Refusal, RefusedError, refusal_of
from quiz.store import drafts, edits
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.drafts import ArticleRow
from quiz.store.times import from_ms, to_ms

_NAME = "article"


def article_desk(ctx: Context, learner_id: int, key: str) -> ArticleDesk:
    """Return where an article is brought; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        begun = drafts.articles_of(connection, row.id)
    return ArticleDesk(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        begun=tuple(
            Begun(id=each.id, title=kept(each).said.title or each.name, made_at=from_ms(each.made_ms))
            for each in begun
        ),
        offers=offers(ctx),
    )


def bring_article(
    ctx: Context,
    learner_id: int,
    key: str,
    content: bytes,
    named: str = "",
    method: Method = Method.RULES,
) -> int:
    """Keep an article that is to be looked at; return its id. `named` is what its file was called.

    Raises NotFound and RefusedError: also for a text in which there is no sentence at all, or of which nobody
    can be sure what its bytes stand for. NotOfferedError and DraftingError, if the method cannot be used.
    """
    get_offer(ctx, method)
    refusal = refusal_of(content, named)
    if refusal is not None and refusal is not Refusal.UNKNOWN_ENCODING:
        raise RefusedError(refusal)
    try:
        text = readable(content)
    except UnreadableError as error:
        raise RefusedError(Refusal.UNKNOWN_ENCODING, str(error)) from None
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    found = draft(text, name=_NAME, language=row.language)
    if not found.lines:
        raise RefusedError(Refusal.EMPTY)
    title = found.source.title if found.source.title != _NAME else ""
    said = Particulars(
        title=title or PurePath(named).stem,
        author=found.source.author,
        publisher=found.source.publisher,
        published=found.source.published,
        url=found.source.url,
    )
    keeping = _with_replies(ctx, text, row.language, Kept(said=said, method=method))
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    with writing(ctx.engine) as connection:
        edits.keep_contents(connection, [content], now_ms)
        return drafts.add_article(
            connection,
            bank_id=row.id,
            made_ms=now_ms,
            name=slug(said.title) or slug(PurePath(named).stem) or _NAME,
            digest=edits.digest_of(content),
            **keeping.columns(),
        )


def article_page(ctx: Context, learner_id: int, key: str, article_id: int) -> ArticlePage:
    """Return an article with what is found in it now; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        article = get_article(connection, row, article_id)
        text = _text_of(connection, article)
        dropped = dropped_hashes(connection, row.id)
    keeping = kept(article)
    bank = bank_now(ctx, learner_id, key).bank
    if bank is not None:
        dropped |= dropped_elsewhere(ctx.passages.shelves(row), bank)
    read = partial(_drafted, ctx, row, bank, text, article.name, keeping, dropped)
    missed = ""
    try:
        found = read(keeping.method)
    except DraftingError as error:
        found, missed = read(Method.RULES), str(error)
    return ArticlePage(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        id=article.id,
        said=keeping.said,
        chosen=keeping.chosen,
        draft=found,
        method=keeping.method,
        offers=offers(ctx),
        missed=missed,
    )


def correct_article(
    ctx: Context,
    learner_id: int,
    key: str,
    article_id: int,
    said: Particulars,
    lines: frozenset[int],
    method: Method | None = None,
) -> None:
    """Keep what the teacher corrected: `lines` are the numbers of all lines that are the article's own.

    None leaves the method as it was. Raises NotFound; NotOfferedError and DraftingError, if the method cannot
    be used.
    """
    page = article_page(ctx, learner_id, key, article_id)
    changed = {
        line.number: line.number in lines
        for line in page.lines
        if (line.furniture is None) != (line.number in lines)
    }
    method = page.method if method is None else method
    if method is not page.method:
        get_offer(ctx, method)
    with reading(ctx.engine) as connection:
        article = get_article(connection, get_bank_of(connection, learner_id, key), article_id)
        text = _text_of(connection, article)
    keeping = replace(kept(article), said=said, method=method, chosen={**page.chosen, **changed})
    if not page.missed or method is not page.method:
        keeping = _with_replies(ctx, text, page.language, keeping)
    with writing(ctx.engine) as connection:
        drafts.change_article(connection, article_id, **keeping.columns())


def put_away(ctx: Context, learner_id: int, key: str, article_id: int) -> None:
    """Forget an article that is not to become a draft; raises NotFound."""
    with reading(ctx.engine) as connection:
        get_article(connection, get_bank_of(connection, learner_id, key), article_id)
    with writing(ctx.engine) as connection:
        drafts.forget_article(connection, article_id)


def get_article(connection: Connection, row: BankRow, article_id: int) -> ArticleRow:
    found = drafts.find_article(connection, row.id, article_id)
    if found is None:
        raise NotFound(f"bank {row.key!r} has no article {article_id} that is being drafted")
    return found


def bank_now(ctx: Context, learner_id: int, key: str) -> Checked:
    """Return the bank as its files say now; raises NotFound."""
    bench = find_bench(ctx, learner_id, key)
    return check_files(ctx, bench.row, bench.taken)


def _drafted(
    ctx: Context,
    row: BankRow,
    bank: Bank | None,
    text: str,
    name: str,
    keeping: Kept,
    dropped: frozenset[str],
    method: Method,
) -> Draft:
    """Return the draft of an article with the source's particulars as the teacher has them."""
    installed = ctx.passages.installed(row, bank) if bank else {}
    found = draft(
        text,
        name=name,
        bank=bank,
        method=method,
        chosen=keeping.chosen,
        language=row.language,
        texts={source: each.text for source, each in installed.items()},
        dropped=dropped,
        ask=recalling(keeping.replies),
    )
    if found.again:
        return found
    said = keeping.said
    source = replace(
        found.source,
        title=said.title or found.source.title,
        author=said.author,
        publisher=said.publisher,
        published=said.published,
        url=said.url,
    )
    return replace(found, source=source)


def _with_replies(ctx: Context, text: str, language: str, keeping: Kept) -> Kept:
    """Return what is kept with a model's replies to all that it has to be asked, if one is to be asked."""
    if keeping.method is not Method.LLM:
        return keeping
    replies = dict(keeping.replies)
    ask = asking(ctx, replies)
    draft(text, name=_NAME, language=language, chosen=keeping.chosen, method=Method.LLM, ask=ask)
    return replace(keeping, replies=replies)


def _text_of(connection: Connection, article: ArticleRow) -> str:
    content = edits.find_content(connection, article.digest) or b""
    try:
        return readable(content)
    except UnreadableError:  # it was brought before anybody looked so closely
        return decoded(content)[0]
