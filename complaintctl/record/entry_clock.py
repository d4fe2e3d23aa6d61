"""The clock of entries: in a real file it runs on from the last entry, or somebody says that it is right (Art. 6)."""

import sqlite3
from collections.abc import Iterator, Mapping

from complaintctl.base.clock import Clock, Moment
from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.record.queries import row_of

_IN_FUTURE = """
SELECT count(*) AS number, min(seq) AS first, max(recorded_at) AS last, (SELECT now FROM today) AS now
FROM entry_in_future
WHERE seq > (SELECT max(seq) FROM event) - :newest
"""

_ALL = 2**62  # more events than there can be


def running_on(connection: sqlite3.Connection, clock: Clock) -> Clock:
    """The clock of an act: from the time of its first entry on it does not run back. Raises as of_entry does."""
    return clock if clock.as_of else clock._replace(earliest=of_entry(connection, clock)[0])


def of_entry(connection: sqlite3.Connection, clock: Clock) -> tuple[Moment, Mapping[str, str] | None]:
    """The time of an entry made now: at the clock's time, or at the last entry's where that is a little later.

    With it what the ledger says of a clock that is put right by the entry: both times; None if the clock runs on.

    Raises StorageProblem: the clock stands further behind, or far ahead, and nobody says that it is right.
    """
    now, entry = clock.now(), None if clock.as_of else _next_entry(connection)
    if entry is None:
        return now, None
    if entry["earliest"] <= now.text < entry["last_at"]:
        return Moment(entry["last_at"]), None
    if not clock.is_right and (problem := _doubt(entry, now.text)):
        raise StorageProblem(problem)
    return now, {"last_entry": entry["last_at"], "clock": now.text} if now.text < entry["last_at"] else None


def doubt(connection: sqlite3.Connection, clock: Clock) -> str:
    """Say why nothing can be entered at the clock's time unless somebody says that it is right; empty if it can."""
    entry = _next_entry(connection)
    return _doubt(entry, clock.now().text) if entry else ""


def _doubt(entry: sqlite3.Row, now: str) -> str:
    times = {"now": _readable(now[:16]), "last": _readable(entry["last_at"][:16])}
    if now < entry["earliest"]:
        return _(
            "The clock says {now}, but the last entry was made later, at {last}: nothing can be entered. Set the clock"
            " of this computer; if it is right and was wrong then, say so once, before the command:"
            " complaintctl --clock-is-right …",
            **times,
        )
    if entry["latest"] and now > entry["latest"]:
        return _(
            "The clock says {now}, and the last entry was made long before, at {last}: nothing can be entered. Set the"
            " clock of this computer; if it is right, say so once, before the command:"
            " complaintctl --clock-is-right …",
            **times,
        )
    return ""


def misdated(connection: sqlite3.Connection, newest: int = _ALL) -> Iterator[str]:
    """Say, in a sentence each, which of the newest entries are out of order or in the future."""
    sql = "SELECT * FROM entry_out_of_order WHERE seq > (SELECT max(seq) FROM event) - :newest ORDER BY seq"
    for row in connection.execute(sql, {"newest": newest}):
        yield _(
            "Event {seq} was entered at {time}, but the one before it at {previous}: the clock was set back there, and"
            " no correction is on record.",
            seq=row["seq"],
            time=_readable(row["recorded_at"]),
            previous=_readable(row["previous_at"]),
        )
    future = connection.execute(_IN_FUTURE, {"newest": newest}).fetchone()
    if future["number"]:
        yield plural(
            "{number} event from {first} on was entered in the future, at {last}: the clock says {now}.",
            "{number} events from {first} on were entered in the future, up to {last}: the clock says {now}.",
            future["number"],
            first=future["first"],
            last=_readable(future["last"]),
            now=_readable(future["now"]),
        )


def _next_entry(connection: sqlite3.Connection) -> sqlite3.Row | None:
    return row_of(connection, "SELECT last_at, earliest, latest FROM next_entry")


def _readable(time: str) -> str:
    return time[:19].replace("T", " ")
