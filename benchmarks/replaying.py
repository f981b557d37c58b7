"""A language model's replies to the drafting prompts of some texts, kept in `replies/` and given again.

How they came about stands in README.md. A reply is bound to the prompt that it answers: after a change of the
prompt, the text or what counts as furniture the model was asked something else, and its reply tells nothing.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from question_bank.drafting.with_model import Ask

REPLIES = Path(__file__).parent / "replies"


class AnotherPromptError(Exception):
    """The kept reply answers another prompt than the present one; the text says what to do."""


def replayed_texts() -> frozenset[str]:
    """Return the names of the texts of which a reply is kept."""
    return frozenset(path.stem for path in REPLIES.glob("*.json"))


def replaying(text: str, replies: Path = REPLIES) -> Ask:
    """Return a function that answers the prompt of a text as the model did.

    It raises AnotherPromptError for any other prompt than the one that the reply answers.
    """
    path = replies / f"{text}.json"
    kept = json.loads(path.read_text(encoding="utf-8"))

    def ask(prompt: str) -> str:
        present = hashlib.sha256(prompt.encode()).hexdigest()
        if present != kept["prompt"]:
            raise AnotherPromptError(
                f"{path.parent.name}/{path.name} answers another prompt ({kept['prompt'][:12]}) than the"
                f" present one ({present[:12]}): ask a model anew and keep its reply with the new digest,"
                " or take the file out"
            )
        return json.dumps({"drafts": kept["drafts"]}, ensure_ascii=False)

    return ask
