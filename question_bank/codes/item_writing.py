"""Findings of the rules on good questions, each with its source in the literature on writing items.

HDR is T. M. Haladyna, S. M. Downing and M. C. Rodriguez, "A review of multiple-choice item-writing guidelines
for classroom assessment", Applied Measurement in Education 15 (2002); NBME is M. A. Paniagua and
K. A. Swygert (eds), "Constructing Written Test Questions for the Basic and Clinical Sciences" (2016).
"""

from __future__ import annotations

from question_bank.codes.entry import Entry

_HDR = "Haladyna, Downing and Rodriguez (2002)"
_NBME = "NBME, Constructing Written Test Questions (2016)"


def _choice(prompt: str, answer: str, *wrong: str, name: str = "vapour-choice") -> str:
    return (
        f"  - id: {name}\n    kind: single_choice\n    prompt: {prompt}\n    answer: {answer}\n"
        f"    distractors: [{', '.join(wrong)}]\n    facts: [evaporation]\n"
    )


def _judged(prompt: str, answer: str, name: str = "vapour-judged") -> str:
    return (
        f"  - id: {name}\n    kind: true_false\n    prompt: {prompt}\n    answer: {answer}\n"
        "    facts: [evaporation]\n"
    )


def _typed(prompt: str, answer: str, name: str = "vapour-typed") -> str:
    return (
        f"  - id: {name}\n    kind: short_answer\n    prompt: {prompt}\n    answer: {answer}\n"
        "    facts: [evaporation]\n"
    )


_REST = """\
  - id: rest
    kind: flashcard
    prompt: According to the survey's authors, what gives the rest of the vapour?
    answer: Rivers and lakes
    facts: [fresh-water]
"""


