"""Backing up: a copy of the case file, proven before it counts (Art. 6)."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from complaintctl.backup.retention import Retention, prune
from complaintctl.base.clock import Moment
from complaintctl.base.errors import ComplaintError, Refused, StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.disk import copy_names, new_file
from complaintctl.file import copying, db
from complaintctl.keep import backups, integrity
from complaintctl.keep.backups import Contents, contents_of
from complaintctl.record import ledger


class Made(NamedTuple):
    """A backup that was made, and the text that says so."""

    file: Path
    text: str


def back_up(path: Path, now: Moment, target: Path, retention: Retention) -> Made:
    """Copy the case file while others may write to it, prove the copy, only then give it its name, and say so.

    `target` is a file that there is not yet, or a folder, where the backup is named after the case file and the time;
    there, of the backups of this file, those are then deleted that are not to be kept.

    Raises:
        Refused: there is a file of that name which is no backup of this case file.
        StorageProblem: the copy cannot be written, or is not sound; the older backups stay as they are.
    """
    into_folder = target.is_dir() or target.suffix != ".db"
    file = target / copy_names.backup(path, now.text) if into_folder else target
    try:
        with new_file.unfinished(file) as beside:
            contents, problems = _copied(path, beside, file, replaces=into_folder)
            if problems:  # better than none, but never taken for a backup
                file = file.with_name(copy_names.unsound(path))
            with db.explained(file):
                new_file.put(beside, file)
    except StorageProblem as problem:
        raise StorageProblem(
            "No backup was made, and the earlier ones were left as they are: {problem}", problem=problem
        ) from problem
    if problems:
        raise _unsound(file, problems)
    said = plural(
        "Backup {file}: {number} case in {events} events, proven sound, head {head}@{last}.",
        "Backup {file}: {number} cases in {events} events, proven sound, head {head}@{last}.",
        contents["cases"],
        file=file,
        **contents,
    )
    pruned = prune(path, file, retention) if into_folder else ""
    return Made(file, _("{sentence} {more}", sentence=said, more=pruned) if pruned else said)


def _copied(path: Path, beside: Path, file: Path, *, replaces: bool) -> tuple[Contents, Sequence[str]]:
    """Copy the case file as it is at one moment; return what it held then, and what is wrong with the copy.

    Raises Refused if there is a `file` already, but for a backup of this one where it `replaces` such.
    """
    with db.reading(path, overlaid=False) as connection:
        connection.execute("BEGIN")  # one state of the file, for the copy and for what it is held against
        origin, contents = ledger.origin(connection), contents_of(connection)
        if os.path.lexists(file) and not (replaces and backups.is_of(file, origin)):
            raise Refused("{file} exists already and was left as it was: name another file or folder.", file=file)
        copying.copy(connection, beside)
    return contents, _problems(beside, contents)


def _unsound(file: Path, problems: Sequence[str]) -> StorageProblem:
    sentence = plural(
        "The copy is not sound: {number} finding, the first: {problem} It is kept as {file} and is no backup; the"
        " earlier backups were left as they are. Look: complaintctl verify",
        "The copy is not sound: {number} findings, the first: {problem} It is kept as {file} and is no backup; the"
        " earlier backups were left as they are. Look: complaintctl verify",
        len(problems),
        problem=problems[0],
        file=file,
    )
    return StorageProblem(sentence)


def standing(path: Path, folder: Path, day: str) -> Path | None:
    """The newest backup of a day, if it is sound and nothing was entered since."""
    with db.reading(path, overlaid=False) as connection:
        contents = contents_of(connection)
    copies = backups.in_folder(path, folder)
    newest = next((file for file in copies if file.name.startswith(f"{path.stem}-{day}T")), None)
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
