"""The views for one connection: over another today, an earlier state of the ledger, or one period alone.

Another today is a datetime() of our own, which the view `today` asks. For the others every view of the file is created
once more as a temporary one, which reads the temporary tables where there are any; so are those of a newer program laid
over the file.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from complaintctl.base.clock import Clock, Moment
from complaintctl.record import program_text
from complaintctl.record.program_text import ProgramText
from complaintctl.record.schema import PROJECTIONS

# The cases on which something happened, or was entered, too late to count, each with the first event that is left out.
_LATER = """
INSERT OR REPLACE INTO temp.later
SELECT case_no, min(seq) FROM main.event WHERE {time} > :now AND case_no {scope} GROUP BY case_no
"""

# Of a case nothing counts that follows an entry left out: in a practice file, whose clock can be set back, it may have
# been entered under an earlier time itself.
_ENTERED = """
CREATE TEMP VIEW event AS
SELECT * FROM main.event e
WHERE CASE WHEN case_no IS NULL THEN recorded_at <= (SELECT now FROM today)
    ELSE NOT EXISTS (SELECT 1 FROM temp.later WHERE case_no = e.case_no AND seq <= e.seq) END
"""

# What was entered of the file itself counts all: by it units and people that were renamed since have the names of their
# day.
_UNTIL_ENTRY = """
CREATE TEMP VIEW event AS
SELECT * FROM main.event e
WHERE case_no IS NULL OR NOT EXISTS (SELECT 1 FROM temp.later WHERE case_no = e.case_no AND seq <= e.seq)
"""


_LATER_RULE = """
SELECT 1 FROM main.event
WHERE case_no IS NULL AND recorded_at > :now
    AND kind IN ('policy_changed', 'code_added', 'code_changed', 'code_retired')
LIMIT 1
"""


class Rules(Enum):
    """The rules that answer: those of now, others, or others by which a case follows otherwise from its events."""

    AS_NOW, OTHERS, OF_CASES = range(3)


class Connection(sqlite3.Connection):
    """A connection whose clock can be set, and over whose file another program's text may lie."""

    now: Moment | None = None
    tells_time = False  # to the views, instead of SQLite
    laid_over: Mapping[str, str] | None = None  # its views
    projects_anew = False  # a case follows otherwise from its events than by the file's own views


def set_clock(connection: sqlite3.Connection, now: Moment) -> None:
    """Make every view take that moment for now; it can be set again and again."""
    assert isinstance(connection, Connection)
    if not connection.tells_time:
        # Once, and it looks up what was set: a function that is defined anew has every statement prepared again.
        connection.create_function("datetime", 2, lambda *_asked: _told(connection), deterministic=True)
        connection.tells_time = True
    connection.now = now.day_end


def release_clock(connection: sqlite3.Connection) -> None:
    """Let every view take the machine's time for now again."""
    assert isinstance(connection, Connection)
    connection.now = None


def _told(connection: Connection) -> str:
    return (connection.now or Clock().now()).text.replace("T", " ")[:19]


def rules_came_later(connection: sqlite3.Connection, as_of: Moment) -> bool:
    """Tell whether a rule or a code was entered after a moment."""
    return bool(connection.execute(_LATER_RULE, {"now": as_of.day_end.text}).fetchone())


def look_back(
    connection: sqlite3.Connection, as_of: Moment, case_no: str | None = None, rules: Rules = Rules.AS_NOW
) -> None:
    """Make every view answer as the facts stood at `as_of`: of all cases, or of one alone.

    The ledger is cut off at that time, and the cases on which something happened later are projected from it again; all
    of them, where `rules` stand in by which a case follows otherwise from its events.
    """
    set_clock(connection, as_of)
    happened_later = "SELECT 1 FROM main.event WHERE at > (SELECT now FROM today) LIMIT 1"
    if rules is Rules.AS_NOW and not connection.execute(happened_later).fetchone():
        return
    # The units are there as they are now; so are the days from which they stood.
    units = connection.execute("SELECT unit, day FROM unit_since").fetchall()
    connection.execute("DROP VIEW IF EXISTS temp.unit_since")
    stand_in(connection, "unit_since", units, "CREATE TABLE unit_since (unit TEXT, day TEXT)")
    connection.execute("CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE at <= (SELECT now FROM today)")
    _note_later(connection, "at", as_of, case_no, every_case=rules is Rules.OF_CASES)
    _project_all_again(connection, case_no)


