"""British and American ways of spelling one word, brought to the American one. Pure habit, never meaning."""

from __future__ import annotations

import re

# Each pattern asks for enough letters before the ending that no two different words meet: `filled` stays
# apart from `filed`, `hour` from `for`, `mourning` from `morning`.
_HABITS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"^(\w{3,})our(|s|ed|ing|er|ers|ite|ites|able|ful|less|hood|y|ly|al)$"),
        r"\1or\2",
    ),
    (re.compile(r"^(\w{3,})is(e|es|ed|ing|er|ers|ation|ations)$"), r"\1iz\2"),
    (re.compile(r"^(\w{3,})ys(e|es|ed|ing|er|ers)$"), r"\1yz\2"),
    (re.compile(r"^(\w*(?:met|lit|cent|theat|fib|sab|spect|calib|lust))re(s|d|)$"), r"\1er\2"),
    (re.compile(r"^(\w{4,})mme(s|)$"), r"\1m\2"),
    (re.compile(r"^(\w{4,})ll(ed|ing|er|ers|or|ors)$"), r"\1l\2"),
    (re.compile(r"^(def|off|lic|pret)enc(e|es)$"), r"\1ens\2"),
    (re.compile(r"^(\w{3,})ogue(s|)$"), r"\1og\2"),
)
_WORDS = {
    "grey": "gray",
    "aluminium": "aluminum",
    "plough": "plow",
    "sceptic": "skeptic",
    "scepticism": "skepticism",
    "sceptical": "skeptical",
    "mould": "mold",
    "moustache": "mustache",
    "jewellery": "jewelry",
    "manoeuvre": "maneuver",
    "manoeuvres": "maneuvers",
    "ageing": "aging",
    "judgement": "judgment",
    "sulphur": "sulfur",
    "aeroplane": "airplane",
    "encyclopaedia": "encyclopedia",
    "anaemia": "anemia",
    "oestrogen": "estrogen",
    "foetus": "fetus",
    "haemoglobin": "hemoglobin",
    "paediatric": "pediatric",
    "mediaeval": "medieval",
    "archaeology": "archeology",
    "skilful": "skillful",
    "fulfil": "fulfill",
    "enrol": "enroll",
    "kerb": "curb",
    "disc": "disk",
}


def american(word: str) -> str:
    """Return the American spelling of a casefolded English word, or the word itself."""
    if word in _WORDS:
        return _WORDS[word]
    for pattern, instead in _HABITS:
        changed = pattern.sub(instead, word)
        if changed != word:
            return changed
    return word
