"""The rows of a sheet as text, as a CSV file would hold them, so that one way leads on from there.

What stands in the first of some cells that were merged holds for the rows below as well.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.disk.csv_table import Row, fault_of

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

_MOST_ROWS = 1_048_576  # of a sheet
_MOST_CELLS = 20_000_000  # that are looked at: 400,000 rows of fifty columns
# A number of more digits was rounded: a spreadsheet keeps fifteen.
_ROUNDED = 10**15
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_CHUNK = 1 << 20
_LONGEST_TAG = 200
_MOST_MERGED = 2_000_000  # cells that are merged with one above: as many as a sheet has rows, twice


def rows_of_sheet(
    book: "ExcelReader", saved_book: Callable[[], "ExcelReader"], name: str, date_format: str | None
) -> list[Row]:
    """Return the rows of a sheet that are not blank as text, all of one width.

    `saved_book` loads the workbook with the values that its formulas had when it was saved.
    """
    found: list[Row] = []
    merged = _heads(book, name)
    above: dict[tuple[int, int], str] = {}  # the texts of the cells that others were merged with
    saved_rows = _cells(saved_book, name)  # loaded only where there is a formula
    for line, cells in _cells(lambda: book, name):
        saved = cells
        if any(cell.data_type == "f" for cell in cells):
            saved = next(row for number, row in saved_rows if number == line)
        texts, faults = _texts(cells, saved, date_format)
        if not any(text.strip() for text in texts):
            continue
        for place, text in enumerate(texts if merged else (), 1):
            if text:
                above[line, place] = text
            elif (line, place) in merged:
                texts[place - 1] = above.get((merged[line, place], place), "")
        while not texts[-1]:
            texts.pop()
        found.append(Row(line, texts, fault_of(texts), faults))
    width = max((len(row.cells) for row in found), default=0)
    return [row._replace(cells=[*row.cells, *[""] * (width - len(row.cells))]) for row in found]


def _cells(load: Callable[[], "ExcelReader"], name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows as they lie, with their lines, blank ones too. Raises UsageProblem for a sheet beyond measure."""
    page: Any = load().wb[name]
    page.reset_dimensions()  # what a file says of its own size is not always so
    number = 0
    for line, cells in enumerate(page.iter_rows(), 1):
        number += len(cells)
        if line > _MOST_ROWS or number > _MOST_CELLS:
            raise UsageProblem(
                "The sheet {sheet} has more than {most} cells, or rows without end: take out what is empty, or"
                " save it as CSV.",
                sheet=name,
                most=f"{_MOST_CELLS:,}",
            )
        yield line, cells


def _texts(cells: Sequence[Any], saved: Sequence[Any], date_format: str | None) -> tuple[list[str], dict[int, str]]:
    """Return the texts of a row, and what is wrong with some; a formula counts as the value it was `saved` with."""
    texts, faults = [], {}
    for place, (cell, kept) in enumerate(zip(cells, saved, strict=True)):
        texts.append(_text(kept.value, date_format))
        if kept.data_type == "e":
            faults[place] = _("Cell {cell} holds the error {text}.", cell=cell.coordinate, text=kept.value)
        elif cell.data_type == "f" and kept.value is None:
            texts[place] = str(getattr(cell.value, "text", cell.value))
            faults[place] = _(
                "Cell {cell} is a formula whose value was not saved: open the file in Excel, save it, import it again.",
                cell=cell.coordinate,
            )
    return texts, faults


def _text(value: Any, date_format: str | None) -> str:
    """Return what stands in a cell, as a CSV file would say it."""
    if value is None:
        return ""
    if isinstance(value, str) and "_x" in value:
        from openpyxl.utils.escape import unescape

        return str(unescape(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if abs(value) >= _ROUNDED:  # more digits than a spreadsheet keeps: as what it is, rounded
            return f"{value:.14E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime) and date_format:
        return value.strftime(date_format)
    if isinstance(value, datetime):
        moment = value + timedelta(microseconds=500_000)  # a spreadsheet's times are fractions of a day
        return f"{moment:%Y-%m-%d}" if f"{moment:%H%M%S}" == "000000" else f"{moment:%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _heads(book: "ExcelReader", sheet: str) -> Mapping[tuple[int, int], int]:
    """Return for each cell (row and column, from 1) that was merged with one above it the row where its text stands.

    The merged ranges stand behind all rows of a sheet: they are looked for without taking the rows apart.
    """
    from openpyxl.utils import range_boundaries

    found: dict[tuple[int, int], int] = {}
    merged, rest = 0, b""
    path = next(link.target for page, link in book.parser.find_sheets() if page.name == sheet)
    with book.archive.open(path) as part:
        while chunk := part.read(_CHUNK):
            text, end = rest + chunk, 0
            for match in _MERGED.finditer(text):
                end = match.end()
                column, first, _last_column, last = (int(bound or 0) for bound in range_boundaries(match[1].decode()))
                merged += last - first
                if merged > _MOST_MERGED:
                    raise UsageProblem("The sheet {sheet} has merged cells without end: unmerge them.", sheet=sheet)
                found |= {(row, column): first for row in range(first + 1, last + 1)}
            rest = text[max(end, len(text) - _LONGEST_TAG) :]
    return found