def look_back_at_entries(connection: sqlite3.Connection, as_of: Moment, *, every_case: bool) -> None:
    """Make every view answer as the ledger stood at `as_of`: without what was entered later, however far back-dated.

    `every_case`: a case follows from other rules than now, which temporary tables hold; each is projected again.
    """
    set_clock(connection, as_of)
    connection.execute("PRAGMA temp_store = MEMORY")
    _note_later(connection, "recorded_at", as_of, None, every_case=every_case)
    connection.execute(_ENTERED)
    _project_all_again(connection, None)


def look_back_to_entry(connection: sqlite3.Connection, case_no: str, seq: int, recorded_at: Moment) -> None:
    """Make every view answer of one case as it stood when an event of it was entered, the last one that counts."""
    set_clock(connection, recorded_at)
    connection.execute("PRAGMA temp_store = MEMORY")
    _begin_later(connection, case_no)
    connection.execute("INSERT OR REPLACE INTO temp.later VALUES (?, ?)", (case_no, seq + 1))
    connection.execute(_UNTIL_ENTRY)
    _project_all_again(connection, case_no)


def lay_over(
    connection: sqlite3.Connection, definitions: Mapping[str, str], *, anew: bool, case_no: str | None
) -> None:
    """Lay the views of this program over those of the file; with `anew`, make by them every case anew, or one alone."""
    assert isinstance(connection, Connection)
    connection.execute("PRAGMA temp_store = MEMORY")
    named = ((*name.split(), sql) for name, sql in definitions.items())
    connection.laid_over = {name: sql for kind, name, sql in named if kind == "view"}
    _renew_views(connection)
    if anew:
        connection.projects_anew = True
        _begin_later(connection, case_no)
        _project_all_again(connection, case_no)


def text_of(connection: sqlite3.Connection) -> ProgramText:
    """The text whose views answer: this program's, if it lies over the file, or the file's own."""
    is_laid_over = isinstance(connection, Connection) and connection.laid_over
    return program_text.own() if is_laid_over else program_text.kept(connection)


def stand_in(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]], definition: str = "") -> None:
    """Put a temporary table with these rows in the place of one of the file: before the views are laid, or again.

    It has the columns of that one, or what another `definition` of it says.
    """
    connection.execute("PRAGMA temp_store = MEMORY")
    if _is_there(connection, table):
        connection.execute(f"DELETE FROM temp.{table}")
    else:
        definition = definition or f"CREATE TABLE {table} AS SELECT * FROM main.{table} WHERE false"
        connection.execute(definition.replace("CREATE", "CREATE TEMP", 1))
    for row in map(tuple, rows):
        connection.execute(f"INSERT INTO temp.{table} VALUES ({', '.join('?' for _column in row)})", row)


def let_in(connection: sqlite3.Connection, case_no: str, until_seq: int) -> None:
    """After look_back_at_entries: let the events of a case count up to a later one, once it is projected again."""
    values = {"case_no": case_no, "seq": until_seq + 1}
    connection.execute("UPDATE temp.later SET seq = :seq WHERE case_no = :case_no", values)


def project_again(connection: sqlite3.Connection, case_no: str) -> None:
    """After look_back_at_entries: make a case anew of its events that count, by the rules that stand in."""
    for table, view in PROJECTIONS.items():
        connection.execute(f"DELETE FROM temp.{table} WHERE case_no = ?", (case_no,))
        connection.execute(f"INSERT INTO temp.{table} SELECT * FROM temp.{view} WHERE case_no = ?", (case_no,))


