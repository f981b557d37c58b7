"""A file that changes while it is edited: in another tab, on the disk, at the very same moment."""

from __future__ import annotations

import threading

from quiz.services import editing
from quiz.services.editing import Choice, Conflict, Edit, PieceKind, Reason, Refused, Saved, bench, steps
from quiz.services.editing.steps import Step


def choose(conflict: Conflict, choice: Choice) -> str:
    asked = sum(piece.kind is PieceKind.BOTH for piece in conflict.pieces)
    return editing.merged(conflict.pieces, [choice] * asked)


def test_edits_of_two_questions_from_two_tabs_are_both_kept_without_asking(desk, parts):
    first, second = desk.open("salt"), desk.open("rain")
    assert desk.save(desk.edit(first, "sea", "ocean")).merged is False
    assert desk.save(desk.edit(second, "cloud", "grey cloud")).merged is True
    assert desk.text() == "".join(parts.values()).replace("sea", "ocean").replace("cloud", "grey cloud")


def test_the_same_question_in_two_tabs_is_shown_side_by_side_and_settled(desk):
    opened = desk.open("salt")
    desk.save(desk.edit(opened, "sea", "ocean"))
    after = desk.text()
    edit = desk.edit(opened, "sea", "Dead Sea")
    conflict = desk.save(edit)
    assert isinstance(conflict, Conflict)
    assert desk.text() == after
    assert [each.kind for each in conflict.pieces] == [PieceKind.SAME, PieceKind.BOTH, PieceKind.SAME]
    assert (conflict.base_text, conflict.mine) == (opened.text, edit.text)
    assert "ocean" in conflict.theirs
    assert editing.compare(desk.ctx, 1, edit, theirs_base=conflict.theirs_base) == conflict
    chosen = Edit(target=conflict.target, text=choose(conflict, Choice.MINE), base=conflict.theirs_base)
    assert isinstance(desk.save(chosen), Saved)
    assert desk.text() == after.replace("ocean", "Dead Sea")


def test_the_same_change_from_two_tabs_is_one(desk):
    opened = desk.open("salt")
    desk.save(desk.edit(opened, "sea", "ocean"))
    assert desk.save(desk.edit(opened, "sea", "ocean")).changed is False
    assert desk.save(Edit(target=opened.target, text=opened.text, base=opened.base)).changed is False
    assert desk.history().total == 1


def test_a_file_that_changed_on_the_disk_is_merged_or_asked_about(desk, parts):
    whole, salt = desk.open(), desk.open("salt")
    outside = (
        "".join(parts.values()).replace("The Han", "the Han").replace("# the end", "# really\n# the end")
    )
    desk.path().write_bytes(outside.encode())
    assert desk.save(desk.edit(salt, "sea", "ocean")).merged is True
    outside = outside.replace("sea", "ocean")
    assert desk.text() == outside
    assert desk.save(desk.edit(whole, "What falls", "What drips")).merged is True
    assert desk.text() == outside.replace("What falls", "What drips")
    assert isinstance(desk.save(desk.edit(whole, "The Han", "the han")), Conflict)
    assert desk.text() == outside.replace("What falls", "What drips")


def test_a_question_that_was_removed_meanwhile_can_be_taken_up_again(desk):
    opened = desk.open("rain")
    desk.remove("rain")
    conflict = desk.save(desk.edit(opened, "cloud", "grey cloud"))
    assert isinstance(conflict, Conflict)
    assert (conflict.theirs, conflict.base_text) == ("", opened.text)
    back = desk.save(Edit(target=conflict.target, text=conflict.mine, base=conflict.theirs_base))
    assert isinstance(back, Saved)
    assert desk.open("rain").text == conflict.mine
    assert back.report.restored == 1


def test_leaving_a_removed_question_removed_changes_nothing(desk):
    opened = desk.open("rain")
    desk.remove("rain")
    conflict = desk.save(desk.edit(opened, "cloud", "grey cloud"))
    gone = desk.save(Edit(target=conflict.target, text="", base=conflict.theirs_base))
    assert gone.changed is False


def test_a_question_that_moved_to_another_file_is_followed(desk, parts):
    opened = desk.open("rain")
    desk.path().write_bytes("".join(parts.values()).replace(parts["rain"], "").encode())
    desk.path("questions/weather.yaml").write_bytes(f"questions:\n{parts['rain']}".encode())
    saved = desk.save(desk.edit(opened, "cloud", "grey cloud"))
    assert saved.target.file == "questions/weather.yaml"
    assert "grey cloud" in desk.text("questions/weather.yaml")


