"""Mappings at work: the columns of a register as fields, its cells as text and moments."""

import re
from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from complaintctl.base.clock import Moment, parse_moment
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import plain
from complaintctl.register.fields import of_kind

# The fields whose cells are made plain.
_PLAIN = of_kind("flag", "code", "number", "yuan", "time", "day", "repeat", "count", "times")
_EXCEL_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EXCEL_FIRST_DAY = datetime(1899, 12, 30)

# What no complaint can be without, and how a register usually calls it.
_NEEDED = {"received_at": "投诉日期", "channel": "投诉渠道", "category": "类别", "summary": "投诉内容"}


class ColumnMapping(NamedTuple):
    """A mapping file as read; the keys of `columns` are headers as `plain_header` writes them."""

    name: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    defaults: Mapping[str, str]
    join: Mapping[str, str]
    empty: frozenset[str]
    date_format: str | None
    create_units: bool
    create_people: bool
    early_dates_count_as_receipt: bool
    own: bool  # the user's, not the one that comes with the program

    def needed(self, but: Container[str | None] = ()) -> str:
        """Return the headings of what no complaint can be without, `but` these fields, in a sentence."""
        mapped = {field: title for title, field in reversed([*self.columns.items()])} if self.own else {}
        return _(", ").join(mapped.get(field, heading) for field, heading in _NEEDED.items() if field not in but)

    def unused(self, header: Sequence[str]) -> list[str]:
        """Return the headers that the mapping does not name."""
        return [title.strip() for title in header if title.strip() and plain_header(title) not in self.columns]

    def places(self, header: Sequence[str], file: str) -> dict[str, list[int]]:
        """Return for each field the columns that fill it, in the mapping's order.

        Raises:
            UsageProblem: two columns bear the same mapped header, or none is for what no complaint can be without.
        """
        positions: dict[str, int] = {}
        for position, title in enumerate(map(plain_header, header)):
            if title in self.columns and positions.setdefault(title, position) != position:
                raise UsageProblem(
                    "Two columns are called {column}: rename one of them.", column=repr(header[position])
                )
        places: dict[str, list[int]] = {}
        for title, field in self.columns.items():
            if title in positions:
                places.setdefault(field, []).append(positions[title])
        missing = self.needed(places.keys() | self.defaults.keys())
        if missing and self.own:
            raise UsageProblem(
                "{file} has no column {columns}: name one under [columns] in {mapping}, or give what holds for all"
                " rows under [defaults].",
                file=file,
                columns=missing,
                mapping=self.name,
            )
        if missing:
            raise UsageProblem(
                "{file} has no column {columns}: put it into the header, and say it of every complaint.",
                file=file,
                columns=missing,
            )
        return places

    def taken(self, field: str, text: str) -> str:
        """The text of a field as it is taken: the code that the mapping says a word stands for, numbers made plain."""
        text = self.values[field].get(plain(text), text) if field in self.values else text
        return plain(text) if field in _PLAIN else text

    def is_empty(self, text: str) -> bool:
        """Tell whether the text of a cell says nothing; a long one does: it takes a while to make it plain."""
        return len(text) <= max(map(len, self.empty)) and plain(text) in self.empty

    def moment(self, text: str, what: str) -> Moment:
        """Return a date in the mapping's form, or else as people and spreadsheets write them. Raises UsageProblem."""
        has_time = bool(re.search("%[HIXc]", self.date_format or ""))
        if self.date_format:
            try:
                written = datetime.strptime(plain(text), self.date_format)
            except ValueError:
                form, given = self.date_format, repr(text)
                raise UsageProblem(
                    "{what} {given} is not a date of the form {form}.", what=what, given=given, form=form
                ) from None
        elif _EXCEL_SERIAL.fullmatch(text):
            days, _point, fraction = text.partition(".")
            seconds = round(float(f"0.{fraction or 0}") * 86_400)
            written, has_time = _EXCEL_FIRST_DAY + timedelta(days=int(days), seconds=seconds), seconds > 0
        else:
            return parse_moment(text, what)
        return parse_moment((written if has_time else written.date()).isoformat(), what)


def plain_header(title: str) -> str:
    """Return a header as they are compared: no spaces, stars or colons; full-width characters and capitals plain."""
    return re.sub(r"[\s*:]", "", plain(title)).casefold()
