"""An article to draft from, and a teacher's steps with it: helpers for walks that begin here or go on."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

TITLE = "A harbour town counts its tides"
PARAGRAPHS = (
    "The town of Marrowby has measured the tide at its old stone pier since 3 May 1887, when the harbour "
    "master Edith Calloway hung a painted board from the wall. The board was replaced by a brass gauge "
    "in 1912.",
    "Calloway wrote down 14,600 readings before she retired in 1907. Her notebooks lay in the attic of the "
    "customs house until the historian Piet Vandermeer found them in March 1998.",
    "The highest tide that the gauge has ever shown reached 6.4 metres on 31 January 1953. The flood of that "
    "night covered 240 hectares of farmland and destroyed 18 houses in the village of Saltwick.",
    "After the flood the county engineer Ruth Okonjo designed a sea wall that is 3.2 kilometres long. "
    "Building it took four years and cost 11 million pounds.",
    "The wall was opened by the geographer Hamish Lorne on 12 June 1957. It was built by 420 workers, most "
    "of whom came from the fishing fleet of Marrowby.",
    "Today the gauge is read by a computer in the University of Pellam every six minutes. The university "
    "published all of its readings in 2004, and 31 research groups have used them since.",
    "The oceanographer Lena Sorrel compared the readings with those of the port of Grenholm in Denmark. She "
    "found that the sea at Marrowby has risen by 19 centimetres since 1900.",
    "The town council has set aside 2.5 million pounds to raise the wall by 60 centimetres before 2031. The "
    "work is to begin in Saltwick, where the wall is lowest.",
    "Every spring the school of Marrowby lets its pupils read the old brass gauge for a week. In 2019 the "
    "pupils were wrong by 2 centimetres on average, which is better than the gauge itself was in 1912.",
    "The lighthouse of Saltwick was built by the engineer Tobias Renwick in 1871. It stands 34 metres above "
    "the sea and was lit by oil until 17 November 1926.",
    "In 1963 the fisherman Joren Haldane saw the light from a distance of 41 kilometres. The record was "
    "broken by the pilot Mira Castellan in 1988.",
    "The fish market of Grenholm opened on 2 September 1934 and was enlarged in 1951. The architect Solveig "
    "Brandt gave its hall a roof of glass that weighs 85 tonnes.",
    "The ferry between Marrowby and Grenholm sailed for the first time on 9 May 1968. The captain Ansel "
    "Whitcombe needed 14 hours for the crossing of 310 kilometres.",
    "The biologist Noor Achterberg counted 2,300 seals on the sandbanks off Saltwick in 2016. In 1978 the "
    "ranger Colm Pritchard had counted 190 seals there.",
    "The museum of Marrowby was founded by the teacher Greta Ilves in 1949. It shows 740 objects, among them "
    "the painted board of Edith Calloway.",
    "In 2022 the University of Pellam gave the town a new gauge that cost 48,000 pounds. The physicist Dario "
    "Fenwick tested it for 90 days.",
)
PAGE = "\n\n".join(
    (
        "Home | News | Science | Sport | Contact",
        TITLE,
        "By Ada Thornton",
        "Published: 14 April 2021",
        "Share this article",
        *PARAGRAPHS[:4],
        "ADVERTISEMENT",
        *PARAGRAPHS[4:7],
        "Photo: The old pier of Marrowby / Getty Images",
        *PARAGRAPHS[7:],
        "Subscribe to our newsletter for free!",
        "© 2021 The Pellam Courier. All rights reserved.",
    )
)


def bank_without_questions(folder: Path) -> Path:
    """Write a bank that has nothing but a title."""
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.yaml").write_text("bank: tides\ntitle: Tides\nlanguage: en\n", encoding="utf-8")
    (folder / "facts.yaml").write_text("facts: []\n", encoding="utf-8")
    return folder


def paste(page: Page, url: str, key: str, text: str = PAGE) -> None:
    """Go from the bank's page to what was found in an article."""
    page.goto(f"{url}/workshop/{key}")
    page.get_by_role("link", name="Draft from an article").click()
    page.get_by_label("The article").fill(text)
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("heading", name="What is in the article")).to_be_visible()


def write_into_bank(page: Page) -> int:
    """Write the drafts into the bank and stand at the desk; return how many there are."""
    page.get_by_role("button", name=re.compile(r"Write \d+ drafts? into the bank")).click()
    expect(page.get_by_role("heading", name=re.compile("Draft 1 of"))).to_be_focused()
    found = re.search(r"of (\d+) looked at", page.locator(".desk-progress").inner_text())
    assert found is not None
    return int(found[1])


def decide(page: Page, key: str, counted: str) -> None:
    """Press a key at the desk, and wait until what was decided is counted, e.g. "3 accepted"."""
    page.wait_for_load_state()  # the heading has the focus before the script hears keys
    page.keyboard.press(key)
    expect(page.locator(".desk-progress")).to_contain_text(counted)


def mend(page: Page, explanation: str, counted: str) -> None:
    """Write an explanation into the form in place, and save and accept the draft with it."""
    page.wait_for_load_state()
    page.keyboard.press("m")
    field = page.get_by_label("Explanation")
    expect(field).to_be_visible()
    field.fill(explanation)
    page.locator("#mending").get_by_role("button", name="Save and accept").last.click()
    expect(page.locator(".desk-progress")).to_contain_text(counted)
