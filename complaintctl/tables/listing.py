"""A listing as a table for people, or as CSV or JSON for programs; its columns are rows of tables/columns.csv."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.citations import cited
from complaintctl.base.language import _, spoken
from complaintctl.base.spreadsheet_text import neutral_rows
from complaintctl.base.text import excerpt, to_json, visible

Record = Mapping[str, Any]
_NONE: Mapping[str, str] = {}

# A column has a heading in both languages. It may hold flags, yes or no, or texts that officers wrote, shown through
# the mask of its case (Art. 6). Where a terminal is too narrow, that which is `left_out` 01 is the first to go. Of a
# long text people see in a table the first characters, so many at the `most`: cut once it is masked. The
# headings stand not in the catalogue: one English word may be over columns that have different names in Chinese.
with Path(__file__).with_name("columns.csv").open(encoding="utf-8", newline="") as _file:
    COLUMNS = {column["column"]: column for column in csv.DictReader(_file)}

FLAGS = frozenset(name for name, column in COLUMNS.items() if column["holds"] == "flag")
TEXTS = frozenset(name for name, column in COLUMNS.items() if column["holds"] == "text")


def heading(key: str, language: str = "") -> str:
    """Return a column's heading in `zh` or `en`, else in the language spoken; its own name if it has none."""
    return COLUMNS[key][language or spoken()] if key in COLUMNS else key


class Section(NamedTuple):
    """A part of a listing: its heading, its records, and the columns that people see of them."""

    title: str
    records: Sequence[Record]
    columns: Sequence[str]
    headings: Mapping[str, str] = _NONE  # of columns that the file itself names

    def heads(self) -> dict[str, str]:
        """The heading of each column."""
        return {key: self.headings.get(key, heading(key)) for key in self.columns}


class Listing(NamedTuple):
    """A listing: the names of its columns for programs and of those for people, with blanks between."""

    given: str
    seen: str = ""  # the same unless given
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
        return tuple((self.seen or self.given).split())


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
    csv.writer(out).writerows([columns, *neutral_rows([[record[key] for key in columns] for record in records])])
    return out.getvalue()


def as_sections(sections: Sequence[Section]) -> str:
    """A plain table under each heading, all those of the same columns aligned alike."""
    tables: dict[int, str] = {}
    for columns in dict.fromkeys(section.columns for section in sections):
        alike = {place: section for place, section in enumerate(sections) if section.columns == columns}
        right = [is_number([record for each in alike.values() for record in each.records], key) for key in columns]
        heads = list(next(iter(alike.values())).heads().values())
        groups = [[[shown(record, key) for key in columns] for record in each.records] for each in alike.values()]
        tables |= dict(zip(alike, _aligned(heads, groups, right), strict=True))
    titles = (f"{visible(section.title)}\n" if section.title else "" for section in sections)
    return "\n".join(title + tables[place] for place, title in enumerate(titles))


def _aligned(headings: Sequence[str], groups: Sequence[Sequence[Sequence[str]]], right: Sequence[bool]) -> list[str]:
    """One plain table for each group of rows, under the same headings, their columns as wide as those of all."""
    import tabulate  # heavy, and of no use to JSON and CSV

    tabulate.PRESERVE_WHITESPACE = False
    rows = [row for group in groups for row in group]
    sides = ["right" if flag else "left" for flag in right] if rows else None
    table = tabulate.tabulate(rows, headings, tablefmt="simple", disable_numparse=True, colalign=sides)
    first, second, *lines = (line.rstrip() for line in table.splitlines())
    left = iter(lines)
    return ["\n".join([first, second, *islice(left, len(group))]) + "\n" for group in groups]


def shown(record: Record, key: str) -> str:
    """A cell as people read it."""
    value = record[key]
    if key in ("citation", "article", "articles") and value:
        value = cited(value)
    if isinstance(value, bool):
        return _("yes") if value else ""
    value = " ".join(value) if isinstance(value, list) else value
    text = "" if value is None else visible(value)
    return excerpt(text, int(COLUMNS.get(key, {}).get("most") or len(text)))


def is_number(records: Sequence[Record], key: str) -> bool:
    """Tell whether a column holds numbers, which stand on the right."""
    values = [record[key] for record in records if not isinstance(record[key], bool)]
    return any(isinstance(value, int | float) or (isinstance(value, str) and value.endswith("%")) for value in values)
