"""A listing as rich paints it in a terminal, however narrow."""

import sys
from collections.abc import Mapping, Sequence
from shutil import get_terminal_size
from typing import Any, Literal

from complaintctl.base.language import _
from complaintctl.base.text import cells, clipped, visible
from complaintctl.front.help import parts, wrapped
from complaintctl.front.session import say
from complaintctl.tables.listing import COLUMNS, Record, Section, is_number, shown

# What stands whole on a line of its own below its row, so that it can be copied.
_BELOW = ("remedy",)


def screenful() -> int:
    """The rows that a listing has in the terminal at most; more is asked for in a file or a pipe."""
    return max(get_terminal_size().lines, 20)


def paint_sections(sections: Sequence[Section], mark: str, rows_left: int = 0) -> None:
    """Paint a table for each section, the mark of a practice file in its title; say what was left out of them.

    `rows_left`: the rows that were left out already.
    """
    columns_left, room = list[str](), screenful()
    for section in sections:
        seen, title = section.records[:room], " ".join(filter(None, (mark, section.title)))
        rows_left, room = rows_left + len(section.records) - len(seen), room - len(seen)
        if seen:
            columns_left += paint(section._replace(records=seen, title=title))
    if columns_left:
        say(_("Not shown at this width: {columns}.", columns=_(", ").join(dict.fromkeys(columns_left))))
    if rows_left:
        say(
            _(
                "… and {number} more: narrow the choice, write to a file with -o FILE.csv, or pipe to a pager",
                number=rows_left,
            )
        )


def paint(section: Section) -> list[str]:
    """Paint a table in the terminal under its title; return the columns that were left out."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(file=sys.stdout, width=get_terminal_size().columns)  # rich takes a dumb terminal for 80 wide
    seen, heads = section.records, section.heads()
    below = [key for key in _BELOW if heads.pop(key, None) is not None]
    widths = _fitting(seen, heads, console.width)
    console.print(_table(seen[:0] if below else seen, widths, section.title, heads))
    for record in seen if below else ():
        console.print(Padding(_table([record], widths, None, heads), (0, 0, 0, 1)))
        for key in below:
            console.print(Text(f"    {shown(record, key)}"), soft_wrap=True)
    return [head for key, head in heads.items() if key not in widths and head]


def _table(records: Sequence[Record], widths: Mapping[str, int], title: str | None, heads: Mapping[str, str]) -> Any:
    """A table for rich, headed if it has a title, which may be empty."""
    from rich.box import SIMPLE_HEAD
    from rich.style import Style
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(visible(title), "table.title") if title else None,  # brackets in a name are no markup
        box=SIMPLE_HEAD if title is not None else None,
        show_header=title is not None,
        header_style="bold",
        padding=(0, 1 if title is not None else 2, 0, 0),  # beside a box's own blank
    )
    for key, width in widths.items():
        justify: Literal["right", "left"] = "right" if is_number(records, key) else "left"
        table.add_column(heads[key], justify=justify, width=width, overflow="fold")
    for record in records:
        style = Style(color="yellow") if record.get("target_reached") else ""
        if record.get("is_major") and "working_days_overdue" in record:
            style = Style(bold=True, color="red")
        table.add_row(*(Text(_in_a_cell(record, key, width), style) for key, width in widths.items()))
    return table


def _in_a_cell(record: Record, key: str, width: int) -> str:
    """Give what stands in a cell: of a text that is cut anyhow no more than one line, of another each in a line."""
    text = shown(record, key)
    return clipped(text, width) if COLUMNS.get(key, {}).get("most") else "\n".join(wrapped(text, width))


def _least_width(text: str) -> int:
    """Give the cells below which a word of a text would be broken that need not be."""
    return max(max(min(cells(word), 14), *(min(cells(part), 20) for part in parts(word))) for word in text.split())


def _fitting(records: Sequence[Record], heads: Mapping[str, str], room: int) -> dict[str, int]:
    """The columns that fit side by side without breaking a word, each with its width in terminal cells.

    The least needed are left out first; what room is left over widens the others, from the left.
    """
    texts = {key: [head, *(shown(record, key) for record in records)] for key, head in heads.items()}
    widths = {key: max(map(_least_width, filter(str.strip, texts[key])), default=1) for key in texts}

    def spare() -> int:  # beside each column stand a space and a line, and one line more at the edge
        return room - sum(width + 2 for width in widths.values()) - 1

    left_out = {key: COLUMNS[key]["left_out"] for key in heads if key in COLUMNS}
    for key in sorted(filter(left_out.get, left_out), key=left_out.__getitem__):
        if spare() >= 0:
            break
        widths.pop(key, None)
    for key in widths:
        wanted = max(cells(text) for text in texts[key]) - widths[key]
        widths[key] += max(0, min(wanted, spare()))
    return widths
