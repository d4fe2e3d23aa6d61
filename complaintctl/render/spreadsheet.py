"""The register as a workbook that Excel and WPS open: text as text, days as days, ready to be filtered and printed."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from complaintctl.cells import fitting, literal
from complaintctl.errors import StorageProblem
from complaintctl.language import _
from complaintctl.register_fields import COLUMNS
from complaintctl.render.register import Register
from complaintctl.render.register_columns import Cell
from complaintctl.system_errors import system_reason

SHEET = "登记簿"
# Above the cases: the title, the period, the headings.
_HEADINGS = 2
MOST_ROWS = 1_048_576 - _HEADINGS - 2
# Numbers that are not figures: as mere text Excel would round them when a cell is edited.
_AS_TEXT = {"reference": "number", "number": "number", "record": "record"}
_FIRST_DAY = date(1900, 3, 1)  # before it a spreadsheet counts the days wrong

_PLAIN = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
_OVERDUE = {**_PLAIN, "bg_color": "#FFD9D9"}
_HEADING = {**_PLAIN, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2F3", "border": 1}
_TITLE = {**_PLAIN, "bold": True, "font_size": 16, "text_wrap": False}


def cut_cells(book: Register) -> Iterator[tuple[str, str]]:
    """Name the case and the column of each text that a cell cannot hold whole."""
    for cells in book.rows:
        for column, cell in zip(COLUMNS, cells, strict=True):
            if isinstance(cell, str) and fitting(literal(cell)) != literal(cell):
                yield str(cells[0]), column.heading


def as_workbook(book: Register) -> bytes:
    """Return the register as an .xlsx file, landscape on A4, three pages side by side, the case number on each.

    Raises StorageProblem: there is no room to put its rows aside.
    """
    from tempfile import TemporaryDirectory, gettempdir

    from xlsxwriter.exceptions import XlsxFileError

    out, problem = io.BytesIO(), ""
    try:
        with TemporaryDirectory(prefix="complaintctl-", ignore_cleanup_errors=True) as folder:
            _write_book(out, book, folder)
    except (OSError, XlsxFileError) as error:
        problem = _reason(error)
    if problem:  # once the error is gone, and with it the half-written archive, which complains when it dies later
        raise StorageProblem(
            _(
                "The workbook cannot be put together in {folder}: {problem}. Make room there, or name another folder"
                " with TMPDIR.",
                folder=gettempdir(),
                problem=problem,
            )
        )
    return out.getvalue()


def _reason(error: Exception) -> str:
    cause = error if isinstance(error, OSError) else error.args[0] if error.args else error
    return system_reason(cause) if isinstance(cause, OSError) else str(error)


def _write_book(out: io.BytesIO, book: Register, folder: str) -> None:
    import xlsxwriter

    # Row by row, put aside in `folder`: a register of many years would not fit into memory otherwise.
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
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
        (kind, late): workbook.add_format({**(_OVERDUE if late else _PLAIN), **form})
        for kind, form in kinds.items()
        for late in (False, True)
    }
    _set_up_page(sheet, book, formats["number", False])
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{book.title}  {book.mark}".strip(), workbook.add_format(_TITLE))
    sheet.write_string(1, 0, book.period, workbook.add_format({**_PLAIN, "text_wrap": False}))
    heading = workbook.add_format(_HEADING)
    sheet.set_row(_HEADINGS, 42)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(_HEADINGS, place, column.heading, heading)
    row = _HEADINGS
    for cells, late in zip(book.rows, book.overdue, strict=True):
        row += 1
        if late:
            sheet.set_row(row, None, formats["text", True])  # the empty cells as well
        for place, (column, cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            _write(sheet, row, place, cell, formats, late, _AS_TEXT.get(column.kind, "text"))
    if book.rows:
        sheet.autofilter(_HEADINGS, 0, row, len(COLUMNS) - 2)
    total = workbook.add_format({**_PLAIN, "bold": True, "top": 1, "num_format": "#,##0.00"})
    for place, column in enumerate(COLUMNS):
        _write(sheet, row + 1, place, book.totals.get(column.heading), {("text", False): total, ("yuan", False): total})
    workbook.close()


def _set_up_page(sheet: Any, book: Register, number: Any) -> None:
    for place, column in enumerate(COLUMNS):
        is_number, is_record = _AS_TEXT.get(column.kind) == "number", column.kind == "record"
        sheet.set_column(place, place, column.width, number if is_number else None, {"hidden": is_record})
    sheet.freeze_panes(_HEADINGS + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(3, 0)
    sheet.repeat_rows(_HEADINGS)
    sheet.repeat_columns(0)
    sheet.hide_gridlines(0)  # printed as well: a register has lines
    sheet.set_footer(f"&L{_plain(book.rule)}&C{_plain(book.mark)}&R第 &P 页,共 &N 页")


def _plain(text: str) -> str:
    """Return text for a page's foot, where an ampersand would begin a command."""
    return text.replace("&", "&&")


def _write(
    sheet: Any,
    row: int,
    place: int,
    cell: Cell,
    formats: Mapping[tuple[str, bool], Any],
    late: bool = False,
    words: str = "text",
) -> None:
    if cell is None or cell == "":
        if words == "number" and late:
            sheet.write_blank(row, place, None, formats[words, late])
    elif isinstance(cell, date) and date(cell.year, cell.month, cell.day) >= _FIRST_DAY:
        sheet.write_datetime(row, place, cell, formats["time" if isinstance(cell, datetime) else "day", late])
    elif isinstance(cell, Decimal):
        sheet.write_number(row, place, float(cell), formats["yuan", late])
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell, formats["text", late])
    else:
        sheet.write_string(row, place, fitting(literal(str(cell))), formats[words, late])