def _questions(*entries: str) -> str:
    return "questions:\n" + "".join(entries) + _REST


ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W510",
        title="the longest option is the key",
        why=(
            "Authors take care that the key is true to the letter, and that makes it long. Learners "
            "notice, and choose the longest option without knowing anything. A key that is half as "
            "long again as every distractor, and by a dozen letters, is seen at a glance."
        ),
        wrong=_questions(
            _choice(
                "Where does vapour come from?",
                "The surface of the open oceans of the world",
                "Rivers",
                "Lakes",
            )
        ),
        right=_questions(_choice("Where does vapour come from?", "The oceans", "The rivers", "The lakes")),
        source=f"{_HDR}: keep the length of the options about equal",
    ),
    Entry(
        code="W511",
        title="a word of the prompt comes back in the key alone",
        why=(
            "A learner who knows nothing looks for the option that sounds like the prompt. If a "
            "telling word of the prompt stands in the key and in no distractor, sounding alike is "
            "enough."
        ),
        wrong=_questions(_choice("What evaporates to make vapour?", "Evaporated sea", "Melted ice", "Dew")),
        right=_questions(_choice("What evaporates to make vapour?", "Sea", "Ice", "Dew")),
        source=f"{_HDR}: avoid clang associations, options identical to or resembling words in the stem",
    ),
    Entry(
        code="W512",
        title="`a` or `an` gives the key away",
        why=(
            "A prompt that ends in `an` rules out every option that begins with a consonant. Where "
            "that leaves the key alone, grammar answers the question."
        ),
        wrong=_questions(_choice("The largest body of water is called an", "Ocean", "River", "Lake")),
        right=_questions(_choice("The largest body of water is called a(n)", "Ocean", "River", "Lake")),
        source=f"{_HDR}: avoid grammatical inconsistencies that cue the key",
    ),
    Entry(
        code="W513",
        title="an option that speaks of the other options",
        why=(
            "Options are shown in a new order each time, so that nothing stands above. And `all of "
            "the above` is chosen by whoever knows two of them, `none of the above` by whoever knows "
            "only what is wrong."
        ),
        wrong=_questions(_choice("Where does vapour come from?", "Seas", "Sand", "None of the above")),
        right=_questions(_choice("Where does vapour come from?", "Seas", "Sand", "Stones")),
        source=f"{_HDR}: avoid all-of-the-above, use none-of-the-above with care",
    ),
    Entry(
        code="W514",
        title="a negative that is not marked",
        why=(
            "A hurried reader passes over `not` and answers the opposite question. Ask for what is "
            "so; where the exception itself is worth knowing, mark the word by emphasis. Words in "
            "quotation marks are somebody else's and need no mark."
        ),
        wrong=_questions(_judged("Most vapour does not come from lakes.", "true")),
        right=_questions(_judged("Most vapour does **not** come from lakes.", "true")),
        source=f"{_HDR}: word the stem positively; if a negative is used, mark it",
    ),
    Entry(
        code="W515",
        title="a distractor of another kind than the key",
        why=(
            "A date among figures, a sentence among names: the odd one out is struck off, or chosen, "
            "without any knowledge. Options of one kind and form leave only knowing."
        ),
        wrong=_questions(_choice("What share of vapour comes from the sea?", "86 %", "14 %", "Hardly any")),
        right=_questions(_choice("What share of vapour comes from the sea?", "86 %", "14 %", "50 %")),
        source=f"{_HDR}: keep options homogeneous in content and grammatical structure",
    ),
    Entry(
        code="W516",
        title="options that overlap",
        why=(
            "If one option is right whenever another is, a learner who knows the answer has two to "
            "choose from, and one who does not can strike off both."
        ),
        wrong=_questions(
            _choice("What share of vapour comes from the sea?", "80 to 90 %", "10 to 20 %", "20 to 30 %")
        ),
        right=_questions(
            _choice("What share of vapour comes from the sea?", "80 to 90 %", "10 to 20 %", "21 to 30 %")
        ),
        source=f"{_HDR}: keep options independent; they should not overlap",
    ),
    Entry(
        code="W517",
        title="absolute words in distractors only",
        why=(
            "The world has exceptions, and learners know it: an option with `always`, `never` or "
            "`all` is rarely right. If only distractors are so bold, boldness gives them away."
        ),
        wrong=_questions(_choice("What is said of vapour?", "It rises", "It always falls", "It stays")),
        right=_questions(_choice("What is said of vapour?", "It rises", "It falls", "It stays")),
        source=f"{_HDR}: avoid specific determiners such as always, never, completely and absolutely",
    ),
    Entry(
        code="W518",
        title="one prompt tells what another question asks for",
        why=(
            "Cards of one bank are met on the same days. A prompt that holds another question's key, "
            "and nearly every other word of it, answers it; what is then measured is attention, not "
            "memory."
        ),
        wrong=_questions(
            _typed("Which waters give most vapour to the air?", "Oceans"),
            _judged("Oceans give most of the vapour of all waters to the air.", "true"),
        ),
        right=_questions(
            _typed("Which waters give most vapour to the air?", "Oceans"),
            _judged("The sun is what lifts vapour from the ground.", "true"),
        ),
        source=f"{_NBME}: do not let one item cue the answer to another",
    ),
    Entry(
        code="W519",
        title="true and false out of balance",
        why=(
            "If nearly all statements are true, whoever says `true` every time is nearly always "
            "right. The rule speaks up where chance alone would lean as far in fewer than one bank of"
            " a hundred."
        ),
        wrong=_questions(*(_judged(f"Cloud number {at} is wet.", "true", f"wet-{at}") for at in range(1, 9))),
        right=_questions(
            *(
                _judged(f"Cloud number {at} is wet.", "true" if at % 2 else "false", f"wet-{at}")
                for at in range(1, 9)
            )
        ),
        source="Ebel and Frisbie, Essentials of Educational Measurement (1991): as many true as false",
    ),
    Entry(
        code="W520",
        title="the key stands out by its place or length too often",
        why=(
            "Options are shuffled, but their lengths and figures stay: authors like to put the right "
            "figure between two wrong ones, and to write the key at most length. Where the key is the"
            " longest, the smallest, the largest or the one between much more often than chance has "
            "it (fewer than one bank in a hundred), the habit can be learnt instead of the matter."
        ),
        wrong=_questions(
            *(
                _choice(
                    f"How much rain fell in year {at}?", f"{at}5 mm", f"{at}1 mm", f"{at}9 mm", name=f"r-{at}"
                )
                for at in range(1, 8)
            )
        ),
        right=_questions(
            *(
                _choice(
                    f"How much rain fell in year {at}?",
                    f"{at}{(1, 5, 9)[at % 3]} mm",
                    f"{at}{(5, 9, 1)[at % 3]} mm",
                    f"{at}{(9, 1, 5)[at % 3]} mm",
                    name=f"r-{at}",
                )
                for at in range(1, 8)
            )
        ),
        source=f"{_HDR}: vary the location of the right answer according to the number of options",
    ),
)
