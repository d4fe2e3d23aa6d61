"""A new case file, its units and its staff (Arts 2, 19)."""

import re

from complaintctl import ledger, queries
from complaintctl.casework.common import occurred_at
from complaintctl.errors import Refused, UsageProblem
from complaintctl.ledger import Act, Fact
from complaintctl.values import clean_text, required_text

OFFICE = "supervision"


def found(act: Act, *, bank: str | None, officer: str, practice: bool) -> None:
    """Fill a file just laid out: the bank's name, 监察室, and its first officer, whose login is his code."""
    db = act.connection
    _code(act.actor)
    if bank:
        db.execute("UPDATE policy SET value = :bank WHERE key = 'bank_name'", {"bank": required_text(bank, "--bank")})
    db.execute("UPDATE policy SET value = :practice WHERE key = 'practice'", {"practice": str(int(practice))})
    db.execute("INSERT INTO unit (code, name, kind) VALUES (:code, '监察室', 'office')", {"code": OFFICE})
    db.execute(
        "INSERT INTO staff (code, name, unit, role, login) VALUES (:code, :name, :unit, 'supervision', :code)",
        {"code": act.actor, "name": required_text(officer, "--officer"), "unit": OFFICE},
    )
    detail = {"bank": queries.policy(db, "bank_name"), "practice": practice, "unit": OFFICE, "officer": act.actor}
    ledger.append(act, [Fact(None, "file_created", occurred_at(act, None), detail)])


def add_unit(
    act: Act,
    code: str,
    name: str,
    *,
    kind: str,
    email: str | None = None,
    head: str | None = None,
    line: str | None = None,
    area: str | None = None,
) -> str:
    """Add a branch, department or office; return its code. Raises Refused if the code or name is taken."""
    values = {
        "code": _code(code),
        "name": required_text(name, "The name"),
        "kind": _one_of(kind, "--kind", "branch", "department", "office"),
        "email": _email(email),
        "line": clean_text(line or "", "--line") or None,
        "head": queries.member(act.connection, head)["code"] if head else None,
        "area": _one_of(area, "--area", "town", "country") if area else None,
    }
    if values["code"] in ("none", "total"):
        raise UsageProblem(f"The code {code!r} names a row of the return: choose another.")
    for row in queries.units(act.connection):
        if {row["code"], row["name"]} & {values["code"], values["name"]}:
            raise Refused(f"There is a unit {row['code']} {row['name']} already: choose another code and name.")
    act.connection.execute(
        "INSERT INTO unit (code, name, kind, email, head, line, area)"
        " VALUES (:code, :name, :kind, :email, :head, :line, :area)",
        values,
    )
    ledger.append(act, [Fact(None, "unit_added", occurred_at(act, None), {"unit": values["code"]})])
    return str(values["code"])


def add_staff(
    act: Act,
    code: str,
    name: str,
    *,
    unit: str,
    role: str = "officer",
    login: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> str:
    """Add a member of staff; return his code. Raises Refused if code or login is taken, NotFound for unit and role."""
    values = {
        "code": _code(code),
        "name": required_text(name, "The name"),
        "unit": queries.unit(act.connection, unit)["code"],
        "role": queries.code(act.connection, "role", role),
        "login": clean_text(login or "", "--login") or None,
        "email": _email(email),
        "phone": clean_text(phone or "", "--phone") or None,
    }
    for row in queries.staff(act.connection):
        if row["code"] == values["code"]:
            raise Refused(f"There is a member of staff {row['code']} {row['name']} already: choose another code.")
        if values["login"] and row["login"] == values["login"]:
            raise Refused(f"{row['code']} {row['name']} has the login {row['login']} already: one person, one login.")
    act.connection.execute(
        "INSERT INTO staff (code, name, unit, role, login, email, phone)"
        " VALUES (:code, :name, :unit, :role, :login, :email, :phone)",
        values,
    )
    if values["role"] == "unit_head":
        act.connection.execute("UPDATE unit SET head = :code WHERE code = :unit AND head IS NULL", values)
    ledger.append(
        act, [Fact(None, "staff_added", occurred_at(act, None), {"staff": values["code"], "role": values["role"]})]
    )
    return str(values["code"])


def _code(text: str) -> str:
    code = required_text(text, "The code")
    if re.search(r"[\s,;\x00-\x1f\x7f]", code) or code.startswith("-"):
        raise UsageProblem(f"The code {code!r} has a space, a comma or a leading hyphen: use letters and digits.")
    return code


def _email(text: str | None) -> str | None:
    if not text:
        return None
    address = clean_text(text, "--email")
    if not re.fullmatch(r"[^@\s,;<>\x00-\x1f]+@[^@\s,;<>\x00-\x1f]+", address):
        raise UsageProblem(f"{address!r} is not one e-mail address: write it as name@bank.example.")
    return address


def _one_of(given: str, what: str, *allowed: str) -> str:
    if given not in allowed:
        raise UsageProblem(f"{what} {given!r} is none of {', '.join(allowed)}.")
    return given
