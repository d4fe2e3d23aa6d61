"""SELECTs of cases: one with its clocks, duties, slips and events; those overdue or open."""

import sqlite3

from complaintctl.base.errors import NotFound
from complaintctl.base.text import minute
from complaintctl.record.queries import Row, Rows, one_row, row_in, row_of, rows_of, text_of


# ---- Cases ----
def is_kept_from(connection: sqlite3.Connection, case_no: str, reader: str | None, *, gives_back: bool = False) -> bool:
    """Tell whether a case is kept from who reads (Art. 13).

    `gives_back`: not from whom it lies with, who sends its slip back.
    """
    sql = """
        SELECT 1 FROM main.barred_person
        WHERE case_no = :case_no AND person = :reader AND NOT (:gives_back AND EXISTS (
            SELECT 1 FROM main.leg l JOIN main.addressed_person a ON a.case_no = l.case_no AND a.seq = l.seq
            WHERE l.case_no = :case_no AND l.state = 'lying' AND a.person = :reader AND a.is_lead))
        """
    return row_of(connection, sql, case_no=case_no, reader=reader, gives_back=gives_back) is not None


def case(connection: sqlite3.Connection, case_no: str, reader: str | None = None, *, gives_back: bool = False) -> Row:
    """A case by its full number. Raises NotFound; for one that is kept from who reads in the same words.

    `gives_back` as in is_kept_from.
    """
    is_kept = reader is not None and is_kept_from(connection, case_no, reader, gives_back=gives_back)
    if not is_kept and (row := row_in(connection, "complaint", case_no=case_no)):
        return row
    _prefix, year, serial = case_no.split("-")
    sql = """
        SELECT seq, day FROM restored_number
        WHERE form = 'register' AND year = CAST(:year AS INTEGER) AND own < CAST(:serial AS INTEGER)
            AND CAST(:serial AS INTEGER) <= last
        ORDER BY seq DESC
        """
    if lost := row_of(connection, sql, year=year, serial=serial):
        raise NotFound(
            "{case_no} is not in this file, which went back to a backup on {day} (event {seq}); the number is not given"
            " out again. Look for it in the file that was replaced, and register the complaint anew.",
            case_no=case_no,
            **lost,
        )
    said = {"case_no": case_no, "year": year, "day": today(connection)}
    # The file itself is asked, for a day that is looked back to, or one case alone, may be all that the views tell of.
    if not is_kept and (row := row_in(connection, "main.complaint", case_no=case_no)):
        raise NotFound(
            "On {day} {case_no} was not on record yet: it was received on {received}, and entered on {entered}.",
            case_no=case_no,
            day=minute(text_of(connection, "SELECT now FROM today")),
            received=minute(row["received_at"]),
            entered=minute(row["registered_at"]),
        )
    sql = """
        SELECT max(length(c.case_no) || c.case_no) FROM main.complaint c
        WHERE c.case_no GLOB :pattern
            AND NOT EXISTS (SELECT 1 FROM main.barred_person WHERE case_no = c.case_no AND person = :reader)
        """
    if longest := text_of(connection, sql, pattern=f"TS-{year}-*", reader=reader):
        last = longest.lstrip("0123456789")  # behind its length
        raise NotFound("There is no case {case_no}. The last of {year} is {last}.", last=last, **said)
    raise NotFound(
        "There is no case {case_no}. No case of {year} is in this file; `complaintctl list --all` shows all.", **said
    )


def numbered_papers(connection: sqlite3.Connection, letter: str | None, year: str, serial: str) -> Rows:
    """number and case_no of the papers with a serial of a year, of all forms or of one by its letter, such as 转."""
    sql = """
        SELECT p.number, p.case_no
        FROM form f
        CROSS JOIN numbered_paper p ON p.number = printf(f.number_pattern, :year, :serial)
        WHERE substr(f.number_pattern, 1, 1) = coalesce(:letter, substr(f.number_pattern, 1, 1))
        ORDER BY p.number, p.case_no
        """
    return rows_of(connection, sql, letter=letter, year=int(year), serial=int(serial))


def followers(connection: sqlite3.Connection, case_no: str) -> Rows:
    """The cases of a series that repeat a case, itself or one after it, the earliest first, but for those voided."""
    sql = """
        SELECT case_no, received_at, repeat_of FROM complaint
        WHERE :case_no IN (repeat_of, repeat_root) AND status <> 'voided'
        ORDER BY received_at, case_no
        """
    return rows_of(connection, sql, case_no=case_no)


def clocks(connection: sqlite3.Connection, case_no: str) -> Rows:
    """A case's clocks, the latest stretch first, and of each those first that decide its due date."""
    sql = """
        SELECT * FROM case_clock WHERE case_no = :case_no
        ORDER BY started_seq DESC, stops_with <> 'reply', due_on, position
        """
    return rows_of(connection, sql, case_no=case_no)


def clock_days(connection: sqlite3.Connection, case_no: str) -> Rows:
    """The days behind each of a case's clocks, in order."""
    sql = "SELECT * FROM clock_day WHERE case_no = :case_no ORDER BY started_seq, clock, day"
    return rows_of(connection, sql, case_no=case_no)


