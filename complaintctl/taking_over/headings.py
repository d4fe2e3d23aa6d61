"""The heading of a register: a row that names the columns, or several under each other, joined into one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import quoted
from complaintctl.base.values import plain
from complaintctl.disk.csv_table import Reject, Row, without_reasons
from complaintctl.taking_over.column_mapping import ColumnMapping, plain_header

# A register may have its title, or the bank's name, above the heading.
_LINES_ABOVE = 10
_MOST_ROWS = 3  # of one heading
# So many cells that are known headings make a row a heading; one alone may be a word such as 电话.
_HEADINGS_OF_A_ROW = 2
# A row that begins so is the sum of the others, or says who drew the register up: no complaint.
_NO_COMPLAINT = re.compile(
    r"(本[页月季年]|\d\d?月|累计)?(合计|总计|小计|共计|累计)([:(].*)?|(填表|制表|填报|审核|复核|负责|单位负责)(人|单位|日期|时间)?:.*"
)
_LONGEST = 60  # of a cell that is looked at for it


def first_row(rows: Sequence[Row], mapping: ColumnMapping) -> int | None:
    """Find the first row of the heading; None if no row has a column that the mapping knows."""
    for place, row in enumerate(rows[:_LINES_ABOVE]):
        if any(plain_header(title) in mapping.columns for title in row.cells):
            return place
    return None


def is_register(rows: Sequence[Row], mapping: ColumnMapping) -> bool:
    """Tell whether a sheet has, beside another column, one that says when complaints were received."""
    known = {mapping.columns.get(plain_header(title)) for row in rows[:_LINES_ABOVE] for title in row.cells} - {None}
    return len(known) >= _HEADINGS_OF_A_ROW and "received_at" in known | mapping.defaults.keys()


def heading_and_rows(
    rows: Sequence[Row], mapping: ColumnMapping, file: str, *, known: bool = True
) -> tuple[Sequence[str], Sequence[Row]]:
    """Return the heading of a register, joined into one row, and the rows below it but for sums and signatures.

    One that the mapping need not know is the first of the rows with the most cells.

    Raises UsageProblem: no header that the mapping knows.
    """
    start = first_row(rows, mapping)
    if start is None and not known:
        start = max(range(min(_LINES_ABOVE, len(rows))), key=lambda place: sum(map(bool, rows[place].cells)))
    if start is None:
        raise UsageProblem(
            "{file} has no column that the mapping {mapping} knows: its header must name, separated by commas,"
            " {columns}."
            if mapping.own
            else "{file} has no column of a register: its header must name, separated by commas, {columns}.",
            file=file,
            columns=mapping.needed(),
            mapping=mapping.name,
        )
    heading, below = list(rows[start].cells), start + 1
    while below < min(start + _MOST_ROWS, len(rows)) and _goes_on(heading, rows[below].cells, mapping):
        heading = list(_together(heading, rows[below].cells, mapping))
        below += 1
    header, entries = without_reasons(heading, [row for row in rows[below:] if not _is_no_complaint(row)])
    _refuse_other_headings(header, entries, mapping, file)
    return header, entries


def under_one_heading(
    headings: Sequence[tuple[Sequence[str], str]], rejects: Sequence[Reject]
) -> tuple[Sequence[str], list[Reject]]:
    """Return one heading for the rejected rows of several sheets, each of which has its own, and the rows below it.

    Columns of one name are one, wherever they stand.
    """
    columns = {sheet: _numbered(heading) for heading, sheet in headings}
    every = [*dict.fromkeys(chain.from_iterable(columns.values()))]
    titles: dict[tuple[str, int], str] = {}
    for heading, sheet in reversed(headings):
        titles |= zip(columns[sheet], heading, strict=True)
    laid = []
    for reject in rejects:
        own = columns[reject.row.sheet]
        if len(headings) > 1 and len(reject.row.cells) == len(own):
            cells = dict(zip(own, reject.row.cells, strict=True))
            reject = reject._replace(row=reject.row._replace(cells=[cells.get(column, "") for column in every]))
        laid.append(reject)
    return [titles[column] for column in every], laid


def _numbered(heading: Sequence[str]) -> list[tuple[str, int]]:
    """Return the columns of a heading, those of one name told apart by their number."""
    seen = Counter[str]()
    columns = []
    for title in map(plain_header, heading):
        seen[title] += 1
        columns.append((title, seen[title]))
    return columns


def _is_no_complaint(row: Row) -> bool:
    first = next((cell for cell in row.cells if cell.strip()), "")
    return len(first) < _LONGEST and bool(_NO_COMPLAINT.fullmatch("".join(plain(first).split())))


def _refuse_other_headings(heading: Sequence[str], rows: Sequence[Row], mapping: ColumnMapping, file: str) -> None:
    """Refuse a file in which a row below the heading is another one, or a column with data has no heading.

    Raises UsageProblem: so it is: cells would be taken for what they are not, or be left out without a word.
    """
    fields = mapping.fields(heading)
    dates = [place for place, title in enumerate(heading) if fields.get(plain_header(title)) == "received_at"]
    for row in rows:
        titled = [place for place, cell in enumerate(row.cells) if plain_header(cell) in mapping.columns]
        dated = any(place not in titled and "".join(row.cells[place : place + 1]).strip() for place in dates)
        if len(titled) >= _HEADINGS_OF_A_ROW and not dated:
            raise UsageProblem(
                "{file}, line {line}: headings stand again below the heading ({columns}). Take the row out; if it"
                " is part of the heading, write the heading in one row.",
                file=file,
                line=row.line,
                columns=_(", ").join(row.cells[place].strip() for place in titled),
            )
        for number, (title, cell) in enumerate(zip(heading, row.cells, strict=False), 1):
            if cell.strip() and not title.strip():
                raise UsageProblem(
                    "{file}, line {line}: {text} stands in column {number}, which has no heading. Give it one, or"
                    " empty it.",
                    file=file,
                    line=row.line,
                    text=quoted(cell.strip()[:20]),
                    number=number,
                )


def _goes_on(heading: Sequence[str], cells: Sequence[str], mapping: ColumnMapping) -> bool:
    """Tell that a row is a further one of the heading: it names a column below a group, and says nothing of another."""
    known, below = mapping.columns, False
    above = [plain_header(title) for title in heading]
    for place, name in enumerate(map(plain_header, _together(heading, cells, mapping))):
        title = above[place] if place < len(above) else ""
        # A group is no column's name, or goes on over the blanks beside it.
        is_group = title not in known or above[place + 1 : place + 2] == [""]
        if name != title and not is_group:
            return False  # the row is a complaint
        below = below or (name != title and name in known)
    return below


def _together(heading: Sequence[str], cells: Sequence[str], mapping: ColumnMapping) -> Iterator[str]:
    """Yield each column's name: what stands below, with its group where it is not known alone (客户信息/性别)."""
    group = ""
    for above, below in zip_longest(heading, cells, fillvalue=""):
        # A group stands in the first of its columns; the others are blank.
        group = above.strip() if above.strip() or not below.strip() else group
        both = f"{group}/{below.strip()}"
        if not below.strip() or plain_header(below) == plain_header(above):
            yield above
        elif plain_header(both) in mapping.columns:
            yield both
        else:
            yield below if plain_header(below) in mapping.columns or not group else both
