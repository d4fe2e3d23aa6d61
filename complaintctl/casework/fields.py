"""The fields of a row as values: moments, codes, units, people, yes or no."""

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence

from complaintctl import queries
from complaintctl.casework.columns import ColumnMapping
from complaintctl.casework.names import Names
from complaintctl.clock import Moment
from complaintctl.contact_numbers import identity_number, phone_number
from complaintctl.errors import NotFound, UsageProblem
from complaintctl.language import _, marked
from complaintctl.ledger import Act
from complaintctl.queries import codes
from complaintctl.queries.facts import (
    major_grounds,
    nameless_categories,
    restricted_kinds,
    restricted_nature,
    stated_grounds,
)
from complaintctl.queries.register import role_in_charge
from complaintctl.values import parse_amount, plain

# The kinds of code that a register holds words for.
KINDS = {
    "channel": marked("channel"),
    "category": marked("category"),
    "fault": marked("fault"),
    "satisfaction": marked("satisfaction"),
    "nature": marked("nature"),
    "ending": marked("ending"),
    "role": marked("role"),
}
_YES_NO = {"yes": True, "是": True, "1": True, "no": False, "否": False, "0": False}
_ROUNDED_NUMBER = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)

_NUMBERS = {"phone": phone_number, "id_no": identity_number}

Given = Mapping[str, str]


