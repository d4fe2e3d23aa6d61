"""The invented bank: its units, its people, and who acts for whom."""

from complaintctl.bank import directory
from complaintctl.demo.data import BANK
from complaintctl.record.ledger import Act
from complaintctl.rules import rule_changes

NAME, UNITS, STAFF = BANK["name"], BANK["units"], BANK["staff"]
FOUNDER = STAFF[0]["code"]
LEADER, DEPUTIES = BANK["leader"], BANK["deputies"]
OFFICERS = [member["code"] for member in STAFF if member["unit"] == directory.OFFICE]
BRANCHES = [unit["code"] for unit in UNITS if unit["kind"] == "branch"]
UNIT_NAMES = {unit["code"]: unit["name"] for unit in UNITS}


def found(act: Act) -> None:
    """Fill a file just laid out with the bank's units and people."""
    directory.found(act, bank=NAME, officer=STAFF[0]["name"], practice=True)
    for unit in UNITS:
        directory.add_unit(act, **unit, email=f"{unit['code']}@bank.example")
    for member in STAFF[1:]:
        directory.add_staff(act, **member, phone=office_phone(member["code"]))
    for category, department in BANK["leading"].items():
        rule_changes.set_rule(act, f"lead_unit.{category}", department)


def head_of(unit: str) -> str:
    """Name who answers for a unit; for 监察室 its first officer."""
    return _first(unit, "unit_head")


def officer_of(unit: str) -> str:
    """Name who meets a unit's customers; for 监察室 its first officer."""
    return _first(unit, "officer")


def _first(unit: str, role: str) -> str:
    found = (row["code"] for row in STAFF if row["unit"] == unit and row.get("role", "officer") == role)
    return str(next(found, FOUNDER))


def office_phone(code: str) -> str:
    """Give a desk's number, made up: no area code begins with 0000."""
    number = 1 + [member["code"] for member in STAFF].index(code)
    return f"0000-66001{number:02}"
