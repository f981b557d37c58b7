"""How candidates may be found here: what is installed, and what whoever runs the server allows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, MutableMapping

from question_bank.drafting import DraftingError, Method, is_installed
from question_bank.drafting.with_model import ask_with_llm
from quiz.services.context import Context
from quiz.services.drafting.values import Offer, Readiness

__all__ = ["DraftingError", "NotOfferedError", "asking", "get_offer", "offers", "recalling"]

Ask = Callable[[str], str]


class NotOfferedError(Exception):
    """The method cannot be used here; `offer` says why."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.readiness.value)
        self.offer = offer


def offers(ctx: Context) -> tuple[Offer, ...]:
    """Return every method, the default first, and whether it can be used.

    A language model may be another company's: only the one that `FACTDECK_DRAFT_MODEL` names is asked.
    """
    return tuple(_offer(ctx, method) for method in Method)


def get_offer(ctx: Context, method: Method) -> Offer:
    """Return a method's offer; NotOfferedError if it cannot be used here."""
    offer = _offer(ctx, method)
    if offer.readiness is not Readiness.READY:
        raise NotOfferedError(offer)
    return offer


def _offer(ctx: Context, method: Method) -> Offer:
    if not is_installed(method):
        return Offer(method=method, readiness=Readiness.NOT_INSTALLED)
    if method is Method.LLM and not ctx.draft_model:
        return Offer(method=method, readiness=Readiness.NOT_ALLOWED)
    return Offer(
        method=method, readiness=Readiness.READY, model=ctx.draft_model if method is Method.LLM else ""
    )


def asking(ctx: Context, replies: MutableMapping[str, str]) -> Ask:
    """Return a function that asks the model what it was not asked yet, and keeps its replies.

    Raises NotOfferedError, and DraftingError if the model cannot be asked.
    """
    ask = ask_with_llm(get_offer(ctx, Method.LLM).model)

    def once(prompt: str) -> str:
        name = _name_of(prompt)
        if name not in replies:
            replies[name] = ask(prompt)
        return replies[name]

    return once


def recalling(replies: MutableMapping[str, str]) -> Ask:
    """Return a function that gives the replies again: to look at a page costs no second question."""
    return lambda prompt: replies.get(_name_of(prompt), "")


def _name_of(prompt: str) -> str:
    return hashlib.sha256(prompt.encode()).hexdigest()[:32]
