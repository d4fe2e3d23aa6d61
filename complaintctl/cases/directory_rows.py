"""SELECTs of the bank's units and staff; who was closed or left stays on record, and takes part in nothing new."""

import sqlite3

from complaintctl.base.errors import NotFound, Refused
from complaintctl.base.language import _
from complaintctl.base.values import plain
from complaintctl.cases.rule_rows import code
from complaintctl.record.queries import Row, Rows, row_of, rows_of, text_of


def is_leader(connection: sqlite3.Connection, person: str) -> bool:
    """Tell whether a person is by their role, though they may have left, a leader to report cases to (Art. 8(2))."""
    sql = "SELECT 1 FROM staff s JOIN role r ON r.code = s.role AND r.briefed WHERE s.code = :person"
    return row_of(connection, sql, person=person) is not None


def unit(connection: sqlite3.Connection, given: str) -> Row:
    """A unit by code or name. Raises NotFound."""
    if row := row_of(connection, "SELECT * FROM unit WHERE :given IN (code, name)", given=given.strip()):
        return row
    known = rows_of(connection, "SELECT * FROM unit ORDER BY code")
    if meant := called(known, given):
        return meant[0]
    remedy = _("`complaintctl unit list` shows all; `complaintctl unit add` adds one.")
    raise NotFound.named(_("unit"), given, _codes_and_names(known), remedy)


def member(connection: sqlite3.Connection, given: str, day: str = "") -> Row:
    """A member of staff by code, or by a name that only one bears; if a day is given, who serves then.

    Raises NotFound, and Refused as `serving` does.
    """
    sql = "SELECT * FROM staff WHERE code = :given OR name = :given ORDER BY code = :given DESC"
    rows = rows_of(connection, sql, given=given.strip())
    known = () if rows else rows_of(connection, "SELECT * FROM staff ORDER BY code")
    rows = rows or called(known, given)
    if len(rows) == 1 or (rows and plain(rows[0]["code"]) == plain(given)):
        return serving(rows[0], day)
    if rows:
        said = {"number": len(rows), "name": given, "codes": ", ".join(row["code"] for row in rows)}
        raise NotFound("{number} members of staff are called {name}: name one by code, {codes}.", **said)
    remedy = _("`complaintctl staff list` shows all; `complaintctl staff add` adds one.")
    raise NotFound.named(_("member of staff"), given, _codes_and_names(known), remedy)


def founder(connection: sqlite3.Connection) -> str:
    """The code of who made the file."""
    return str(text_of(connection, "SELECT actor FROM main.event WHERE seq = 1"))


def may_act_under(connection: sqlite3.Connection, login: str, person: str) -> bool:
    """Tell whether a person may be named as who acts under a login: their own, or one that is not another's alone."""
    sql = """
        SELECT 1 FROM staff s LEFT JOIN staff holder ON holder.login = :login JOIN login_rule r
        WHERE s.code = :person AND (s.login IS :login OR NOT r.is_strict AND coalesce(holder.shared_login, 1))
        """
    return row_of(connection, sql, login=login, person=person) is not None


def with_shared_login(connection: sqlite3.Connection) -> Rows:
    """The staff whose logins several people use."""
    return rows_of(connection, "SELECT * FROM staff WHERE shared_login ORDER BY code")


def with_ssh_key(connection: sqlite3.Connection) -> Rows:
    """The serving staff with a key, by which they reach the server."""
    return rows_of(connection, "SELECT * FROM serving_person WHERE ssh_key IS NOT NULL ORDER BY code")


def serving(row: Row, day: str) -> Row:
    """Return a unit or a person if they still serve on a day: that of retirement is the first on which they do not.

    Raises Refused: retired by then.
    """
    if row["retired_on"] and row["retired_on"] <= day:
        said = {"code": row["code"], "name": row["name"], "day": row["retired_on"]}
        raise Refused("{code} {name} retired on {day}: name who serves now.", **said)
    return row


def _codes_and_names(rows: Rows) -> list[tuple[str, str]]:
    return [(row["code"], row["name"]) for row in rows]


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


def units(connection: sqlite3.Connection) -> Rows:
    """Every unit, those that were closed too."""
    return rows_of(connection, "SELECT * FROM unit ORDER BY kind, code")


def staff(connection: sqlite3.Connection) -> Rows:
    """Every member of staff, those who left too."""
    return rows_of(connection, "SELECT * FROM staff ORDER BY unit, code")
