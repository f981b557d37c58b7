"""What of a pasted page is no material: each line is judged by words that give it away.

Every rule is a pattern with its reason. A long line is hardly ever furniture, so most rules judge short lines
only: an article about advertising may well say "advertisement". What is kept in doubt a teacher sees at once;
what is taken away in doubt would never be missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from question_bank.drafting.values import Furniture

_SHORT = 140  # characters; furniture seldom says more, paragraphs seldom less


@dataclass(frozen=True, slots=True)
class _Rule:
    reason: Furniture
    pattern: re.Pattern[str]
    longest: int = _SHORT


def _rule(reason: Furniture, pattern: str, longest: int = _SHORT) -> _Rule:
    return _Rule(reason, re.compile(pattern, re.IGNORECASE | re.VERBOSE), longest)


_RULES: tuple[_Rule, ...] = (
    _rule(
        Furniture.ADVERT,
        r"^\W*(?:advertisement|advertising|anzeige|werbung|sponsored(?:\ content)?|promoted)\b",
    ),
    _rule(
        Furniture.ADVERT, r"\b(?:story\ continues|article\ continues|continue\ reading)\ (?:below|after)\b"
    ),
    _rule(
        Furniture.ADVERT,
        r"\b(?:find\ your|book\ now|buy\ now|shop\ now|special\ offer|limited\ offer|promo\ code)\b",
        300,
    ),
    _rule(
        Furniture.SUBSCRIPTION,
        r"""\b(?:subscribe|subscriptions?|subscribers?\ only|free\ articles?|free\ trial|paywall|newsletters?
        |sign\ (?:up|in)\b.{0,40}(?:free|account|email|newsletter|continue|read)
        |log\ ?in\b.{0,30}(?:account|read|continue)
        |already\ (?:a\ (?:subscriber|member)|registered|have\ an\ account)|support\ (?:our
        |independent)\ journalism
        |become\ a\ (?:member|supporter|subscriber)|donate\ (?:now|today)|abonnieren
        |jetzt\ abonnieren)\b""",
    ),
    _rule(
        Furniture.SUBSCRIPTION,
        r"""^(?:subscribe|sign\ up|register|get\ (?:our|the)\ .{0,60}(?:newsletter|inbox|briefing|app)
        |you(?:['’]ve|\ have)\ (?:read|reached)\b.{0,60}\b(?:articles?|limit))""",
        400,
    ),
    _rule(
        Furniture.SHARING,
        r"""^\W*(?:share(?:\ (?:this|on|via|the|article|story|with)\b.*)?|tweet|pin\ it|e-?mail(?:\ this.*)?
        |print(?:\ this.*)?
        |copy\ link.*|follow\ us\b.*|like\ us\b.*|save(?:\ (?:for\ later|article))?|whatsapp
        |facebook|twitter|x|linkedin
        |reddit|telegram|teilen|drucken|listen\ to\ (?:this|the)\ article.*
        |comments?(?:\ \(?\d+\)?)?|\d+\ comments?
        |leave\ a\ (?:comment|reply).*|view\ comments.*|report\ (?:an\ error|a\ typo).*)\W*$""",
    ),
    _rule(
        Furniture.SHARING,
        r"^(?:\W*(?:facebook|twitter|x|whatsapp|linkedin|reddit|e-?mail|copy\ link|print|pinterest"
        r"|telegram)\b\W*){2,}$",
    ),
    _rule(Furniture.SHARING, r"\bQR\ code\b"),
    _rule(
        Furniture.COOKIES,
        r"\b(?:we(?:\ and\ our\ partners)?\ use\ cookies|accept\ (?:all\ )?cookies"
        r"|cookie\ (?:policy|settings|preferences|notice)|this\ (?:site|website)\ uses\ cookies"
        r"|privacy\ (?:policy|settings|notice)|terms\ (?:of\ (?:use|service)|and\ conditions))\b",
        500,
    ),
    _rule(
        Furniture.RELATED,
        r"""^\W*(?:related(?:\ (?:articles?|stories|topics?|content|links?|coverage|posts?|reading))?\b
        |(?:read
        |see|watch|listen)\ (?:more|also|next|now)\b
        |more\ (?:on\ this|from|stories|in|like\ this|about)\b|you\ (?:may|might)\ (?:also|like)\b
        |recommended\b|most\ (?:read|popular|viewed|shared)\b
        |trending\b|up\ next\b|also\ in\ this\b|don['’]t\ miss\b|editor['’]?s['’]?\ (?:picks?
        |choice)\b|popular\ now\b|next\ (?:article|story|post)\b
        |previous\ (?:article|story|post)\b|in\ pictures?\b|explainer\ ?:|read\ this\ article\ in\b
        |mehr\ zum\ thema|lesen\ sie\ auch|topics?\ ?:|tags?\ ?:|filed\ under\b)""",
    ),
    _rule(
        Furniture.CAPTION,
        r"""^\W*(?:(?:photo(?:graph)?s?|image|picture|pic|illustration|graphic|map|video|foto|bild|source
        |credit)(?:\ (?:credit|by|courtesy))?\ ?[:/]|fig(?:ure)?\.?\ ?\d+\ ?[:.]
        |(?:getty\ images|reuters|AP\ photo|AFP)\b\W*(?:$|/)|file\ (?:photo|picture|image)
        |photo\ by\b|image\ courtesy\b)""",
        400,
    ),
    _rule(
        Furniture.CAPTION,
        r"(?:\(|/|\||—|–|-|©|\b(?:photo|image|picture|credit):?)\s*(?:getty(?:\ images)?|reuters"
        r"|AP(?:\ photo)?|AFP|EPA|shutterstock|istock|alamy|RIA\ Novosti|wikimedia(?:\ commons)?"
        r"|PA(?:\ media)?|flickr|unsplash)(?:/[\w\ ]+)*\)?\W*$",
        400,
    ),
    _rule(
        Furniture.CAPTION,
        r"^[^.]{3,60}/(?:[^./]{2,40}/)*(?:AP|AFP|Reuters|Getty(?:\ Images)?|EPA|Novosti|Xinhua)\W*$",
    ),
    _rule(
        Furniture.CAPTION,
        r"\b(?:(?:second|third|first|far)\ (?:from\ )?(?:the\ )?(?:left|right)|(?:left|right|centre"
        r"|center),\ (?:and|with|walks?|speaks?|shakes?|attends?|meets?|poses?|looks?|talks?)"
        r"|pictured(?:\ (?:here|above|left|right))?[,.]|seen\ (?:here|above)\ (?:in|on|at)"
        r"|file\ photo)\b",
        400,
    ),
    _rule(
        Furniture.RIGHTS,
        r"(?:©|\(c\)\ \d{4}|\bcopyright\b|\ball\ rights\ reserved\b|\bmay\ not\ be\ (?:published"
        r"|reproduced|redistributed)\b|\bterms\ of\ use\b|\balle\ rechte\ vorbehalten\b)",
        400,
    ),
    _rule(
        Furniture.NAVIGATION,
        r"""^\W*(?:home|menu|search|skip\ to\ (?:main\ )?content|main\ (?:menu|navigation)|navigation|news
        |sports?|opinion|about(?:\ us)?|contact(?:\ us)?|back\ to\ top|go\ to\ top|top
        |sections?|breadcrumbs?|login|log\ in|sign\ in|register|my\ account|close|open
        |toggle\ .{0,30}|advertise(?:\ with\ us)?|careers|jobs|help|faq|sitemap|rss|mobile\ version
        |startseite|suche)\W*$""",
    ),
    _rule(
        Furniture.NAVIGATION,
        r"^(?:home|startseite)\s*(?:[>»›/|:→]|\b(?:news|world|politics|science|business|sports?"
        r"|opinion|culture)\b)",
    ),
    _rule(Furniture.NAVIGATION, r"^(?:[\w&'’\ -]{2,25}\s*[|•·›»>]\s*){2,}[\w&'’\ -]{0,25}$", 200),
    _rule(Furniture.NAVIGATION, r"^(?:\[?\d+\]?\s*){1,12}$"),
    _rule(
        Furniture.BYLINE,
        r"^(?:by|von|text:|words\ by|written\ by|reported\ by|story\ by|author:?|reporting\ by"
        r"|editing\ by)\s+(?-i:[A-ZÀ-Þ]).{2,100}$",
    ),
    _rule(
        Furniture.BYLINE,
        r"^(?-i:(?:[A-ZÀ-Þ][\w'’.-]+\s+){1,3}[A-ZÀ-Þ][\w'’-]+),?\s+(?:(?:staff\ )?(?:correspondent"
        r"|reporter|writer)|.{0,40}\b(?:correspondent|reporter|editor))\W*$",
    ),
    _rule(
        Furniture.DATE,
        r"""^\W*(?:(?:first\ )?published|updated|last\ (?:updated|modified)|posted|created|date
        |veröffentlicht
        |aktualisiert|stand)\b\W*(?:(?:on|at|am|:)\W*)?.{0,60}\d.{0,40}$""",
    ),
    _rule(
        Furniture.DATE,
        r"^\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\ )?(?:\d{1,2}(?:st|nd|rd"
        r"|th)?\ (?-i:[A-Z])[a-z]{2,8}\.?,?\ \d{4}|(?-i:[A-Z])[a-z]{2,8}\.?\ \d{1,2}(?:st|nd|rd"
        r"|th)?,?\ \d{4}|\d{4}-\d\d-\d\d"
        r"|\d{1,2}[./]\d{1,2}[./]\d{4})(?:\W+\d{1,2}[:.]\d\d.{0,20})?\W*$",
    ),
    _rule(Furniture.DATE, r"^\W*\d+\ min(?:ute)?s?\ read\W*$"),
)


@lru_cache(maxsize=10_000)
def furniture_in(line: str) -> tuple[Furniture, str] | None:
    """Return why a line is furniture and the words that show it; None for what may be material."""
    for rule in _RULES:
        if len(line) <= rule.longest and (found := rule.pattern.search(line)):
            return rule.reason, found[0].strip()[:_SHORT] or line[:_SHORT]
    return None
