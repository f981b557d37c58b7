"""The pictures of the teachers' guide: an article's drafts, a dispute, the editor, a question's figures."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import text

from question_bank.model import ChoiceResponse, SingleChoice
from question_bank.model.keys import key_response
from question_bank.reading import read_bank
from quiz.services.context import current_context
from tests.quiz.answering_class import Answer, enter_class, let_answer

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "tests" / "browser" / "texts" / "bells.txt"
SHIPPED = ROOT / "question_bank" / "banks"
LEARNERS = 60
SEED = 7

Save = Callable[[Page, str], None]


def photograph_teaching(page: Page, app: Flask, url: str, save: Save) -> None:
    """Walk from an article to a repaired question, where banks can be made and the shipped one is served."""
    _draft(page, url)
    save(page, "drafts")
    _accept_all(page)
    _dispute(page, url)
    page.goto(f"{url}/banks/bells/reports")
    page.get_by_role("link", name="Decide").click()
    save(page, "repair")
    page.goto(f"{url}/workshop/bells/questions/bell-foundry-aldersholm-founded-potter-date")
    page.locator(".cm-content").wait_for()
    page.locator(".preview-card").first.wait_for()
    save(page, "editor")
    page.goto(f"{url}/workshop/russia-korea-2011/questions/{_class_answers(app)}/statistics")
    save(page, "statistics")


def _draft(page: Page, url: str) -> None:
    page.goto(f"{url}/workshop/new_bank?then=draft")
    page.get_by_label("Title", exact=True).fill("Bells")
    page.get_by_role("button", name="Make the bank").click()
    page.get_by_label("The article").fill(ARTICLE.read_text(encoding="utf-8"))
    page.get_by_role("button", name="See what is in it").click()
    page.get_by_role("button", name=re.compile("into the bank")).click()
    page.locator("#draft").wait_for()


def _accept_all(page: Page) -> None:
    while page.locator("#draft").count():
        counted = page.locator(".desk-progress").inner_text()
        page.keyboard.press("a")
        page.wait_for_function(
            "counted => document.querySelector('.desk-progress')?.innerText !== counted", arg=counted
        )


def _dispute(page: Page, url: str) -> None:
    """Write a figure in words, in practice and then while studying, and say there that it was right."""
    for how in ("Practice", "Study this bank"):
        page.goto(f"{url}/banks/bells")
        page.get_by_role("button", name=how).click()
        page.locator("[data-page=question]").wait_for()
        while "Old Agatha" not in (shown := page.locator("[data-page]").inner_text()):
            page.get_by_role("button", name="Skip").click()
            page.wait_for_function(
                "shown => document.querySelector('[data-page]')?.innerText !== shown", arg=shown
            )
        page.locator("[name=texts-0]").fill("nine thousand four hundred")
        page.keyboard.press("Enter")
        page.locator("#result").wait_for()
    page.keyboard.press("r")
    page.locator(".is-counted").wait_for()


def _class_answers(app: Flask) -> str:
    """Let a class answer the choices of the shipped bank; return the id of the first."""
    bank = read_bank(SHIPPED / "russia-korea-2011").bank
    assert bank is not None
    drawn = random.Random(SEED)
    able = [drawn.gauss(0.65, 0.2) for _ in range(LEARNERS)]
    choices = [each for each in bank.questions if isinstance(each, SingleChoice)]
    given = {each.id: [_given(each, skill, drawn) for skill in able] for each in choices}
    with app.app_context():
        engine = current_context().engine
        with engine.connect() as connection:
            bank_id = connection.execute(
                text("SELECT id FROM bank WHERE key = 'russia-korea-2011'")
            ).scalar_one()
        let_answer(engine, enter_class(engine, LEARNERS, bank_id), given)
    return choices[0].id


def _given(question: SingleChoice, skill: float, drawn: random.Random) -> Answer:
    later, took = (drawn.random() < 0.9, drawn.random() < 0.9), drawn.randint(4_000, 16_000)
    if drawn.random() < skill:
        return Answer(key_response(question, 0), 1.0, took, later)
    likeliest = [len(question.distractors) - place for place in range(len(question.distractors))]
    (wrong,) = drawn.choices(question.distractors, likeliest)
    return Answer(ChoiceResponse((wrong.text,)), 0.0, took, later)
