"""Every SELECT, by name. They read tables and views; the rules are in the views."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from complaintctl.errors import NotFound
from complaintctl.language import _, marked
from complaintctl.values import plain

# What the kinds of code are called, for the catalogue; one that is not here is said by its name in the file.
_KINDS = (
    *(marked("category"), marked("channel"), marked("status"), marked("fault"), marked("satisfaction")),
    *(marked("role"), marked("nature"), marked("validity"), marked("anonymous intent"), marked("media level")),
    *(marked("media stage"), marked("service channel class"), marked("business type"), marked("cause")),
    *(marked("referring body"), marked("escalation target"), marked("supervision reason"), marked("ending")),
    *(marked("check kind"), marked("lead kind"), marked("contact purpose"), marked("duty"), marked("time limit")),
    *(marked("unit kind"), marked("area"), marked("form"), marked("legal complexity"), marked("escalation stage")),
    marked("event kind"),
)

Row = sqlite3.Row
Rows = Sequence[sqlite3.Row]


def rows_of(connection: sqlite3.Connection, sql: str, **values: Any) -> Rows:
    """The rows of a SELECT with named parameters."""
    return connection.execute(sql, values).fetchall()


def row_of(connection: sqlite3.Connection, sql: str, **values: Any) -> Row | None:
    """The first row of a SELECT with named parameters, or None."""
    row: Row | None = connection.execute(sql, values).fetchone()
    return row


def one_row(connection: sqlite3.Connection, sql: str, **values: Any) -> Row:
    """The one row that a SELECT with named parameters has whatever the file holds."""
    row = row_of(connection, sql, **values)
    assert row is not None, values
    return row


def text_of(connection: sqlite3.Connection, sql: str, **values: Any) -> str | None:
    """The first column of the first row of a SELECT with named parameters, or None."""
    row = row_of(connection, sql, **values)
    return row[0] if row else None


def column_of(connection: sqlite3.Connection, sql: str, **values: Any) -> list[str]:
    """The first column of the rows of a SELECT with named parameters."""
    return [row[0] for row in rows_of(connection, sql, **values)]


def rows_in(connection: sqlite3.Connection, view: str, /, **values: Any) -> Rows:
    """The rows of a view of events that have these values in these columns, oldest first."""
    return rows_of(connection, f"SELECT * FROM {view} WHERE {_equal(values)} ORDER BY seq", **values)


def row_in(connection: sqlite3.Connection, view: str, /, **values: Any) -> Row | None:
    """The row of a table or view that has these values in these columns, or None."""
    return row_of(connection, f"SELECT * FROM {view} WHERE {_equal(values)}", **values)


def is_in(connection: sqlite3.Connection, view: str, /, **values: Any) -> bool:
    """Tell whether a table or view has a row with these values in these columns."""
    return row_of(connection, f"SELECT 1 FROM {view} WHERE {_equal(values)}", **values) is not None


def _equal(values: Mapping[str, Any]) -> str:
    return " AND ".join(f"{name} = :{name}" for name in values) or "TRUE"


# ---- The regulation and the file ----


def policy(connection: sqlite3.Connection, key: str, day: str | None = None) -> str:
    """The value of a policy in force on a day, else today."""
    sql = """
        SELECT value FROM policy
        WHERE key = :key AND coalesce(:day, (SELECT day FROM today)) BETWEEN in_force_from AND in_force_to
        """
    return str(one_row(connection, sql, key=key, day=day)["value"])


def is_practice(connection: sqlite3.Connection) -> bool:
    """Tell whether this is a practice file, whose clock may be set."""
    return policy(connection, "practice") == "1"


_CODE = """
SELECT code FROM code_label WHERE kind = :kind AND :given IN (code, label_zh, label_en)
UNION ALL SELECT code FROM limit_label WHERE :kind = 'time_limit' AND :given IN (label_zh, label_en)
"""

# As it was called before the bank changed its words: old registers and habits still say so.
_FORMER_LABEL = """
SELECT code FROM shipped_label WHERE kind = :kind AND :given IN (label_zh, label_en)
UNION ALL SELECT code FROM code_change WHERE kind = :kind AND field IN ('label_zh', 'label_en') AND value = :given
"""


def code(connection: sqlite3.Connection, kind: str, given: str, day: str | None = None) -> str:
    """Return the code that a code or a label stands for, its brackets and commas typed wide or narrow.

    Raises:
        NotFound: there is none, or, if a day is given, it did not serve then: the bank added it later, or retired it.
    """
    name = plain(given)
    row = row_of(connection, _CODE, kind=kind, given=name) or row_of(connection, _FORMER_LABEL, kind=kind, given=name)
    if row:
        if day and (unserved := out_of_service(connection, kind, row["code"], day)):
            raise NotFound(unserved)
        return str(row["code"])
    known = [name for row in choices(connection, kind) for name in (row["code"], row["label_zh"])]
    raise NotFound.named(_(kind.replace("_", " ")), given, known)


def out_of_service(connection: sqlite3.Connection, kind: str, code: str, day: str) -> str | None:
    """Say in a sentence that a code did not serve on a day and since when; None if it did."""
    sql = """
        SELECT field, in_force_from FROM code_change
        WHERE kind = :kind AND code = :code AND (field = 'added' AND in_force_from > :day
            OR field = 'retired' AND value = 1 AND :day BETWEEN in_force_from AND in_force_to)
        """
    row = row_of(connection, sql, kind=kind, code=code, day=day)
    if row is None:
        return None
    said = {"kind": _(kind.replace("_", " ")), "code": code, "day": row["in_force_from"]}
    if row["field"] == "added":
        return _("The {kind} {code} serves from {day} on: a case received before does not have it.", **said)
    return _(
        "The {kind} {code} is retired since {day}: a case received from that day on takes another one;"
        " `complaintctl code list` shows them.",
        **said,
    )


def labels(connection: sqlite3.Connection, language: str, case_no: str | None = None) -> Mapping[tuple[str, str], str]:
    """The label of every (kind, code), in `zh` or `en`; for the kinds unit and staff, the name.

    A time limit is called as on its last day; with `case_no`, as in the rule which that case runs under (Art. 26).
    """
    sql = """
        SELECT kind, code, label_zh, label_en FROM code_label
        UNION ALL SELECT 'unit', code, name, name FROM unit
        UNION ALL SELECT 'staff', code, name, name FROM staff
        UNION ALL SELECT key, value, label_zh, label_en FROM policy_choice
        UNION ALL SELECT 'time_limit', clock, label_zh, label_en FROM case_clock WHERE case_no = :case_no
        """
    rows = rows_of(connection, sql, case_no=case_no)
    return {(row["kind"], row["code"]): row[f"label_{language}"] for row in rows}


def choices(connection: sqlite3.Connection, kind: str) -> Rows:
    """code, label_zh, label_en of the codes of a kind that serve today, in the regulation's order."""
    sql = """
        SELECT code, label_zh, label_en FROM code_label
        WHERE kind = :kind AND coalesce(since, '') <= (SELECT day FROM today)
            AND coalesce(retired_on, '9999-12-31') > (SELECT day FROM today)
        ORDER BY position
        """
    return rows_of(connection, sql, kind=kind)


