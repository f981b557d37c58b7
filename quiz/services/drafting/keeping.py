"""What is kept of an article while it waits: its particulars, the method, and what a model replied."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date

from question_bank.drafting import Method
from quiz.services.drafting.values import Particulars
from quiz.store.drafts import ArticleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`replies` are a model's, by the hash of what it was asked; `chosen` the lines put back or removed."""

    said: Particulars
    method: Method = Method.RULES
    replies: dict[str, str] = field(default_factory=dict)
    chosen: dict[int, bool] = field(default_factory=dict)

    def columns(self) -> dict[str, str]:
        """Return the columns `said` and `chosen` of the article's row."""
        published = self.said.published.isoformat() if self.said.published else None
        said = {**asdict(self.said), "published": published, "method": self.method.value}
        if self.replies:
            said["replies"] = self.replies
        return {"said": json.dumps(said, ensure_ascii=False), "chosen": json.dumps(self.chosen)}


def kept(article: ArticleRow) -> Kept:
    """Return what is kept of an article; one from before there were methods was read by rules."""
    told = json.loads(article.said)
    published = told.pop("published")
    method, replies = Method(told.pop("method", Method.RULES.value)), told.pop("replies", {})
    chosen = {int(number): bool(stays) for number, stays in json.loads(article.chosen).items()}
    said = Particulars(**told, published=date.fromisoformat(published) if published else None)
    return Kept(said=said, method=method, replies=replies, chosen=chosen)
