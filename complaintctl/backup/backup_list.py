"""The list of backups: what each copy in the folders says of itself, without proving it (Art. 6)."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from complaintctl.base.clock import moment_of
from complaintctl.base.errors import ComplaintError, NewerTables, StorageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.text import in_units, minute
from complaintctl.file import db
from complaintctl.keep import backups, rows
from complaintctl.record import ledger
from complaintctl.tables.listing import Listing, Record

# How a copy is, as far as that is known without proving it; and whether it is in the second folder, too.
STATES = {
    "readable": marked("readable"),
    "older": marked("tables of an older program"),
    "newer": marked("of a newer program"),
    "foreign": marked("of another case file"),
    "unreadable": marked("cannot be read"),
}
IN_SECOND = {
    "yes": marked("yes"),
    "no": marked("no"),
    "differs": marked("differs"),
    "only": marked("there alone"),
    "unknown": marked("not known"),
}


def _readable(record: Record) -> Record:
    return {
        **record,
        "made_at": minute(record["made_at"]),
        "size": "" if record["size"] is None else in_units(record["size"]),
        "record_head": record["record_head"] and record["record_head"][:16],
        "state": _(STATES[record["state"]]),
        "in_second": _(IN_SECOND[record["in_second"]]) if record["in_second"] else "",
    }


BACKUPS = Listing(
    "file made_at size cases events last record_head program version state in_second",
    "made_at size events record_head program state in_second file",
    readable=_readable,
    remark=marked("None of them was proven now: complaintctl backup --check FILE"),
)


def listed(path: Path, folder: Path, second: Path | None) -> Iterator[Record]:
    """The backups in a folder, and those in the second one alone, as BACKUPS has them; the newest first.

    The case file need not be there: of which one they are copies is not known then.
    """
    origin = None
    with suppress(StorageProblem), db.reading(path, overlaid=False) as connection:
        origin = ledger.origin(connection)
    own = _told_of(path, folder, origin)
    others = _told_of(path, second, origin) if second and os.path.isdir(second) else None  # noqa: PTH112 - or no access
    for name in sorted({**own, **(others or {})}, reverse=True):
        record, other = own.get(name), (others or {}).get(name)
        if not second:
            in_second = None
        elif others is None:
            in_second = "unknown"
        elif not record or not other:
            in_second = "no" if record else "only"
        else:
            in_second = "yes" if {**record, "file": None} == {**other, "file": None} else "differs"
        yield {**(record or other or {}), "in_second": in_second}


def _told_of(path: Path, folder: Path, origin: str | None) -> Mapping[str, Record]:
    """Map the name of each backup in a folder to what it says of itself."""
    found = {}
    for file in backups.named_in_folder(path, folder):
        when, size = backups.made_at(path, file), None
        with suppress(OSError):  # it leads nowhere, or was taken away meanwhile
            size = file.stat().st_size
        told = {"file": str(file), "made_at": when and moment_of(when).text, "size": size}
        found[file.name] = {**told, **_contents(file, origin)}
    return found


def _contents(file: Path, origin: str | None) -> Record:
    """Read the contents of a copy, the program that wrote it, and its state; nothing of one that cannot be read."""
    contents: dict[str, Any] = dict.fromkeys(("cases", "events", "last", "record_head", "program", "version"))
    state = "readable"
    try:
        with db.untouched(file) as connection:
            held = {**backups.contents_of(connection)}
            contents |= {"record_head": held.pop("head"), **held}
            contents["program"], contents["version"] = rows.written_by(connection)
            if origin and ledger.origin(connection) != origin:
                state = "foreign"
            elif db.is_older(connection):
                state = "older"
    except NewerTables:
        state = "newer"
    except ComplaintError:
        state = "unreadable"
    return {**contents, "state": state}
