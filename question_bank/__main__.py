"""`python -m question_bank`: reads the command line and hands over to the command's module."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from question_bank.commands import COMMANDS, command
from question_bank.commands.terminal import Terminal, WrongUseError, silence, standard


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 if all is fine, 1 for findings, 2 for wrong use or a crash of ours."""
    terminal = standard()
    try:
        given = sys.argv[1:] if argv is None else argv
        arguments = parser(given[0] if given else "").parse_args(given)
        code = command(arguments.command).run(arguments, terminal)
        terminal.flush()
    except SystemExit as stop:  # argparse has said what is wrong, or printed its help
        return stop.code if isinstance(stop.code, int) else 2
    except BrokenPipeError:
        silence()
        return 1
    except KeyboardInterrupt:
        return 2
    except WrongUseError as error:
        return _say(f"question_bank: {error}", terminal)
    except OSError as error:
        return _say(f"question_bank: {error.filename or 'the disk'}: {error.strerror or error}", terminal)
    except Exception as error:  # noqa: BLE001  # the last line of defence: no traceback for a teacher
        return _crashed(error, terminal)
    return code


def parser(asked: str) -> argparse.ArgumentParser:
    """Return the parser of all commands; only the one that is asked for, by its name, is loaded."""
    whole = argparse.ArgumentParser(
        prog="python -m question_bank",
        description="Question banks in YAML: checked, formatted, exported.",
        epilog="Exit codes: 0 fine, 1 findings, 2 wrong use or a crash.",
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, said in COMMANDS.items():
        if name == asked:
            module = command(name)
            module.add_arguments(commands.add_parser(name, help=said, description=module.__doc__))
        else:
            commands.add_parser(name, help=said)
    return whole


def _crashed(error: Exception, terminal: Terminal) -> int:
    if terminal.debug:
        import traceback  # slow to load, and hardly ever wanted

        traceback.print_exception(error, file=terminal.err)
    kind = type(error).__name__
    return _say(
        f"question_bank: Factdeck made a mistake ({kind}); to report it, run the"
        " same command with FACTDECK_DEBUG=1 and send what it prints to Factdeck's issue tracker",
        terminal,
    )


def _say(sentence: str, terminal: Terminal) -> int:
    terminal.talk(sentence)
    return 2


if __name__ == "__main__":
    sys.exit(main())