def is_leader(connection: sqlite3.Connection, person: str) -> bool:
    """Tell whether a person is by their role, though they may have left, a leader to report cases to (Art. 8(2))."""
    sql = "SELECT 1 FROM staff s JOIN role r ON r.code = s.role AND r.briefed WHERE s.code = :person"
    return row_of(connection, sql, person=person) is not None


# ---- Units and staff ----


def unit(connection: sqlite3.Connection, given: str) -> Row:
    """A unit by code or name. Raises NotFound."""
    if row := row_of(connection, "SELECT * FROM unit WHERE :given IN (code, name)", given=given.strip()):
        return row
    known = rows_of(connection, "SELECT * FROM unit ORDER BY code")
    if meant := called(known, given):
        return meant[0]
    remedy = _("`complaintctl unit list` shows all; `complaintctl unit add` adds one.")
    raise NotFound.named(_("unit"), given, _codes_and_names(known), remedy)


def member(connection: sqlite3.Connection, given: str) -> Row:
    """A member of staff by code, or by a name that only one bears. Raises NotFound."""
    sql = "SELECT * FROM staff WHERE code = :given OR name = :given ORDER BY code = :given DESC"
    rows = rows_of(connection, sql, given=given.strip())
    known = () if rows else rows_of(connection, "SELECT * FROM staff ORDER BY code")
    rows = rows or called(known, given)
    if len(rows) == 1 or (rows and plain(rows[0]["code"]) == plain(given)):
        return rows[0]
    if rows:
        raise NotFound(
            "{number} members of staff are called {name}: name one by code, {codes}.",
            number=len(rows),
            name=given,
            codes=", ".join(row["code"] for row in rows),
        )
    remedy = _("`complaintctl staff list` shows all; `complaintctl staff add` adds one.")
    raise NotFound.named(_("member of staff"), given, _codes_and_names(known), remedy)


