"""The rows of a CSV file, each with its line; what cannot be read of it, and the file that gives rejected rows back."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.spreadsheet_text import LONGEST_CELL, computable, neutral
from complaintctl.base.text import quoted
from complaintctl.disk.input_files import read_bytes, read_text

_ENCODINGS = ("utf-8", "gb18030")
# What stands before the columns of a file that gives rejected rows back: their lines, and why they were rejected.
_OF_REJECTS = {"en": ("line", "reason"), "zh": ("行号", "原因")}
_REJECTS_NAME = re.compile(r"\.rejects(-\d+)?$")


class Row(NamedTuple):
    """The cells of a row, the line it begins on, and why it, or one of its cells, cannot be used, if it cannot."""

    line: int
    cells: Sequence[str]
    fault: str | None = None
    cell_faults: Mapping[int, str] = {}
    sheet: str = ""  # of a workbook of which several are read

    @property
    def place(self) -> str:
        """The place of the row, as a spreadsheet writes it: its line, behind its sheet."""
        return f"{self.sheet}!{self.line}" if self.sheet else str(self.line)


class Reject(NamedTuple):
    """A row that was not taken in, and why, as a sentence."""

    row: Row
    reason: str
    masked: bool = False  # the customer's data in it is nobody's
    curable: bool = False  # a line of a mapping would cure something


def read(file: Path, encoding: str, data: bytes | None = None) -> list[Row]:
    """The rows of a CSV file that are not blank; `encoding` is utf-8, gb18030, or auto for whichever of them it is.

    `data` is what stands in it, if that was read already.

    Raises UsageProblem: the file is missing, empty, in another encoding, or a quotation mark in it is never closed.
    """
    if encoding not in ("auto", *_ENCODINGS):
        raise UsageProblem("--encoding {encoding} is none of auto, utf-8, gb18030.", encoding=quoted(encoding))
    codecs = _ENCODINGS if encoding == "auto" else (encoding,)
    data = read_bytes(file) if data is None else data
    rows = list(_rows(read_text(data, file.name, codecs), file.name))
    if not rows:
        raise UsageProblem("{file} is empty: its first line names the columns.", file=file)
    return rows


def records(
    file: Path, required: Sequence[str], optional: Sequence[str] = (), *, other_names: Mapping[str, str] = {}
) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file under its header, each with its line; a column that is not there is empty in each.

    `other_names` are headings under which a column may stand as well.

    Raises UsageProblem: as `read`, a column that is `required` is missing, or a row cannot be used.
    """
    header, *rows = read(file, "auto")
    titles = [other_names.get(title.strip(), title.strip()) for title in header.cells]
    places = {title: place for place, title in reversed([*enumerate(titles)])}
    missing = [name for name in required if name not in places]
    if missing:
        named = {name: title for title, name in other_names.items()} if spoken() == "zh" else {}
        columns = _(", ").join(named.get(name, name) for name in missing)
        raise UsageProblem("{file} lacks {columns}: its first line names the columns.", file=file, columns=columns)
    for row in rows:
        if row.fault:
            raise UsageProblem("{file}, line {line}: {problem}", file=file.name, line=row.line, problem=row.fault)
    wanted = {name: places.get(name, len(header.cells)) for name in (*required, *optional)}
    return [
        (row.line, {name: row.cells[place] if place < len(row.cells) else "" for name, place in wanted.items()})
        for row in rows
    ]


def rejects_csv(header: Sequence[str], rejects: Iterable[Reject]) -> bytes:
    """Return rejected rows as CSV for a spreadsheet: line and reason before the original columns.

    A cell that a spreadsheet would take for a formula gets an apostrophe, which an import takes off again.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*_OF_REJECTS[spoken()], *header))
    writer.writerows((each.row.place, each.reason, *map(neutral, each.row.cells)) for each in rejects)
    # Excel takes UTF-8 for what it is only behind a byte-order mark.
    return out.getvalue().encode("utf-8-sig")


def rejects_of(file: Path) -> Path:
    """The file beside a register that gives its rejected rows back; of such a one, the same again."""
    return file.with_name(f"{_REJECTS_NAME.sub('', file.stem)}.rejects.csv")


def is_rejects(file: Path) -> bool:
    """Tell whether a file gives rejected rows back, by its name."""
    return file.suffix == ".csv" and bool(_REJECTS_NAME.search(file.stem))


def without_reasons(header: Sequence[str], rows: Sequence[Row]) -> tuple[Sequence[str], Sequence[Row]]:
    """Return header and rows of a file that gives rejected rows back, as they were before they were rejected."""
    added = len(_OF_REJECTS["en"])
    if tuple(title.strip().lower() for title in header[:added]) not in _OF_REJECTS.values():
        return header, rows
    return header[added:], [
        row._replace(
            cells=[*map(computable, row.cells[added:])],
            cell_faults={place - added: fault for place, fault in row.cell_faults.items() if place >= added},
        )
        for row in rows
    ]


def _rows(text: str, name: str) -> Iterator[Row]:
    # The reader's own limit would cut a cell and take its rest for rows.
    csv.field_size_limit(max(len(text), LONGEST_CELL))
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    while reader.line_num < len(lines):
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except csv.Error as error:
            if "unexpected" in str(error):
                raise UsageProblem(
                    "{file}: a quotation mark in the row that begins on line {line} is never closed. Close it, or"
                    " take it out.",
                    file=name,
                    line=line,
                ) from None
            yield Row(
                line,
                ["".join(lines[line - 1 : reader.line_num]).rstrip("\r\n")],
                _("The quotation marks of this row do not match."),
            )
        else:
            if any(cell.strip() for cell in cells):
                yield Row(line, cells, fault_of(cells))


def fault_of(cells: Sequence[str]) -> str | None:
    """Say why the cells of a row cannot be used; None if they can."""
    longest = max(map(len, cells))
    if longest > LONGEST_CELL:
        return _(
            "A cell holds {longest} characters; {most} is the most a spreadsheet keeps in one.",
            longest=longest,
            most=LONGEST_CELL,
        )
    if any("\0" in cell for cell in cells):
        return _("A cell holds a NUL character: the file is damaged or is no text.")
    return None