def deadline(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """A case's due date and the rule behind it."""
    return row_in(connection, "case_deadline", case_no=case_no)


def duties(connection: sqlite3.Connection, case_no: str) -> Rows:
    """Everything the regulation asks of a case, done or not."""
    return rows_of(connection, "SELECT * FROM case_duty WHERE case_no = :case_no ORDER BY position", case_no=case_no)


def open_duties(connection: sqlite3.Connection, case_no: str) -> Rows:
    """The duties still owed on a case."""
    # Of all, by the same statement: it is the longest to prepare, and a command mostly shows both.
    return [row for row in duties(connection, case_no) if row["still_owed"]]


def breaches(connection: sqlite3.Connection, case_no: str) -> set[tuple[int, str]]:
    """The limits of a case that were broken: the stretch and the clock of each."""
    found = rows_of(connection, "SELECT started_seq, clock FROM case_breach WHERE case_no = :case_no", case_no=case_no)
    return {(row["started_seq"], row["clock"]) for row in found}


def overdue(
    connection: sqlite3.Connection, unit: str | None, soon_days: int | None = None, *, targets: bool = False
) -> Rows:
    """Overdue cases of one unit or all, those of unknown due date first, then the longest overdue; `soon` is 0 in each.

    Then those that fall due within `soon_days` working days, today counted as none, and with `targets` those of which
    the target has come (Art. 10); `soon` is 1 in each.
    """
    sql = """
        SELECT *, NOT is_overdue AS soon FROM awaited_case
        WHERE (:unit IS NULL OR unit = :unit)
            AND (is_overdue OR working_days_overdue >= -:soon_days OR :targets AND target_reached)
        ORDER BY soon, due_on, is_major DESC, case_no
        """
    return rows_of(connection, sql, unit=unit, soon_days=soon_days, targets=targets)


def overdue_duties(connection: sqlite3.Connection, unit: str | None = None) -> Rows:
    """The duties that are late and are no reply, of one unit or all: by unit and person, the longest late first."""
    sql = """
        SELECT * FROM overdue_duty WHERE :unit IS NULL OR unit = :unit
        ORDER BY unit, person IS NULL, person, due_on, case_no, code
        """
    return rows_of(connection, sql, unit=unit)


def stands_instead(connection: sqlite3.Connection, case_no: str, reader: str) -> str | None:
    """The case that stands instead of one that was voided, if one was named and is not kept from who reads."""
    sql = "SELECT detail ->> 'instead' FROM event WHERE case_no = :case_no AND kind = 'voided'"
    instead = text_of(connection, sql, case_no=case_no)
    return None if instead is None or is_kept_from(connection, instead, reader) else instead


# ---- The calendar ----
def today(connection: sqlite3.Connection) -> str:
    """The day the views hold due dates against."""
    return str(one_row(connection, "SELECT day FROM today")["day"])


# ---- The file as a whole ----
def counts(connection: sqlite3.Connection) -> Row:
    """The number of cases and events in the file."""
    sql = "SELECT (SELECT count(*) FROM complaint) AS cases, (SELECT count(*) FROM event) AS events"
    return one_row(connection, sql)


def imported_case(connection: sqlite3.Connection, import_key: str) -> Row | None:
    """The case made of a row of an old register, by the row's key."""
    return row_in(connection, "complaint", import_key=import_key)


def numbered_case(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The case of that number as a register has it, and the number it had in the one it was taken in from."""
    sql = """
        SELECT c.case_no, c.received_on, c.summary, c.demand, c.channel, c.category,
            nullif(r.detail ->> 'external_id', c.case_no) AS former_no
        FROM complaint c JOIN event r ON r.case_no = c.case_no AND r.kind = 'registered'
        WHERE c.case_no = :case_no
        """
    return row_of(connection, sql, case_no=case_no)


# The deadline of every open case at once, as the view overdue_case has it.
DEADLINES = """
SELECT case_no, due_on, label_zh, label_en, min(precedence) FROM case_clock
WHERE is_open = 1 AND stopped_on IS NULL AND stops_with = 'reply'
GROUP BY case_no
"""


def open_cases(connection: sqlite3.Connection) -> Rows:
    """The open cases, newest first: case_no, due_on, whether that counts, and summary."""
    sql = f"""
        SELECT c.case_no, k.due_on, k.case_no IS NOT NULL AS is_running, c.summary
        FROM complaint c
        LEFT JOIN ({DEADLINES}) k ON k.case_no = c.case_no
        WHERE c.is_open = 1
        ORDER BY c.received_on DESC, length(c.case_no) DESC, c.case_no DESC
        """
    return rows_of(connection, sql)


def ended_cases(connection: sqlite3.Connection) -> Rows:
    """As open_cases, the last 200 that are no longer open; those voided are not among them."""
    sql = """
        SELECT c.case_no, d.due_on, d.case_no IS NOT NULL AS is_running, c.summary
        FROM (
            SELECT * FROM complaint WHERE is_open = 0 AND status <> 'voided'
            ORDER BY received_on DESC, length(case_no) DESC, case_no DESC LIMIT 200
        ) c
        LEFT JOIN case_deadline d ON d.case_no = c.case_no
        """
    return rows_of(connection, sql)


def due_day(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The due day of a case in the count of its clock: number and day_kind; None for a limit that counts no days."""
    sql = """
        SELECT d.number, k.day_kind
        FROM case_deadline x
        JOIN case_clock k ON k.case_no = x.case_no AND k.clock = x.due_rule AND k.started_seq = x.started_seq
        JOIN clock_day d ON d.case_no = k.case_no AND d.clock = k.clock AND d.started_seq = k.started_seq
            AND d.day = k.due_on
        WHERE x.case_no = :case_no
        """
    return row_of(connection, sql, case_no=case_no)


def transfer_command(connection: sqlite3.Connection, case_no: str) -> str:
    """The command that transfers a case to where it belongs (Arts 9, 10, 13)."""
    return text_of(connection, "SELECT command FROM transfer_command WHERE case_no = :case_no", case_no=case_no) or ""
