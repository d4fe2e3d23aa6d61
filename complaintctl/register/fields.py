"""The fields of a register (登记簿), each once: by their columns `ledger` writes them and `import` reads them back.

They stand in `fields.csv`, with the columns in their order. The register is a document for the bank: its headings and
words are Chinese whatever is spoken. The headings of other registers are named in a mapping
(complaintctl/mappings/chinese-register.toml).
"""

import csv
from pathlib import Path
from typing import NamedTuple

# By its kind a field is shown and read: text, needed and remarks as they stand; reference, a number in a register,
# and repeat, that of the complaint repeated; number, digits that are no figure; time, up to now; day, also one to
# come; code, a word of the regulation; flag, yes or no; unit and staff, who has to be on record; person, who need
# not; count and times, whole numbers; yuan; lines, several acts, one a line; major, a verdict with its grounds;
# record, what the other cells of the row say, as JSON by the names of the fields; in it the lines are lists.
KINDS = frozenset(
    "text needed remarks reference repeat number time day code flag unit staff person count times yuan lines major"
    " record".split()
)


class Field(NamedTuple):
    """A fact of a row: its name in mappings, its kind, and its column of the register, if it has one."""

    name: str
    kind: str  # one of KINDS
    heading: str
    width: str  # characters that a page shows in a line
    column: str  # of the query; as the field, where none is given
    listed: str  # its name among the columns that a terminal shows
    ledger_key: str  # under which an import writes its value into the registration, where that is all it does with it


def read_fields(text: str) -> dict[str, Field]:
    """Return the fields of a table by their names. Raises ValueError: one is of a kind that there is not."""
    found = {}
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] not in KINDS:
            raise ValueError(f"fields.csv: {row['name']}: {row['kind']!r}")
        found[row["name"]] = Field(**{**row, "column": row["column"] or row["name"]})
    return found


FIELDS = read_fields(Path(__file__).with_name("fields.csv").read_text("utf-8"))
COLUMNS = tuple(field for field in FIELDS.values() if field.heading)


def of_kind(*kinds: str) -> frozenset[str]:
    """Return the names of the fields of some kinds."""
    return frozenset(field.name for field in FIELDS.values() if field.kind in kinds)
