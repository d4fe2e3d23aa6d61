"""The checks whether an installation is healthy: the file itself, its ledger, and the room it has."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from complaintctl.base.clock import Clock
from complaintctl.base.language import _, marked, plural
from complaintctl.base.text import in_units
from complaintctl.cases import case_rows, rule_rows
from complaintctl.file.db import LEAST_ROOM
from complaintctl.keep import integrity
from complaintctl.record import entry_clock, ledger, program_text, schema

State = Literal["ok", "warning", "wrong"]
_QUICK = 1000  # events at the end of the ledger that are proven unless all are asked for
_LITTLE_ROOM, _NO_ROOM = 10, 2  # how many copies of the file there is room for


class Finding(NamedTuple):
    """One line of doctor: what was looked at, how it is, what there is to say, and the command that mends it."""

    check: str
    state: State
    text: str
    remedy: str = ""


def of_file(path: Path) -> Iterator[Finding]:
    """The file, its size, and who may read it."""
    if not path.is_file():
        yield Finding("file", "wrong", _("There is no case file at {file}.", file=path), _("complaintctl init"))
        return
    status = path.stat()
    yield Finding("file", "ok", _("{file}, {size}", file=path, size=in_units(status.st_size)))
    mode = stat.S_IMODE(status.st_mode)
    if os.name == "nt":
        return
    if mode == 0o600:
        yield Finding("permissions", "ok", _("its owner alone may read and write it (0600)"))
    elif mode == 0o660:
        yield Finding("permissions", "ok", _("its owner and group alone may read and write it (0660)"))
    else:
        text = _("{mode}, not 0600 or 0660: it holds customers' data", mode=f"{mode:04o}")
        yield Finding("permissions", "warning", text, f"chmod 600 {path}")


def of_schema(connection: sqlite3.Connection) -> Finding:
    """The version of the file's tables, which is this program's, and whose rules it has."""
    row = connection.execute("SELECT version FROM program").fetchone()
    if row and program_text.is_newer(row["version"]):
        text = _("its rules are those of complaintctl {version}, a newer program: this one may only read it", **row)
        return Finding("schema", "warning", text, _("install complaintctl {version} here", **row))
    if program_text.waiting(connection):
        text = _("its rules are those of another program; the next command that writes renews them")
        return Finding("schema", "warning", text, _("complaintctl upgrade"))
    return Finding("schema", "ok", _("version {version}, this program's", version=schema.VERSION))


def of_ledger(connection: sqlite3.Connection, thorough: bool) -> Finding:
    """Tell whether the record is sound: everything that verify looks at, or how the events at the end hang together.

    It says what was not looked at: nothing is sound for that.
    """
    problems = list(integrity.findings(connection) if thorough else ledger.broken_links(connection, _QUICK))
    events, head = case_rows.counts(connection)["events"], ledger.head(connection)[1][:16]
    if problems:
        found, first = len(problems), problems[0]
        text = plural("{number} finding: {problem}", "{number} findings, the first: {problem}", found, problem=first)
        return Finding("ledger", "wrong", text, _("complaintctl verify"))
    if thorough:
        text = plural("{number} event, sound, head {head}", "{number} events, sound, head {head}", events, head=head)
        return Finding("ledger", "ok", text)
    text = _(
        "the last {part} of {number} events are unchanged, head {head}; not looked at: the earlier ones, cases,"
        " customers, rules, units, staff and numbers, which `complaintctl verify` proves"
        if events > _QUICK
        else "all events ({number}) are unchanged, head {head}; not looked at: cases, customers, rules, units, staff"
        " and numbers, which `complaintctl verify` proves",
        part=_QUICK,
        number=events,
        head=head,
    )
    return Finding("ledger", "ok", text)


def of_clock(connection: sqlite3.Connection, thorough: bool) -> Finding:
    """Tell whether the entries follow one another in time, and the next one can be made at the machine's."""
    misdated = entry_clock.misdated(connection) if thorough else entry_clock.misdated(connection, _QUICK)
    if problem := next(misdated, ""):
        return Finding("clock", "wrong", problem, _("complaintctl verify"))
    if doubt := entry_clock.doubt(connection, Clock()):
        return Finding("clock", "warning", doubt)
    is_practice = rule_rows.is_practice(connection)
    text = _("may be set, in a practice file") if is_practice else _("it runs on from the last entry")
    return Finding("clock", "ok", text)


def of_room(path: Path, folder: Path) -> Finding:
    """The room on the disk of the file and on that of its backups, held against what a backup takes."""
    size = path.stat().st_size if path.is_file() else 0
    above = ((place, *place.parents) for place in (path.parent.absolute(), folder.absolute()))
    places = (next(place for place in line if place.is_dir()) for line in above)  # a folder may not be there yet
    free, where = min((shutil.disk_usage(place).free, place) for place in places)
    text = _("{size} free in {folder}", size=in_units(free), folder=where)
    states: Sequence[tuple[int, State, str]] = (
        (LEAST_ROOM, "wrong", marked("free some space on that disk: it is full")),
        (size * _NO_ROOM, "wrong", marked("complaintctl backup FOLDER on another disk, then free some space")),
        (size * _LITTLE_ROOM, "warning", marked("free some space, or give [backup] keep in the configuration file")),
    )
    found = ((state, _(remedy)) for room, state, remedy in states if free < room)
    state, remedy = next(found, ("ok", ""))
    return Finding("room", state, text, remedy)
