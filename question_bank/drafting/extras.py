"""Which methods can be used here: what is installed, without loading it."""

from __future__ import annotations

from importlib.util import find_spec

from question_bank.drafting.parsing import MODELS
from question_bank.drafting.values import Method


def is_installed(method: Method) -> bool:
    """Say whether what a method needs is installed; of a language model nobody asks whether it answers."""
    match method:
        case Method.RULES:
            return True
        case Method.NLP:
            return _is_there("spacy") and any(_is_there(model) for model in MODELS)
        case Method.LLM:
            return _is_there("llm")


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # something by that name was put in the way of importing
        return False
