"""An article on its way into a bank: brought, looked at, corrected, and put away again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, date
from pathlib import PurePath

from sqlalchemy import Connection

from question_bank.drafting import Draft, draft
from question_bank.folders import decoded
from question_bank.model import Bank
from quiz.services.bank_checks import Checked
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
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
            Begun(id=each.id, title=_said(each).title or each.name, made_at=from_ms(each.made_ms))
            for each in begun
        ),
    )


def bring_article(ctx: Context, learner_id: int, key: str, content: bytes, named: str = "") -> int:
    """Keep an article that is to be looked at; return its id. `named` is what its file was called.

    Raises NotFound and RefusedError: also for a text in which there is no sentence at all.
    """
    if refusal := refusal_of(content, named):
        raise RefusedError(refusal)
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    found = draft(decoded(content)[0], name=_NAME, language=row.language)
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
    with writing(ctx.engine) as connection:
        edits.keep_contents(connection, [content])
        return drafts.add_article(
            connection,
            bank_id=row.id,
            made_ms=to_ms(ctx.clock().astimezone(UTC)),
            name=slug(said.title) or slug(PurePath(named).stem) or _NAME,
            digest=edits.digest_of(content),
            said=_packed(said),
            chosen="{}",
        )


def article_page(ctx: Context, learner_id: int, key: str, article_id: int) -> ArticlePage:
    """Return an article with what is found in it now; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        article = get_article(connection, row, article_id)
        content = edits.find_content(connection, article.digest) or b""
    chosen = {int(number): bool(kept) for number, kept in json.loads(article.chosen).items()}
    bank = bank_now(ctx, learner_id, key).bank
    return ArticlePage(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        id=article.id,
        said=_said(article),
        chosen=chosen,
        draft=drafted(content, article.name, bank, chosen, _said(article), row.language),
    )


def correct_article(
    ctx: Context, learner_id: int, key: str, article_id: int, said: Particulars, kept: frozenset[int]
) -> None:
    """Keep what the teacher corrected: `kept` are the numbers of all lines that are the article's own.

    Raises NotFound.
    """
    page = article_page(ctx, learner_id, key, article_id)
    changed = {
        line.number: line.number in kept
        for line in page.lines
        if (line.furniture is None) != (line.number in kept)
    }
    with writing(ctx.engine) as connection:
        drafts.change_article(
            connection, article_id, said=_packed(said), chosen=json.dumps({**page.chosen, **changed})
        )


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


def drafted(
    content: bytes,
    name: str,
    bank: Bank | None,
    chosen: Mapping[int, bool],
    said: Particulars,
    language: str,
) -> Draft:
    """Return the draft of an article with the source's particulars as the teacher has them."""
    found = draft(decoded(content)[0], name=name, bank=bank, chosen=chosen, language=language)
    source = replace(
        found.source,
        title=said.title or found.source.title,
        author=said.author,
        publisher=said.publisher,
        published=said.published,
        url=said.url,
    )
    return replace(found, source=source)


def _packed(said: Particulars) -> str:
    published = said.published.isoformat() if said.published else None
    return json.dumps({**asdict(said), "published": published}, ensure_ascii=False)


def _said(article: ArticleRow) -> Particulars:
    told = json.loads(article.said)
    published = told.pop("published")
    return Particulars(**told, published=date.fromisoformat(published) if published else None)
