"""Holding the record against what was noted of it elsewhere: a rewritten chain is found by that alone (Art. 6)."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path

from complaintctl.base.errors import StorageProblem, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.file import db
from complaintctl.keep import backups, integrity, noted_head, rows
from complaintctl.keep.noted_head import NotedHead
from complaintctl.record import ledger


def disagreement(connection: sqlite3.Connection, noted: NotedHead) -> str:
    """Say where the record is not what was noted of it; empty if it is. Raises UsageProblem for a wrong number."""
    digest = rows.hash_of(connection, noted.seq)
    if digest and digest.startswith(noted.digits):
        return ""
    if row := rows.replacing_restore(connection, noted.seq, noted.entered_at):
        return _(
            "Event {seq}, of which {source} tells, was replaced by the restore of {day} (event {restored}), which names"
            " what was lost.",
            seq=noted.seq,
            source=noted.source,
            **row,
        )
    if noted.backup:
        return _parting(connection, noted.backup)
    if right := rows.number_of(connection, noted.digits):
        raise UsageProblem(
            "{source}: this is the head of event {right}, not of {seq}; so far nothing was changed. Give it with its"
            " own number.",
            source=noted.source,
            right=right,
            seq=noted.seq,
        )
    if digest is None:
        return _ends_before(connection, noted.source, noted.seq)
    return _(
        "Event {seq} is not the one of which {source} tells: the record was written anew there or before it, every"
        " hash with it; or that is the head of another case file.",
        seq=noted.seq,
        source=noted.source,
    )


def agreement(connection: sqlite3.Connection, noted: NotedHead) -> str:
    """Say up to where the record is as it was noted."""
    return plural(
        "It is as it was when {source} was written: event {seq} is the same, {number} was entered since.",
        "It is as it was when {source} was written: event {seq} is the same, {number} were entered since.",
        ledger.head(connection)[0] - noted.seq,
        source=noted.source,
        seq=noted.seq,
    )


def doubts(path: Path, folder: Path) -> Iterator[str]:
    """Say where the record is not what the backups in a folder hold, or what was mailed of it."""
    copies = backups.in_folder(path, folder)
    with db.reading(path) as connection:
        for backup in copies:
            noted = noted_head.of_backup(backup)
            is_replaced = rows.replacing_restore(connection, noted.seq, noted.entered_at)  # which is on record
            if not is_replaced and (found := disagreement(connection, noted)):
                yield found
                break  # the newest says enough
        for other in () if copies else backups.named_in_folder(path, folder):
            with suppress(StorageProblem):  # it cannot be read, and says nothing
                yield _parting(connection, other)
                break
        yield from integrity.mailed_otherwise(connection)


def _parting(connection: sqlite3.Connection, backup: Path) -> str:
    """Say from which event on the record and a backup are not the same."""
    with db.untouched(backup) as copy:
        if ledger.origin(copy) != ledger.origin(connection):
            return _(
                "{file} is a copy of another case file ({other}), not of this one ({own}); or one of the two was"
                " written anew from its first event on. Look at it: complaintctl --db {file} verify",
                file=backup,
                own=rows.beginning(connection),
                other=rows.beginning(copy),
            )
        both = zip_longest(rows.hashes(connection), rows.hashes(copy))
        ours, theirs = next(((ours, theirs) for ours, theirs in both if ours != theirs), (None, None))
        if ours is None and theirs:
            return _ends_before(connection, str(backup), ledger.head(copy)[0])
    return _(
        "The record and {file} are not the same from event {seq} on: one of the two was written anew. Look at it:"
        " complaintctl --db {file} verify",
        file=backup,
        seq=(ours or theirs or [0])[0],
    )


def _ends_before(connection: sqlite3.Connection, source: str, seq: int) -> str:
    return _(
        "The record ends at event {last}, but {source} tells of event {seq}: its end was cut off, or an older copy"
        " took its place.",
        last=ledger.head(connection)[0],
        source=source,
        seq=seq,
    )
