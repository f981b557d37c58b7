"""A question is written in a form without scripts: nothing typed is lost, and what is added is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from question_bank.codes.registry import all_entries
from question_bank.reading import read_bank
from quiz.web.workshop.composing.findings import PLAIN

Form = Callable[..., Any]
NASTY = [
    *(
        "no",
        "1e3",
        "12:30",
        "# x",
        "Who said: go?",
        '"so"',
        "*a*",
        "@me",
        "{{x}}",
        "“curly”",
        " before",
        "after ",
    ),
    *("it's <b> & co", "שלום", "😀"),
]
SHARED = {"facts": ["vapour"], "explanation": "Since it is so: # 1"}
KINDS: dict[str, tuple[dict[str, str], str]] = {
    "flashcard": (
        {"prompt": "What is fog?", "answer": "A cloud\non the ground"},
        "  prompt: What is fog?\n  answer: |-\n    A cloud\n    on the ground\n",
    ),
    "true_false": ({"prompt": "Fog is wet.", "answer": "false"}, "  answer: false\n"),
    "single_choice": (
        {
            "prompt": "What is fog?",
            "answer": "Cloud",
            "distractors-0-text": "Smoke",
            "distractors-0-feedback": "No: dry.",
            "distractors-2-text": "no",
        },
        '    - {text: Smoke, feedback: "No: dry."}\n    - no\n',
    ),
    "multiple_choice": (
        {"prompt": "Which?", "answers-0": "Snow", "answers-1": "Hail", "distractors-1-text": "Chalk"},
        "  answers:\n    - Snow\n    - Hail\n  distractors:\n    - Chalk\n",
    ),
    "short_answer": (
        {"prompt": "The word?", "answer": "fog", "accept": "mist\n\nhaze", "reject": "frog", "strict": "y"},
        "  answer: fog\n  accept: [mist, haze]\n  reject: [frog]\n  strict: true\n",
    ),
    "list": (
        {
            "prompt": "Two?",
            "answers-0-answer": "snow",
            "answers-0-accept": "flakes",
            "answers-1-answer": "hail",
        },
        "    - {answer: snow, accept: [flakes]}\n    - hail\n",
    ),
    "number": (
        {
            "prompt": "How much?",
            "answer": "10,000",
            "tolerance": "2%",
            "scale": "million",
            "unit-name": "km³",
            "unit-accept": "km3",
            "unit-required": "y",
        },
        "  answer: 10,000\n  tolerance: 2%\n  unit: {name: km³, accept: [km3], required: true}\n"
        "  scale: million\n",
    ),
    "date": (
        {"prompt": "When?", "answer": "2011-08-24", "precision": "month"},
        "  answer: 2011-08-24\n  precision: month\n",
    ),
    "cloze": (
        {"text": "Fog is {{c1::cloud::what}} on the {{c2::ground}}.", "accept-1": "floor"},
        "  text: Fog is {{c1::cloud::what}} on the {{c2::ground}}.\n  accept: [[], floor]\n",
    ),
    "ordering": (
        {"prompt": "Order?", "items-0-text": "drop", "items-0-label": "small", "items-1-text": "sea"},
        "    - {text: drop, label: small}\n    - sea\n",
    ),
    "matching": (
        {
            "prompt": "What?",
            "pairs-0-left": "fog",
            "pairs-0-right": "low",
            "pairs-1-left": "cirrus",
            "pairs-1-right": "high",
            "spare-0": "deep",
        },
        "    - {left: fog, right: low}\n    - {left: cirrus, right: high}\n  spare: [deep]\n",
    ),
}


def test_each_kind_is_offered_with_its_use_and_an_example(app: Flask) -> None:
    page = app.test_client().get("/workshop/water/new?tag=fog").get_data(as_text=True)
    for kind in KINDS:
        assert f'href="/workshop/water/new/{kind}?tag=fog"' in page
    assert page.count('class="kind-example"') == len(KINDS)


def test_a_question_of_each_kind_is_checked_then_added_and_the_rest_of_its_file_stays(
    open_form: Form, bank: Path
) -> None:
    file = bank / "questions" / "all.yaml"
    for kind, (typed, written) in KINDS.items():
        before = file.read_bytes()
        sheet = open_form(kind).type({**typed, **SHARED, "tags-1": "fog"}).press("check")
        assert sheet.status == 200, (kind, sheet.errors())
        assert "Checked: this can be added" in sheet.text
        assert file.read_bytes() == before

        added, name = sheet.press("save"), sheet.values["id"]
        assert (added.status, added.location) == (303, f"/workshop/water/questions/{name}"), kind
        after = file.read_text(encoding="utf-8")
        assert after.encode().startswith(before)
        assert "".join(f"  {line}" for line in written.splitlines(keepends=True)) in after
        question = read_bank(bank).bank.questions[-1]
        assert (question.id, question.kind.value) == (name, kind)
        assert (question.facts, question.tags) == (("vapour",), ("fog",))


def test_an_empty_form_leads_to_each_field_that_lacks_something(open_form: Form) -> None:
    for kind in KINDS:
        sheet = open_form(kind).press("save")
        assert sheet.status == 422, kind
        assert sheet.focused == "summary"
        lacking = sheet.errors()
        assert "facts" in lacking
        assert len(lacking) >= 3 - (kind == "cloze")
        for name in lacking:
            assert f'href="#{name}"' in sheet.html
            assert name in sheet.page.elements
        assert set(sheet.described()) <= set(sheet.page.elements), kind


def test_what_yaml_would_bite_comes_back_to_the_letter_on_the_page_and_from_the_file(
    open_form: Form, bank: Path
) -> None:
    sheet = open_form("multiple_choice").type({"prompt": "\nWhich: # 3?\n\n “now”\t", **SHARED})
    rows = {f"answers-{number}": text for number, text in enumerate(NASTY)}
    feedback = {f"distractors-0-{name}": text for name, text in (("text", "- x"), ("feedback", "? y: z"))}
    checked = sheet.type({**rows, **feedback}).press("check")
    for name, value in {**sheet.typed, **rows}.items():
        assert checked.values.getlist(name) == ([value] if isinstance(value, str) else value), name
    assert checked.press("save").status == 303
    question = read_bank(bank).bank.questions[-1]
    assert question.prompt == "\nWhich: # 3?\n\n “now”\t"
    assert list(question.answers) == NASTY
    assert [(each.text, each.feedback) for each in question.distractors] == [("- x", "? y: z")]


def test_rows_are_added_moved_and_taken_away_by_buttons_and_nothing_typed_is_lost(open_form: Form) -> None:
    sheet = open_form("ordering").type(
        {"prompt": "Order:\n*now*", "items-0-text": " one", "items-2-label": "3rd"}
    )
    sheet = sheet.type({**SHARED, "tags-0": "fog", "difficulty": "4", "draft": "y"}).press("add-items")
    assert sheet.status == 200
    assert sheet.focused == "items-3-text"
    assert sheet.values["prompt"] == "Order:\n*now*"
    assert (sheet.values["items-0-text"], sheet.values["items-2-label"]) == (" one", "3rd")
    assert (sheet.values.getlist("facts"), sheet.values["tags-0"], sheet.values["difficulty"]) == (
        ["vapour"],
        "fog",
        "4",
    )
    assert sheet.values["draft"] == "y"

    sheet = sheet.type({"items-3-text": "four"}).press("up-items-3")
    assert (sheet.values["items-2-text"], sheet.values["items-3-label"]) == ("four", "3rd")
    assert sheet.focused == "items-2-text"
    sheet = sheet.press("down-items-0")
    assert (sheet.values["items-0-text"], sheet.values["items-1-text"]) == ("", " one")
    sheet = sheet.press("drop-items-0")
    assert [sheet.values[f"items-{index}-text"] for index in range(3)] == [" one", "four", ""]
    assert sheet.values["items-2-label"] == "3rd"
    assert sheet.focused == "items-0-text"


def test_five_wrong_options_are_written_with_buttons_alone(open_form: Form, bank: Path) -> None:
    sheet = open_form("multiple_choice").type({"prompt": "Which?", "answers-0": "Snow", **SHARED})
    for number in range(5):
        if f"distractors-{number}-text" not in sheet.values:
            sheet = sheet.press("add-distractors")
        assert f"Wrong option {number + 1}" in sheet.text
        sheet.type({f"distractors-{number}-text": f"wrong {number}"})
    assert sheet.press("save").status == 303
    assert [each.text for each in read_bank(bank).bank.questions[-1].distractors] == [
        f"wrong {n}" for n in range(5)
    ]


def test_an_ambiguous_number_is_asked_about_and_the_choice_holds_for_that_number_only(
    open_form: Form, bank: Path
) -> None:
    sheet = open_form("number").type({"prompt": "How many?", "answer": "10.000", **SHARED}).press("save")
    assert sheet.status == 422
    assert "“10.000” can be read in two ways" in sheet.text
    assert {"10", "10000"} <= {attributes.get("value") for attributes in sheet.page.elements.values()}

    other = sheet.type({"meant": "10000", "answer": "7"}).press("check")
    assert (other.status, other.values["answer"]) == (200, "7")
    chosen = sheet.type({"meant": "10000", "answer": "10.000"}).press("save")
    assert chosen.status == 303
    assert read_bank(bank).bank.questions[-1].answer == 10000


def test_a_date_in_other_words_is_asked_about(open_form: Form, bank: Path) -> None:
    sheet = open_form("date").type({"prompt": "When?", "answer": "24 August 2011", **SHARED}).press("check")
    assert (sheet.status, sheet.values["answer"]) == (422, "24 August 2011")
    assert sheet.type({"meant": "2011-08-24"}).press("save").status == 303
    assert str(read_bank(bank).bank.questions[-1].answer) == "2011-08-24"
    assert "no date in the calendar" in sheet.type({"answer": "2011-02-30"}).press("check").text
    finer = sheet.type({"answer": "2011", "precision": "day"}).press("check")
    assert list(finer.errors()) == ["precision"]


AMISS: list[tuple[str, dict[str, str], str]] = [
    ("number", {"prompt": "P", "answer": "many"}, "answer"),
    ("number", {"prompt": "P", "answer": "5", "tolerance": "about 2"}, "tolerance"),
    ("number", {"prompt": "P", "answer": "5", "unit-accept": "km"}, "unit-name"),
    ("list", {"prompt": "P", "answers-0-answer": "a", "need": "2"}, "need"),
    ("list", {"prompt": "P", "answers-1-accept": "a"}, "answers-0-answer"),
    ("single_choice", {"prompt": "P", "answer": "a", "distractors-1-feedback": "x"}, "distractors-0-text"),
    (
        "matching",
        {"prompt": "P", "pairs-0-left": "a", "pairs-1-left": "b", "pairs-1-right": "c"},
        "pairs-0-right",
    ),
    ("ordering", {"prompt": "P", "items-0-text": "a"}, "items-1-text"),
    ("cloze", {"text": "No gap"}, "text"),
    ("cloze", {"text": "One {{c1::gap}}", "accept-1": "two"}, "accept-1"),
    ("flashcard", {"prompt": "P", "answer": "A", "file": "", "new_file": "##"}, "new_file"),
    ("flashcard", {"prompt": "P", "answer": "A", "file": "", "new_file": "All"}, "new_file"),
    # What only the reader and the rules know is said at its field too.
    ("flashcard", {"prompt": "P", "answer": "A", "id": "Not an id"}, "id"),
    ("flashcard", {"prompt": "P", "answer": "A", "id": "q-list"}, "id"),
    ("flashcard", {"prompt": "P", "answer": "A\x0b"}, "answer"),
    ("flashcard", {"prompt": "P", "answer": "A", "lang": "German"}, "lang"),
    ("cloze", {"text": "A {{c1::gap}} and {{c2::open"}, "text"),
    (
        "single_choice",
        {"prompt": "P", "answer": "a", "distractors-0-text": "b", "distractors-2-text": "a"},
        "distractors-1-text",
    ),
    ("short_answer", {"prompt": "P", "answer": "a", "accept": "b", "reject": "b"}, "reject"),
]


def test_what_is_amiss_is_said_at_its_field_and_nothing_is_written(open_form: Form, bank: Path) -> None:
    before = (bank / "questions" / "all.yaml").read_bytes()
    for kind, typed, name in AMISS:
        sheet = open_form(kind).type({**SHARED, **typed}).press("save")
        assert (sheet.status, list(sheet.errors())) == (422, [name]), typed
        assert f'href="#{name}"' in sheet.html
        assert "Everything you typed is still here" in sheet.text
    assert (bank / "questions" / "all.yaml").read_bytes() == before
    assert [path.name for path in (bank / "questions").iterdir()] == ["all.yaml"]


def test_advice_is_given_in_plain_words_at_its_field_and_does_not_hold_up(open_form: Form) -> None:
    sheet = open_form("single_choice").type(
        {
            "prompt": "Where does rain fall?",
            "answer": "On everything that lies below the clouds",
            "distractors-0-text": "Up",
            "distractors-1-text": "No place",
            **SHARED,
        }
    )
    checked = sheet.press("check")
    assert checked.status == 200
    assert "there is advice" in checked.text
    assert "answer-advice" in str(checked.page.elements["answer"]["aria-describedby"])
    assert checked.text.count("The longest option is the right one") == 2
    assert 'href="/workshop/codes/W510"' in checked.html
    assert checked.press("save").status == 303


def test_every_rule_about_good_questions_has_plain_words() -> None:
    about_writing = {code for code in all_entries() if "W510" <= code <= "W520"}
    assert about_writing <= set(PLAIN)
    assert set(PLAIN) <= set(all_entries())


def test_a_name_is_made_from_what_is_asked_and_is_never_that_of_another(open_form: Form) -> None:
    names = []
    for prompt in (
        "Qu'est-ce que *la* pluie d'été?",
        "Qu'est-ce que la pluie d'été?",
        "Что это?",
        "Кто это?",
    ):
        sheet = open_form("flashcard").type(
            {"prompt": prompt, "answer": "A", "file": "questions/all.yaml", **SHARED}
        )
        names.append(sheet.press("save").location.rpartition("/")[2])
    assert names == ["quest-ce-que-la-pluie-dete", "quest-ce-que-la-pluie-dete-2", "flashcard", "flashcard-2"]


def test_a_new_file_is_made_and_the_next_question_begins_with_its_facts_and_tags(
    open_form: Form, bank: Path
) -> None:
    sheet = open_form("flashcard", "?tag=early").type({"prompt": "What?", "answer": "A", **SHARED})
    assert sheet.values["tags-0"] == "early"
    added = sheet.type({"file": "", "new_file": "Fog & mist", "tags-1": "fog"}).press("save-next")
    assert added.location == (
        "/workshop/water/new/flashcard?file=questions/fog-mist.yaml&fact=vapour&tag=early&tag=fog"
    )
    assert (bank / "questions" / "fog-mist.yaml").read_text(encoding="utf-8").startswith("questions:\n")
    following = open_form("flashcard", added.location.removeprefix("/workshop/water/new/flashcard"))
    assert following.values["file"] == "questions/fog-mist.yaml"
    assert following.values.getlist("facts") == ["vapour"]
    assert (following.values["tags-0"], following.values["tags-1"]) == ("early", "fog")
    assert "is in the bank" in following.text


def test_facts_are_found_without_a_script_and_chosen_ones_stay(open_form: Form, bank: Path) -> None:
    sheet = open_form("flashcard").type({"prompt": "Kept?", "fact_search": "surveyors MOST"}).press("find")
    assert "Most vapour comes from the sea." in sheet.text
    assert "A Survey of Vapour, paragraph 4" in sheet.text
    assert sheet.focused == "fact_search"
    nothing = sheet.fill(fact_search="elephants").press("find")
    assert "1 fact is not shown" in nothing.text
    assert nothing.values["prompt"] == "Kept?"
    chosen = sheet.fill(fact_search="elephants", facts=["vapour"]).press("find")
    assert chosen.values.getlist("facts") == ["vapour"]


def test_gaps_get_a_field_each_that_is_named_by_what_it_hides(open_form: Form) -> None:
    sheet = open_form("cloze").fill(text="The {{c1::sea}} and {{c1::sky::up}}")
    shown = sheet.press("gaps")
    assert (shown.status, shown.focused) == (200, "accept-0")
    assert "Gap 1: “sea”" in shown.text
    assert "Gap 2: “sky”" in shown.text
    less = shown.fill(accept__1="heaven", text="The {{c1::sea}}").press("gaps")
    assert less.values["accept-1"] == "heaven"
    assert "Gap 2, which the text does not have" in less.text


def test_pictures_are_offered_where_there_are_some(open_form: Form, bank: Path) -> None:
    assert "media-0-file" not in open_form("flashcard").values
    (bank / "images").mkdir()
    (bank / "images" / "fog.png").write_bytes(b"\x89PNG")
    (bank / "sources").mkdir()
    (bank / "sources" / "not-ours.png").write_bytes(b"\x89PNG")
    sheet = open_form("flashcard").type({"prompt": "What?", "answer": "A", **SHARED})
    assert "not-ours" not in sheet.html
    bare = sheet.type({"media-0-file": "images/fog.png"}).press("save")
    assert list(bare.errors()) == ["media-0-alt"]
    assert sheet.type({"media-0-alt": "Fog: grey"}).press("save").status == 303
    (media,) = read_bank(bank).bank.questions[-1].media
    assert (media.file, media.alt) == ("images/fog.png", "Fog: grey")


def test_a_picture_in_the_text_that_is_not_declared_is_refused_at_its_field(open_form: Form) -> None:
    sheet = (
        open_form("flashcard").type({"prompt": "What is ![](x.png)?", "answer": "A", **SHARED}).press("save")
    )
    assert list(sheet.errors()) == ["prompt"]


def test_a_question_without_a_fact_says_why(open_form: Form, bank: Path) -> None:
    sheet = open_form("flashcard").fill(prompt="What?", answer="A", unsourced="To know beforehand")
    assert sheet.press("save").status == 303
    assert read_bank(bank).bank.questions[-1].unsourced == "To know beforehand"


def test_what_no_page_sends_is_no_fault_of_ours(open_form: Form, app: Flask) -> None:
    client = app.test_client()
    assert client.get("/workshop/water/new/riddle").status_code == 404
    assert client.get("/workshop/no-bank/new").status_code == 404
    assert client.get("/workshop/no-bank/new/date").status_code == 404
    sheet = open_form("list").type({"prompt": "P", **SHARED})
    for do in ("add-nothing", "drop-prompt-1", "up-own-1"):
        assert sheet.press(do).status == 400, do
    for do in ("drop-answers-99", "up-answers-²", "up-answers-", "down-answers-99999999999999", "", "x-y-z"):
        assert sheet.press(do).status in {200, 422}, do
    odd = {
        "answers-²-answer": "x",
        "answers-99999999999999-answer": "x",
        "answers--1-answer": "x",
        "difficulty": "9",
    }
    odd |= {"facts": ["unknown"], "file": "../bank.yaml", "unsourced": "none", "answers-9-answer": "kept"}
    sent = sheet.type(odd).press("check")
    assert sent.status == 200
    assert "At the end of questions/questions.yaml" in sent.text
    assert sent.values["answers-0-answer"] == "kept"
