"""From an article to a draft: paste it, see what is found in it, correct that, and write it into the bank."""

from __future__ import annotations

from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as Answer
from wtforms import StringField

from quiz.services.context import current_context
from quiz.services.drafting.articles import (
    article_desk,
    article_page,
    bring_article,
    correct_article,
    put_away,
)
from quiz.services.drafting.methods import DraftingError, NotOfferedError
from quiz.services.drafting.taking import take_drafts
from quiz.services.drafting.values import ArticlePage, Method, NotTaken, Particulars, WhyNot
from quiz.services.editing import Reason
from quiz.services.installing import LARGEST_TEXT, RefusedError
from quiz.web.evidence import REFUSALS
from quiz.web.learner import current_learner
from quiz.web.say import _, ngettext
from quiz.web.workshop import draft_words, words
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.composing.fields import LongText, Text, complain, needed, text_of
from quiz.web.workshop.composing.page import shape
from quiz.web.workshop.composing.sheets import SheetForm, SheetPage

DRAFT = "/<key>/draft"
_NO_SHELF = lazy_gettext("The article's text could not be kept beside the bank.")
ARTICLE = f"{DRAFT}/<int(max=9223372036854775807):article>"


class BringForm(SheetForm):
    """An article, as a file or pasted."""

    file = FileField()
    text = LongText(default="")
    method = StringField()


class ArticleForm(SheetForm):
    """What the article says about itself, which of its lines are its own, and how many questions to take."""

    about = ("title", "author", "publisher", "published", "url")

    do = StringField()
    method = StringField()
    title = Text(
        lazy_gettext("Title of the article"),
        validators=[needed(lazy_gettext("Give the article a title."))],
        default="",
    )
    author = Text(lazy_gettext("Who wrote it"), default="")
    publisher = Text(lazy_gettext("Who published it"), default="")
    published = Text(
        lazy_gettext("When it was published"),
        description=lazy_gettext("Year, month and day: 2011-08-24."),
        default="",
    )
    url = Text(lazy_gettext("Where it can be read"), description=lazy_gettext("Its web address."), default="")
    most = Text(
        lazy_gettext("How many questions to take, the most useful ones first"),
        description=lazy_gettext("Leave it empty to take all of them."),
        default="",
    )

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.about, "most")

    def judge(self) -> bool:
        self.validate()
        if text_of(self.published) and self._published() is None:
            complain(self.published, lazy_gettext("Write year, month and day, as in 2011-08-24."))
        if text_of(self.most) and self.wanted is None:
            complain(self.most, lazy_gettext("Write a number such as 20, or leave it empty."))
        return not self.faulty

    @property
    def wanted(self) -> int | None:
        text = text_of(self.most).strip()
        usable = text.isascii() and text.isdecimal() and len(text) < 6 and int(text) > 0
        return int(text) if usable else None

    def said(self) -> Particulars:
        return Particulars(
            title=" ".join(self.title.data.split()),
            author=text_of(self.author).strip(),
            publisher=text_of(self.publisher).strip(),
            published=self._published(),
            url=text_of(self.url).strip(),
        )

    def _published(self) -> date | None:
        try:
            return date.fromisoformat(text_of(self.published).strip())
        except ValueError:
            return None


@blueprint.get(DRAFT)
def draft(key: str) -> str:
    return _bring_page(key, BringForm())


@blueprint.post(DRAFT)
def bring_article_text(key: str) -> Answer:
    form, upload = BringForm(), request.files.get("file")
    typed = form.text.data or ""
    name = (upload.filename or "") if upload else ""
    if upload and name and typed.strip():
        return _refused(key, form, _("Choose a file or paste the text: one of the two is enough."))
    method = _method(form.method)
    if method is None:
        return _refused(key, form, _("Choose how questions are found."))
    content = typed.encode()
    if upload and name:
        content = upload.stream.read(LARGEST_TEXT + 1)
        upload.close()  # a large one lies in a file of the system's
    try:
        article = bring_article(current_context(), current_learner().id, key, content, name, method)
    except RefusedError as error:
        said = str(REFUSALS[error.reason])
        return _refused(key, form, f"{said} ({error.detail})" if error.detail else said)
    except (NotOfferedError, DraftingError) as error:
        return _refused(key, form, _not_used(error))
    return redirect(url_for("workshop.article", key=key, article=article), 303)


