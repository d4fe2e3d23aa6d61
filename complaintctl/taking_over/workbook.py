"""The rows of a workbook (.xlsx) as text, as a CSV file would hold them, so that one way leads on from there."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _
from complaintctl.disk.csv_table import Row, fault_of
from complaintctl.disk.input_files import read_bytes, refuse_large_archive
from complaintctl.taking_over.column_mapping import ColumnMapping
from complaintctl.taking_over.headings import first_row
from complaintctl.taking_over.merged_cells import heads

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

# How the two kinds of file begin that Excel writes: the present one, a zip, and the older one, which is also that of a
# workbook under a password.
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_ROWS = 1_048_576  # of a sheet
_MOST_CELLS = 20_000_000  # that are looked at: 400,000 rows of fifty columns
# A number of more digits was rounded: a spreadsheet keeps fifteen.
_ROUNDED = 10**15


def is_workbook(file: Path) -> bool:
    """Tell whether a file is one of Excel's, whatever it is called."""
    try:
        with file.open("rb") as opened:
            return opened.read(4) in (_ZIP, _COMPOUND)
    except OSError:
        return False  # what is wrong with it says who reads it as text


def read(file: Path, mapping: ColumnMapping, sheet: str | None, password: Callable[[], str]) -> tuple[list[Row], str]:
    """Return the rows of the sheet named, else of the first that is a register, else of the first; and which it is.

    That is a sentence, where it is for the program to choose. `password` gives the password of a workbook that has one;
    days are written as the mapping says, else as ISO.

    Raises:
        UsageProblem: no such sheet; no workbook, an old or a damaged one; or a wrong password.
    """
    data = read_bytes(file)
    if data.startswith(_COMPOUND):
        data = _unlocked(data, file.name, password)
    with _readable(file.name):
        refuse_large_archive(data, file.name)
        book = _loaded(data)
        names = [page.title for page in book.wb.worksheets]
        if sheet is not None and sheet not in names:
            known = _(", ").join(names)
            raise UsageProblem("{file} has no sheet {sheet}, but {known}.", file=file.name, sheet=sheet, known=known)
        read, rows = "", []
        for name in [sheet] if sheet else names:
            found = _rows(data, book, name, mapping.date_format)
            is_register = first_row(found, mapping) is not None
            if is_register or not read:
                read, rows = name, found
            if is_register:
                break
    if not rows:
        raise UsageProblem(
            "{file} is empty: one of its first rows names the columns, every other is a complaint.", file=file.name
        )
    others = _(", ").join(name for name in names if name != read)
    if sheet is not None or not others:
        return rows, ""
    return rows, _("Read the sheet {sheet}; --sheet reads another one, {others}.", sheet=read, others=others)


def _unlocked(data: bytes, name: str, password: Callable[[], str]) -> bytes:
    """Return a workbook that is under a password, opened with it."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
    from msoffcrypto.format.ooxml import OOXMLFile

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
    except Exception:  # what a broken one raises is not told by the library
        office = None
    if not isinstance(office, OOXMLFile):
        raise UsageProblem(
            "{file} is in Excel's old format: open it there, save it as .xlsx, and import that.", file=name
        )
    out, given = io.BytesIO(), password()
    with _readable(name):
        try:
            office.load_key(password=given, verify_password=True)
            office.decrypt(out)
        except (InvalidKeyError, DecryptionError):
            raise UsageProblem(
                "{file} does not open with this password: ask whoever locked it, and try again.", file=name
            ) from None
    return out.getvalue()


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turn what goes wrong in a damaged workbook, or one of another program, into a sentence."""
    try:
        yield
    except ComplaintError:
        raise
    except Exception:  # it comes from the archive, the XML in it, or what was expected there, in a dozen forms
        raise UsageProblem(
            "{file} is no workbook that can be read: open it in Excel, save it as .xlsx, and import that.", file=name
        ) from None


def _loaded(data: bytes, *, values: bool = False) -> "ExcelReader":
    """Return a workbook with its formulas, or with the values they had when it was saved."""
    from openpyxl.reader.excel import ExcelReader

    book = ExcelReader(io.BytesIO(data), read_only=True, data_only=values)
    book.read()
    return book


def _rows(data: bytes, book: "ExcelReader", name: str, date_format: str | None) -> list[Row]:
    """Return the rows of a sheet that are not blank as text, all of one width."""
    found: list[Row] = []
    merged = heads(book, name)
    above: dict[tuple[int, int], str] = {}  # the texts of the cells that others were merged with
    saved_rows = _cells(partial(_loaded, data, values=True), name)  # loaded only where there is a formula
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
