"""The register as a workbook that Excel and WPS open: text as text, days as days, ready to be filtered and printed."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from complaintctl.base.errors import StorageProblem, system_reason
from complaintctl.base.spreadsheet_text import fitting, literal
from complaintctl.base.text import cells as width_of
from complaintctl.disk.temporary_folder import temporary_folder
from complaintctl.register.fields import COLUMNS
from complaintctl.register.page import Register
from complaintctl.register.register_columns import Cell

SHEET = "登记簿"
# Above the cases: the title, the period, the headings.
_HEADINGS = 2
MOST_ROWS = 1_048_576 - _HEADINGS - 2
# Numbers that are not figures: as mere text Excel would round them when a cell is edited.
_AS_TEXT = {"reference": "number", "number": "number", "record": "record"}
_FIRST_DAY = "1900-03-01"  # before it a spreadsheet counts the days wrong
_LINE, _HIGHEST = 13.5, 409  # points
_FORMATS: Mapping[type, str] = {datetime: "time", date: "day", Decimal: "yuan"}

_PLAIN = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "": _PLAIN,
    "overdue": {**_PLAIN, "bg_color": "#FFD9D9"},
    "voided": {**_PLAIN, "font_strikeout": True},
}
_HEADING = {**_PLAIN, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2F3", "border": 1}
_TITLE = {**_PLAIN, "bold": True, "font_size": 16, "text_wrap": False}


def cut_cells(book: Register) -> Iterator[str]:
    """Name the case and the column of each text that a cell cannot hold whole."""
    for cells in book.rows:
        for column, cell in zip(COLUMNS, cells, strict=True):
            if isinstance(cell, str) and fitting(literal(cell)) != literal(cell):
                yield f"{cells[0]} {column.heading}"


def as_workbook(book: Register) -> bytes:
    """Return the register as an .xlsx file, landscape on A4, four pages side by side, the case number on each.

    Raises StorageProblem: there is no room to put its rows aside.
    """
    from tempfile import gettempdir

    from xlsxwriter.exceptions import XlsxFileError

    out, problem = io.BytesIO(), ""
    try:
        with temporary_folder() as folder:
            _write_book(out, book, folder)
    except (OSError, XlsxFileError) as error:
        cause = error if isinstance(error, OSError) or not error.args else error.args[0]
        problem = system_reason(cause) if isinstance(cause, OSError) else str(error)
    if problem:  # once the error is gone, and with it the half-written archive, which complains when it dies later
        raise StorageProblem(
            "The workbook cannot be put together in {folder}: {problem}. Make room there, or name another folder"
            " with TMPDIR.",
            folder=gettempdir(),
            problem=problem,
        )
    return out.getvalue()


def _write_book(out: io.BytesIO, book: Register, folder: str) -> None:
    import xlsxwriter

    # Row by row, put aside in `folder`: a register of many years would not fit into memory otherwise.
    as_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder, **as_text})
    workbook.set_properties({"title": book.title, "comments": book.rule})
    sheet = workbook.add_worksheet(SHEET)
    kinds: Mapping[str, Mapping[str, object]] = {
        "text": {},
        "number": {"num_format": "@"},
        "day": {"num_format": "yyyy-mm-dd"},
        "time": {"num_format": "yyyy-mm-dd hh:mm"},
        "yuan": {"num_format": "#,##0.00"},
        "record": {"text_wrap": False},
    }
    formats = {
        (kind, look): workbook.add_format({**plain, **form})
        for kind, form in kinds.items()
        for look, plain in _LOOKS.items()
    }
    _set_up_page(sheet, book, formats["number", ""])
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{book.title}  {book.mark}".strip(), workbook.add_format(_TITLE))
    sheet.write_string(1, 0, book.period, workbook.add_format({**_PLAIN, "text_wrap": False}))
    heading = workbook.add_format(_HEADING)
    sheet.set_row(_HEADINGS, 42)
    sheet.write_row(_HEADINGS, 0, [column.heading for column in COLUMNS], heading)
    row = _HEADINGS
    for cells, late, void in zip(book.rows, book.overdue, book.voided, strict=True):
        row += 1
        look = "voided" if void else "overdue" if late else ""
        # Not every program makes room for what is wrapped. A look is that of the empty cells as well.
        sheet.set_row(row, _height(cells), formats["text", look] if look else None)
        for place, (column, cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            _write(sheet, row, place, cell, formats, look, _AS_TEXT.get(column.kind, "text"))
    sheet.print_area(_HEADINGS, 0, row + 1, len(COLUMNS) - 2)
    if book.rows:
        sheet.autofilter(_HEADINGS, 0, row, len(COLUMNS) - 2)
    total = workbook.add_format({**_PLAIN, "bold": True, "top": 1, "num_format": "#,##0.00"})
    for place, column in enumerate(COLUMNS):
        _write(sheet, row + 1, place, book.totals.get(column.heading), defaultdict(lambda: total), "", "text")
    workbook.close()


def _height(cells: Sequence[Cell]) -> float:
    """The height of a row that shows each text of it whole, in points, as far as a spreadsheet lets a row be high."""
    lines = [
        sum(-(-width_of(line) // (int(column.width) - 3)) or 1 for line in cell.split("\n"))
        for column, cell in zip(COLUMNS[:-1], cells, strict=False)
        if isinstance(cell, str)
    ]
    return min(_LINE * max(lines, default=1) + 2, _HIGHEST)


def _set_up_page(sheet: Any, book: Register, number: Any) -> None:
    for place, column in enumerate(COLUMNS):
        is_number, is_record = _AS_TEXT.get(column.kind) == "number", column.kind == "record"
        sheet.set_column(place, place, int(column.width), number if is_number else None, {"hidden": is_record})
    sheet.freeze_panes(_HEADINGS + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(4, 0)
    sheet.repeat_rows(_HEADINGS)
    sheet.repeat_columns(0)
    sheet.hide_gridlines(0)  # printed as well: a register has lines
    # What stands above the headings stands on each page: it is long, and would be cut off beside the first column.
    title, rule, mark = (text.replace("&", "&&") for text in (book.title, book.rule, book.mark))
    sheet.set_header(f"&L{book.period}&C&14{title}&R{mark}")
    sheet.set_footer(f"&L{rule}&C{mark}&R第 &P 页,共 &N 页")


def _write(sheet: Any, row: int, place: int, cell: Cell, formats: Mapping[Any, Any], look: str, words: str) -> None:
    """Write a cell in the format of its type; of text in that for `words`."""
    form = formats[_FORMATS.get(type(cell), words), look]
    if isinstance(cell, date) and cell.isoformat()[:10] < _FIRST_DAY:
        cell, form = str(cell), formats[words, look]
    if isinstance(cell, str):
        cell = fitting(literal(cell))
    if cell not in (None, "") or (look and words == "number"):
        sheet.write(row, place, cell, form)
