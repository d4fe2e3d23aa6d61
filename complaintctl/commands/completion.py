"""What a shell offers to complete options and arguments with: codes, units, staff, cases of the file."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import typer

from complaintctl import config, db, queries
from complaintctl.errors import UsageProblem
from complaintctl.language import _, spoken
from complaintctl.queries import Rows, completion, regulation

# What is typed, and its label in Chinese and English.
Offer = tuple[str, str, str]
# Words that are always the same; or what reads them in the file, given what precedes on the line and what is begun.
Source = tuple[str, ...] | Callable[[sqlite3.Connection, Any, str], Iterable[Offer]]


def _rows(read: Callable[[sqlite3.Connection], Rows]) -> Source:
    return lambda connection, _context, _incomplete: map(tuple, read(connection))


def _codes(kind: str) -> Source:
    return _rows(partial(queries.choices, kind=kind))


def _cases(are_open: bool) -> Source:
    """Cases, each by that form of its number which is begun: TS-2026-0001, 2026-1, or 1 for this year."""

    def offers(connection: sqlite3.Connection, context: Any, incomplete: str) -> Iterable[Offer]:
        this_year = (context.find_root().params.get("as_of") or queries.today(connection))[:4]
        for number, zh, en in completion.cases(connection, are_open=are_open):
            _letters, year, rest = number.split("-")
            forms = [number, f"{year}-{int(rest)}", *([f"{int(rest)}"] if year == this_year else [])]
            yield next((form for form in forms if form.startswith(incomplete)), number), zh, en

    return offers


def _rules(connection: sqlite3.Connection, _context: Any, _incomplete: str) -> Iterable[Offer]:
    for row in regulation.rules(connection, None):
        yield row["key"], row["label_zh"] or row["value"], row["label_en"] or row["value"]


_UNITS, _STAFF = _rows(completion.units), _rows(partial(completion.staff, only_leaders=False))
_LEADERS, _OPEN, _CLOSED = _rows(partial(completion.staff, only_leaders=True)), _cases(True), _cases(False)

# By the option or argument, of one command if it is named before it; by what it is called in the help, in capitals.
SOURCES: Mapping[str, Source] = {
    **dict.fromkeys(("UNIT", "unit", "unit/set/code"), _UNITS),
    **dict.fromkeys(("STAFF", "subject", "person", "handler", "first_receiver", "verified_by", "actor"), _STAFF),
    **dict.fromkeys(("investigate/by", "staff/set/code"), _STAFF),
    **dict.fromkeys(("brief/to", "direct/by", "briefed", "authorised_by", "approved_by"), _LEADERS),
    **{"CASE": _OPEN, "reopen/case": _CLOSED, "archive/case": _CLOSED},
    **{kind: _codes(kind) for kind in ("channel", "category", "status", "fault", "satisfaction", "role", "nature")},
    **{kind: _codes(kind) for kind in ("validity", "anonymous_intent", "media_level", "media_stage", "business_type")},
    **{"secondary": _codes("category"), "cause": _codes("cause"), "ending": _codes("ending")},
    **{"clock": _codes("time_limit")},
    **{"service_channel": _codes("service_channel_class"), "source_kind": _codes("referring_body")},
    **{"escalate/to": _codes("escalation_target"), "escalate/stage": ("initial", "progress", "final")},
    **{"supervise/reason": _codes("supervision_reason"), "purpose": _codes("contact_purpose")},
    **{"slip/kind": _rows(completion.forms), "waive": _rows(completion.waivable_duties), "key": _rules},
    **{f"check/{name}/kind": _codes("check_kind") for name in ("name", "done", "missing", "list")},
    **{"accountability/list/kind": _codes("lead_kind"), "accountability/add/kind": _rows(completion.leads_entered)},
    **dict.fromkeys(("unit/add/kind", "unit/set/kind"), ("branch", "department", "office")),
    **{"area": ("town", "country"), "encoding": ("utf-8", "gb18030")},
}


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
        raise UsageProblem(_("Your shell is none of bash, zsh, fish and PowerShell: it cannot be taught to complete."))
    name, path = write(shell)
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


def source_of(parameter: Any, path: str) -> Source | None:
    """From where a parameter of the command at that path gets its values, if they can be offered."""
    metavar = (parameter.metavar or "").strip("[]")
    if "|" in metavar:
        return tuple(metavar.split("|"))
    names = (f"{path}/{parameter.name}", parameter.name, metavar)
    return next((SOURCES[name] for name in names if name in SOURCES), None)


def _items(source: Source, context: Any, incomplete: str) -> list[Any]:
    from typer._click.shell_completion import CompletionItem

    try:
        offers = list(_offers(source, context, incomplete))
    except Exception:
        return []  # in the middle of a command line there is no place for a message
    return [CompletionItem(value, help=label or None) for value, label in offers]


def _offers(source: Source, context: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    if isinstance(source, tuple):
        found = [(word, "", "") for word in source]
    else:
        with db.glancing(_case_file(context)) as connection:
            found = list(source(connection, context, incomplete))
    for value, zh, en in found:
        if incomplete.isascii():
            value, label = value, zh if spoken() == "zh" else en
        else:
            # Wide brackets mean nothing to a shell, and the label is understood with them.
            value, label = zh.translate(_WIDE), value
        if normalize("NFKC", value).startswith(normalize("NFKC", incomplete)):
            yield value, label


_WIDE = str.maketrans("(),:; ", "（），：；　")


def _case_file(context: Any) -> Path:
    given = context.find_root().params.get("db") or config.load().get("database") or config.default_database()
    return Path(os.path.expanduser(given))  # noqa: PTH111 - never fails
