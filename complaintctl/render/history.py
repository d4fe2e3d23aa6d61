"""A customer's earlier cases in words, nothing unmasked among them."""

from collections.abc import Iterator, Sequence
from sqlite3 import Row

from complaintctl.render.case import Labels
from complaintctl.render.text import yuan

_SHOWN = 10


def history_lines(earlier: Sequence[Row], labels: Labels) -> Iterator[str]:
    """A heading and a line for each case, newest first; nothing if there is none."""
    if earlier:
        yield "Earlier cases of this customer:"
    for row in earlier[:_SHOWN]:
        coded = ("category", "status", "fault", "satisfaction")
        parts = [row["case_no"], row["received_on"], *(labels[kind, row[kind]] for kind in coded if row[kind])]
        parts += [f"paid {yuan(row['compensation_fen'])} yuan"] if row["compensation_fen"] else []
        yield f"  {'  '.join(parts)}"
    if len(earlier) > _SHOWN:
        yield f"  … and {len(earlier) - _SHOWN} older ones."
