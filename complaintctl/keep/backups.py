"""Backups that are there: those of a case file in a folder, and what each holds (Art. 6)."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from complaintctl.base.date_grammar import CHINA
from complaintctl.base.errors import ComplaintError
from complaintctl.cases import case_rows
from complaintctl.disk import copy_names
from complaintctl.file import db
from complaintctl.record import ledger

Contents = Mapping[str, Any]  # how many cases and events, and of the last event the number and the head, its hash


def contents_of(connection: sqlite3.Connection) -> Contents:
    """Count what the file that is open holds."""
    counts, (last, head) = case_rows.counts(connection), ledger.head(connection)
    return {"cases": counts["cases"], "events": counts["events"], "last": last, "head": head}


def made_at(path: Path, file: Path) -> datetime | None:
    """The time of a backup, by its name; None for a file that is not called as backups of a case file are."""
    if copy_names.kind_of(path, file.name) == "backup" and file.suffix == ".db":
        with suppress(ValueError):  # there is no such day
            return datetime.fromisoformat(file.stem.removeprefix(f"{path.stem}-")).replace(tzinfo=CHINA)
    return None


def in_folder(path: Path, folder: Path) -> Sequence[Path]:
    """The backups of a case file in a folder, as their names and their first events say; the newest first."""
    with db.reading(path, overlaid=False) as connection:
        origin = ledger.origin(connection)
    return [file for file in named_in_folder(path, folder) if is_of(file, origin)]


def named_in_folder(path: Path, folder: Path) -> Sequence[Path]:
    """The files in a folder that are called as backups of a case file are, whatever they hold; the newest first."""
    with db.explained(folder):
        files = [file for file in (folder.iterdir() if folder.is_dir() else ()) if made_at(path, file)]
    return sorted(files, reverse=True)


def is_of(file: Path, origin: str) -> bool:
    """Tell whether a file is a copy of the case file that begins with an event; a damaged one cannot say so."""
    try:
        with db.untouched(file) as connection:
            return ledger.origin(connection) == origin
    except ComplaintError:
        return False
