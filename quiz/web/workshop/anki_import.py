"""Notes from Anki: bring a package, say what its note types are, see what becomes of each note, add them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, make_response, redirect, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField

from quiz.services.anki import looking, mapping
from quiz.services.anki.holding import Held, NotHeldError, Purpose, get_held, let_go
from quiz.services.anki.notes_in import Choices, Outcome, Report, add_notes, report_on
from quiz.services.anki.shelf import AnkiPackage
from quiz.services.context import current_context
from quiz.services.surroundings import surroundings
from quiz.web.forms import Form
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.uploads import takes_packages
from quiz.web.workshop import exchange_words
from quiz.web.workshop.anki_package import (
    MOST_SHOWN,
    PLACE,
    keep_package,
    pictures_of,
    rendered,
    upload_page,
    with_package,
)
from quiz.web.workshop.base import blueprint

_MANY = 500  # questions: more of them take longer than anybody expects of a button


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


@blueprint.get(PLACE)
def bring_package(key: str) -> str:
    return upload_page(key)


@blueprint.post(PLACE)
@takes_packages
def hold_package(key: str) -> Answer:
    return keep_package(key, request.files.get("file"))


@blueprint.get(f"{PLACE}/<token>")
@with_package
def map_package(held: Held, package: AnkiPackage) -> Answer:
    index = request.args.get("type", 0, type=int)
    first = request.args.get("note", 1, type=int)
    return make_response(_mapping_page(held, package, index, first))


@blueprint.post(f"{PLACE}/<token>")
@with_package
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
    if form.go.data == "report":
        return redirect(url_for("workshop.report_on_package", key=held.bank_key, token=held.token), 303)
    index, first = _where_to(form, index, first)
    address = url_for(
        "workshop.map_package", key=held.bank_key, token=held.token, type=index, note=first, _anchor="shown"
    )
    return redirect(address, 303)


def _where_to(form: MappingForm, index: int, first: int) -> tuple[int, int]:
    """Return the card type and the first note of it that are shown next."""
    go, _colon, number = (form.go.data or "").partition(":")
    there = int(number) if number.isascii() and number.isdigit() else 0
    if go == "type":
        return there, 1
    if go == "note":
        return index, there
    return index, form.at.data if go == "at" and form.at.data else first


@blueprint.get(f"{PLACE}/<token>/report")
@with_package
def report_on_package(held: Held, package: AnkiPackage) -> Answer:
    report = report_on(current_context(), current_learner().id, held, package, Choices())
    return make_response(_report_page(held, package, report, Choices()))


@blueprint.post(f"{PLACE}/<token>/report")
@with_package
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
            address=pictures_of(held),
        )
    return rendered(
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
    return rendered(
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


def _nothing_added(report: Report) -> str:
    if not report.preview.readable:
        return _("The bank's own files cannot be read now. Mend them first, then add the questions.")
    return _("Nothing was added: no question is left that could come in.")
