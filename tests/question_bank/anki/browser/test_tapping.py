"""What a tap does, in viewers that load a page for each side and in one that keeps its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Viewer = Any  # the class in conftest.py, which no test can import


pytestmark = pytest.mark.browser


def test_a_tapped_choice_is_marked_and_the_back_shows_it_where_it_stood(viewer: Viewer) -> None:
    viewer.front("vapor-origin")
    shown = viewer.items()
    viewer.tap("Forests")
    viewer.tap("Glaciers")
    assert viewer.page.locator(".chosen").all_inner_texts() == ["Glaciers"]
    assert viewer.page.locator("li[aria-pressed=true]").all_inner_texts() == ["Glaciers"]
    viewer.back()
    assert [text.partition("\n")[0] for text in viewer.items()] == shown
    assert viewer.classes("Glaciers") == {"wrong", "chosen"}
    assert viewer.classes("The oceans") == {"right"}
    assert viewer.page.get_by_text("Ice gives off very little vapour.").is_visible()
    assert viewer.verdict == "Not right"


def test_the_right_choice_is_called_right(viewer: Viewer) -> None:
    viewer.front("vapor-origin")
    viewer.tap("The oceans")
    viewer.back()
    assert viewer.classes("The oceans") == {"right", "chosen"}
    assert viewer.verdict == "Right"
    assert not viewer.page.get_by_text("Ice gives off very little vapour.").is_visible()


def test_a_second_tap_takes_the_choice_back_and_then_nothing_is_judged(viewer: Viewer) -> None:
    viewer.front("vapor-origin")
    viewer.tap("Forests")
    viewer.tap("Forests")
    viewer.back()
    assert viewer.verdict is None
    assert viewer.classes("Forests") == {"wrong"}


def test_what_was_tapped_last_time_is_forgotten(viewer: Viewer) -> None:
    viewer.front("vapor-origin")
    viewer.tap("Forests")
    viewer.back()
    viewer.front("vapor-origin")
    viewer.back()
    assert viewer.verdict is None


def test_one_notes_choice_does_not_show_on_anothers_back(viewer: Viewer) -> None:
    viewer.front("vapor-origin")
    viewer.tap("Forests")
    viewer.front("lakes")
    viewer.back()
    assert viewer.verdict is None
    viewer.front("lakes")
    viewer.tap("False")
    viewer.back()
    assert viewer.verdict == "Right"


def test_several_choices_can_be_ticked(viewer: Viewer) -> None:
    viewer.front("states")
    viewer.tap("Snow")
    viewer.tap("Fog")
    viewer.back()
    assert viewer.verdict == "Partly right: 1 of 2, 1 wrong"
    viewer.front("states")
    viewer.tap("Snow")
    viewer.tap("Hail")
    viewer.back()
    assert viewer.verdict == "Right"


def test_options_are_shuffled_on_each_showing_but_true_and_false_are_not(viewer: Viewer) -> None:
    orders = set()
    for _ in range(12):
        viewer.front("vapor-origin")
        orders.add(tuple(viewer.items()))
    assert len(orders) > 1
    for _ in range(6):
        viewer.front("lakes")
        assert viewer.items() == ["True", "False"]


def test_items_are_put_in_order_by_tapping_and_ties_may_stand_either_way(viewer: Viewer) -> None:
    viewer.front("steps")
    for text in ("Evaporation", "Condensation", "Snow", "Rain"):
        viewer.tap(text)
    assert viewer.page.locator("li", has_text="Snow").get_attribute("data-place") == "3"
    viewer.back()
    assert viewer.verdict == "Right"
    viewer.front("steps")
    for text in ("Condensation", "Snow", "Evaporation", "Rain"):
        viewer.tap(text)
    viewer.tap("Snow")
    viewer.tap("Snow")
    viewer.back()
    assert viewer.classes("Snow") == {"right"}
    assert viewer.classes("Evaporation") == {"wrong"}
    assert viewer.page.locator("li", has_text="Evaporation").get_attribute("data-yours") == "✗ you: 2"
    assert viewer.verdict == "2 of 4 in place"


def test_pairs_are_made_by_tapping_the_two_lists(viewer: Viewer) -> None:
    viewer.front("rivers-lands")
    viewer.tap("France", ".fd-rights")
    viewer.tap("Germany", ".fd-rights")
    viewer.tap("Italy", ".fd-rights")
    viewer.back()
    assert viewer.verdict == "Partly right: 2 of 3"
    assert viewer.page.locator("li", has_text="Seine").get_attribute("data-yours") == "✗ you: Italy"
    viewer.front("rivers-lands")
    viewer.tap("Seine", ".fd-lefts")
    viewer.tap("France", ".fd-rights")
    viewer.tap("France", ".fd-rights")
    viewer.tap("Germany", ".fd-rights")
    viewer.back()
    assert viewer.verdict == "Right"


def test_a_list_is_ticked_off_on_the_back(viewer: Viewer) -> None:
    viewer.front("oceans")
    assert viewer.page.locator(".fd-blanks li").count() == 3
    viewer.back()
    assert viewer.verdict is None
    for text in ("Pacific", "Indian"):
        viewer.tap(text)
    assert viewer.verdict == "2 of 3 named"
    viewer.tap("Southern")
    assert viewer.verdict == "3 of 3 named"


def test_the_keyboard_chooses_where_the_viewer_lets_it(viewer: Viewer) -> None:
    viewer.front("lakes")
    viewer.page.keyboard.press("Tab")
    viewer.page.keyboard.press("Tab")
    viewer.page.keyboard.press("Enter")
    assert viewer.page.locator(".chosen").all_inner_texts() == ["False"]


def test_without_anything_kept_the_back_is_right_by_itself(viewing: Callable[..., Viewer]) -> None:
    viewer = viewing()
    viewer.front("vapor-origin")
    viewer.tap("Forests")
    viewer.page.evaluate("sessionStorage.clear()")
    viewer.back()
    assert viewer.verdict is None
    assert viewer.classes("The oceans") == {"right"}


@pytest.mark.parametrize("kept", ["nonsense", "{}", '{"order":[0,1],"chosen":[9]}', "null", "[]"])
def test_what_does_not_fit_the_note_is_ignored(viewing: Callable[..., Viewer], kept: str) -> None:
    viewer = viewing()
    for name in ("vapor-origin", "steps", "rivers-lands"):
        viewer.front(name)
        viewer.page.evaluate(
            "([key, text]) => sessionStorage.setItem(key, text)", [f"factdeck:water/{name}", kept]
        )
        viewer.back()
        assert viewer.verdict is None, name


def test_a_cloze_card_shows_the_other_spellings_of_its_own_gaps_only(viewer: Viewer) -> None:
    viewer.front("path")
    viewer.back()
    assert viewer.page.locator(".fd-also").inner_text() == "Also right: sea: ocean"
