"""The sheet as one HTML file: it loads nothing, runs nothing, and looks the same from the same bank."""

from __future__ import annotations

from html import escape

from question_bank.formats.paper.asking import asked
from question_bank.formats.paper.key import key_of, stands_in
from question_bank.formats.paper.shuffling import options_of
from question_bank.formats.paper.texts import LINE, Picture, Texts
from question_bank.formats.reports import Leaving
from question_bank.formats.values import Exported
from question_bank.model import Bank, Question
from question_bank.problems import Problem

_STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #000; background: #fff; }
body { font: 11pt/1.45 Georgia, serif; }
h1, h2 { line-height: 1.2; }
.head { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin-bottom: 1.75rem; }
.line { display: inline-block; width: 12rem; border-bottom: 1px solid; }
.do, .small { margin: 0; font-size: 9pt; color: #444; }
p { margin: 0.2rem 0; overflow-wrap: anywhere; }
ol { padding-left: 2rem; }
ol > li { margin-bottom: 1.5rem; break-inside: avoid; }
ol > li::marker { font-weight: bold; }
.options { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.options li { display: flex; gap: 0.6rem; margin-bottom: 0.25rem; }
.box { flex: none; width: 1rem; height: 1rem; margin-top: 0.25rem; border: 1px solid; }
.place { flex: none; width: 2rem; border-bottom: 1px solid; }
.blank { height: 1.9rem; max-width: 30rem; border-bottom: 1px solid; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
img { max-width: 100%; max-height: 16rem; }
.key { break-before: page; margin-top: 3rem; padding-top: 1.5rem; border-top: 2px solid; }
.key li { margin-bottom: 0.5rem; }
@media print { body { margin: 0; padding: 0; max-width: none; } .key { margin: 0; padding: 0; border: 0; } }
"""
# A bank may be somebody else's: whatever it says, the sheet runs no script and asks nobody for anything.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def write_paper(bank: Bank, picture: Picture | None = None) -> Exported:
    """Return the bank's questions as HTML to print from a browser, and the key after a page break.

    Drafts stay behind. `picture` reads a file of the bank's folder, None where it is not there.
    """
    losses: list[Problem] = []
    questions: list[str] = []
    keys: list[str] = []
    for question in bank.questions:
        leaving = Leaving("A printed sheet", question)
        if question.draft:
            leaving.lost("the draft", "draft", hint="it is left out, as learners do not see it either")
        else:
            texts, options = Texts(question, picture, leaving), options_of(question)
            language = escape(question.lang or bank.language)
            questions.append(f'<li lang="{language}" dir="auto">{asked(question, options, texts)}</li>')
            key = key_of(question, options, texts)
            keys.append(f'<li lang="{language}" dir="auto">{key}{_small(bank, question)}</li>')
        losses += leaving.found
    return Exported(_sheet(bank, questions, keys), tuple(losses))


def _small(bank: Bank, question: Question) -> str:
    where = stands_in(bank, question)
    return f' <span class="small">{escape(where)}</span>' if where else ""


def _sheet(bank: Bank, questions: list[str], keys: list[str]) -> str:
    title, language = escape(bank.title), escape(bank.language)
    shown, solved = "\n".join(questions), "\n".join(keys)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1 lang="{language}" dir="auto">{title}</h1>
<p class="head"><span>Name: {LINE}</span><span>Date: {LINE}</span></p>
<ol>
{shown}
</ol>
<section class="key" aria-labelledby="key">
<h2 id="key">Key</h2>
<p class="small" lang="{language}" dir="auto">{title}</p>
<ol>
{solved}
</ol>
</section>
</main>
</body>
</html>
"""
