"""The fields of a row as values: moments, codes, units, people, yes or no."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import ComplaintError, NotFound, UsageProblem
from complaintctl.base.language import plural
from complaintctl.base.text import quoted
from complaintctl.base.values import parse_amount, required_text
from complaintctl.disk.csv_table import Row
from complaintctl.privacy.contact_numbers import identity_number, phone_number
from complaintctl.register.fields import FIELDS
from complaintctl.register.register_lines import Line, read_lines
from complaintctl.taking_over.column_mapping import YES_NO
from complaintctl.taking_over.cures import cure, default
from complaintctl.taking_over.register_file import RegisterFile

# What means a day, though it may be written wrongly.
LIKE_A_DAY = re.compile(r"\d\s*[-/.年月]\s*\d")
_ROUNDED_NUMBER = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)


class RowFields:
    """A row field by field, with what no complaint can be without: when it was received, and what about.

    All that is wrong in it is noted, in sentences that name the column; `read` and `past` raise it instead, as
    UsageProblem or NotFound.
    """

    def __init__(self, file: RegisterFile, row: Row) -> None:
        """Raise UsageProblem: it is no row of the file."""
        self.file, self.row, self.title = file, row, file.title
        self.faults: list[ComplaintError] = []  # each has as a note the line of a mapping that cures it, if one does
        if row.fault:
            raise UsageProblem(row.fault)
        width = len(file.header)
        if len(row.cells) < width or any(cell.strip() for cell in row.cells[width:]):
            raise UsageProblem(
                plural(
                    "The row has {number} cell, the header has {width}.",
                    "The row has {number} cells, the header has {width}.",
                    len(row.cells),
                    width=width,
                )
            )
        used = {place for places in file.places.values() for place in places} if row.cell_faults else ()
        self.faults += [UsageProblem(fault) for place, fault in row.cell_faults.items() if place in used]
        cells = ["" if place in row.cell_faults else cell for place, cell in enumerate(row.cells)]
        self.given: dict[str, Any] = file.given(cells)  # text, of a field of several acts also the acts
        self.summary = ""
        if text := self.needed("summary"):
            with self.noting():
                self.summary = required_text(text, self.title("summary"))
        # Until it is known when the row was received, nothing in it is too early.
        self.received, self._day = Moment(f"{file.first_day}T00:00:00+08:00", True), None
        if self.needed("received_at"):
            with self.noting():
                self.received = self._receipt()
                self._day = self.received.day

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note what is wrong, and go on."""
        try:
            yield
        except ComplaintError as error:
            self.faults.append(error)

    def needed(self, field: str) -> str:
        """Return the text of a field that no complaint can be without; it is noted if there is none."""
        text = str(self.given.get(field, ""))
        if not text and not any(place in self.row.cell_faults for place in self.file.places.get(field, ())):
            error = UsageProblem("{column} is empty.", column=self.title(field))
            error.add_note(default(field))
            self.faults.append(error)
        return text

    def _receipt(self) -> Moment:
        """Return when the complaint was received. Raises UsageProblem: in the future, or before the calendar begins."""
        received = self.past("received_at")
        if received.day < self.file.first_day:
            raise UsageProblem(
                "{column} {day} cannot be right: the calendar begins on {first_day}.",
                column=self.title("received_at"),
                day=received.day,
                first_day=self.file.first_day,
            )
        return received

    def past(self, field: str, text: str | None = None) -> Moment:
        """Return a date that is given in a field, or in a text of it, and not in the future."""
        text = text or self.given[field]
        try:
            moment = self.file.moment(text, self.title(field))
        except ComplaintError as error:
            self._add_cure(error, field, text)
            raise
        if moment.text > self.file.now:
            raise UsageProblem("{column} {given} is in the future.", column=self.title(field), given=text)
        return moment

    def value(self, field: str) -> Any:
        """Return the value of a field, as the ledger keeps its kind; None if nothing is said."""
        if text := self.given.get(field):
            try:
                return self.read(field, text)
            except ComplaintError as error:
                self.faults.append(error)
        return None

    def read(self, field: str, text: str) -> Any:
        """Return the value of a text that stands in a field, or could."""
        if FIELDS[field].kind == "time":
            return self.past(field, text).text
        try:
            return self._read(field, text)
        except ComplaintError as error:
            self._add_cure(error, field, text)
            raise

    def _add_cure(self, error: ComplaintError, field: str, text: str) -> None:
        """Add to what is wrong in the text of a field the line of the mapping that cures it."""
        if text == self.given.get(field) and (line := cure(self.file, field, text)):
            error.add_note(line)

    def _read(self, field: str, text: str) -> Any:
        title = self.title(field)
        match FIELDS[field].kind:
            case "code":
                return self.file.code(field, text, self._day)
            case "day":
                return self.file.moment(text, title).day
            case "yuan":
                return parse_amount(text, title)
            case "flag":
                if text.lower() not in YES_NO:
                    raise UsageProblem("{column} {given} is neither yes nor no.", column=title, given=quoted(text))
                return YES_NO[text.lower()]
            case "number":
                if _ROUNDED_NUMBER.fullmatch(text):
                    raise UsageProblem(
                        "{column} {given} was rounded by a spreadsheet: make the column text, and export it again.",
                        column=title,
                        given=text,
                    )
                text = re.sub(r"(?<=\d)\.0$", "", text)  # it was read as a fraction
                return (phone_number if field == "phone" else identity_number)(text)
            case "count":
                if not re.fullmatch(r"[1-9]\d{0,8}[人名]?", text):
                    raise UsageProblem("{title} {text} is no number of people.", title=title, text=quoted(text))
                return int(text.rstrip("人名"))
            case "times":
                if not re.fullmatch(r"\d{1,3}次?", text):
                    raise UsageProblem("{title} {text} is no number.", title=title, text=quoted(text))
                return int(text.removesuffix("次")) or None
            case "unit":
                return self.file.names.unit(text)
            case "staff":
                return self.file.names.member(text)
            case "person":  # the text as it is, if nobody is called so
                with suppress(NotFound):
                    return self.file.names.member(text)
        return text

    def member(self, field: str, unit_field: str = "", perhaps_of: str | None = None) -> str | None:
        """The code of a member of staff; one to be made is of the unit named beside them, or perhaps of another."""
        text, names = self.given.get(field), self.file.names
        if not text:
            return None
        try:
            return names.known_code(text) or names.member(text, self.value(unit_field), perhaps_of=perhaps_of)
        except ComplaintError as error:
            self._add_cure(error, field, text)
            self.faults.append(error)
        return None

    def words_or_day(self, field: str) -> tuple[str | None, str | None]:
        """Return a day that need not be one: the words in its place, such as 三个工作日, or the day itself."""
        text = self.given.get(field)
        if not text or LIKE_A_DAY.search(text):
            return None, self.value(field)
        with suppress(UsageProblem):
            return None, self.read(field, text)
        return text, None

    def known_code(self, kind: str) -> str | None:
        """Return the code that a word stands for, if it stands for one."""
        return self.file.codes[kind].get(self.given.get(kind, ""))

    def lines(self, field: str) -> Sequence[Line | str]:
        """Return the acts of a field of several, and the words in it that are none."""
        text = self.given.get(field, "")
        return read_lines(text) if isinstance(text, str) else text
