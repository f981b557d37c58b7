"""The `flask` commands: `flask --app app sync` and `flask --app app reviews replay`."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from question_bank.problems import has_errors, render
from quiz.services import replays, sync
from quiz.services.context import current_context
from quiz.services.errors import UnusableDatabaseError
from quiz.services.replays import Difference
from quiz.services.sync import SyncReport

_FINDINGS = 1

reviews = AppGroup("reviews", help="The review log.")


def init_app(app: Flask) -> None:
    """Give `app` its commands."""
    app.cli.add_command(sync_command)
    app.cli.add_command(reviews)


@click.command("sync")
@with_appcontext
def sync_command() -> None:
    """Load the banks; a bank with errors keeps the version that was last good."""
    reports = _prepared()
    for report in reports:
        for problem in report.problems:
            click.echo(render(problem))
        click.echo(_said(report), err=True)
    if not reports:
        click.echo("no bank found; FACTDECK_BANKS names the folders to look in", err=True)
    if any(has_errors(report.problems) for report in reports):
        sys.exit(_FINDINGS)


@reviews.command("replay")
@click.option("--write", is_flag=True, help="Write the cards as the log makes them.")
def replay_command(*, write: bool) -> None:
    """Make every card again from the log and compare."""
    _prepared()  # a database that is not there yet, or older, is made ready first
    report = replays.replay_reviews(current_context(), write=write)
    for difference in report.differences:
        click.echo(_differs(difference))
    click.echo(f"{report.lines} lines, {report.cards} cards, {report.learners} learners", err=True)
    if not report.differences:
        click.echo("no difference")
        return
    cards = f"{len(report.differences)} of {report.cards} cards"
    click.echo(f"{cards} {'were mended' if write else 'differ; --write mends them'}", err=True)
    sys.exit(0 if write else _FINDINGS)


def _prepared() -> tuple[SyncReport, ...]:
    try:
        return sync.prepare(current_context())
    except UnusableDatabaseError as error:
        raise click.ClickException(f"The database cannot be used: {error}.") from error


def _said(report: SyncReport) -> str:
    name = report.bank_key or report.folder.name
    if has_errors(report.problems):
        return f"{name}: not taken over because of errors; the last good version is served"
    if not report.changed:
        return f"{name}: unchanged"
    counts = {
        "added": report.added,
        "revised": report.revised,
        "archived": report.archived,
        "restored": report.restored,
        "to be learnt anew": report.relearn,
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    return f"{name}: {told or 'taken over'}"


def _differs(difference: Difference) -> str:
    card = f"learner {difference.learner_id}, card {difference.question_id}.{difference.part}"
    if difference.saved == difference.replayed:
        return f"{card}: version {difference.saved_version} saved, {difference.replayed_version} in the log"
    return f"{card}:\n    saved    {difference.saved}\n    replayed {difference.replayed}"
