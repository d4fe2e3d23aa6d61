"""Cells of a workbook that were merged: what stands in the first of them holds for the rows below as well."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from complaintctl.base.errors import UsageProblem

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_CHUNK = 1 << 20
_LONGEST_TAG = 200
_MOST_CELLS = 2_000_000  # that are merged with one above: as many as a sheet has rows, twice
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def heads(workbook: bytes, sheet: str) -> Mapping[tuple[int, int], int]:
    """Return for each cell (row and column, from 1) that was merged with one above it the row where its text stands.

    Raises:
        UsageProblem: more cells are merged than any register has.
    """
    from openpyxl.utils import range_boundaries

    found: dict[tuple[int, int], int] = {}
    merged = 0
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for reference in _references(archive, _path(archive, sheet)):
            column, first, _last_column, last = (int(bound or 0) for bound in range_boundaries(reference))
            merged += last - first
            if merged > _MOST_CELLS:
                raise UsageProblem("The sheet {sheet} has merged cells without end: unmerge them.", sheet=sheet)
            found |= {(row, column): first for row in range(first + 1, last + 1)}
    return found


def _path(archive: zipfile.ZipFile, sheet: str) -> str:
    """Find the part of a workbook in which a sheet is kept."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    number = next(page.get(_LINK) for page in book.iter(f"{_MAIN}sheet") if page.get("name") == sheet)
    target = next(link.get("Target", "") for link in links if link.get("Id") == number)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _references(archive: zipfile.ZipFile, path: str) -> Iterator[str]:
    """The merged ranges of a sheet, which stand behind all its rows: looked for without taking the rows apart."""
    with archive.open(path) as opened:
        rest = b""
        while chunk := opened.read(_CHUNK):
            text = rest + chunk
            end = 0
            for match in _MERGED.finditer(text):
                yield match[1].decode()
                end = match.end()
            rest = text[max(end, len(text) - _LONGEST_TAG) :]
