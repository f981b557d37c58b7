"""Every visible sentence goes through gettext: templates are read with Jinja's lexer, Python with ast."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask

EXPRESSION = "\ufffc"  # stands where a template puts a value
SHOWN = {
    "alt",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
    "content",
    "label",
} | {
    "placeholder",
    "title",
    "data-say",
    "data-unreachable",
}
NOT_WORDS = {"width=device-width, initial-scale=1", "light dark"}
# A piece that is put into a tag: ` class="study" hx-boost="true"`.
ATTRIBUTES = re.compile(r'(\s*((data|hx)-[a-z-]+|[a-z-]+="[^"]*"))+\s*')
ALLOWED_CALLS = {"_", "ngettext", "lazy_gettext"}


class Visible(HTMLParser):
    """Gathers what a reader would see or hear of a template's own text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        for name, value in attrs:
            shown = name in SHOWN or (name == "value" and named.get("type") in {"submit", "button", "reset"})
            if shown and value and "htmx" not in str(named.get("name")) and value not in NOT_WORDS:
                self._note(value)

    def handle_data(self, data: str) -> None:
        self._note(data)

    def _note(self, text: str) -> None:
        if re.search(r"[^\W\d_]", text) and not ATTRIBUTES.fullmatch(text.replace(EXPRESSION, " ")):
            self.found.append(text.strip())


def untranslated(app: Flask, source: str) -> list[str]:
    """Return the text of a template that does not come from an expression."""
    flat, inside = [], 0
    for _, kind, value in app.jinja_env.lexer.tokeniter(source, None):
        if kind == "data":
            flat.append(value if not inside else "")
        elif kind == "variable_begin":
            flat.append(EXPRESSION)
    parser = Visible()
    # A tag's name may be a value, too: <{{ tag }} class="...">.
    parser.feed(re.sub(rf"(</?){EXPRESSION}", r"\1x", "".join(flat)))
    parser.close()
    return parser.found


def untranslated_in_expressions(app: Flask, source: str) -> list[str]:
    """Return string literals that look like sentences and stand outside a call of gettext."""
    tokens = [token for token in app.jinja_env.lexer.tokeniter(source, None) if token[1] != "whitespace"]
    found = []
    for index, (_, kind, value) in enumerate(tokens):
        if kind != "string" or not re.search(r"[A-Z][a-z]+|[a-z] [a-z]", value):
            continue
        before = [token[2] for token in tokens[max(index - 40, 0) : index]]
        names_classes = before[-2:] == ["style", "="]
        if not names_classes and not _inside_gettext(before):
            found.append(value)
    return found


def _inside_gettext(before: list[str]) -> bool:
    depth = 0
    for index in range(len(before) - 1, 0, -1):
        if before[index] == ")":
            depth += 1
        elif before[index] == "(":
            if depth == 0:
                return before[index - 1] in ALLOWED_CALLS
            depth -= 1
    return False


def templates(root: Path) -> list[Path]:
    return sorted((root / "templates").rglob("*.html"))


def test_no_template_shows_a_sentence_that_cannot_be_translated(root: Path, app: Flask) -> None:
    assert len(templates(root)) > 15
    found = {
        path.relative_to(root).as_posix(): texts
        for path in templates(root)
        if (texts := untranslated(app, path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_no_expression_in_a_template_shows_a_sentence_that_cannot_be_translated(
    root: Path, app: Flask
) -> None:
    found = {
        path.relative_to(root).as_posix(): texts
        for path in templates(root)
        if (texts := untranslated_in_expressions(app, path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        '<img alt="A map">',
        '<p>{{ _("Fine") }} but this is not</p>',
        '<button aria-label="Close {{ name }}">×</button>',
    ],
)
def test_the_finder_finds_words_that_were_forgotten(app: Flask, source: str) -> None:
    assert untranslated(app, source)


def test_the_finder_finds_forgotten_words_in_expressions(app: Flask) -> None:
    assert untranslated_in_expressions(app, '{{ "Hello there" if x else _("Bye") }}') == ['"Hello there"']
    assert not untranslated_in_expressions(app, '{{ _("Hello %(name)s", name=f("x")) }}')


def test_no_python_of_the_pages_says_a_sentence_that_cannot_be_translated(root: Path) -> None:
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in sorted((root / "quiz" / "web").glob("*.py"))
        for node in _sentences(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    ['flash("Saved.")', 'title = "Not found here"', 'return f"No answer to {n} yet"', 'x = {"a": "Study"}'],
)
def test_the_finder_finds_sentences_that_were_forgotten_in_python(source: str) -> None:
    assert _sentences(ast.parse(f"def view(n):\n    {source}"))
    assert not _sentences(ast.parse('def view(n):\n    """A promise."""\n    flash(_("Saved."))'))
    assert not _sentences(ast.parse('current_app.logger.error("Nobody reads this here")'))


def _sentences(tree: ast.AST) -> list[ast.Constant]:
    """Return string constants that read like words and are neither translated nor docstrings."""
    excused: set[int] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in ALLOWED_CALLS
        ):
            excused |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            excused.add(id(node.value))
        elif isinstance(node, ast.Raise) or _is_for_the_log(node):
            excused |= {id(inner) for inner in ast.walk(node)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in excused
        and re.search(r"[A-Z][a-z]+ [a-z]+|^[A-Z][a-z]+[.:!?…]?$|[a-z]+ [a-z]+ [a-z]+", node.value)
    ]


def _is_for_the_log(node: ast.AST) -> bool:
    """Return whether this is a call such as `current_app.logger.error(...)`, which no visitor sees."""
    return isinstance(node, ast.Call) and ".logger." in ast.unparse(node.func)


def test_extraction_finds_the_sentences_of_pages_and_python(root: Path) -> None:
    method = [("quiz/web/**.py", "python"), ("templates/**.html", "jinja2")]
    mapping = (root / "babel.cfg").read_text(encoding="utf-8")
    assert all(f"[{name}: {pattern}]" in mapping for pattern, name in method)
    keywords = {"_": None, "ngettext": (1, 2), "lazy_gettext": None}
    messages = {
        text
        for _, _, found, _, _ in extract_from_dir(
            root, method, keywords=keywords, directory_filter=lambda path: "/." not in str(path)
        )
        for text in ([found] if isinstance(found, str) else found)
    }
    assert {"Show answer", "Type a date", "%(num)s day", "Saved.", "Time zone"} <= messages
