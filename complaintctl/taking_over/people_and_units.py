"""The units and people that an old register names: those on record, and those to be made because it names them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from complaintctl.base.errors import NotFound
from complaintctl.base.values import plain
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.register import register_lines

# What is said of somebody to be made: name, unit, role, and a unit they are perhaps of.
People = dict[str, dict[str, str | None]]


class Names:
    """Finds units and staff by code or name; makes those that are not on record, where that is wanted."""

    def __init__(self, act: Act, create_units: bool, create_people: bool) -> None:
        self._connection = act.connection
        self._office = rule_rows.policy(act.connection, "supervision_office", act.clock.now().day)
        staff = directory_rows.staff(act.connection)
        self._known = {"unit": _by_name(directory_rows.units(act.connection)), "staff": _by_name(staff)}
        self._creates = {"unit": create_units, "staff": create_people}
        self._bearers = {plain(row["name"]) for row in staff}
        self._unknown: dict[tuple[str, str], str] = {}
        self._units: dict[str, str] = {}  # the name of each to be made, by its code
        self._units_of_row: dict[str, str] = {}
        self._people: People = {}
        self._people_of_row: People = {}
        self.roles: Mapping[str, str] = {row["code"]: row["role"] for row in staff}

    @contextmanager
    def of_row(self) -> Iterator[None]:
        """Make what a row names only if it is taken in."""
        self._units_of_row, self._people_of_row = {}, {}
        yield
        self._units |= self._units_of_row
        for code, told in self._people_of_row.items():
            _add(self._people, code, told)

    def unit(self, text: str) -> str:
        """The code of a unit. Raises NotFound unless units may be made."""
        if plain(text) in self._known["unit"]:
            return self._known["unit"][plain(text)]
        code, name = self._to_be_made("unit", text)
        self._units_of_row[code] = name
        return code

    def member(self, text: str, unit: str | None = None, role: str | None = None, perhaps_of: str | None = None) -> str:
        """The code of a member of staff; one to be made is of the unit, or perhaps of another, in the role.

        Raises NotFound unless people may be made.
        """
        if known := self.known_code(text):
            return known
        code, name = self._to_be_made("staff", text)
        _add(self._people_of_row, code, {"name": name, "unit": unit, "role": role, "perhaps_of": perhaps_of})
        return code

    def known(self, kind: str) -> Collection[str]:
        """The names and codes of the units, or the staff, on record."""
        return self._known[kind]

    def bears(self, text: str) -> bool:
        """Tell whether somebody on record is called so."""
        return plain(text) in self._bearers

    def known_code(self, text: str) -> str | None:
        """The code of a member of staff on record."""
        return self._known["staff"].get(plain(text))

    def made(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The units and people to be made, as events of the file say them, each with its kind.

        Who says no unit is of the supervision office.
        """
        for code, name in self._units.items():
            yield "unit_added", {"unit": code, "name": name, "imported": True}
        for code, told in self._people.items():
            unit = told["unit"] or told["perhaps_of"] or self._office
            role = told["role"] or ("supervision" if unit == self._office else "officer")
            yield "staff_added", {"staff": code, "name": told["name"], "unit": unit, "role": role, "imported": True}

    def _to_be_made(self, kind: str, text: str) -> tuple[str, str]:
        """Return code and name of a unit or person to be made. Raises NotFound: none may be, or several bear it."""
        if self._creates[kind] and (kind == "unit" or plain(text) not in self._bearers):
            return register_lines.code_and_name(text)
        if (kind, text) not in self._unknown:  # a file often repeats it
            try:
                directory_rows.given_code(self._connection, kind, text)
            except NotFound as error:
                self._unknown[kind, text] = str(error)
        raise NotFound(self._unknown[kind, text])


def _add(people: People, code: str, told: Mapping[str, str | None]) -> None:
    """Add what is said of a person to what was said before."""
    known = people.setdefault(code, dict(told))
    known |= {key: value for key, value in told.items() if not known[key]}


def _by_name(rows: queries.Rows) -> Mapping[str, str]:
    """The code behind every code, and every name that only one bears, as it is and as registers write it; all plain."""
    bearers = Counter(plain(row["name"]) for row in rows)
    found: dict[str, str] = {}
    for row in rows:
        if bearers[plain(row["name"])] == 1:
            found |= {plain(register_lines.plain_name(row["name"])): row["code"], plain(row["name"]): row["code"]}
        found[plain(register_lines.named(row["name"], row["code"], shared=True))] = row["code"]
    return found | {plain(row["code"]): row["code"] for row in rows}
