"""The logs of runs and of mail: each row carries a hash of its own and of the row before it, as an event does."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from complaintctl.base.language import _, marked
from complaintctl.record import ledger
from complaintctl.record.ledger import FIRST_PREVIOUS_HASH, Act, Fact
from complaintctl.record.queries import insert, row_in, row_of, rows_of

Log = Literal["job_run", "mail_log"]

# What of a row goes into its hash; never changed, for what was noted could be proved no more.
_CONTENT: Mapping[Log, str] = {
    "job_run": "id, run, job, step, day, started_at, ended_at, outcome, text",
    "mail_log": "id, message_id, state, at, day, kind, unit, recipient, reason, seq, head",
}
_NAMES: Mapping[Log, str] = {"job_run": marked("run log"), "mail_log": marked("log of mail")}

_SET_HEAD = """
INSERT INTO main.log_head (log, last, hash) VALUES (:log, :last, :hash)
ON CONFLICT (log) DO UPDATE SET last = excluded.last, hash = excluded.hash
"""

_ENTERED = "SELECT 1 FROM event WHERE case_no IS NULL AND kind = 'logs_entered' AND substr(recorded_at, 1, 10) = :day"

_UNLIKE_ENTERED = """
SELECT e.seq, e.detail ->> :log AS id FROM main.event e LEFT JOIN main.{log} r ON r.id = e.detail ->> :log
WHERE e.case_no IS NULL AND e.kind = 'logs_entered' AND r.hash IS NOT e.detail ->> (:log || '_hash')
ORDER BY e.seq LIMIT 1
"""


def note(connection: sqlite3.Connection, log: Log, row: Mapping[str, Any]) -> None:
    """Put a row at the end of a log. The caller holds the transaction."""
    last, previous = _head(connection, log)
    # Not always the next one: what was put in outside the program must not keep the program from noting anything.
    (there,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM main.{log}").fetchone()
    row = {"id": max(last, there) + 1, **row}
    row["hash"] = _hash(log, row, previous)
    insert(connection, log, row)
    connection.execute(_SET_HEAD, {"log": log, "last": row["id"], "hash": row["hash"]})


def chain_earlier(connection: sqlite3.Connection) -> None:
    """Chain the rows that were noted before version 8 of the tables; no trigger may stand in the way."""
    for log in _CONTENT:
        previous = FIRST_PREVIOUS_HASH
        for row in rows_of(connection, f"SELECT * FROM main.{log} ORDER BY id"):
            previous = _hash(log, row, previous)
            values = {"id": row["id"], "hash": previous}
            connection.execute(f"UPDATE main.{log} SET hash = :hash WHERE id = :id", values)
            connection.execute(_SET_HEAD, {"log": log, "last": row["id"], "hash": previous})


def enter(act: Act) -> None:
    """Enter the last row of each log in the ledger, which proves all of them up to there, once a day."""
    if row_of(act.connection, _ENTERED, day=act.clock.now().day):
        return
    detail: dict[str, Any] = {}
    for log in _CONTENT:
        last, last_hash = _head(act.connection, log)
        detail |= {log: last, f"{log}_hash": last_hash} if last else {}
    if detail:
        ledger.append(act, [Fact(None, "logs_entered", act.clock.now(), detail)])


def broken(connection: sqlite3.Connection) -> Iterator[str]:
    """Say of each log, in a sentence each, where a row was changed, put in or taken out."""
    for log, name in _NAMES.items():
        last, before = 0, {FIRST_PREVIOUS_HASH}
        for row in rows_of(connection, f"SELECT * FROM main.{log} ORDER BY id"):
            fits = row["hash"] in {_hash(log, row, previous) for previous in before}
            if not fits:
                yield _(
                    "Row {id} of the {log} ({day}) is not as it was noted, or a row before it is missing: the log was"
                    " changed outside the program.",
                    log=_(name),
                    **row,
                )
            # After a row that was put in comes one that follows the row before it.
            last, before = row["id"], {row["hash"]} if fits else before | {row["hash"]}
        head = _head(connection, log)
        if last != head[0] or head[1] not in before:
            yield _(
                "The {log} ends at row {last}, but its head says {head}: its end was cut off or changed.",
                log=_(name),
                last=last,
                head=head[0],
            )
        if entered := row_of(connection, _UNLIKE_ENTERED.format(log=log), log=log):
            yield _("Row {id} of the {log} is not the one that event {seq} says.", log=_(name), **entered)


def _head(connection: sqlite3.Connection, log: Log) -> tuple[int, str]:
    row = row_in(connection, "main.log_head", log=log)
    return (row["last"], row["hash"]) if row else (0, FIRST_PREVIOUS_HASH)


def _hash(log: Log, row: Mapping[str, Any] | sqlite3.Row, previous: str) -> str:
    there = set(row.keys())
    content = [row[column] if column in there else None for column in _CONTENT[log].split(", ")]
    return hashlib.sha256(ledger.canonical([*content, previous]).encode()).hexdigest()
