"""Opening a workbook (.xlsx), under a password or not, and finding the sheet with the register."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _
from complaintctl.disk.csv_table import Row
from complaintctl.disk.input_files import refuse_large_archive
from complaintctl.taking_over.column_mapping import ColumnMapping
from complaintctl.taking_over.headings import first_row, is_register
from complaintctl.taking_over.sheet_cells import rows_of_sheet

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

ALL = ("all", "全部")  # the sheets, where none is called so
RowsOf = Callable[[str], list[Row]]  # the sheet of a name
# How the two kinds of file begin that Excel writes: the present one, a zip, and the older one, which is also that of a
# workbook under a password.
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(data: bytes) -> bool:
    """Tell whether a file is one of Excel's by what stands in it, whatever it is called."""
    return data.startswith((_ZIP, _COMPOUND))


def read(
    name: str, data: bytes, mapping: ColumnMapping, sheet: str | None, password: Callable[[], str]
) -> tuple[list[Row], str]:
    """Return the rows of the sheet named, else of the first that is a register, else of the first; and which it is.

    `all` names every sheet that is a register: their rows bear its name. Which are read is a sentence, where it is for
    the program to choose. `password` gives the password of a workbook that has one; days are written as the mapping
    says, else as ISO.

    Raises UsageProblem: no such sheet; no workbook, an old or a damaged one; or a wrong password.
    """
    if data.startswith(_COMPOUND):
        data = _unlocked(data, name, password)
    with _readable(name):
        refuse_large_archive(data, name)
        book = _loaded(data)
        names = [page.title for page in book.wb.worksheets]

        def rows_of(page: str) -> list[Row]:
            return rows_of_sheet(book, partial(_loaded, data, values=True), page, mapping.date_format)

        if sheet in names:
            rows, said = rows_of(sheet), ""
        elif sheet in ALL:
            rows, said = _registers(names, rows_of, mapping)
        elif sheet is None:
            rows, said = _first_register(names, rows_of, mapping)
        else:
            known = _(", ").join(names)
            raise UsageProblem("{file} has no sheet {sheet}, but {known}.", file=name, sheet=sheet, known=known)
    if not rows:
        raise UsageProblem(
            "{file} is empty: one of its first rows names the columns, every other is a complaint.", file=name
        )
    return rows, said


def _registers(names: Sequence[str], rows_of: RowsOf, mapping: ColumnMapping) -> tuple[list[Row], str]:
    """Return the rows of every sheet that is a register, each with its name, and say which are none."""
    found = {name: rows_of(name) for name in names}
    read = [name for name, rows in found.items() if is_register(rows, mapping)]
    others = _(", ").join(name for name in names if name not in read)
    rows = [row._replace(sheet=name) for name in read for row in found[name]]
    said = _("No register, and not read: {others}.", others=others) if others else ""
    return rows or next(filter(None, found.values()), []), said


def _first_register(names: Sequence[str], rows_of: RowsOf, mapping: ColumnMapping) -> tuple[list[Row], str]:
    """Return the rows of the first sheet that is a register, else of the first that is not empty, and say which."""
    found: dict[str, list[Row]] = {}
    for read in names:
        found[read] = rows_of(read)
        if first_row(found[read], mapping) is not None:
            break
    else:
        read = next((name for name in names if found[name]), names[0])
    others = _(", ").join(name for name in names if name != read)
    said = _("Read the sheet {sheet}; --sheet reads another one, {others}.", sheet=read, others=others)
    return found[read], said if others else ""


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
