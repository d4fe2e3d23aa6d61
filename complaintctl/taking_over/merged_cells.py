"""Cells of a workbook that were merged: what stands in the first of them holds for the rows below as well."""

import re
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING

from complaintctl.base.errors import UsageProblem

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_CHUNK = 1 << 20
_LONGEST_TAG = 200
_MOST_CELLS = 2_000_000  # that are merged with one above: as many as a sheet has rows, twice


def heads(book: "ExcelReader", sheet: str) -> Mapping[tuple[int, int], int]:
    """Return for each cell (row and column, from 1) that was merged with one above it the row where its text stands.

    Raises:
        UsageProblem: more cells are merged than any register has.
    """
    from openpyxl.utils import range_boundaries

    found: dict[tuple[int, int], int] = {}
    merged = 0
    path = next(link.target for page, link in book.parser.find_sheets() if page.name == sheet)
    with book.archive.open(path) as part:
        for reference in _references(part):
            column, first, _last_column, last = (int(bound or 0) for bound in range_boundaries(reference))
            merged += last - first
            if merged > _MOST_CELLS:
                raise UsageProblem("The sheet {sheet} has merged cells without end: unmerge them.", sheet=sheet)
            found |= {(row, column): first for row in range(first + 1, last + 1)}
    return found


def _references(part: IO[bytes]) -> Iterator[str]:
    """The merged ranges of a sheet, which stand behind all its rows: looked for without taking the rows apart."""
    rest = b""
    while chunk := part.read(_CHUNK):
        text = rest + chunk
        end = 0
        for match in _MERGED.finditer(text):
            yield match[1].decode()
            end = match.end()
        rest = text[max(end, len(text) - _LONGEST_TAG) :]