def _codes_and_names(rows: Rows) -> list[str]:
    return [name for row in rows for name in (row["code"], row["name"])]


def given_code(connection: sqlite3.Connection, kind: str, given: str | None) -> str | None:
    """Return the code of a `unit`, of a member of `staff` or of a word of the regulation; None where none is given.

    Raises NotFound.
    """
    if not given:
        return None
    find = {"unit": unit, "staff": member}.get(kind)
    return str(find(connection, given)["code"]) if find else code(connection, kind, given)


def called(rows: Rows, given: str) -> Rows:
    """Those of some units or people whose code or name reads as what was given, however wide either is written."""
    return [row for row in rows if plain(given) in (plain(row["code"]), plain(row["name"]))]


def member_by_login(connection: sqlite3.Connection, login: str) -> Row | None:
    """The member of staff whose login is the operating system's user."""
    return row_in(connection, "staff", login=login)


# ---- Cases ----


def case(connection: sqlite3.Connection, case_no: str) -> Row:
    """A case by its full number. Raises NotFound."""
    if row := row_in(connection, "complaint", case_no=case_no):
        return row
    year = case_no.split("-")[1]
    sql = "SELECT max(length(case_no) || case_no) FROM complaint WHERE case_no GLOB :pattern"
    if longest := text_of(connection, sql, pattern=f"TS-{year}-*"):
        last = longest.lstrip("0123456789")  # behind its length
        raise NotFound(
            "There is no case {case_no}. The last of {year} is {last}.", case_no=case_no, year=year, last=last
        )
    raise NotFound(
        "There is no case {case_no}. No case of {year} is in this file; `complaintctl list --all` shows all.",
        case_no=case_no,
        year=year,
    )


def clocks(connection: sqlite3.Connection, case_no: str) -> Rows:
    """A case's clocks, the latest stretch first, and of each those first that decide its due date."""
    sql = """
        SELECT * FROM case_clock WHERE case_no = :case_no
        ORDER BY started_seq DESC, stops_with <> 'reply', due_on, position
        """
    return rows_of(connection, sql, case_no=case_no)


def replies(connection: sqlite3.Connection, case_no: str) -> Rows:
    """Each reply of a case: when its stretch was opened, how long it took, and whether a limit was broken."""
    return rows_of(connection, "SELECT * FROM reply_made WHERE case_no = :case_no", case_no=case_no)


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
    sql = "SELECT * FROM case_duty WHERE case_no = :case_no AND still_owed ORDER BY position"
    return rows_of(connection, sql, case_no=case_no)


def events(connection: sqlite3.Connection, case_no: str) -> Rows:
    """A case's events, oldest first."""
    return rows_in(connection, "event", case_no=case_no)


