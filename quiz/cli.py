"""The `flask` commands: `flask --app app sync`, `check` and `reviews replay`."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from question_bank.problems import Problem, Severity, has_errors, render, render_github, render_json
from quiz.services import checking, replays, starting
from quiz.services.context import current_context
from quiz.services.errors import NoBankError, UnusableDatabaseError
from quiz.services.replays import Difference
from quiz.services.sync import SyncReport

_FINDINGS = 1
_CRASH = 2
_NO_BANK = "no bank found; FACTDECK_BANKS names the folders to look in"
_FORMATS: dict[str, Callable[[Sequence[Problem]], list[str]]] = {
    "text": lambda problems: [render(problem) for problem in problems],
    "json": lambda problems: [render_json(problems)],
    "github": lambda problems: [render_github(problem) for problem in problems],
}


class _Command(click.Command):
    """A command whose crash is not mistaken for findings: it ends with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # noqa: BLE001  the last line of defence, and it hides nothing
            traceback.print_exc()
            sys.exit(_CRASH)


class _Unusable(click.ClickException):
    exit_code = _CRASH


reviews = AppGroup("reviews", help="The review log.")


def init_app(app: Flask) -> None:
    """Give `app` its commands."""
    app.cli.add_command(sync_command)
    app.cli.add_command(check_command)
    app.cli.add_command(reviews)


@click.command("sync", cls=_Command)
@with_appcontext
def sync_command() -> None:
    """Load the banks; a bank with errors keeps the version that was last good."""
    reports = _prepared()
    for report in reports:
        for problem in report.problems:
            click.echo(render(problem))
        click.echo(_said(report), err=True)
    if not reports:
        click.echo(_NO_BANK, err=True)
    if any(has_errors(report.problems) for report in reports):
        sys.exit(_FINDINGS)


@click.command("check", cls=_Command)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--format", "shape", type=click.Choice(tuple(_FORMATS)), default="text", show_default=True)
@with_appcontext
def check_command(paths: tuple[Path, ...], shape: str) -> None:
    """Check banks before they are loaded: all findings, with the learners they concern. Loads nothing."""
    try:
        report = checking.check_banks(current_context(), paths)
    except NoBankError as error:
        raise click.UsageError(str(error)) from error
    except UnusableDatabaseError as error:
        raise _Unusable(f"The database cannot be used: {error}.") from error
    for line in _FORMATS[shape](report.problems):
        click.echo(line)
    errors = sum(problem.severity is Severity.ERROR for problem in report.problems)
    warnings = len(report.problems) - errors
    found = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    click.echo(f"banks: {report.banks}, loaded before: {report.served}; {found}", err=True)
    if not report.banks:
        click.echo(_NO_BANK, err=True)
    if errors:
        sys.exit(_FINDINGS)


@reviews.command("replay", cls=_Command)
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
        return starting.prepare(current_context())
    except UnusableDatabaseError as error:
        raise _Unusable(f"The database cannot be used: {error}.") from error


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
