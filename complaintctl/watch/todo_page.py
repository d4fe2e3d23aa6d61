"""The duties owed as they stand on a screen: case by case, the most urgent last, where the eye is."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from shutil import get_terminal_size
from sqlite3 import Row

from complaintctl.base.citations import cited
from complaintctl.base.language import _
from complaintctl.base.text import clipped, visible
from complaintctl.tables.listing import Record

_CASES = 40  # on a screen; a file or a pipe has all of them


def by_case(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    """Duties by the case that owes them, in their order; what is of no case by an empty number."""
    owed = dict[str, list[Row]]()
    for row in rows:
        owed.setdefault(row["case_no"] or "", []).append(row)
    return owed


def most_urgent(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    """The cases in which most is pressing, each with all that is owed of it, of rows the most urgent first."""
    return dict(islice(by_case(rows).items(), _CASES))


def paint(records: Sequence[Record], matters: Mapping[str, str], left_out: int, mark: str) -> None:
    """Paint the cases in the terminal, the most urgent last; a line that is too long breaks between words."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(width=get_terminal_size().columns, highlight=False)
    if mark:
        console.print(Text(mark))
    if left_out:
        console.print(Text(_("… and {number} cases less urgent; all: complaintctl todo -o FILE.csv", number=left_out)))
    for case_no, matter in reversed(list(matters.items())):
        console.print(Text(clipped(f"{case_no}  {visible(matter)}", console.width), "bold"))
        owed = [record for record in records if (record["case_no"] or "") == case_no]
        for record in owed:
            style = "yellow" if record["target_reached"] else ""
            console.print(Padding(Text(_owed(record), style), (0, 0, 0, 2)))
            console.print(Padding(Text(visible(record["remedy"])), (0, 0, 0, 4)))


def _owed(record: Record) -> str:
    """A duty in a line: when it is due, its name, who owes it, whether closing waits for it."""
    what = _("{duty} ({article})", duty=record["label"], article=cited(record["article"]))
    closing = _("needed to close") if record["blocking"] else ""
    parts = (record["due_at"], what, record["unit_name"], record["person_label"], closing)
    return visible("  ".join(filter(None, parts)))
