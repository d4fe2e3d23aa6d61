"""Taking in an old register: all its acceptable rows, with their history, in one transaction (Art. 6)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from complaintctl.base.errors import ComplaintError, Masked, UsageProblem
from complaintctl.base.language import _, joined
from complaintctl.cases import appointments, directory_rows
from complaintctl.disk.csv_table import Reject, Row
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record import file_events, ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.taking_over import row_to_case
from complaintctl.taking_over.column_mapping import ColumnMapping
from complaintctl.taking_over.earlier_cases import EarlierCases
from complaintctl.taking_over.headings import heading_and_rows, under_one_heading
from complaintctl.taking_over.people_and_units import Names
from complaintctl.taking_over.register_file import RegisterFile
from complaintctl.taking_over.row_fields import RowFields
from complaintctl.taking_over.row_to_case import Complaint

# Shows how far a step has come: given the things it works on and its name, it hands them on one by one.
Watch = Callable[[Collection[Any], str], Iterable[Any]]


class Result(NamedTuple):
    """The outcome of an import: the cases it made, how many rows were there before, and the rows not taken in."""

    header: Sequence[str]  # of the rows not taken in
    accepted: Sequence[Complaint]
    already_there: int
    differing: Sequence[str]  # places in this file's own register that say another thing than the case
    rejects: Sequence[Reject]
    passed_over: Mapping[str, int]  # rows by column, where another one of the same field was taken
    unused: Sequence[str]  # columns that no field was filled from
    made: Sequence[Fact]  # units and people, because the register names them


def take_in(
    act: Act, rows: Sequence[Row], mapping: ColumnMapping, source: str, watch: Watch, create: bool | None = None
) -> Result:
    """Enter every acceptable row as a case with its history; `source` is the name of the file they come from.

    Units and people that are not on record are made if `create`, or if the mapping says so; where nothing is said also
    in a file that has no unit yet but the supervision office, for there no name could be right.

    Raises UsageProblem: no header that the mapping knows, no row below it, or a code in the mapping that there is not.
    """
    makes = len(directory_rows.units(act.connection)) == 1 if create is None else create
    names = Names(act, mapping.create_units or makes, mapping.create_people or makes)
    files = [*registers(act, rows, mapping, source, names)]
    for file, _rows in files:
        file.refuse_incomplete(source)
    entries = [(file, row) for file, of_file in files for row in of_file]
    if not entries:
        raise UsageProblem("{file} has a header but no rows: nothing was read.", file=source)
    earlier = EarlierCases(act)
    accepted: list[Complaint] = []
    rejects: list[Reject] = []
    for file, entry in watch(entries, _("Checking")):
        try:
            row = RowFields(file, entry)
            with names.of_row():
                complaint = _taken(row, earlier)
        except ComplaintError as error:
            rejects.append(_reject(entry, error.faults if isinstance(error, _Rejected) else [error]))
        else:
            accepted += [complaint] if complaint else []
    at = act.clock.default_at()
    made = [Fact(None, kind, at, detail) for kind, detail in names.made()]
    about = {"file": source, "mapping": mapping.name, "rows": len(accepted)}
    # A register of this program is in the order of its own numbers.
    ordered = accepted if all(file.is_own for file, _rows in files) else _by_receipt(accepted)
    begun = [Fact(None, "imported", at, about), *made] if accepted else []
    _enter(act, begun, watch(ordered, _("Recording")) if ordered else (), earlier)
    header, rejects = under_one_heading([(file.header, file.sheet) for file, _rows in files], rejects)
    return Result(
        header,
        accepted,
        len(entries) - len(accepted) - len(rejects),
        earlier.differing,
        rejects,
        sum((file.passed_over for file, _rows in files), Counter()),
        [*dict.fromkeys(title for file, _rows in files for title in mapping.unused(file.header))],
        made,
    )


def registers(
    act: Act, rows: Sequence[Row], mapping: ColumnMapping, source: str, names: Names, *, known: bool = True
) -> Iterator[tuple[RegisterFile, Sequence[Row]]]:
    """Yield each sheet of a file, or the whole of it, as a register with its rows, its heading `known` to the mapping.

    Raises UsageProblem.
    """
    for sheet, of_sheet in groupby(rows, lambda row: row.sheet):
        header, entries = heading_and_rows([*of_sheet], mapping, f"{source} {sheet}".strip(), known=known)
        yield RegisterFile(act, mapping, header, names, sheet), entries


def _by_receipt(complaints: Sequence[Complaint]) -> list[Complaint]:
    """Return complaints as they were received; those of a day in the order of the file, unless each says its time."""
    days = {complaint.received.day for complaint in complaints if complaint.received.whole_day}
    return sorted(complaints, key=lambda each: each.received.day if each.received.day in days else each.received.text)


class _Rejected(UsageProblem):
    """All that is wrong in a row."""

    def __init__(self, faults: Sequence[ComplaintError]) -> None:
        super().__init__()
        self.faults = faults


def _taken(row: RowFields, earlier: EarlierCases) -> Complaint | None:
    """Return the complaint of a row; None if it is a case already. Raises _Rejected with all that is wrong in it."""
    key = ""
    if not row.faults:  # else it cannot be told which one it is
        with row.noting():
            known = earlier.new_key(row)
            if known is None:
                return None
            key = known
    with row.noting():
        complaint = row_to_case.complaint(row, key)
    if row.faults:
        raise _Rejected(row.faults)
    return complaint


def _reject(row: Row, faults: Sequence[ComplaintError]) -> Reject:
    """Give a row back with all that is wrong in it, each with the line of a mapping that cures it."""
    said = list[str]()
    for fault in faults:
        said.append(str(fault))
        said += (_("(In a mapping: {line})", line=line) for line in _cures(fault))
    is_masked = any(isinstance(fault, Masked) for fault in faults)
    return Reject(row, joined(dict.fromkeys(said)), is_masked, any(map(_cures, faults)))


def _cures(fault: ComplaintError) -> list[str]:
    return [note for note in getattr(fault, "__notes__", ()) if note]


def _enter(act: Act, begun: Sequence[Fact], complaints: Iterable[Complaint], earlier: EarlierCases) -> None:
    """Make the units and people that the register names, and enter the complaints, if there are any.

    `begun`: the first of its events, that it is taken in, and who and what is made.
    """
    with appointments.approved(act):
        for fact in begun[1:]:
            file_events.repeat(act.connection, fact.kind, fact.detail)
    if begun:
        before = ledger.head(act.connection)[0]
        ledger.append(act, _facts(act, begun, complaints, earlier))
        ledger.project_new(act, before)


def _facts(act: Act, begun: Iterable[Fact], complaints: Iterable[Complaint], earlier: EarlierCases) -> Iterator[Fact]:
    """Yield the events of an import, in the order of its file.

    The ledger takes them one by one when it has looked at the clock: none may be dated by looking at it again.
    """
    yield from begun
    for complaint in complaints:
        case_no = ledger.next_number(act, "register", int(complaint.received.day[:4]))
        customer = {} if complaint.person == Person() else personal.add(act, complaint.person)
        registered = {**complaint.registration, **customer, **earlier.repeated(complaint, case_no)}
        for kind, at, detail in (("registered", complaint.received, registered), *complaint.history):
            yield Fact(case_no, kind, at, {**detail, "imported": True})
