"""A register that is taken in: its columns, and the codes, units and staff that its words are compared with."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, partial

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.spreadsheet_text import cell_text
from complaintctl.base.values import plain
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import facts, rule_rows
from complaintctl.record.ledger import Act
from complaintctl.register.fields import FIELDS
from complaintctl.register.rows import role_in_charge
from complaintctl.rules import code_rows
from complaintctl.taking_over.column_mapping import ColumnMapping, plain_header
from complaintctl.taking_over.people_and_units import Names

# The kinds of code that a register holds words for: that of a leader's role stands in a line of a column.
_KINDS = (*(field.name for field in FIELDS.values() if field.kind == "code"), "role")


class RegisterFile:
    """The columns of a file by its mapping, and what the case file knows that its rows may name."""

    def __init__(self, act: Act, mapping: ColumnMapping, header: Sequence[str], source: str, creates: bool) -> None:
        """Raise UsageProblem if the mapping names an unknown code, or a column is missing or there twice."""
        db = act.connection
        self.mapping, self.header, self.actor = mapping, header, act.actor
        self.now = act.clock.now().text
        self.first_day: str = calendar_rows.calendar_span(db)["first"]
        self.passed_over: Counter[str] = Counter()  # rows by column, where another one of the same field was taken
        self.places = _places(mapping, header, source)
        self._titles = {
            field: "/".join(header[place].strip() for place in places) for field, places in self.places.items()
        }
        self.codes = {kind: _codes(db, mapping, kind) for kind in _KINDS}
        self.names = Names(act, mapping.create_units or creates, mapping.create_people or creates)
        self.moment = cache(mapping.moment)
        self._out_of_service = cache(partial(rule_rows.out_of_service, db))
        self._unknown = cache(self._nothing_like)
        self.restricted_kinds = facts.restricted_kinds(db)  # pairs of category and nature (Art. 13)
        self.restricted_nature = facts.restricted_nature(db)
        self.major_grounds = rule_rows.major_grounds(db)
        self.stated_grounds = [row["code"] for row in self.major_grounds if row["is_stated"]]
        self.nameless_categories = facts.nameless_categories(db)
        self.briefed_first = role_in_charge(db)

    def title(self, field: str) -> str:
        """Return the heading of a field in the file."""
        return self._titles.get(field, field)

    def given(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the fields of a row that are not empty: the first column that says anything, or all of them joined.

        Columns whose text is not taken, for an earlier one of the same field says another, are counted.
        """
        given = dict(self.mapping.defaults)
        for field, places in self.places.items():
            said = {place: text for place in places if not self.mapping.is_empty(text := cell_text(cells[place]))}
            if not said:
                continue
            text = next(iter(said.values()))
            if field in self.mapping.join:
                text = self.mapping.join[field].join(dict.fromkeys(said.values()))
            else:
                self.passed_over.update(self.header[place] for place, other in said.items() if other != text)
            given[field] = self.mapping.taken(field, text)
        return {field: text for field, text in given.items() if text}

    def code(self, kind: str, text: str, day: str | None = None) -> str:
        """Return the code that a word stands for; it has to serve on the day. Raises NotFound."""
        if text not in self.codes[kind]:
            raise NotFound(self._unknown(kind, text))
        code = self.codes[kind][text]
        if day and (sentence := self._out_of_service(kind, code, day)):
            raise NotFound(sentence)
        return code

    def _nothing_like(self, kind: str, text: str) -> str:
        """Say that there is no such code, and what comes near."""
        words = [*self.mapping.values.get(kind, ()), *self.codes[kind]]
        return str(NotFound.named(_(kind), text, words))


def _places(mapping: ColumnMapping, header: Sequence[str], file: str) -> Mapping[str, Sequence[int]]:
    """Return for each field the columns that fill it, in the mapping's order. Raises UsageProblem."""
    positions: dict[str, int] = {}
    for position, title in enumerate(map(plain_header, header)):
        if title in mapping.columns and positions.setdefault(title, position) != position:
            raise UsageProblem("Two columns are called {column}: rename one of them.", column=repr(header[position]))
    places: dict[str, list[int]] = {}
    for title, field in mapping.columns.items():
        if title in positions:
            places.setdefault(field, []).append(positions[title])
    if missing := mapping.needed(places.keys() | mapping.defaults.keys()):
        raise UsageProblem(
            "{file} has no column {columns}: name one under [columns] in {mapping}, or give what holds for all"
            " rows under [defaults]."
            if mapping.own
            else "{file} has no column {columns}: put it into the header, and say it of every complaint.",
            file=file,
            columns=missing,
            mapping=mapping.name,
        )
    return places


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
