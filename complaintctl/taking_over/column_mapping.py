"""Mappings at work: the columns of a register as fields, its cells as text and moments."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from complaintctl.base.clock import Moment, parse_moment
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.spreadsheet_text import cell_text
from complaintctl.base.values import plain
from complaintctl.register.fields import of_kind

FLAGS = of_kind("flag")
# The fields whose cells are made plain.
_PLAIN = FLAGS | of_kind("code", "number", "yuan", "time", "day", "repeat", "count", "times")
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

    def knows(self, header: Sequence[str]) -> bool:
        """Tell whether any cell of a row is a header that the mapping names."""
        return any(plain_header(title) in self.columns for title in header)

    def needed(self, but: Container[str | None] = ()) -> list[str]:
        """Return the headings of what no complaint can be without, `but` these fields."""
        mapped = {field: title for title, field in reversed([*self.columns.items()])} if self.own else {}
        return [mapped.get(field, heading) for field, heading in _NEEDED.items() if field not in but]

    def require(self, header: Sequence[str], file: str) -> None:
        """Refuse a register without a column for what no complaint can be without. Raises UsageProblem."""
        missing = self.needed({self.columns.get(plain_header(title)) for title in header} | self.defaults.keys())
        said = {"file": file, "columns": _(", ").join(missing)}
        if missing and self.own:
            raise UsageProblem(
                "{file} has no column {columns}: name one under [columns] in {mapping}, or give what holds for all"
                " rows under [defaults].",
                mapping=self.name,
                **said,
            )
        if missing:
            raise UsageProblem(
                "{file} has no column {columns}: put it into the header, and say it of every complaint.", **said
            )

    def unused(self, header: Sequence[str]) -> list[str]:
        """Return the headers that the mapping does not name."""
        return [title.strip() for title in header if title.strip() and plain_header(title) not in self.columns]

    def places(self, header: Sequence[str]) -> dict[str, list[int]]:
        """Return for each field the columns that fill it, in the mapping's order.

        Raises:
            UsageProblem: two columns bear the same mapped header.
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
        return places

    def read(self, cells: Sequence[str], places: Mapping[str, Sequence[int]]) -> dict[str, str]:
        """Return the fields of a row that are not empty: the first column that says anything, or all of them joined."""
        given = dict(self.defaults)
        for field, positions in places.items():
            texts = [text for position in positions if not self._is_empty(text := cell_text(cells[position]))]
            if texts:
                text = self.join[field].join(dict.fromkeys(texts)) if field in self.join else texts[0]
                given[field] = self.taken(field, text)
        return {field: text for field, text in given.items() if text}

    def taken(self, field: str, text: str) -> str:
        """The text of a field as it is taken: the code that the mapping says a word stands for, numbers made plain."""
        text = self.values[field].get(plain(text), text) if field in self.values else text
        return plain(text) if field in _PLAIN else text

    def passed_over(self, cells: Sequence[str], places: Mapping[str, Sequence[int]]) -> Iterator[int]:
        """Yield the columns of a row whose text is not taken, for an earlier one of the same field says another."""
        for field, positions in places.items():
            if field not in self.join and len(positions) > 1:
                texts = [(cell_text(cells[position]), position) for position in positions]
                said = [(text, position) for text, position in texts if not self._is_empty(text)]
                yield from (position for text, position in said[1:] if text != said[0][0])

    def _is_empty(self, text: str) -> bool:
        # A long text says something: it takes a while to make one plain.
        return len(text) <= max(map(len, self.empty)) and plain(text) in self.empty

    def moment(self, text: str, what: str) -> Moment:
        """Return a date in the mapping's form, or else as people and spreadsheets write them. Raises UsageProblem."""
        if self.date_format:
            try:
                parsed = datetime.strptime(plain(text), self.date_format)
            except ValueError:
                raise UsageProblem(
                    "{what} {given} is not a date of the form {form}.",
                    what=what,
                    given=repr(text),
                    form=self.date_format,
                ) from None
            has_time = re.search("%[HIXc]", self.date_format)
            return parse_moment((parsed if has_time else parsed.date()).isoformat(), what)
        if _EXCEL_SERIAL.fullmatch(text):
            days, _point, fraction = text.partition(".")
            seconds = round(float(f"0.{fraction or 0}") * 86_400)
            parsed = _EXCEL_FIRST_DAY + timedelta(days=int(days), seconds=seconds)
            return parse_moment((parsed if seconds else parsed.date()).isoformat(), what)
        return parse_moment(text, what)


def plain_header(title: str) -> str:
    """Return a header as they are compared: no spaces, stars or colons; full-width characters and capitals plain."""
    return re.sub(r"[\s*:]", "", plain(title)).casefold()
