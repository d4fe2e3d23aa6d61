"""Columns of listings, each a row of tables/columns.csv: its heading in both languages, and what it holds."""

import csv
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.language import spoken

_TABLE = Path(__file__).with_name("columns.csv")


class Column(NamedTuple):
    """A column: its headings, what it holds, and how early it goes where a terminal is too narrow for all.

    Headings stand not in the catalogue: one English word may be over columns that have different names in Chinese.
    """

    zh: str
    en: str
    holds: str  # flag: yes or no; text: what officers wrote, shown through the mask of its case (Art. 6); else empty
    left_out: str  # 01 is the first to go; empty: it stays. A file or a pipe has them all


with _TABLE.open(encoding="utf-8", newline="") as _file:
    COLUMNS = {name: Column(*rest) for name, *rest in list(csv.reader(_file))[1:]}

FLAGS = frozenset(name for name, column in COLUMNS.items() if column.holds == "flag")
TEXTS = frozenset(name for name, column in COLUMNS.items() if column.holds == "text")
LEFT_OUT_FIRST = sorted(filter(lambda name: COLUMNS[name].left_out, COLUMNS), key=lambda name: COLUMNS[name].left_out)


def heading(key: str, language: str = "") -> str:
    """Return a column's heading in `zh` or `en`, else in the language spoken; its own name if it has none."""
    column = COLUMNS.get(key)
    if column is None:
        return key
    return column.en if (language or spoken()) == "en" else column.zh
