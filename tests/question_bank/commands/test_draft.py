"""draft on the command line, with real files: what it makes, what it leaves alone, and what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from question_bank.reading import read_bank

ARTICLE = """\
How Minta got its library

By Nora Lind

Advertisement

Anna Berg founded the Minta Library in 1987 with 400 books. The library lent 12,500 books in its first year.

The Minta Library was closed in 2003 because its roof had begun to leak. Peter Olsen, director of the Museum \
of Minta, kept the books in a cellar.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "library.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_an_article_becomes_a_new_bank_without_errors(run, article, tmp_path) -> None:
    folder = tmp_path / "new"
    done = run("draft", str(article), "--into", str(folder))
    assert done.code == 0
    assert done.out.splitlines()[0] == f"made {folder.as_posix()}/bank.yaml"
    assert "3 lines left out as page furniture: advert 1, byline 1, title 1" in done.err
    checked = run("check", str(folder), "--sources", str(folder / "sources"))
    assert ": E" not in checked.out
    bank = read_bank(folder).bank
    assert bank is not None
    assert (bank.id, bank.sources[0].title, bank.sources[0].author) == (
        "library",
        "How Minta got its library",
        "Nora Lind",
    )
    assert bank.questions
    assert all(question.draft and question.facts for question in bank.questions)


def test_new_files_are_in_the_canonical_form(run, article, tmp_path) -> None:
    run("draft", str(article), "--into", str(tmp_path / "new"))
    before = everything(tmp_path / "new")
    run("fmt", str(tmp_path / "new"))
    after = everything(tmp_path / "new")
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"bank.lock"}


def test_the_article_is_kept_where_git_does_not_look(run, article, tmp_path) -> None:
    run("draft", str(article), "--into", str(tmp_path / "new"))
    kept = tmp_path / "new" / "sources"
    assert "*" in (kept / ".gitignore").read_text().splitlines()
    assert "Anna Berg founded" in (kept / "library.txt").read_text()


def test_a_second_article_adds_to_the_bank_and_touches_nothing(run, bank, article) -> None:
    before = everything(bank)
    done = run("draft", str(article), "--into", str(bank))
    assert done.code == 0
    after = everything(bank)
    for name, content in before.items():
        # The two lists grow at their ends; all else is as it was to the byte.
        same = (
            after[name].startswith(content.rstrip(b"\n"))
            if name in ("bank.yaml", "facts.yaml")
            else after[name] == content
        )
        assert same, name
    assert {"questions/library.yaml", "sources/library.txt"} <= after.keys() - before.keys()
    assert ": E" not in run("check", str(bank)).out


def test_the_same_article_twice_asks_nothing_twice(run, article, tmp_path) -> None:
    folder = tmp_path / "new"
    run("draft", str(article), "--into", str(folder))
    first = everything(folder)
    done = run("draft", str(article), "--into", str(folder))
    second = everything(folder)
    assert all(
        second[name] == content
        for name, content in first.items()
        if not name.endswith((".yaml",)) or "questions" in name
    )
    assert done.code in (0, 1)
    bank = read_bank(folder).bank
    assert bank is not None
    assert len({question.id for question in bank.questions}) == len(bank.questions)


def test_the_same_article_is_gone_on_with_and_that_is_said(run, article, tmp_path) -> None:
    folder = tmp_path / "new"
    run("draft", str(article), "--into", str(folder))
    first = everything(folder)
    other = tmp_path / "pasted-again.txt"
    # Pasted from elsewhere: other quotes, spaces and furniture, the same text.
    other.write_text(
        ARTICLE.replace("Advertisement", "Home | News | Sport").replace("1987 with", "1987  with")
    )
    done = run("draft", str(other), "--into", str(folder))
    assert "this article is the source 'library' already: going on with that" in done.err
    assert "nothing new was drafted" in done.err
    assert "asked already" in done.err
    assert (done.code, everything(folder)) == (1, first)


