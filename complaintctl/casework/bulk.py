"""Taking in an old register: all its acceptable rows, with their history, in one transaction (Art. 6)."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl import ledger, personal, queries
from complaintctl.casework import checking
from complaintctl.casework.checking import Complaint, Entry
from complaintctl.casework.columns import ColumnMapping
from complaintctl.casework.fields import Fields
from complaintctl.casework.table import Reject, Row
from complaintctl.errors import ComplaintError, UsageProblem
from complaintctl.language import _
from complaintctl.ledger import Act, Fact
from complaintctl.personal import Person

_ADD_UNIT = "INSERT INTO unit (code, name) VALUES (?, ?)"

# A register may have its title, or the bank's name, above the header.
_LINES_ABOVE_HEADER = 10

# Shows how far a step has come: given the things it works on and its name, it hands them on one by one.
Watch = Callable[[Collection[Any], str], Iterable[Any]]


class Result(NamedTuple):
    """What an import did: how many cases it made, how many rows had been taken in before, and the rows not taken in."""

    header: Sequence[str]
    imported: int
    already_there: int
    rejects: Sequence[Reject]
    moved: int  # rows whose handling, dated before receipt, was entered on the day of receipt
    unused: Sequence[str]  # columns that the mapping does not name


def take_in(act: Act, rows: Sequence[Row], mapping: ColumnMapping, source: str, watch: Watch) -> Result:
    """Enter every acceptable row as a case with its history; `source` is the name of the file they come from.

    Raises:
        UsageProblem: no header that the mapping knows, no row below it, or a code in the mapping that there is not.
    """
    start = next((place for place, row in enumerate(rows[:_LINES_ABOVE_HEADER]) if mapping.knows(row.cells)), None)
    if start is None:
        raise UsageProblem(
            _(
                "{file} has no column that the mapping {mapping} knows: its header must name, separated by commas,"
                " some of {columns} …, or give a mapping of your own with --mapping.",
                file=source,
                mapping=mapping.name,
                columns=_(", ").join(list(mapping.columns)[:5]),
            )
        )
    header, rows = rows[start].cells, rows[start + 1 :]
    if not rows:
        raise UsageProblem(_("{file} has a header but no rows: nothing was read.", file=source))
    fields = Fields(act, mapping, header)
    accepted, rejects, already_there = _check(act, fields, watch(rows, _("Checking")))
    if accepted:
        about = {"file": source, "mapping": mapping.name, "rows": len(accepted)}
        units = dict.fromkeys(unit for row in accepted if (unit := row.registration["respondent_unit"]))
        new_units = [unit for unit in units if fields.is_new_unit(unit)]
        act.connection.executemany(_ADD_UNIT, [(unit, unit) for unit in new_units])
        before = ledger.head(act.connection)[0]
        ledger.append(act, _facts(act, about, new_units, watch(accepted, _("Recording"))))
        ledger.project_new(act, before)
    moved = sum(any("stated_on" in step.detail for step in row.history) for row in accepted)
    return Result(header, len(accepted), already_there, rejects, moved, mapping.unused(header))


def _check(act: Act, fields: Fields, rows: Iterable[Row]) -> tuple[list[Complaint], list[Reject], int]:
    """The complaints to take in, the rows to reject, and how many rows had been taken in before."""
    first_day = queries.calendar_span(act.connection)["first"]
    keys = _Keys(act)
    accepted, rejects, already_there = [], [], 0
    for row in rows:
        try:
            entry = checking.read(fields, row, first_day)
            key = keys.new_key(entry)
            if key:
                accepted.append(checking.complaint(fields, entry, key))
            else:
                already_there += 1
        except ComplaintError as error:
            rejects.append(Reject(row, str(error)))
    return accepted, rejects, already_there


class _Keys:
    """Tells a row that was taken in before from a new one.

    A row is known by its number in the register, which is good for one year; without one by all its cells, and by how
    many rows like it came before it in the file, for two complaints can be alike in every cell.
    """

    def __init__(self, act: Act) -> None:
        self._connection = act.connection
        self._times_seen: Counter[tuple[str, ...]] = Counter()
        self._line_of_number: dict[tuple[str, str], int] = {}

    def new_key(self, entry: Entry) -> str | None:
        """The key of a row; None if it was taken in before. Raises UsageProblem if its number is another row's."""
        number = entry.given.get("external_id")
        if number:
            self._claim(number, entry)
            content = ["number", entry.received.day[:4], number]
        else:
            cells = tuple(entry.row.cells)
            self._times_seen[cells] += 1
            content = ["cells", str(self._times_seen[cells]), *cells]
        key = hashlib.sha256(ledger.canonical(content).encode()).hexdigest()
        earlier = queries.imported_case(self._connection, key)
        if earlier and (earlier["received_on"], earlier["summary"]) != (entry.received.day, entry.summary):
            raise UsageProblem(
                _(
                    "Number {number} was imported before as {case_no}, with another date or summary: give the row a"
                    " number of its own, or leave it out.",
                    number=number,
                    case_no=earlier["case_no"],
                )
            )
        return None if earlier else key

    def _claim(self, number: str, entry: Entry) -> None:
        line = self._line_of_number.setdefault((entry.received.day[:4], number), entry.row.line)
        if line != entry.row.line:
            raise UsageProblem(_("Number {number} is that of line {line} already.", number=number, line=line))


def _facts(
    act: Act, about: Mapping[str, Any], new_units: Iterable[str], complaints: Iterable[Complaint]
) -> Iterator[Fact]:
    """The events of an import, in the order of its file."""
    now = act.clock.default_at()
    yield Fact(None, "imported", now, about)
    for unit in new_units:
        yield Fact(None, "unit_added", now, {"unit": unit, "imported": True})
    for complaint in complaints:
        case_no = ledger.next_number(act, "register", int(complaint.received.day[:4]))
        customer = {} if complaint.person == Person() else personal.add(act, complaint.person)
        yield Fact(case_no, "registered", complaint.received, {**complaint.registration, **customer})
        for step in complaint.history:
            yield Fact(case_no, step.kind, step.at, step.detail)
