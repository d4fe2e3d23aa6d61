"""The keys by which rows of a register are known that are cases already: the file's own, and those taken in before."""

import hashlib
from collections import Counter

from complaintctl.base.errors import UsageProblem
from complaintctl.base.spreadsheet_text import bare
from complaintctl.base.values import plain
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows
from complaintctl.record import ledger
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row
from complaintctl.taking_over.row_fields import Fields
from complaintctl.taking_over.row_to_case import Entry

_WORDS, _CODES = ("summary", "demand"), ("channel", "category")


class RowKeys:
    """Tells a row that was taken in before, or that is a case of this very file, from a new one.

    A row is known by its number in the register, which is good for one year; without one by all its cells, and by how
    many rows like it came before it in the file, for two complaints can be alike in every cell.
    """

    def __init__(self, act: Act, fields: Fields) -> None:
        self._connection = act.connection
        self._fields = fields
        self.first_day = calendar_rows.calendar_span(act.connection)["first"]
        self.cases: dict[str, str] = {}  # of the rows taken in before, by their numbers
        self.differing: list[int] = []  # lines of rows of this file's own register that say another thing than the case
        self._times_seen: Counter[tuple[str, ...]] = Counter()
        self._line_of_number: dict[tuple[str, str], int] = {}

    def new_key(self, entry: Entry) -> str | None:
        """Return the key of a row; None if it is a case already. Raises UsageProblem if its number is another row's."""
        number = entry.given.get("external_id")
        if not number:
            cells = tuple(entry.row.cells)
            self._times_seen[cells] += 1
            key = _digest("cells", str(self._times_seen[cells]), *cells)
            return None if case_rows.imported_case(self._connection, key) else key
        line = self._line_of_number.setdefault((entry.received.day[:4], plain(number)), entry.row.line)
        if line != entry.row.line:
            raise UsageProblem("Number {number} is that of line {line} already.", number=number, line=line)
        key = _digest("number", entry.received.day[:4], plain(number))
        own = case_rows.numbered_case(self._connection, plain(number).upper())
        if own and self._is_anothers(entry, own):
            own = None
        # A number that is not plain was once taken as it was written.
        before = case_rows.imported_case(self._connection, key) or case_rows.imported_case(
            self._connection, _digest("number", entry.received.day[:4], number)
        )
        if own and own["received_on"] == entry.received.day:
            if self._differs(entry, own):
                self.differing.append(entry.row.line)
        elif before and (before["received_on"], before["summary"]) == (entry.received.day, entry.summary):
            own = before
        elif before:
            raise UsageProblem(
                "Number {number} was imported before as {case_no}, with another date or summary: give the row a"
                " number of its own, or leave it out.",
                number=number,
                case_no=before["case_no"],
            )
        elif own:
            raise UsageProblem(
                "The row differs from {case_no} of this file, which was received on {day}, not {given}: correct the"
                " date, or give the row a number of its own.",
                case_no=own["case_no"],
                day=own["received_on"],
                given=entry.received.day,
            )
        else:
            return key
        self.cases[number] = own["case_no"]
        return None

    def _is_anothers(self, entry: Entry, case: Row) -> bool:
        """Tell whether a row is of another file, where its number means another case.

        A case that was taken in has its old number beside its own; the register of this file says both.
        """
        if not self._fields.has("former_id") or entry.given.get("former_id") == case["former_no"]:
            return False
        return entry.received.day != case["received_on"] or self._differs(entry, case)

    def _differs(self, entry: Entry, case: Row) -> bool:
        """Tell whether a row says in its words, or of its channel and category, another thing than the case."""
        given = entry.given
        words = any(bare(given[name]) != bare(case[name] or "") for name in _WORDS if name in given)
        return words or any(self._fields.known_code(given, kind) != case[kind] for kind in _CODES if kind in given)


def _digest(*content: str) -> str:
    return hashlib.sha256(ledger.canonical(list(content)).encode()).hexdigest()
