"""The register (登记簿) of a period: its rows, its sums, and the register as CSV and as a listing for a terminal."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from sqlite3 import Row
from typing import Any, NamedTuple

from complaintctl.base import register_lines, spreadsheet_text
from complaintctl.base.text import printable, to_json
from complaintctl.privacy.personal import Person
from complaintctl.register.fields import COLUMNS
from complaintctl.register.register_columns import Cell, Words, as_words, cells_of, yuan


class Register(NamedTuple):
    """The register of a period, ready to be written."""

    title: str
    period: str
    mark: str  # of a practice file
    rule: str  # in force
    rows: Sequence[Sequence[Cell]]
    overdue: Sequence[bool]
    totals: Mapping[str, Cell]


def register(
    rows: Sequence[Row],
    people: Mapping[int, Person],
    labels: Mapping[tuple[str, str], str],
    grounds: Sequence[Row],
    *,
    title: str,
    period: str,
    mark: str,
    rule: str,
) -> Register:
    """Return the register of some cases; `people` are the customers as they may be shown, by their rows.

    `grounds` are what makes a case major.
    """
    units = _called("unit", labels, _named(rows, ("unit",), ("slips", "remarks")))
    staff = _called("staff", labels, _named(rows, ("staff", "person"), ("briefings", "directives")))
    words = Words(labels, units, staff, grounds)
    written = [cells_of(row, people.get(row["complainant"], Person()), words) for row in rows]
    overdue = [bool(row["is_overdue"]) for row in rows]
    return Register(printable(title), period, mark, printable(rule), written, overdue, _totals(rows))


def _totals(rows: Sequence[Row]) -> Mapping[str, Cell]:
    """Return the last row of the register, which begins with 合计 and so is no complaint to an import."""
    return {
        "编号": "合计",
        "投诉日期时间": f"{len(rows)}件",
        "涉及金额(元)": yuan(sum(row["amount_fen"] or 0 for row in rows)),
        "是否重大及理由": f"重大{sum(row['is_major'] for row in rows)}件",
        "是否重复(原编号)": f"重复{sum(row['repeat_of'] is not None for row in rows)}件",
        "办理期限": f"超期{sum(row['is_overdue'] for row in rows)}件",
        "赔偿(补偿)金额": yuan(sum(row["compensation_fen"] or 0 for row in rows)),
        "办结日期": f"办结{sum(not row['is_open'] for row in rows)}件",
    }


def _named(rows: Sequence[Row], kinds: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """Yield the units or people named in the fields of some kinds, and in those of several acts."""
    for row in rows:
        yield from (row[field.column or field.name] for field in COLUMNS if field.kind in kinds)
        yield from (code for name in lines for _at, code, *_rest in json.loads(row[name]))


def _called(kind: str, labels: Mapping[tuple[str, str], str], codes: Iterator[str]) -> Mapping[str, str]:
    """Return the names of some units or people by their codes: those of one name by their codes besides."""
    names = {code: labels[kind, code] for code in codes if (kind, code) in labels}
    bearers = Counter(map(register_lines.plain_name, names.values()))
    return {
        code: register_lines.named(name, code, bearers[register_lines.plain_name(name)] > 1)
        for code, name in names.items()
    }


def as_csv(book: Register) -> str:
    """Return the register as CSV, for programs and spreadsheets alike: the headings, the cases, the totals."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.heading for column in COLUMNS)
    writer.writerows([spreadsheet_text.forced(as_words(cell)) for cell in row] for row in book.rows)
    writer.writerow(as_words(book.totals.get(column.heading)) for column in COLUMNS)
    return out.getvalue()


def as_json(book: Register) -> str:
    """The register as JSON: a list of the cases, each by the headings of the register; null where nothing stands."""
    headings = [column.heading for column in COLUMNS]
    cases = ([*map(_plain, shown), record and json.loads(str(record))] for *shown, record in book.rows)
    return to_json([dict(zip(headings, case, strict=True)) for case in cases]) + "\n"


def _plain(cell: Cell) -> int | str | None:
    return cell if isinstance(cell, int) else as_words(cell) or None


# In a terminal no more than this fits, a row a line; a file has all columns.
LISTED = {
    "编号": "case_no",
    "投诉日期时间": "received_on",
    "投诉方式": "channel_label",
    "投诉人姓名": "complainant",
    "被投诉单位": "unit_name",
    "类别": "category_label",
    "投诉内容摘要": "text",
    "办理期限": "due_on",
    "办结日期": "closed_on",
}


def as_records(book: Register) -> list[dict[str, Any]]:
    """Return the register as a listing for a terminal, a record a case."""
    places = {name: place for place, name in enumerate(column.heading for column in COLUMNS)}
    return [{key: as_words(row[places[name]]) for name, key in LISTED.items()} for row in book.rows]
