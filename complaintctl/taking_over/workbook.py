"""The rows of a workbook (.xlsx) as text, as a CSV file would hold them, so that one way leads on from there."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _
from complaintctl.disk.csv_table import Row, fault_of
from complaintctl.disk.input_files import read_bytes, refuse_large_archive
from complaintctl.taking_over.merged_cells import heads

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

# How the two kinds of file begin that Excel writes: the present one, a zip, and the older one, which is also that of a
# workbook under a password.
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_ROWS = 1_048_576  # of a sheet
_MOST_CELLS = 20_000_000  # that are looked at: 400,000 rows of fifty columns
# A number of more digits was rounded: a spreadsheet keeps fifteen.
_ROUNDED = 10**15


class Sheet(NamedTuple):
    """The rows of the sheet that was read, its name, and the names of the others."""

    rows: list[Row]
    name: str
    others: Sequence[str]


def is_workbook(file: Path) -> bool:
    """Tell whether a file is one of Excel's, whatever it is called."""
    try:
        with file.open("rb") as opened:
            return opened.read(4) in (_ZIP, _COMPOUND)
    except OSError:
        return False  # what is wrong with it says who reads it as text


def read(
    file: Path,
    *,
    sheet: str | None,
    password: Callable[[], str],
    date_format: str | None,
    is_register: Callable[[Sequence[Row]], bool],
) -> Sheet:
    """Return the rows of the sheet named, else of the first that is a register, else of the first.

    `password` gives the password of a workbook that has one; days are written as `date_format` says, else as ISO.

    Raises:
        UsageProblem: no such sheet; no workbook, an old or a damaged one; or a wrong password.
    """
    data = read_bytes(file)
    if data.startswith(_COMPOUND):
        data = _unlocked(data, file.name, password)
    with _readable(file.name):
        refuse_large_archive(data, file.name)
        book = _loaded(data, values=False)
        names = [page.title for page in book.worksheets]
    if sheet is not None and sheet not in names:
        known = _(", ").join(names)
        raise UsageProblem("{file} has no sheet {sheet}, but {known}.", file=file.name, sheet=sheet, known=known)
    read_first: Sheet | None = None
    for name in [sheet] if sheet else names:
        with _readable(file.name):
            rows = _Page(data, book, name, date_format).rows()
        found = Sheet(rows, name, [other for other in names if other != name])
        if is_register(rows):
            return found
        read_first = read_first or found
    if read_first is None or not read_first.rows:
        raise UsageProblem(
            "{file} is empty: one of its first rows names the columns, every other is a complaint.", file=file.name
        )
    return read_first


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
    out = io.BytesIO()
    given = password()
    try:
        with _readable(name):
            office.load_key(password=given, verify_password=True)
            office.decrypt(out)
    except (InvalidKeyError, DecryptionError):
        raise UsageProblem(
            "{file} does not open with this password: ask whoever locked it, and try again.", file=name
        ) from None
    return out.getvalue()


def _loaded(data: bytes, *, values: bool) -> "Workbook":
    """Return a workbook with its formulas, or with the values they had when it was saved."""
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=values)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turn what goes wrong in a damaged workbook, or one of another program, into a sentence."""
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    try:
        yield
    except (ComplaintError, DecryptionError, InvalidKeyError):
        raise
    except Exception:  # it comes from the archive, the XML in it, or what was expected there, in a dozen forms
        raise UsageProblem(
            "{file} is no workbook that can be read: open it in Excel, save it as .xlsx, and import that.", file=name
        ) from None


class _Page:
    """A sheet as text, row by row."""

    def __init__(self, data: bytes, book: "Workbook", name: str, date_format: str | None) -> None:
        self._data = data
        self._book = book
        self._name = name
        self._date_format = date_format
        self._heads = heads(data, name)
        self._texts: dict[tuple[int, int], str] = {}  # of the cells that others were merged with
        self._values: Iterator[Sequence[Any]] | None = None
        self._values_line = 0

    def rows(self) -> list[Row]:
        """Return the rows that are not blank, all of one width."""
        found = [row for line, cells in enumerate(self._cells(self._book), 1) if (row := self._row(line, cells))]
        width = max((_width(row.cells) for row in found), default=0)
        return [row._replace(cells=[*row.cells[:width], *[""] * (width - len(row.cells))]) for row in found]

    def _cells(self, book: "Workbook") -> Iterator[Sequence[Any]]:
        """Yield the rows as they lie, blank ones too. Raises UsageProblem for a sheet beyond all measure."""
        page: Any = book[self._name]
        page.reset_dimensions()  # what a file says of its own size is not always so
        number = 0
        for line, cells in enumerate(page.iter_rows(), 1):
            number += len(cells)
            if line > _MOST_ROWS or number > _MOST_CELLS:
                raise UsageProblem(
                    "The sheet {sheet} has more than {most} cells, or rows without end: take out what is empty, or"
                    " save it as CSV.",
                    sheet=self._name,
                    most=f"{_MOST_CELLS:,}",
                )
            yield cells

    def _row(self, line: int, cells: Sequence[Any]) -> Row | None:
        texts = [_text(cell.value, self._date_format) for cell in cells]
        faults = {}
        for place, cell in enumerate(cells):
            if cell.data_type == "f":
                texts[place], faults[place] = self._saved(line, place, cell)
            elif cell.data_type == "e":
                faults[place] = _("Cell {cell} holds the error {text}.", cell=cell.coordinate, text=cell.value)
        if not any(text.strip() for text in texts):
            return None
        if self._heads:
            self._fill(line, texts)
        return Row(line, texts, fault_of(texts), {place: fault for place, fault in faults.items() if fault})

    def _saved(self, line: int, place: int, cell: Any) -> tuple[str, str]:
        """Return the value that a formula had when the workbook was saved, or the formula and what is wrong with it."""
        if self._values is None:
            self._values = self._cells(_loaded(self._data, values=True))
        while self._values_line < line:
            self._values_row = next(self._values)
            self._values_line += 1
        saved = self._values_row[place]
        if saved.value is None:
            formula = str(getattr(cell.value, "text", cell.value))
            return formula, _(
                "Cell {cell} is a formula whose value was not saved: open the file in Excel, save it, import it again.",
                cell=cell.coordinate,
            )
        if saved.data_type == "e":
            return str(saved.value), _("Cell {cell} holds the error {text}.", cell=cell.coordinate, text=saved.value)
        return _text(saved.value, self._date_format), ""

    def _fill(self, line: int, texts: list[str]) -> None:
        """Give the cells of a row that were merged with one above them its text."""
        for place, text in enumerate(texts):
            head = self._heads.get((line, place + 1))
            if head is not None and not text:
                texts[place] = self._texts.get((head, place + 1), "")
            elif text:
                self._texts[line, place + 1] = text


def _width(cells: Sequence[str]) -> int:
    """Count the cells of a row up to the last that says anything."""
    return next((place + 1 for place in reversed(range(len(cells))) if cells[place]), 0)


def _text(value: Any, date_format: str | None) -> str:
    """Return what stands in a cell, as a CSV file would say it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _unescaped(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime) and date_format:
        return value.strftime(date_format)
    if isinstance(value, datetime):
        moment = value + timedelta(microseconds=500_000)  # a spreadsheet's times are fractions of a day
        return f"{moment:%Y-%m-%d}" if f"{moment:%H%M%S}" == "000000" else f"{moment:%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    """Return a number as its digits; one of more digits than a spreadsheet keeps as what it is, rounded."""
    if abs(value) >= _ROUNDED:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else repr(value)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return str(unescape(text))
