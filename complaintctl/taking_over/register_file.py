"""A register that is taken in: its columns, and the codes, units and staff that its words are compared with."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, partial

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.likeness import alike
from complaintctl.base.spreadsheet_text import cell_text
from complaintctl.base.text import quoted
from complaintctl.base.values import plain
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import facts, rule_rows
from complaintctl.intake.rows import accepting_body
from complaintctl.record.ledger import Act
from complaintctl.register.fields import FIELDS, of_kind
from complaintctl.register.rows import role_in_charge
from complaintctl.rules import code_rows
from complaintctl.taking_over.column_mapping import YES_NO, ColumnMapping, plain_header
from complaintctl.taking_over.people_and_units import Names

TO_CHOOSE = "…"  # what stands where an officer has to choose
# What may hold for every row of a file that does not say it; a category may be left open until it is known (Art. 10).
SAID_OF_ALL = {"channel": TO_CHOOSE, "category": "undecided"}
# The kinds of code that a register holds words for: that of a leader's role stands in a line of a column.
_KINDS = (*(field.name for field in FIELDS.values() if field.kind == "code"), "role")


class RegisterFile:
    """The columns of a file by its mapping, and what the case file knows that its rows may name."""

    def __init__(self, act: Act, mapping: ColumnMapping, header: Sequence[str], names: Names, sheet: str) -> None:
        """Raise UsageProblem if the mapping names an unknown code, or a column is there twice."""
        db = act.connection
        self.mapping, self.header, self.sheet, self.actor = mapping, header, sheet, act.actor
        self.now = act.clock.now().text
        self.first_day: str = calendar_rows.calendar_span(db)["first"]
        self.passed_over: Counter[str] = Counter()  # rows by column, where another one of the same field was taken
        self.places = _places(mapping, header)
        self.is_own = "former_id" in self.places  # this program wrote it
        self._titles = {
            field: "/".join(header[place].strip() for place in places) for field, places in self.places.items()
        }
        self.codes = {kind: _codes(db, mapping, kind) for kind in _KINDS}
        of_bank = {field: text for field, text in mapping.typed.items() if text in self.codes.get(field, ())}
        self.defaults = {**mapping.defaults, **of_bank}
        for field in of_kind("flag") & mapping.defaults.keys():
            if plain(mapping.defaults[field]).lower() not in YES_NO:
                raise UsageProblem('{where}: it can only say "yes" or "no".', where=mapping.said[field])
        self._all = {kind: code_rows.all_of(db, kind) for kind in self.codes}
        self.names = names
        self.moment = cache(mapping.moment)
        self._out_of_service = cache(partial(rule_rows.out_of_service, db))
        self._unknown = cache(self._nothing_like)
        self.restricted_kinds = facts.restricted_kinds(db)  # pairs of category and nature (Art. 13)
        self.restricted_nature = facts.restricted_nature(db)
        self.major_grounds = rule_rows.major_grounds(db)
        self.stated_grounds = [row["code"] for row in self.major_grounds if row["is_stated"]]
        self.nameless_categories = facts.nameless_categories(db)
        self.briefed_first = role_in_charge(db)
        self.body_named = cache(partial(facts.body_named, db))
        self.accepting_body = accepting_body(db)

    def title(self, field: str) -> str:
        """Return the heading of a field in the file."""
        return self._titles.get(field, field)

    def given(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the fields of a row that are not empty: the first column that says anything, or all of them joined.

        Columns whose text is not taken, for an earlier one of the same field says another, are counted.
        """
        given = dict(self.defaults)
        for field, places in self.places.items():
            said = {place: text for place in places if not self.mapping.is_empty(text := cell_text(cells[place]))}
            if not said:
                continue
            text = next(iter(said.values()))
            if field in self.mapping.join:
                text = self.mapping.join[field].join(dict.fromkeys(said.values()))
            else:
                self.passed_over.update(self.header[place] for place, other in said.items() if other != text)
            given[field] = self.taken(field, text)
        return {field: text for field, text in given.items() if text}

    def taken(self, field: str, text: str) -> str:
        """Return the text of a field as it is taken, by the mapping; what the bank calls so itself goes before ours."""
        if not self.mapping.own and plain(text) in self.codes.get(field, ()):
            return plain(text)
        return self.mapping.taken(field, text)

    def code(self, kind: str, text: str, day: str | None = None) -> str:
        """Return the code that a word stands for; it has to serve on the day. Raises NotFound."""
        if text not in self.codes[kind]:
            raise NotFound(self._unknown(kind, text))
        code = self.codes[kind][text]
        if day and (sentence := self._out_of_service(kind, code, day)):
            raise NotFound(sentence)
        return code

    def words(self, kind: str) -> Collection[str]:
        """Return every word that a code of a kind is known by."""
        return [*self.mapping.values.get(kind, ()), *self.codes[kind]]

    def labels(self, kind: str) -> Sequence[str]:
        """Return what the codes of a kind are called in the language spoken."""
        return [row[f"label_{spoken()}"] for row in self._all[kind]]

    def _nothing_like(self, kind: str, text: str) -> str:
        """Say that there is no such code, and what comes near; all there are if nothing does."""
        words = self.words(kind)
        return str(NotFound.named(_(kind), text, words if alike(text, words) else self.labels(kind)))

    def _setting(self, field: str) -> str:
        """Return the option that says a field of all rows, in the words of the language spoken."""
        code = SAID_OF_ALL[field]
        label = next((row["label_zh"] for row in self._all[field] if row["code"] == code), code)
        return f"--set {FIELDS[field].heading}={label}" if spoken() == "zh" else f"--set {field}={code}"

    def refuse_incomplete(self, source: str) -> None:
        """Refuse a file without a column that no complaint can be without. Raises UsageProblem."""
        mapping, known = self.mapping, self.places.keys() | self.mapping.defaults.keys()
        if missing := mapping.needed(known):
            sentence = _(
                "{file} has no column {columns}: name one under [columns] in {mapping}, or give what holds for all"
                " rows under [defaults]."
                if mapping.own
                else "{file} has no column {columns}: put it into the header, and say it of every complaint.",
                file=source,
                columns=missing,
                mapping=mapping.name,
            )
            if settings := [self._setting(field) for field in SAID_OF_ALL if field not in known]:
                more = _("What holds for all rows can be said with {options}.", options=" ".join(settings))
                sentence = _("{sentence} {more}", sentence=sentence, more=more)
            if not mapping.own and mapping.unused(self.header):
                more = _(
                    "If a column is called otherwise: `complaintctl import FILE --sample-mapping` writes a mapping in"
                    " which to say so."
                )
                sentence = _("{sentence} {more}", sentence=sentence, more=more)
            raise UsageProblem(sentence)


