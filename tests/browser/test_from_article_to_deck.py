"""The whole way of an article: pasted, drafted, looked at, studied, disputed, repaired, in the real Anki."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from playwright.sync_api import Page, expect

from question_bank.__main__ import main
from question_bank.model import Bank, Cloze, Question
from question_bank.reading import read_bank

from .answering import allow_new_cards
from .drafting import decide, mend, write_into_bank

pytestmark = pytest.mark.browser
ARTICLE = (Path(__file__).parent / "texts" / "bells.txt").read_text(encoding="utf-8")
TITLE = "The bells of Aldersholm are cast again"
EXPLANATIONS = ("The archive of the foundry says so.", "It was weighed in 2019.")
# What a person may rightly write for a figure of the article, and no key drafted by rule foresees.
ALSO_RIGHT = {
    "2,300": "two thousand three hundred",
    "78 percent": "seventy-eight in a hundred",
    "9,400": "nine thousand four hundred",
    "17": "seventeen",
    "640": "six hundred and forty",
    "310": "three hundred and ten",
    "100": "a hundred",
    "6,200": "six thousand two hundred",
    "3,400": "three thousand four hundred",
    "14": "fourteen",
    "3.6 million": "three million six hundred thousand",
}
GAP = re.compile(r"\{\{c1::(.*?)(?:::.*?)?\}\}")


@dataclass(frozen=True)
class Walk:
    """A teacher's page and the folder of the bank that comes into being."""

    page: Page
    site: Any
    folder: Path

    def bank(self) -> Bank:
        bank = read_bank(self.folder).bank
        assert bank is not None
        return bank

    def accepted(self) -> tuple[Question, ...]:
        return tuple(question for question in self.bank().questions if not question.draft)


@pytest.fixture
def walk(serve: Callable[[Path], Any], open_page: Callable[..., Page], tmp_path: Path) -> Walk:
    banks = tmp_path / "banks"
    banks.mkdir()
    page = open_page(viewport={"width": 1280, "height": 900})
    return Walk(page, serve(banks), banks / "bells")


