"""The machine-readable column of the program's own register: a row is read by it where its cells bear it out."""

import json
from typing import Any

from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.spreadsheet_text import bare
from complaintctl.base.text import quoted
from complaintctl.register.fields import COLUMNS, FIELDS
from complaintctl.register.register_lines import Line
from complaintctl.taking_over.row_fields import RowFields

RECORD = COLUMNS[-1]


def by_record(row: RowFields) -> dict[str, Any]:
    """Return the fields of a row as its machine-readable column says them; as its cells do if that is empty.

    A cell that says another thing than the column is noted.

    Raises UsageProblem: the column cannot be read.
    """
    if RECORD.name not in row.given:
        return row.given
    try:
        record = {name: _recorded(row, name, value) for name, value in json.loads(row.given[RECORD.name]).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageProblem(
            "{record} of this row cannot be read: empty it to have the cells of the row taken as they stand.",
            record=RECORD.heading,
        ) from None
    for field in COLUMNS[:-1]:
        cell, recorded = row.given.get(field.name, ""), record.get(field.name, "")
        shown = "\n".join(map(str, recorded)) if isinstance(recorded, list) else recorded
        if not _is_same(row, field.name, cell, shown):
            edited = UsageProblem(
                "{column} {given} was edited: {record} says {recorded}. Write the cell as it was, or empty {record}"
                " in this row to have its cells taken as they stand.",
                column=field.heading,
                given=quoted(cell),
                record=RECORD.heading,
                recorded=quoted(shown),
            )
            row.faults.append(edited)
    return {**row.given, **record}


def _recorded(row: RowFields, name: str, value: Any) -> list[Line | str] | str:
    """Return what is recorded of a field. Raises what it raises if that is not of the form that `ledger` writes."""
    if FIELDS[name].kind != "lines":
        return row.file.taken(name, value.strip())
    lines: list[Line | str] = []
    for item in value:
        if isinstance(item, str):
            lines.append(item)
            continue
        at, whom, notes, text = item
        if not all(isinstance(part, str) for part in (at, whom, *notes, text)):
            raise TypeError
        lines.append(Line(at, whom, notes, text))
    return lines


def _is_same(row: RowFields, name: str, cell: str, shown: str) -> bool:
    """Tell that a cell says what was recorded of it, though a spreadsheet may have written it otherwise."""
    if cell == shown or bare(cell) == bare(shown):
        return True
    if not (cell and shown) or FIELDS[name].kind not in ("time", "day", "yuan", "number"):
        return False
    try:
        return bool(row.read(name, cell) == row.read(name, shown))
    except ComplaintError:
        return False
