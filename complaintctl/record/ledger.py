"""The ledger: the only writer of events, of the numbers they carry and of the cases projected from them."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from complaintctl.base.clock import Clock, Moment
from complaintctl.base.language import _
from complaintctl.record import entry_clock
from complaintctl.record.schema import PROJECTIONS

FIRST_PREVIOUS_HASH = "0" * 64

_CONTENT = "seq, case_no, kind, at, recorded_at, actor, login, host, salt, detail, previous_hash, hash"
_INSERT = f"INSERT INTO event ({_CONTENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_SET_HEAD = """
INSERT INTO ledger_head (only, seq, hash) VALUES (1, :seq, :hash)
ON CONFLICT (only) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
"""

# One statement takes the number and writes it out, inside the transaction that uses it: no gaps, no doubles.
_NEXT_NUMBER = """
INSERT INTO number_series (form, year, last) VALUES (:form, :year, 1)
ON CONFLICT (form, year) DO UPDATE SET last = last + 1
RETURNING (SELECT printf(number_pattern, :year, last) FROM form WHERE code = :form)
"""

# Numbers that another file gave out are not given again.
_GO_ON_ABOVE = """
INSERT INTO number_series (form, year, last) VALUES (:form, :year, :last)
ON CONFLICT (form, year) DO UPDATE SET last = max(last, excluded.last)
"""

_PROMISE = """
SELECT d.due_on, d.due_rule, d.provisional, c.promised_due_on
FROM complaint c JOIN case_deadline d ON d.case_no = c.case_no
WHERE c.case_no = :case_no AND d.case_no = :case_no AND c.is_open = 1
"""


class Place(NamedTuple):
    """The place where an act is entered: the login of the operating system's user, and the name of the machine."""

    login: str
    host: str


# A practice file is the same on every machine.
PRACTICE = Place("practice", "practice")


class Act(NamedTuple):
    """One command that writes: its transaction, what it takes for now, who acts, whence chance comes, and where.

    right: the kind of act that is asked of each case it touches (see cases/rights.py); empty: none.
    """

    connection: sqlite3.Connection
    clock: Clock
    actor: str
    random_bytes: Callable[[int], bytes] = os.urandom
    place: Place = Place("unknown", "unknown")
    right: str = ""


class Fact(NamedTuple):
    """An entry to be made: a case (None for the file itself), the kind of event, when it happened, details."""

    case_no: str | None
    kind: str
    at: Moment
    detail: Mapping[str, Any]


def append(act: Act, facts: Iterable[Fact]) -> int:
    """Enter facts at the end of the ledger, in order, and return the number of the last.

    Empty details (None, "" and False) are left out. A clock that was corrected is entered before them.

    Raises StorageProblem: the clock stands before the last entry, or long after it, and nobody says that it is right.
    """
    moment, corrected = entry_clock.of_entry(act.connection, act.clock)
    before = [Fact(None, "clock_corrected", moment, corrected)] if corrected else []
    seq, previous = head(act.connection)
    shared = SharedKeys(act.connection)

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal seq, previous
        for fact in chain(before, facts):
            seq += 1
            said = {key: value for key, value in fact.detail.items() if not (value is None or value is False)}
            detail = {key: value for key, value in said.items() if value != ""}
            # Chance keeps a short text from being guessed by its digest; in a practice file it follows the ledger.
            salt = previous[:32] if act.place is PRACTICE else os.urandom(16).hex()
            when, who = (fact.at.text, moment.text), (act.actor, *act.place, salt)
            digest = _hash(previous, (seq, fact.case_no, fact.kind, *when), who, detail, shared[fact.kind])
            yield (seq, fact.case_no, fact.kind, *when, *who, canonical(detail), previous, digest)
            previous = digest

    act.connection.executemany(_INSERT, rows())
    act.connection.execute(_SET_HEAD, {"seq": seq, "hash": previous})
    return seq


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last event; (0, zeros) in an empty ledger."""
    row = connection.execute("SELECT seq, hash FROM ledger_head").fetchone()
    return (row["seq"], row["hash"]) if row else (0, FIRST_PREVIOUS_HASH)


def origin(connection: sqlite3.Connection) -> str:
    """The hash of the first event, the same in a file and in each of its copies; zeros in an empty ledger."""
    row = connection.execute("SELECT hash FROM event WHERE seq = 1").fetchone()
    return str(row["hash"]) if row else FIRST_PREVIOUS_HASH


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no space, characters as they are. Holds no floating-point numbers."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class SharedKeys(dict[str, frozenset[str]]):
    """The keys of an event's details that are shared, by its kind; the others are in the salted part of its leaf."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __missing__(self, kind: str) -> frozenset[str]:
        rows = self._connection.execute("SELECT key FROM main.shared_field WHERE kind = :kind", {"kind": kind})
        self[kind] = frozenset(key for (key,) in rows)
        return self[kind]


