"""Taking in an old register: all its acceptable rows, with their history, in one transaction (Art. 6)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from complaintctl.base.errors import ComplaintError, Masked
from complaintctl.base.language import _
from complaintctl.cases import directory_rows
from complaintctl.disk.csv_table import Reject, Row
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record import file_events, ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.taking_over import row_to_case
from complaintctl.taking_over.column_mapping import ColumnMapping
from complaintctl.taking_over.earlier_cases import EarlierCases
from complaintctl.taking_over.headings import heading_and_rows
from complaintctl.taking_over.register_file import RegisterFile
from complaintctl.taking_over.row_fields import RowFields
from complaintctl.taking_over.row_to_case import Complaint

# Shows how far a step has come: given the things it works on and its name, it hands them on one by one.
Watch = Callable[[Collection[Any], str], Iterable[Any]]


class Result(NamedTuple):
    """The outcome of an import: the cases it made, how many rows were there before, and the rows not taken in."""

    file: RegisterFile
    accepted: Sequence[Complaint]
    already_there: int
    differing: Sequence[int]  # lines of this file's own register that say another thing than the case
    rejects: Sequence[Reject]
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
    header, rows = heading_and_rows(rows, mapping, source)
    makes = len(directory_rows.units(act.connection)) == 1 if create is None else create
    file = RegisterFile(act, mapping, header, source, makes)
    earlier = EarlierCases(act)
    accepted: list[Complaint] = []
    rejects: list[Reject] = []
    already_there = 0
    for entry in watch(rows, _("Checking")):
        try:
            row = RowFields(file, entry)
            key = earlier.new_key(row)
            if key is None:
                already_there += 1
                continue
            with file.names.of_row():
                accepted.append(row_to_case.complaint(row, key))
        except ComplaintError as error:
            rejects.append(Reject(entry, str(error), isinstance(error, Masked)))
    at = act.clock.default_at()
    made = [Fact(None, kind, at, detail) for kind, detail in file.names.made()]
    for fact in made:
        file_events.repeat(act.connection, fact.kind, fact.detail)
    if accepted:
        about = {"file": source, "mapping": mapping.name, "rows": len(accepted)}
        begun = [Fact(None, "imported", at, about), *made]
        before = ledger.head(act.connection)[0]
        ledger.append(act, _facts(act, begun, watch(accepted, _("Recording")), earlier))
        ledger.project_new(act, before)
    return Result(file, accepted, already_there, earlier.differing, rejects, made)


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
