"""The cells of the register (登记簿): what is entered of a case, as words, days and sums.

It is a document for the bank: its words are Chinese whatever is spoken.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from sqlite3 import Row
from typing import Any

from complaintctl.base import spreadsheet_text
from complaintctl.base.text import printable
from complaintctl.base.values import SAYS_NOTHING
from complaintctl.privacy.personal import Person
from complaintctl.register import register_lines
from complaintctl.register.fields import COLUMNS, Field
from complaintctl.register.register_lines import Line, stamp

Cell = str | int | Decimal | date | datetime | None
Lines = list[Line | str]
Labels = Mapping[tuple[str, str], str]  # of codes by their kinds; of units and staff as the register writes them

_TRANSFER = "dispatched"
_ANONYMOUS, _RESTRICTED = "匿名", "保密"


def cells_of(row: Row, person: Person, labels: Labels, grounds: Iterable[Row]) -> list[Cell]:
    """Return what stands in the columns of a case; in the last, for machines, nothing that the others hide.

    `grounds` are what makes a case major.
    """
    nameless = _ANONYMOUS if row["anonymous"] else _RESTRICTED if row["restricted"] and person == Person() else None
    major = "、".join(ground["label_zh"] for ground in grounds if row[ground["code"]])
    verdict = "\n".join(filter(None, (f"是：{major}" if major else "否", _said(row["reason"]))))
    facts = {**row, **person._asdict(), "name": _said(person.name) or nameless, "major": verdict}
    values = [_value(field, facts, labels) for field in COLUMNS[:-1]]
    record = {
        field.name: value if isinstance(value, list) else as_words(value)
        for field, value in zip(COLUMNS, values, strict=False)
        if value not in (None, "", [])
    }
    shown = ["\n".join(map(str, value)) or None if isinstance(value, list) else value for value in values]
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return [*shown, text if spreadsheet_text.fitting(text) == text else None]


def every_transfer(row: Row, labels: Labels) -> dict[str, Cell]:
    """Return the columns of the transfers and of the remarks as people read them: each transfer among the transfers.

    An import reads as transfers those alone that stand; of one that came back or was of an earlier stretch the remarks
    tell.
    """
    done = json.loads(row["remarks"])
    gone = [[at, unit, slip_no, 0, None] for at, unit, kind, slip_no, _text in done if kind == _TRANSFER]
    facts = {
        **row,
        "slips": json.dumps(sorted([*json.loads(row["slips"]), *gone], key=itemgetter(0))),
        "remarks": json.dumps([each for each in done if each[2] != _TRANSFER]),
    }
    told = {field: _value(field, facts, labels) for field in COLUMNS if field.name in ("slips", "note")}
    return {
        field.heading: "\n".join(map(str, value)) if isinstance(value, list) else value for field, value in told.items()
    }


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


def _value(field: Field, facts: Mapping[str, Any], labels: Labels) -> Cell | Lines:
    """Return what a case says in a field, as its kind is shown."""
    value = facts[field.column]
    match field.kind:
        case "flag":
            return "是" if value else "否"
        case "time" | "day":
            return _moment(value)
        case "yuan":
            return yuan(value)
        case "unit":
            return value and printable(labels.get(("unit", value), value))
        case "staff" | "person":
            return value and printable(labels.get(("staff", value), value))
        case "code":
            return _said(labels.get((field.name, value), value))
        case "lines":
            return _lines(field, facts, labels)
        case "major":
            return str(value)
        case "remarks":
            return _remarks(value, facts, labels)
        case "needed":
            return printable(value)
        case "count" | "times":
            return value or None
    return _said(value)


def _said(text: str | None) -> str | None:
    """Return text as it can be printed; None if it says nothing, as an import takes it."""
    written = printable(text or "")
    return written if written and written not in SAYS_NOTHING else None


def _moment(text: str | None) -> Cell:
    """Return a day, or a day with its time to the minute; words are left as they are."""
    if not text:
        return None
    try:
        written = stamp(text)
        return datetime.fromisoformat(written) if len(written) > 10 else date.fromisoformat(written)
    except ValueError:
        return printable(text)


def _lines(field: Field, facts: Mapping[str, Any], labels: Labels) -> Lines:
    """Return the acts of a field of several, after what an old register says that was none."""
    kind = "unit" if field.name == "slips" else "staff"
    lines: Lines = [line for line in printable(facts[f"stated_{field.name}"] or "").split("\n") if line]
    for at, code, note, absent, text in json.loads(facts[field.name]):
        notes = [labels.get(("role", note), note), register_lines.ABSENT if absent else None]
        lines.append(
            Line(stamp(at), _flat(labels.get((kind, code), code)), [_flat(note) for note in notes if note], _flat(text))
        )
    return lines


def _flat(text: str | None) -> str:
    return printable(text or "").replace("\n", " ")


def _remarks(note: str | None, facts: Mapping[str, Any], labels: Labels) -> str:
    """Return the note of the registration, and a line for each thing done that has no column of its own."""
    done = (
        f"{stamp(at)} {labels['event_kind', kind]} {labels.get(('unit', unit), unit) or ''}{slip_no or ''}".rstrip()
        + (f"：{text}" if text else "")
        for at, unit, kind, slip_no, text in json.loads(facts["remarks"])
    )
    return "\n".join(filter(None, (printable(note or ""), *map(_flat, done))))
