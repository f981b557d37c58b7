"""Every edit a teacher can make, and what becomes of everything two learners have learnt: row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

ID = {"origin": 1, "capitals": 2, "salt": 3, "river": 4, "fresh": 5}


@dataclass(frozen=True)
class Edit:
    """What a teacher does, and all that may come of it; questions are named as in ID.

    `added` are the new questions' ids in the file. `cards` are the (question, part) that every learner gets.
    `findings` are the beginnings or ends of what `check` says of it, with the learners it concerns.
    """

    name: str
    change: Callable[[dict[str, str]], None]
    revised: tuple[str, ...] = ()
    relearnt: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    cards: tuple[tuple[str, int], ...] = ()
    findings: tuple[tuple[str, str], ...] = ()


def say(name, old, new):
    """Replace a text in one question."""

    def change(pieces):
        assert old in pieces[name]
        pieces[name] = pieces[name].replace(old, new)

    return change


def add(name, *lines):
    """Give a question further keys."""

    def change(pieces):
        pieces[name] += "".join(f"    {line}\n" for line in lines)

    return change


def drop(name):
    return lambda pieces: pieces.pop(name)


def both(*changes):
    def change(pieces):
        for each in changes:
            each(pieces)

    return change


def move(pieces):
    pieces["river@b"] = pieces.pop("river")


def turn_round(pieces):
    for name in list(pieces)[::-1]:
        pieces[name] = pieces.pop(name)


TWO = "2 learners know the old one, 1 of them well"
ONE = "1 learner knows the old one, well"
KIND = say("river", "short_answer", "flashcard")
EDITS = [
    Edit("a comment", lambda pieces: pieces.update(salt="  # salty\n" + pieces["salt"])),
    Edit("prompt", say("origin", "come from?", "originate?"), revised=("origin",)),
    Edit("explanation", add("salt", "explanation: It is dissolved."), revised=("salt",)),
    Edit("tags", say("origin", "[water, air]", "[vapour]"), revised=("origin",)),
    Edit("facts", say("salt", "facts: [evaporation]", "unsourced: Known to all."), revised=("salt",)),
    Edit("difficulty", add("river", "difficulty: 4"), revised=("river",)),
    Edit("distractors", say("origin", "Rivers", "Streams"), revised=("origin",)),
    Edit("feedback", say("origin", "very little", "hardly any"), revised=("origin",)),
    Edit("accept", add("river", "accept: [Hangang]"), revised=("river",)),
    Edit("strict", add("river", "strict: true"), revised=("river",)),
    Edit("hint of a cloze", say("capitals", "Seoul}}", "Seoul::S}}"), revised=("capitals",)),
    Edit("case of the key", say("river", "The Han", "the Han"), revised=("river",)),
    Edit("moved to another file", move),
    Edit("turned round", turn_round),
    Edit(
        "key",
        say("origin", "The oceans", "The seas"),
        revised=("origin",),
        findings=(("E301", TWO),),
    ),
    Edit(
        "key of a typed answer",
        say("river", "The Han", "The Hahn"),
        revised=("river",),
        findings=(("E301", ONE),),
    ),
    Edit(
        "key that nobody knows",
        say("fresh", "Fresh water", "Mud"),
        revised=("fresh",),
        findings=(("E301", "no learner knows the old one"),),
    ),
    Edit(
        "key with its edition",
        both(say("origin", "The oceans", "The seas"), add("origin", "edition: 2")),
        revised=("origin",),
        relearnt=("origin",),
        findings=(("W601", TWO),),
    ),
    Edit(
        "edition of a cloze",
        add("capitals", "edition: 3"),
        revised=("capitals",),
        relearnt=("capitals",),
        findings=(("W601", TWO),),
    ),
    Edit(
        "edition of what nobody studied", add("fresh", "edition: 2"), revised=("fresh",), relearnt=("fresh",)
    ),
    Edit("kind", KIND, revised=("river",), findings=(("E301", ONE),)),
    Edit(
        "kind with its edition",
        both(KIND, add("river", "edition: 2")),
        revised=("river",),
        relearnt=("river",),
        findings=(("W601", ONE),),
    ),
    Edit(
        "kind from cloze",
        lambda pieces: pieces.update(
            capitals=pieces["salt"].replace("salt", "capitals").replace("sea", "soup")
        ),
        revised=("capitals",),
        cards=(("capitals", 0),),
        findings=(("E301", TWO),),
    ),
    Edit(
        "cloze number added",
        say("capitals", "the north", "the {{c3::north}}"),
        revised=("capitals",),
        cards=(("capitals", 3),),
        findings=(("E301", TWO),),
    ),
    Edit(
        "cloze number removed",
        say("capitals", "{{c2::Pyongyang}}", "Pyongyang"),
        revised=("capitals",),
        findings=(("E301", TWO),),
    ),
    Edit(
        "cloze renumbered",
        say("capitals", "c2::", "c7::"),
        revised=("capitals",),
        cards=(("capitals", 7),),
        findings=(("E301", TWO),),
    ),
    Edit(
        "renamed",
        say("river", "id: river", "id: han\n    was: [river]"),
        revised=("river",),
    ),
    Edit(
        "renamed without saying so",
        say("river", "id: river", "id: han"),
        gone=("river",),
        added=("han",),
        cards=(("han", 0),),
        findings=(("W304", "1 learner studies it, well"),),
    ),
    Edit(
        "renamed and reworded without saying so",
        both(say("river", "id: river", "id: han"), say("river", "Which river", "Which large river")),
        gone=("river",),
        added=("han",),
        cards=(("han", 0),),
        findings=(("W304", "1 learner studies it, well"),),
    ),
    Edit(
        "two texts change places",
        both(
            say("salt", "id: salt", "id: river"),
            say("river", "id: river", "id: salt"),
        ),
        revised=("salt", "river"),
        findings=(("E301", TWO), ("E301", ONE)),
    ),
    Edit("deleted", drop("river"), gone=("river",), findings=(("W303", "1 learner studies it, well"),)),
    Edit("deleted, unstudied", drop("fresh"), gone=("fresh",), findings=(("W303", "no learner studies it"),)),
    Edit(
        "draft",
        add("river", "draft: true"),
        revised=("river",),
        findings=(("W602", "1 learner studies it, well"),),
    ),
    Edit("draft that nobody studied", add("fresh", "draft: true"), revised=("fresh",)),
    Edit(
        "added",
        lambda pieces: pieces.update(
            new=pieces["salt"].replace("salt", "sky").replace("sea taste", "sky smell")
        ),
        added=("sky",),
        cards=(("sky", 0),),
    ),
]


edited = pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)


@edited
def test_an_edit_changes_nothing_of_what_was_learnt_but_what_it_says(desk, edit):
    before = desk.rows()
    edit.change(desk.pieces)
    assert desk.findings() == sorted(edit.findings)
    assert desk.rows() == before
    assert desk.sync().problems == ()
    after = desk.hold(before, {ID[name] for name in edit.relearnt})
    new = {row["key"]: row["id"] for key, row in after["question"].items() if key not in before["question"]}
    assert set(new) == set(edit.added)
    got = {(ID.get(name) or new[name], part) for name, part in edit.cards}
    assert set(after["card"]) - set(before["card"]) == {(who, *card) for who in (1, 2) for card in got}
    assert {key: row for key, row in after["revision"].items() if key in before["revision"]} == before[
        "revision"
    ]
    made = [row["question_id"] for key, row in after["revision"].items() if key not in before["revision"]]
    assert sorted(made) == sorted([*(ID[name] for name in edit.revised), *new.values()])
    gone = {row["id"] for row in after["question"].values() if row["archived_ms"] is not None}
    assert gone == {ID[name] for name in edit.gone}
    first = {key: row["first_key"] for key, row in before["question"].items()}
    assert {key: after["question"][key]["first_key"] for key in first} == first


@edited
def test_taking_an_edit_back_brings_everything_back_whole(desk, edit):
    base, relearnt = dict(desk.pieces), {ID[name] for name in edit.relearnt}
    before, asked = desk.rows(), desk.asked()
    edit.change(desk.pieces)
    desk.sync()
    desk.pieces = base
    desk.sync()
    after = desk.hold(before, relearnt)
    assert desk.asked() == asked
    for key, row in before["question"].items():
        still = {"revision_id", "edition"} if key[0] in relearnt else {"revision_id"}
        assert {name: after["question"][key][name] for name in row.keys() - still} == {
            name: row[name] for name in row.keys() - still
        }