def test_a_question_that_was_dropped_is_not_offered_again(run, article, tmp_path) -> None:
    folder = tmp_path / "new"
    run("draft", str(article), "--into", str(folder))
    run("fmt", str(folder))
    file = folder / "questions" / "library.yaml"
    head, *blocks = file.read_text(encoding="utf-8").split("\n  - id: ")
    dropped = blocks.pop(0)
    file.write_text("\n  - id: ".join([head, *blocks]), encoding="utf-8")
    done = run("draft", str(article), "--into", str(folder), "--left-out")
    assert f"refused (dropped before): {dropped.split('prompt: ')[1].splitlines()[0]}" in done.err
    bank = read_bank(folder).bank
    assert bank is not None
    assert len(bank.sources) == 1
    assert len({fact.says for fact in bank.facts}) == len(bank.facts)


def test_everything_that_was_left_out_is_counted_and_can_be_listed(run, article, tmp_path) -> None:
    short = run("draft", str(article), "--into", str(tmp_path / "one"))
    long = run("draft", str(article), "--into", str(tmp_path / "two"), "--left-out")
    (counted,) = (line for line in short.err.splitlines() if line.startswith("left out: "))
    total = sum(int(count.replace(",", "")) for count in re.findall(r" (\d[\d,]*)(?=[,;]|$)", counted))
    listed = [line for line in long.err.splitlines() if line.startswith("refused (")]
    assert total == len(listed) > 0
    assert counted.endswith("; --left-out lists all")


def test_a_fact_in_the_articles_words_is_a_finding_until_it_is_reworded(run, article, tmp_path) -> None:
    folder = tmp_path / "new"
    run("draft", str(article), "--into", str(folder))
    facts = (folder / "facts.yaml").read_text(encoding="utf-8")
    count = facts.count("own-words-missing")
    assert count > 0
    assert run("check", str(folder)).out.count(" W509 ") == count
    (folder / "facts.yaml").write_text(facts.replace("    tags: [own-words-missing]\n", ""), encoding="utf-8")
    assert " W509 " not in run("check", str(folder)).out


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16-le", "koi8-r"])
def test_a_file_that_nobody_can_be_sure_of_is_refused_with_the_place(run, tmp_path, encoding) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes("The town.\nМосква стоит на реке с 1147 года.".encode(encoding))
    done = run("draft", str(path), "--into", str(tmp_path / "new"))
    assert done.code == 2
    assert re.search(r"neither UTF-8 nor surely in another encoding, line [12].*; save it as UTF-8", done.err)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_other_programs_are_read(run, tmp_path, encoding) -> None:
    path = tmp_path / "cafe.txt"
    path.write_bytes("Zoë Müller founded the Café Olé in 1987 with 400 francs of her own.".encode(encoding))
    assert run("draft", str(path), "--into", str(tmp_path / "new")).code == 0
    assert "Zoë Müller founded the Café Olé" in (tmp_path / "new" / "sources" / "cafe.txt").read_text(
        encoding="utf-8"
    )


def test_an_article_without_anything_to_ask_makes_no_file(run, tmp_path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("Nothing here.\n")
    done = run("draft", str(path), "--into", str(tmp_path / "new"))
    assert done.code == 1
    assert "nothing was drafted" in done.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file"),
        (b"%PDF-1.4", "word processor's document"),
        (b"x" * 5_000_001, "more than 5,000,000 bytes"),
    ],
)
def test_what_is_no_article_is_said_in_a_sentence(run, tmp_path, content, said) -> None:
    path = tmp_path / "article.txt"
    if content is not None:
        path.write_bytes(content)
    done = run("draft", str(path), "--into", str(tmp_path / "new"))
    assert done.code == 2
    assert said in done.err


def test_a_broken_bank_takes_no_draft(run, article, tmp_path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "bank.yaml").write_text("bank: [")
    done = run("draft", str(article), "--into", str(folder))
    assert (done.code, everything(folder)) == (2, {"bank.yaml": b"bank: ["})