class Fields:
    """Reads the cells of one file by its mapping and by the codes, units and staff of the case file.

    Its methods raise UsageProblem or NotFound, whose sentence names the column and says what is wrong in it.
    """

    def __init__(self, act: Act, mapping: ColumnMapping, header: Sequence[str], names: Names) -> None:
        """Raises UsageProblem if the mapping names an unknown code, or two columns bear the same header."""
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
        self._db = db
        self._served: dict[tuple[str, str, str], str | None] = {}
        self._restricted_kinds = restricted_kinds(db)
        self.restricted_nature = restricted_nature(db)
        self.major_grounds = major_grounds(db)
        self.stated_grounds = stated_grounds(db)
        self.nameless_categories = nameless_categories(db)
        self.briefed_first = role_in_charge(db)
        self._moments: dict[str, Moment] = {}
        self._unknown: dict[tuple[str, str], str] = {}

    def given(self, cells: Sequence[str]) -> Given:
        """The fields of a row that are not empty, as text; what is passed over is counted."""
        self.passed_over.update(self._header[place] for place in self.mapping.passed_over(cells, self._places))
        return self.mapping.read(cells, self._places)

    def title(self, field: str) -> str:
        """What the file calls a field."""
        return self._titles.get(field, field)

    def needed(self, given: Given, field: str) -> str:
        """The text of a field that no complaint can be without."""
        if field in given:
            return given[field]
        raise UsageProblem(_("{column} is empty.", column=self.title(field)))

    def moment(self, given: Given, field: str) -> Moment:
        """A date that is given."""
        text = given[field]
        if text not in self._moments:
            self._moments[text] = self.mapping.moment(text, self.title(field))
        return self._moments[text]

    def past(self, given: Given, field: str) -> Moment:
        """A date that is given and not in the future."""
        moment = self.moment(given, field)
        if moment.text > self._now:
            raise UsageProblem(_("{column} {given} is in the future.", column=self.title(field), given=given[field]))
        return moment

    def amount(self, given: Given, field: str) -> int | None:
        """Yuan, in fen."""
        return parse_amount(given[field], self.title(field)) if field in given else None

    def number(self, given: Given, field: str) -> str | None:
        """A phone or identity number, as it is stored."""
        text = re.sub(r"(?<=\d)\.0$", "", given.get(field, "")) or None  # a number that was read as a fraction
        if text and _ROUNDED_NUMBER.fullmatch(text):
            raise UsageProblem(
                _(
                    "{column} {given} was rounded by a spreadsheet: make the column text, and export it again.",
                    column=self.title(field),
                    given=text,
                )
            )
        return _NUMBERS[field](text) if text else None

    def flag(self, given: Given, field: str) -> bool | None:
        """Yes or no; None if nothing is said."""
        text = given.get(field)
        if text and text.lower() not in _YES_NO:
            raise UsageProblem(_("{column} {given} is neither yes nor no.", column=self.title(field), given=repr(text)))
        return _YES_NO[text.lower()] if text else None

    def code(self, given: Given, kind: str) -> str | None:
        """The code that a word stands for; it has to serve on the day of receipt."""
        text = given.get(kind)
        if not text:
            return None
        if text not in self._codes[kind]:
            raise NotFound(self._sentence(kind, text))
        code = self._codes[kind][text]
        if "received_at" in given:
            asked = (kind, code, self.moment(given, "received_at").day)
            if asked not in self._served:
                self._served[asked] = queries.out_of_service(self._db, *asked)
            if sentence := self._served[asked]:
                raise NotFound(sentence)
        return code

    def unit(self, given: Given, field: str = "unit") -> str | None:
        """The code of a unit; its name, if it is new and the mapping lets new units be made."""
        text = given.get(field)
        return self.names.unit(text) if text else None

    def member(self, given: Given, field: str, unit_field: str = "", perhaps_of: str | None = None) -> str | None:
        """The code of a member of staff; if he is to be made, of the unit named beside him, or perhaps of another."""
        text = given.get(field)
        if not text:
            return None
        if known := self.names.known_code(text):
            return known
        return self.names.member(text, self.unit(given, unit_field), perhaps_of=perhaps_of)

    def known_code(self, given: Given, kind: str) -> str | None:
        """The code that a word stands for, if it stands for one."""
        return self._codes[kind].get(given.get(kind, ""))

    def people(self, given: Given, field: str) -> int | None:
        """A number of people."""
        text = given.get(field)
        if text and not re.fullmatch(r"[1-9]\d{0,8}", text):
            raise UsageProblem(_("{title} {text} is no number of people.", title=self.title(field), text=repr(text)))
        return int(text) if text else None

    def times(self, given: Given, field: str) -> int | None:
        """How many times something was done; None for never."""
        match = re.fullmatch(r"(\d{1,3})次?", given.get(field, "0"))
        if not match:
            raise UsageProblem(_("{title} {text} is no number.", title=self.title(field), text=repr(given[field])))
        return int(match[1]) or None

    def restricts(self, nature: str | None, category: str | None) -> bool:
        """Whether a case of that nature or category is a report of wrongdoing (Art. 13)."""
        return (category, nature) in self._restricted_kinds

    def has(self, field: str) -> bool:
        """Whether the file has a column for a field."""
        return field in self._places

    def _sentence(self, kind: str, text: str) -> str:
        """That there is no such code, and what comes near; kept, for a file often repeats it."""
        if (kind, text) not in self._unknown:
            words = [*self.mapping.values.get(kind, ()), *self._codes.get(kind, ())]
            self._unknown[kind, text] = str(NotFound.named(_(KINDS[kind]), text, words))
        return self._unknown[kind, text]


def _codes(connection: sqlite3.Connection, mapping: ColumnMapping, kind: str) -> Mapping[str, str]:
    """The code behind every code, label, and word of the mapping."""
    found = {
        plain(row[name]): row["code"]
        for rows in (codes.former_labels(connection, kind), codes.all_of(connection, kind))
        for name in ("label_en", "label_zh", "code")
        for row in rows
    }
    stated = [("values", word, code) for word, code in mapping.values.get(kind, {}).items() if code]
    if kind in mapping.defaults:
        stated.append(("defaults", kind, mapping.defaults[kind]))
    for table, word, code in stated:
        if code not in found:
            raise UsageProblem(
                _(
                    "The mapping {mapping}, [{table}] {word}: {error}",
                    mapping=mapping.name,
                    table=table,
                    word=repr(word),
                    error=NotFound.named(_(KINDS[kind]), code, found),
                )
            )
    return found
