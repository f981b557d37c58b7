"""A field's HTML as Markdown: what fits is kept, what does not is named, and nothing can run."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from question_bank.anki.taking.formulas import as_text
from question_bank.anki.taking.pictures import alternative
from question_bank.anki.taking.sanitising import TooLongError
from question_bank.anki.taking.texts import joined, read_text
from question_bank.markup import inline_html
from question_bank.model import Media

PICTURE = Media(file="images/heart.png", alt="A heart")


def find(address: str, words: str) -> Media | None:
    return PICTURE if address == "heart.png" else None


def markdown(html: str) -> str:
    return read_text(html, find).markdown


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("What is  rain?", "What is rain?"),
        ("Front <b>bold</b>, <em>soft</em><br>next", "Front **bold**, *soft*\\\nnext"),
        ("<div>one</div><div>two &lt;b&gt; &amp;</div>", "one\\\ntwo <b> &"),
        ("x < 3 and y > 4", "x < 3 and y > 4"),
        ("*no* emphasis_ `here` [at](all)", r"\*no\* emphasis\_ \`here\` \[at\](all)"),
        ("<ul><li>one</li><li>two</li></ul>after", "• one\\\n• two\\\nafter"),
        ("<ol><li>one<ul><li>deeper</li></ul></li><li>two</li></ol>", "1. one\\\n• deeper\\\n2. two"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢 (かん)字"),
        ("H<sub>2</sub>O is 10<sup>3</sup>", "H₂O is 10³"),
        ('<a href="https://e.org/?a=1&amp;b=2">link</a>', "[link](https://e.org/?a=1&b=2)"),
        ('Look <img src="heart.png"> here', "Look ![](images/heart.png) here"),
        ('<b>A <img src="heart.png"></b>', "**A ![](images/heart.png)**"),
        ('<code>a<img src="heart.png">b</code>', "`a`![](images/heart.png)`b`"),
        ('<span style="font-weight: 700">strong</span>', "**strong**"),
        ("<h2>Title</h2>text", "**Title**\\\ntext"),
        (r"so \(H_2O\) and \[x^2 \le \alpha\]", "so H₂O and x² ≤ α"),
        (r"\(\frac{a}{b}\)", r"`\frac{a}{b}`"),
        ("[latex]\\begin{math}e^{n}\\end{math}[/latex] [$]a+b[/$]", "eⁿ a+b"),
        ("漢字[かんじ] and {{Front}} ::", "漢字[かんじ] and {{Front}} ::"),
        ("[anki:tts lang=en_US]spoken[/anki:tts]", "spoken"),
    ],
)
def test_what_markdown_can_say_is_kept(html: str, expected: str) -> None:
    text = read_text(html, find)
    assert (text.markdown, text.lost) == (expected, ())


@pytest.mark.parametrize(
    ("html", "expected", "lost"),
    [
        ("<script>alert(1)</script>hi", "hi", "<script>"),
        ("<style>b {color: red}</style>hi", "hi", "<style>"),
        ('<p onclick="steal()">hi</p>', "hi", "what happens on a click"),
        ('<a href="javascript:alert(1)">hi</a>', "hi", "links that lead nowhere, or run a script"),
        ('<iframe src="https://e.org"></iframe>hi', "hi", "<iframe>"),
        ("[sound:dog.mp3]hi", "hi", "sounds"),
        ('hi<img src="gone.png">', "hi", "pictures that cannot be shown or are not in the package"),
        ('<font color="red">hi</font>', "hi", "colours and fonts"),
        ("<u>hi</u>", "hi", "underlining"),
        ("w<i>or</i>d!<b>?</b>x", r"word\!?x", "emphasis inside words"),
    ],
)
def test_what_has_no_place_in_a_bank_is_named(html: str, expected: str, lost: str) -> None:
    text = read_text(html, find)
    assert text.markdown == expected
    assert lost in text.lost


@pytest.mark.parametrize(
    ("html", "expected", "changed"),
    [
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "a | b\\\nc",
            "tables (as lines)",
        ),
        ("<pre>a\n  b</pre>", "a\\\nb", "preformatted text (as lines)"),
        (r"\(\sqrt{2}\)", r"`\sqrt{2}`", "formulas (as TeX)"),
        (
            '<img src="https://e.org/a.png">',
            "[picture](https://e.org/a.png)",
            "pictures on the web (as links)",
        ),
    ],
)
def test_what_is_said_in_another_way_is_named(html: str, expected: str, changed: str) -> None:
    text = read_text(html, find)
    assert (text.markdown, text.changed, text.lost) == (expected, (changed,), ())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("&#xFDD0;99&#xFDD1; rain", "99 rain"),
        ("&#64976;99&#XFDD1 rain", "99 rain"),
        ("&#xFD[anki:tts lang=en_US][/anki:tts]D0;99&#xFDD1; rain", "99 rain"),
        (r"&#xFD\(D0;\)99&#xFDD1; rain", "99 rain"),
        (r"\(&#" + "9" * 5_000 + r";\) rain", "\N{REPLACEMENT CHARACTER} rain"),
        ("&#" + "9" * 5_000 + "; rain", "\N{REPLACEMENT CHARACTER} rain"),
        ("&#1;a&#146;s &#65;&#x42", "a’s AB"),
    ],
)
def test_references_to_what_no_text_holds_stand_for_nothing_of_ours(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    "html",
    ["<div>" * 20_000, "<font color=1>" * 9_000, "<i>" + "a" * 100_001, "<b><i><u><a>" * 8_000],
)
def test_a_field_that_no_card_can_hold_is_refused_at_once(html: str) -> None:
    with pytest.raises(TooLongError):
        read_text(html, find)


@pytest.mark.parametrize("opening", ["\\(", "[sound:", "[latex]", "{{c1::", "<!--", "&#", "<"])
def test_reading_takes_no_longer_for_what_is_opened_a_thousand_times_and_never_closed(opening: str) -> None:
    assert len(read_text(opening * 3_000, find).markdown) <= 60_000


_PIECES = st.sampled_from(
    [
        *(
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<div>",
            "</div>",
            "<br>",
            "<ul><li>",
            "</li></ul>",
            "<code>",
            "</code>",
        ),
        *(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            '<img src="heart.png">',
            "<svg onload=a>",
        ),
        *(
            "[sound:x.mp3]",
            "\\(",
            "\\)",
            "[",
            "](",
            "http://e.org)",
            "![](x)",
            "!",
            "*",
            "_",
            "`",
            "\\",
            "<a href=//e>",
        ),
        *(
            "&lt;img src=x&gt;",
            "&amp;",
            "&#60;",
            "a",
            "word",
            " ",
            "\n",
            "\x00",
            "\u2028",
            "\ud800",
            "\ufdd00\ufdd1",
        ),
    ]
)
_TAGS = re.compile(r"</?([a-z]+)")


@given(st.lists(_PIECES, max_size=12).map("".join))
@example("<b>![](x)</b>")
@example("`![](x)`")
def test_whatever_a_field_holds_only_harmless_elements_are_ever_shown(html: str) -> None:
    text = read_text(html, find)
    shown = inline_html(text.markdown, str, {PICTURE.file: PICTURE.alt})
    assert set(_TAGS.findall(shown)) <= {"strong", "em", "code", "a", "br", "img"}
    assert all(source == PICTURE.file for source in re.findall(r'<img src="([^"]*)"', shown))
    assert re.fullmatch("[^\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u2028]*", text.markdown)


@given(st.text(st.sampled_from("ab<>&*_`[]()!\\ #-1.{}:\"'é漢"), max_size=30))
def test_a_field_shows_every_letter_that_it_showed_in_anki(words: str) -> None:
    html = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\\", "&#92;")
    text = read_text(html.replace("[", "&#91;"), find)
    shown = re.sub(r"<br />", " ", inline_html(text.markdown))
    for reference, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(reference, letter)
    assert "".join(shown.split()) == "".join(words.split())


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("E = mc^2", "E = mc²"),
        (r"\alpha \times 10^{-3}", "α × 10⁻³"),
        (r"\text{CO}_2", "CO₂"),
        ("90^\\circ", "90°"),
        (r"x^{a}", None),
        (r"\sqrt{2}", None),
        ("a" * 400, None),
    ],
)
def test_a_formula_becomes_text_only_where_it_reads_the_same(tex: str, expected: str | None) -> None:
    assert as_text(tex) == expected


def test_several_texts_are_one_with_a_line_each_and_the_silent_ones_left_out() -> None:
    texts = [read_text(html, find) for html in ("one", "", "[sound:a.mp3]", '<img src="heart.png">')]
    whole = joined(texts)
    assert whole.markdown == "one\\\n![](images/heart.png)"
    assert (whole.media, whole.sounds, whole.lost) == ((PICTURE,), ("a.mp3",), ("sounds",))
    assert whole.words == "one A heart"


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        (" The \n heart ", "x.png", "The heart"),
        ("", "heart_of-man.png", "heart of man"),
        ("", "paste-3f2a9b11c0.jpg", "Picture"),
        ("", "0001.png", "Picture"),
    ],
)
def test_a_picture_has_words_even_if_anki_has_none(words: str, name: str, expected: str) -> None:
    assert alternative(words, name) == expected


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (("a ` b", "c ` d"), "a \\` b\\\nc \\` d"),
        (("*", "<b>x</b> *"), None),
        (("[a]", "(b)"), "[a]\\\n(b)"),
        (('` <img src="heart.png">', "`"), "\\` ![](images/heart.png)\\\n\\`"),
    ],
)
def test_marks_of_two_texts_never_become_a_pair(pieces: tuple[str, ...], expected: str | None) -> None:
    whole = joined([read_text(html, find) for html in pieces])
    shown = re.sub("<[^>]*>", "", inline_html(whole.markdown, str, {PICTURE.file: ""}))
    assert "".join(shown.split()) == "".join("".join(re.sub("<[^>]*>", "", html) for html in pieces).split())
    assert expected is None or whole.markdown == expected
