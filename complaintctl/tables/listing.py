"""A listing as a table for people, or as CSV or JSON for programs."""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from shutil import get_terminal_size
from typing import Any, Literal, NamedTuple

from complaintctl.base.citations import cited
from complaintctl.base.language import _, spoken
from complaintctl.base.spreadsheet_text import neutral
from complaintctl.base.text import to_json, visible
from complaintctl.tables.columns import FLAGS, LEFT_OUT_FIRST, heading

Record = Mapping[str, Any]
_NONE: Mapping[str, str] = {}


class Section(NamedTuple):
    """A part of a listing: its heading, its records, and the columns that people see of them."""

    title: str
    records: Sequence[Record]
    columns: Sequence[str]
    headings: Mapping[str, str] = _NONE  # of columns that the file itself names


class Listing(NamedTuple):
    """A listing: the names of its columns for programs and of those for people, with blanks between."""

    given: str
    seen: str
    labels: Mapping[str, str] = _NONE  # by column, the kind of code it holds
    readable: Callable[[Record], Record] = dict  # a record as people read it
    remark: str = ""  # marked; what people are told below a table

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that programs get."""
        return tuple(self.given.split())

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that people see."""
        return tuple(self.seen.split())


# What rich paints in a blink; more is asked for in a file or a pipe.
PAINTED_ROWS = 200
# What stands whole on a line of its own below its row, so that it can be copied.
BELOW = ("remedy",)


def labelled(
    rows: Iterable[Any], labels: Mapping[tuple[str, str], str], language: str = "", **kinds: str
) -> list[dict[str, Any]]:
    """Rows as dicts, flags as true or false, and beside each code its label: `category` gains `category_label`.

    `kinds` says which column holds which kind of code; a column `unit` gains `unit_name`, and columns in both languages
    one in `zh` or `en`, or else in that spoken: `due_rule_zh` and `due_rule_en` gain `due_rule_label`.
    """
    own = f"_{language or spoken()}"
    records = []
    for row in rows:
        record: dict[str, Any] = {key: bool(row[key]) if key in FLAGS else row[key] for key in row.keys()}  # noqa: SIM118 - a Row
        for key, value in list(record.items()):
            if key in kinds:
                record[f"{key}_label"] = labels.get((kinds[key], value), value)
            elif key == "unit":
                record["unit_name"] = labels.get(("unit", value), value)
            elif key.endswith(own):
                column = key.removesuffix(own)
                record[column if column == "label" else f"{column}_label"] = value
        records.append(record)
    return records


def as_json(records: Sequence[Record], columns: Sequence[str]) -> str:
    """A JSON array of objects with these columns."""
    return to_json([{key: record[key] for key in columns} for record in records]) + "\n"


def as_csv(records: Sequence[Record], columns: Sequence[str]) -> str:
    """CSV under the columns' own names; cells that a spreadsheet would take for a formula get an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(record[key]) for key in columns] for record in records)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    value = _joined(value)
    return neutral(visible(value)) if isinstance(value, str) else value


def as_sections(sections: Sequence[Section]) -> str:
    """A plain table under each heading, all those of the same columns aligned alike."""
    tables: dict[int, str] = {}
    for columns in dict.fromkeys(section.columns for section in sections):
        alike = {place: section for place, section in enumerate(sections) if section.columns == columns}
        right = [_is_number([record for each in alike.values() for record in each.records], key) for key in columns]
        heads = [_heading(key, next(iter(alike.values())).headings) for key in columns]
        groups = [[[_shown(record, key) for key in columns] for record in each.records] for each in alike.values()]
        tables |= dict(zip(alike, aligned(heads, groups, right), strict=True))
    titles = (f"{visible(section.title)}\n" if section.title else "" for section in sections)
    return "\n".join(title + tables[place] for place, title in enumerate(titles))


def _heading(key: str, headings: Mapping[str, str]) -> str:
    return headings.get(key, heading(key))


def aligned(headings: Sequence[str], groups: Sequence[Sequence[Sequence[str]]], right: Sequence[bool]) -> list[str]:
    """One plain table for each group of rows, under the same headings, their columns as wide as those of all."""
    import tabulate  # heavy, and of no use to JSON and CSV

    tabulate.PRESERVE_WHITESPACE = False
    rows = [row for group in groups for row in group]
    sides = ["right" if flag else "left" for flag in right] if rows else None
    table = tabulate.tabulate(rows, headings, tablefmt="simple", disable_numparse=True, colalign=sides)
    lines = [line.rstrip() for line in table.splitlines()]
    top, lines = lines[:2], lines[2:]
    tables = []
    for group in groups:
        tables.append("\n".join([*top, *lines[: len(group)]]) + "\n")
        lines = lines[len(group) :]
    return tables


def paint(
    records: Sequence[Record], columns: Sequence[str], title: str, headings: Mapping[str, str] = _NONE
) -> tuple[int, list[str]]:
    """Paint a table in the terminal under a title; return how many rows, and which columns, were left out."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(file=sys.stdout, width=get_terminal_size().columns)  # rich takes a dumb terminal for 80 wide
    seen = records[:PAINTED_ROWS]
    below = [key for key in BELOW if key in columns]
    beside = [key for key in columns if key not in below]
    heads = {key: _heading(key, headings) for key in beside}
    widths = _fitting(seen, heads, console.width)
    console.print(_table(seen[:0] if below else seen, widths, title, heads))
    for record in seen if below else ():
        console.print(Padding(_table([record], widths, None, heads), (0, 0, 0, 1)))
        for key in below:
            console.print(Text(f"    {_shown(record, key)}"), soft_wrap=True)
    return len(records) - len(seen), [head for key, head in heads.items() if key not in widths and head]


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
        justify: Literal["right", "left"] = "right" if _is_number(records, key) else "left"
        table.add_column(heads[key], justify=justify, width=width, overflow="fold")
    for record in records:
        style = Style(bold=True, color="red") if record.get("is_major") and "working_days_overdue" in record else ""
        table.add_row(*(Text(_shown(record, key), style) for key in widths))
    return table


def _fitting(records: Sequence[Record], heads: Mapping[str, str], room: int) -> dict[str, int]:
    """The columns that fit side by side without breaking a word, each with its width in terminal cells.

    The least needed are left out first; what room is left over widens the others, from the left.
    """
    from rich.cells import cell_len

    texts = {key: [head, *(_shown(record, key) for record in records)] for key, head in heads.items()}
    widths = {
        key: max(min(cell_len(word), 14) for text in texts[key] for word in (text.split() or [""])) for key in texts
    }
    for key in LEFT_OUT_FIRST:
        if _spare(widths, room) >= 0:
            break
        widths.pop(key, None)
    for key in widths:
        wanted = max(cell_len(text) for text in texts[key]) - widths[key]
        widths[key] += max(0, min(wanted, _spare(widths, room)))
    return widths


def _spare(widths: Mapping[str, int], room: int) -> int:
    # Beside each column stand a space and a line, and one line more at the edge.
    return room - sum(width + 2 for width in widths.values()) - 1


def _shown(record: Record, key: str) -> str:
    value = record[key]
    if key in ("citation", "article") and value:
        return visible(cited(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else ""
    return visible(_joined(value))


def _joined(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def _is_number(records: Sequence[Record], key: str) -> bool:
    values = [record[key] for record in records if not isinstance(record[key], bool)]
    return any(isinstance(value, int | float) or (isinstance(value, str) and value.endswith("%")) for value in values)