def _hash(
    previous: str,
    content: Sequence[int | str | None],
    who: Sequence[str],
    detail: Mapping[str, Any],
    shared: frozenset[str],
) -> str:
    """The hash of an event of version 2, in hex: SHA-256 of the hash before it and of the event's leaf, both in hex.

    The leaf is the SHA-256 of what is to be seen (`content`: number, case, kind and times), of the digest of its shared
    details, and of the digest of its salt, who acted and where, and the other details. So an event can be proved
    without its texts, and none of them be guessed.
    """
    actor, login, host, salt = who
    open_part = _sha256({key: value for key, value in detail.items() if key in shared})
    salted_part = _sha256(
        [salt, actor, login, host, {key: value for key, value in detail.items() if key not in shared}]
    )
    return hashlib.sha256((previous + _sha256([*content, open_part, salted_part])).encode()).hexdigest()


def event_hash(row: Mapping[str, Any] | sqlite3.Row, previous: str, shared: SharedKeys) -> str | None:
    """The hash of an event by the one before it; None if the row is not as the program writes it.

    One without salt is of version 1: its content, its details by their own SHA-256, and the hash before it.
    """
    content = [row[name] for name in ("seq", "case_no", "kind", "at", "recorded_at")]
    if row["salt"] is None:
        if row["login"] or row["host"]:  # of which version 1 knew nothing, and its hash says nothing
            return None
        return _sha256([*content, row["actor"], hashlib.sha256(row["detail"].encode()).hexdigest(), previous])
    try:
        detail = json.loads(row["detail"])
    except ValueError:
        return None
    # Such as one key twice, of which SQLite reads the first and Python the last.
    if not isinstance(detail, dict) or canonical(detail) != row["detail"]:
        return None
    who = [row[name] for name in ("actor", "login", "host", "salt")]
    return _hash(previous, content, who, detail, shared[row["kind"]])