def test_an_article_becomes_questions_that_learners_mend_and_a_deck_in_anki(
    walk: Walk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_a_bank(walk)
    paste_and_write_drafts(walk)
    accept_ten_mend_two_drop_three(walk)
    disputed, variant = answer_rightly_what_the_key_does_not_know(walk)
    say_it_was_right(walk)
    accept_the_dispute(walk, disputed, variant)
    the_variant_counts_from_now_on(walk, disputed, variant)
    nothing_differs_when_the_log_is_replayed(walk)
    the_deck_has_what_was_accepted(walk, tmp_path)
    the_bank_is_sound_and_keeps_the_article_to_itself(walk, capsys)


def make_a_bank(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{walk.site.url}/workshop")
    page.get_by_role("link", name="New bank from an article").click()
    page.get_by_label("Title", exact=True).fill("Bells")
    page.get_by_role("button", name="Make the bank, then paste the article").click()
    expect(page.get_by_role("heading", name="Draft from an article")).to_be_visible()


def paste_and_write_drafts(walk: Walk) -> None:
    """Menus, adverts and captions stay out; no question that comes is asked before it is accepted."""
    page = walk.page
    page.get_by_label("The article").fill(ARTICLE)
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_label("Title of the article")).to_have_value(TITLE)
    expect(page.locator(".article-removed")).to_contain_text("Subscribe to our newsletter")
    drafts = write_into_bank(page)
    assert drafts >= 15
    assert len(walk.bank().questions) == drafts
    assert walk.accepted() == ()


def accept_ten_mend_two_drop_three(walk: Walk) -> None:
    """Look through the drafts by keys: mend the first two, drop the first three others that have no gap."""
    page = walk.page
    before = {question.id for question in walk.bank().questions}
    accepted, dropped = 0, 0
    for count, explanation in enumerate(EXPLANATIONS, start=1):
        mend(page, explanation, f"{count} mended")
    while accepted < 10 or dropped < 3:
        if dropped == 3 or (accepted < 10 and "Cloze" in page.locator("#desk-question").inner_text()):
            accepted += 1
            decide(page, "a", f"{accepted} accepted")
        else:
            dropped += 1
            decide(page, "d", f"{dropped} dropped")
    expect(page.locator(".desk-progress")).to_contain_text("10 accepted, 2 mended, 3 dropped")
    assert len(before - {question.id for question in walk.bank().questions}) == 3
    assert len(walk.accepted()) == 12
    assert {each.explanation for each in walk.accepted()} >= set(EXPLANATIONS)


def answer_rightly_what_the_key_does_not_know(walk: Walk) -> tuple[Cloze, str]:
    """Practise and study as a learner, and write a figure in words where the key has digits."""
    page = walk.page
    gaps = {each: key_of(each) for each in walk.accepted() if isinstance(each, Cloze)}
    question = next(each for each, key in gaps.items() if key in ALSO_RIGHT)
    variant = ALSO_RIGHT[gaps[question]]
    allow_new_cards(page, walk.site.url, 20)
    for how in ("Practice", "Study this bank"):
        study_until(walk, question, how)
        answer(page, variant)
        expect(page.locator("#result h2")).to_contain_text("Wrong")
    return question, variant


def key_of(question: Cloze) -> str:
    return GAP.findall(question.text)[0]


def study_until(walk: Walk, question: Cloze, how: str) -> None:
    """Begin at the bank's page, and skip until the card with the words around the gap is there."""
    page, words = walk.page, GAP.split(question.text)[-1].strip()
    page.goto(f"{walk.site.url}/banks/bells")
    page.get_by_role("button", name=how).click()
    for _card in range(30):
        page.locator("[data-page=question]").wait_for()
        if words in (shown := page.locator("[data-page]").inner_text()):
            return
        page.get_by_role("button", name="Skip").click()
        page.wait_for_function(
            "shown => document.querySelector('[data-page]')?.innerText !== shown", arg=shown
        )
    raise AssertionError(f"no card has {words!r}")


def answer(page: Page, text: str) -> None:
    page.locator("[name=texts-0]").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/*")


def say_it_was_right(walk: Walk) -> None:
    walk.page.keyboard.press("r")
    expect(walk.page.locator("#result h2")).to_contain_text("Counted as right")


def accept_the_dispute(walk: Walk, question: Cloze, variant: str) -> None:
    """From the inbox: what the file would say, whose answers would change, and then it is done."""
    page = walk.page
    page.goto(f"{walk.site.url}/workshop/bells")
    page.get_by_role("link", name="Questions to look at 1").click()
    page.get_by_role("link", name=re.compile(f"Decide.*{variant}")).click()
    expect(page.get_by_role("region", name="In the bank")).to_contain_text(f"accept: [{variant}]")
    dry_run = page.get_by_role("region", name="Whose grades would change")
    expect(dry_run).to_contain_text("1 answer becomes right.")
    expect(dry_run).to_contain_text("1 answer counts as right already, since its learner said so.")
    expect(dry_run.get_by_role("row", name=re.compile(f"you.*{variant}"))).to_be_visible()
    assert question in walk.accepted()
    page.get_by_role("button", name="Accept and grade anew").click()
    expect(page.get_by_text("Accepted: 1 answer counts now, for 1 learner.")).to_be_visible()
    page.get_by_role("link", name="Back to the inbox").click()
    expect(page.locator("#main")).to_contain_text("Nothing is open.")


def the_variant_counts_from_now_on(walk: Walk, question: Cloze, variant: str) -> None:
    """The learner is told, the key has the variant and nothing else changed, and it is right from now on."""
    walk.page.goto(walk.site.url)
    told = walk.page.get_by_role("region", name="1 of your answers counts now")
    expect(told).to_contain_text(variant)
    (mended,) = (each for each in walk.accepted() if each.id == question.id)
    assert mended == replace(question, accept=((variant,),))
    study_until(walk, question, "Practice")
    answer(walk.page, variant)
    expect(walk.page.locator("#result h2")).to_contain_text("Right")


def nothing_differs_when_the_log_is_replayed(walk: Walk) -> None:
    result = walk.site.app.test_cli_runner().invoke(args=["reviews", "replay"])
    assert (result.exit_code, result.stdout) == (0, "no difference\n")


def the_deck_has_what_was_accepted(walk: Walk, tmp_path: Path) -> None:
    """The package holds every accepted question with its explanation and its source, and no draft."""
    page = walk.page
    page.goto(f"{walk.site.url}/workshop/bells")
    page.get_by_role("link", name="Anki package").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Anki").click()
    download.value.save_as(package := tmp_path / "bells.apkg")
    explanations = {f"bells/{question.id}": question.explanation for question in walk.accepted()}
    notes = {note["ID"]: note for note in notes_in_anki(package, tmp_path)}
    assert {name: note["Explanation"] for name, note in notes.items()} == explanations
    assert all(TITLE in note["Source"] for note in notes.values())


def notes_in_anki(package: Path, tmp_path: Path) -> list[dict[str, str]]:
    """Import a package into an empty collection of the real Anki and return its notes."""
    collection = Collection(str(tmp_path / "anki.anki2"))
    options = ImportAnkiPackageOptions()
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
    notes = [dict(collection.get_note(note).items()) for note in collection.find_notes("")]
    collection.close()
    return notes


def the_bank_is_sound_and_keeps_the_article_to_itself(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    """Every passage stands in the article, and git would take the bank's files but not the text."""
    sources = walk.folder / "sources"
    capsys.readouterr()
    main(["check", str(walk.folder), "--sources", str(sources), "--no-cache"])
    found = capsys.readouterr().out
    assert re.findall(r" E\d+ ", found) == []
    assert any("Old Agatha" in text.read_text(encoding="utf-8") for text in sources.glob("*.txt"))
    git = ("git", "-C", str(walk.folder))
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    tracked = subprocess.run([*git, "ls-files"], check=True, capture_output=True, text=True).stdout.split()
    assert {"bank.yaml", "facts.yaml", "bank.lock"} <= set(tracked)
    assert [name for name in tracked if name.startswith("sources/") and not name.endswith(".gitignore")] == []
