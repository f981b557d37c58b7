"""From a plain text article to a draft: the one way in."""

from __future__ import annotations

from collections.abc import Mapping

from question_bank.drafting.values import Draft, Method
from question_bank.model import Bank, Source


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

    `name` is the article's file name or address without a folder; ids and the stored file's name come from it.
    Ids that `bank` has are not given again, what it asks already is not asked again, and its answers serve as
    distractors; its language wins over `language`. `chosen` says of lines of the article, by number, whether
    they are material after all. `model` names the model of the extras. DraftingError if an extra is missing.
    """
    del article, chosen, model
    source = Source(id=name, title=name, file=f"{name}.txt")
    return Draft(
        method=method,
        language=bank.language if bank else language,
        source=source,
        text="",
        lines=(),
        facts=(),
        questions=(),
    )
