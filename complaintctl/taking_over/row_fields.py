"""The fields of a row as values: moments, codes, units, people, yes or no."""

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.register_lines import Line, read_lines
from complaintctl.base.values import parse_amount, plain
from complaintctl.cases import rule_rows
from complaintctl.cases.facts import nameless_categories, restricted_kinds, restricted_nature
from complaintctl.privacy.contact_numbers import identity_number, phone_number
from complaintctl.record.ledger import Act
from complaintctl.register.fields import FIELDS
from complaintctl.register.rows import role_in_charge
from complaintctl.rules import code_rows
from complaintctl.taking_over.column_mapping import ColumnMapping
from complaintctl.taking_over.people_and_units import Names

# The kinds of code that a register holds words for.
KINDS = (
    *(marked("channel"), marked("category"), marked("fault"), marked("satisfaction")),
    *(marked("nature"), marked("ending"), marked("role")),
)
_YES_NO = {"yes": True, "是": True, "1": True, "no": False, "否": False, "0": False}
_ROUNDED_NUMBER = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)

# A row by the names of its fields: text, of a field of several acts also the acts.
Given = Mapping[str, Any]


class Fields:
    """Reads the cells of one file by its mapping and by the codes, units and staff of the case file.

    Its methods raise UsageProblem or NotFound, whose sentence names the column and says what is wrong in it.
    """

    def __init__(self, act: Act, mapping: ColumnMapping, header: Sequence[str], names: Names) -> None:
        """Raise UsageProblem if the mapping names an unknown code, or two columns bear the same header."""
        db = act.connection
        self.mapping = mapping
        self.actor = act.actor
        self.width = len(header)
        self.passed_over: Counter[str] = Counter()  # rows by column, where another one of the same field was taken
        self._header = header
        self._now = act.clock.now().text
        self._places = mapping.places(header)
        self._titles = {
            field: "/".join(header[place].strip() for place in places) for field, places in self._places.items()
        }
        self.used = frozenset(place for places in self._places.values() for place in places)
        self.names = names
        self._codes = {kind: _codes(db, mapping, kind) for kind in KINDS}
        self._out_of_service = cache(partial(rule_rows.out_of_service, db))
        self._moment = cache(mapping.moment)
        self._unknown = cache(self._nothing_like)
        self.restricted_kinds = restricted_kinds(db)  # pairs of category and nature (Art. 13)
        self.restricted_nature = restricted_nature(db)
        self.major_grounds = rule_rows.major_grounds(db)
        self.stated_grounds = [row["code"] for row in self.major_grounds if row["is_stated"]]
        self.nameless_categories = nameless_categories(db)
        self.briefed_first = role_in_charge(db)

    def given(self, cells: Sequence[str]) -> Given:
        """Return the fields of a row that are not empty, as text; what is passed over is counted."""
        self.passed_over.update(self._header[place] for place in self.mapping.passed_over(cells, self._places))
        return self.mapping.read(cells, self._places)

    def title(self, field: str) -> str:
        """Return the heading of a field in the file."""
        return self._titles.get(field, field)

    def needed(self, given: Given, field: str) -> str:
        """Return the text of a field that no complaint can be without."""
        if field in given:
            return str(given[field])
        raise UsageProblem("{column} is empty.", column=self.title(field))

    def moment(self, given: Given, field: str) -> Moment:
        """Return a date that is given."""
        return self._moment(given[field], self.title(field))

    def past(self, given: Given, field: str) -> Moment:
        """Return a date that is given and not in the future."""
        moment = self.moment(given, field)
        if moment.text > self._now:
            raise UsageProblem("{column} {given} is in the future.", column=self.title(field), given=given[field])
        return moment

    def value(self, given: Given, field: str) -> Any:
        """Return the value of a field, as the ledger keeps its kind; None if nothing is said."""
        if field not in given:
            return None
        text, title = given[field], self.title(field)
        match FIELDS[field].kind:
            case "code":
                return self.code(given, field)
            case "time":
                return self.past(given, field).text
            case "day":
                return self.moment(given, field).day
            case "yuan":
                return parse_amount(text, title)
            case "flag":
                if text.lower() not in _YES_NO:
                    raise UsageProblem("{column} {given} is neither yes nor no.", column=title, given=repr(text))
                return _YES_NO[text.lower()]
            case "number":
                return self._number(field, text)
            case "count":
                if not re.fullmatch(r"[1-9]\d{0,8}", text):
                    raise UsageProblem("{title} {text} is no number of people.", title=title, text=repr(text))
                return int(text)
            case "times":
                match = re.fullmatch(r"(\d{1,3})次?", text)
                if not match:
                    raise UsageProblem("{title} {text} is no number.", title=title, text=repr(text))
                return int(match[1]) or None
            case "unit":
                return self.names.unit(text)
            case "person":
                return self.names.member_or_text(text)
        return text

    def lines(self, given: Given, field: str) -> Sequence[Line | str]:
        """Return the acts of a field of several, and the words in it that are none."""
        text = given.get(field, "")
        return read_lines(text) if isinstance(text, str) else text

    def _number(self, field: str, text: str) -> str | None:
        """Return a phone or identity number, as it is stored."""
        if _ROUNDED_NUMBER.fullmatch(text):
            raise UsageProblem(
                "{column} {given} was rounded by a spreadsheet: make the column text, and export it again.",
                column=self.title(field),
                given=text,
            )
        text = re.sub(r"(?<=\d)\.0$", "", text)  # it was read as a fraction
        return (phone_number if field == "phone" else identity_number)(text)

    def code(self, given: Given, kind: str) -> str | None:
        """Return the code that a word stands for; it has to serve on the day of receipt."""
        text = given.get(kind)
        if not text:
            return None
        if text not in self._codes[kind]:
            raise NotFound(self._unknown(kind, text))
        code = self._codes[kind][text]
        if "received_at" in given:
            sentence = self._out_of_service(kind, code, self.moment(given, "received_at").day)
            if sentence:
                raise NotFound(sentence)
        return code

    def member(self, given: Given, field: str, unit_field: str = "", perhaps_of: str | None = None) -> str | None:
        """The code of a member of staff; one to be made is of the unit named beside them, or perhaps of another."""
        text = given.get(field)
        if not text:
            return None
        if known := self.names.known_code(text):
            return known
        return self.names.member(text, self.value(given, unit_field), perhaps_of=perhaps_of)

    def known_code(self, given: Given, kind: str) -> str | None:
        """Return the code that a word stands for, if it stands for one."""
        return self._codes[kind].get(given.get(kind, ""))

    def has(self, field: str) -> bool:
        """Tell whether the file has a column for a field."""
        return field in self._places

    def _nothing_like(self, kind: str, text: str) -> str:
        """Say that there is no such code, and what comes near."""
        words = [*self.mapping.values.get(kind, ()), *self._codes.get(kind, ())]
        return str(NotFound.named(_(kind), text, words))


def _codes(connection: sqlite3.Connection, mapping: ColumnMapping, kind: str) -> Mapping[str, str]:
    """Return the code behind every code, label, and word of the mapping."""
    found = {
        plain(row[name]): row["code"]
        for rows in (code_rows.former_labels(connection, kind), code_rows.all_of(connection, kind))
        for name in ("label_en", "label_zh", "code")
        for row in rows
    }
    stated = [("values", word, code) for word, code in mapping.values.get(kind, {}).items() if code]
    if kind in mapping.defaults:
        stated.append(("defaults", kind, mapping.defaults[kind]))
    for table, word, code in stated:
        if code not in found:
            raise UsageProblem(
                "The mapping {mapping}, [{table}] {word}: {error}",
                mapping=mapping.name,
                table=table,
                word=repr(word),
                error=NotFound.named(_(kind), code, found),
            )
    return found
