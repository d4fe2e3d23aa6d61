"""The fields of a row as values: moments, codes, units, people, yes or no."""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import plural
from complaintctl.base.register_lines import Line, read_lines
from complaintctl.base.values import parse_amount, required_text
from complaintctl.disk.csv_table import Row
from complaintctl.privacy.contact_numbers import identity_number, phone_number
from complaintctl.register.fields import FIELDS
from complaintctl.taking_over.register_file import RegisterFile

_YES_NO = {"yes": True, "是": True, "1": True, "no": False, "否": False, "0": False}
_ROUNDED_NUMBER = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)


class RowFields:
    """A row field by field, with what no complaint can be without: when it was received, and what about.

    Its methods raise UsageProblem or NotFound, whose sentence names the column and says what is wrong in it.
    """

    def __init__(self, file: RegisterFile, row: Row) -> None:
        """Raise UsageProblem: it does not say so, or the date is in the future or before the calendar begins."""
        self.file, self.row, self.title = file, row, file.title
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
        for place, fault in row.cell_faults.items():
            if place in used:
                raise UsageProblem(fault)
        self.given: dict[str, Any] = file.given(row.cells)  # text, of a field of several acts also the acts
        self.summary = required_text(self.needed("summary"), self.title("summary"))
        self.needed("received_at")
        self.received = self.past("received_at")
        if self.received.day < file.first_day:
            raise UsageProblem(
                "{column} {day} cannot be right: the calendar begins on {first_day}.",
                column=self.title("received_at"),
                day=self.received.day,
                first_day=file.first_day,
            )

    def needed(self, field: str) -> str:
        """Return the text of a field that no complaint can be without."""
        if self.given.get(field):
            return str(self.given[field])
        raise UsageProblem("{column} is empty.", column=self.title(field))

    def past(self, field: str, text: str | None = None) -> Moment:
        """Return a date that is given in a field, or in a text of it, and not in the future."""
        text = text or self.given[field]
        moment = self.file.moment(text, self.title(field))
        if moment.text > self.file.now:
            raise UsageProblem("{column} {given} is in the future.", column=self.title(field), given=text)
        return moment

    def value(self, field: str) -> Any:
        """Return the value of a field, as the ledger keeps its kind; None if nothing is said."""
        text = self.given.get(field)
        return self.read(field, text) if text else None

    def read(self, field: str, text: str) -> Any:
        """Return the value of a text that stands in a field, or could."""
        title = self.title(field)
        match FIELDS[field].kind:
            case "code":
                return self.file.code(field, text, self.received.day)
            case "time":
                return self.past(field, text).text
            case "day":
                return self.file.moment(text, title).day
            case "yuan":
                return parse_amount(text, title)
            case "flag":
                if text.lower() not in _YES_NO:
                    raise UsageProblem("{column} {given} is neither yes nor no.", column=title, given=repr(text))
                return _YES_NO[text.lower()]
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
                if not re.fullmatch(r"[1-9]\d{0,8}", text):
                    raise UsageProblem("{title} {text} is no number of people.", title=title, text=repr(text))
                return int(text)
            case "times":
                if not re.fullmatch(r"\d{1,3}次?", text):
                    raise UsageProblem("{title} {text} is no number.", title=title, text=repr(text))
                return int(text.removesuffix("次")) or None
            case "unit":
                return self.file.names.unit(text)
            case "person":  # the text as it is, if nobody is called so
                with suppress(NotFound):
                    return self.file.names.member(text)
        return text

    def member(self, field: str, unit_field: str = "", perhaps_of: str | None = None) -> str | None:
        """The code of a member of staff; one to be made is of the unit named beside them, or perhaps of another."""
        text, names = self.given.get(field), self.file.names
        if not text:
            return None
        return names.known_code(text) or names.member(text, self.value(unit_field), perhaps_of=perhaps_of)

    def known_code(self, kind: str) -> str | None:
        """Return the code that a word stands for, if it stands for one."""
        return self.file.codes[kind].get(self.given.get(kind, ""))

    def lines(self, field: str) -> Sequence[Line | str]:
        """Return the acts of a field of several, and the words in it that are none."""
        text = self.given.get(field, "")
        return read_lines(text) if isinstance(text, str) else text
