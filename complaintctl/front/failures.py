"""Failures: each becomes a sentence and an exit status: no traceback, which could show a customer's data."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, TextIO

import typer

from complaintctl.base.errors import ComplaintError, StorageProblem, UsageProblem, system_reason, unusable
from complaintctl.base.language import _, marked
from complaintctl.base.text import visible_lines
from complaintctl.base.values import not_text
from complaintctl.front.framework import complain
from complaintctl.front.help import fitted
from complaintctl.record import committing


@contextmanager
def sentence_and_status() -> Iterator[None]:
    """Say what went wrong in the block on standard error, and end with the status that belongs to it."""
    before = committing.so_far()
    try:
        yield
    except StorageProblem as error:
        _end(committing.with_outcome(str(error), before), error.exit_status)
    except ComplaintError as error:
        _end(str(error), error.exit_status)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(err=True)
        is_nothing = committing.is_nothing_since(before)
        nothing = _("stopped; nothing was recorded.")
        _end(nothing if is_nothing else committing.with_outcome(_("stopped."), before), 130)
    except UnicodeEncodeError:
        _end(str(not_text(_("What was typed"))), UsageProblem.exit_status)
    except typer.TyperException as error:
        error.message = visible_lines(error.message)
        complain(error)
        sys.exit(error.exit_code)
    except (typer.Exit, BrokenPipeError):
        raise
    except OSError as error:
        if problem := unusable(error):
            _end(committing.with_outcome(str(problem), before), problem.exit_status)
        _silence(sys.stdout)
        sentence = marked(
            "the answer could not be written: {problem}. What was recorded stands:"
            " look with `complaintctl list` before you enter it again."
        )
        if committing.so_far() != before and committing.is_nothing_since(before):
            sentence = marked("Nothing was recorded: the answer could not be written: {problem}.")
        # Else whatever was to be recorded was on the disk before the answer was given.
        _end(_(sentence, problem=system_reason(error)), StorageProblem.exit_status)
    except Exception as error:
        if os.environ.get("COMPLAINTCTL_DEBUG"):
            raise
        sentence = marked(
            "internal error ({name}). Look with `complaintctl list`"
            " before you enter anything again; set COMPLAINTCTL_DEBUG=1 to see where, and report it."
        )
        _end(_(sentence, name=type(error).__name__), 1)


def _end(sentence: str, status: int) -> NoReturn:
    try:
        typer.echo(fitted(f"complaintctl: {visible_lines(sentence)}", sys.stderr), err=True)
    except OSError:  # nobody can be told; the status still tells
        _silence(sys.stderr)
    sys.exit(status)


def silence_unwritable() -> None:
    """Let go of what is left for standard output and standard error where it cannot be written."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not stream.closed:
            try:
                stream.flush()
            except OSError:
                _silence(stream)
                setattr(sys, name, None)  # which the interpreter does not flush once more, whatever can be written


def _silence(stream: TextIO) -> None:
    """Let what could not be written not be tried again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
