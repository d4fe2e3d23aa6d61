"""Taking in an old register: all its acceptable rows, with their history, in one transaction (Art. 6)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.errors import ComplaintError, Masked, UsageProblem
from complaintctl.base.language import _
from complaintctl.cases import directory_rows
from complaintctl.disk import csv_table
from complaintctl.disk.csv_table import Reject, Row
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record import file_events, ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.taking_over import headings, row_to_case
from complaintctl.taking_over.column_mapping import ColumnMapping
from complaintctl.taking_over.duplicates import RowKeys
from complaintctl.taking_over.people_and_units import Names
from complaintctl.taking_over.repeat_series import Series
from complaintctl.taking_over.row_fields import Fields
from complaintctl.taking_over.row_to_case import Complaint

# A row that begins so is the sum of the others.
_TOTALS = ("合计", "总计", "小计", "共计")

# Shows how far a step has come: given the things it works on and its name, it hands them on one by one.
Watch = Callable[[Collection[Any], str], Iterable[Any]]


class Result(NamedTuple):
    """The outcome of an import: the cases it made, how many rows were there before, and the rows not taken in."""

    header: Sequence[str]
    accepted: Sequence[Complaint]
    already_there: int
    differing: Sequence[int]  # lines of this file's own register that say another thing than the case
    rejects: Sequence[Reject]
    unused: Sequence[str]  # columns that the mapping does not name
    passed_over: Mapping[str, int]  # columns, and in how many rows another one of the same field was taken instead
    made: Sequence[Fact]  # units and people, because the register names them


def take_in(
    act: Act, rows: Sequence[Row], mapping: ColumnMapping, source: str, watch: Watch, create: bool | None = None
) -> Result:
    """Enter every acceptable row as a case with its history; `source` is the name of the file they come from.

    Units and people that are not on record are made if `create`, or if the mapping says so; where nothing is said also
    in a file that has no unit yet but the supervision office, for there no name could be right.

    Raises:
        UsageProblem: no header that the mapping knows, no row below it, or a code in the mapping that there is not.
    """
    start = headings.first_row(rows, mapping)
    if start is None:
        raise UsageProblem(_no_register(mapping, source))
    header, rows = headings.joined(rows[start:], mapping)
    header, rows = csv_table.without_reasons(header, [row for row in rows if not _is_total(row)])
    headings.refuse_other_headings(header, rows, mapping, source)
    if not rows:
        raise UsageProblem("{file} has a header but no rows: nothing was read.", file=source)
    makes = len(directory_rows.units(act.connection)) == 1 if create is None else create
    names = Names(act, mapping.create_units or makes, mapping.create_people or makes)
    fields = Fields(act, mapping, header, names)
    mapping.require(header, source)
    keys = RowKeys(act, fields)
    accepted, rejects, already_there = _check(fields, keys, watch(rows, _("Checking")))
    made = [*_made(act, names)]
    if accepted:
        about = {"file": source, "mapping": mapping.name, "rows": len(accepted)}
        begun = [Fact(None, "imported", act.clock.default_at(), about), *made]
        before = ledger.head(act.connection)[0]
        ledger.append(act, _facts(act, begun, watch(accepted, _("Recording")), Series(act, keys.cases)))
        ledger.project_new(act, before)
    return Result(
        header, accepted, already_there, keys.differing, rejects, mapping.unused(header), fields.passed_over, made
    )


def _no_register(mapping: ColumnMapping, source: str) -> str:
    said = {"file": source, "columns": _(", ").join(mapping.needed())}
    if mapping.own:
        return _(
            "{file} has no column that the mapping {mapping} knows: its header must name, separated by commas,"
            " {columns}.",
            mapping=mapping.name,
            **said,
        )
    return _("{file} has no column of a register: its header must name, separated by commas, {columns}.", **said)


def _is_total(row: Row) -> bool:
    first = next((cell for cell in row.cells if cell.strip()), "")
    return "".join(first.split()) in _TOTALS


def _made(act: Act, names: Names) -> Iterator[Fact]:
    """Yield the units and people that the register names and that are now on record."""
    units = [{"unit": code, "name": name, "imported": True} for code, name in names.new_units.items()]
    people = list(names.new_people())
    for kind, details in (("unit_added", units), ("staff_added", people)):
        for detail in details:
            file_events.repeat(act.connection, kind, detail)
            yield Fact(None, kind, act.clock.default_at(), detail)


def _check(fields: Fields, keys: RowKeys, rows: Iterable[Row]) -> tuple[list[Complaint], list[Reject], int]:
    """Return the complaints to take in, the rows to reject, and how many rows had been taken in before."""
    accepted, rejects, already_there = [], [], 0
    for row in rows:
        try:
            entry = row_to_case.read(fields, row, keys.first_day)
            fields.names.begin_row()
            key = keys.new_key(entry)
            if key:
                accepted.append(row_to_case.complaint(fields, entry, key))
                fields.names.keep_row()
            else:
                already_there += 1
        except ComplaintError as error:
            rejects.append(Reject(row, str(error), isinstance(error, Masked)))
    return accepted, rejects, already_there


def _facts(act: Act, begun: Iterable[Fact], complaints: Iterable[Complaint], series: Series) -> Iterator[Fact]:
    """Yield the events of an import, in the order of its file.

    The ledger takes them one by one when it has looked at the clock: none may be dated by looking at it again.
    """
    yield from begun
    for complaint in complaints:
        case_no = ledger.next_number(act, "register", int(complaint.received.day[:4]))
        customer = {} if complaint.person == Person() else personal.add(act, complaint.person)
        series.begin(complaint.number, case_no)
        repeated = series.repeat(case_no, complaint.repeat_of)
        yield Fact(case_no, "registered", complaint.received, {**complaint.registration, **customer, **repeated})
        for step in complaint.history:
            yield Fact(case_no, step.kind, step.at, step.detail)