def _sha256(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def import_secret(connection: sqlite3.Connection) -> str:
    """Chance of this file's own, which no other event and no paper shows: the salt of its first salted event."""
    sql = """
        SELECT salt FROM main.event
        WHERE case_no IS NULL AND kind IN ('file_created', 'ledger_changed') AND salt IS NOT NULL ORDER BY seq LIMIT 1
        """
    (salt,) = connection.execute(sql).fetchone()
    return str(salt)


def next_number(act: Act, form: str, year: int) -> str:
    """Take the next number of a numbered form in a year, as it is written on it."""
    (number,) = act.connection.execute(_NEXT_NUMBER, {"form": form, "year": year}).fetchone()
    return str(number)


def go_on_above(act: Act, form: str, year: int, last: int) -> None:
    """Let the numbers of a form in a year go on above one that was given out; an event has to account for it."""
    act.connection.execute(_GO_ON_ABOVE, {"form": form, "year": year, "last": last})


def settle(act: Act, case_no: str, at: Moment, reason: str) -> None:
    """Project a case from its events; if its due date is not the one last promised, enter the new one with the reason.

    So the due date on the receipt and every later change of it stay on record (Arts 5, 10).
    """
    case, connection = {"case_no": case_no}, act.connection
    _project(connection, case)
    connection.execute("DELETE FROM case_round WHERE case_no = :case_no", case)
    connection.execute("INSERT INTO case_round SELECT * FROM round_projection WHERE case_no = :case_no", case)
    row = connection.execute(_PROMISE, case).fetchone()
    if row and row["due_on"] and row["due_on"] != row["promised_due_on"]:
        promise = {
            "due_on": row["due_on"],
            "rule": row["due_rule"],
            "provisional": bool(row["provisional"]),
            "previous_due_on": row["promised_due_on"],
            "reason": reason,
        }
        append(act, [Fact(case_no, "deadline_set", at, promise)])
        _project(connection, case)


def _project(connection: sqlite3.Connection, case: Mapping[str, str]) -> None:
    columns = [column for column, *_rest in connection.execute("SELECT * FROM complaint LIMIT 0").description]
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
    connection.execute(
        "INSERT INTO complaint SELECT * FROM case_projection WHERE case_no = :case_no"
        f" ON CONFLICT (case_no) DO UPDATE SET {changes}",
        case,
    )


def unlike_events(connection: sqlite3.Connection, table: str) -> list[str]:
    """The cases that are not, in one of the projected tables, what their events say."""
    view = PROJECTIONS[table]
    sql = f"""
    SELECT case_no FROM (SELECT * FROM {table} EXCEPT SELECT * FROM {view})
    UNION
    SELECT case_no FROM (SELECT * FROM {view} EXCEPT SELECT * FROM {table})
    """
    return [case_no for (case_no,) in connection.execute(sql)]


def project_anew(connection: sqlite3.Connection) -> None:
    """Project every case again that its events make another one now; no trigger may stand in the way."""
    for table, view in PROJECTIONS.items():
        cases = [{"case_no": case_no} for case_no in unlike_events(connection, table)]
        connection.executemany(f"DELETE FROM {table} WHERE case_no = :case_no", cases)
        connection.executemany(f"INSERT INTO {table} SELECT * FROM {view} WHERE case_no = :case_no", cases)


def project_new(act: Act, after_seq: int) -> None:
    """Project every case registered after an event."""
    new = "SELECT case_no FROM event WHERE seq > :seq AND kind = 'registered'"
    for table, view in PROJECTIONS.items():
        act.connection.execute(f"INSERT INTO {table} SELECT * FROM {view} WHERE case_no IN ({new})", {"seq": after_seq})


def broken_links(connection: sqlite3.Connection, newest: int | None = None) -> Iterator[str]:
    """Read the whole ledger and say, in a sentence each, where a row was changed, put in or taken out.

    Of the `newest` so many events alone, if that is given.
    """
    expected_seq, previous = 0, FIRST_PREVIOUS_HASH
    sql = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1 OFFSET :newest"
    if newest is not None and (before := connection.execute(sql, {"newest": newest}).fetchone()):
        expected_seq, previous = before
    sql = f"SELECT {_CONTENT} FROM event WHERE seq > :seq ORDER BY seq"
    shared, salted = SharedKeys(connection), False
    for row in connection.execute(sql, {"seq": expected_seq}):
        expected_seq += 1
        if row["seq"] != expected_seq:
            yield _("Events {first} to {last} are missing from the ledger.", first=expected_seq, last=row["seq"] - 1)
            expected_seq, previous = row["seq"], row["previous_hash"]
        if row["previous_hash"] != previous:
            yield _(
                "Event {seq} does not follow the one before it: a row was changed, put in or taken out there.",
                seq=row["seq"],
            )
        if row["hash"] != event_hash(row, row["previous_hash"], shared) or (salted and row["salt"] is None):
            said = {"seq": row["seq"], "kind": row["kind"], "case_no": row["case_no"] or _("no case")}
            yield _("Event {seq} ({kind}, {case_no}) was changed after it was entered.", **said)
        previous, salted = row["hash"], salted or row["salt"] is not None
    if (expected_seq, previous) != head(connection):
        yield _(
            "The ledger ends at event {seq}, but its head says {head}: its end was cut off or changed.",
            seq=expected_seq,
            head=head(connection)[0],
        )
