"""Completion of a command line in the shell."""

import os
from contextlib import suppress
from functools import partial
from typing import Any

import typer

from complaintctl.base.clock import Clock
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.spoken_days import taken_for_now
from complaintctl.base.values import plain
from complaintctl.cases import case_rows
from complaintctl.disk import config
from complaintctl.file import db
from complaintctl.front.session import Session
from complaintctl.front.sources import Offer, Source, loaded, offered, source_of

_WIDE = str.maketrans("(),:; ", "（），：；　")


def prepare(program: Any) -> list[str]:
    """Let the program complete; the words of the line that is to be completed, if a shell asks.

    Typer would have rich break every label into lines, to show it: fish takes each for an offer, and to load rich takes
    half the time.
    """
    from typer import _completion_classes

    _completion_classes._sanitize_help_text = str  # type: ignore[assignment]
    attach(program)
    return (os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or "").split()


def install(context: Any, _parameter: Any, asked: bool) -> None:
    """Install completion for the shell from which the program was called, and say so in the language spoken."""
    if not asked or context.resilient_parsing:
        return
    from typer._completion_shared import _get_shell_name
    from typer._completion_shared import install as write

    shell = _get_shell_name()
    if shell not in ("bash", "zsh", "fish", "powershell", "pwsh"):
        raise UsageProblem("Your shell is none of bash, zsh, fish and PowerShell: it cannot be taught to complete.")
    try:
        name, path = write(shell)
    except RuntimeError:
        raise UsageProblem("You have no home folder, where the shell would find it: set HOME.") from None
    typer.echo(_("{shell} completes from the next terminal on: {file} was written.", shell=name, file=path))
    raise typer.Exit


def attach(command: Any, path: str = "") -> None:
    """Let each option and argument of a command at a path such as unit/add, and of those below it, offer values."""
    for parameter in command.params:
        if parameter.name == "install_completion":
            parameter.callback = install
        source = source_of(parameter, path)
        if source:
            parameter.shell_complete = partial(_items, source)
    for name, below in getattr(command, "commands", {}).items():
        if below:  # of the program itself each is loaded, and taught, when it is called
            attach(below, f"{path}/{name}")


def _items(source: Source, context: Any, incomplete: str) -> list[Any]:
    """All that a source offers for a word that is begun."""
    from typer._click.shell_completion import CompletionItem

    given, found = context.find_root().params, list[Offer]()
    with suppress(Exception):  # in the middle of a command line there is no place for a message
        if isinstance(source, tuple):
            found = [(word, "", "") for word in source]  # without a file, too
        else:
            named = given.get("db") or config.load().get("database")
            file = config.at_home(str(named)) if named else config.default_database()
            with db.untouched(file, waits=False) as connection:
                if not db.is_older(connection):
                    now = taken_for_now(given.get("as_of"))
                    session = Session(file, given.get("actor"), Clock(now))
                    today = now.day if now else case_rows.today(connection)
                    found = list(offered(source, loaded(source, session, connection), today, incomplete))
    if incomplete.isascii():
        offers = [(value, zh if spoken() == "zh" else en) for value, zh, en in found]
    else:
        # Wide brackets mean nothing to a shell, and the label is understood with them.
        offers = [(zh.translate(_WIDE), value) for value, zh, _en in found]
    begun = plain(incomplete)
    return [CompletionItem(value, help=label or None) for value, label in offers if plain(value).startswith(begun)]