def slips(connection: sqlite3.Connection, case_no: str) -> Rows:
    """A case's slips, oldest first."""
    return rows_in(connection, "slip", case_no=case_no)


def overview(connection: sqlite3.Connection, *, everything: bool, **wanted: str | None) -> Rows:
    """One masked line a case, newest last: the open ones, or all; of one status, unit, category, channel if given."""
    wanted = {name: code for name, code in wanted.items() if code}
    scope = "SELECT * FROM case_overview" if everything else "SELECT * FROM case_overview WHERE is_open = 1"
    sql = f"SELECT * FROM ({scope}) WHERE {_equal(wanted)} ORDER BY received_on, length(case_no), case_no"
    return rows_of(connection, sql, **wanted)


def overdue(connection: sqlite3.Connection, unit: str | None, soon_days: int | None = None) -> Rows:
    """Overdue cases of one unit or all, those of unknown due date first, then the longest overdue; `soon` is 0 in each.

    Then those that fall due within `soon_days` working days, today counted as none; `soon` is 1 in each.
    """
    sql = """
        SELECT *, 0 AS soon FROM overdue_case WHERE :unit IS NULL OR unit = :unit
        UNION ALL
        SELECT *, 1 FROM due_case WHERE (:unit IS NULL OR unit = :unit) AND working_days_overdue >= -:soon_days
        ORDER BY soon, due_on, is_major DESC, case_no
        """
    return rows_of(connection, sql, unit=unit, soon_days=soon_days)


def overdue_case(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """A case as it is listed among the overdue ones; None where it is not overdue."""
    return row_in(connection, "overdue_case", case_no=case_no)


def undated(connection: sqlite3.Connection) -> list[str]:
    """The open cases whose due date is not known, because the calendar ends before it."""
    return column_of(connection, "SELECT case_no FROM awaited_case WHERE due_on IS NULL ORDER BY received_on, case_no")


def due_dates(connection: sqlite3.Connection) -> Mapping[str, tuple[str | None, str, bool]]:
    """Due date, rule and whether it is provisional, of every open case with a clock running."""
    sql = """
        SELECT case_no, due_on, clock, provisional, min(precedence)
        FROM case_clock WHERE is_open = 1 AND stopped_on IS NULL AND stops_with = 'reply'
        GROUP BY case_no ORDER BY case_no
        """
    rows = rows_of(connection, sql)
    return {row["case_no"]: (row["due_on"], row["clock"], bool(row["provisional"])) for row in rows}


# ---- The calendar ----


def calendar_days(connection: sqlite3.Connection, first: str, last: str) -> Rows:
    """The calendar from one day to another, both included."""
    sql = """
        SELECT d.*, c.source FROM calendar_day d JOIN calendar c USING (day)
        WHERE day BETWEEN :first AND :last ORDER BY day
        """
    return rows_of(connection, sql, first=first, last=last)


def calendar_span(connection: sqlite3.Connection) -> Row:
    """first and last day of the calendar, and known_to: the last day before the first that is not known."""
    sql = """
        SELECT min(day) AS first, max(day) AS last,
            coalesce(date((SELECT min(day) FROM calendar WHERE known = 0), '-1 day'), max(day)) AS known_to
        FROM calendar
        """
    return one_row(connection, sql)


def calendar_sources(connection: sqlite3.Connection) -> Rows:
    """Year by year: how many working days, make-up days, whether known, and from where."""
    sql = """
        SELECT substr(day, 1, 4) AS year, sum(is_working) AS working_days,
            sum(is_working AND strftime('%w', day) IN ('0', '6')) AS make_up_days, min(known) AS known,
            group_concat(DISTINCT source) AS source
        FROM calendar GROUP BY substr(day, 1, 4) ORDER BY year
        """
    return rows_of(connection, sql)


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


def has_one_unit(connection: sqlite3.Connection) -> bool:
    """Tell whether the file knows no unit yet but the one it was begun with."""
    return len(rows_of(connection, "SELECT 1 FROM unit LIMIT 2")) == 1
