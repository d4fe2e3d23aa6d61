"""What has to be true after a run, whatever became of it: what was said is so, and nothing is half there."""

import hashlib
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from complaintctl.file import db
from complaintctl.keep import integrity
from torture.commands import Command
from torture.faults import Ended

CONTRACT = (0, 2, 3, 4, 5, 6, 7)
NOTHING, STANDS, UNKNOWN = "othing was recorded", "What was recorded stands", "could not be found out"
ANSWER = "the answer could not be written"  # said of what was recorded, if anything was
_BESIDE = ("-wal", "-shm", "-journal")
# What may lie about: what was replaced, another backup, and the file by which Python tries whether it may write.
_MAY_STAY = re.compile(r"bank-(replaced|before)-.*|(backups|kept)/bank-.*|[a-z0-9_]{8}")
_sound: set[str] = set()  # the digests of files that were proven already


class Before(NamedTuple):
    """How a folder was before a command and is after it, undisturbed."""

    events: list[str]
    names: frozenset[str]
    events_after: list[str]
    names_after: frozenset[str]


def names(folder: Path) -> frozenset[str]:
    """Every file in a folder, but the locks, which stay."""
    files = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return frozenset(name for name in files if not name.endswith(".lock"))


def events(path: Path) -> list[str]:
    """The events of a file, as they speak, in order; none if there is no file.

    Neither times nor hashes, in which two runs by the real clock differ, nor the logs, which tell of the run itself:
    `findings` proves them.
    """
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT kind, case_no, actor, iif(kind = 'logs_entered', '', detail) FROM event ORDER BY seq"
        said = connection.execute(sql)
        return [" ".join(map(str, event)) for event in said]


def findings(path: Path) -> Iterator[str]:
    """What `verify` finds in a file; one that was proven already, byte for byte, is not proven again."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest not in _sound:
        with db.untouched(path) as connection:
            found = list(integrity.of_copy(connection, path))
        yield from found
        if not found:
            _sound.add(digest)


def broken(command: Command, folder: Path, ended: Ended, before: Before) -> Iterator[str]:
    """What a run left that is not as it should be, a line each."""
    if ended.status >= 0 and ended.status not in CONTRACT:
        yield f"status {ended.status}"
    if "Traceback" in ended.said or "internal error" in ended.said:
        yield "a traceback"
    here = folder / "bank.db"
    for where, path in ("", here), ("after a power cut, ", _as_after_a_power_cut(here)):
        yield from (f"{where}{problem}" for problem in _broken_record(path, ended, before))
    yield from _broken_files(command, folder, ended, before)


def _as_after_a_power_cut(path: Path) -> Path:
    """A copy of the file with what SQLite keeps on the disk beside it, without what it keeps in memory."""
    copy = path.with_name("cut") / path.name
    copy.parent.mkdir()
    for ending in ("", "-wal", "-journal"):
        if path.with_name(path.name + ending).exists():
            shutil.copy(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
    return copy


def _broken_record(path: Path, ended: Ended, before: Before) -> Iterator[str]:
    try:
        found = events(path)
    except sqlite3.Error as error:
        yield f"the file cannot be read: {error}"
        return
    is_as_before = found == before.events
    is_complete = found == before.events_after
    if len(before.events_after) > len(before.events):  # more may follow: a note that a paper could not be written
        is_complete = found[: len(before.events_after)] == before.events_after
    if not is_as_before and not is_complete:
        yield f"half-entered: {len(before.events)} events before, {len(found)} now, {len(before.events_after)} wanted"
    if ended.status == 0 and not is_complete:
        yield "done, as was said, but it is not in the file"
    if NOTHING in ended.said and not is_as_before:
        yield "it was said that nothing was recorded, but it is"
    if STANDS in ended.said and not is_complete and ANSWER not in ended.said:
        yield "it was said that it stands, but it does not"
    if _is_told_failed(ended) and not is_as_before:
        yield "told as failed, but it is recorded"
    if path.exists():
        yield from (f"not sound: {finding}" for finding in findings(path))


def _broken_files(command: Command, folder: Path, ended: Ended, before: Before) -> Iterator[str]:
    shutil.rmtree(folder / "cut")
    written = [file for pattern in command.writes for file in folder.glob(pattern)]
    if ended.status == 0 and before.names_after - names(folder) - {f"bank.db{ending}" for ending in _BESIDE}:
        yield f"done, as was said, but missing: {before.names_after - names(folder)}"
    for file in written:
        problem = _half_written(file)
        if problem:
            yield f"{file.name} is half-written: {problem}"
    if command.name == "backup":
        kept = list((folder / "kept").glob("bank-*.db"))
        if not kept:
            yield "the older backup is gone, and there is no other"
        if _is_told_failed(ended) and written:
            yield "told as failed, but the backup is there"


def _is_told_failed(ended: Ended) -> bool:
    told = "complaintctl: " in ended.said  # else nobody could be told
    return ended.status == 5 and told and STANDS not in ended.said and UNKNOWN not in ended.said


def _half_written(file: Path) -> str:
    if file.suffix in (".docx", ".xlsx"):
        try:
            with zipfile.ZipFile(file) as packed:
                return packed.testzip() or ""
        except zipfile.BadZipFile as error:
            return str(error)
    return next(findings(file), "")


def swept(folder: Path, before: Before) -> Iterator[str]:
    """What still lies about once a later command has run."""
    usual = before.names | before.names_after
    for name in sorted(names(folder) - usual):
        if not _MAY_STAY.fullmatch(name):
            yield f"left over: {name}"
