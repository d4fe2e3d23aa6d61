"""The cells of the register (登记簿): what is entered of a case, as words, days and sums.

It is a document for the bank: its words are Chinese whatever is spoken.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from sqlite3 import Row
from typing import Any, NamedTuple

from complaintctl.base import register_lines, spreadsheet_text
from complaintctl.base.register_lines import Line, stamp
from complaintctl.base.text import printable
from complaintctl.privacy.personal import Person
from complaintctl.register.fields import COLUMNS, Field

Cell = str | int | Decimal | date | datetime | None
Lines = list[Line | str]

_ANONYMOUS, _RESTRICTED = "匿名", "保密"


class Words(NamedTuple):
    """The names of codes: labels by (kind, code), units and staff by code as the register writes them; grounds."""

    labels: Mapping[tuple[str, str], str]
    units: Mapping[str, str]
    staff: Mapping[str, str]
    grounds: Iterable[Row]  # what makes a case major


def cells_of(row: Row, person: Person, words: Words) -> list[Cell]:
    """Return what stands in the columns of a case; in the last, for machines, nothing that the others hide."""
    nameless = _ANONYMOUS if row["anonymous"] else _RESTRICTED if row["restricted"] and person == Person() else None
    facts = {**row, **person._asdict(), "name": _said(person.name) or nameless}
    values = [_value(field, facts, words) for field in COLUMNS[:-1]]
    record = {
        field.name: value if isinstance(value, list) else as_words(value)
        for field, value in zip(COLUMNS, values, strict=False)
        if value not in (None, "", [])
    }
    shown = ["\n".join(map(str, value)) or None if isinstance(value, list) else value for value in values]
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return [*shown, text if spreadsheet_text.fitting(text) == text else None]


def as_words(cell: Cell) -> str:
    """Return what stands in a cell, as text."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    return "" if cell is None else str(cell)


def yuan(fen: int | None) -> Decimal | None:
    """Return fen as yuan."""
    return None if fen is None else Decimal(fen) / 100


def _value(field: Field, facts: Mapping[str, Any], words: Words) -> Cell | Lines:
    """Return what a case says in a field, as its kind is shown."""
    if field.kind == "lines":
        return _lines(field, facts, words)
    if field.kind == "major":
        grounds = "、".join(ground["label_zh"] for ground in words.grounds if facts[ground["code"]])
        return "\n".join(filter(None, (f"是：{grounds}" if grounds else "否", _said(facts["reason"]))))
    value = facts[field.column]
    match field.kind:
        case "flag":
            return "是" if value else "否"
        case "time" | "day":
            return _moment(value)
        case "yuan":
            return yuan(value)
        case "unit":
            return value and printable(words.units.get(value, value))
        case "staff" | "person":
            return value and printable(words.staff.get(value, value))
        case "code":
            return _said(words.labels.get((field.name, value), value))
        case "remarks":
            return _remarks(value, facts, words)
        case "needed":
            return printable(value)
        case "count" | "times":
            return value or None
    return _said(value)


def _said(text: str | None) -> str | None:
    """Return text as it can be printed; None if it says nothing, as an import takes it."""
    written = printable(text or "")
    return written if written and written not in register_lines.SAYS_NOTHING else None


def _moment(text: str | None) -> Cell:
    """Return a day, or a day with its time to the minute; words are left as they are."""
    if not text:
        return None
    try:
        written = stamp(text)
        return datetime.fromisoformat(written) if len(written) > 10 else date.fromisoformat(written)
    except ValueError:
        return printable(text)


def _lines(field: Field, facts: Mapping[str, Any], words: Words) -> Lines:
    """Return the acts of a field of several, after what an old register says that was none."""
    names = words.units if field.name == "slips" else words.staff
    lines: Lines = [line for line in printable(facts[f"stated_{field.name}"] or "").split("\n") if line]
    for at, code, note, absent, text in json.loads(facts[field.name]):
        notes = [words.labels.get(("role", note), note), register_lines.ABSENT if absent else None]
        lines.append(
            Line(stamp(at), _flat(names.get(code, code)), [_flat(note) for note in notes if note], _flat(text))
        )
    return lines


def _flat(text: str | None) -> str:
    return printable(text or "").replace("\n", " ")


def _remarks(note: str | None, facts: Mapping[str, Any], words: Words) -> str:
    """Return the note of the registration, and a line for each thing done that has no column of its own."""
    done = (
        f"{stamp(at)} {words.labels['event_kind', kind]} {words.units.get(unit, unit) or ''}{slip_no or ''}".rstrip()
        + (f"：{text}" if text else "")
        for at, unit, kind, slip_no, text in json.loads(facts["remarks"])
    )
    return "\n".join(filter(None, (printable(note or ""), *map(_flat, done))))
