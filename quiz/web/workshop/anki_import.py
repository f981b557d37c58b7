"""Notes from Anki: bring a package, say what its note types are, see what becomes of each note, add them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from flask import abort, flash, g, make_response, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField

from quiz.services.anki import edited, looking, mapping
from quiz.services.anki.holding import (
    KEPT,
    Held,
    NotHeldError,
    Purpose,
    RefusedPackageError,
    get_held,
    hold,
    let_go,
)
from quiz.services.anki.notes_in import Choices, Outcome, Report, add_notes, report_on
from quiz.services.anki.shelf import AnkiPackage, BadPackageError, BusyReaderError
from quiz.services.context import current_context
from quiz.services.editing import Decision, Saved
from quiz.services.editing import Outcome as Edited
from quiz.services.errors import NotFound
from quiz.services.surroundings import surroundings
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.uploads import takes_packages
from quiz.web.workshop import anki_words, exchange_words, words
from quiz.web.workshop.base import blueprint

MOST_SHOWN = 200  # of each list; `?all=1` shows the others too
PLACE = "/<key>/import-anki"
_RETRY_SECONDS = "5"
_MANY = 500  # questions: more of them take longer than anybody expects of a button

Page = Callable[..., Answer]


class MappingForm(Form):
    """What one card type becomes; `go` says where to next, and whatever it says, this is kept first."""

    type = IntegerField(default=0)
    note = IntegerField(default=1)
    at = IntegerField()
    kind = StringField()
    role = SelectMultipleField(coerce=str, validate_choice=False)
    deck_tags = BooleanField()
    go = StringField(default="")


class AddForm(Form):
    """What comes in, and how; `leave` are the ids of questions that stay out."""

    drafts = BooleanField()
    leave = SelectMultipleField(coerce=str, validate_choice=False)


def _with_package(view: Page) -> Page:
    """Give a view the package of its address, or answer with why that cannot be."""

    @wraps(view)
    def opened(key: str, token: str, **more: object) -> Answer:
        ctx, learner = current_context(), current_learner()
        surroundings(ctx, learner.id, key)
        try:
            held = get_held(ctx, learner.id, token, Purpose.QUESTIONS, key)
            try:
                package = ctx.shelf.get(token, held.package, held.work)
            except BadPackageError as error:
                let_go(ctx, held)
                return make_response(_upload_page(key, str(error)), 422)
            return view(held, package, **more)
        except BusyReaderError:
            return _busy(key)
        except NotHeldError:
            return _gone(key)

    return opened


@blueprint.get(PLACE)
def bring_package(key: str) -> str:
    return _upload_page(key)


@blueprint.post(PLACE)
@takes_packages
def hold_package(key: str) -> Answer:
    return keep_package(key, request.files.get("file"))


def keep_package(key: str, upload: FileStorage | None) -> Answer:
    """Keep a package that was sent, and lead to its pages; also from the page for every other format."""
    ctx, learner = current_context(), current_learner()
    surroundings(ctx, learner.id, key)
    if upload is None or not upload.filename:
        return make_response(_upload_page(key, str(anki_words.NO_FILE)), 422)
    try:
        held = hold(
            ctx, learner.id, upload.stream, name=upload.filename, purpose=Purpose.QUESTIONS, bank_key=key
        )
    except RefusedPackageError as error:
        return make_response(_upload_page(key, anki_words.why_refused(error)), 422)
    try:
        ctx.shelf.get(held.token, held.package, held.work)
    except BadPackageError as error:
        let_go(ctx, held)
        return make_response(_upload_page(key, str(error)), 422)
    except BusyReaderError:
        pass  # it is kept: the next page reads it, or says the same
    return redirect(url_for("workshop.map_package", key=key, token=held.token), 303)


@blueprint.get(f"{PLACE}/<token>")
@_with_package
def map_package(held: Held, package: AnkiPackage) -> Answer:
    index = request.args.get("type", 0, type=int)
    first = request.args.get("note", 1, type=int)
    return make_response(_mapping_page(held, package, index, first))


@blueprint.post(f"{PLACE}/<token>")
@_with_package
def save_mapping(held: Held, package: AnkiPackage) -> Answer:
    form = MappingForm()
    index, first = form.type.data or 0, form.note.data or 1
    mapping.save_mapping(
        held,
        package,
        index,
        form.kind.data or "",
        form.role.data or (),
        deck_tags=bool(form.deck_tags.data),
    )
    go, _colon, number = (form.go.data or "").partition(":")
    there = int(number) if number.isascii() and number.isdigit() else 0
    if go == "report":
        return redirect(url_for("workshop.report_on_package", key=held.bank_key, token=held.token), 303)
    if go == "type":
        index, first = there, 1
    elif go == "note":
        first = there
    elif go == "at" and form.at.data:
        first = form.at.data
    address = url_for(
        "workshop.map_package", key=held.bank_key, token=held.token, type=index, note=first, _anchor="shown"
    )
    return redirect(address, 303)


@blueprint.get(f"{PLACE}/<token>/report")
@_with_package
def report_on_package(held: Held, package: AnkiPackage) -> Answer:
    report = report_on(current_context(), current_learner().id, held, package, Choices())
    return make_response(_report_page(held, package, report, Choices()))


@blueprint.post(f"{PLACE}/<token>/report")
@_with_package
def add_package(held: Held, package: AnkiPackage) -> Answer:
    form, ctx, learner = AddForm(), current_context(), current_learner()
    choices = Choices(drafts=bool(form.drafts.data), leave=frozenset(form.leave.data or ()))
    why = _("Imported from %(name)s", name=held.name)
    report, done = add_notes(ctx, learner.id, held, package, choices, why=why)
    troubles = exchange_words.not_added(done)
    if done.questions:
        flash(exchange_words.added(done))
    if done.outcomes and not troubles:
        if report.edited:
            flash(_("Some notes were edited in Anki: look at what they say there."))
            return redirect(url_for("workshop.edited_in_anki", key=held.bank_key, token=held.token), 303)
        let_go(ctx, held)
        only = done.outcomes[0][0] if len(done.outcomes) == 1 else None
        return redirect(url_for("workshop.bank", key=held.bank_key, file=only, _anchor="questions"), 303)
    if done.questions:  # what came in is the bank's now
        report = report_on(ctx, learner.id, held, package, choices)
    return make_response(
        _report_page(held, package, report, choices, troubles or [_nothing_added(report)]), 422
    )


@blueprint.get(f"{PLACE}/<token>/edited")
@_with_package
def edited_in_anki(held: Held, package: AnkiPackage) -> Answer:
    return make_response(_edited_page(held, package))


@blueprint.post(f"{PLACE}/<token>/edited")
@_with_package
def take_over_edited(held: Held, package: AnkiPackage) -> Answer:
    ctx, learner = current_context(), current_learner()
    found = edited.differences_in(ctx, learner.id, held, package)
    name = request.form.get("difference", "")
    wanted = next((each for each in found if each.name == name and each.can_be_taken), None)
    if wanted is None:
        return make_response(_edited_page(held, package, trouble=_changed_meanwhile()), 422)
    decision = request.form.get("decision", "")
    decisions = {wanted.edited.question_id: Decision(decision)} if decision in _DECISIONS else {}
    try:
        outcome = edited.take_over(
            ctx, learner.id, wanted, why=_("Taken over from %(name)s", name=held.name), decisions=decisions
        )
    except NotFound:
        return make_response(_edited_page(held, package, trouble=_changed_meanwhile()), 422)
    if not isinstance(outcome, Saved):
        return make_response(_edited_page(held, package, name=name, outcome=outcome), 422)
    flash(_("“%(question)s” now says what Anki says.", question=outcome.target.question))
    return redirect(url_for("workshop.edited_in_anki", key=held.bank_key, token=held.token), 303)


@blueprint.get(f"{PLACE}/<token>/pictures/<path:file>")
def picture_from_anki(key: str, token: str, file: str) -> Answer:
    try:
        held = get_held(current_context(), current_learner().id, token, Purpose.QUESTIONS, key)
    except NotHeldError:
        abort(404)
    path = looking.picture_in(held, file)
    if path is None:
        abort(404)
    return send_file(path, conditional=True)


_DECISIONS = {Decision.REWORDED.value, Decision.NEW_ANSWER.value}


def _mapping_page(held: Held, package: AnkiPackage, index: int, first: int) -> str:
    around = surroundings(current_context(), current_learner().id, held.bank_key)
    mappings = mapping.mappings_of(held, package)
    types = mapping.card_types(package, mappings)
    shown: Sequence[looking.NoteShown] = ()
    if types:
        index = index if 0 <= index < len(types) else 0
        first = min(max(first, 1), max(types[index].notes, 1))
        shown = looking.notes_shown(
            package,
            mappings[index],
            first,
            language=around.language,
            deck_tags=mapping.deck_tags(held),
            address=_pictures_of(held),
        )
    return _rendered(
        "import_mapping.html",
        held,
        types=types,
        index=index,
        first=first,
        shown=shown,
        at_once=looking.AT_ONCE,
        deck_tags=mapping.deck_tags(held),
        notes=len(package.notes),
        markup=Markup,
    )


def _report_page(
    held: Held, package: AnkiPackage, report: Report, choices: Choices, troubles: Sequence[str] = ()
) -> str:
    types = mapping.card_types(package, mapping.mappings_of(held, package))
    return _rendered(
        "import_report.html",
        held,
        report=report,
        page=report.preview,
        choices=choices,
        troubles=troubles,
        outcomes=Outcome,
        most_at_once=_MANY,
        lacking=[each for each in types if each.lacks],
        most_shown=None if request.args.get("all") else MOST_SHOWN,
    )


def _edited_page(
    held: Held, package: AnkiPackage, *, name: str = "", outcome: Edited | None = None, trouble: str = ""
) -> str:
    found = edited.differences_in(current_context(), current_learner().id, held, package)
    return _rendered(
        "import_edited.html",
        held,
        differences=found,
        asked=name,
        outcome=outcome,
        trouble=trouble or (anki_words.not_taken(outcome) if outcome else ""),
        most_shown=None if request.args.get("all") else MOST_SHOWN,
    )


def _rendered(template: str, held: Held, **names: Any) -> str:
    around = surroundings(current_context(), current_learner().id, held.bank_key)
    g.picture_address = _pictures_of(held)
    return render_template(
        f"anki/{template}", around=around, held=held, said=anki_words, kinds=words.KINDS, **names
    )


def _pictures_of(held: Held) -> Callable[[str], str]:
    address = partial(url_for, "workshop.picture_from_anki", key=held.bank_key, token=held.token)
    return lambda file: address(file=file)


def _upload_page(key: str, error: str = "") -> str:
    around = surroundings(current_context(), current_learner().id, key)
    return render_template("anki/import.html", around=around, error=error, hours=KEPT.seconds // 3600)


def _busy(key: str) -> Answer:
    around = surroundings(current_context(), current_learner().id, key)
    page = make_response(render_template("anki/import_busy.html", around=around), 503)
    page.headers["Retry-After"] = _RETRY_SECONDS
    return page


def _gone(key: str) -> Answer:
    flash(
        _("That package is no longer kept: its notes were added, or some hours have passed. Bring it again.")
    )
    return redirect(url_for("workshop.bring_package", key=key), 303)


def _nothing_added(report: Report) -> str:
    if not report.preview.readable:
        return _("The bank's own files cannot be read now. Mend them first, then add the questions.")
    return _("Nothing was added: no question is left that could come in.")


def _changed_meanwhile() -> str:
    return _("That text changed meanwhile, here or in Anki. Below is what differs now.")
