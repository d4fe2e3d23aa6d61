"""SELECTs of the bank's units and staff; who was closed or left stays on record, and takes part in nothing new."""

import sqlite3
from collections.abc import Mapping

from complaintctl.base.errors import NotFound, Refused
from complaintctl.base.language import _
from complaintctl.base.values import plain
from complaintctl.cases.rule_rows import code
from complaintctl.record.queries import Row, Rows, one_row, row_of, rows_of, text_of


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
    if row := listed_member(connection, given):
        return serving(row, day)
    known = rows_of(connection, "SELECT * FROM staff ORDER BY code")
    remedy = _("`complaintctl staff list` shows all; `complaintctl staff add` adds one.")
    raise NotFound.named(_("member of staff"), given, _codes_and_names(known), remedy)


def leaders(connection: sqlite3.Connection, case_no: str | None, part: str, *, told: bool) -> Rows:
    """The leaders who may take a part in a case (see the view recusal), first whom it was reported to; all, of none.

    `told`: of them those alone. Code, name, and role in both languages.
    """
    sql = """
        SELECT l.code, s.name, r.label_zh AS role_zh, r.label_en AS role_en
        FROM leader l
        JOIN staff s ON s.code = l.code
        JOIN code_label r ON r.kind = 'role' AND r.code = l.role
        LEFT JOIN (SELECT leader, min(seq) AS seq FROM leader_told WHERE case_no = :case_no GROUP BY leader) t
            ON t.leader = l.code
        WHERE (NOT :told OR t.seq IS NOT NULL) AND NOT EXISTS (
            SELECT 1 FROM main.recusal WHERE case_no = :case_no AND person = l.code AND part = :part)
        ORDER BY t.seq IS NULL, t.seq, l.position, l.code
        """
    return rows_of(connection, sql, case_no=case_no, part=part, told=told)


def listed_member(connection: sqlite3.Connection, given: str) -> Row | None:
    """A member of staff by code or name, None if nobody on the list is called so. Raises NotFound: several are."""
    sql = "SELECT * FROM staff WHERE code = :given OR name = :given ORDER BY code = :given DESC"
    rows = rows_of(connection, sql, given=given.strip())
    rows = rows or called(rows_of(connection, "SELECT * FROM staff ORDER BY code"), given)
    if len(rows) > 1 and plain(rows[0]["code"]) != plain(given):
        said = {"number": len(rows), "name": given, "codes": ", ".join(row["code"] for row in rows)}
        raise NotFound("{number} members of staff are called {name}: name one by code, {codes}.", **said)
    return rows[0] if rows else None


def name_of(connection: sqlite3.Connection, kind: str, code: str) -> str:
    """The name of a `unit` or a member of `staff`: sentences name them so; a code is for a command."""
    return str(one_row(connection, f"SELECT name FROM {kind} WHERE code = :code", code=code)["name"])


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
        said = {"name": row["name"], "day": row["retired_on"]}
        if "role" in row.keys():  # noqa: SIM118 - a row iterates its values
            raise Refused("{name} retired on {day}: name who serves now.", **said)
        raise Refused("{name} retired on {day}: name the unit that goes on.", **said)
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
    """Those of some units or people whose code or name reads as what was given.

    However wide either is written, and with blanks between its characters or none.
    """
    return [row for row in rows if _bare(given) in (_bare(row["code"]), _bare(row["name"]))]


def _bare(name: str) -> str:
    return "".join(plain(name).split())


def now_serving(connection: sqlite3.Connection, kind: str, unit: str | None = None) -> Rows:
    """code and name of each `unit` or member of `staff` that serves today; of the staff those of one unit, if given."""
    if kind == "unit":
        return rows_of(connection, "SELECT code, name FROM serving_unit ORDER BY kind, code")
    # With the unit where two bear a name.
    sql = """
        SELECT p.code,
            CASE WHEN EXISTS (SELECT 1 FROM serving_person WHERE name = p.name AND code <> p.code)
                THEN p.name || '（' || u.name || '）' ELSE p.name END AS name
        FROM serving_person p
        JOIN unit u ON u.code = p.unit
        WHERE p.unit = coalesce(:unit, p.unit)
        ORDER BY p.unit, p.code
        """
    return rows_of(connection, sql, unit=unit)


def units_of_staff(connection: sqlite3.Connection) -> Mapping[str, str]:
    """The name of the unit of each member of staff, by their code."""
    found = rows_of(connection, "SELECT p.code, u.name FROM staff p JOIN unit u ON u.code = p.unit")
    return {row["code"]: row["name"] for row in found}


def units(connection: sqlite3.Connection) -> Rows:
    """Every unit, those that were closed too."""
    return rows_of(connection, "SELECT * FROM unit ORDER BY kind, code")


def staff(connection: sqlite3.Connection) -> Rows:
    """Every member of staff, those who left too."""
    return rows_of(connection, "SELECT * FROM staff ORDER BY unit, code")