def _places(mapping: ColumnMapping, header: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return for each field the columns that fill it, in the mapping's order. Raises UsageProblem."""
    positions: dict[str, int] = {}
    fields = mapping.fields(header)
    for position, title in enumerate(map(plain_header, header)):
        if title in fields and positions.setdefault(title, position) != position:
            raise UsageProblem("Two columns are called {column}: rename one of them.", column=quoted(header[position]))
    places: dict[str, list[int]] = {}
    for title, field in fields.items():
        if title in positions:
            places.setdefault(field, []).append(positions[title])
    return places


def _codes(connection: sqlite3.Connection, mapping: ColumnMapping, kind: str) -> Mapping[str, str]:
    """Return the code behind every code, label, and word of the mapping."""
    found = {
        plain(row[name]): row["code"]
        for rows in (code_rows.former_labels(connection, kind), code_rows.all_of(connection, kind))
        for name in ("label_en", "label_zh", "code")
        for row in rows
    }
    stated = {
        f"{mapping.name}, [values] {quoted(word)}": code for word, code in mapping.values.get(kind, {}).items() if code
    }
    if kind in mapping.defaults:
        stated[mapping.said[kind]] = mapping.defaults[kind]
    for where, code in stated.items():
        if code not in found:
            raise UsageProblem("{where}: {error}", where=where, error=NotFound.named(_(kind), code, found))
    return found
