"""The units and people that an old register names: those on record, and those to be made because it names them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from complaintctl.base import register_lines
from complaintctl.base.errors import NotFound
from complaintctl.base.values import plain
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act


class Names:
    """Finds units and staff by code or name; makes those that are not on record, where that is wanted.

    What a row would have made is kept only once the row is taken in: `begin_row`, then `keep_row`.
    """

    def __init__(self, act: Act, create_units: bool, create_people: bool) -> None:
        self._connection = act.connection
        self._office = rule_rows.policy(act.connection, "supervision_office", act.clock.now().day)
        staff = directory_rows.staff(act.connection)
        self._units = _by_name(directory_rows.units(act.connection))
        self._staff = _by_name(staff)
        self._roles = {row["code"]: str(row["role"]) for row in staff}
        self._names = {plain(row["name"]) for row in staff}
        self._create_units = create_units
        self._create_people = create_people
        self._unknown: dict[tuple[str, str], str] = {}
        self._units_of_row: dict[str, str] = {}
        self._people_of_row: dict[str, dict[str, str | None]] = {}
        self.new_units: dict[str, str] = {}  # the name of each, by its code
        self._new_people: dict[str, dict[str, str | None]] = {}

    def begin_row(self) -> None:
        """Forget what a row would have made that was not taken in."""
        self._units_of_row, self._people_of_row = {}, {}

    def keep_row(self) -> None:
        """Make what the row names, for it is taken in."""
        self.new_units |= self._units_of_row
        for code, told in self._people_of_row.items():
            _add(self._new_people, code, told)

    def unit(self, text: str) -> str:
        """The code of a unit. Raises NotFound unless units may be made."""
        if plain(text) in self._units:
            return self._units[plain(text)]
        if not self._create_units:
            raise NotFound(self._sentence("unit", text))
        code, name = register_lines.code_and_name(text)
        self._units_of_row[code] = name
        return code

    def member(self, text: str, unit: str | None = None, role: str | None = None, perhaps_of: str | None = None) -> str:
        """The code of a member of staff; one to be made is of the unit, or perhaps of another, in the role.

        Raises NotFound unless people may be made.
        """
        if plain(text) in self._staff:
            return self._staff[plain(text)]
        if not self._create_people or plain(text) in self._names:  # borne by several, or it were found above
            raise NotFound(self._sentence("member", text))
        code, name = register_lines.code_and_name(text)
        _add(self._people_of_row, code, {"name": name, "unit": unit, "role": role, "perhaps_of": perhaps_of})
        return code

    def role(self, member: str) -> str | None:
        """The role of a member of staff on record."""
        return self._roles.get(member)

    def known_code(self, text: str) -> str | None:
        """The code of a member of staff on record."""
        return self._staff.get(plain(text))

    def member_or_text(self, text: str | None) -> str | None:
        """The code of a member of staff, or else the text as it is."""
        if not text:
            return None
        try:
            return self.member(text)
        except NotFound:
            return text

    def new_people(self) -> Iterator[Mapping[str, Any]]:
        """The people to be made, as an event of the ledger says them; who says no unit is of the supervision office."""
        for code, told in self._new_people.items():
            unit = told["unit"] or told["perhaps_of"] or self._office
            role = told["role"] or ("supervision" if unit == self._office else "officer")
            yield {"staff": code, "name": told["name"], "unit": unit, "role": role, "imported": True}

    def _sentence(self, kind: str, text: str) -> str:
        """Say that there is no such unit or person, and what comes near; kept, for a file often repeats it."""
        if (kind, text) not in self._unknown:
            try:
                directory_rows.unit(self._connection, text) if kind == "unit" else directory_rows.member(
                    self._connection, text
                )
            except NotFound as error:
                self._unknown[kind, text] = str(error)
        return self._unknown[kind, text]


def _add(people: dict[str, dict[str, str | None]], code: str, told: dict[str, str | None]) -> None:
    """Add what is said of a person to what was said before."""
    known = people.setdefault(code, dict(told))
    known |= {key: value for key, value in told.items() if not known[key]}


def _by_name(rows: queries.Rows) -> Mapping[str, str]:
    """The code behind every code, and behind every name that only one bears, as it is and as the register writes it.

    Of all alike the plain form, in which cells are compared with them.
    """
    bearers = Counter(plain(row["name"]) for row in rows)
    found: dict[str, str] = {}
    for row in rows:
        if bearers[plain(row["name"])] == 1:
            found |= {plain(register_lines.plain_name(row["name"])): row["code"], plain(row["name"]): row["code"]}
        found[plain(register_lines.named(row["name"], row["code"], shared=True))] = row["code"]
    return found | {plain(row["code"]): row["code"] for row in rows}