def test_a_file_that_was_removed_meanwhile_is_asked_about(desk, parts):
    opened = desk.open()
    desk.path().rename(desk.path("questions/other.yaml"))
    conflict = desk.save(desk.edit(opened, "sea", "ocean"))
    assert isinstance(conflict, Conflict)
    assert (conflict.theirs, conflict.theirs_base) == ("", "")


def test_removing_a_question_that_changed_meanwhile_is_asked_about(desk):
    opened = desk.open("salt")
    desk.change("rain", "cloud", "grey cloud")
    desk.change("salt", "sea", "ocean")
    conflict = desk.remove("salt", base=opened.base)
    assert isinstance(conflict, Conflict)
    assert (conflict.mine, "ocean" in conflict.theirs) == ("", True)
    assert isinstance(desk.remove("salt", base=conflict.theirs_base), Saved)


def test_removing_a_question_while_others_change_keeps_what_they_did(desk):
    opened = desk.open("salt")
    desk.change("rain", "cloud", "grey cloud")
    assert desk.remove("salt", base=opened.base).merged is True
    assert "grey cloud" in desk.text()


def test_a_conflict_whose_origin_is_not_known_shows_every_difference(desk):
    opened = desk.open("salt")
    edit = Edit(target=opened.target, text=opened.text.replace("sea", "ocean"), base="0" * 64)
    conflict = desk.save(edit)
    assert isinstance(conflict, Conflict)
    assert conflict.base_text == ""
    assert choose(conflict, Choice.MINE) == edit.text


def test_what_an_editor_outside_writes_in_the_last_moment_is_not_lost(desk, monkeypatch, parts):
    opened = desk.open("salt")
    whole = desk.open()
    outside = "".join(parts.values()).replace("The Han", "the Han")

    def written_outside(step: Step) -> None:
        if step is Step.WRITTEN and desk.text() == "".join(parts.values()):
            desk.path().write_bytes(outside.encode())

    monkeypatch.setattr(steps, "reached", written_outside)
    assert desk.save(desk.edit(opened, "sea", "ocean")).merged is True
    assert desk.text() == outside.replace("sea", "ocean")
    assert [entry.status for entry in desk.history().entries] == ["done"]
    assert isinstance(desk.save(desk.edit(whole, "The Han", "THE HAN")), Conflict)


def test_an_editor_outside_that_never_stops_writing_is_not_written_over(desk, monkeypatch, parts):
    opened = desk.open("salt")
    count = iter(range(100))

    def written_outside(step: Step) -> None:
        if step is Step.WRITTEN:
            desk.path().write_bytes(("".join(parts.values()) + f"\n# {next(count)}").encode())

    monkeypatch.setattr(steps, "reached", written_outside)
    assert desk.save(desk.edit(opened, "sea", "ocean")).reason is Reason.BUSY
    assert "ocean" not in desk.text()
    assert desk.history().total == 0


def test_two_saves_at_the_same_moment_take_turns_and_neither_is_lost(desk):
    """Eight threads edit the same line from the same start: one wins, and seven are told."""
    opened = desk.open("salt")
    outcomes: dict[int, object] = {}
    together = threading.Barrier(8)

    def save(number: int) -> None:
        together.wait()
        outcomes[number] = desk.save(desk.edit(opened, "sea", f"sea of {number}"))

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [number for number, outcome in outcomes.items() if isinstance(outcome, Saved)]
    losers = [outcome for outcome in outcomes.values() if isinstance(outcome, Conflict)]
    assert (len(winners), len(losers)) == (1, 7)
    assert f"sea of {winners[0]}" in desk.text()
    assert all(f"sea of {winners[0]}" in conflict.theirs for conflict in losers)


def test_a_bank_that_is_held_too_long_says_so(desk, monkeypatch):
    opened = desk.open("salt")
    edit = desk.edit(opened, "sea", "ocean")
    monkeypatch.setattr(bench.held.__wrapped__, "__defaults__", (0.05,))
    with bench.held(desk.ctx, str(desk.world.folder.resolve())):
        outcome = desk.save(edit)
    assert (outcome.reason, outcome.text) == (Reason.BUSY, edit.text)
    assert isinstance(desk.save(edit), Saved)


def test_findings_of_a_merged_file_are_placed_in_what_was_sent(desk, parts):
    whole = desk.open()
    desk.path().write_bytes(("# two\n# more lines\n" + "".join(parts.values())).encode())
    refused = desk.save(
        desk.edit(whole, "  - id: rain\n    kind: flashcard", "  - id: rain\n    kind: flashcrd")
    )
    assert isinstance(refused, Refused)
    found = next(each for each in refused.judged.findings if each.new)
    assert "flashcrd" in refused.text.split("\n")[found.line - 1]
