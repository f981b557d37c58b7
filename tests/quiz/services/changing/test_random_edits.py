"""Whatever a teacher does in whatever order: what stays keeps everything, what returns comes back whole."""

import shutil
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.services.context import Context

KINDS = ("short_answer", "flashcard", "cloze")


@dataclass(frozen=True)
class Item:
    """A question as the teacher has it; `row` is its number in the database, None until it was loaded."""

    id: str
    was: tuple[str, ...] = ()
    row: int | None = None
    kind: str = "short_answer"
    asks: int = 0
    answer: int = 0
    edition: int = 1
    draft: bool = False
    gaps: tuple[int, ...] = (1,)
    second_file: bool = False

    @property
    def yaml(self):
        gaps = " and ".join(f"{{{{c{number}::place {number}{self.answer}}}}}" for number in self.gaps)
        asked = (
            [f'text: "Once {self.asks} there lay {gaps}."']
            if self.kind == "cloze"
            else [f"prompt: Which is number {self.asks} of {self.id}?", f"answer: Answer {self.answer}"]
        )
        was = [f"was: [{', '.join(self.was)}]"] if self.was else []
        draft = ["draft: true"] if self.draft else []
        lines = [f"kind: {self.kind}", *was, *asked, f"edition: {self.edition}", *draft, "unsourced: A test."]
        return f"  - id: {self.id}\n" + "".join(f"    {line}\n" for line in lines)


@dataclass
class Teacher:
    """The bank as the teacher means it: what is in it, and what was taken out and may return."""

    items: list[Item] = field(default_factory=list)
    out: list[Item] = field(default_factory=list)
    named: int = 0

    def new_id(self):
        self.named += 1
        return f"q{self.named}"

    def change(self, at, **changes):
        self.items[at] = replace(self.items[at], **changes)

    def edit(self, what, one, other):
        """Do one of EDITS to the question at `one`, or between it and `other`."""
        if what == "add" or not self.items:
            self.items.append(Item(self.new_id(), kind=KINDS[other % 3], asks=other))
            return
        at = one % len(self.items)
        item = self.items[at]
        if what == "reword":
            self.change(at, asks=item.asks + 1)
        elif what == "rekey":
            self.change(at, answer=item.answer + 1)
        elif what == "raise":
            self.change(at, answer=item.answer + 1, edition=item.edition + 1)
        elif what == "rename":
            self.change(at, id=self.new_id(), was=(*item.was, item.id))
        elif what == "rename in silence":
            self.out.append(item)
            self.items[at] = replace(item, id=self.new_id(), was=(), row=None)
        elif what == "remove":
            self.out.append(self.items.pop(at))
        elif what == "return" and self.out:
            self.items.insert(at, self.out.pop(one % len(self.out)))
        elif what == "draft":
            self.change(at, draft=not item.draft)
        elif what == "kind":
            self.change(at, kind=KINDS[other % 3])
        elif what == "gaps":
            self.change(at, gaps=tuple(sorted({*item.gaps, 1 + other % 4} - {item.gaps[-1]} or {9})))
        elif what == "move":
            self.items.insert(
                other % len(self.items), replace(self.items.pop(at), second_file=other % 2 == 1)
            )


EDITS = (
    *("add", "reword", "rekey", "raise", "rename", "rename in silence", "remove", "return", "return"),
    *("draft", "kind", "gaps", "move"),
)
edits = st.lists(
    st.tuples(st.sampled_from(EDITS), st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=4
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(st.tuples(edits, st.sampled_from((0, 1, 2))), min_size=2, max_size=6))
def test_no_sequence_of_edits_costs_anybody_anything(desk, versions):
    begin_anew(desk)
    world, teacher = desk.world, Teacher()
    for other in range(4):
        teacher.edit("add", 0, other)
    load(desk, teacher)
    for version, learner in versions:
        if learner:
            study(world, learner)
        for one in version:
            teacher.edit(*one)
        load(desk, teacher)
    while teacher.out:
        teacher.edit("return", 0, 0)
    load(desk, teacher)
    served = {key[:1] for key in desk.asked()}
    assert served == {(item.row,) for item in teacher.items if not item.draft}


def begin_anew(desk):
    """Give the desk two learners and a bank without questions."""
    world = desk.world
    world.ctx.engine.dispose()
    if not hasattr(desk, "empty"):
        desk.empty = desk.folder.parent.parent / "empty.sqlite"
        desk.pieces = {}
        (desk.folder / "bank.lock").unlink(missing_ok=True)
        with world.ctx.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE question SET key = 'old-' || id")
        desk.sync()
        world.ctx.engine.dispose()
        shutil.copyfile(world.database, desk.empty)
    shutil.copyfile(desk.empty, world.database)
    # The database begins anew, and whatever was remembered of it has to be forgotten.
    world.ctx = Context(
        engine=world.ctx.engine, clock=world.clock, banks=world.ctx.banks, instance=world.ctx.instance
    )


def study(world, learner):
    world.clock.forward(days=2)
    sitting = world.start(learner=learner)
    for right in (True, False, True):
        if hasattr(sitting.look(), "question"):
            sitting.answer(right=right)


def load(desk, teacher):
    """Load the teacher's bank, and hold every row against what the teacher did."""
    before = desk.rows()
    editions = {key[0]: row["edition"] for key, row in before["question"].items()}
    raised = {item.row for item in teacher.items if item.row and item.edition > editions[item.row]}
    desk.pieces = {f"{item.id}{'@b' * item.second_file}": item.yaml for item in teacher.items}
    assert desk.sync().problems == ()
    after = desk.hold(before, raised)
    rows = {row["key"]: row for row in after["question"].values() if row["archived_ms"] is None}
    assert set(rows) == {item.id for item in teacher.items}
    for at, item in enumerate(teacher.items):
        assert item.row in (None, rows[item.id]["id"])
        teacher.change(at, row=rows[item.id]["id"])
    assert all((item.row,) in after["question"] for item in teacher.out if item.row)