def set_periods(
    connection: sqlite3.Connection, periods: Sequence[tuple[str, str, str]], dimensions: Sequence[str]
) -> None:
    """Make the views of the return answer for these periods (name, first and last day) and dimensions alone.

    The total is always among them. It can be done again and again.
    """
    is_first = not _is_there(connection, "period")
    if is_first:
        connection.execute("DROP VIEW IF EXISTS temp.period")
        connection.execute("DROP TABLE IF EXISTS temp.report_dimension")
    # Of a whole year the period before and the same of the year before are one, and count once.
    once, chosen = dict.fromkeys(map(tuple, periods)), dict.fromkeys([*dimensions, "total"])
    stand_in(connection, "period", once, "CREATE TABLE period (period TEXT, first_day TEXT, last_day TEXT)")
    stand_in(connection, "report_dimension", [(code,) for code in chosen], "CREATE TABLE report_dimension (code TEXT)")
    if is_first:
        _renew_views(connection)


def _note_later(
    connection: sqlite3.Connection, time: str, as_of: Moment, case_no: str | None, *, every_case: bool = False
) -> None:
    scope = "= :case_no" if case_no else "IS NOT NULL"
    _begin_later(connection, case_no, every_case=every_case)
    connection.execute(_LATER.format(time=time, scope=scope), {"now": as_of.day_end.text, "case_no": case_no})


def _begin_later(connection: sqlite3.Connection, case_no: str | None, *, every_case: bool = False) -> None:
    """Make temp.later: empty, or with every case if each is to be projected anew."""
    for table in ("later", *PROJECTIONS):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute("CREATE TEMP TABLE later (case_no TEXT PRIMARY KEY, seq INTEGER) WITHOUT ROWID")
    if every_case or (isinstance(connection, Connection) and connection.projects_anew):
        connection.execute(
            "INSERT INTO temp.later SELECT case_no, 9223372036854775807 FROM main.complaint"
            " WHERE :case_no IS NULL OR case_no = :case_no",
            {"case_no": case_no},
        )


def _project_all_again(connection: sqlite3.Connection, case_no: str | None) -> None:
    """Make the temporary cases: those of temp.later from their events, the others as they are."""
    run, scope = connection.execute, "case_no = :case_no" if case_no else "true"
    for table in PROJECTIONS:
        run(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} WHERE false")
    _renew_views(connection)
    for table, view in PROJECTIONS.items():
        run(
            f"INSERT INTO temp.{table} SELECT * FROM main.{table}"
            f" WHERE {scope} AND case_no NOT IN (SELECT case_no FROM temp.later)",
            {"case_no": case_no},
        )
        run(f"INSERT INTO temp.{table} SELECT * FROM temp.{view} WHERE case_no IN (SELECT case_no FROM temp.later)")
        if table == "complaint":
            run("CREATE UNIQUE INDEX temp.complaint_key ON complaint (case_no)")
            run("CREATE INDEX temp.complaint_open ON complaint (received_on) WHERE is_open = 1")
            run("CREATE INDEX temp.complaint_received ON complaint (received_on)")
            run("CREATE INDEX temp.complaint_left ON complaint (left_at)")
    run("CREATE UNIQUE INDEX temp.case_round_key ON case_round (case_no, started_seq, from_seq)")
    run("ANALYZE temp")


def _renew_views(connection: sqlite3.Connection) -> None:
    """Create the views of the file, or those that lie over them, as temporary ones, where there are none yet."""
    assert isinstance(connection, Connection)
    sql = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'view' ORDER BY rowid"
    definitions = connection.laid_over or dict(connection.execute(sql).fetchall())
    present = {name for (name,) in connection.execute("SELECT name FROM temp.sqlite_schema")}
    for name, definition in definitions.items():
        if name not in present:
            connection.execute(definition.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


def _is_there(connection: sqlite3.Connection, name: str) -> bool:
    sql = "SELECT 1 FROM temp.sqlite_schema WHERE name = :name AND type = 'table'"
    return connection.execute(sql, {"name": name}).fetchone() is not None
