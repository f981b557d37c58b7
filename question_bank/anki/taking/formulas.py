r"""Formulas in TeX: those that plain characters can say become text, the others stay as TeX to be read.

A bank shows no TeX. `H_2O` reads better as H₂O, while a fraction says more as TeX than as anything else.
"""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LEVEL = re.compile(r"(?P<sign>[\^_])(?:\{(?P<group>[^{}\\^_]*)\}|(?P<single>[^{}\\^_\s]))")
_TEXT = re.compile(r"\\(?:text|mathrm|mathbf|mathit|ce|operatorname)\{([^{}\\]*)\}")
_NAME = re.compile(r"\\([A-Za-z]+)")
_SPACE = re.compile(r"\\[,;:! ]|~|\\q?quad\b")
_SPACES = re.compile(r"\s+")
_UNSAID = re.compile(r"[\\{}^_&#$%]")
_LONGEST = 300

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ "
    "lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi ϕ chi χ psi ψ omega ω Gamma Γ "
    "Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_SIGNS = (
    "times × cdot · div ÷ pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ propto ∝ "
    "infty ∞ to → rightarrow → leftarrow ← Rightarrow ⇒ Leftarrow ⇐ leftrightarrow ↔ Leftrightarrow ⇔ in ∈ "
    "notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ forall ∀ exists ∃ neg ¬ land ∧ lor ∨ emptyset ∅ partial ∂ "
    "nabla ∇ degree ° circ ∘ ldots … dots … cdots ⋯ hbar ℏ"
)
_WORDS = "sin cos tan log ln exp lim max min"


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_NAMES = _pairs(_GREEK) | _pairs(_SIGNS) | {word: word for word in _WORDS.split()}
_NAMES |= dict.fromkeys(("left", "right", "displaystyle"), "")


def as_text(tex: str) -> str | None:
    """Return a formula as plain text that reads the same; None where that cannot be."""
    if len(tex) > _LONGEST:
        return None
    text = _TEXT.sub(lambda found: found[1], _SPACE.sub(" ", tex))
    text = text.replace("^\\circ", "°").replace("^{\\circ}", "°")
    text = _NAME.sub(lambda found: _NAMES.get(found[1], found[0]), text)
    text = _LEVEL.sub(_levelled, text)
    text = text.replace("\\%", "%").replace("\\{", "(").replace("\\}", ")") if "\\{" not in text else text
    said = _SPACES.sub(" ", text).strip()
    return None if _UNSAID.search(said.replace("%", "")) else said


def _levelled(found: re.Match[str]) -> str:
    inside = found["group"] if found["group"] is not None else found["single"]
    table = _RAISED if found["sign"] == "^" else _LOWERED
    return inside.translate(table) if inside and all(ord(char) in table for char in inside) else found[0]
