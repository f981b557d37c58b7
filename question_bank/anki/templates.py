"""The front and back of each kind's card. They work without the script; it makes them answer to a tap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import assert_never

from question_bank.model import Kind


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """`browser_*` are what the two columns of Anki's browser show."""

    front: str
    back: str
    browser_front: str
    browser_back: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """`task` tells what to do; `pick` names the script's behaviour, "" for a card without one."""

    task: str
    pick: str
    asked: str
    answered: str
    prompt: str = "{{Prompt}}"
    shuffle: bool = True


def card_template(kind: Kind, *, script: bool = True) -> CardTemplate:
    """Return the kind's template; the back never needs what the front's script has kept."""
    parts = _parts(kind)
    cloze = kind is Kind.CLOZE
    ending = f"\n<script>\n{tapping()}</script>" if script and parts.pick else ""
    return CardTemplate(
        front=_side("front", kind, parts) + ending,
        back=_side("back", kind, parts) + ending,
        browser_front=parts.prompt,
        browser_back="{{cloze:Text}}" if cloze else "{{Answer}}",
    )


@cache
def stylesheet() -> str:
    """Return the style of every card, day and night."""
    return _text("card.css")


@cache
def tapping() -> str:
    """Return the script that makes cards answer to a tap."""
    return _text("card.js")


def _parts(kind: Kind) -> _Parts:
    match kind:
        case Kind.FLASHCARD:
            return _Parts("Recall the answer", "", "", _KEY)
        case Kind.TRUE_FALSE:
            return _Parts("True or false?", "one", _OPTIONS, _SOLUTION, shuffle=False)
        case Kind.SINGLE_CHOICE:
            return _Parts("Choose one", "one", _OPTIONS, _SOLUTION)
        case Kind.MULTIPLE_CHOICE:
            return _Parts("Choose all that are right", "many", _OPTIONS, _SOLUTION)
        case Kind.SHORT_ANSWER:
            return _Parts("Type the answer", "", _TYPED, _TYPED_KEY)
        case Kind.NUMBER:
            return _Parts("Type the number", "", _TYPED, _TYPED_KEY)
        case Kind.DATE:
            return _Parts("Type the date", "", _TYPED, _TYPED_KEY)
        case Kind.LIST:
            return _Parts("Recall the list: {{Hint}}", "list", _BLANKS, _SOLUTION, shuffle=False)
        case Kind.CLOZE:
            return _Parts("Fill the gap", "cloze", "", _ALSO, prompt="{{cloze:Text}}")
        case Kind.ORDERING:
            return _Parts("Put these in order", "order", _OPTIONS, _SOLUTION)
        case Kind.MATCHING:
            return _Parts("Match the two lists", "match", _COLUMNS, _SOLUTION)
        case _:
            assert_never(kind)


_OPTIONS = '<div class="fd-options" dir="auto">{{Options}}</div>'
_BLANKS = '<div class="fd-blanks">{{Options}}</div>'
_COLUMNS = (
    '<div class="fd-columns"><div class="fd-options fd-lefts" dir="auto">{{Lefts}}</div>'
    '<div class="fd-options fd-rights" dir="auto">{{Rights}}</div></div>'
)
_SOLUTION = '<div class="fd-options fd-solution" dir="auto">{{Solution}}</div>'
_KEY = '<div class="fd-key" dir="auto">{{Answer}}</div>'
_ALSO = (
    "{{#Also accepted}}"
    '<div class="fd-also" dir="auto"><b>Also right:</b> {{Also accepted}}</div>'
    "{{/Also accepted}}"
)
_TYPED = (
    '<div class="fd-typed">{{type:Typed}}</div>{{#Hint}}<p class="fd-hint" dir="auto">{{Hint}}</p>{{/Hint}}'
)
_TYPED_KEY = f'<div class="fd-typed">{{{{type:Typed}}}}</div>{_KEY}{_ALSO}'


def _side(side: str, kind: Kind, parts: _Parts) -> str:
    if side == "front":
        middle = parts.asked
    else:
        middle = f"""<section class="fd-answer" id="answer">
{parts.answered}
<p class="fd-verdict" role="status" hidden></p>
</section>
{{{{#Explanation}}}}<div class="fd-explanation" dir="auto">{{{{Explanation}}}}</div>{{{{/Explanation}}}}
{{{{#Passage}}}}<div class="fd-passage" dir="auto">{{{{Passage}}}}</div>{{{{/Passage}}}}
{{{{#Source}}}}<footer class="fd-source" dir="auto"><h2>Source</h2>{{{{Source}}}}</footer>{{{{/Source}}}}
{{{{#Link}}}}<p class="fd-link"><a href="{{{{Link}}}}">Open in Factdeck</a></p>{{{{/Link}}}}"""
    shuffle = "yes" if parts.shuffle else ""
    return f"""<article class="fd fd-{side} fd-kind-{kind.value}" lang="{{{{Language}}}}"
 data-side="{side}" data-pick="{parts.pick}" data-shuffle="{shuffle}" data-note="{{{{ID}}}}">
<p class="fd-task" lang="en">{parts.task}</p>
<div class="fd-prompt" dir="auto">{parts.prompt}</div>
{{{{#Media}}}}<div class="fd-media">{{{{Media}}}}</div>{{{{/Media}}}}
{middle}
</article>"""


def _text(name: str) -> str:
    return (files("question_bank.anki") / "cards" / name).read_text("utf-8")