@blueprint.get(ARTICLE)
def article(key: str, article: int) -> str:
    page = article_page(current_context(), current_learner().id, key, article)
    said = page.said
    form = ArticleForm(
        data={
            "title": said.title,
            "author": said.author,
            "publisher": said.publisher,
            "published": said.published.isoformat() if said.published else "",
            "url": said.url,
        }
    )
    return _article_page(page, form)


@blueprint.post(ARTICLE)
def take_article(key: str, article: int) -> Answer:
    ctx, learner, form = current_context(), current_learner(), ArticleForm()
    if form.do.data == "forget":
        put_away(ctx, learner.id, key, article)
        flash(_("The article is forgotten. The bank is as it was."))
        return redirect(url_for("workshop.draft", key=key), 303)
    kept = frozenset(int(each) for each in request.form.getlist("keep") if _is_number(each))
    if not form.judge():
        page = article_page(ctx, learner.id, key, article)
        return make_response(_article_page(page, form, sent=True, kept=kept), 422)
    try:
        correct_article(ctx, learner.id, key, article, form.said(), kept, _method(form.method))
    except (NotOfferedError, DraftingError) as error:
        page = article_page(ctx, learner.id, key, article)
        return make_response(_article_page(page, form, sent=True, trouble=_not_used(error), kept=kept), 422)
    if form.do.data != "take":
        flash(_("Looked at once more, with your changes."))
        return redirect(url_for("workshop.article", key=key, article=article), 303)
    why = _("drafted from “%(title)s”", title=form.said().title)
    outcome = take_drafts(ctx, learner.id, key, article, most=form.wanted, why=why)
    if isinstance(outcome, NotTaken):
        page = article_page(ctx, learner.id, key, article)
        return make_response(_article_page(page, form, sent=True, trouble=_why(outcome)), 422)
    flash(
        ngettext(
            "%(num)s draft is in the bank. Learners get it when you accept it.",
            "%(num)s drafts are in the bank. Learners get each of them when you accept it.",
            outcome.questions,
        )
    )
    return redirect(url_for("workshop.drafts", key=key), 303)


def _method(field: StringField) -> Method | None:
    """Return the method that was sent, the rules where none was; None for a word that is none."""
    word = text_of(field) or Method.RULES.value
    return Method(word) if word in {each.value for each in Method} else None


def _not_used(error: NotOfferedError | DraftingError) -> str:
    """Return why the method was of no use, and that nothing is lost."""
    if isinstance(error, NotOfferedError):
        return f"{draft_words.method(error.offer)}: {draft_words.means(error.offer)}"
    return _("%(why)s. Nothing was changed; try again, or choose another way.", why=str(error))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9


def _why(outcome: NotTaken) -> str:
    match outcome.why:
        case WhyNot.NOTHING:
            return _("No question was found in these lines. Put lines back, or write questions yourself.")
        case WhyNot.FINDINGS:
            return " ".join(problem.message for problem in outcome.problems)
        case WhyNot.UNDECIDED:
            return _(
                "Answers of other questions were changed in the files, and nobody said yet what that means "
                "for learners. Say it in the list of questions first."
            )
        case WhyNot.NO_TEXT:
            return f"{_NO_SHELF} {outcome.detail}".strip()
        case WhyNot.UNSAVED:
            return str(words.REASONS[Reason(outcome.reason)])


def _refused(key: str, form: BringForm, error: str) -> Answer:
    return make_response(_bring_page(key, form, error), 422)


def _bring_page(key: str, form: BringForm, error: str = "") -> str:
    desk = article_desk(current_context(), current_learner().id, key)
    return render_template(
        "workshop/draft.html", desk=desk, form=form, error=error, words_of=draft_words, method=_chosen(form)
    )


def _chosen(form: BringForm | ArticleForm, otherwise: Method = Method.RULES) -> str:
    return (_method(form.method) if text_of(form.method) else None) or otherwise


def _article_page(
    page: ArticlePage,
    form: ArticleForm,
    *,
    sent: bool = False,
    trouble: str = "",
    kept: frozenset[int] | None = None,
) -> str:
    return render_template(
        "workshop/draft_article.html",
        article=page,
        form=form,
        page=SheetPage(form=form, trouble=trouble),
        sent=sent,
        kept=frozenset(line.number for line in page.kept) if kept is None else kept,
        furniture=draft_words.FURNITURE,
        words_of=draft_words,
        method=_chosen(form, page.method),
        kinds=words.KINDS,
        shape=shape,
    )
