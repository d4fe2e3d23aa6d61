"""A customer's earlier cases in words, nothing unmasked among them."""

from collections.abc import Iterator, Sequence
from sqlite3 import Row

from complaintctl.base.language import _, plural
from complaintctl.base.text import yuan
from complaintctl.cases.case_words import Labels

_SHOWN = 10


def history_lines(earlier: Sequence[Row], labels: Labels) -> Iterator[str]:
    """A heading and a line for each case, newest first; nothing if there is none."""
    if earlier:
        yield _("Earlier cases of this customer:")
    for row in earlier[:_SHOWN]:
        coded = ("category", "status", "fault", "satisfaction")
        parts = [row["case_no"], row["received_on"], *(labels[kind, row[kind]] for kind in coded if row[kind])]
        parts += [_("paid {amount} yuan", amount=yuan(row["compensation_fen"]))] if row["compensation_fen"] else []
        parts += [_("(the same name only: may be another person)")] if row["by_name"] else []
        yield f"  {'  '.join(parts)}"
    if len(earlier) > _SHOWN:
        older = len(earlier) - _SHOWN
        yield "  " + plural("… and {number} older one.", "… and {number} older ones.", older)
