"""The heading of a register: a row that names the columns, or several under each other, joined into one."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.disk.csv_table import Row
from complaintctl.taking_over.column_mapping import ColumnMapping, plain_header

# A register may have its title, or the bank's name, above the heading.
_LINES_ABOVE = 10
_MOST_ROWS = 3  # of one heading
# So many cells that are known headings make a row a heading; one alone may be a word such as 电话.
_HEADINGS_OF_A_ROW = 2


def first_row(rows: Sequence[Row], mapping: ColumnMapping) -> int | None:
    """Find the first row of the heading; None if no row has a column that the mapping knows."""
    return next((place for place, row in enumerate(rows[:_LINES_ABOVE]) if mapping.knows(row.cells)), None)


def joined(rows: Sequence[Row], mapping: ColumnMapping) -> tuple[Sequence[str], Sequence[Row]]:
    """Return the heading that begins with the first of the rows, its rows joined, and the rows below it."""
    heading, number = list(rows[0].cells), 1
    while number < min(_MOST_ROWS, len(rows)) and _goes_on(heading, rows[number].cells, mapping):
        heading = list(_together(heading, rows[number].cells, mapping))
        number += 1
    return heading, rows[number:]


def refuse_other_headings(heading: Sequence[str], rows: Sequence[Row], mapping: ColumnMapping, file: str) -> None:
    """Refuse a file in which a row below the heading is another one, or a column with data has no heading.

    Raises:
        UsageProblem: so it is: cells would be taken for what they are not, or be left out without a word.
    """
    dates = [place for title, place in _places(heading) if mapping.columns.get(title) == "received_at"]
    for row in rows:
        titled = {place for place, cell in enumerate(row.cells) if plain_header(cell) in mapping.columns}
        dated = any(place not in titled and place < len(row.cells) and row.cells[place].strip() for place in dates)
        if len(titled) >= _HEADINGS_OF_A_ROW and not dated:
            raise UsageProblem(
                "{file}, line {line}: headings stand again below the heading ({columns}). Take the row out; if it"
                " is part of the heading, write the heading in one row.",
                file=file,
                line=row.line,
                columns=_(", ").join(row.cells[place].strip() for place in sorted(titled)),
            )
        for place, cell in enumerate(row.cells[: len(heading)]):
            if cell.strip() and not heading[place].strip():
                raise UsageProblem(
                    "{file}, line {line}: {text} stands in column {number}, which has no heading. Give it one, or"
                    " empty it.",
                    file=file,
                    line=row.line,
                    text=repr(cell.strip()[:20]),
                    number=place + 1,
                )


def _places(heading: Sequence[str]) -> Iterator[tuple[str, int]]:
    return ((plain_header(title), place) for place, title in enumerate(heading))


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
