"""The machine-readable column of the program's own register: a row is read by it where its cells bear it out."""

import json
from typing import Any

from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.register_lines import Line
from complaintctl.base.spreadsheet_text import bare
from complaintctl.register.fields import COLUMNS, FIELDS, Field
from complaintctl.taking_over.row_fields import Fields, Given

RECORD = COLUMNS[-1]


def by_record(fields: Fields, given: Given) -> Given:
    """Return the fields of a row as its machine-readable column says them; as its cells do if that is empty.

    Raises:
        UsageProblem: a cell says another thing than the column, or the column cannot be read.
    """
    if RECORD.name not in given:
        return given
    record = _parsed(fields, given[RECORD.name])
    for field in COLUMNS[:-1]:
        cell, recorded = given.get(field.name, ""), record.get(field.name, "")
        shown = "\n".join(map(str, recorded)) if isinstance(recorded, list) else recorded
        if not _same(fields, field, cell, shown):
            raise UsageProblem(
                "{column} {given} was edited: {record} says {recorded}. Write the cell as it was, or empty {record}"
                " in this row to have its cells taken as they stand.",
                column=field.heading,
                given=repr(cell),
                record=RECORD.heading,
                recorded=repr(shown),
            )
    return {**given, **record}


def _same(fields: Fields, field: Field, cell: str, shown: str) -> bool:
    """Tell that a cell says what was recorded of it, though a spreadsheet may have written it otherwise."""
    if cell == shown or bare(cell) == bare(shown):
        return True
    if not (cell and shown) or field.kind not in ("time", "day", "yuan", "number"):
        return False
    try:
        return bool(fields.value({field.name: cell}, field.name) == fields.value({field.name: shown}, field.name))
    except ComplaintError:
        return False


def _parsed(fields: Fields, text: str) -> dict[str, Any]:
    try:
        return {
            name: [_line(item) for item in value]
            if FIELDS[name].kind == "lines"
            else fields.mapping.taken(name, value.strip())
            for name, value in json.loads(text).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageProblem(
            "{record} of this row cannot be read: empty it to have the cells of the row taken as they stand.",
            record=RECORD.heading,
        ) from None


def _line(item: Any) -> Line | str:
    if isinstance(item, str):
        return item
    at, name, notes, text = item
    if not all(isinstance(part, str) for part in (at, name, *notes, text)):
        raise TypeError
    return Line(at, name, notes, text)
