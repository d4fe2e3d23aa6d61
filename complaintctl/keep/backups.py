"""Backups: a proven copy of the case file beside older ones (Art. 6)."""

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import ComplaintError, Refused, StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.cases import case_rows
from complaintctl.disk import new_file
from complaintctl.file import copying, db
from complaintctl.keep import integrity
from complaintctl.record import ledger

Contents = Mapping[str, Any]  # how many cases and events, and of the last event the number and the head, its hash


def back_up(path: Path, now: Moment, target: Path, keep: int | None) -> str:
    """Copy the case file while others may write to it, prove the copy, only then give it its name, and say so.

    `target` is a file that there is not yet, or a folder, where the backup is named after the case file and the time;
    there, of the backups of this file, no more than the newest `keep` stay.

    Raises:
        Refused: there is a file of that name which is no backup of this case file.
        StorageProblem: the copy cannot be written, or is not sound; the older backups stay as they are.
    """
    into_folder = target.is_dir() or target.suffix != ".db"
    file = target / f"{path.stem}-{now.text[:13]}{now.text[14:16]}.db" if into_folder else target
    try:
        with new_file.unfinished(file) as beside:
            with db.reading(path, overlaid=False) as connection:
                connection.execute("BEGIN")  # one state of the file, for the copy and for what it is held against
                origin, contents = ledger.origin(connection), contents_of(connection)
                if os.path.lexists(file) and not (into_folder and _is_of(file, origin)):
                    raise Refused(
                        "{file} exists already and was left as it was: name another file or folder.", file=file
                    )
                copying.copy(connection, beside)
            problems = _problems(beside, contents)
            if problems:  # better than none, but never taken for a backup
                file = file.with_name(f"{path.stem}-unsound.db")
            with db.explained(file):
                new_file.put(beside, file)
    except StorageProblem as problem:
        raise StorageProblem(
            "No backup was made, and the earlier ones were left as they are: {problem}", problem=problem
        ) from problem
    if problems:
        sentence = plural(
            "The copy is not sound: {number} finding, the first: {problem} It is kept as {file} and is no backup; the"
            " earlier backups were left as they are. Look: complaintctl verify",
            "The copy is not sound: {number} findings, the first: {problem} It is kept as {file} and is no backup; the"
            " earlier backups were left as they are. Look: complaintctl verify",
            len(problems),
            problem=problems[0],
            file=file,
        )
        raise StorageProblem(sentence)
    said = plural(
        "Backup {file}: {number} case in {events} events, proven sound, head {head}@{last}.",
        "Backup {file}: {number} cases in {events} events, proven sound, head {head}@{last}.",
        contents["cases"],
        file=file,
        **contents,
    )
    for more in _without_oldest(path, file, keep) if into_folder and keep else ():
        said = _("{sentence} {more}", sentence=said, more=more)
    return said


def contents_of(connection: sqlite3.Connection) -> Contents:
    """Count what the file that is open holds."""
    counts, (last, head) = case_rows.counts(connection), ledger.head(connection)
    return {"cases": counts["cases"], "events": counts["events"], "last": last, "head": head}


def in_folder(path: Path, folder: Path) -> Sequence[Path]:
    """The backups of a case file in a folder, as their names and their first events say; the newest first."""
    with db.reading(path, overlaid=False) as connection:
        origin = ledger.origin(connection)
    return [file for file in named_in_folder(path, folder) if _is_of(file, origin)]


def named_in_folder(path: Path, folder: Path) -> Sequence[Path]:
    """The files in a folder that are called as backups of a case file are, whatever they hold; the newest first."""
    pattern = re.compile(re.escape(path.stem) + r"-\d{4}-\d{2}-\d{2}T\d{4}\.db")
    with db.explained(folder):
        names = sorted((file.name for file in folder.iterdir()) if folder.is_dir() else (), reverse=True)
    return [folder / name for name in filter(pattern.fullmatch, names)]


def standing(path: Path, folder: Path, day: str) -> Path | None:
    """The newest backup of a day, if it is sound and nothing was entered since."""
    with db.reading(path, overlaid=False) as connection:
        contents = contents_of(connection)
    newest = next((file for file in in_folder(path, folder) if file.name.startswith(f"{path.stem}-{day}T")), None)
    try:
        return newest if newest and not _problems(newest, contents) else None
    except ComplaintError:  # it cannot be read
        return None


def _problems(copy: Path, wanted: Contents) -> Sequence[str]:
    """Say what is wrong with a copy: all that `verify` finds in it, and whether it holds what was copied."""
    with db.untouched(copy) as connection:
        found = list(integrity.findings(connection))
        if contents_of(connection) != wanted:
            found.append(_("The copy does not hold what the case file holds."))
    return found


def _is_of(file: Path, origin: str) -> bool:
    """Tell whether a file is a copy of the case file that begins with an event; a damaged one cannot say so."""
    try:
        with db.untouched(file) as connection:
            return ledger.origin(connection) == origin
    except ComplaintError:
        return False


def _without_oldest(path: Path, made: Path, keep: int) -> Iterator[str]:
    """Delete the backups of this file beyond the newest `keep`, of which the one just made is one; say what is done."""
    deleted, kept_by = 0, None
    try:
        older = [file for file in in_folder(path, made.parent) if file != made]
        with db.explained(made.parent):
            for file in older[keep - 1 :]:
                file.unlink()
                deleted += 1
    except StorageProblem as problem:  # the new one is there all the same
        kept_by = problem
    if deleted:
        yield plural("{number} older one deleted.", "{number} older ones deleted.", deleted)
    if kept_by:
        yield _("Older ones could not all be deleted: {problem}", problem=kept_by)
